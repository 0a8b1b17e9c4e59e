"""A product as shoppers see it: one of its halves, laid flat beside what both halves share.

https://docs.commercetools.com/api/projects/productProjections#productprojection
"""

from typing import Literal

from common.wire.json import Json

Half = Literal["current", "staged"]
NOT_SHOWN = frozenset({"masterData", "createdBy", "lastModifiedBy"})


def projection_of(product: Json, half: Half) -> Json:
    """``product`` is the JSON of a product; of the other half nothing is needed."""
    master_data = product["masterData"]
    shared = {name: value for name, value in product.items() if name not in NOT_SHOWN}
    flags = {name: master_data[name] for name in ("published", "hasStagedChanges")}
    return {**shared, **flags, **master_data[half]}
