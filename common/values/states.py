"""States that every project has from the start."""

from uuid import UUID, uuid5

NAMESPACE = UUID("5a0c2a58-6a0e-4a0f-9c1c-6d3b7c3a1e11")


def initial_state(project_key: str) -> dict[str, str]:
    """A reference to the built-in state in which line items begin; its id follows from the project."""
    return {"typeId": "state", "id": str(uuid5(NAMESPACE, f"{project_key}/Initial"))}
