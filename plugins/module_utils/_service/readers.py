# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads beside each other. Private to classic.elb."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from typing import Any, Optional

Job = Optional[tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any], "Future[Any]"]]


class Readers:
    """At most so many threads, started as they are needed.

    Other than those of an executor they are daemons: no process that has been interrupted has to wait for an answer
    that nobody wants any more.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._threads: list[threading.Thread] = []
        self._jobs: SimpleQueue[Job] = SimpleQueue()
        self._idle = threading.Semaphore(0)

    def submit(self, function: Callable[..., Any], *arguments: Any, **options: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self._jobs.put((function, arguments, options, future))
        if len(self._threads) < self._most and not self._idle.acquire(blocking=False):
            thread = threading.Thread(target=self._work, daemon=True)
            thread.start()
            self._threads.append(thread)
        return future

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            function, arguments, options, future = job
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(function(*arguments, **options))
                except BaseException as error:
                    future.set_exception(error)
            self._idle.release()

    def close(self, wait: bool) -> None:
        """Drop what has not begun; with ``wait``, see the end of what has."""
        with contextlib.suppress(Empty):
            while True:
                self._jobs.get_nowait()
        for _thread in self._threads:
            self._jobs.put(None)
        for thread in self._threads if wait else ():
            thread.join()
