# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An ansible-playbook that is held back before each of its tasks.

Several of them can be open at the same time, and only one works: the others cost nothing while they wait. So their
tasks alternate, and nobody's start-up is in the figures.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from support.playbook import INVENTORY

Task = dict[str, Any]

CALLBACKS = Path(__file__).with_name("callback")


@dataclass(frozen=True)
class Outcome:
    """What one or more tasks took, and how they ended."""

    wall: float
    cpu: float
    failed: bool
    changed: bool
    message: str = ""

    def __add__(self, other: Outcome) -> Outcome:
        return Outcome(
            self.wall + other.wall,
            self.cpu + other.cpu,
            self.failed or other.failed,
            self.changed or other.changed,
            self.message or other.message,
        )


NOTHING = Outcome(0, 0, failed=False, changed=False)


class Playbook:
    """A running ansible-playbook with these tasks for localhost."""

    def __init__(self, command: Path, tasks: Sequence[Task], environment: Mapping[str, str]) -> None:
        play = {"hosts": "localhost", "gather_facts": False, "ignore_errors": True, "tasks": list(tasks)}
        with ExitStack() as stack:
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            path = Path(folder, "playbook.yml")
            path.write_text(json.dumps([play]))  # JSON is YAML
            self._output = stack.enter_context(tempfile.TemporaryFile("w+"))
            here, there = socket.socketpair()
            stack.enter_context(here)
            self._process = subprocess.Popen(
                [command, "--inventory", str(INVENTORY), str(path)],
                env={
                    **environment,
                    "ANSIBLE_CALLBACK_PLUGINS": str(CALLBACKS),
                    "ANSIBLE_CALLBACKS_ENABLED": "gate",
                    "BENCHMARK_GATE": str(there.fileno()),
                },
                stdin=subprocess.DEVNULL,
                stdout=self._output,
                stderr=subprocess.STDOUT,
                pass_fds=[there.fileno()],
            )
            there.close()
            stack.callback(self._process.wait)
            stack.callback(self._process.terminate)
            self._gate = stack.enter_context(here.makefile("rw"))
            self._hear()
            self._left = len(tasks)
            self._stack = stack.pop_all()

    def __enter__(self) -> Playbook:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stack.close()

    def step(self) -> Outcome:
        """Let the next task run."""
        self._gate.write("\n")
        self._gate.flush()
        outcome = Outcome(**self._hear())
        self._left -= 1
        if self._left:
            self._hear()
        return outcome

    def _hear(self) -> dict[str, Any]:
        line = self._gate.readline()
        if not line:
            self._output.seek(0)
            sys.exit(f"ansible-playbook ended before its time:\n{self._output.read()}")
        message: dict[str, Any] = json.loads(line)
        return message
