"""Ways of shipping: what they cost where, which fit a cart, and what a cart makes of them."""

import pytest

from apps.cart.neighbours import neighbours
from tests.support.api import PROJECT

TO_DE = {"country": "DE"}
TEXAS = {"country": "US", "state": "TX"}


def eur(cents):
    return {"currencyCode": "EUR", "centAmount": cents}


def usd(cents):
    return {"currencyCode": "USD", "centAmount": cents}


def refusal(api, path, resource, *actions):
    body = {"version": resource["version"], "actions": list(actions)}
    return api.refused(400, "POST", f"{path}/{resource['id']}", json=body)["errors"][0]


@pytest.fixture
def a_zone(api):
    def make(name, *locations):
        return api.post("zones", {"name": name, "locations": list(locations)})

    return make


@pytest.fixture
def a_method(api, a_zone, catalogue):
    category = catalogue.tax_category()
    names = iter(f"method-{number}" for number in range(100))

    def make(*rates, zone=None, **fields):
        name = next(names)
        zone = zone or a_zone(name, TO_DE)
        rates = rates or ({"price": eur(500)},)
        draft = {
            "name": name,
            "taxCategory": {"id": category["id"]},
            "isDefault": False,
            "zoneRates": [{"zone": {"id": zone["id"]}, "shippingRates": list(rates)}],
        }
        return api.post("shipping-methods", draft | fields)

    return make


@pytest.fixture
def project():
    def decides(**settings):
        decides.version += 1
        told = {"id": PROJECT, "key": PROJECT, "version": decides.version, "languages": [], "countries": []}
        neighbours.replicas.write(PROJECT, "project", told | {"currencies": []} | settings)

    decides.version = 0
    return decides


@pytest.fixture
def a_filled_cart(a_cart, catalogue):
    catalogue.product(taxCategory={"id": catalogue.tax_category()["id"]})

    def make(quantity=1, **fields):
        line = {"sku": "hat", "key": "line", "quantity": quantity}
        return a_cart(lineItems=[line], **({"shippingAddress": TO_DE} | fields))

    return make


def by(method):
    return {"action": "setShippingMethod", "shippingMethod": {"typeId": "shipping-method", "id": method["id"]}}


def test_zones_and_rates_come_and_go(api, a_method, a_zone):
    method, texas = a_method(), a_zone("Texas", TEXAS)
    zone = {"typeId": "zone", "id": texas["id"]}
    rate = {"price": usd(700), "freeAbove": usd(5000)}
    method = api.update(
        "shipping-methods",
        method,
        {"action": "addZone", "zone": zone},
        {"action": "addShippingRate", "zone": zone, "shippingRate": rate},
    )
    assert method["zoneRates"][1]["shippingRates"][0]["freeAbove"]["centAmount"] == 5000
    again = refusal(api, "shipping-methods", method, {"action": "addShippingRate", "zone": zone, "shippingRate": rate})
    assert again["code"] == "DuplicateField"
    assert refusal(api, "shipping-methods", method, {"action": "addZone", "zone": zone})["code"] == "DuplicateField"
    method = api.update(
        "shipping-methods",
        method,
        {"action": "removeShippingRate", "zone": zone, "shippingRate": rate},
        {"action": "removeZone", "zone": zone},
    )
    assert len(method["zoneRates"]) == 1
    in_use = api.request("DELETE", f"zones/{method['zoneRates'][0]['zone']['id']}", query_string={"version": 1})
    assert in_use.get_json()["errors"][0]["code"] == "ReferenceExists"


