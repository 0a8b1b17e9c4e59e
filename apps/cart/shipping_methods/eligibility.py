"""For which carts a shipping method is meant: those that its predicate matches, of its stores if it has any.

https://docs.commercetools.com/api/projects/predicates
"""

from typing import Annotated

from marshmallow import ValidationError
from marshmallow.validate import Validator

from common.errors import InvalidInput
from common.predicates import Shape, matches, parse
from common.wire.json import Json


class _IsPredicate(Validator):
    def __call__(self, value: str) -> str:
        try:
            parse(value)
        except InvalidInput as problem:
            raise ValidationError(str(problem)) from None
        return value


CartPredicate = Annotated[str, _IsPredicate()]


def suits_cart(method: Json, cart: Json, shape: Shape) -> bool:
    """A predicate that asks for what carts do not have matches none."""
    try:
        return "predicate" not in method or matches(parse(method["predicate"]), cart, shape)
    except InvalidInput:
        return False


def suits_store(method: Json, cart: Json) -> bool:
    keys = [store["key"] for store in method.get("stores", ())]
    return not keys or cart.get("store", {}).get("key") in keys
