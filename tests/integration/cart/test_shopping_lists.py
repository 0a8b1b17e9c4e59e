"""What somebody means to buy, some day."""

from datetime import UTC, datetime, timedelta

import pytest

from apps.cart.carts.ending import delete_what_is_over
from apps.cart.neighbours import neighbours
from apps.cart.shopping_lists.document import ShoppingList
from common.contracts.erasing import EraseCarts
from common.contracts.sign_in import HandOverCart
from common.resources.document import collection_of
from tests.support.api import PROJECT, Api
from workers.cart.erasing import erase_carts
from workers.cart.signing_in import hand_over

PATH = "shopping-lists"
BERLIN, VIENNA = "in-store/key=berlin", "in-store/key=vienna"
NOTED = {
    "id": "noted-id",
    "version": 1,
    "key": "noted",
    "resourceTypeIds": ["line-item", "shopping-list", "shopping-list-text-line-item"],
    "fieldDefinitions": [{"name": "note", "label": {"en": "Note"}, "required": False, "type": {"name": "String"}}],
}
NOTE = {"type": {"key": "noted"}, "fields": {"note": "for Ada"}}


@pytest.fixture
def a_list(api):
    def make(**fields):
        return api.post(PATH, {"name": {"en": "Wishes"}} | fields)

    return make


@pytest.fixture
def hat(catalogue):
    return catalogue.product(sku="hat")


@pytest.fixture(autouse=True)
def neighbourhood(api):
    neighbours.replicas.write(PROJECT, "type", NOTED)
    neighbours.replicas.write(PROJECT, "customer", {"id": "ada", "version": 1, "email": "ada@example.com"})
    for key in ("berlin", "vienna"):
        neighbours.replicas.write(PROJECT, "store", {"id": f"{key}-id", "version": 1, "key": key})


def quantities(wishes):
    return [line["quantity"] for line in wishes["lineItems"]]


def told(wishes):
    entries = collection_of(ShoppingList).find_one({"_id": wishes["id"]})["_outbox"]
    return [entry["message"]["type"] for entry in entries if "message" in entry]


def test_a_list_holds_products_and_texts(api, a_list, hat):
    line = {"sku": "hat", "quantity": 2, "key": "first", "custom": NOTE}
    wishes = a_list(lineItems=[line], textLineItems=[{"name": {"en": "Something red"}}])
    [line] = wishes["lineItems"]
    assert (line["productId"], line["variantId"], line["quantity"]) == (hat["id"], 1, 2)
    assert (line["name"], line["published"], line["custom"]["fields"]) == ({"en": hat["key"]}, True, NOTE["fields"])
    assert wishes["textLineItems"][0]["quantity"] == 1
    assert wishes["deleteDaysAfterLastModification"] == 360
    assert api.get(PATH, where='lineItems(quantity = 2) and name(en = "Wishes")')["results"] == [wishes]


def test_line_items_change(api, a_list, hat, catalogue):
    catalogue.product(sku="cap")
    wishes = a_list()
    wishes = api.update(PATH, wishes, {"action": "addLineItem", "sku": "hat", "key": "hats"})
    wishes = api.update(PATH, wishes, {"action": "addLineItem", "sku": "hat", "quantity": 2})
    wishes = api.update(PATH, wishes, {"action": "addLineItem", "productId": hat["id"]})  # whichever is the master
    wishes = api.update(PATH, wishes, {"action": "addLineItem", "sku": "cap"})
    assert quantities(wishes) == [3, 1, 1]
    ids = [line["id"] for line in wishes["lineItems"]]
    wishes = api.update(PATH, wishes, {"action": "changeLineItemsOrder", "lineItemOrder": ids[::-1]})
    wishes = api.update(PATH, wishes, {"action": "removeLineItem", "lineItemKey": "hats", "quantity": 2})
    wishes = api.update(PATH, wishes, {"action": "changeLineItemQuantity", "lineItemId": ids[2], "quantity": 5})
    assert quantities(wishes) == [5, 1, 1]
    wishes = api.update(PATH, wishes, {"action": "removeLineItem", "lineItemId": ids[2]})
    wishes = api.update(PATH, wishes, {"action": "changeLineItemQuantity", "lineItemId": ids[1], "quantity": 0})
    assert [line["key"] for line in wishes["lineItems"]] == ["hats"]
    named = {"lineItemKey": "hats"}
    wishes = api.update(PATH, wishes, {"action": "setLineItemCustomType", **named, "type": {"key": "noted"}})
    wishes = api.update(PATH, wishes, {"action": "setLineItemCustomField", **named, "name": "note", "value": "red"})
    assert wishes["lineItems"][0]["custom"]["fields"] == {"note": "red"}
    assert told(wishes) == ["ShoppingListLineItemAdded"] * 4 + ["ShoppingListLineItemRemoved"] * 3


