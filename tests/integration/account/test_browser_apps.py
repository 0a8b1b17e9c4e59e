"""Apps in browsers may call the API from any origin, and learn what its answer says."""

import pytest

from common.services import table

PAGE = {"Origin": "https://shop.example"}
ASKING = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization,content-type"}


@pytest.mark.parametrize("path", ["/shop/types", "/shop/types/key=hat", "/oauth/token", "/shop"])
def test_a_browser_may_ask_before_it_sends_and_needs_no_token_for_that(app, path):
    answer = app.test_client().options(path, headers=PAGE | ASKING)
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    allowed = answer.headers["Access-Control-Allow-Headers"].lower()
    assert {"authorization", "content-type", "x-correlation-id"} <= set(allowed.split(", "))


@pytest.mark.parametrize(("path", "status"), [("/shop/types", 401), ("/shop/nowhere", 404), ("/oauth/token", 405)])
def test_an_app_in_a_browser_can_read_what_was_refused(app, path, status):
    answer = app.test_client().get(path, headers=PAGE)
    assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (status, "*")
    assert "X-Correlation-ID" in answer.headers["Access-Control-Expose-Headers"]


def test_pages_of_others_cannot_read_the_sessions_of_people(app):
    for path in ("/api/account/users/currentuser", table()["account"].health):
        assert "Access-Control-Allow-Origin" not in app.test_client().get(path, headers=PAGE).headers
