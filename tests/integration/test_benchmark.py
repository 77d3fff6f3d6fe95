# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The benchmark's tasks of this collection do what the cases say. Those of the peer need its package, and run there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from benchmark import ours
from benchmark.cases import CASES
from benchmark.playbook import Outcome, Task
from benchmark.verdict import Run, flaws
from benchmark.world import World
from emulator import Emulator
from support.modules import Runner

QUICK = [
    name for name, case in CASES.items() if name != "ping" and case.rounds is None and case.service_s is None
]

Do = Callable[[list[Task]], bool]


@pytest.fixture
def world(emulator: Emulator) -> World:
    return World(emulator)  # type: ignore[arg-type]


@pytest.fixture
def do(run: Runner) -> Do:
    """Run tasks; whether one of them changed something."""

    def run_all(tasks: list[Task]) -> bool:
        results: list[dict[str, Any]] = [
            run(module.removeprefix("classic.elb."), **options)
            for task in tasks
            for module, options in task.items()
        ]
        return any(result.get("changed") for result in results)

    return run_all


@pytest.mark.parametrize("name", QUICK)
def test_tasks_change_what_they_should_and_lose_nothing(name: str, world: World, do: Do) -> None:
    case = CASES[name]
    case.prepare(world)
    before = world.state()
    world.service.clear_log()
    changed = do(case.ours(world.network))
    run = Run(Outcome(0, 0, failed=False, changed=changed), world.service.log, before, world.state())
    assert changed == any(entry["effect"] for entry in run.log)
    assert (before != run.after) == (changed and name != "members_50")
    assert flaws(run, run) == []


def test_everything_is_what_the_world_builds(world: World, do: Do) -> None:
    CASES["no_change"].prepare(world)
    built = world.state()
    world.clear()
    do(ours.everything(world.network))
    assert world.state() == {"shop": {**built["shop"], "members": set()}}


def test_a_listener_that_is_made_anew_is_a_flaw(world: World) -> None:
    """With what the peer's certificate task sends."""
    CASES["certificate"].prepare(world)
    before, reference = world.state(), world.state()
    world.service.clear_log()
    elb, shop = world.client("elb"), {"LoadBalancerName": "shop"}
    (old,) = [each for each in before["shop"]["listeners"].values() if each["LoadBalancerPort"] == 443]
    elb.delete_load_balancer_listeners(**shop, LoadBalancerPorts=[443])
    elb.create_load_balancer_listeners(
        **shop, Listeners=[{key: value for key, value in old.items() if key != "policies"}]
    )
    outcome = Outcome(0, 0, failed=False, changed=True)
    anew = Run(outcome, world.service.log, before, world.state())
    assert flaws(anew, Run(outcome, [], before, reference)) == [
        "port 443 is closed in between",
        "port 443 loses `ec2-elb-lb-LBCookieStickinessPolicyType` and `tls-1-2`",
    ]
