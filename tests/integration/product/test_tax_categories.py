"""Tax categories and their rates."""

import pytest

GERMANY = {"name": "19 %", "amount": 0.19, "includedInPrice": True, "country": "DE"}
TEXAS = {"name": "Texas", "amount": 0.0825, "includedInPrice": False, "country": "US", "state": "TX", "key": "tx"}


@pytest.fixture
def standard(api):
    return api.post("tax-categories", {"name": "standard", "key": "standard", "rates": [GERMANY, TEXAS]})


def test_rates_have_ids_of_their_own(standard):
    german, texan = standard["rates"]
    assert german["id"] != texan["id"]
    assert {name: value for name, value in texan.items() if name != "id"} == TEXAS


def test_the_parts_of_a_rate_make_its_amount(api):
    parts = [{"name": "state", "amount": 0.0625}, {"name": "city", "amount": 0.02}]
    draft = {"name": "Texas", "includedInPrice": False, "country": "US", "subRates": parts}
    [rate] = api.post("tax-categories", {"name": "parts", "rates": [draft]})["rates"]
    assert (rate["amount"], rate["subRates"]) == (0.0825, parts)
    wrong = {"name": "wrong", "rates": [{**draft, "amount": 0.09}]}
    assert api.refused(400, "POST", "tax-categories", json=wrong)["errors"][0]["code"] == "InvalidOperation"


def test_a_place_is_taxed_once(api, standard):
    body = {"version": 1, "actions": [{"action": "addTaxRate", "taxRate": GERMANY}]}
    [error] = api.refused(400, "POST", f"tax-categories/{standard['id']}", json=body)["errors"]
    assert error["code"] == "DuplicateField"


def test_a_rate_is_replaced_where_it_stands_and_removed_by_key(api, standard):
    old = standard["rates"][0]
    lower = {**GERMANY, "amount": 0.16}
    changed = api.update(
        "tax-categories",
        standard,
        {"action": "replaceTaxRate", "taxRateId": old["id"], "taxRate": lower},
        {"action": "removeTaxRate", "taxRateKey": "tx"},
        {"action": "addTaxRate", "taxRate": {**TEXAS, "state": ""}},
    )
    german, american = changed["rates"]
    assert (german["amount"], german["id"] != old["id"]) == (0.16, True)
    assert "state" not in american
    assert changed["version"] == 4


def test_a_rate_beyond_all_measure_is_refused(api):
    draft = {"name": "too much", "rates": [{**GERMANY, "amount": 1.2}]}
    [error] = api.refused(400, "POST", "tax-categories", json=draft)["errors"]
    assert error["detailedErrorMessage"] == "rates -> 0 -> amount: Expected a number between 0 and 1"


def test_names_are_unique(api, standard):
    [error] = api.refused(400, "POST", "tax-categories", json={"name": "standard"})["errors"]
    assert error["code"] == "InvalidOperation"


def test_rates_can_be_asked_for_by_place(api, standard):
    assert api.get("tax-categories", where='rates(country = "US" and state = "TX")')["count"] == 1
    assert api.get("tax-categories", where='rates(country = "DE" and state = "TX")')["count"] == 0