def test_lines_of_text_change(api, a_list):
    wishes = a_list()
    for name in ("red", "blue"):
        wishes = api.update(PATH, wishes, {"action": "addTextLineItem", "name": {"en": name}, "key": name})
    ids = [line["id"] for line in wishes["textLineItems"]]
    wishes = api.update(PATH, wishes, {"action": "changeTextLineItemsOrder", "textLineItemOrder": ids[::-1]})
    red = {"textLineItemKey": "red"}
    for action in (
        {"action": "changeTextLineItemName", "name": {"en": "crimson"}},
        {"action": "setTextLineItemDescription", "description": {"en": "very"}},
        {"action": "changeTextLineItemQuantity", "quantity": 4},
        {"action": "removeTextLineItem", "quantity": 1},
        {"action": "setTextLineItemCustomType", "type": {"key": "noted"}},
        {"action": "setTextLineItemCustomField", "name": "note", "value": "deep"},
    ):
        wishes = api.update(PATH, wishes, action | red)
    line = wishes["textLineItems"][1]
    assert (line["name"], line["description"], line["quantity"]) == ({"en": "crimson"}, {"en": "very"}, 3)
    assert line["custom"]["fields"] == {"note": "deep"}
    wishes = api.update(PATH, wishes, {"action": "removeTextLineItem", "textLineItemKey": "blue"})
    wishes = api.update(PATH, wishes, {"action": "changeTextLineItemQuantity", **red, "quantity": 0})
    assert wishes["textLineItems"] == []


def test_lines_follow_the_catalogue(api, a_list, hat, catalogue):
    wishes = a_list(lineItems=[{"sku": "hat"}])
    expand = ["lineItems[*].variant", "lineItems[*].productSlug"]
    [line] = api.get(f"{PATH}/{wishes['id']}", expand=expand)["lineItems"]
    assert (line["variant"]["sku"], line["productSlug"]) == ("hat", {"en": hat["key"]})
    renamed = {"action": "changeName", "name": {"en": "Bowler"}, "staged": False}
    hat = catalogue.update(hat, renamed)
    [line] = api.get(PATH)["results"][0]["lineItems"]
    assert (line["name"], line["published"], "variant" in line) == ({"en": "Bowler"}, True, False)
    catalogue.update(hat, {"action": "unpublish"})
    [line] = api.get(f"{PATH}/{wishes['id']}")["lineItems"]
    assert (line["published"], "deactivatedAt" in line) == (False, True)


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        ({"lineItems": [{"sku": "no-such"}]}, "InvalidField"),
        ({"lineItems": [{"productId": "p", "sku": "hat"}]}, "InvalidJsonInput"),
        ({"lineItems": [{"productId": "no-such"}]}, "ReferencedResourceNotFound"),
        ({"textLineItems": [{"name": {"en": "a"}, "key": "k2"}, {"name": {"en": "b"}, "key": "k2"}]}, "DuplicateField"),
        ({"textLineItems": [{"name": {"en": "a"}, "quantity": 0}]}, "InvalidJsonInput"),
        ({"slug": {"en": "no spaces"}}, "InvalidField"),
        ({"customer": {"id": "nobody"}}, "ReferencedResourceNotFound"),
        ({"customer": {"id": "ada"}, "anonymousId": "x"}, "InvalidOperation"),
        ({"deleteDaysAfterLastModification": 0}, "InvalidJsonInput"),
    ],
)
def test_what_makes_no_list_is_refused(api, draft, code):
    body = {"name": {"en": "Wishes"}} | draft
    assert api.refused(400, "POST", PATH, json=body)["errors"][0]["code"] == code


def test_slugs_are_unique_per_language(api, a_list):
    a_list(slug={"en": "wishes"})
    a_list(slug={"de": "wishes"})
    refused = api.refused(400, "POST", PATH, json={"name": {"en": "x"}, "slug": {"en": "wishes"}})["errors"][0]
    assert (refused["code"], refused["field"]) == ("DuplicateField", "slug.en")


