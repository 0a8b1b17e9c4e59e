"""Custom objects: what merchants keep of their own, by container and key.

They have no update actions: whoever writes one replaces it.

https://docs.commercetools.com/api/projects/custom-objects
"""

from apps.account.custom_objects.document import CustomObject
from apps.account.custom_objects.draft import CustomObjectDraft
from common.resources.actions import Actions
from common.resources.card import ResourceType, Scopes

NOUNS = ("key_value_documents", "products", "orders", "customers")

custom_objects = ResourceType(
    path="custom-objects",
    type_id="key-value-document",
    document=CustomObject,
    draft=CustomObjectDraft,
    actions=Actions(CustomObject),
    scopes=Scopes(
        view=tuple(f"view_{noun}" for noun in NOUNS),
        manage=tuple(f"manage_{noun}" for noun in NOUNS),
    ),
)
