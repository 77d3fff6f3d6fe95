# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The work of elb_classic_lb: a balancer, then its members, in one task. Private to classic.elb."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

from ansible_collections.classic.elb.plugins.module_utils._model import classic_lb as shapes
from ansible_collections.classic.elb.plugins.module_utils._model.errors import (
    CallFailed,
    Deleted,
    ElbError,
    NotThere,
)
from ansible_collections.classic.elb.plugins.module_utils._model.members import (
    REGISTERED,
    SERVING,
    Health,
    Pool,
    health_from_aws,
)
from ansible_collections.classic.elb.plugins.module_utils._model.render import render
from ansible_collections.classic.elb.plugins.module_utils._model.state import Balancer
from ansible_collections.classic.elb.plugins.module_utils._model.step import Step, after_these, operations
from ansible_collections.classic.elb.plugins.module_utils._model.wishes import WantedBalancer, WantedClassicLb
from ansible_collections.classic.elb.plugins.module_utils._options import checks
from ansible_collections.classic.elb.plugins.module_utils._options.classic_lb import parse_classic_lb, words
from ansible_collections.classic.elb.plugins.module_utils._plan.balancer import plan_absence
from ansible_collections.classic.elb.plugins.module_utils._plan.classic_lb import (
    plan_classic_lb,
    shift_for_classic_lb,
)
from ansible_collections.classic.elb.plugins.module_utils._plan.plan import Plan
from ansible_collections.classic.elb.plugins.module_utils._plan.shift import Shift, moves_of
from ansible_collections.classic.elb.plugins.module_utils._run.balancer import Interfaces, balancer_result
from ansible_collections.classic.elb.plugins.module_utils._run.manage import managed_result, perform
from ansible_collections.classic.elb.plugins.module_utils._run.module import Options, Result, Task
from ansible_collections.classic.elb.plugins.module_utils._run.phases import carry_out, foresee, phases_of
from ansible_collections.classic.elb.plugins.module_utils._run.surroundings import (
    look_around,
    raise_if_foreseeable,
)
from ansible_collections.classic.elb.plugins.module_utils._run.words import spoken
from ansible_collections.classic.elb.plugins.module_utils._service.client import Client
from ansible_collections.classic.elb.plugins.module_utils._service.ec2 import read_instances
from ansible_collections.classic.elb.plugins.module_utils._service.members import Checkup
from ansible_collections.classic.elb.plugins.module_utils._service.reading import read_balancer


def parse(options: Options) -> WantedClassicLb:
    with spoken(words(options)):
        return parse_classic_lb(options)


def manage_classic_lb(task: Task, wanted: WantedClassicLb) -> Result:
    for remark in wanted.remarks:
        task.warn(remark)
    with spoken(words(task.options), task):
        if not wanted.balancer.present:
            return _remove(task, wanted.balancer)
        return _build(task, wanted)


def _remove(task: Task, wanted: WantedBalancer) -> Result:
    name = wanted.name
    if checks.NAME.fullmatch(name):
        plan, after = perform(task, name, lambda: plan_absence)
    else:  # nobody has to ask AWS
        plan, after = Plan(None), None
    result = managed_result(task, name, plan, after)
    Interfaces(task, wanted).wait_after(result)
    elb = {"name": name, **_told_by_boto(task, "deleted" if plan.steps else "gone")}
    if task.check_mode and plan.before:
        # AWS still describes it, and later tasks of the play may look into that.
        elb = {**shapes.elb(plan.before, _health_told(task.client, plan.before)), **elb}
    return {**result, "elb": elb}


