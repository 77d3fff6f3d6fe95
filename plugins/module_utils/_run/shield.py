# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A plan that has begun is carried to its end, whatever asks the task to stop. Private to classic.elb."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from typing import Any

from ansible_collections.classic.elb.plugins.module_utils._model.errors import ElbError

STOPS = (signal.SIGHUP, signal.SIGINT, signal.SIGTERM, signal.SIGALRM)
"""A terminal that is closed, Ctrl-C, the end of a job, and the ``timeout`` of a task, which the others come before."""


@contextlib.contextmanager
def unbroken() -> Iterator[None]:
    """Have what would stop the task wait until the block is done: half a plan may be an outage, or a loss."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []

    def note(number: int, _frame: Any) -> None:
        came.append(number)

    before = {number: signal.getsignal(number) for number in STOPS}
    held = {number: handler for number, handler in before.items() if handler not in (signal.SIG_IGN, None)}
    try:
        for number in held:
            signal.signal(number, note)
        yield
    except ElbError:
        # It has more to tell than that the time was over, which is all that a time-out tells.
        came = [number for number in came if number != signal.SIGALRM]
        raise
    finally:
        for number, handler in held.items():
            signal.signal(number, handler)
        for noted in sorted(set(came), key=STOPS.index):
            signal.raise_signal(noted)
