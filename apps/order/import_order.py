"""Taking over an order that was placed elsewhere, where it also takes its stock."""

from common.contracts.checkout import ReleaseStock, ReserveStock, SettleStock
from common.contracts.importing import CreateImportedOrder, ImportOrder
from common.sagas.saga import Saga, Step

import_order = Saga(
    "import-order",
    Step(ReserveStock, undo=ReleaseStock),
    Step(CreateImportedOrder),  # the point of no return
    Step(SettleStock, if_needed=True),
    given=ImportOrder,
)
