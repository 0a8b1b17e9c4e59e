"""Which scopes exist, and which include which."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.auth import Principal, Scopes
from common.auth.scopes import NAMES
from common.errors import OAuthError

SHOP = "shop"
words = st.sampled_from(sorted(NAMES)).map(lambda name: f"{name}:{SHOP}")


def scopes(text: str) -> Scopes:
    return Scopes.asked_for(text, SHOP)


def test_to_manage_includes_to_view():
    assert scopes("manage_products:shop").allow("view_products", SHOP)
    assert scopes("manage_products:shop").allow("view_published_products", SHOP)


def test_to_view_does_not_include_to_manage():
    assert not scopes("view_products:shop").allow("manage_products", SHOP)


def test_managing_the_project_includes_everything_in_it():
    everything = scopes("manage_project:shop")
    assert all(everything.allow(name, SHOP) for name in NAMES)
    assert everything.allow("manage_orders", SHOP, "berlin")


def test_a_permission_ends_at_the_border_of_its_project():
    assert not scopes("manage_project:shop").allow("view_products", "other-shop")


def test_a_permission_for_one_store_is_none_for_the_project_or_another_store():
    berlin = scopes("manage_orders:shop:berlin")
    assert berlin.allow("view_orders", SHOP, "berlin")
    assert not berlin.allow("view_orders", SHOP, "paris")
    assert not berlin.allow("view_orders", SHOP)


@pytest.mark.parametrize(
    "invented",
    [
        "manage_everything:shop",
        "manage_products:other-shop",
        "manage_products",
        "manage_products:",
        "manage_products:shop:",
        "manage_tax_categories:shop:berlin",
        "customer_id:somebody",
        "anonymous_id:somebody",
        "manage_products:shop:berlin:again",
    ],
)
def test_a_scope_that_does_not_exist_cannot_be_asked_for(invented):
    with pytest.raises(OAuthError) as refused:
        scopes(f"view_products:shop {invented}")
    assert refused.value.error == "invalid_scope"


@given(st.lists(words), st.lists(words))
def test_asking_for_less_never_gives_more(held, wanted):
    granted, asked = Scopes(tuple(held)), Scopes(tuple(wanted))
    try:
        asked.within(granted)
    except OAuthError:
        return
    assert all(granted.allow(name, SHOP) for name in NAMES if asked.allow(name, SHOP))


def test_the_scope_of_a_token_ends_with_who_the_shopper_is():
    shopper = Principal("client", SHOP, scopes("manage_my_orders:shop"), anonymous_id="a-1")
    assert shopper.scope == "manage_my_orders:shop anonymous_id:a-1"
