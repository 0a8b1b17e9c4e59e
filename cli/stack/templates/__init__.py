"""The forms of generated files, filled in with the table of services."""

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

_environment = Environment(
    loader=PackageLoader("cli.stack"),
    undefined=StrictUndefined,
    autoescape=False,  # noqa: S701  # configuration, not HTML
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


def render(template: str, **facts: Any) -> str:
    """The template's text; a fact it lacks is an error."""
    return _environment.get_template(template).render(**facts)
