"""The errors a client can receive, one class per commercetools error code.

    ApiError
    ├── RequestError        what is wrong with the request itself      (request.py)
    ├── StateError          what the stored resources do not allow     (state.py)
    ├── AccessError         who is asking, and for what                (access.py)
    └── CapacityError       try again later                            (capacity.py)

The caller gives facts, the class knows the sentence: ``raise ConcurrentModification(id, 3, 4)``.

https://docs.commercetools.com/api/errors
"""

from common.errors.access import (
    ExpiredCustomerEmailToken,
    ExpiredCustomerPasswordToken,
    InsufficientScope,
    InvalidClient,
    InvalidCredentials,
    InvalidCurrentPassword,
    InvalidToken,
    OAuthError,
    TooManyAttempts,
)
from common.errors.api_error import ApiError, SeveralErrors, body_of
from common.errors.capacity import CapacityError, General, OverCapacity, TooManyGuesses
from common.errors.request import (
    ContentTooLarge,
    DuplicateField,
    InvalidField,
    InvalidInput,
    InvalidJsonInput,
    MethodNotAllowed,
    RequiredField,
    ResourceNotFound,
    UriNotFound,
)
from common.errors.state import (
    ConcurrentModification,
    InvalidOperation,
    ReferencedResourceNotFound,
    ReferenceExists,
    ResourceSizeLimitExceeded,
)

__all__ = [
    "ApiError",
    "CapacityError",
    "ConcurrentModification",
    "ContentTooLarge",
    "DuplicateField",
    "ExpiredCustomerEmailToken",
    "ExpiredCustomerPasswordToken",
    "General",
    "InsufficientScope",
    "InvalidClient",
    "InvalidCredentials",
    "InvalidCurrentPassword",
    "InvalidField",
    "InvalidInput",
    "InvalidJsonInput",
    "InvalidOperation",
    "InvalidToken",
    "MethodNotAllowed",
    "OAuthError",
    "OverCapacity",
    "ReferenceExists",
    "ReferencedResourceNotFound",
    "RequiredField",
    "ResourceNotFound",
    "ResourceSizeLimitExceeded",
    "SeveralErrors",
    "TooManyAttempts",
    "TooManyGuesses",
    "UriNotFound",
    "body_of",
]