def test_a_method_is_described(api, a_method, catalogue):
    other = catalogue.tax_category()
    method = api.update(
        "shipping-methods",
        a_method(),
        {"action": "changeName", "name": "Courier"},
        {"action": "changeIsDefault", "isDefault": True},
        {"action": "changeActive", "active": False},
        {"action": "changeTaxCategory", "taxCategory": {"typeId": "tax-category", "id": other["id"]}},
        {"action": "setCarrier", "carrier": "On foot"},
        {"action": "setKey", "key": "courier"},
        {"action": "setDescription", "description": "By hand"},
        {"action": "setLocalizedName", "localizedName": {"en": "Courier"}},
        {"action": "setLocalizedDescription", "localizedDescription": {"en": "By hand"}},
        {"action": "setPredicate", "predicate": 'country = "DE"'},
    )
    assert method["version"] == 11
    assert api.get("shipping-methods/key=courier") == method
    assert api.head("shipping-methods/key=courier") == 200
    by_key = {"version": 11, "actions": [{"action": "setCarrier"}]}
    assert "carrier" not in api.post("shipping-methods/key=courier", by_key, status=200)
    second = refusal(api, "shipping-methods", a_method(zone={"id": method["zoneRates"][0]["zone"]["id"]}),
                     {"action": "changeIsDefault", "isDefault": True})  # fmt: skip
    assert second["code"] == "InvalidOperation"
    gone = api.request("DELETE", "shipping-methods/key=courier", query_string={"version": 12})
    assert gone.status_code == 200
    assert api.head("shipping-methods", where='name = "Courier"') == 404


def test_a_method_belongs_to_stores(api, a_method, a_filled_cart):
    berlin = {"id": "berlin-id", "version": 1, "key": "berlin"}
    neighbours.replicas.write(PROJECT, "store", berlin)
    store = {"typeId": "store", "key": "berlin"}
    method = api.update("shipping-methods", a_method(), {"action": "addStore", "store": store})
    assert method["stores"] == [store]
    assert refusal(api, "carts", a_filled_cart(), by(method))["code"] == "InvalidOperation"
    in_berlin = a_filled_cart(store=store)
    assert in_berlin["store"] == store
    assert api.update("carts", in_berlin, by(method))["shippingInfo"]["price"]["centAmount"] == 500
    method = api.update("shipping-methods", method, {"action": "removeStore", "store": store})
    assert api.update("shipping-methods", method, {"action": "setStores", "stores": [store]})["stores"] == [store]


def test_methods_are_found_by_place(api, a_method, a_zone):
    america = a_zone("America", {"country": "US"})
    a_method(), a_method({"price": usd(900)}, zone=america, predicate="country is defined")
    wide = a_method({"price": usd(900)}, zone=america, isDefault=True)
    close = a_method({"price": usd(300)}, {"price": eur(280)}, zone=a_zone("Texas", TEXAS))
    a_method({"price": usd(1)}, zone=america, active=False)

    def found(**place):
        return [each["id"] for each in api.get("shipping-methods/matching-location", **place)["results"]]

    assert found(country="US") == [wide["id"]]
    assert found(country="US", state="TX") == [wide["id"], close["id"]]
    assert found(country="US", state="TX", currency="EUR") == [close["id"]]
    assert found(country="FR") == []
    [first, _] = api.get("shipping-methods/matching-location", **TEXAS)["results"]
    assert first["zoneRates"][0]["shippingRates"][0]["isMatching"] is True
    assert api.head("shipping-methods/matching-location", country="US") == 200
    assert api.head("shipping-methods/matching-location", country="FR") == 404
    api.refused(400, "GET", "shipping-methods/matching-location")


def test_methods_are_found_by_cart(api, a_method, a_zone, a_filled_cart, a_cart):
    method = a_method()
    germany = method["zoneRates"][0]["zone"]
    a_method(zone=germany, predicate='totalPrice > "50.00 EUR"')
    a_method({"price": usd(1)}, zone=germany)
    cart = a_filled_cart()
    [found] = api.get("shipping-methods/matching-cart", cartId=cart["id"])["results"]
    assert found["id"] == method["id"]
    rich = a_filled_cart(quantity=6)
    assert api.get("shipping-methods/matching-cart", cartId=rich["id"], expand="zoneRates[*].zone")["count"] == 2
    there = {"cartId": cart["id"], "country": "US"}
    assert api.get("shipping-methods/matching-cart-location", **there)["count"] == 0
    assert api.get("shipping-methods/matching-cart-location", **there | {"country": "DE"})["count"] == 1
    assert api.head("shipping-methods/matching-cart", cartId=cart["id"]) == 200
    assert api.head("shipping-methods/matching-cart-location", **there) == 404
    api.refused(400, "GET", "shipping-methods/matching-cart", query_string={"cartId": a_cart()["id"]})
    api.refused(404, "GET", "shipping-methods/matching-cart", query_string={"cartId": "nobody's"})


