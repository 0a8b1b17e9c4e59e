"""Customers of order's app in this process."""

from typing import Any

from flask import Flask

from tests.support.api import Api
from tests.support.carts import Json
from tests.support.customer import Bought, buy


def bought(app: Flask, cart: Json, **draft: Any) -> Bought:
    """What a customer of this cart hears in the end."""
    api = Api(app)
    asked = {"cart": {"typeId": "cart", "id": cart["_id"]}, "version": cart["version"], **draft}

    def place() -> tuple[int, Json]:
        answer = api.request("POST", "orders", json=asked)
        return answer.status_code, answer.get_json()

    def ordered() -> list[str]:
        return [order["id"] for order in api.get("orders", where=f'cart(id="{cart["_id"]}")')["results"]]

    return buy(place, ordered)
