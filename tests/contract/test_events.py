"""What services tell each other has the form that was agreed on: a golden file for each version that is read."""

import json
from pathlib import Path
from typing import Any

import pytest

from common.contracts.events import ResourceChanged
from common.contracts.versions import UnknownSchemaVersion

GOLDEN = Path(__file__).parent / "golden"


def golden(version: int) -> Any:
    return json.loads((GOLDEN / f"ResourceChanged.v{version}.json").read_text("utf-8"))


def test_what_is_told_now_is_the_golden_form_of_its_version() -> None:
    told = golden(ResourceChanged.schema_version)
    assert ResourceChanged.from_json(told).to_json() == told


@pytest.mark.parametrize(
    "version", [v for v in (ResourceChanged.schema_version - 1, ResourceChanged.schema_version) if v]
)
def test_this_version_and_the_one_before_are_understood(version: int) -> None:
    event = ResourceChanged.from_json(golden(version))
    assert (event.project_key, event.type_id, event.version) == ("hat-shop", "category", 4)
    assert [message["type"] for message in event.messages] == ["CategorySlugChanged"]


def test_a_field_we_do_not_know_yet_is_no_trouble() -> None:
    told = golden(ResourceChanged.schema_version)
    assert ResourceChanged.from_json({**told, "colour": "red"}) == ResourceChanged.from_json(told)


def test_a_later_version_is_left_to_a_later_reader() -> None:
    with pytest.raises(UnknownSchemaVersion, match="ResourceChanged"):
        ResourceChanged.from_json(golden(ResourceChanged.schema_version) | {"schemaVersion": 99})