def test_the_cart_pays_the_rate_of_its_zone(api, a_method, a_filled_cart):
    method = a_method({"price": eur(595), "freeAbove": eur(3000)}, {"price": usd(700)})
    cart = api.update("carts", a_filled_cart(), by(method))
    info = cart["shippingInfo"]
    assert info["shippingMethod"] == {"typeId": "shipping-method", "id": method["id"]}
    assert (info["price"]["centAmount"], cart["totalPrice"]["centAmount"]) == (595, 1595)
    assert cart["taxedShippingPrice"]["totalNet"]["centAmount"] == 500
    many = {"action": "changeLineItemQuantity", "lineItemKey": "line", "quantity": 3}
    cart = api.update("carts", cart, many)
    assert (cart["shippingInfo"]["price"]["centAmount"], cart["totalPrice"]["centAmount"]) == (0, 3000)
    assert "shippingInfo" not in api.update("carts", cart, {"action": "setShippingMethod"})
    born = a_filled_cart(shippingMethod={"typeId": "shipping-method", "id": method["id"]})
    assert born["totalPrice"]["centAmount"] == 1595


def test_the_rate_follows_the_address_and_the_merchant(api, a_method, a_zone, a_filled_cart):
    method, america = a_method(), a_zone("America", {"country": "US"})
    zone = {"typeId": "zone", "id": america["id"]}
    method = api.update(
        "shipping-methods", method, {"action": "addShippingRate", "zone": zone, "shippingRate": {"price": eur(1500)}}
    )
    cart = api.update("carts", a_filled_cart(), by(method))
    to_america = {"action": "setShippingAddress", "address": {"country": "US"}}
    cart = api.update("carts", cart, to_america)
    assert cart["shippingInfo"]["price"]["centAmount"] == 1500
    api.update(
        "shipping-methods",
        method,
        {"action": "removeShippingRate", "zone": zone, "shippingRate": {"price": eur(1500)}},
        {"action": "addShippingRate", "zone": zone, "shippingRate": {"price": eur(1700)}},
    )
    assert api.get(f"carts/{cart['id']}") == cart
    cart = api.update("carts", cart, {"action": "recalculate"})
    assert cart["shippingInfo"]["price"]["centAmount"] == 1700
    api.update("shipping-methods", api.get(f"shipping-methods/{method['id']}"), {"action": "removeZone", "zone": zone})
    assert "shippingInfo" not in api.update("carts", cart, {"action": "recalculate"})


def test_a_method_that_is_not_for_the_cart_is_refused(api, a_method, a_zone, a_filled_cart, a_cart):
    elsewhere = a_method(zone=a_zone("America", {"country": "US"}))
    inactive, dear = a_method(active=False), a_method(zone=a_zone("F", {"country": "FR"}), predicate="1 = 2")
    unknown = {"action": "setPredicate", "predicate": "colour = 1"}
    assert refusal(api, "shipping-methods", dear, unknown)["code"] == "SemanticError"
    for method in (elsewhere, inactive, dear):
        assert refusal(api, "carts", a_filled_cart(), by(method))["code"] == "InvalidOperation"
    assert refusal(api, "carts", a_cart(), by(elsewhere))["code"] == "InvalidOperation"
    lost = {"action": "setShippingMethod", "shippingMethod": {"typeId": "shipping-method", "id": "lost"}}
    assert refusal(api, "carts", a_cart(), lost)["code"] == "ReferencedResourceNotFound"


def test_a_cart_that_changes_may_not_suit_its_method_any_more(api, a_method, a_filled_cart):
    method = a_method(predicate='totalPrice < "30.00 EUR"')
    cart = api.update("carts", a_filled_cart(), by(method))
    assert cart["shippingInfo"]["shippingMethodState"] == "MatchesCart"
    cart = api.update("carts", cart, {"action": "changeLineItemQuantity", "lineItemKey": "line", "quantity": 4})
    assert cart["shippingInfo"]["shippingMethodState"] == "DoesNotMatchCart"


def tier(kind, cents, **when):
    return {"type": kind, "price": eur(cents), **when}


