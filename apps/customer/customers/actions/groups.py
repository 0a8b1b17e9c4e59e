"""The groups whose prices and discounts a customer gets."""

from collections.abc import Iterator
from dataclasses import dataclass

from apps.customer.customers.actions.registry import actions
from apps.customer.customers.document import Customer, CustomerGroupAssignment
from apps.customer.customers.messages import (
    CustomerGroupAssignmentAdded,
    CustomerGroupAssignmentRemoved,
    CustomerGroupAssignmentsSet,
    CustomerGroupSet,
)
from common.errors import InvalidInput
from common.resources.messages import Message
from common.values.references import ToCustomerGroup
from common.wire import dump

actions.tells(setCustomerGroup=("customer_group", CustomerGroupSet))


@actions("setCustomerGroupAssignments")
@dataclass(frozen=True)
class SetCustomerGroupAssignments:
    customer_group_assignments: tuple[CustomerGroupAssignment, ...]

    def apply(self, customer: Customer) -> Iterator[Message]:
        old, new = customer.customer_group_assignments, dump(self.customer_group_assignments)
        if new != old:
            customer.customer_group_assignments = new
            yield CustomerGroupAssignmentsSet(customer_group_assignments=new, old_customer_group_assignments=old)


@actions("addCustomerGroupAssignment")
@dataclass(frozen=True)
class AddCustomerGroupAssignment:
    customer_group_assignment: CustomerGroupAssignment

    def apply(self, customer: Customer) -> Iterator[Message]:
        new = dump(self.customer_group_assignment)
        if new not in customer.customer_group_assignments:
            customer.customer_group_assignments = [*customer.customer_group_assignments, new]
            yield CustomerGroupAssignmentAdded(self.customer_group_assignment)


@actions("removeCustomerGroupAssignment")
@dataclass(frozen=True)
class RemoveCustomerGroupAssignment:
    customer_group: ToCustomerGroup

    def apply(self, customer: Customer) -> Iterator[Message]:
        gone = CustomerGroupAssignment(self.customer_group)
        kept = [one for one in customer.customer_group_assignments if one != dump(gone)]
        if kept == customer.customer_group_assignments:
            raise InvalidInput(f"The customer is not assigned to the customer group '{self.customer_group.id}'.")
        customer.customer_group_assignments = kept
        yield CustomerGroupAssignmentRemoved(gone)
