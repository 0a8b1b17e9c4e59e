"""Shopping lists, on one card.

https://docs.commercetools.com/api/projects/shoppingLists
"""

from apps.cart.shopping_lists.actions import actions
from apps.cart.shopping_lists.document import ShoppingList
from apps.cart.shopping_lists.draft import ShoppingListDraft, born
from apps.cart.shopping_lists.presenting import present
from common.resources.card import ResourceType, Scopes

shopping_lists = ResourceType(
    path="shopping-lists",
    type_id="shopping-list",
    document=ShoppingList,
    draft=ShoppingListDraft,
    actions=actions,
    scopes=Scopes(view=("view_shopping_lists",), manage=("manage_shopping_lists",)),
    born=born,
    present=present,
    customer_path="customer.id",
    of_store="store",
)