def _build(task: Task, wanted: WantedClassicLb) -> Result:
    name = wanted.balancer.name
    early: Future[dict[str, Any]] | None = task.client.start("DescribeInstanceHealth", LoadBalancerName=name)
    shift = shift_for_classic_lb(wanted, Pool(Balancer(name)))
    interfaces = Interfaces(task, wanted.balancer)

    def make_plan(before: Balancer | None) -> Plan:
        nonlocal early, shift
        # A new balancer's VPC and zones tell whether the members can come, so they are asked for as in check mode.
        there, balancer, network = look_around(task, before, wanted.balancer, bool(wanted.instances))
        plan = plan_classic_lb(there, replace(wanted, balancer=balancer), network)
        health = _health_told(task.client, before, early)
        early = None
        shift = shift_for_classic_lb(wanted, Pool(plan.balancer, health))
        # Without a wait, one may come before its zone does.
        _foresee(task, shift, with_traffic=wanted.balancer.wait)
        plan.following = moves_of(shift).steps
        interfaces.note_older(plan)
        return plan

    try:
        plan, after = perform(task, name, lambda: make_plan)
    except ElbError as refusal:
        raise_if_foreseeable(task.client, wanted.balancer, refusal)
        raise
    if plan.creates:
        interfaces.wait_after(managed_result(task, name, plan, after))
    if not task.check_mode:
        _move(task, wanted.balancer, shift, plan.steps)
    after = replace(after or plan.balancer, instances=shift.after(shift.pools[0]))
    if wanted.purge_instances and wanted.instances is None and after.instances:
        task.warn(
            "purge_instance_ids: without instance_ids the members stay; an empty list takes out all of them."
        )
    result = balancer_result(task, name, plan, after, plan.following)
    return {
        **result,
        **_in_old_shapes(task, plan, after, _health(task, wanted.balancer, shift, result["changed"])),
    }


def _health_told(
    client: Client, balancer: Balancer | None, early: Future[dict[str, Any]] | None = None
) -> Mapping[str, Health]:
    """By the answer that was asked for with all others, if it is of this look and of this balancer."""
    if balancer is None or not balancer.instances:
        return {}
    if early:
        with contextlib.suppress(NotThere):
            return health_from_aws(early.result(), balancer.name)
    checkup = Checkup(client, balancer.name, balancer.instances, are_all=True)
    health = checkup.health()
    if checkup.is_gone:
        raise Deleted(balancer.name)
    return health


def _foresee(task: Task, shift: Shift, with_traffic: bool) -> None:
    """Raise ``ElbError`` for those that AWS would not register; ``with_traffic``, also for those that get none.

    Who has the rights for the module of amazon.aws alone learns from AWS itself which instance it does not take.
    """
    (arriving,) = shift.arriving.values()
    if not arriving:
        return
    try:
        known = read_instances(task.client, arriving)
    except CallFailed as refusal:
        if not refusal.is_denied:
            raise
        task.warn(f"instances: they cannot be looked at beforehand. {refusal.message}")
        return
    foresee(task, shift, known, with_traffic)


def _move(task: Task, wanted: WantedBalancer, shift: Shift, done: list[Step]) -> None:
    (pool,) = shift.pools
    phases = phases_of(task.client, shift, moves_of(shift), wanted.wait, wanted.wait_timeout)
    try:
        if carry_out(task.client, shift, phases, is_first=not done).gone:
            raise Deleted(pool.name)
    except ElbError as failure:
        details = {**failure.details, **_as_it_is(task.client, pool.name)}
        message = failure.message
        if done:
            details = after_these(done, details)
            is_as_wanted = details.get("balancer") != {}
            words = "The balancer itself is as wanted" if is_as_wanted else "Done before that"
            message = f"{message} {words} ({operations(done)})."
        raise ElbError(message, **details) from failure


def _as_it_is(client: Client, name: str) -> dict[str, Any]:
    """Nothing where that cannot be read either: there is a failure to tell of already."""
    try:
        return {"balancer": render(read_balancer(client, name), client.connection.region)}
    except ElbError:
        return {}


def _health(task: Task, wanted: WantedBalancer, shift: Shift, changed: bool) -> Mapping[str, Health]:
    """Of the members afterwards: as they are, or as far as check mode can tell."""
    (pool,) = shift.pools
    members = shift.after(pool)
    if task.check_mode or not members:
        arrived = SERVING if wanted.wait else REGISTERED
        return {**pool.health, **dict.fromkeys(shift.arriving[pool.name], arrived)}
    if not changed:
        return pool.health
    return Checkup(task.client, pool.name, members, are_all=True).health()


def _in_old_shapes(task: Task, plan: Plan, after: Balancer, health: Mapping[str, Health]) -> Result:
    """AWS describes no balancer that there is not yet: check mode then has nothing in the shape of its description."""
    undescribed = task.check_mode and plan.before is None
    told_by_boto = _told_by_boto(task, "created" if plan.creates else "exists")
    return {
        "elb": {**shapes.elb(after, health), **told_by_boto},
        "load_balancer": {} if undescribed else shapes.load_balancer(after),
    }


def _told_by_boto(task: Task, status: str) -> Result:
    return {"status": status, "region": task.client.connection.region}
