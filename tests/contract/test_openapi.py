"""Our own OpenAPI: well-formed, in the reference's paths, and willing to take what the reference shows as examples."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from openapi_schema_validator import OAS30Validator
from openapi_spec_validator import OpenAPIV30SpecValidator

from cli.openapi import whole
from tests.support.examples import served_examples
from tests.support.reference import METHODS, reference

WITHOUT_TOKENS = ("/oauth/", "/api/account/", "/{projectKey}/payments/notifications/")
"""Where tokens come from, where people have sessions, where a payment service signs what it says."""
OURS_ALONE = (*WITHOUT_TOKENS, "/{projectKey}/orders/{id}/placement")
"""What the reference describes in prose, and what only we have."""


@pytest.fixture(scope="module")
def ours() -> dict[str, Any]:
    return whole()


def operations(ours: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in ours["paths"].items():
        yield from ((method, path, item[method]) for method in METHODS if method in item)


def test_it_is_openapi(ours: dict[str, Any]) -> None:
    assert not list(OpenAPIV30SpecValidator(ours).iter_errors())


def test_every_path_is_one_of_the_reference(ours: dict[str, Any]) -> None:
    known = {(o.method.lower(), _anonymous(o.path)) for o in reference().operations}
    served = {(m, _anonymous(path)) for m, path, _ in operations(ours) if not path.startswith(OURS_ALONE)}
    assert served - known == set()


def test_every_operation_says_what_it_does_and_who_may(ours: dict[str, Any]) -> None:
    wordless = [f"{m} {path}" for m, path, operation in operations(ours) if not operation.get("summary")]
    assert wordless == []
    free = [f"{m} {p}" for m, p, o in operations(ours) if "security" not in o and not p.startswith(WITHOUT_TOKENS)]
    assert free == []


@pytest.mark.parametrize(
    ("noun", "body"), [pytest.param(name, body, id=kind) for kind, name, body in served_examples()]
)
def test_its_schema_takes_the_examples(noun: str, body: dict[str, Any], ours: dict[str, Any]) -> None:
    name = f"{noun}{body['action'][0].upper()}{body['action'][1:]}Action"
    rule = {"$ref": f"#/components/schemas/{name}", "components": ours["components"]}
    assert [error.message for error in OAS30Validator(rule).iter_errors(body)] == []


def _anonymous(path: str) -> str:
    """A path whatever its variables are called."""
    return re.sub(r"\{\w+\}", "{}", path)
