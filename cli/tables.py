"""Where tables go: to somebody's terminal as wide as that is, to a file or a pipe as wide as they are."""

from rich.console import Console

WIDER_THAN_ANY_TABLE = 10_000


def console() -> Console:
    """One that folds no line that a program, or a person with ``less``, is to read."""
    watched = Console()
    return watched if watched.is_terminal else Console(width=WIDER_THAN_ANY_TABLE)
