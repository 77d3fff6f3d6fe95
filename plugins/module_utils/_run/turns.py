# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Taking turns on a balancer. Private to classic.elb.

AWS knows no condition on a write, and a list of policies is always replaced as a whole (facts 1.6, 3.1): of two tasks
that read the same list and add to it, the later one undoes the work of the other; and two that count who serves, and
each take somebody out, leave too few. So the tasks of one user on one machine take turns, by a lock on a file of
theirs.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import random
import time
from collections.abc import Iterator
from typing import Any

from ansible_collections.classic.elb.plugins.module_utils._model.errors import ElbError

FIRST_PAUSE = 0.02
LONGEST_PAUSE = 0.5
LONGEST_WAIT = 900.0
"""Seconds for which a task waits while one other has its turn; a killed one leaves no lock behind."""


class Turn:
    """The right to write to one balancer, or to take members out, among the tasks that share the folder."""

    def __init__(self, folder: str, place: str, what: str) -> None:
        self._path = os.path.join(folder, hashlib.sha256(f"{place} {what}".encode()).hexdigest()[:32])
        self._what = what

    @contextlib.contextmanager
    def taken(self, wait: bool) -> Iterator[bool]:
        """Whether the turn is ours within the block. Where no file can be locked, it is: there is nobody to ask."""
        try:
            os.makedirs(os.path.dirname(self._path), mode=0o700, exist_ok=True)
            lock = open(self._path, "a", encoding="ascii")  # noqa: SIM115 (closed below)
        except OSError:
            yield True
            return
        with lock:
            yield self._lock(lock) or (wait and self._wait_for(lock))

    @staticmethod
    def _lock(file: Any) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.utime(file.fileno())
        except BlockingIOError:
            return False
        except OSError:
            pass  # a file system without locks
        return True

    def _wait_for(self, file: Any) -> bool:
        began = deadline = 0.0
        pause = FIRST_PAUSE
        while not self._lock(file):
            if (taken := os.fstat(file.fileno()).st_mtime) != began:  # it goes from one to the next
                began, deadline = taken, time.monotonic() + LONGEST_WAIT
            if time.monotonic() > deadline:
                raise ElbError(
                    f"Another task of this machine has been changing {self._what} for "
                    f"{LONGEST_WAIT:.0f} seconds, for which this one waited in vain. Nothing was changed; run it again."
                )
            time.sleep(pause * random.uniform(0.5, 1))
            pause = min(LONGEST_PAUSE, pause * 2)
        return True
