"""The one place where names change their case."""

from functools import cache


@cache
def camel(name: str) -> str:
    """``order_hint`` → ``orderHint``; a leading underscore (a private name) stays."""
    head, *tail = name.lstrip("_").split("_")
    return "_" * (len(name) - len(name.lstrip("_"))) + head + "".join(map(str.capitalize, tail))


def titled(name: str) -> str:
    """``changeName`` → ``ChangeName``."""
    return name[0].upper() + name[1:]
