"""What merchants keep of their own, by container and key."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from apps.account.service import service
from tests.support.api import Api, app_of

PATH = "custom-objects"
DRAFT = {"container": "settings", "key": "home.page", "value": {"title": "Hats", "old": None}}


@pytest.fixture
def api(mongodb):
    return Api(app_of(service))


def test_an_object_is_made_and_then_replaced(api):
    made = api.post(PATH, DRAFT)
    assert (made["version"], made["value"], made["createdBy"]["clientId"]) == (1, {"title": "Hats"}, "test-client")
    replaced = api.post(PATH, DRAFT | {"value": [1, {"a": None}, None]}, status=200)
    assert (replaced["id"], replaced["version"], replaced["value"]) == (made["id"], 2, [1, {}, None])
    assert replaced["createdAt"] == made["createdAt"]
    assert api.get(f"{PATH}/settings/home.page") == replaced
    assert api.post(PATH, DRAFT | {"value": replaced["value"]}, status=200)["version"] == 3  # whatever is in it


@pytest.mark.parametrize("value", [0, False, "", [], {}, 1.5, "text", {"$where": 1, "a.b": {"$c": 2}}])
def test_any_json_is_kept_as_it_is(api, value):
    assert api.post(PATH, DRAFT | {"value": value})["value"] == value
    assert api.get(f"{PATH}/settings/home.page")["value"] == value
    assert api.post(PATH, DRAFT | {"value": {"was": value}}, status=200)["value"] == {"was": value}


def test_who_names_a_version_replaces_no_other(api):
    api.post(PATH, DRAFT)
    assert api.post(PATH, DRAFT | {"version": 1}, status=200)["version"] == 2
    refused = api.refused(409, "POST", PATH, json=DRAFT | {"version": 1})["errors"][0]
    assert (refused["code"], refused["currentVersion"]) == ("ConcurrentModification", 2)


def test_of_many_who_write_at_once_each_that_succeeds_is_a_version(api):
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: api.request("POST", PATH, json=DRAFT | {"value": n}), range(8)))
    statuses = [answer.status_code for answer in answers]
    assert set(statuses) <= {200, 201, 409}
    assert statuses.count(201) == 1
    assert api.get(f"{PATH}/settings/home.page")["version"] == statuses.count(200) + 1


def test_containers_are_asked_for_what_is_in_them(api):
    for container, key, number in (("a", "x", 1), ("a", "y", 2), ("b", "x", 3)):
        api.post(PATH, {"container": container, "key": key, "value": {"number": number, "deep": {"yes": number > 1}}})
    assert api.get(f"{PATH}/a")["total"] == 2
    assert api.get(PATH, where='container = "b"')["results"][0]["value"]["number"] == 3
    [found] = api.get(f"{PATH}/a", where="value(number > 1)")["results"]
    assert found["key"] == "y"
    assert api.get(f"{PATH}/a", where="value(deep(yes = false))")["results"][0]["key"] == "x"
    assert [one["key"] for one in api.get(f"{PATH}/a", sort="key desc")["results"]] == ["y", "x"]
    assert [api.head(PATH, where=f'container = "{name}"') for name in ("b", "c")] == [200, 404]
    api.refused(400, "GET", PATH, query_string={"where": "colour = 1"})


def test_an_object_is_deleted_with_its_version_or_without(api):
    api.post(PATH, DRAFT)
    gone = api.request("DELETE", f"{PATH}/settings/home.page", query_string={"version": 1})
    assert gone.get_json()["value"] == {"title": "Hats"}
    api.refused(404, "DELETE", f"{PATH}/settings/home.page")
    api.post(PATH, DRAFT)
    api.refused(409, "DELETE", f"{PATH}/settings/home.page", query_string={"version": 2})
    assert api.request("DELETE", f"{PATH}/settings/home.page").status_code == 200
    assert api.post(PATH, DRAFT)["version"] == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"container": "no spaces"}, "InvalidJsonInput"),
        ({"key": "a/b"}, "InvalidJsonInput"),
        ({"key": ""}, "InvalidJsonInput"),
        ({"key": None}, "InvalidJsonInput"),
        ({"value": None}, "RequiredField"),
        ({"value": {"\x00": 1}}, "InvalidJsonInput"),
    ],
)
def test_what_cannot_be_kept_is_refused(api, change, code):
    assert api.refused(400, "POST", PATH, json=DRAFT | change)["errors"][0]["code"] == code


def test_a_value_may_refer_to_something_that_is_expanded(api):
    channel = api.post("channels", {"key": "warehouse"})
    value = {"typeId": "channel", "id": channel["id"]}
    made = api.post(PATH, DRAFT | {"value": value}, expand="value")
    assert made["value"]["obj"] == channel
    assert api.get(f"{PATH}/settings", expand="value")["results"][0]["value"]["obj"] == channel
    api.post(PATH, DRAFT | {"value": {"of": value}}, status=200)
    assert api.get(f"{PATH}/settings/home.page", expand="value.of")["value"]["of"]["obj"] == channel


def test_who_may_only_look_may_not_write(api):
    api.post(PATH, DRAFT)
    viewer = Api(api.app, "view_key_value_documents")
    viewer.get(f"{PATH}/settings/home.page")
    viewer.refused(403, "POST", PATH, json=DRAFT)
    Api(api.app, "view_types").refused(403, "GET", PATH)
    Api(api.app, "manage_products").post(PATH, DRAFT, status=200)
