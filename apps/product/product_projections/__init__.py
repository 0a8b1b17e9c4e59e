"""Products as shoppers see them: the current half of those that are published, or the staged half of all."""
