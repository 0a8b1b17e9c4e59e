"""Resources on which the reference's example bodies are tried, and what those bodies refer to by names of their own.

Where an id may be chosen (a replica's, a stored cart's line item), it is the one that examples use: ``{{type-id}}``.
"""

from collections.abc import Callable
from itertools import count
from typing import Any
from uuid import uuid4

from apps.account.projects.life import new_project
from apps.account.service import service as account
from apps.cart.neighbours import neighbours as of_cart
from apps.cart.service import service as cart
from apps.customer.neighbours import neighbours as of_customer
from apps.customer.service import service as customer
from apps.order.neighbours import neighbours as of_order
from apps.order.service import service as order
from apps.product.neighbours import neighbours as of_product
from apps.product.service import service as product
from common.contracts.checkout import CreateOrder
from common.resources.document import on_the_wire
from tests.support.api import PROJECT, Api, app_of
from tests.support.carts import EUR as CENT_PRECISION
from tests.support.carts import a_cart, a_line
from workers.order.creation import create_order

Json = dict[str, Any]

EUR: Json = {"currencyCode": "EUR", "centAmount": 1000}
RELATIVE: Json = {"type": "relative", "permyriad": 1000}
CUSTOM: Json = {"type": {"typeId": "type", "id": "{{type-id}}"}, "fields": {"exampleStringField": "x"}}
HOME: Json = {"key": "exampleKey", "country": "DE", "custom": CUSTOM}
BY_BIKE: Json = {
    "shippingMethodName": "by bike",
    "price": {**CENT_PRECISION, "centAmount": 500},
    "shippingRate": {"price": {**CENT_PRECISION, "centAmount": 500}, "tiers": []},
    "shippingMethodState": "MatchesCart",
}
EVERYTHING = (
    *("address", "asset", "cart-discount", "category", "channel", "customer", "customer-group", "discount-code"),
    *("inventory-entry", "line-item", "custom-line-item", "order", "order-delivery", "order-parcel", "payment"),
    *(
        "order-return-item",
        "payment-interface-interaction",
        "payment-method-info",
        "product-price",
        "shipping",
        "shipping-method",
        "shopping-list",
    ),
    *("shopping-list-text-line-item", "standalone-price", "store", "transaction"),
)
FIELD: Json = {"name": "exampleStringField", "label": {"en": "x"}, "required": False, "type": {"name": "String"}}
OWN: Json = CUSTOM | {"type": {"typeId": "type", "key": "channel-custom-type"}}
"""Account keeps types itself."""
LAST4: Json = FIELD | {"name": "last4", "type": {"name": "Number"}}
BRAND: Json = FIELD | {"name": "brand"}
ENUM: Json = {"name": "Enum", "values": [{"key": f"enum{n}", "label": "x"} for n in range(1, 5)]}
LENUM: Json = {
    "name": "LocalizedEnum",
    "values": [{"key": f"lenum{n}", "label": {"en": "x"}} for n in range(1, 5)],
}
KNOWN = (
    ("channel", {"id": "{{channel-id}}", "roles": ["OrderExport"]}),
    ("customer", {"id": "{{customer-id}}"}),
    ("customer-group", {"id": "{{customer-group-id}}"}),
    ("payment", {"id": "{{payment-id}}"}),
    ("state", {"id": "{{state-id}}", "type": "OrderState", "initial": True}),
    ("store", {"id": "a-store", "key": "{{store-key}}"}),
    ("tax-category", {"id": "{{tax-category-id}}", "rates": []}),
    (
        "type",
        {
            "id": "{{type-id}}",
            "key": "payment-method-info-cc-last4",
            "resourceTypeIds": [*EVERYTHING],
            "fieldDefinitions": [FIELD, LAST4, BRAND],
        },
    ),
)
_numbers = count(1)


def attribute(name: str, **more: Any) -> Json:
    return {"name": name, "label": {"en": "x"}, "type": {"name": "text"}} | more


def field(name: str, kind: Json) -> Json:
    return FIELD | {"name": name, "type": kind}


