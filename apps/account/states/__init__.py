"""States: the steps of a merchant's own workflows for orders, line items, products, payments and reviews.

https://docs.commercetools.com/api/projects/states
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from mongoengine import BooleanField

from common.errors import InvalidInput, InvalidOperation
from common.resources.actions import Actions
from common.resources.card import ResourceType, Scopes
from common.resources.context import Context
from common.resources.document import JsonField, Resource
from common.resources.families.roles import roles
from common.resources.unique import Unique
from common.values.localized import Localized
from common.values.references import ToState
from common.values.states import initial_state
from common.values.texts import Key
from common.wire import dump

StateType = Literal[
    "OrderState",
    "RecurringOrderState",
    "LineItemState",
    "ProductState",
    "ReviewState",
    "PaymentState",
    "QuoteRequestState",
    "StagedQuoteState",
    "QuoteState",
]
Role = Literal["ReviewIncludedInStatistics", "Return"]


class State(Resource):
    meta: ClassVar = {"collection": "states", "db_alias": "account"}
    unique: ClassVar = (Unique("key"),)
    indexed: ClassVar = ("type", "transitions.id")

    key = JsonField(Key, required=True)
    type = JsonField(StateType, required=True)
    name = JsonField(Localized)
    description = JsonField(Localized)
    initial = BooleanField(default=True)
    built_in = BooleanField(default=False)
    roles = JsonField(tuple[Role, ...], default=list)
    transitions = JsonField(tuple[ToState, ...])  # absent: any other state; empty: none


@dataclass(frozen=True)
class StateDraft:
    key: Key
    type: StateType
    name: Localized | None = None
    description: Localized | None = None
    initial: bool = True
    roles: tuple[Role, ...] = ()
    transitions: tuple[ToState, ...] | None = None


def born(draft: StateDraft, context: Context) -> State:
    made = State(
        key=draft.key,
        type=draft.type,
        name=draft.name,
        description=draft.description,
        initial=draft.initial,
        roles=list(draft.roles),
    )
    made.transitions = transitions_at_rest(draft.transitions, draft.type, context)
    return made


def built_in(project_key: str) -> State:
    """The state in which the pieces of every line begin; each project has it from the start."""
    made = State(id=initial_state(project_key)["id"], key="Initial", type="LineItemState", built_in=True)
    made.project_key = project_key
    return made


def transitions_at_rest(targets: Sequence[Any] | None, type: str, context: Context) -> list[Any] | None:
    """A workflow stays among states of one type."""
    for target in targets or ():
        state = context.find("state", target.id)
        if state and state["type"] != type:
            raise InvalidInput(f"The state '{state['key']}' is a {state['type']}, not a {type}.")
    return None if targets is None else dump(list(targets))


actions = Actions(State)
actions.sets(
    changeInitial="initial",
    changeType="type",
    setDescription="description",
    setName="name",
)
actions.include(roles(Role, at_least_one=False))


@actions("changeKey")
@dataclass(frozen=True)
class ChangeKey:
    key: Key

    def apply(self, state: State) -> None:
        if self.key != state.key:
            check_not_built_in(state)
            state.key = self.key


@actions("setTransitions")
@dataclass(frozen=True)
class SetTransitions:
    """Without transitions any state of the type may follow; with an empty list none."""

    transitions: tuple[ToState, ...] | None = None

    def apply(self, state: State, context: Context) -> None:
        state.transitions = transitions_at_rest(self.transitions, state.type, context)


def check_not_built_in(state: State, _: Context | None = None) -> None:
    """InvalidOperation for a built-in state: every line of every cart begins in it."""
    if state.built_in:
        raise InvalidOperation(f"The state '{state.key}' is built in: it keeps its key and cannot be deleted.")


states = ResourceType(
    path="states",
    type_id="state",
    document=State,
    draft=StateDraft,
    actions=actions,
    scopes=Scopes(view=("view_states",), manage=("manage_states",)),
    born=born,
    check_delete=check_not_built_in,
)
