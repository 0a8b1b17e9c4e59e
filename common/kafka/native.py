"""Threads, locks and signals that stay real under gevent, and librdkafka handles that outlive a fork unharmed.

librdkafka blocks the whole operating-system thread, so it is polled from real threads even where gevent has
replaced `threading`. What such a thread touches must be real too: these locks are held for microseconds and
never across a switch of greenlets.
"""

import contextlib
import ctypes
import logging
import os
import select
import signal as signals
import sys
import threading
import time
from collections.abc import Callable
from typing import Any, Protocol
from weakref import WeakSet


def _original(module: str, name: str) -> Any:
    if "gevent.monkey" in sys.modules:
        return sys.modules["gevent.monkey"].get_original(module, name)
    return getattr(__import__(module), name)


def under_gevent() -> bool:
    monkey = sys.modules.get("gevent.monkey")
    return monkey is not None and bool(monkey.is_module_patched("threading"))


def lock() -> Any:
    return _original("_thread", "allocate_lock")()


def start_thread(target: Callable[[], None]) -> None:
    _original("_thread", "start_new_thread")(target, ())


# librdkafka's words go to Python's logs, from the thread that polls; under gevent that thread must not touch the
# logs' locks, which are green, so there they stay on stderr.
LOGGED: dict[str, Any] = {} if under_gevent() else {"logger": logging.getLogger("common.kafka.librdkafka")}


class Signal(Protocol):
    """Set once, from any thread; waited for without blocking other greenlets."""

    def set(self) -> None: ...

    def wait(self, timeout_seconds: float) -> bool: ...


class _ThreadSignal:
    def __init__(self) -> None:
        self._lock = lock()
        self._lock.acquire()

    def set(self) -> None:
        with contextlib.suppress(RuntimeError):  # set twice
            self._lock.release()

    def wait(self, timeout_seconds: float) -> bool:
        if self._lock.acquire(timeout=max(0.0, timeout_seconds)):
            self.set()
            return True
        return False


class _GreenSignal:
    def __init__(self) -> None:
        from gevent import get_hub
        from gevent.event import Event

        self._event = Event()
        self._async = get_hub().loop.async_()  # its send() is all a foreign thread may call
        self._async.start(self._event.set)

    def set(self) -> None:
        self._async.send()

    def wait(self, timeout_seconds: float) -> bool:
        try:
            return bool(self._event.wait(max(0.0, timeout_seconds)))
        finally:
            if self._event.is_set():
                self._async.stop()
                self._async.close()


def signal() -> Signal:
    return _GreenSignal() if under_gevent() else _ThreadSignal()


class Wakeup:
    """A pipe that any thread fills and an event loop, or a blocking wait, empties."""

    _open = False

    def __init__(self) -> None:
        self.fd, self._end = os.pipe()
        os.set_blocking(self.fd, False)
        os.set_blocking(self._end, False)
        self._open = True

    def set(self) -> None:
        with contextlib.suppress(BlockingIOError):  # full of wake-ups already
            if self._open:
                os.write(self._end, b"\0")

    def clear(self) -> None:
        with contextlib.suppress(BlockingIOError):
            os.read(self.fd, 65536)

    def wait(self, timeout_seconds: float | None) -> bool:
        poll = select.poll()  # looked up now: gevent puts its own here
        poll.register(self.fd, select.POLLIN)
        return bool(poll.poll(None if timeout_seconds is None else max(0.0, timeout_seconds) * 1000))

    def follow_signals(self) -> None:
        """Wake up for a signal too: an event loop would notice a SIGTERM only at its next timer."""
        if threading.current_thread() is threading.main_thread():
            before = signals.set_wakeup_fd(self._end, warn_on_full_buffer=False)
            if before != -1:  # somebody else's
                signals.set_wakeup_fd(before)

    def close(self) -> None:
        if self._open:
            self._open = False
            if threading.current_thread() is threading.main_thread():
                before = signals.set_wakeup_fd(-1)
                if before not in (-1, self._end):
                    signals.set_wakeup_fd(before)
            os.close(self.fd)
            os.close(self._end)

    def __del__(self) -> None:  # of a connection that was only asked something and never closed
        if not sys.is_finalizing():
            self.close()


def result(future: Any) -> Any:
    """A future's result; asked for, as its own wait knows nothing of greenlets when a foreign thread settles it."""
    while not future.done():
        time.sleep(0.003)
    return future.result()


class Owned(Protocol):
    """Something that holds a librdkafka handle, which only the process that made it may use or free."""

    native: Any


_owned: WeakSet[Any] = WeakSet()


def own(owner: Owned) -> None:
    """Protect the owner's handle in every child that this process will fork."""
    _owned.add(owner)


def never_free() -> None:
    """Keep every handle until the process ends.

    In a forked child librdkafka's threads do not exist: freeing a handle there waits for them for ever. At the end of
    a process it waits for more than a second, for nothing. So each gets a reference that nobody gives back.
    """
    for owner in list(_owned):
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(owner.native))
    _owned.clear()


os.register_at_fork(after_in_child=never_free)

now = time.monotonic
sleep = _original("time", "sleep")  # for real threads only
epoch = time.time
