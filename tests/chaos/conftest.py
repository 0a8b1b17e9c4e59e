"""Orders as their clients see them, with worker pools that can be killed."""

from tests.support.order_pools import api, app, pools, sagas_of_order  # noqa: F401