def test_a_list_is_somebodys(api, a_list):
    wishes = a_list(anonymousId="visit")
    wishes = api.update(PATH, wishes, {"action": "setCustomer", "customer": {"typeId": "customer", "id": "ada"}})
    assert (wishes["customer"]["id"], "anonymousId" in wishes) == ("ada", False)
    body = {"version": wishes["version"], "actions": [{"action": "setAnonymousId", "anonymousId": "x"}]}
    assert api.refused(400, "POST", f"{PATH}/{wishes['id']}", json=body)["errors"][0]["code"] == "InvalidOperation"
    wishes = api.update(PATH, wishes, {"action": "setStore", "store": {"typeId": "store", "key": "berlin"}})
    assert wishes["store"]["key"] == "berlin"


def test_shoppers_have_lists_of_their_own(api, a_list, hat):
    theirs = a_list(key="theirs")
    mine = a_list(key="mine", customer={"id": "ada"})
    ada = Api(api.app, "manage_my_shopping_lists", customer_id="ada")
    assert ada.get(f"me/{PATH}")["results"] == [mine]
    assert ada.head(f"me/{PATH}") == 200
    for name in (mine["id"], "key=mine"):
        assert ada.get(f"me/{PATH}/{name}") == mine
        assert ada.head(f"me/{PATH}/{name}") == 200
    for name in (theirs["id"], "key=theirs"):
        ada.refused(404, "GET", f"me/{PATH}/{name}")
        ada.refused(404, "DELETE", f"me/{PATH}/{name}", query_string={"version": 1})
    new = ada.post(f"me/{PATH}", {"name": {"en": "Mine"}, "lineItems": [{"sku": "hat"}]})
    assert new["customer"] == {"typeId": "customer", "id": "ada"}
    new = ada.update(f"me/{PATH}", new, {"action": "addLineItem", "sku": "hat"})
    assert quantities(new) == [2]
    not_mine = {"version": 2, "actions": [{"action": "setKey", "key": "k2"}]}
    ada.refused(400, "POST", f"me/{PATH}/{new['id']}", json=not_mine)
    ada.delete(f"me/{PATH}", new)
    described = {"version": 1, "actions": [{"action": "setDescription", "description": {"en": "soon"}}]}
    assert ada.post(f"me/{PATH}/key=mine", described, status=200)["version"] == 2
    assert ada.request("DELETE", f"me/{PATH}/key=mine", query_string={"version": 2}).status_code == 200
    assert ada.head(f"me/{PATH}") == 404
    Api(api.app, "manage_my_orders", customer_id="ada").refused(403, "GET", f"me/{PATH}")


ON_MINE = (
    {"action": "changeName", "name": {"en": "Dreams"}},
    {"action": "setDescription", "description": {"en": "soon"}},
    {"action": "setDeleteDaysAfterLastModification", "deleteDaysAfterLastModification": 7},
    {"action": "setCustomType", "type": {"key": "noted"}},
    {"action": "setCustomField", "name": "note", "value": "x"},
    {"action": "setLineItemCustomType", "lineItemKey": "hats", "type": {"key": "noted"}},
    {"action": "setLineItemCustomField", "lineItemKey": "hats", "name": "note", "value": "x"},
    {"action": "changeLineItemQuantity", "lineItemKey": "hats", "quantity": 3},
    {"action": "removeLineItem", "lineItemKey": "hats", "quantity": 1},
    {"action": "addTextLineItem", "name": {"en": "blue"}, "key": "blue"},
    {"action": "setTextLineItemCustomType", "textLineItemKey": "red", "type": {"key": "noted"}},
    {"action": "setTextLineItemCustomField", "textLineItemKey": "red", "name": "note", "value": "x"},
    {"action": "setTextLineItemDescription", "textLineItemKey": "red", "description": {"en": "x"}},
    {"action": "changeTextLineItemName", "textLineItemKey": "red", "name": {"en": "crimson"}},
    {"action": "changeTextLineItemQuantity", "textLineItemKey": "red", "quantity": 3},
    {"action": "removeTextLineItem", "textLineItemKey": "red", "quantity": 1},
)


def test_shoppers_change_their_lists(api, hat, catalogue):
    catalogue.product(sku="cap")
    visitor = Api(api.app, "manage_my_shopping_lists", anonymous_id="visit")
    lines = {"lineItems": [{"sku": "hat", "key": "hats"}, {"sku": "cap"}]}
    wishes = visitor.post(f"me/{PATH}", {"name": {"en": "x"}, **lines, "textLineItems": [{"name": {}, "key": "red"}]})
    assert wishes["anonymousId"] == "visit"
    order = [line["id"] for line in wishes["lineItems"]][::-1]
    for action in ON_MINE:
        wishes = visitor.update(f"me/{PATH}", wishes, action)
    wishes = visitor.update(f"me/{PATH}", wishes, {"action": "changeLineItemsOrder", "lineItemOrder": order})
    order = [line["id"] for line in wishes["textLineItems"]][::-1]
    visitor.update(f"me/{PATH}", wishes, {"action": "changeTextLineItemsOrder", "textLineItemOrder": order})


