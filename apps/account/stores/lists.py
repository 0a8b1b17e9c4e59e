"""The lists of a store, each changed as a whole or by one element, each telling what came and what went."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import make_dataclass
from typing import Annotated, Any

from marshmallow.validate import Length

from apps.account.stores.document import Store
from common.resources.actions import Actions
from common.resources.context import Context
from common.resources.messages import Message
from common.wire import dump

MOST = 300  # of countries; of channels at most 100 are allowed (``channels``)

Check = Callable[[list[Any], Context], None]


def anything(_: list[Any], __: Context) -> None:
    """No rule for what stands in the list."""


def changed(store: Store, attribute: str, wanted: Iterable[Any], message: Callable[..., Message]) -> Iterator[Message]:
    """Set the list, each element once; the message, if that changed anything, says what was added and removed."""
    before = list(getattr(store, attribute))
    after = list({str(one): one for one in wanted}.values())
    setattr(store, attribute, after)
    if after != before:
        yield message([one for one in after if one not in before], [one for one in before if one not in after])


def of_list(
    attribute: str, one: str, hint: Any, message: Callable[..., Message], check: Check = anything
) -> Callable[[Actions[Any]], None]:
    """``setCountries``, ``addCountry`` and ``removeCountry`` for the list ``countries`` of a ``country`` each."""
    several = _camel_title(attribute)
    whole = make_dataclass(
        f"Set{several}", [(attribute, Annotated[tuple[hint, ...], Length(max=MOST)], ())], frozen=True
    )
    single = make_dataclass(_camel_title(one), [(one, hint)], frozen=True)

    def put(given: Any, store: Store, context: Context) -> Iterator[Message]:
        wanted = dump(getattr(given, attribute))
        check(wanted, context)
        return changed(store, attribute, wanted, message)

    def add(given: Any, store: Store, context: Context) -> Iterator[Message]:
        added = dump(getattr(given, one))
        check([added], context)
        return changed(store, attribute, [*getattr(store, attribute), added], message)

    def remove(given: Any, store: Store, _: Context) -> Iterator[Message]:
        gone = dump(getattr(given, one))
        return changed(store, attribute, [kept for kept in getattr(store, attribute) if kept != gone], message)

    def include(actions: Actions[Any]) -> None:
        actions.add(f"set{several}", whole, put)
        actions.add(f"add{_camel_title(one)}", single, add)
        actions.add(f"remove{_camel_title(one)}", single, remove)

    return include


def _camel_title(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))
