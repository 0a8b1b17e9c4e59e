"""The store that a request is about: ``/{projectKey}/in-store/key={storeKey}/…`` (``common.http.in_store``)."""

from flask import has_request_context, request

ENVIRON = "ms-commerce.store"


def current_store() -> str | None:
    """Its key; None for a request about the whole project, and outside requests."""
    return request.environ.get(ENVIRON) if has_request_context() else None