def test_lists_of_a_store(api, a_list):
    a_list()
    wishes = api.post(f"{BERLIN}/{PATH}", {"name": {"en": "Wishes"}, "key": "wishes", "customer": {"id": "ada"}})
    assert wishes["store"] == {"typeId": "store", "key": "berlin"}
    ada = Api(api.app, "manage_my_shopping_lists", customer_id="ada")
    change = {"version": 1, "actions": [{"action": "setDescription", "description": {"en": "soon"}}]}
    for client, path in ((api, PATH), (ada, f"me/{PATH}")):
        assert client.get(f"{BERLIN}/{path}")["results"] == [wishes]
        assert [client.head(f"{where}/{path}") for where in (BERLIN, VIENNA)] == [200, 404]
        for name in (wishes["id"], "key=wishes"):
            assert client.get(f"{BERLIN}/{path}/{name}") == wishes
            assert [client.head(f"{where}/{path}/{name}") for where in (BERLIN, VIENNA)] == [200, 404]
            client.refused(404, "POST", f"{VIENNA}/{path}/{name}", json=change)
            client.refused(404, "DELETE", f"{VIENNA}/{path}/{name}", query_string={"version": 1})
    for client, path, by in (
        (api, PATH, "id"),
        (api, PATH, "key"),
        (ada, f"me/{PATH}", "id"),
        (ada, f"me/{PATH}", "key"),
    ):
        draft = {"name": {"en": "More"}}
        made = client.post(f"{BERLIN}/{path}", draft)
        if by == "key":
            made = api.update(PATH, made, {"action": "setKey", "key": "more"})
        named = f"{BERLIN}/{path}/{made['id'] if by == 'id' else 'key=more'}"
        made = client.post(named, change | {"version": made["version"]}, status=200)
        assert client.request("DELETE", named, query_string={"version": made["version"]}).status_code == 200


def test_what_a_visitor_wished_for_goes_along(api, a_list):
    visit, other = a_list(anonymousId="visit"), a_list(anonymousId="another")
    hand_over(HandOverCart("saga-1", PROJECT, "ada", mode="MergeWithExistingCustomerCart", anonymous_id="visit"))
    assert api.get(f"{PATH}/{visit['id']}")["customer"]["id"] == "ada"
    assert api.get(f"{PATH}/{other['id']}") == other


def test_a_customer_who_is_forgotten_has_no_list(api, a_list):
    a_list(customer={"id": "ada"})
    others = a_list()
    assert erase_carts(EraseCarts("saga-1", PROJECT, cart_ids=(), customer_id="ada")).outcome == "done"
    assert api.get(PATH)["results"] == [others]


def test_a_list_that_nobody_touches_ends(api, a_list):
    a_list(deleteDaysAfterLastModification=2)
    kept = a_list(deleteDaysAfterLastModification=4)
    assert delete_what_is_over(datetime.now(UTC) + timedelta(days=3)) == 1
    assert api.get(PATH)["results"] == [kept]


def test_a_list_is_put_into_a_cart(api, a_cart, a_list, hat, catalogue):
    catalogue.product(sku="cap")
    wishes = a_list(
        lineItems=[{"sku": "hat", "quantity": 2, "custom": NOTE}, {"sku": "cap"}], textLineItems=[{"name": {"en": "x"}}]
    )
    neighbours.replicas.write(PROJECT, "channel", {"id": "here", "version": 1, "roles": ["InventorySupply"]})
    action = {"action": "addShoppingList", "shoppingList": {"typeId": "shopping-list", "id": wishes["id"]}}
    cart = api.update("carts", a_cart(), action | {"supplyChannel": {"typeId": "channel", "id": "here"}})
    assert [(line["variant"]["sku"], line["quantity"]) for line in cart["lineItems"]] == [("hat", 2), ("cap", 1)]
    assert cart["lineItems"][0]["custom"]["fields"] == NOTE["fields"]
    assert {line["supplyChannel"]["id"] for line in cart["lineItems"]} == {"here"}
    body = {"version": 1, "actions": [action | {"shoppingList": {"key": "no-such"}}]}
    refused = api.refused(400, "POST", f"carts/{a_cart()['id']}", json=body)["errors"][0]
    assert (refused["code"], refused["typeId"]) == ("ReferencedResourceNotFound", "shopping-list")
