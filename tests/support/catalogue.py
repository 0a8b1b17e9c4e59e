"""What tests do with products again and again."""

from typing import Any

from apps.product.products.document import Product
from common.resources.document import collection_of
from tests.support.api import Api
from tests.support.contract import contract

Json = dict[str, Any]

EUR_10 = {"value": {"currencyCode": "EUR", "centAmount": 1000}}
USD_12 = {"value": {"currencyCode": "USD", "centAmount": 1200}}


def act(api: Api, product: Json, *actions: Json) -> Json:
    return api.update("products", product, *actions)


def refusal_of(api: Api, product: Json, *actions: Json) -> Json:
    """The one error that the update gets."""
    body = {"version": product["version"], "actions": list(actions)}
    errors: list[Json] = api.refused(400, "POST", f"products/{product['id']}", json=body)["errors"]
    [error] = errors
    return error


def halves(product: Json) -> tuple[Json, Json]:
    """Current, staged."""
    return product["masterData"]["current"], product["masterData"]["staged"]


def messages_of(product: Json) -> list[Json]:
    """What it has told so far, held against the reference: nobody publishes here, so all of it still waits."""
    found = collection_of(Product).find_one({"_id": product["id"]}) or {}
    messages: list[Json] = [entry["message"] for entry in found["_outbox"] if "message" in entry]
    for message in messages:
        schema = {"$ref": f"#/components/schemas/{message['type']}Message"}
        problems = list(contract().shapes.problems(schema, message))
        assert not problems, f"{message['type']}: {problems}"
    return messages
