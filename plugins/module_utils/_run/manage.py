# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Managing a balancer: read, plan, and either tell or do it. Private to classic.elb.

A plan is the same in check mode; here it is told instead of carried out. Where AWS has nothing to show yet,
``stand_ins`` and ``surroundings`` fill in.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Callable, Optional

from ansible_collections.classic.elb.plugins.module_utils._model.errors import (
    ElbError,
    NoSuchBalancers,
    absence,
)
from ansible_collections.classic.elb.plugins.module_utils._model.render import difference, render
from ansible_collections.classic.elb.plugins.module_utils._model.state import Balancer
from ansible_collections.classic.elb.plugins.module_utils._model.step import (
    Step,
    exceeds,
    record,
    refuse_beyond,
    worst_impact,
)
from ansible_collections.classic.elb.plugins.module_utils._model.wishes import WantedListener, WantedPolicy
from ansible_collections.classic.elb.plugins.module_utils._run.module import Result, Task
from ansible_collections.classic.elb.plugins.module_utils._run.stand_ins import (
    PREDICTED,
    is_stand_in,
    parts_alone,
    with_facts,
)
from ansible_collections.classic.elb.plugins.module_utils._service.reading import (
    pause_before_look,
    read_balancer,
    read_tls_words,
    start_balancer,
)

if TYPE_CHECKING:
    from ansible_collections.classic.elb.plugins.module_utils._plan.plan import Plan

Planner = Callable[[Optional[Balancer]], "Plan"]
"""From the balancer as it is, if there is one."""
Loader = Callable[[], Planner]
"""Imports a planner. A process of its own has to compile it, which takes a while: AWS answers meanwhile."""

MOST_ROUNDS = 3
"""How often lists that others undo are set again."""


def manage_part(
    task: Task,
    wanted: WantedListener | WantedPolicy,
    load_planner: Loader,
    stand_in: Balancer,
) -> Result:
    """For a part of a balancer: without the balancer there is none, and none can be made.

    In check mode an earlier task of the play may be meant to make the balancer; then ``stand_in`` is taken for it.
    """
    name = wanted.balancer

    def load() -> Planner:
        plan_part = load_planner()

        def make_plan(before: Balancer | None) -> Plan:
            if before is None and wanted.present:
                if not task.check_mode:
                    raise NoSuchBalancers([name], task.client.connection.region, "balancer")
                before = announced(task, stand_in)
            return plan_part(before)

        return make_plan

    plan, after = perform(task, name, load)
    result = managed_result(task, name, plan, after)
    if is_stand_in(plan.before):
        result["balancer"] = parts_alone(result["balancer"])
    return result


def announced(task: Task, stand_in: Balancer, otherwise: str = "") -> Balancer:
    """The stand-in for a balancer that an earlier task of the play may be meant to make, with a warning about it."""
    missing = absence([stand_in.name], task.client.connection.region)
    task.warn(f"As {missing} yet, this is predicted for one that an earlier task would have made{otherwise}.")
    return replace(stand_in, created_time=PREDICTED)


def perform(task: Task, name: str, load_planner: Loader) -> tuple[Plan, Balancer | None]:
    """The plan, and the balancer after it, as it is or, in check mode, as it would be.

    Who finds others at work on the balancer looks first whether there is anything to do at all, and then waits for a
    turn and looks again. What others, who do not take turns, undo of what is set as a whole is set again.
    """
    with contextlib.ExitStack() as turns:
        is_ours = task.check_mode or turns.enter_context(task.turn(name).taken(wait=False))
        read = start_balancer(task.client, name)
        make_plan = load_planner()
        plan = make_plan(read())
        if plan.steps and not is_ours:
            turns.enter_context(task.turn(name).taken(wait=True))
            plan = make_plan(read_balancer(task.client, name))
        refuse_beyond([*plan.steps, *plan.following], task.max_impact)
        _clear_up(task, plan)
        with _telling(task, plan):
            if task.check_mode and plan.now and (plan.creates or is_stand_in(plan.before)):
                return plan, with_facts(plan.now, task.client.connection.region, plan.before)
            if task.check_mode or not plan.steps:
                return plan, plan.now
            return plan, _carry_out(task, name, plan, make_plan)


@contextlib.contextmanager
def _telling(task: Task, plan: Plan) -> Iterator[None]:
    """Warn at the end of it: of one that fails, the consequences are those of what was done."""
    try:
        yield
    finally:
        for warning in [*plan.remarks, *plan.consequences]:
            task.warn(warning)


def _clear_up(task: Task, plan: Plan) -> None:
    """Raise for what AWS does not know either, as it would in the middle of the plan; what it does not tell is sent."""
    words = read_tls_words(task.client) if any(doubt.tls_word for doubt in plan.doubts) else frozenset()
    for doubt in plan.doubts:
        if not words & doubt.alike:
            plan.remarks.append(doubt.remark)
        elif doubt.tls_word not in words:
            raise ElbError(f"{doubt.refusal} Nothing was changed.")


def _carry_out(task: Task, name: str, plan: Plan, make_plan: Planner) -> Balancer | None:
    from ansible_collections.classic.elb.plugins.module_utils._run.execute import (
        after_writes,
        execute,
    )
    from ansible_collections.classic.elb.plugins.module_utils._run.undone import is_undone

    after = execute(task.client, plan)
    try:
        for _round in range(MOST_ROUNDS):
            if not is_undone(task.client, plan):
                return after
            pause_before_look()  # that look may have been a late one
            after = read_balancer(task.client, name)
            mending = make_plan(after)
            _refuse_to_mend_beyond([*mending.steps, *mending.following], task.max_impact)
            with _telling(task, mending):
                if not mending.steps:
                    return mending.now
                after = execute(task.client, mending)
            plan.steps += mending.steps
        if is_undone(task.client, plan):
            after = read_balancer(task.client, name)
            raise ElbError(
                f"Somebody else keeps setting {name} to something else, which is there now. Find out who, and run this "
                "task again."
            )
        return after
    except ElbError as failure:
        plan.came_as_far_as(plan.steps, after)
        raise after_writes(task.client, plan.steps, after, failure) from failure


def _refuse_to_mend_beyond(steps: Sequence[Step], max_impact: str) -> None:
    impact = worst_impact(steps)
    if exceeds(impact, max_impact):
        raise ElbError(
            "Somebody else has changed the balancer meanwhile; to set it right has the impact "
            f"'{impact}', and max_impact is '{max_impact}'."
        )


def managed_result(
    task: Task, name: str, plan: Plan, after: Balancer | None, following: Sequence[Step] = ()
) -> Result:
    """The result keys are those of every module that manages a balancer."""
    result: Result = {
        **record([*plan.steps, *following]),
        "balancer": render(after, task.client.connection.region),
    }
    if task.diff_mode:
        shown = after
        if after and plan.before and is_stand_in(plan.before):  # of which AWS decides the groups
            shown = replace(after, security_groups=plan.before.security_groups)
        result["diff"] = {
            **difference(plan.before, shown),
            "before_header": name,
            "after_header": f"{name} (impact: {result['impact']})",
        }
    return result
