"""The demo shop is the same everywhere, and everything in it can be sold."""

from apps.customer.service import service as customer
from apps.product.service import service as product
from cli.seed import shop
from common.service import Service
from common.wire import read


def draft_at(path: str, *services: Service) -> type:
    return next(card.draft for service in services for card in service.cards if card.path == path)


def test_a_number_is_always_the_same_product() -> None:
    assert [shop.product(n) for n in range(50)] == [shop.product(n) for n in range(50)]


def test_no_two_products_share_a_name_in_the_address_or_a_sku() -> None:
    products = [shop.product(n) for n in range(1, 500)]
    slugs = [slug for one in products for slug in set(one["slug"].values())]
    skus = [variant["sku"] for one in products for variant in (one["masterVariant"], *one["variants"])]
    assert len(set(slugs)) == len(slugs)
    assert len(set(skus)) == len(skus)


def test_every_draft_is_understood() -> None:
    for path, draft in shop.foundations():
        assert read(draft_at(path, product, customer), draft)
    for number in range(1, 100):
        assert read(draft_at("products", product), shop.product(number))
        assert all(read(draft_at("inventory", product), entry) for entry in shop.stock(shop.product(number)))
    assert [read(draft_at("customers", customer), draft) for draft in shop.customers(5)]


def test_every_variant_has_stock() -> None:
    draft = shop.product(7)
    skus = [variant["sku"] for variant in (draft["masterVariant"], *draft["variants"])]
    assert [entry["sku"] for entry in shop.stock(draft)] == skus
