# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Managing a balancer: read, plan, and either tell or do it. Check mode is one ``if``, here. Private to classic.elb."""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable, Optional

from ansible_collections.classic.elb.plugins.module_utils._model.errors import ElbError
from ansible_collections.classic.elb.plugins.module_utils._model.render import difference, render
from ansible_collections.classic.elb.plugins.module_utils._model.state import Balancer
from ansible_collections.classic.elb.plugins.module_utils._model.step import IMPACTS, OUTAGE, refuse_beyond
from ansible_collections.classic.elb.plugins.module_utils._run.module import Result, Task
from ansible_collections.classic.elb.plugins.module_utils._service.reading import start_balancer

if TYPE_CHECKING:
    from ansible_collections.classic.elb.plugins.module_utils._plan.plan import Plan

Planner = Callable[[Optional[Balancer]], "Plan"]
PartPlanner = Callable[[Balancer], "Plan"]

MAX_IMPACT = {"type": "str", "choices": list(IMPACTS), "default": OUTAGE}


def manage_part(task: Task, name: str, load_planner: Callable[[], PartPlanner]) -> Result:
    """Like ``manage``, for a part of a balancer: without the balancer there is none, and none can be made."""

    def load() -> Planner:
        from ansible_collections.classic.elb.plugins.module_utils._plan.plan import Plan

        make_plan = load_planner()

        def plan_part(before: Balancer | None) -> Plan:
            if before is None and task.options["state"] == "present":
                raise ElbError(f"balancer: there is no balancer '{name}' in {task.client.connection.region}.")
            return Plan(None) if before is None else make_plan(before)

        return plan_part

    return manage(task, name, load)


def manage(task: Task, name: str, load_planner: Callable[[], Planner]) -> Result:
    """The result keys are those of every module that manages a balancer.

    ``load_planner`` imports what planning takes; a process of its own has to compile that, and does so while AWS
    answers.
    """
    read = start_balancer(task.client, name)
    make_plan = load_planner()
    before = read()
    plan = make_plan(before)
    refuse_beyond(plan.steps, task.options["max_impact"])
    for warning in plan.warnings:
        task.warn(warning)
    after = plan.now if task.check_mode or not plan.steps else _executed(task, plan)
    result: Result = {
        "changed": bool(plan.steps),
        "balancer": render(after),
        "actions": [step.describe() for step in plan.steps],
        "impact": plan.impact,
    }
    if task.diff_mode:
        result["diff"] = {
            **difference(before, after),
            "before_header": name,
            "after_header": f"{name} (impact: {plan.impact})",
        }
    return result


def _executed(task: Task, plan: Plan) -> Balancer | None:
    from ansible_collections.classic.elb.plugins.module_utils._run.execute import execute

    return execute(task.client, plan)
