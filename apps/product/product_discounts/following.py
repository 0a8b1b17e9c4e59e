"""Prices follow the discounts: all products and standalone prices of a project are looked at after a discount changed,
came into force, ended or went, in batches, by a worker.

A discount says from when on prices may not show it (``_unfollowedSince``): at once when it was written, later when its
time begins or ends. A worker looks for such moments now and then, brings the products up to date, each by a guarded
write, and sets the next moment if the discount is still the one it read. So a crash loses nothing, and twice is as good
as once.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime

from apps.product.product_discounts.document import ProductDiscount
from apps.product.product_discounts.notes import GIVEN_UP_AFTER, notes
from apps.product.product_discounts.prices import discounted, discounts_in_force
from apps.product.products.document import Product
from apps.product.products.messages import ProductPriceDiscountsSet
from apps.product.standalone_prices.discounts import discounted_by
from apps.product.standalone_prices.document import StandalonePrice
from apps.product.standalone_prices.messages import StandalonePriceDiscountSet
from common.database import database
from common.errors import ConcurrentModification, ResourceNotFound
from common.events.lease import hold
from common.resources.collection import ALIVE, load
from common.resources.context import Context, Sources
from common.resources.document import Resource, Stored, collection_of, on_the_wire, restored, stored
from common.resources.write import save_change
from common.wire.json import Json
from common.wire.times import now_text

LEASE = "prices follow their discounts"
BATCH = 100
AT_ONCE = 500


def follow_all(sources: Sources) -> None:
    """Unless another worker is at it."""
    now = now_text()
    changed = list(collection_of(ProductDiscount).find({"_unfollowedSince": {"$lte": now}}, {"_outbox": 0}))
    gone = list(notes().find({}))
    for project_key in sorted({each["projectKey"] for each in (*changed, *gone)}):
        if not _follow_project(Context(project_key, sources, now=now)):
            return
    _follow_notes(sources, now)
    for discount in changed:
        _note_next_moment(discount, now)
    for note in gone:
        is_there = collection_of(ProductDiscount).find_one({"_id": note["_id"], **ALIVE}, {"_id": 1})
        is_old = datetime.now(UTC) - note["at"].replace(tzinfo=UTC) > GIVEN_UP_AFTER
        if is_there is None or is_old:
            notes().delete_one({"_id": note["_id"], "at": note["at"]})


def _follow_notes(sources: Sources, now: str) -> None:
    """Standalone prices whose products changed."""
    noted = collection_of(StandalonePrice).find({"_unfollowedSince": {"$lte": now}}, {"_outbox": 0}).limit(AT_ONCE)
    in_force: dict[str, list[Json]] = {}
    for found in noted:
        project_key = found["projectKey"]
        if project_key not in in_force:
            in_force[project_key] = discounts_in_force(project_key, now)
        with suppress(ResourceNotFound):
            _follow_alone(found, in_force[project_key], Context(project_key, sources, now=now))
        as_read = {"_id": found["_id"], "_unfollowedSince": found["_unfollowedSince"]}
        collection_of(StandalonePrice).update_one(as_read, {"$unset": {"_unfollowedSince": ""}})


def _note_next_moment(discount: Stored, now: str) -> None:
    bounds = [discount[name] for name in ("validFrom", "validUntil") if discount.get(name, now) > now]
    change = {"$set": {"_unfollowedSince": min(bounds)}} if bounds else {"$unset": {"_unfollowedSince": ""}}
    as_read = {"_id": discount["_id"], "projectKey": discount["projectKey"], "version": discount["version"]}
    collection_of(ProductDiscount).update_one(as_read, change)


def _follow_project(context: Context) -> bool:
    """Whether all its products were seen to."""
    discounts = discounts_in_force(context.project_key, context.now)
    follows: dict[type[Resource], Callable[[Stored, Sequence[Json], Context], None]]
    follows = {Product: _follow, StandalonePrice: _follow_alone}
    for document, follow in follows.items():
        for batch in _batches(document, context.project_key):
            if not hold(database("product"), LEASE):
                return False
            for found in batch:
                with suppress(ResourceNotFound):
                    follow(found, discounts, context)
    return True


def _batches(document: type[Resource], project_key: str) -> Iterator[list[Stored]]:
    """All of the project, by their ids: none is seen twice, and no cursor stays open."""
    last = ""
    while True:
        wanted = {"projectKey": project_key, "_id": {"$gt": last}, **ALIVE}
        batch = list(collection_of(document).find(wanted, {"_outbox": 0}, sort=[("_id", 1)], limit=BATCH))
        if not batch:
            return
        yield batch
        last = batch[-1]["_id"]


def _follow(found: Stored, discounts: Sequence[Json], context: Context) -> None:
    master_data, updated = discounted(on_the_wire(found), discounts, context)
    if not updated:
        return
    product = restored(Product, found)
    before = stored(product)
    master_data["hasStagedChanges"] = master_data["current"] != master_data["staged"]
    product.master_data = master_data
    product.version += 1
    product.last_modified_at = now_text()
    try:
        save_change("product", product, before, [ProductPriceDiscountsSet(updated)])
    except ConcurrentModification:  # somebody else changed it: once more, on what they made of it
        if again := load(Product, product.project_key, _id=product.id):
            _follow({**stored(again)}, discounts, context)


def _follow_alone(found: Stored, discounts: Sequence[Json], context: Context) -> None:
    wanted = discounted_by(discounts, on_the_wire(found), context)
    if wanted == found.get("discounted"):
        return
    price = restored(StandalonePrice, found)
    before = stored(price)
    price.discounted = wanted
    price.version += 1
    price.last_modified_at = now_text()
    try:
        save_change("standalone-price", price, before, [StandalonePriceDiscountSet(wanted)])
    except ConcurrentModification:  # somebody else changed it: once more, on what they made of it
        if again := load(StandalonePrice, price.project_key, _id=price.id):
            _follow_alone(stored(again), discounts, context)
