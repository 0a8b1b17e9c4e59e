"""What a resource of another service refers to is not deleted: each service is asked for its own."""

from typing import Any

from tests.support.shopping import Shop

Json = dict[str, Any]


def referred_to_by(shop: Shop, path: str, resource: Json) -> str:
    """What stands in the way of deleting it; nothing must have happened to it."""
    refused = shop.insist("DELETE", f"{path}/{resource['id']}", params={"version": resource["version"]})
    [error] = refused.json()["errors"]
    assert (refused.status_code, error["code"]) == (400, "ReferenceExists")
    assert shop.insist("GET", f"{path}/{resource['id']}").json() == resource
    return str(error["referencedBy"])


def delete(shop: Shop, path: str, resource: Json) -> None:
    parameters = {"version": resource["version"]}
    shop.insist("DELETE", f"{path}/{resource['id']}", params=parameters).raise_for_status()


def test_a_channel_stays_while_stock_or_a_store_is_there(shop: Shop, key: str) -> None:
    channel = shop.make("channels", {"key": key, "roles": ["InventorySupply"]})
    stock = shop.make("inventory", {"sku": key, "quantityOnStock": 1, "supplyChannel": {"id": channel["id"]}})
    assert referred_to_by(shop, "channels", channel) == "inventory-entry"
    delete(shop, "inventory", stock)
    store = shop.make("stores", {"key": key, "supplyChannels": [{"typeId": "channel", "key": key}]})
    assert referred_to_by(shop, "channels", channel) == "store"
    delete(shop, "stores", store)
    delete(shop, "channels", channel)


def test_a_store_stays_while_it_has_carts_or_customers(shop: Shop, key: str) -> None:
    store = shop.make("stores", {"key": key})
    here = {"typeId": "store", "key": key}
    cart = shop.make("carts", {"currency": "EUR", "store": here})
    assert referred_to_by(shop, "stores", store) == "cart"
    delete(shop, "carts", cart)
    draft = {"email": f"{key}@example.com", "password": "secret", "stores": [here]}
    customer = shop.make("customers", draft)["customer"]
    assert referred_to_by(shop, "stores", store) == "customer"
    delete(shop, "customers", customer)
    delete(shop, "stores", store)


def test_a_tax_category_stays_while_a_shipping_method_is_taxed_by_it(shop: Shop, key: str) -> None:
    taxes = shop.make("tax-categories", {"name": key})
    draft = {"name": key, "isDefault": False, "taxCategory": {"id": taxes["id"]}, "zoneRates": []}
    method = shop.make("shipping-methods", draft)
    assert referred_to_by(shop, "tax-categories", taxes) == "shipping-method"
    delete(shop, "shipping-methods", method)
    delete(shop, "tax-categories", taxes)


def test_a_type_stays_while_anything_of_any_service_has_fields_of_it(shop: Shop, key: str) -> None:
    carriers = ["category", "order", "customer", "channel", "payment"]
    kind = shop.make("types", {"key": key, "name": {"en": key}, "resourceTypeIds": carriers})
    custom = {"type": {"typeId": "type", "key": key}, "fields": {}}
    drafts: dict[str, tuple[str, Json]] = {
        "category": ("categories", {"name": {"en": key}, "slug": {"en": key}}),
        "cart": ("carts", {"currency": "EUR"}),
        "customer": ("customers", {"email": f"{key}@example.com", "password": "secret"}),
        "channel": ("channels", {"key": key}),
        "payment": ("payments", {"amountPlanned": {"currencyCode": "EUR", "centAmount": 1}}),
    }
    for type_id, (path, draft) in drafts.items():
        made = shop.make(path, draft | {"custom": custom})
        carrier = made.get("customer", made)
        assert referred_to_by(shop, "types", kind) == type_id
        delete(shop, path, carrier)
    delete(shop, "types", kind)


def test_a_state_stays_while_a_payment_is_in_it(shop: Shop, key: str) -> None:
    state = shop.make("states", {"key": key, "type": "PaymentState"})
    money = {"currencyCode": "EUR", "centAmount": 1}
    draft = {"amountPlanned": money, "paymentStatus": {"state": {"typeId": "state", "key": key}}}
    payment = shop.make("payments", draft)
    assert referred_to_by(shop, "states", state) == "payment"
    delete(shop, "payments", payment)
    delete(shop, "states", state)


def test_a_customer_group_stays_while_a_price_is_for_it(shop: Shop, key: str) -> None:
    group = shop.make("customer-groups", {"key": key, "groupName": key})
    value = {"currencyCode": "EUR", "centAmount": 1}
    draft = {"sku": key, "value": value, "customerGroup": {"typeId": "customer-group", "key": key}}
    price = shop.make("standalone-prices", draft)
    assert referred_to_by(shop, "customer-groups", group) == "standalone-price"
    delete(shop, "standalone-prices", price)
    delete(shop, "customer-groups", group)
