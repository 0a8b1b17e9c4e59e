"""Stores: what they speak, where they sell and from where, and the pages they link to."""

import pytest

from apps.account.projects.life import new_project
from apps.account.service import service
from tests.support.api import PROJECT, Api, app_of

EN = {"en": "Berlin"}


@pytest.fixture
def api(mongodb):
    api = Api(app_of(service))
    new_project({"key": PROJECT, "languages": ["en", "de"]}, "operator")
    return api


@pytest.fixture
def a_channel(api):
    def make(*roles):
        return {"typeId": "channel", "id": api.post("channels", {"key": "-".join(roles), "roles": list(roles)})["id"]}

    return make


def refusal(api, path, resource, *actions):
    body = {"version": resource["version"], "actions": list(actions)}
    return api.refused(400, "POST", f"{path}/{resource['id']}", json=body)["errors"][0]


def test_a_store_changes(api, a_channel):
    sells, supplies = a_channel("ProductDistribution"), a_channel("InventorySupply")
    store = api.post("stores", {"key": "berlin", "languages": ["en"], "distributionChannels": [sells]})
    assert store["distributionChannels"] == [sells]
    assert store["countries"] == store["supplyChannels"] == store["productSelections"] == []
    germany = {"code": "DE"}
    store = api.update(
        "stores",
        store,
        {"action": "setName", "name": EN},
        {"action": "setLanguages", "languages": ["de", "en"]},
        {"action": "addCountry", "country": germany},
        {"action": "removeCountry", "country": germany},
        {"action": "setCountries", "countries": [germany]},
        {"action": "removeDistributionChannel", "distributionChannel": sells},
        {"action": "addDistributionChannel", "distributionChannel": sells},
        {"action": "setDistributionChannels"},
        {"action": "addSupplyChannel", "supplyChannel": supplies},
        {"action": "removeSupplyChannel", "supplyChannel": supplies},
        {"action": "setSupplyChannels", "supplyChannels": [supplies]},
    )
    assert store["version"] == 12
    assert (store["name"], store["languages"], store["countries"]) == (EN, ["de", "en"], [germany])
    assert (store["distributionChannels"], store["supplyChannels"]) == ([], [supplies])
    same = api.update("stores", store, {"action": "addCountry", "country": germany})
    assert same["version"] == store["version"]
    assert api.get("stores", where='countries(code = "DE") and languages = "de"', expand="supplyChannels[*]")["count"]


def test_channels_need_their_role(api, a_channel):
    sells = a_channel("ProductDistribution")
    store = api.post("stores", {"key": "berlin"})
    refused = refusal(api, "stores", store, {"action": "addSupplyChannel", "supplyChannel": sells})
    assert (refused["code"], refused["missingRole"]) == ("MissingRoleOnChannel", "InventorySupply")


def test_a_store_speaks_the_projects_languages(api):
    store = api.post("stores", {"key": "berlin", "languages": ["de"]})
    refused = refusal(api, "stores", store, {"action": "setLanguages", "languages": ["fr"]})
    assert refused["code"] == "ProjectNotConfiguredForLanguages"


PAGES = (
    "Contact",
    "CookiePolicy",
    "Faq",
    "Imprint",
    "PrivacyPolicy",
    "RefundPolicy",
    "ShippingPolicy",
    "TermsOfService",
)


def test_a_store_links_to_its_pages(api):
    store = api.post("stores", {"key": "berlin", "storefront": {"faqUrl": "https://shop.example/help"}})
    for name in PAGES:
        field = f"{name[0].lower()}{name[1:]}Url"
        url = f"https://shop.example/{name}"
        store = api.update("stores", store, {"action": f"set{name}Url", field: url})
        assert store["storefront"][field] == url
    templates = {"setCheckoutUrlTemplate": "checkout", "setOrderUrlTemplate": "order"}
    for action, what in templates.items():
        field = f"{what}UrlTemplate"
        store = api.update("stores", store, {"action": action, field: f"https://shop.example/{{{what}Id}}"})
        refused = refusal(api, "stores", store, {"action": action, field: "https://shop.example/"})
        assert refused["code"] == "InvalidField"
    assert (
        refusal(api, "stores", store, {"action": "setFaqUrl", "faqUrl": "http://x.example"})["code"] == "InvalidField"
    )
    assert "faqUrl" not in api.update("stores", store, {"action": "setFaqUrl"})["storefront"]
