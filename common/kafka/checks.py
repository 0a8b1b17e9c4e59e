"""What may be wrong with the options that a user gives, each in one sentence that says what to change."""

import difflib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from confluent_kafka import KafkaException

from common.kafka.errors import Refused

if TYPE_CHECKING:
    from common.kafka.options import Options


def sensible(given: Mapping[str, Any], examples: Mapping[str, Any]) -> dict[str, Any]:
    """The transport options, lists as tuples; `Refused` for what makes no sense whatever the rest is."""
    known("transport option", given, examples)
    given = {name: value for name, value in given.items() if value is not None}  # as if not given
    for name, value in given.items():
        like(name, value, examples[name])
    for name in given.keys() & _LEAST.keys():
        at_least(name, given[name], _LEAST[name])
    for name in given.keys() & {"internal_prefix", "dead_letter_suffix"}:  # without a suffix letters would go round
        nameable(name, given[name])
    if given.get("group_id") == "":
        raise Refused("Transport option 'group_id' must not be empty.")
    if "oauth_token" in given and not callable(given["oauth_token"]):
        raise Refused(f"Transport option 'oauth_token' must be a callable, not {given['oauth_token']!r}.")
    if "delay_buckets" in given:
        if not given["delay_buckets"]:
            raise Refused("Transport option 'delay_buckets' must not be empty.")
        for seconds in given["delay_buckets"]:
            at_least("delay_buckets[]", seconds, 1)
    for name in given.keys() & {"config", "producer_config", "consumer_config", "admin_config"}:
        ours(name, given[name])
    _check_shape("", given)
    for pattern, shape in given.get("topics", {}).items():
        like("topics[]", pattern, "text")
        like(f"topics[{pattern}]", shape, {})
        known(f"setting of topics {pattern!r}", shape, _SHAPE)
        _check_shape(f"topics[{pattern}]", shape)
    return given | {
        name: tuple(given[name]) for name in ("shared_queues", "delay_buckets", "interested_in") if name in given
    }


def _check_shape(of: str, shape: Mapping[str, Any]) -> None:
    for name in shape.keys() & _SHAPE.keys():
        told = f"{of}[{name}]" if of else name
        like(told, shape[name], _SHAPE[name])
        if name == "partitions" or (name == "replication_factor" and shape[name] != -1):
            at_least(told, shape[name], 1)
    for name, value in shape.get("config", {}).items() if of else ():
        like(f"{of}[config][{name}]", value, "text")


def sufficient(options: "Options") -> None:
    """`Refused` where the options say too little to be let in, or what would be passed over."""
    if options.ssl_ca_file and not os.path.isfile(options.ssl_ca_file):
        raise Refused(f"There is no file {options.ssl_ca_file} (transport option ssl_ca_file).")
    protocol, told = options.security_protocol, options.for_producer()
    if protocol not in _PROTOCOLS:
        wanted = ", ".join(_PROTOCOLS)
        raise Refused(f"Transport option 'security_protocol' must be one of {wanted}, not {protocol!r}.")
    if options.ssl_ca_file and not protocol.endswith("SSL"):
        raise Refused(
            f"With {protocol} no certificate is looked at (ssl_ca_file): use kafka+ssl:// or kafka+sasl_ssl://."
        )
    if not protocol.startswith("SASL"):
        shows = options.username or options.password or options.oauth_token or options.sasl_mechanism != "PLAIN"
        if shows and not any(name.startswith("sasl.") for name in told):
            raise Refused(
                f"With {protocol} nobody asks for a user, a password or a token: use kafka+sasl_ssl:// (or"
                " kafka+sasl_plaintext://), and give a user."
            )
    elif options.sasl_mechanism == "OAUTHBEARER":
        if options.oauth_token is None and not any(name.startswith("sasl.oauthbearer.") for name in told):
            raise Refused("OAUTHBEARER needs a token: give the transport option oauth_token.")
    elif options.sasl_mechanism != "GSSAPI" and not (told.get("sasl.username") and told.get("sasl.password")):
        missing = "a password" if told.get("sasl.username") else "a user and a password"
        raise Refused(
            f"{protocol} with {options.sasl_mechanism} needs {missing}: kafka://USER:PASSWORD@…, or the options."
        )


def known(what: str, given: Iterable[str], names: Iterable[str]) -> None:
    names = sorted(names)
    for name in given:
        if name not in names:
            close = difflib.get_close_matches(name, names, n=1)
            raise Refused(f"Unknown {what} {name!r}" + (f": did you mean {close[0]!r}?" if close else "."))


def like(name: str, value: Any, example: Any) -> None:
    """Refuse a value that is of another kind than the option's default, and a list with such a value in it."""
    for kind, (wanted, fits) in _KINDS.items():
        if type(example) is kind and not fits(value):
            raise Refused(f"Transport option {name!r} must be {wanted}, not {value!r}.")
    for each in value if isinstance(example, tuple) and example else ():
        like(f"{name}[]", each, example[0])


def at_least(name: str, value: float, least: float) -> None:
    if not least <= value < float("inf"):  # nor not a number
        raise Refused(f"Transport option {name!r} must be at least {least:g}, not {value!r}.")


def nameable(name: str, value: str) -> None:
    """Refuse what cannot be a part of a topic's name."""
    if not re.fullmatch(r"[A-Za-z0-9._-]+", value):
        raise Refused(f"Transport option {name!r} is a part of topics' names: use A-Z a-z 0-9 . _ -, not {value!r}.")


def ours(name: str, config: Mapping[str, Any]) -> None:
    """Refuse properties of librdkafka with which a promise of this transport would not hold."""
    for key, instead in _OURS.items():
        if key in config:
            raise Refused(f"Transport option {name!r} may not set {key!r}: {instead}.")


_LOSES = "tasks would be lost"
_OURS = {
    "bootstrap.servers": "the broker URL does",
    "metadata.broker.list": "the broker URL does",
    "group.id": "the transport option group_id does",
    "group.instance.id": "the transport option group_instance_id does",
    "partition.assignment.strategy": "this transport works with cooperative-sticky only",
    "group.protocol": "this transport works with the classic one only",
    "enable.auto.commit": _LOSES,
    "enable.auto.offset.store": _LOSES,
    "acks": _LOSES,
    "request.required.acks": _LOSES,
    "enable.idempotence": "tasks would be written twice and out of order",
}


def address(host: str) -> str:
    """A broker's address, with its port."""
    told = re.fullmatch(r"([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::(\d{1,5}))?", host.strip())
    port = int(told[2] or 9092) if told else 0
    if not told or not 0 < port < 65_536:
        # A password whose @ was forgotten is not repeated.
        shown = repr(host) if host.count(":") < 2 else "(several colons; an IPv6 address stands in brackets)"
        raise Refused(f"Bad broker address {shown}: write host:port, several separated by commas.")
    return f"{told[1]}:{port}"


_PROTOCOLS = ("PLAINTEXT", "SSL", "SASL_SSL", "SASL_PLAINTEXT")
_LEAST = {
    "fetch_ahead": 1, "max_unconfirmed_messages": 1, "max_unconfirmed_kilobytes": 1,
    "max_redeliveries": 0, "session_timeout": 0.001, "max_poll_interval": 0.001, "delivery_timeout": 0.001,
    "commit_interval": 0, "delay_threshold": 0,
}  # fmt: skip
_SHAPE: dict[str, Any] = {"partitions": 1, "replication_factor": 1, "config": {}}
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
