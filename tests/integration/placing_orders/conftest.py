"""Orders as their clients see them."""

from tests.support.order_pools import api, app, pools, sagas_of_order  # noqa: F401
