"""What products take from other services: custom fields, states, and for whom a price is."""

import pytest

from tests.support.catalogue import EUR_10, act, halves, messages_of, refusal_of


@pytest.fixture
def a_type_for(a_neighbour):
    def make(carrier):
        field = {"name": "note", "label": {"en": "Note"}, "required": False, "type": {"name": "String"}}
        return a_neighbour("type", key="notes", resourceTypeIds=[carrier], fieldDefinitions=[field])

    return make


def test_prices_are_for_customer_groups_and_channels(api, a_product, a_neighbour):
    group = a_neighbour("customer-group", key="vip", name="VIP")
    times = {"createdAt": "2026-01-01T00:00:00.000Z", "lastModifiedAt": "2026-01-01T00:00:00.000Z"}
    channel = a_neighbour("channel", key="berlin", roles=["ProductDistribution"], **times)
    prices = [
        EUR_10,
        {"value": {"currencyCode": "EUR", "centAmount": 800}, "customerGroup": {"key": "vip"}},
        {"value": {"currencyCode": "EUR", "centAmount": 900}, "channel": {"key": "berlin"}},
    ]
    hat = a_product(publish=True, masterVariant={"sku": "h", "prices": prices})
    assert halves(hat)[0]["masterVariant"]["prices"][1]["customerGroup"] == {
        "typeId": "customer-group",
        "id": group["id"],
    }

    def cents(**asked):
        seen = api.get(f"product-projections/{hat['id']}", priceCurrency="EUR", **asked)
        return seen["masterVariant"]["price"]["value"]["centAmount"]

    assert cents() == 1000
    assert cents(priceChannel=channel["id"]) == 900
    assert cents(priceChannel=channel["id"], priceCustomerGroup=group["id"]) == 800
    assert cents(priceCustomerGroupAssignments=["other", group["id"]]) == 800
    expanded = api.get(f"products/{hat['id']}", expand="masterData.current.masterVariant.prices[*].channel")
    assert halves(expanded)[0]["masterVariant"]["prices"][2]["channel"]["obj"]["key"] == "berlin"


def test_prices_carry_custom_fields(api, a_product, a_type_for):
    declared = a_type_for("product-price")
    custom = {"type": {"key": "notes"}, "fields": {"note": "cheap"}}
    hat = a_product(masterVariant={"sku": "h", "prices": [{**EUR_10, "custom": custom}]})
    [price] = halves(hat)[1]["masterVariant"]["prices"]
    assert price["custom"] == {"type": {"typeId": "type", "id": declared["id"]}, "fields": {"note": "cheap"}}

    def action(does, **fields):
        return {"action": does, "priceId": price["id"], "staged": False, **fields}

    hat = act(api, hat, action("setProductPriceCustomField", name="note", value="dear"))
    assert [half["masterVariant"]["prices"][0]["custom"]["fields"] for half in halves(hat)] == [{"note": "dear"}] * 2
    hat = act(
        api,
        hat,
        action("setProductPriceCustomField", name="note"),
        action("setProductPriceCustomField", name="note", value="new"),
        action("setProductPriceCustomType"),
        action("setProductPriceCustomType", type={"key": "notes"}, fields={}),
    )
    assert [message["type"] for message in messages_of(hat)[1:]] == [
        "ProductPriceCustomFieldChanged",
        "ProductPriceCustomFieldRemoved",
        "ProductPriceCustomFieldAdded",
        "ProductPriceCustomFieldsRemoved",
        "ProductPriceCustomFieldsSet",
    ]
    assert refusal_of(api, hat, action("setProductPriceCustomField", name="other", value="x"))["code"] == "InvalidField"


def test_assets_carry_custom_fields(api, a_product, a_type_for):
    a_type_for("asset")
    film = {"name": {"en": "film"}, "key": "film", "sources": [{"uri": "https://shop.example/film.mp4"}]}
    hat = a_product(masterVariant={"sku": "h", "assets": [film]})
    which = {"variantId": 1, "assetKey": "film"}
    hat = act(
        api,
        hat,
        {"action": "setAssetCustomType", **which, "type": {"key": "notes"}, "fields": {"note": "long"}},
        {"action": "setAssetCustomField", **which, "name": "note", "value": "short"},
    )
    assert halves(hat)[1]["masterVariant"]["assets"][0]["custom"]["fields"] == {"note": "short"}


def test_a_product_goes_from_state_to_state_along_the_arrows(api, a_product, a_neighbour):
    def to(key, **fields):
        return {"action": "transitionState", "state": {"key": key}, **fields}

    done = a_neighbour("state", key="done", type="ProductState", initial=False, transitions=[])
    begun = a_neighbour(
        "state", key="begun", type="ProductState", initial=True, transitions=[{"typeId": "state", "id": done["id"]}]
    )
    a_neighbour("state", key="paid", type="PaymentState", initial=True)
    hat = a_product()
    assert refusal_of(api, hat, to("done"))["code"] == refusal_of(api, hat, to("paid"))["code"] == "InvalidOperation"
    hat = act(api, hat, to("begun"), to("done"))
    assert hat["state"] == {"typeId": "state", "id": done["id"]}
    assert refusal_of(api, hat, to("begun"))["code"] == "InvalidOperation"
    hat = act(api, hat, to("begun", force=True))
    assert hat["state"]["id"] == begun["id"]
    told = messages_of(hat)[-1]
    assert (told["type"], told["state"], told["force"]) == ("ProductStateTransition", hat["state"], True)


def test_a_sku_with_stock_stays_where_it_is(api, a_product):
    hat = a_product(masterVariant={"sku": "hat-1"})
    api.post("inventory", {"sku": "hat-1", "quantityOnStock": 3})
    assert refusal_of(api, hat, {"action": "setSku", "variantId": 1, "sku": "x"})["code"] == "InvalidOperation"


def test_a_tax_category_in_use_stays(api, a_product):
    tax = api.post("tax-categories", {"key": "full", "name": "Full", "rates": []})
    a_product(taxCategory={"key": "full"})
    refusal = api.refused(400, "DELETE", f"tax-categories/{tax['id']}", query_string={"version": 1})
    assert (refusal["errors"][0]["code"], refusal["errors"][0]["referencedBy"]) == ("ReferenceExists", "product")
