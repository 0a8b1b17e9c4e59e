"""From an empty catalogue to a placed order, by the commercetools SDK for Python as it comes from PyPI.

A program of its own, in an environment of its own (ci/sdk): it reads the CTP_… variables like any example of the SDK
and prints what it got as JSON.
"""

import json
import os
import sys
import time
import uuid

from commercetools.platform import Client
from commercetools.platform import models as ct

project_key = os.environ["CTP_PROJECT_KEY"]
# The SDK reads the rest from the environment: CTP_CLIENT_ID, CTP_CLIENT_SECRET, CTP_AUTH_URL, CTP_SCOPES.
shop = Client(url=os.environ["CTP_API_URL"]).with_project_key(project_key)
run = uuid.uuid4().hex[:8]


def localized(text: str) -> ct.LocalizedString:
    return ct.LocalizedString({"en": text})


def euros(cents: int) -> ct.Money:
    return ct.Money(cent_amount=cents, currency_code="EUR")


project = shop.get()

tax_category = shop.tax_categories().post(
    ct.TaxCategoryDraft(
        name=f"standard {run}",
        key=f"standard-{run}",
        rates=[ct.TaxRateDraft(name="MwSt", amount=0.19, included_in_price=True, country="DE")],
    )
)
product_type = shop.product_types().post(
    ct.ProductTypeDraft(
        name="hat",
        key=f"hat-{run}",
        description="what is worn on heads",
        attributes=[
            ct.AttributeDefinitionDraft(
                type=ct.AttributeTextType(),
                name="colour",
                label=localized("Colour"),
                is_required=False,
            )
        ],
    )
)
category = shop.categories().post(
    ct.CategoryDraft(name=localized("Hats"), slug=localized(f"hats-{run}"), key=f"hats-{run}")
)
product = shop.products().post(
    ct.ProductDraft(
        product_type=ct.ProductTypeResourceIdentifier(key=product_type.key),
        tax_category=ct.TaxCategoryResourceIdentifier(id=tax_category.id),
        categories=[ct.CategoryResourceIdentifier(id=category.id)],
        name=localized("Bowler"),
        slug=localized(f"bowler-{run}"),
        key=f"bowler-{run}",
        master_variant=ct.ProductVariantDraft(
            sku=f"bowler-black-{run}",
            attributes=[ct.Attribute(name="colour", value="black")],
            prices=[ct.PriceDraft(value=euros(4990), country="DE"), ct.PriceDraft(value=euros(5490))],
        ),
    )
)
product = (
    shop.products()
    .with_id(product.id)
    .post(
        ct.ProductUpdate(
            version=product.version,
            actions=[
                ct.ProductChangeNameAction(name=localized("Bowler hat"), staged=True),
                ct.ProductPublishAction(),
            ],
        )
    )
)
[found] = (
    shop.product_projections()
    .get(where=[f'slug(en="bowler-{run}")'], price_currency="EUR", price_country="DE", expand=["productType"])
    .results
)
stock = shop.inventory().post(ct.InventoryEntryDraft(sku=f"bowler-black-{run}", quantity_on_stock=10))

cart = shop.carts().post(
    ct.CartDraft(
        currency="EUR",
        country="DE",
        customer_email="shopper@example.com",
        inventory_mode=ct.InventoryMode.RESERVE_ON_ORDER,
    )
)
cart = (
    shop.carts()
    .with_id(cart.id)
    .post(
        ct.CartUpdate(
            version=cart.version,
            actions=[
                ct.CartAddLineItemAction(sku=f"bowler-black-{run}", quantity=2),
                ct.CartSetShippingAddressAction(
                    address=ct.BaseAddress(
                        country="DE",
                        first_name="Ada",
                        last_name="Lovelace",
                        street_name="Unter den Linden",
                        street_number="1",
                        postal_code="10117",
                        city="Berlin",
                    )
                ),
            ],
        )
    )
)
order = shop.orders().post(
    ct.OrderFromCartDraft(
        cart=ct.CartResourceIdentifier(id=cart.id),
        version=cart.version,
        order_number=f"py-{run}",
    )
)
order = shop.orders().with_id(order.id).get()
ordered = shop.carts().with_id(cart.id).get()
left = shop.inventory().with_id(stock.id).get()
# Not those of the order: the SDK cannot read kinds of messages that are kinds of kinds (it says so of OrderCreated).
messages = []
for _ in range(100):  # messages are a view of what happened, and come a moment later
    if messages := shop.messages().get(where=[f'resource(id="{product.id}")']).results:
        break
    time.sleep(0.1)

json.dump(
    {
        "project": project.key,
        "name": found.name["en"],
        "product type": found.product_type.obj.key == product_type.key,
        "price": found.master_variant.price.value.cent_amount,
        "cart total": cart.total_price.cent_amount,
        "tax": cart.taxed_price.total_tax.cent_amount,
        "order total": order.total_price.cent_amount,
        "order number": order.order_number == f"py-{run}",
        "order state": order.order_state.value,
        "cart state": ordered.cart_state.value,
        "available": left.available_quantity,
        "messages": [message.type for message in messages],
    },
    sys.stdout,
)
