"""Indexes that are there and should not be, or not like that: a database is older than the code that comes to it.

An old unique index would refuse what is allowed by now. What MongoDB named itself (``projectKey_1__id_1``) is left
alone: all of ours have names, so somebody else made it, an operator or sharding.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pymongo import IndexModel
from pymongo.collection import Collection

Json = dict[str, Any]

NAMED_BY_MONGODB = re.compile(r"_id_|.*_(-?1|text|2dsphere|hashed)\Z")
MEANING = ("unique", "sparse", "partialFilterExpression", "expireAfterSeconds", "collation")
"""What makes an index of the same keys another one."""


def drop_changed(rows: Collection[Json], declared: Sequence[IndexModel]) -> Iterator[str]:
    """Drop those that mean something else than the declared index of their name, which can then be built."""
    wanted = {str(index.document["name"]): index.document for index in declared}
    for name, there in rows.index_information().items():
        if name in wanted and _meaning(there) != _meaning(wanted[name]):
            rows.drop_index(name)
            yield name


def undeclared(rows: Collection[Json], declared: Sequence[IndexModel]) -> list[str]:
    """Ours that are declared no more."""
    wanted = {index.document["name"] for index in declared}
    return [name for name in rows.index_information() if name not in wanted and not NAMED_BY_MONGODB.match(name)]


def _meaning(index: Mapping[str, Any]) -> tuple[list[Any], Json]:
    keys = index["key"]
    pairs = keys.items() if isinstance(keys, Mapping) else keys
    # An option that is off is as good as none; how long a TTL index waits may well be 0.
    options = {name: index[name] for name in MEANING if index.get(name) not in (None, False)}
    return [(field, direction) for field, direction in pairs], options