DRAFTS: dict[str, Callable[[str], Json]] = {
    "Cart": lambda _: {
        "currency": "EUR",
        "shippingAddress": HOME,
        "billingAddress": HOME,
        "itemShippingAddresses": [HOME],
        "custom": CUSTOM,
    },
    "CartDiscount": lambda n: {
        "name": {"en": "x"},
        "value": RELATIVE,
        "target": {"type": "lineItems", "predicate": "1 = 1"},
        "cartPredicate": "1 = 1",
        "sortOrder": f"0.{n}1",
        "custom": CUSTOM,
    },
    "Category": lambda n: {"name": {"en": "x"}, "slug": {"en": f"c-{n}"}, "custom": CUSTOM},
    "Channel": lambda n: {
        "key": f"c-{n}",
        "roles": ["InventorySupply", "Primary"],
        "address": HOME | {"custom": OWN},
        "custom": OWN,
    },
    "Customer": lambda n: {"email": f"{n}@example.com", "authenticationMode": "ExternalAuth", "custom": CUSTOM},
    "CustomerGroup": lambda n: {"groupName": n, "custom": CUSTOM},
    "DiscountCode": lambda n: {
        "code": f"c-{n}",
        "cartDiscounts": [{"id": made("CartDiscount")["id"]}],
        "custom": CUSTOM,
    },
    "DiscountGroup": lambda n: {"key": f"g-{n}", "sortOrder": f"0.{n}1"},
    "InventoryEntry": lambda n: {"sku": n, "quantityOnStock": 7, "custom": CUSTOM},
    "Payment": lambda _: {"amountPlanned": EUR, "paymentMethodInfo": {"custom": CUSTOM}, "custom": CUSTOM},
    "Product": lambda n: {
        "productType": {"id": made("ProductType")["id"]},
        "name": {"en": "x"},
        "slug": {"en": f"p-{n}"},
        "masterVariant": {
            "sku": f"p-{n}",
            "images": [{"url": f"//myimage{k}.jpg", "dimensions": {"w": 1, "h": 1}} for k in (2, 3)],
        },
        "variants": [{"sku": f"q-{n}", "images": [{"url": "//image.png", "dimensions": {"w": 1, "h": 1}}]}],
    },
    "ProductDiscount": lambda n: {
        "name": {"en": "x"},
        "value": RELATIVE,
        "predicate": "1 = 1",
        "isActive": True,
        "sortOrder": f"0.{n}1",
    },
    "ProductType": lambda n: {
        "name": n,
        "description": "x",
        "attributes": [
            attribute("your-attribute-name", attributeConstraint="SameForAll"),
            attribute("ExampleStringTypeAttribute"),
        ],
    },
    "ShippingMethod": lambda n: {
        "name": n,
        "isDefault": False,
        "zoneRates": [],
        "taxCategory": {"id": "{{tax-category-id}}"},
        "custom": CUSTOM,
    },
    "ShoppingList": lambda _: {"name": {"en": "x"}, "custom": CUSTOM},
    "StandalonePrice": lambda n: {
        "sku": n,
        "value": EUR,
        "tiers": [{"minimumQuantity": 200, "value": EUR}],
        "staged": {"value": EUR | {"centAmount": 7}},
        "custom": CUSTOM,
    },
    "State": lambda n: {"key": f"s-{n}", "type": "ReviewState", "roles": ["ReviewIncludedInStatistics"]},
    "Store": lambda n: {"key": f"s-{n}", "custom": OWN},
    "TaxCategory": lambda n: {"name": n, "rates": []},
    "Type": lambda n: {
        "key": f"t-{n}",
        "name": {"en": "x"},
        "resourceTypeIds": ["category"],
        "fieldDefinitions": [
            field("exampleEnumField", ENUM),
            field("exampleLocalizedEnumField", LENUM),
            field("exampleStringField", {"name": "String"}),
        ],
    },
    "Zone": lambda n: {"name": n},
}
SERVICES = {
    card.document.__name__: (service, card.path)
    for service in (account, cart, customer, order, product)
    for card in service.cards
}


def know_of_neighbours() -> None:
    for service in (account, cart, customer, order, product):
        app_of(service)
    for key in ("channel-custom-type", "address-custom-type"):
        own = {"key": key, "name": {"en": "x"}, "resourceTypeIds": [*EVERYTHING], "fieldDefinitions": [FIELD]}
        Api(app_of(account)).post("types", own)
    for neighbours in (of_cart, of_customer, of_order, of_product):
        for type_id, json in KNOWN:
            if type_id in neighbours.replicas.listens:
                neighbours.replicas.write(PROJECT, type_id, {"version": 1, **json})


def api_of(name: str) -> tuple[Api, str]:
    if name == "Project":
        return Api(app_of(account)), ""
    if name.startswith("My"):
        whose = Api(app_of(SERVICES[name.removeprefix("My")][0]), *MINE, customer_id="{{customer-id}}")
        return whose, f"me/{SERVICES[name.removeprefix('My')][1]}"
    service, path = SERVICES[name]
    return Api(app_of(service)), path


MINE = ("manage_my_orders", "manage_my_payments")


def made(name: str) -> Json:
    """A new resource of this type."""
    api, path = api_of(name)
    match name:
        case "Project":
            return new_project({"key": PROJECT, "name": "Hats"}, "somebody")
        case "Order":
            return _an_order(api)
        case "MyCart":
            return api.post(path, {"currency": "EUR"})
        case "MyPayment":
            return api.post(path, {"amountPlanned": EUR, "paymentMethodInfo": {"custom": CUSTOM}})
    new = api.post(path, DRAFTS[name](f"{next(_numbers):05}"))
    return new["customer"] if name == "Customer" else new


def _an_order(api: Api) -> Json:
    lines = [a_line("hat", 5) | {"id": id, "custom": CUSTOM} for id in ("{{lineItemId}}", "{{lineItemId2}}")]
    where: Json = {
        "shippingAddress": HOME,
        "billingAddress": HOME,
        "itemShippingAddresses": [HOME],
        "shippingInfo": BY_BIKE,
    }
    whole = a_cart(*lines, **where, custom=CUSTOM)
    command = CreateOrder(str(uuid4()), PROJECT, cart=on_the_wire(whole), draft={})
    assert create_order(command).outcome == "done"
    return api.get(f"orders/{command.saga_id}")
