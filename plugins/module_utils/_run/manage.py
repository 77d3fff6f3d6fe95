# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Managing a balancer: read, plan, and either tell or do it. Check mode is one ``if``, here. Private to classic.elb."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Callable, Optional

from ansible_collections.classic.elb.plugins.module_utils._model.errors import ElbError
from ansible_collections.classic.elb.plugins.module_utils._model.render import difference, render
from ansible_collections.classic.elb.plugins.module_utils._model.state import Balancer
from ansible_collections.classic.elb.plugins.module_utils._model.step import (
    IMPACTS,
    OUTAGE,
    Step,
    worst_impact,
)
from ansible_collections.classic.elb.plugins.module_utils._plan.plan import Plan, refuse_beyond
from ansible_collections.classic.elb.plugins.module_utils._run.execute import execute
from ansible_collections.classic.elb.plugins.module_utils._run.module import Result, Task
from ansible_collections.classic.elb.plugins.module_utils._service.reading import read_balancer

Planner = Callable[[Optional[Balancer]], Plan]

MAX_IMPACT = {"type": "str", "choices": list(IMPACTS), "default": OUTAGE}


def manage_part(task: Task, name: str, make_plan: Callable[[Balancer], Plan]) -> Result:
    """Like ``manage``, for a part of a balancer: without the balancer there is none, and none can be made."""

    def plan_part(before: Balancer | None) -> Plan:
        if before is None and task.options["state"] == "present":
            raise ElbError(f"balancer: there is no balancer '{name}' in {task.client.connection.region}.")
        return Plan(None) if before is None else make_plan(before)

    return manage(task, name, plan_part)


def manage(task: Task, name: str, make_plan: Planner) -> Result:
    plan, after = perform(task, name, make_plan)
    return told(task, name, plan.steps, plan.before, after)


def perform(task: Task, name: str, make_plan: Planner) -> tuple[Plan, Balancer | None]:
    """The plan, and the balancer after it, as it is or, in check mode, as it would be."""
    plan = make_plan(read_balancer(task.client, name))
    refuse_beyond(plan.steps, task.options["max_impact"])
    for note in plan.notes:
        task.warn(note)
    return plan, plan.now if task.check_mode else execute(task.client, plan)


def told(
    task: Task, name: str, steps: Sequence[Step], before: Balancer | None, after: Balancer | None
) -> Result:
    """The result keys are those of every module that manages a balancer."""
    impact = worst_impact(steps)
    result: Result = {
        "changed": bool(steps),
        "balancer": render(after),
        "actions": [step.describe() for step in steps],
        "impact": impact,
    }
    if task.diff_mode:
        result["diff"] = {
            **difference(before, after),
            "before_header": name,
            "after_header": f"{name} (impact: {impact})",
        }
    return result
