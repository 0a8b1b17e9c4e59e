"""The limit: what one request costs when nothing is done but what must be: one query and one answer.

Served by the same server, with as many workers and threads, from the same database as the real thing.
"""

import os
from collections.abc import Callable, Iterable
from typing import Any

import orjson
from pymongo import MongoClient

client: MongoClient[dict[str, Any]] = MongoClient(os.environ["MONGODB_URI"])
products = client[os.environ["BENCH_DATABASE"]]["products"]


def app(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
    """A raw WSGI callable: `/{projectKey}/products/{id}` is the document, as it lies."""
    _, project_key, _, id = environ["PATH_INFO"].split("/")
    found = products.find_one({"_id": id, "projectKey": project_key}, {"_outbox": 0})
    body = orjson.dumps(found, default=str)
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]
