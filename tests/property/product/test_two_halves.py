"""Laws of the two halves of a product, whatever is done to it in whatever order."""

from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.product.products import products
from apps.product.products.draft import ProductDraft
from common.database import connect
from common.errors import ApiError
from common.resources.context import Context
from common.wire import read
from tests.support.servers import Server

NAMES = st.sampled_from(["hat", "cap", "bonnet"])
VARIANT_IDS = st.integers(1, 4)


@pytest.fixture(autouse=True, scope="module")
def database(mongodb_server: Server) -> None:
    """Every write of a product asks which discounts are in force; here there are none."""
    connect("product")


class OneType:
    """The product type of all these products (a ``common.resources.context.Source``)."""

    json = {  # noqa: RUF012 (a constant)
        "id": "hat",
        "attributes": [
            {"name": "brim", "type": {"name": "number"}, "level": "Variant"}
            | {"isRequired": False, "isSearchable": True, "attributeConstraint": "None"}
        ],
    }

    def by_id(self, project_key, ids):
        return {id: self.json for id in ids if id == "hat"}

    def by_key(self, project_key, keys):
        return {}


def price(cents):
    return {"value": {"currencyCode": "EUR", "centAmount": cents}}


def image(name):
    return {"url": f"https://shop.example/{name}.jpg", "dimensions": {"w": 1, "h": 1}}


def asset(name):
    return {"name": {"en": name}, "sources": [{"uri": f"https://shop.example/{name}.mp4"}]}


def on_variant(does, **fields):
    return st.fixed_dictionaries({"action": st.just(does), "variantId": VARIANT_IDS, **fields})


ACTIONS = st.one_of(
    st.fixed_dictionaries({"action": st.just("changeName"), "name": st.fixed_dictionaries({"en": NAMES})}),
    st.fixed_dictionaries({"action": st.just("changeSlug"), "slug": st.fixed_dictionaries({"en": NAMES})}),
    st.fixed_dictionaries({"action": st.just("addVariant"), "sku": NAMES, "prices": st.just([price(7)])}),
    st.fixed_dictionaries({"action": st.just("removeVariant"), "id": VARIANT_IDS}),
    on_variant("changeMasterVariant"),
    on_variant("addPrice", price=st.builds(price, st.integers(0, 9))),
    on_variant("setPrices", prices=st.lists(st.builds(price, st.integers(0, 9)), max_size=1)),
    on_variant("setAttribute", name=st.just("brim"), value=st.one_of(st.none(), st.integers(-(2**53), 2**53))),
    on_variant("addExternalImage", image=st.builds(image, NAMES)),
    on_variant("removeImage", imageUrl=NAMES.map(lambda name: image(name)["url"])),
    on_variant("addAsset", asset=st.builds(asset, NAMES)),
)


def a_product(context):
    draft = {"productType": {"id": "hat"}, "name": {"en": "hat"}, "slug": {"en": "hat"}, "variants": [{"sku": "v2"}]}
    made = read(ProductDraft, {**draft, "masterVariant": {"sku": "v1", "prices": [price(1)]}})
    context.resolve(made)
    return products.create(made, context)


def done_to(product, context, steps):
    """The product after those of the actions that can be done to it."""
    for step in steps:
        action = products.actions.read(step, "actions -> 0")
        try:
            list(action(product, context))
        except ApiError:
            continue
    return product


@settings(deadline=None)  # the first example reads schemas
@given(st.lists(ACTIONS, max_size=12))
def test_what_is_staged_touches_nothing_that_is_current(steps):
    context = Context("shop", {"product-type": OneType()})
    product = a_product(context)
    before = deepcopy(product.current)
    assert done_to(product, context, steps).current == before


@settings(deadline=None)
@given(st.lists(ACTIONS, max_size=12))
def test_what_is_done_to_both_halves_leaves_them_alike_ids_included(steps):
    context = Context("shop", {"product-type": OneType()})
    product = done_to(a_product(context), context, [{**step, "staged": False} for step in steps])
    assert product.current == product.staged


@settings(deadline=None)
@given(st.lists(ACTIONS, max_size=8), st.lists(ACTIONS, max_size=4))
def test_publishing_makes_the_halves_alike_and_parts_them_for_good(first, later):
    context = Context("shop", {"product-type": OneType()})
    product = done_to(a_product(context), context, [*first, {"action": "publish"}])
    assert product.current == product.staged
    published = deepcopy(product.current)
    done_to(product, context, later)
    assert product.current == published
    done_to(product, context, [{"action": "revertStagedChanges"}])
    assert product.staged == published


@settings(deadline=None)
@given(st.lists(ACTIONS, max_size=12))
def test_no_variant_gets_an_id_that_another_had(steps):
    context = Context("shop", {"product-type": OneType()})
    product, seen = a_product(context), {1, 2}
    for step in steps:
        before = {variant["id"] for variant in (product.staged["masterVariant"], *product.staged["variants"])}
        done_to(product, context, [step])
        after = {variant["id"] for variant in (product.staged["masterVariant"], *product.staged["variants"])}
        assert not (after - before) & seen
        seen |= after
