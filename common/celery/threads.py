"""Celery's pool of threads, able to grow and shrink while it works: `celery control pool_grow`, Flower's buttons."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from celery.concurrency.thread import TaskPool


class ThreadPool(TaskPool):
    executor: ThreadPoolExecutor

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._former: list[ThreadPoolExecutor] = []

    def grow(self, n: int = 1) -> None:
        self._resize(self.limit + n)

    def shrink(self, n: int = 1) -> None:
        self._resize(max(1, self.limit - n))

    def _resize(self, limit: int) -> None:
        """What has begun, or waits for a thread, ends where it is; what comes from now on gets new threads."""
        former = self.executor
        self.executor, self.limit = ThreadPoolExecutor(limit), limit
        former.shutdown(wait=False)
        self._former.append(former)

    def on_stop(self) -> None:
        for former in self._former:
            former.shutdown(cancel_futures=True)
        super().on_stop()
