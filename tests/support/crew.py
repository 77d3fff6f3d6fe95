# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Many tasks at the same moment, each in a process of its own, as Ansible's forks are."""

from __future__ import annotations

import importlib
import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from threading import Barrier
from types import SimpleNamespace
from typing import Any

from support.modules import Runner

Task = tuple[str, dict[str, Any]]

_start: Barrier


def run_at_once(emulator: Any, tasks: Sequence[Task], patience: float = 1.0) -> list[dict[str, Any]]:
    """The results of the tasks, which all begin when the last process is ready.

    ``patience`` scales how long AWS is given to settle; the pauses between attempts stay as they are.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["boto3", "pytest", "ansible.module_utils.testing"])
    barrier = context.Barrier(len(tasks))
    place = SimpleNamespace(url=emulator.url, network=emulator.network)
    with ProcessPoolExecutor(len(tasks), context, _enlist, (barrier,)) as crew:
        orders = [crew.submit(_work, place, module, options, patience) for module, options in tasks]
        return [order.result() for order in orders]


def _enlist(barrier: Barrier) -> None:
    global _start  # noqa: PLW0603 (a barrier reaches another process only at its birth)
    _start = barrier


def _work(place: Any, module: str, options: dict[str, Any], patience: float) -> dict[str, Any]:
    client: Any = importlib.import_module(
        "ansible_collections.classic.elb.plugins.module_utils._service.client"
    )
    client.SETTLE_FACTOR = patience
    run = Runner(place)
    _start.wait()
    return run.attempt(module, **options)
