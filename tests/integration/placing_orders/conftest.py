"""Orders as their clients see them."""

from tests.support.order_pools import api, app, pools, sagas_of_order, told_at_once  # noqa: F401
