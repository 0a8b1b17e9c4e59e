"""Which email addresses and days there are, and when two addresses are one."""

import pytest
from marshmallow import ValidationError

from apps.customer.customers.document import normal
from common.values.texts import Day, Email
from common.wire.schema import field_of


@pytest.mark.parametrize(
    "address", ["a@b.de", "ann.lee+hats@mail.example.co.uk", "änn@example.com", "a" * 240 + "@example.com"]
)
def test_an_email_address(address):
    assert field_of(Email).deserialize(address) == address


@pytest.mark.parametrize(
    "text",
    ["", "ann", "@b.de", "a@b", "a@b.", "a@.de", "a@b..de", "a@b@c.de", "a b@c.de", "a@b.de\n", "a" * 250 + "@b.de"],
)
def test_no_email_address(text):
    with pytest.raises(ValidationError):
        field_of(Email).deserialize(text)


def test_a_very_long_text_is_refused_at_once():
    hostile = "a@" + "." * 1_000_000 + " "
    with pytest.raises(ValidationError):
        field_of(Email).deserialize(hostile)


def test_only_the_case_of_ascii_does_not_count():
    assert normal("Ann@EXAMPLE.com") == normal("ann@example.com")
    assert len({normal("k@b.de"), normal("\u212a@b.de"), normal("\u017f@b.de"), normal("s@b.de")}) == 4


@pytest.mark.parametrize(
    "text", ["2026-02-29", "2026-2-1", "20260201", "2026-W05-1", "tomorrow", "2026-01-31T00:00:00Z"]
)
def test_no_day(text):
    with pytest.raises(ValidationError):
        field_of(Day).deserialize(text)


def test_a_day():
    assert field_of(Day).deserialize("2028-02-29") == "2028-02-29"
