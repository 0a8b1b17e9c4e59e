"""Errors of discounts and their codes."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from common.errors.api_error import ApiError
from common.wire.json import Json


class DiscountError(ApiError):
    pass


@dataclass
class DiscountCodeNonApplicable(DiscountError):
    """``state`` is why, where the code is known and stands in the cart; else ``reason`` says it."""

    private: ClassVar[frozenset[str]] = frozenset({"state"})
    discount_code: str | None = None
    discount_code_id: str | None = None
    reason: Literal["DoesNotExist", "TimeRangeNonApplicable"] | None = None
    valid_from: str | None = None
    valid_until: str | None = None
    validity_check_time: str | None = None
    state: str | None = None

    def __str__(self) -> str:
        why = {"DoesNotExist": "it does not exist", "TimeRangeNonApplicable": "this is not its time"}
        because = why[self.reason] if self.reason else f"its state is {self.state}"
        return f"The discount code '{self.discount_code}' cannot be applied: {because}."


@dataclass
class MaxCartDiscountsReached(DiscountError):
    private: ClassVar[frozenset[str]] = frozenset({"limit"})
    limit: int

    def __str__(self) -> str:
        return f"At most {self.limit} cart discounts can be active without a discount code."


@dataclass
class MaxDiscountGroupsReached(DiscountError):
    private: ClassVar[frozenset[str]] = frozenset({"limit"})
    limit: int

    def __str__(self) -> str:
        return f"Maximum number of active discount groups reached ({self.limit})."


@dataclass
class NoMatchingProductDiscountFound(DiscountError):
    private: ClassVar[frozenset[str]] = frozenset({"product_id", "variant_id", "price"})
    product_id: str
    variant_id: int
    price: Json

    def __str__(self) -> str:
        return f"No product discount applies to this price of variant {self.variant_id} of product '{self.product_id}'."
