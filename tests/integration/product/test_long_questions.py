"""Questions that no index answers, asked of many documents."""

import pytest

from apps.product.categories.document import Category
from common.http import query
from common.resources.document import collection_of

MANY = 2_000


@pytest.fixture
def many(api):
    rows = [{"_id": str(n), "projectKey": "shop", "name": {"en": f"name {n}"}, "version": 1} for n in range(MANY)]
    collection_of(Category).insert_many(rows)


@pytest.mark.usefixtures("many")
def test_a_list_that_takes_too_long_is_ended_and_says_why(api, monkeypatch):
    monkeypatch.setattr(query, "LONGEST_MS", 1)
    for method in ("GET", "HEAD"):
        refused = api.request(method, "categories", query_string={"where": 'name(en = "x")'})
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "1")
    said = api.refused(503, "GET", "categories", query_string={"where": 'name(en = "x")'})
    assert "is not indexed" in said["message"]
