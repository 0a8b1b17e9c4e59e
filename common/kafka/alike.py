"""Tasks that are alike, in one batch: Celery works out how the first is sent, and the others are sent in the same way.

What `send_task` looks up and decides (the task's own options, its route, its parent) costs more than the message. Of
tasks with one name and the same options it comes to the same each time, so the first is watched. The others' messages
are made, signalled, serialized and sent by Celery all the same.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from celery import Celery
from celery.app.routes import MapRoute
from celery.utils.saferepr import saferepr

Options = dict[str, Any]
OF_EACH = ("headers", "argsrepr", "kwargsrepr")  # in what they may differ, beside id and arguments
_NEVER_ALIKE = frozenset({"expires", "expiration", "connection"})  # worked out from the clock; sent elsewhere
_GIVEN = ("task_id", "name", "args", "kwargs")  # `create_task_message` takes them first
_ENOUGH = 100  # ways to send that are remembered


class _WatchedAmqp:
    """What makes and sends messages; notes how it is asked to."""

    def __init__(self, amqp: Any) -> None:
        self._amqp = amqp
        self.made: tuple[Any, ...] = ()
        self.made_with: Options = {}
        self.sent_with: Options = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._amqp, name)

    def create_task_message(self, *args: Any, **options: Any) -> Any:
        self.made, self.made_with = args, options
        return self._amqp.create_task_message(*args, **options)

    def send_task_message(self, producer: Any, name: str, message: Any, **options: Any) -> Any:
        self.sent_with = options
        return self._amqp.send_task_message(producer, name, message, **options)


class _Watched:
    """An app as `Celery.send_task` sees it."""

    def __init__(self, app: Celery) -> None:
        self._app, self.amqp = app, _WatchedAmqp(app.amqp)
        self.told_backend: Any = None
        self.has_parent = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._app, name)

    @property
    def backend(self) -> Any:
        self.told_backend = self._app.backend
        return self.told_backend

    @property
    def current_worker_task(self) -> Any:
        task = self._app.current_worker_task
        self.has_parent = task is not None
        return task


@dataclass(frozen=True, slots=True)
class _Way:
    """How a task was sent, without what may differ from one to the next."""

    made: tuple[Any, ...]
    made_with: Options
    sent_with: Options
    told_backend: Any

    @classmethod
    def of(cls, watched: _Watched) -> "_Way":
        amqp = watched.amqp
        made_with, sent_with = (
            {name: value for name, value in options.items() if name not in OF_EACH}
            for options in (amqp.made_with, amqp.sent_with)
        )
        return cls(amqp.made[len(_GIVEN) :], made_with, sent_with, watched.told_backend)


class Alike:
    """For one batch, and the thread that fills it."""

    def __init__(self, app: Celery) -> None:
        self._app = app
        self._amqp: Any = app.amqp
        routes: Any = self._amqp.router.routes  # type: ignore[attr-defined]  # not in the stubs
        self._levels = app.conf.task_repr_maxlevels
        self._ways: dict[Hashable, _Way] = {}
        self._may_repeat = (
            _is_celerys_own(app.send_task)
            and self._amqp.create_task_message == self._amqp.as_task_v2
            and all(isinstance(route, MapRoute) for route in routes)  # others may look at arguments
        )

    def send(self, id: str, task: str, args: Any, kwargs: Any, each: Options, options: Options) -> None:
        """What `app.send_task` does with `each` (of `OF_EACH`) and the options, a producer among them."""
        same = (task, *options.items())
        try:
            way = self._ways.get(same)
        except TypeError:  # a list among the options
            self._app.send_task(task, args, kwargs, task_id=id, **each, **options)
            return
        if way is not None:
            self._send_again(way, id, task, args, kwargs, each, options["producer"])
        elif self._may_repeat and len(self._ways) < _ENOUGH and _NEVER_ALIKE.isdisjoint(options):
            watched: Any = _Watched(self._app)
            Celery.send_task(watched, task, args, kwargs, task_id=id, **each, **options)
            way = _Way.of(watched)
            is_told_to_parent = watched.has_parent and options.get("add_to_parent", True)
            if _NEVER_ALIKE.isdisjoint(way.sent_with) and not is_told_to_parent:
                self._ways[same] = way
        else:
            self._app.send_task(task, args, kwargs, task_id=id, **each, **options)

    def _send_again(self, way: _Way, id: str, task: str, args: Any, kwargs: Any, each: Options, producer: Any) -> None:
        amqp = self._amqp
        argsrepr, kwargsrepr = each.get("argsrepr"), each.get("kwargsrepr")
        if argsrepr is None:  # Celery would look up for each how deep to go
            argsrepr = saferepr(args or (), amqp.argsrepr_maxsize, self._levels)
        if kwargsrepr is None:
            kwargsrepr = saferepr(kwargs, amqp.kwargsrepr_maxsize, self._levels) if kwargs else "{}"
        shown = {**way.made_with, "argsrepr": argsrepr, "kwargsrepr": kwargsrepr}
        message = amqp.create_task_message(id, task, args, kwargs, *way.made, **shown)
        if way.told_backend is not None:
            way.told_backend.on_task_call(producer, id)
        amqp.send_task_message(producer, task, message, **way.sent_with, **each)


def _is_celerys_own(send_task: Any) -> bool:
    """Whoever put something in its place wants to be asked each time."""
    function = getattr(send_task, "__func__", None)
    return getattr(function, "__module__", None) == Celery.__module__ and not hasattr(function, "__wrapped__")
