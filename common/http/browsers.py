"""What browsers are told. Apps in them call the API from pages of other origins, with tokens of their shoppers.

Any origin may: what is asked for is decided by the token, which no browser adds by itself. The paths of people's
sessions do not take part: theirs is a cookie.

https://docs.commercetools.com/tutorials/mobile-spa
"""

from collections.abc import Mapping

from flask import Flask, Response, request

SECURED: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
ANY_ORIGIN: Mapping[str, str] = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "X-Correlation-ID, Retry-After, Location",
}
PREFLIGHT: Mapping[str, str] = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, DELETE, OPTIONS",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, User-Agent, X-Correlation-ID, *",  # * names not all
    "Access-Control-Max-Age": "86400",
}
OF_SESSIONS = ("/api/", "/internal/")


def install(app: Flask) -> None:
    app.after_request(_for_any_origin)
    app.after_request(_secured)


def _for_any_origin(response: Response) -> Response:
    if not request.path.startswith(OF_SESSIONS):
        response.headers.update(ANY_ORIGIN)
        if request.method == "OPTIONS":
            response.headers.update(PREFLIGHT)
    return response


def _secured(response: Response) -> Response:
    for name, value in SECURED.items():
        response.headers.setdefault(name, value)
    return response
