"""The command ``ms-commerce``: each subcommand is a module of its own (see cli/main.py)."""
