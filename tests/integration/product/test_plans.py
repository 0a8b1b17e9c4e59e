"""What is asked again and again is found by an index, on the laptop's database too.

That has one plan for each of few forms of a question: ours must have one of them.
"""

import pytest
from werkzeug.datastructures import MultiDict

from apps.product.categories import categories
from apps.product.inventory import inventory
from apps.product.product_projections import views
from apps.product.products import products
from apps.product.standalone_prices import standalone_prices
from common.http.query import order
from common.resources.collection import named
from common.resources.holding import NOTED
from common.resources.indexes import indexes_of
from tests.support.plans import plan_of, plan_of_where

ASKED = [
    (products, 'key = "hat-7"'),
    (products, 'productType(id = "t")'),
    (products, 'masterData(staged(masterVariant(sku = "sku-7")))'),
    (products, 'masterData(current(variants(sku = "sku-7")))'),
    (products, 'masterData(current(categories(id = "c")))'),
    (views.staged, 'categories(id = "c")'),
    (views.staged, 'taxCategory(id = "t")'),
    (categories, 'parent(id = "c")'),
    (categories, 'key = "hats"'),
    (standalone_prices, 'sku = "sku-7"'),
    (standalone_prices, 'sku in ("sku-7", "sku-8")'),
    (inventory, 'sku = "sku-7"'),
    (inventory, 'sku in ("sku-7", "sku-8")'),
]


@pytest.mark.parametrize(("listed", "where"), ASKED, ids=[where for _, where in ASKED])
def test_a_question_is_answered_by_an_index(app, listed, where):
    assert "COLLSCAN" not in plan_of_where(listed, where)


def test_a_key_is_found_by_an_index(app):
    assert "COLLSCAN" not in plan_of(products, named("shop", key="hat-7"))


def test_what_refers_to_something_is_found_by_an_index(app):
    assert "COLLSCAN" not in plan_of(products, {"projectKey": "shop", NOTED: "type:t"})


@pytest.mark.parametrize("sort", ["", "createdAt desc", "lastModifiedAt", "lastModifiedAt desc", "id", "id desc"])
def test_an_index_has_the_order_of_a_list_one_way_or_the_other(sort):
    asked = order(products, MultiDict({"sort": sort} if sort else {}))
    declared = [list(index.document["key"].items())[1:] for index in indexes_of(products.document)]
    assert asked in declared or [(path, -way) for path, way in asked] in declared
