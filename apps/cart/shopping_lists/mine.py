"""Shopping lists as shoppers have them: their own.

https://docs.commercetools.com/api/projects/me-shoppingLists
"""

from dataclasses import replace

from apps.cart.shopping_lists import shopping_lists
from apps.cart.shopping_lists.actions import actions
from apps.cart.shopping_lists.document import ShoppingList
from apps.cart.shopping_lists.draft import MyShoppingListDraft, born_mine
from common.resources.actions import Actions
from common.resources.card import Scopes

THE_MERCHANTS = frozenset({"setAnonymousId", "setCustomer", "setKey", "setSlug", "setStore"})

my_actions = Actions(ShoppingList)
for _name in actions.declared:
    if _name not in THE_MERCHANTS:
        my_actions.take(_name, actions)

my_shopping_lists = replace(
    shopping_lists,
    path="me/shopping-lists",
    draft=MyShoppingListDraft,
    actions=my_actions,
    scopes=Scopes(view=("manage_my_shopping_lists",), manage=("manage_my_shopping_lists",)),
    born=born_mine,
    also_named=("key",),
)
