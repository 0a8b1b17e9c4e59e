"""Actions and draft fields that many resources share, each family written once."""
