"""Signing up, in and out; and who may enter which project."""

import pytest

from apps.account.collections import collection
from apps.account.users.sessions import COOKIE
from tests.integration.account.people import Person

ME = "/api/account/users/currentuser"


def test_whoever_signs_up_is_signed_in(a_person):
    ann = a_person(email="Ann@example.com", password="correct horse", firstName="Ann", lastName="Lee")
    assert ann.user == ann.get(ME)
    assert {name: ann.user[name] for name in ("email", "firstName", "lastName", "version", "projects")} == {
        "email": "Ann@example.com",
        "firstName": "Ann",
        "lastName": "Lee",
        "version": 1,
        "projects": [],
    }
    assert not any("password" in name.lower() for name in ann.user)


@pytest.mark.parametrize("taken", ["ann@example.com", "ANN@Example.com"])
def test_an_email_address_belongs_to_one_user(app, a_person, taken):
    a_person(email="ann@example.com")
    refused = Person(app).post("/api/account/signup", {"email": taken, "password": "correct horse"}, status=400)
    assert (refused["errors"][0]["code"], refused["errors"][0]["field"]) == ("DuplicateField", "email")


@pytest.mark.parametrize(
    "draft",
    [
        {},
        {"email": "ann@example.com"},
        {"email": "nobody", "password": "correct horse"},
        {"email": "ann@example.com", "password": "short"},
        {"email": "ann@example.com", "password": "x" * 257},
        {"email": "ann@example.com", "password": 12345678},
        {"email": "a" * 250 + "@example.com", "password": "correct horse"},
        {"email": {"$ne": None}, "password": "correct horse"},
        [],
        "ann",
    ],
)
def test_a_sign_up_that_makes_no_sense_is_refused(app, draft):
    assert Person(app).post("/api/account/signup", draft, status=400)["errors"][0]["code"] == "InvalidJsonInput"


def test_a_password_is_kept_as_argon2_only(a_person):
    a_person(password="correct horse")
    [kept] = collection("users").find()
    assert kept["_password"].startswith("$argon2id$")
    assert "correct horse" not in repr(kept)


def test_signing_in_needs_the_right_password(a_person):
    ann = a_person()
    assert ann.sign_in()["id"] == ann.user["id"]
    wrong = ann.sign_in(status=400, password="wrong horse")
    assert wrong["errors"][0]["code"] == "InvalidCredentials"
    assert ann.sign_in(status=400, email="nobody@example.com") == wrong


@pytest.mark.parametrize(
    "given", [{"email": {"$gt": ""}}, {"password": {"$gt": ""}}, {"email": None}, {"password": ["x"]}]
)
def test_a_query_is_no_password(a_person, given):
    assert a_person().sign_in(status=400, **given)["errors"][0]["code"] == "InvalidJsonInput"


def test_guessing_a_password_is_stopped_even_for_the_right_one(a_person):
    ann = a_person()
    for _ in range(10):
        ann.sign_in(status=400, password="guess")
    ann.sign_in(status=429)


def test_after_signing_out_nobody_is_signed_in(a_person):
    ann = a_person()
    stolen = ann.browser.get_cookie(COOKIE).value
    ann.post("/api/account/signout", None)
    ann.get(ME, status=401)
    ann.browser.set_cookie(COOKIE, stolen)
    ann.get(ME, status=401)


def test_signing_in_ends_the_session_one_came_with(a_person):
    ann = a_person()
    planted = ann.browser.get_cookie(COOKIE).value
    ann.sign_in()
    assert ann.browser.get_cookie(COOKIE).value != planted
    ann.browser.set_cookie(COOKIE, planted)
    ann.get(ME, status=401)


def test_scripts_and_other_sites_do_not_get_the_session(a_person):
    cookie = a_person().browser.get_cookie(COOKIE)
    assert cookie.http_only
    assert cookie.same_site == "Strict"


def test_a_change_without_its_csrf_token_is_refused(a_person):
    ann = a_person()
    refused = ann.browser.post("/api/account/projects", json={"key": "shop"})
    assert refused.status_code == 403
    assert "X-CSRF-TOKEN" in refused.json["message"]
    forged = ann.browser.post("/api/account/projects", json={"key": "shop"}, headers={"X-CSRF-TOKEN": "guess"})
    assert forged.status_code == 403


