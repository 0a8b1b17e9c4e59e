"""Functions as tasks that lose nothing.

    @handles(ReserveStock)
    def reserve_stock(command: ReserveStock) -> Answered: ...

    @listens("product", "category")
    def keep_search_index(event: ResourceChanged) -> None: ...

A worker's app names them by importing their modules, then calls ``register``. A handler that raises runs
again later, by way of its own pool's queue (an event topic belongs to all pools), with back-off; at last its
message becomes a dead letter with the reason. So it may run twice, and a retried event may come after newer
ones: handlers are idempotent, and compare versions or remember message ids.
"""

import logging
import random
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from celery import Celery
from celery.exceptions import Reject, Retry
from kombu.exceptions import OperationalError
from pymongo.errors import ConnectionFailure

from common.celery.sending import command_name, send_keyed
from common.contracts import answered, events
from common.contracts.answered import Answered
from common.contracts.command import Command
from common.contracts.events import ResourceChanged
from common.contracts.versions import UnknownSchemaVersion
from common.observability import trail
from common.replicas.owners import OwnerAway

logger = logging.getLogger(__name__)

C = TypeVar("C", bound=Command)
Handler = Callable[[C], Answered]
Listener = Callable[[ResourceChanged], None]

PAUSES_SECONDS = (1, 2, 4, 8, 16, 32, 60)
"""Before each further attempt; the last one repeats. Beyond 60 s a message would leave its place in the log.
"""
ATTEMPTS = 9
ATTEMPTS_WHILE_AWAY = 60
"""While the database, the broker, an owner or a release that understands it is away, which is no fault of the
message: about an hour.
"""
AWAY = (ConnectionFailure, OperationalError, OwnerAway, UnknownSchemaVersion)

Take = Callable[[Answered], None]

_handlers: dict[type[Command], Handler[Any]] = {}
_listeners: dict[str, tuple[frozenset[str], Listener]] = {}
_takers: dict[str, Take] = {}


def handles(command: type[C]) -> Callable[[Handler[C]], Handler[C]]:
    """Let the function receive this command; what it answers is sent to the saga. One receiver per
    command.
    """

    def declare(handler: Handler[C]) -> Handler[C]:
        if command in _handlers:
            raise TypeError(f"{command.__name__} has two receivers")
        _handlers[command] = handler
        return handler

    return declare


def listens(*about: str) -> Callable[[Listener], Listener]:
    """Let the function hear every change of these types, or that carries such messages (``OrderCreated``), or any
    (``MESSAGES``).
    """
    if not about:
        raise TypeError("a listener says what it wants to hear of")

    def declare(listener: Listener) -> Listener:
        hear(listener.__qualname__, listener, about)
        return listener

    return declare


def hear(name: str, listener: Listener, about: Iterable[str]) -> None:
    """``name`` stands in retried messages: it must mean the same after a restart."""
    if name in _listeners:
        raise TypeError(f"two listeners are called {name}")
    _listeners[name] = (frozenset(about), listener)


def register(celery: Celery) -> None:
    """Make tasks of everything declared so far in this process; the pool passes over events that nobody listens to."""
    celery.conf.broker_transport_options["interested_in"] = sorted(frozenset[str]().union(*_interests()))
    for command, handler in _handlers.items():
        if command.queue == celery.main:
            _register_handler(celery, command, handler)

    @celery.task(name=events.TASK, bind=True)
    def resource_changed(task: Any, told: Mapping[str, Any], only: list[str] | None = None) -> None:
        """Everyone here who listens to the type; ``only`` those that failed before."""
        try:
            event = ResourceChanged.from_json(told)
        except Exception as error:
            raise again_later(task, error, told, only) from error
        trail.note(project_key=event.project_key)
        failed: dict[str, Exception] = {}
        for name, (about, listener) in _listeners.items():
            if (only is None or name in only) and not about.isdisjoint(event.about):
                try:
                    listener(event)
                except Exception as trouble:  # not the other listeners'
                    logger.warning("%s failed: %s", name, trouble, exc_info=True)
                    failed[name] = trouble
        if failed:
            raise again_later(task, next(iter(failed.values())), told, sorted(failed))


def take_own_answers(service: str, take: Take) -> None:
    """What this pool's receivers answer to its own service's sagas needs no way through Kafka: an answer that is not
    taken has its command received again, which is answered as before.
    """
    _takers[service] = take


def _interests() -> Iterable[frozenset[str]]:
    return (about for about, _ in _listeners.values())


def _register_handler(celery: Celery, command: type[C], handler: Handler[C]) -> None:
    @celery.task(name=command_name(command), bind=True)
    def receive(task: Any, told: Mapping[str, Any]) -> None:
        try:
            answer = handler(command.from_json(told))
            if command.asked_by == celery.main and (take := _takers.get(command.asked_by)):
                take(answer)
            else:
                send_keyed(celery, answered.TASK, command.asked_by, answer.saga_id, answer.to_json())
        except Exception as error:
            logger.warning("%s failed: %s", command.__name__, error, exc_info=True)
            raise again_later(task, error, told) from error


def again_later(task: Any, error: Exception, *args: Any) -> Exception:
    """Send the task again, after a pause, to its own pool; what to raise then so that this run ends well.

    If it was tried often enough: what makes it a dead letter. If Kafka does not take it: what gives it back.
    """
    attempt = task.request.retries + 1
    if attempt >= (ATTEMPTS_WHILE_AWAY if isinstance(error, AWAY) else ATTEMPTS):
        return Reject(f"{type(error).__name__}: {error} (after {attempt} attempts)", requeue=False)
    pause_seconds = PAUSES_SECONDS[min(attempt, len(PAUSES_SECONDS)) - 1] * random.uniform(0.75, 1.0)  # noqa: S311
    headers = task.request.headers or {}
    try:
        task.apply_async(
            args,
            task_id=task.request.id,
            retries=attempt,
            countdown=pause_seconds,
            queue=task.app.main,
            headers={name: value for name, value in headers.items() if name == "partition_key"},
        )
    except OperationalError as away:
        return Reject(str(away), requeue=True)
    return Retry(str(error), error)
