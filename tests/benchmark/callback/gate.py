# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lets a playbook go on task by task, when the benchmark says so, and tells how long each task took."""

from __future__ import annotations

import json
import multiprocessing
import os
import resource
import socket
import time
from typing import Any

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = r"""
name: gate
type: aggregate
short_description: Holds each task back until the benchmark lets it go, and measures it
description:
  - Speaks JSON, a line for each message, through the socket whose descriptor is in E(BENCHMARK_GATE).
author:
  - classic.elb contributors (@classic-elb)
"""

UNFINISHED_S = 10


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "gate"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self) -> None:
        super().__init__()
        self._benchmark = socket.socket(fileno=int(os.environ["BENCHMARK_GATE"])).makefile("rw")
        self._started = self._cpu = 0.0

    def v2_playbook_on_task_start(self, task: Any, is_conditional: bool) -> None:
        self._say({"ready": task.get_name()})
        self._benchmark.readline()
        self._cpu = _cpu_of_children()
        self._started = time.monotonic()

    def v2_runner_on_ok(self, result: Any) -> None:
        self._tell(result, failed=False)

    def v2_runner_on_failed(self, result: Any, ignore_errors: bool = False) -> None:
        self._tell(result, failed=True)

    def _tell(self, result: Any, failed: bool) -> None:
        wall = time.monotonic() - self._started
        # The system counts a process' time for its parent only when the parent has seen it end.
        for worker in multiprocessing.active_children():
            worker.join(UNFINISHED_S)
        said = result.result if hasattr(result, "result") else result._result  # before ansible-core 2.19
        self._say(
            {
                "wall": wall,
                "cpu": _cpu_of_children() - self._cpu,
                "failed": failed,
                "changed": bool(said.get("changed")),
                "message": _message(said) if failed else "",
            }
        )

    def _say(self, message: dict[str, Any]) -> None:
        self._benchmark.write(json.dumps(message) + "\n")
        self._benchmark.flush()


def _message(said: Any) -> str:
    """Why it failed; of a loop, why its first item did."""
    failed = [item for item in said.get("results", ()) if item.get("failed")]
    return " ".join(str((failed or [said])[0].get("msg", "")).split())


def _cpu_of_children() -> float:
    """Seconds of the processes that have ended: Ansible's worker, the shells and the module."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