def test_tiers_count_as_the_project_says(api, a_method, a_filled_cart, project):
    tiers = [tier("CartValue", 300, minimumCentAmount=2000), tier("CartScore", 900, score=5)]
    tiers.append(tier("CartClassification", 2000, value="heavy"))
    method = a_method({"price": eur(500), "tiers": tiers})

    def costs(*actions, quantity=1):
        cart = api.update("carts", a_filled_cart(quantity=quantity), by(method), *actions)
        return cart["shippingInfo"]["price"]["centAmount"]

    score = {"action": "setShippingRateInput", "shippingRateInput": {"type": "Score", "score": 7}}
    heavy = {"action": "setShippingRateInput", "shippingRateInput": {"type": "Classification", "key": "heavy"}}
    assert costs(quantity=2) == 500
    assert refusal(api, "carts", a_filled_cart(), score)["code"] == "InvalidOperation"
    project(shippingRateInputType={"type": "CartValue"})
    assert (costs(), costs(quantity=2)) == (500, 300)
    project(shippingRateInputType={"type": "CartScore"})
    assert (costs(quantity=2), costs(score)) == (500, 900)
    classes = [{"key": "heavy", "label": {"en": "Heavy"}}]
    project(shippingRateInputType={"type": "CartClassification", "values": classes})
    assert (costs(), costs(heavy)) == (500, 2000)
    cart = a_filled_cart(shippingRateInput={"type": "Classification", "key": "heavy"})
    assert cart["shippingRateInput"] == {"type": "Classification", "key": "heavy", "label": {"en": "Heavy"}}
    feather = {"action": "setShippingRateInput", "shippingRateInput": {"type": "Classification", "key": "feather"}}
    assert refusal(api, "carts", cart, feather)["code"] == "InvalidField"
    cart = api.update("carts", cart, by(method))
    [found] = api.get("shipping-methods/matching-cart", cartId=cart["id"])["results"]
    assert [each["isMatching"] for each in found["zoneRates"][0]["shippingRates"][0]["tiers"]] == [False, False, True]


def test_carts_obey_the_projects_settings(api, a_cart, project):
    settings = {
        "deleteDaysAfterLastModification": 7,
        "priceRoundingMode": "HalfUp",
        "taxRoundingMode": "HalfDown",
        "countryTaxRateFallbackEnabled": True,
    }
    project(languages=["en"], currencies=["EUR"], countries=["DE"], carts=settings)
    cart = a_cart(locale="en", country="DE")
    told = cart["deleteDaysAfterLastModification"], cart["priceRoundingMode"], cart["taxRoundingMode"]
    assert told == (7, "HalfUp", "HalfDown")
    for draft in ({"currency": "USD"}, {"currency": "EUR", "locale": "fr"}, {"currency": "EUR", "country": "FR"}):
        assert api.refused(400, "POST", "carts", json=draft)["errors"][0]["code"] == "InvalidField"
    assert refusal(api, "carts", cart, {"action": "setLocale", "locale": "fr"})["code"] == "InvalidField"
    assert refusal(api, "carts", cart, {"action": "setCountry", "country": "FR"})["code"] == "InvalidField"
    cart = api.update("carts", cart, {"action": "setDeleteDaysAfterLastModification"}, {"action": "setLocale"})
    assert cart["deleteDaysAfterLastModification"] == 7


def test_a_countrys_rate_covers_its_states_if_the_project_says_so(api, a_cart, catalogue, project):
    of_state = {"name": "Sales tax", "amount": 0.08, "includedInPrice": False, **TEXAS}
    of_country = {"name": "Sales tax", "amount": 0.1, "includedInPrice": False, "country": "US"}
    catalogue.product(taxCategory={"id": catalogue.tax_category(of_state, of_country)["id"]})
    draft = {"currency": "EUR", "lineItems": [{"sku": "hat"}], "shippingAddress": {"country": "US", "state": "NY"}}
    refused = api.refused(400, "POST", "carts", json=draft)["errors"][0]
    assert refused["code"] == "MissingTaxRateForCountry"
    project(carts={"countryTaxRateFallbackEnabled": True})
    assert api.post("carts", draft)["lineItems"][0]["taxRate"]["amount"] == 0.1
