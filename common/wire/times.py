"""Times on the wire, and at rest: UTC, milliseconds, ``Z``. In this form they compare and sort as text."""

from datetime import UTC, datetime


def as_text(time: datetime) -> str:
    """``2026-11-23T03:50:00.000Z``; the time must be aware."""
    return time.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def as_time(text: str) -> datetime:
    """The aware time that an ISO 8601 text names; ValueError if it names none. Without an offset it is UTC."""
    time = datetime.fromisoformat(text)
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC)


def now_text() -> str:
    return as_text(datetime.now(UTC))
