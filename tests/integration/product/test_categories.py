"""Categories over HTTP: all 22 actions, trees, slugs, and what every resource can do."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from apps.product.categories.below import follow_all
from apps.product.categories.document import Category
from common.resources.document import collection_of
from tests.support.api import Api


@pytest.fixture
def a_category(api):
    def make(name="Hats", **fields):
        return api.post("categories", {"name": {"en": name}, "slug": {"en": name.lower()}, **fields})

    return make


def messages_of(category):
    entries = collection_of(Category).find_one({"_id": category["id"]})["_outbox"]
    return [entry["message"] for entry in entries if "message" in entry]


def test_a_new_category_reads_as_it_was_written(api, a_category):
    hats = a_category(key="hats", description={"de-CH": "Hüte"})
    assert hats["version"] == 1
    assert hats["ancestors"] == hats["assets"] == []
    assert 0 < float(hats["orderHint"]) < 1
    assert hats == api.get(f"categories/{hats['id']}") == api.get("categories/key=hats")
    assert not [name for name in hats if name.startswith("_") or name == "projectKey"]


def test_changing_a_slug_tells_the_old_one(api, a_category):
    hats = a_category()
    caps = api.update("categories", hats, {"action": "changeSlug", "slug": {"en": "caps"}})
    assert (caps["slug"], caps["version"]) == ({"en": "caps"}, 2)
    created, changed = messages_of(hats)
    assert (created["type"], created["sequenceNumber"], created["resourceVersion"]) == ("CategoryCreated", 1, 1)
    assert (changed["type"], changed["oldSlug"], changed["resourceVersion"]) == (
        "CategorySlugChanged",
        {"en": "hats"},
        2,
    )


def test_the_version_rises_once_per_action_that_changed_something(api, a_category):
    hats = a_category()
    changed = api.update(
        "categories",
        hats,
        {"action": "changeName", "name": {"en": "Hats"}},
        {"action": "setKey", "key": "hats"},
        {"action": "setExternalId", "externalId": "x"},
        {"action": "setExternalId", "externalId": "x"},
    )
    assert changed["version"] == 3
    same = api.update("categories", changed, {"action": "setKey", "key": "hats"})
    assert same == changed


def test_one_action_that_fails_undoes_all(api, a_category):
    hats = a_category()
    body = {
        "version": 1,
        "actions": [{"action": "setKey", "key": "k1"}, {"action": "changeOrderHint", "orderHint": "2"}],
    }
    refusal = api.refused(400, "POST", f"categories/{hats['id']}", json=body)
    assert refusal["errors"][0]["code"] == "InvalidField"
    assert api.get(f"categories/{hats['id']}") == hats


def test_a_stale_version_is_refused_even_if_nothing_would_change(api, a_category):
    hats = a_category()
    api.update("categories", hats, {"action": "setKey", "key": "hats"})
    refusal = api.refused(409, "POST", f"categories/{hats['id']}", json={"version": 1, "actions": []})
    assert refusal["errors"] == [
        {
            "code": "ConcurrentModification",
            "message": f"Object {hats['id']} has a different version than expected. Expected: 1 - Actual: 2.",
            "currentVersion": 2,
        }
    ]


def test_of_fifty_updates_with_one_version_one_wins(app, a_category):
    hats = a_category()

    def change(n):
        body = {"version": 1, "actions": [{"action": "setExternalId", "externalId": str(n)}]}
        return Api(app).request("POST", f"categories/{hats['id']}", json=body).status_code

    with ThreadPoolExecutor(16) as pool:
        outcomes = list(pool.map(change, range(50)))
    assert sorted(outcomes) == [200] + [409] * 49


@pytest.mark.parametrize(
    ("fields", "field", "value"),
    [({"key": "hats"}, "key", "hats"), ({"slug": {"en": "other", "de": "huete"}}, "slug.de", "huete")],
)
def test_keys_and_slugs_are_unique_in_a_project(app, api, a_category, fields, field, value):
    first = a_category(key="hats", slug={"en": "hats", "de": "huete"})
    draft = {"name": {"en": "x"}, "slug": {"en": "xx"}, **fields}
    [error] = api.refused(400, "POST", "categories", json=draft)["errors"]
    assert (error["code"], error["field"], error["duplicateValue"]) == ("DuplicateField", field, value)
    Api(app, project="another-shop").post("categories", draft)
    api.delete("categories", first)
    api.post("categories", draft)


def test_many_categories_live_without_a_key(a_category):
    assert a_category("A1")["id"] != a_category("A2")["id"]


def test_a_child_knows_its_ancestors(api, a_category):
    root = a_category("Root", key="root")
    hats = a_category("Hats", parent={"typeId": "category", "key": "root"})
    caps = a_category("Caps", parent={"id": hats["id"]})
    assert [ancestor["id"] for ancestor in caps["ancestors"]] == [root["id"], hats["id"]]
    moved = api.update("categories", caps, {"action": "changeParent", "parent": {"id": root["id"]}})
    assert [ancestor["id"] for ancestor in moved["ancestors"]] == [root["id"]]
    below_itself = {"version": 1, "actions": [{"action": "changeParent", "parent": {"id": hats["id"]}}]}
    api.refused(400, "POST", f"categories/{root['id']}", json=below_itself)


@pytest.fixture
def tree(api, a_category):
    """By name: Root, Hats below it, Caps below Hats, and Sale beside Root."""
    made = {"Root": a_category("Root"), "Sale": a_category("Sale")}
    for name, above in (("Hats", "Root"), ("Caps", "Hats"), ("Berets", "Caps")):
        made[name] = a_category(name, parent={"id": made[above]["id"]})
    return made


def path_of(api, tree, name):
    names = {category["id"]: at for at, category in tree.items()}
    return [names[ancestor["id"]] for ancestor in api.get(f"categories/{tree[name]['id']}")["ancestors"]]


def test_with_a_category_all_below_it_is_deleted(api, tree):
    api.delete("categories", tree["Hats"])
    assert {row["name"]["en"] for row in api.get("categories")["results"]} == {"Root", "Sale"}
    assert all(api.head(f"categories/{tree[name]['id']}") == 404 for name in ("Hats", "Caps", "Berets"))
    api.post("categories", {"name": {"en": "Caps"}, "slug": tree["Caps"]["slug"]})


def test_nothing_is_deleted_by_somebody_who_does_not_know_the_newest_version(api, tree):
    api.update("categories", tree["Hats"], {"action": "setExternalId", "externalId": "7"})
    api.refused(409, "DELETE", f"categories/{tree['Hats']['id']}", query_string={"version": 1})
    assert api.get("categories")["total"] == 5


def test_all_below_a_category_moves_with_it(api, tree):
    to_sale = {"action": "changeParent", "parent": {"id": tree["Sale"]["id"]}}
    hats = api.update("categories", tree["Hats"], to_sale)
    assert path_of(api, tree, "Berets") == ["Sale", "Hats", "Caps"]
    assert api.get(f"categories/{tree['Caps']['id']}")["version"] == 2
    assert api.update("categories", hats, to_sale)["version"] == hats["version"], "it hangs there already"
    below_itself = {"version": 1, "actions": [{"action": "changeParent", "parent": {"id": tree["Berets"]["id"]}}]}
    api.refused(400, "POST", f"categories/{tree['Sale']['id']}", json=below_itself)


def test_a_move_that_was_begun_is_ended_by_a_worker(api, tree, monkeypatch):
    monkeypatch.setattr("apps.product.categories.below.all_below", lambda _: [][1])  # it crashes in between
    to_sale = {"version": 1, "actions": [{"action": "changeParent", "parent": {"id": tree["Sale"]["id"]}}]}
    api.refused(500, "POST", f"categories/{tree['Hats']['id']}", json=to_sale)
    assert path_of(api, tree, "Berets") == ["Root", "Hats", "Caps"]
    monkeypatch.undo()
    follow_all()
    follow_all()
    assert path_of(api, tree, "Berets") == ["Sale", "Hats", "Caps"]
    assert api.get(f"categories/{tree['Berets']['id']}")["version"] == 2


def test_a_parent_that_does_not_exist_is_named(api):
    draft = {"name": {"en": "x"}, "slug": {"en": "xx"}, "parent": {"key": "nowhere"}}
    [error] = api.refused(400, "POST", "categories", json=draft)["errors"]
    assert (error["code"], error["typeId"], error["key"]) == ("ReferencedResourceNotFound", "category", "nowhere")


def test_expansion_puts_what_is_referred_to_beside_the_reference(api, a_category):
    root = a_category("Root")
    hats = a_category("Hats", parent={"id": root["id"]})
    caps = a_category("Caps", parent={"id": hats["id"]})
    found = api.get(f"categories/{caps['id']}", expand=["parent.parent", "ancestors[*]", "no.such.path"])
    assert found["parent"]["obj"]["parent"]["obj"]["name"] == {"en": "Root"}
    assert [ancestor["obj"]["id"] for ancestor in found["ancestors"]] == [root["id"], hats["id"]]


def test_one_element_of_an_array_is_expanded_alone(api, a_category):
    hats = a_category("Hats", parent={"id": a_category("Root")["id"]})
    caps = a_category("Caps", parent={"id": hats["id"]})
    first = api.get(f"categories/{caps['id']}", expand="ancestors[0]")["ancestors"]
    assert ["obj" in ancestor for ancestor in first] == [True, False]
    both = api.get(f"categories/{caps['id']}", expand=["ancestors[1].parent", "ancestors[*]", "ancestors[7]"])
    assert ["obj" in ancestor for ancestor in both["ancestors"]] == [True, True]
    assert "obj" in both["ancestors"][1]["obj"]["parent"]


def test_assets_are_added_ordered_changed_and_removed(api, a_category):
    draft = {"name": {"en": "video"}, "key": "video", "sources": [{"uri": "https://shop.example/v.mp4"}]}
    hats = a_category(assets=[draft])
    [video] = hats["assets"]
    hats = api.update(
        "categories",
        hats,
        {"action": "addAsset", "asset": {**draft, "key": "other"}, "position": 0},
        {"action": "changeAssetName", "assetKey": "video", "name": {"en": "film"}},
        {"action": "setAssetTags", "assetId": video["id"], "tags": ["a"]},
        {"action": "setAssetDescription", "assetId": video["id"], "description": {"en": "d"}},
        {"action": "setAssetSources", "assetId": video["id"], "sources": [{"uri": "https://shop.example/w.mp4"}]},
        {"action": "setAssetKey", "assetId": video["id"], "assetKey": "film"},
    )
    other, film = hats["assets"]
    assert film == {
        "id": video["id"],
        "key": "film",
        "name": {"en": "film"},
        "tags": ["a"],
        "description": {"en": "d"},
        "sources": [{"uri": "https://shop.example/w.mp4"}],
    }
    hats = api.update("categories", hats, {"action": "changeAssetOrder", "assetOrder": [film["id"], other["id"]]})
    hats = api.update("categories", hats, {"action": "removeAsset", "assetKey": "other"})
    assert hats["assets"] == [film]
    twice = {"version": hats["version"], "actions": [{"action": "addAsset", "asset": {**draft, "key": "film"}}]}
    api.refused(400, "POST", f"categories/{hats['id']}", json=twice)


def test_queries_page_sort_and_count(api, a_category):
    for name in ("Aa", "Bb", "Cc", "Dd", "Ee"):
        a_category(name)
    page = api.get("categories", where='name(en > "Aa")', sort="name.en desc", limit=2, offset=1)
    assert [row["name"]["en"] for row in page["results"]] == ["Dd", "Cc"]
    assert (page["limit"], page["offset"], page["count"], page["total"]) == (2, 1, 2, 4)
    assert "total" not in api.get("categories", withTotal="false")
    both = api.get("categories", where=["name(en in :names)", 'slug(en != "aa")'], **{"var.names": ["Aa", "Bb"]})
    assert [row["slug"]["en"] for row in both["results"]] == ["bb"]
    bare = api.get("categories", where="name(en in :names)", names=["Aa", "Bb"], **{"var.names": "Bb"})
    assert [row["slug"]["en"] for row in bare["results"]] == ["bb"], "what is said in full counts"
    assert api.get("categories", where="name(en = :name)", name="Cc")["total"] == 1


def test_every_row_is_met_once_by_who_goes_on_after_the_last_id(api, a_category):
    made = {a_category(name)["id"] for name in ("Aa", "Bb", "Cc", "Dd", "Ee", "Ff", "Gg")}
    met, after = [], {}
    while page := api.get("categories", sort="id asc", limit=3, withTotal="false", **after)["results"]:
        met += [row["id"] for row in page]
        after = {"where": f'id > "{met[-1]}"'}
    assert (set(met), len(met)) == (made, 7)
    assert met == sorted(met)


@pytest.mark.parametrize(
    "parameters",
    [
        {"where": "name(en ="},
        {"where": 'nonsense = "x"'},
        {"where": '_slugs = "en:x"'},
        {"where": 'projectKey = "x"'},
        {"sort": "nonsense asc"},
        {"sort": "name.en sideways"},
        {"limit": 501},
        {"limit": -1},
        {"limit": "--1"},
        {"limit": "\u0663"},
        {"offset": 10001},
        {"withTotal": "perhaps"},
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(api, parameters):
    [error] = api.refused(400, "GET", "categories", query_string=parameters)["errors"]
    assert error["code"] == "InvalidInput"
    assert error["message"].startswith(f"Malformed parameter: {next(iter(parameters))}: ")


def test_a_path_that_is_not_served_is_no_id(api):
    for method, path in (("GET", "categories/search"), ("POST", "categories/search"), ("DELETE", "categories/edits")):
        refused = api.refused(404, method, path, json={} if method == "POST" else None)
        assert refused["message"] == f"URI not found: /shop/{path}"


def test_head_says_whether_there_is_such_a_category(api, a_category):
    hats = a_category(key="hats")
    assert api.head(f"categories/{hats['id']}") == api.head("categories/key=hats") == 200
    assert api.head("categories", where='key = "hats"') == 200
    assert api.head("categories/key=none") == api.head("categories", where='key = "none"') == 404


def test_deleting_asks_for_the_version_and_returns_the_last_state(api, a_category):
    hats = a_category(key="hats")
    assert api.refused(400, "DELETE", f"categories/{hats['id']}")["errors"][0]["code"] == "InvalidInput"
    api.refused(409, "DELETE", f"categories/{hats['id']}", query_string={"version": 7})
    assert api.delete("categories", hats) == hats
    api.refused(404, "GET", f"categories/{hats['id']}")
    assert api.get("categories")["total"] == 0
    api.refused(404, "DELETE", f"categories/{hats['id']}", query_string={"version": 2})


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b"", "The request body is empty."),
        (b"{", None),
        (b'{"name": {"en": "x"}}', "slug: Missing required value"),
        (b'{"name": {"en": 3}, "slug": {"en": "xx"}}', "name -> en: Expected a string"),
        (b'{"name": "x", "slug": {"en": "xx"}}', "name: Expected an object"),
        (b"[]", "Expected an object"),
    ],
)
def test_a_body_of_the_wrong_shape_is_told_where_and_why(api, body, detail):
    [error] = api.refused(400, "POST", "categories", data=body)["errors"]
    assert error["code"] == "InvalidJsonInput"
    assert detail is None or error["detailedErrorMessage"] == detail


def test_a_version_is_a_whole_number_however_it_is_written(api, a_category):
    path = f"categories/{a_category()['id']}"
    assert api.post(path, {"version": 1.0, "actions": []}, status=200)["version"] == 1
    for wrong in (b'"1"', b"1.5", b"true", b"null", b"[1]"):
        [error] = api.refused(400, "POST", path, data=b'{"version": ' + wrong + b', "actions": []}')["errors"]
        assert error["detailedErrorMessage"].startswith("version: ")


def test_an_action_that_is_not_served_is_refused_by_name(api, a_category):
    body = {"version": 1, "actions": [{"action": "flyAway"}]}
    [error] = api.refused(400, "POST", f"categories/{a_category()['id']}", json=body)["errors"]
    assert "flyAway" in error["detailedErrorMessage"]


def test_least_scope(app, a_category):
    hats, path = a_category(), "categories"
    reader = Api(app, "view_categories")
    reader.get(f"{path}/{hats['id']}")
    assert reader.refused(403, "DELETE", f"{path}/{hats['id']}", query_string={"version": 1})["error"] == (
        "insufficient_scope"
    )
    Api(app, "manage_orders").refused(403, "GET", path)
    stranger = Api(app, project="another-shop")
    stranger.refused(404, "GET", f"{path}/{hats['id']}")
    assert stranger.get(path)["total"] == 0
    assert app.test_client().get("/shop/categories").status_code == 401


def test_unknown_paths_and_methods_answer_in_the_apis_own_form(api):
    for path in ("categories/a/b", "/categories", "categories//x"):
        assert api.bare("GET", path).get_json()["message"] == f"URI not found: /shop/{path}"
    api.refused(405, "PATCH", "categories")
