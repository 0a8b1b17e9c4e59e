"""The one place where snake_case becomes camelCase."""

from functools import cache


@cache
def camel(name: str) -> str:
    """``order_hint`` → ``orderHint``; a leading underscore (a private name) stays."""
    head, *tail = name.lstrip("_").split("_")
    return "_" * (len(name) - len(name.lstrip("_"))) + head + "".join(map(str.capitalize, tail))
