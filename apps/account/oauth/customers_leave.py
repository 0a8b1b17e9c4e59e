"""Tokens that were given for a password end with it, and with the customer.

Only a reset ends them: who forgot his password may have lost it. Who changes his own shows the old one, and stays in.
"""

from apps.account.collections import collection
from apps.account.oauth.revocation import revoke
from common.contracts.events import ResourceChanged
from common.wire.times import as_time


def end_tokens(event: ResourceChanged) -> None:
    """End what the customer's refresh tokens gave, if the event says so. It may come again, and late: tokens that are
    younger than the reset stay.
    """
    resets = [as_time(message["createdAt"]) for message in event.messages if message.get("reset")]
    if not resets and not event.deleted:
        return
    of_customer = {"projectKey": event.project_key, "customerId": event.id}
    for kept in list(collection("refresh_tokens").find(of_customer, {"issuedAt": 1})):
        if event.deleted or "issuedAt" not in kept or kept["issuedAt"] <= max(resets):
            revoke(event.project_key, kept["_id"])
            collection("refresh_tokens").delete_one({"_id": kept["_id"]})
