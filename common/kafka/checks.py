"""What may be wrong with the options that a user gives, each in one sentence that says what to change."""

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from confluent_kafka import KafkaException

from common.kafka.errors import Refused


def known(what: str, given: Iterable[str], names: Iterable[str]) -> None:
    names = sorted(names)
    for name in given:
        if name not in names:
            close = difflib.get_close_matches(name, names, n=1)
            raise Refused(f"Unknown {what} {name!r}" + (f": did you mean {close[0]!r}?" if close else "."))


def like(name: str, value: Any, example: Any) -> None:
    """Refuse a value that is of another kind than the option's default."""
    for kind, (wanted, fits) in _KINDS.items():
        if type(example) is kind and not fits(value):
            raise Refused(f"Transport option {name!r} must be {wanted}, not {value!r}.")


_KINDS: dict[type, tuple[str, Callable[[Any], bool]]] = {
    bool: ("True or False", lambda value: isinstance(value, bool)),
    int: ("a whole number", lambda value: isinstance(value, int) and not isinstance(value, bool)),
    float: ("a number of seconds", lambda value: isinstance(value, int | float) and not isinstance(value, bool)),
    str: ("text", lambda value: isinstance(value, str)),
    tuple: ("a list", lambda value: isinstance(value, list | tuple | set | frozenset)),
    dict: ("a mapping", lambda value: isinstance(value, Mapping)),
}


@contextmanager
def configuring() -> Iterator[None]:
    """Inside, what librdkafka says of its configuration is refused."""
    try:
        yield
    except KafkaException as impossible:
        reason = impossible.args[0].str().rstrip(".")
        raise Refused(f"librdkafka cannot work with these options: {reason}.") from impossible
