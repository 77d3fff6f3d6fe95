# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The work of elb_balancer. Private to classic.elb."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ansible_collections.classic.elb.plugins.module_utils._model.errors import ElbError
from ansible_collections.classic.elb.plugins.module_utils._model.wishes import WantedBalancer
from ansible_collections.classic.elb.plugins.module_utils._run.manage import Read, managed_result, perform
from ansible_collections.classic.elb.plugins.module_utils._run.module import Result, Task

if TYPE_CHECKING:
    from ansible_collections.classic.elb.plugins.module_utils._plan.plan import Plan


def manage_balancer(task: Task, wanted: WantedBalancer) -> Result:
    older: frozenset[str] = frozenset()

    def make_plan(read: Read) -> Plan:
        nonlocal older
        from ansible_collections.classic.elb.plugins.module_utils._plan.balancer import (
            plan_absence,
            plan_balancer,
        )
        from ansible_collections.classic.elb.plugins.module_utils._run.surroundings import survey

        before = read()
        if not wanted.present:
            return plan_absence(before)
        plan = plan_balancer(before, *survey(task.client, before, wanted, task.check_mode))
        older = older_interfaces(task, wanted, plan)
        return plan

    try:
        plan, after = perform(task, wanted.name, make_plan)
    except ElbError as refusal:
        from ansible_collections.classic.elb.plugins.module_utils._run.surroundings import (
            raise_if_foreseeable,
        )

        raise_if_foreseeable(task.client, wanted, refusal)
        raise
    result = managed_result(task, wanted.name, plan, after)
    if wanted.present:
        _tell_of_members(task, result)
    if plan.creates or not wanted.present:
        await_interfaces(task, wanted, result, older)
    return result


def older_interfaces(task: Task, wanted: WantedBalancer, plan: Plan) -> frozenset[str]:
    """Those of a predecessor, which a new balancer that is waited for has nothing to do with."""
    if not wanted.wait or task.check_mode or not plan.creates:
        return frozenset()
    from ansible_collections.classic.elb.plugins.module_utils._service.interfaces import interfaces_of

    return interfaces_of(task.client, plan.balancer.name)


def await_interfaces(
    task: Task, wanted: WantedBalancer, result: Result, older: frozenset[str] = frozenset()
) -> None:
    """If the task is to wait; ``result`` is what has been done before, for the case that it takes too long."""
    if not wanted.wait or task.check_mode:
        return
    from ansible_collections.classic.elb.plugins.module_utils._service.interfaces import wait_for_interfaces

    try:
        wait_for_interfaces(task.client, wanted.name, not wanted.present, wanted.wait_timeout, older)
    except ElbError as late:
        done = ", ".join(action["operation"] for action in result["actions"]) or "nothing had to be"
        raise ElbError(f"{late.message} Done before: {done}.", **{**result, **late.details}) from late


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
