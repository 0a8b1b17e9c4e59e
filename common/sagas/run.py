"""One run of a saga: what its document holds, and how it changes. Pure; ``runs`` stores it.

    _id              the saga's id; also the id of what it brings about
    projectKey, saga
    given            what it was started with
    learned          what its steps were answered, until it is over; what the saga tells, until that is told
    step, forward    where it stands
    joinKey          what a repeated request would ask for again
    open             the joinKey while the run is not over
    dueAt, attempts  when the current command is sent again, and how often it was sent
    parked           true where somebody should look: sent in vain for long (and still sent, slowly)
    trail            what happened: [{command, outcome, at}]
    refusal          the error that turned it back
    endedAt          when it was over; its outcome is ``done`` or ``refused``
    once             true where there may be one run of this id for all time: it is never forgotten
    spentSince       the same time as endedAt, of all others: from then on its days are counted
    told             true once a caller has its answer

Times are BSON dates.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from common.contracts.command import Command
from common.sagas.saga import Outcome, Progress, Saga, command_at, filled, is_over, needed_from

Json = dict[str, Any]


@dataclass(frozen=True)
class Run:
    stored: Mapping[str, Any]

    @property
    def id(self) -> str:
        return str(self.stored["_id"])

    @property
    def project_key(self) -> str:
        return str(self.stored["projectKey"])

    @property
    def saga(self) -> str:
        return str(self.stored["saga"])

    @property
    def at(self) -> Progress:
        return Progress(self.stored["step"], self.stored["forward"])

    @property
    def attempts(self) -> int:
        return int(self.stored["attempts"])

    @property
    def is_over(self) -> bool:
        return "endedAt" in self.stored

    @property
    def state(self) -> str:
        """For people: ``under way``, ``turning back``, ``parked``; then ``done`` or ``refused``."""
        if self.is_over:
            return str(self.stored["outcome"])
        if self.stored.get("parked"):
            return "parked"
        return "under way" if self.at.forward else "turning back"

    @property
    def seconds(self) -> float:
        """How long it took; only of a run that is over."""
        return float((self.stored["endedAt"] - _aware(self.stored["startedAt"])).total_seconds())

    @property
    def refusal(self) -> Json | None:
        """Why it was taken back; None while under way and when done."""
        return self.stored.get("refusal")

    def command(self, saga: Saga) -> Command | None:
        """What is to be sent now."""
        wanted = command_at(saga, self.at)
        known = self.stored["given"] | self.stored.get("learned", {})
        return filled(wanted, self.id, self.project_key, known) if wanted else None


def begun(
    saga: Saga, project_key: str, given: Mapping[str, Any], join_key: str, due_at: datetime, id: str | None = None
) -> Run:
    once = {"once": True} if id else {}
    return Run(
        {
            "_id": id or str(uuid4()),
            "projectKey": project_key,
            "saga": saga.name,
            "given": dict(given),
            "learned": {},
            "step": 0,
            "forward": True,
            "joinKey": join_key,
            "open": join_key,
            "dueAt": due_at,
            "attempts": 1,
            "trail": [],
            "startedAt": now(),
            **once,
        }
    )


def moved(
    run: Run, saga: Saga, to: Progress, outcome: Outcome, due_at: datetime,
    learned: Mapping[str, Any] | None = None, refusal: Json | None = None,
) -> Run:  # fmt: skip
    """The run after its current command had this outcome; it forgets what no command will ask for any more."""
    command = command_at(saga, run.at)
    known, kept = run.stored["learned"] | dict(learned or {}), needed_from(saga, to) | frozenset(saga.tells)
    entry = {"command": command.__name__ if command else None, "outcome": outcome.value, "at": now()}
    changed = {
        **run.stored,
        "step": to.step,
        "forward": to.forward,
        "learned": {name: value for name, value in known.items() if name in kept},
        "trail": [*run.stored["trail"], entry],
        "dueAt": due_at,
        "attempts": 1,
    }
    changed.pop("parked", None)
    if refusal is not None:
        changed["refusal"] = refusal
    if is_over(saga, to):
        changed |= {"endedAt": now(), "outcome": (Outcome.DONE if to.forward else Outcome.REFUSED).value}
        if "once" not in changed:
            changed["spentSince"] = changed["endedAt"]
        for name in ("open", "dueAt"):
            del changed[name]
        if not changed["learned"]:
            del changed["learned"]
    return Run(changed)


def now() -> datetime:
    """Aware, in MongoDB's precision."""
    time = datetime.now(UTC)
    return time.replace(microsecond=time.microsecond // 1000 * 1000)


def _aware(time: datetime) -> datetime:
    return time if time.tzinfo else time.replace(tzinfo=UTC)