def test_a_form_of_another_site_signs_nobody_in(a_person):
    ann = a_person()
    form = {"email": ann.user["email"], "password": ann.password}
    assert ann.browser.post("/api/account/signin", data=form).status_code == 400
    body = f'{{"email": "{ann.user["email"]}", "password": "{ann.password}"}}'
    assert ann.browser.post("/api/account/signin", data=body, content_type="text/plain").status_code == 400


def test_a_bearer_token_is_no_session(ann, program):
    ann.browser.delete_cookie(COOKIE)
    ann.browser.set_cookie(COOKIE, program.token())
    ann.get(ME, status=401)


def test_a_project_belongs_to_who_made_it(ann, a_person):
    bob = a_person()
    assert [project["key"] for project in ann.get("/api/account/projects")["results"]] == ["shop"]
    assert bob.get("/api/account/projects")["results"] == []
    assert ann.get("/api/account/projects/shop")["name"] == "Ann's shop"
    bob.get("/api/account/projects/shop", status=404)


def test_a_stranger_cannot_make_himself_a_member(ann, a_person):
    bob = a_person()
    bob.adds("shop", version=1, status=404)
    assert bob.get(ME)["projects"] == []


def test_to_a_stranger_a_project_looks_as_if_there_were_none(ann, a_person):
    bob = a_person()
    theirs = bob.adds("shop", version=1, status=404)
    none = bob.adds("shoe", version=1, status=404)
    assert theirs["message"].replace("shop", "shoe") == none["message"]
    assert bob.delete("/api/account/projects/shop", status=404) == theirs
    assert bob.post("/shop/api-clients", {"name": "b", "scope": "manage_project:shop"}, status=404) == theirs


def test_a_user_takes_his_project_into_his_list(ann):
    assert ann.adds("shop", version=1)["projects"] == ["shop"]
    ann.adds("shop", version=1, status=409)
    assert ann.adds("shop", version=2)["version"] == 2  # it was there already


def test_a_member_may_bring_in_another(ann, a_person):
    bob = a_person()
    added = ann.adds("shop", version=1, to=bob.user["id"])
    assert added == {"id": bob.user["id"], "version": 2, "projects": ["shop"]}  # and nothing else of Bob
    assert bob.get("/api/account/projects/shop")["key"] == "shop"
    assert bob.post("/shop/api-clients", {"name": "b", "scope": "view_products:shop"}, status=201)["secret"]


def test_a_member_who_was_removed_is_a_stranger_again(ann, a_person):
    bob = a_person()
    ann.adds("shop", version=1, to=bob.user["id"])
    remove = {"version": 2, "actions": [{"action": "removeProject", "key": "shop"}]}
    assert ann.put(f"/api/account/users/{bob.user['id']}", remove)["projects"] == []
    bob.get("/api/account/projects/shop", status=404)


def test_only_the_owner_ends_a_project(ann, a_person):
    bob = a_person()
    ann.adds("shop", version=1, to=bob.user["id"])
    bob.delete("/api/account/projects/shop", status=403)
    ann.delete("/api/account/projects/shop")
    ann.get("/api/account/projects/shop", status=404)
    assert bob.get(ME)["projects"] == []


@pytest.mark.parametrize(
    "update",
    [
        {},
        {"version": 1},
        {"version": 1, "actions": []},
        {"version": 1, "action": {"type": "becomeAdmin", "value": {"key": "shop"}}},
        {"version": "1", "action": {"type": "addProject", "value": {"key": "shop"}}},
        {"version": 1, "action": {"type": "addProject", "value": {"key": {"$ne": ""}}}},
        {"version": 1, "actions": "addProject"},
    ],
)
def test_a_change_of_a_user_that_makes_no_sense_is_refused(ann, update):
    refused = ann.put(f"/api/account/users/{ann.user['id']}", update, status=400)
    assert refused["errors"][0]["code"] == "InvalidJsonInput"
