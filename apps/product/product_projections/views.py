"""Two views of the products' collection: ``current`` and ``staged``.

https://docs.commercetools.com/api/projects/productProjections
"""

from collections.abc import Mapping
from functools import partial

from werkzeug.datastructures import MultiDict

from apps.product.product_projections.locales import keep_locales
from apps.product.product_projections.stores import shown
from apps.product.products.catalog import ProductData
from apps.product.products.document import Product
from apps.product.products.price_selection import select_in, wanted_price
from apps.product.products.projection import Half, projection_of
from common.http.views import View
from common.predicates.shape import Kind, Shape
from common.predicates.shape_of import shape_of
from common.resources.collection import public
from common.resources.context import Context
from common.resources.document import Stored, on_the_wire
from common.resources.shape import document_shape
from common.wire.json import Json

FLAGS = {"published": Kind.BOOLEAN, "hasStagedChanges": Kind.BOOLEAN}


def _shape(half: Half) -> Shape:
    """The fields of the product, of its half and of its flags, side by side; each knows where it lies at rest."""
    product, of_half = document_shape(Product), shape_of(ProductData)
    shared = {name: field for name, field in product.fields.items() if name != "masterData"}
    at_rest = {name: f"masterData.{name}" for name in FLAGS}
    at_rest |= {name: f"masterData.{half}.{name}" for name in of_half.fields}
    return Shape({**shared, **FLAGS, **of_half.fields}, at_rest={**product.at_rest, **at_rest})


def _seen(half: Half, row: Stored) -> Json:
    return projection_of(on_the_wire(row), half)


def _present(projections: list[Json], arguments: MultiDict[str, str], context: Context) -> None:
    wanted, store = wanted_price(arguments, context), shown(arguments, context)
    locales = frozenset(arguments.getlist("localeProjection")) or store.languages
    for projection in projections:
        store.keep_prices(projection)
    if wanted:
        select_in([(projection, projection) for projection in projections], wanted, context)
    for projection in projections:
        if locales:
            keep_locales(projection, locales)


def _view(half: Half, other: Half, within: Mapping[str, bool]) -> View:
    return View(
        document=Product,
        shape=_shape(half),
        public=public(Product) | {f"masterData.{other}": 0},
        seen=partial(_seen, half),
        within=within,
        present=_present,
    )


current = _view("current", "staged", {"masterData.published": True})
staged = _view("staged", "current", {})
