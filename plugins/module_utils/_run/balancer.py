# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The work of elb_balancer. Private to classic.elb."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ansible_collections.classic.elb.plugins.module_utils._model.errors import ElbError
from ansible_collections.classic.elb.plugins.module_utils._model.wishes import WantedBalancer
from ansible_collections.classic.elb.plugins.module_utils._run.manage import Planner, managed_result, perform
from ansible_collections.classic.elb.plugins.module_utils._run.module import Result, Task
from ansible_collections.classic.elb.plugins.module_utils._run.stand_ins import is_stand_in, without_invented

if TYPE_CHECKING:
    from ansible_collections.classic.elb.plugins.module_utils._model.state import Balancer
    from ansible_collections.classic.elb.plugins.module_utils._model.step import Step
    from ansible_collections.classic.elb.plugins.module_utils._plan.plan import Plan


def manage_balancer(task: Task, wanted: WantedBalancer) -> Result:
    interfaces = Interfaces(task, wanted)

    def load_planner() -> Planner:
        from ansible_collections.classic.elb.plugins.module_utils._plan.balancer import (
            plan_absence,
            plan_balancer,
        )
        from ansible_collections.classic.elb.plugins.module_utils._run.surroundings import look_around

        def make_plan(before: Balancer | None) -> Plan:
            if not wanted.present:
                return plan_absence(before)
            plan = plan_balancer(*look_around(task, before, wanted))
            interfaces.note_older(plan)
            return plan

        return make_plan

    try:
        plan, after = perform(task, wanted.name, load_planner)
    except ElbError as refusal:
        from ansible_collections.classic.elb.plugins.module_utils._run.surroundings import (
            raise_if_foreseeable,
        )

        raise_if_foreseeable(task.client, wanted, refusal)
        raise
    result = balancer_result(task, wanted.name, plan, after)
    if wanted.present:
        _tell_of_members(task, result)
    if plan.creates or not wanted.present:
        interfaces.wait_after(result)
    return result


def balancer_result(
    task: Task, name: str, plan: Plan, after: Balancer | None, following: Sequence[Step] = ()
) -> Result:
    """The result of a task on the whole of a balancer."""
    result = managed_result(task, name, plan, after, following)
    if is_stand_in(plan.before):
        result["balancer"] = without_invented(result["balancer"])
    return result


class Interfaces:
    """The network interfaces of a balancer that is made or deleted, if the task is to wait for them."""

    def __init__(self, task: Task, wanted: WantedBalancer) -> None:
        self._task = task
        self._wanted = wanted
        self._are_awaited = wanted.wait and not task.check_mode
        self._older: frozenset[str] = frozenset()

    def note_older(self, plan: Plan) -> None:
        """Before a new balancer is made: it has nothing to do with those of a predecessor."""
        if self._are_awaited and plan.creates:
            from ansible_collections.classic.elb.plugins.module_utils._service.interfaces import interfaces_of

            self._older = interfaces_of(self._task.client, self._wanted.name)

    def wait_after(self, result: Result) -> None:
        """``result`` is what has been done before, for the case that it takes too long."""
        if not self._are_awaited:
            return
        from ansible_collections.classic.elb.plugins.module_utils._service.interfaces import (
            wait_for_interfaces,
        )

        wanted = self._wanted
        try:
            wait_for_interfaces(
                self._task.client, wanted.name, not wanted.present, wanted.wait_timeout, self._older
            )
        except ElbError as late:
            done = ", ".join(action["operation"] for action in result["actions"])
            before = f"Done before: {done}." if done else "Nothing had to be done before."
            raise ElbError(f"{late.message} {before}", **{**result, **late.details}) from late


def _tell_of_members(task: Task, result: Result) -> None:
    """A returned balancer lists its members; given to this module, they are not acted on."""
    for option in ("instances", "members"):
        listed = [
            item.get("instance_id") if isinstance(item, Mapping) else item
            for item in task.options[option] or ()
        ]
        if listed and sorted(map(str, listed)) != result["balancer"].get("instances", []):
            task.warn(f"{option}: this module does not manage members; use classic.elb.elb_member.")
            return
