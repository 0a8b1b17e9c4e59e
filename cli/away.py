"""Servers that do not answer, in one sentence instead of thirty lines of where it was noticed."""

from common.settings import settings

OF_MONGODB = ("ServerSelectionTimeoutError", "AutoReconnect", "NetworkTimeout")
OF_KAFKA = ("KafkaException", "KafkaUnavailable")
MISCONFIGURED = ("Refused", "ForeignTransport")


def away(problem: BaseException) -> str | None:
    """What to tell an operator; None where the problem is another. By name, as no driver need be imported for that."""
    kind, reason = type(problem).__name__, _reason(problem)
    if kind in OF_MONGODB:
        return f"MongoDB does not answer: {reason}. Is it up, and is PORT (or MONGODB_URI) the stack's?"
    if kind in OF_KAFKA:
        if "does not answer" not in reason:
            reason = f"Kafka at {settings().kafka.bootstrap_servers} does not answer: {reason}"
        return f"{reason}. Is it up, and is PORT (or KAFKA_BOOTSTRAP_SERVERS) the stack's?"
    if kind == "PortsTaken":
        return str(problem)
    if kind in MISCONFIGURED:
        return f"Kafka cannot be used as it is configured (KAFKA_…): {problem}"
    return None


def _reason(problem: BaseException) -> str:
    """Drivers go on with all that they tried; an error of librdkafka says it in ``str``."""
    first = problem.args[0] if problem.args else problem
    said = first.str() if hasattr(first, "str") else str(first)
    return said.split(", Timeout:")[0].split(" (configured")[0].rstrip(".")
