# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A plan that failed in the middle: what is put back, and what is told. Private to classic.elb."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from typing import Any

from ansible_collections.classic.elb.plugins.module_utils._model.errors import ElbError
from ansible_collections.classic.elb.plugins.module_utils._model.members import noted_instances
from ansible_collections.classic.elb.plugins.module_utils._model.regions import log_statement
from ansible_collections.classic.elb.plugins.module_utils._model.render import lacking, render
from ansible_collections.classic.elb.plugins.module_utils._model.state import (
    Balancer,
    Network,
)
from ansible_collections.classic.elb.plugins.module_utils._model.step import (
    SETTLE,
    Step,
    operations,
    worst_impact,
)
from ansible_collections.classic.elb.plugins.module_utils._model.wishes import WantedBalancer
from ansible_collections.classic.elb.plugins.module_utils._plan.balancer import (
    as_wanted,
    note,
    plan_attributes,
    plan_balancer,
    register,
)
from ansible_collections.classic.elb.plugins.module_utils._plan.bindings import (
    admitted,
    set_listener_policies,
)
from ansible_collections.classic.elb.plugins.module_utils._plan.listeners import collides, plan_listeners
from ansible_collections.classic.elb.plugins.module_utils._plan.network import attach_in_place
from ansible_collections.classic.elb.plugins.module_utils._plan.plan import Plan
from ansible_collections.classic.elb.plugins.module_utils._plan.policies import (
    SUCCESSOR_SUFFIX,
    put_policies,
)
from ansible_collections.classic.elb.plugins.module_utils._plan.predict import predict
from ansible_collections.classic.elb.plugins.module_utils._run.broken import BrokenPlan, given
from ansible_collections.classic.elb.plugins.module_utils._service.client import Client
from ansible_collections.classic.elb.plugins.module_utils._service.reading import read_balancer

PAUSE = 1.0
"""Seconds between two looks for what AWS does not show yet."""


def aborted(client: Client, plan: Plan, number: int, failure: ElbError) -> ElbError:
    """The error to raise when step ``number`` (from 0) failed: what was done, what is left, what was put back."""
    broken = BrokenPlan(plan, number, may_have_worked=getattr(failure, "ambiguous", True))
    done, failed, left = broken.accepted, broken.failed, broken.left
    sentences = [failure.message, *_log_policy(client.connection.region, failed, failure)]
    if done:
        sentences.append(f"Done before it: {operations(done)}.")
    if left:
        sentences.append(f"Not done: {operations(left)}.")
    wrote = False
    try:
        now, lost, told, wrote = _repaired(client, broken)
        if failed.operation == "CreateLoadBalancer" and plan.before is None and now is not None:
            told = ["The balancer is there all the same: run the task again."]
    except ElbError as unreadable:
        now, lost = None, _feared_lost(broken)
        told = [f"How the balancer is now could not be read: {unreadable.message}"]
        if lost:
            told += [REMEDY_FOR_LOST, f"Missing may be {_listed(lost)}."]
    return ElbError(
        " ".join([*sentences, *told]),
        **failure.details,
        changed=bool(done) or wrote,
        actions=[step.describe() for step in done],
        failed_action=failed.describe(),
        actions_left=[step.describe() for step in left],
        impact=worst_impact(done),
        balancer=render(now, client.connection.region),
        **({"lost": lost} if lost else {}),
    )


def _log_policy(region: str, step: Step, failure: ElbError) -> list[str]:
    """What to write into the policy of a bucket that does not let AWS in."""
    logs = step.parameters.get("LoadBalancerAttributes", {}).get("AccessLog", {})
    if "S3BucketName" not in logs or "bucket" not in failure.message.lower():
        return []
    statement = log_statement(region, logs["S3BucketName"], logs.get("S3BucketPrefix", ""))
    return [f"The policy of the bucket needs this statement: {json.dumps(statement)}"]


def plan_repair(broken: BrokenPlan, now: Balancer | None) -> Plan:
    """The plan that puts back what the failed plan took away and was to give again; never what others took away."""
    plan, effects = broken.plan, broken.effects
    before, wanted = plan.before, plan.now
    if before is None or wanted is None:
        return Plan(now)
    if "DeleteLoadBalancer" in effects and now is None:
        return _rebuilt(None, before, plan.network)
    if effects >= {"DeleteLoadBalancer", "CreateLoadBalancer"} and now and now.is_other_than(before):
        # A late answer may tell the predecessor's attributes.
        now = now if "ModifyLoadBalancerAttributes" in effects else _with_attributes_at_birth(now)
        return _rebuilt(now, wanted, plan.network)
    if now is None or now.is_other_than(before):
        return Plan(now)
    now = _without_what_was_deleted(now, before, broken.accepted, plan.network)
    repair = Plan(now, plan.network)
    _reopen_zones(repair, before, wanted, broken)
    surviving = broken.reopened() - broken.foreign(now)
    lost = [before.listeners[port] for port in surviving - now.listeners.keys()]
    back = {
        port: replace(before.listeners[port], policy_names=None)
        for port in surviving
        if port not in now.listeners or collides(now.listeners[port], lost)
    }
    plan_listeners(repair, back, purge=False)
    for port in sorted(surviving):
        listener = repair.balancer.listeners[port]
        old, new = (source.listeners[port].enabled for source in (before, wanted))
        if port in back or listener.route != before.listeners[port].route:
            # A plan may have come to the listener before it made the policies for it.
            names = new if port not in back and new <= now.policies.keys() else old
            set_listener_policies(repair, port, admitted(repair.balancer, listener, names))
    _put_back_policies(repair, before, wanted, broken)
    return repair


def _with_attributes_at_birth(balancer: Balancer) -> Balancer:
    born = Balancer(balancer.name)
    return replace(
        balancer,
        connection_draining=born.connection_draining,
        access_logs=born.access_logs,
        idle_timeout=born.idle_timeout,
        cross_zone_load_balancing=born.cross_zone_load_balancing,
        desync_mitigation_mode=born.desync_mitigation_mode,
    )


def _read_after(client: Client, broken: BrokenPlan) -> Balancer | None:
    """The balancer as it is, even if AWS still shows its deleted predecessor, or not yet its successor (facts 3.1)."""
    before = broken.plan.before
    accepted = {step.operation for step in broken.accepted}
    if before is None or "DeleteLoadBalancer" not in accepted:
        return read_balancer(client, broken.plan.balancer.name if before is None else before.name)
    if "CreateLoadBalancer" in accepted:
        return _read_successor(client, before)
    return _successor(client, before)


def _successor(client: Client, before: Balancer) -> Balancer | None:
    """The balancer that has taken the place of another one, if AWS shows one."""
    now = read_balancer(client, before.name)
    return now if now and now.is_other_than(before) else None


def _read_successor(client: Client, before: Balancer) -> Balancer:
    """The one that was made. Raises ``ElbError`` if AWS does not show it in time."""
    deadline = time.monotonic() + SETTLE
    while True:
        now = _successor(client, before)
        if now:
            return now
        if time.monotonic() > deadline:
            raise ElbError(f"AWS does not show the new {before.name} even after {SETTLE:.0f} seconds.")
        time.sleep(PAUSE)


def _without_what_was_deleted(
    now: Balancer, before: Balancer, accepted: list[Step], network: Network
) -> Balancer:
    """AWS may still show what it has deleted; what it has accepted of us counts for more (facts 3.1).

    A listener that shows as it was is such a one.
    """
    deleted = given(accepted, "DeleteLoadBalancerListeners", "LoadBalancerPorts")
    made = {
        listener["LoadBalancerPort"]
        for step in accepted
        if step.operation == "CreateLoadBalancerListeners"
        for listener in step.parameters["Listeners"]
    }
    gone = {
        port
        for port in (deleted - made) & before.listeners.keys() & now.listeners.keys()
        if now.listeners[port].route == before.listeners[port].route
    }
    detached = given(accepted, "DetachLoadBalancerFromSubnets", "Subnets")
    attached = given(accepted, "AttachLoadBalancerToSubnets", "Subnets")
    subnets = (now.subnets or frozenset()) - (detached - attached)
    zones = now.availability_zones
    if subnets != now.subnets and subnets <= network.zones.keys():
        zones = frozenset(network.zones[subnet] for subnet in subnets)
    return replace(
        now,
        listeners={port: listener for port, listener in now.listeners.items() if port not in gone},
        policies={name: now.policies[name] for name in now.policies.keys() - _deleted_policies(accepted)},
        subnets=subnets if now.subnets is not None else None,
        availability_zones=zones,
    )


def _deleted_policies(accepted: list[Step]) -> set[str]:
    """Those that were not created again."""
    deleted: set[str] = set()
    for step in accepted:
        name = step.parameters.get("PolicyName", "")
        if step.operation == "DeleteLoadBalancerPolicy":
            deleted.add(name)
        elif step.operation.startswith("Create"):
            deleted.discard(name)
    return deleted


def _reopen_zones(repair: Plan, before: Balancer, wanted: Balancer, broken: BrokenPlan) -> None:
    """A zone that was to be served all the time, and lost its subnet to one that AWS did not take."""
    served = [balancer.availability_zones or frozenset() for balancer in (before, wanted, repair.balancer)]
    closed = (served[0] & served[1]) - served[2]
    detached = given(broken.sent, "DetachLoadBalancerFromSubnets", "Subnets")
    back = [subnet for subnet in detached if repair.network.zones.get(subnet) in closed]
    attach_in_place(repair, back)


def _put_back_policies(repair: Plan, before: Balancer, wanted: Balancer, broken: BrokenPlan) -> None:
    """Policies that were deleted for another content which AWS did not take, and have no successor."""
    there = repair.balancer.policies
    deleted = {
        step.parameters["PolicyName"] for step in broken.sent if step.operation == "DeleteLoadBalancerPolicy"
    }
    lost = deleted & before.policies.keys() & wanted.policies.keys() - there.keys()
    put_policies(
        repair, {name: before.policies[name] for name in lost if name + SUCCESSOR_SUFFIX not in there}
    )


def _rebuilt(now: Balancer | None, like: Balancer, network: Network) -> Plan:
    """A deleted balancer again, or what is missing of its successor, which no later run would know of."""
    wanted = as_wanted(like)
    repair = plan_balancer(now, replace(wanted, access_logs=None), network)
    # Alone: where a bucket refuses AWS, the call would take no other attribute either.
    plan_attributes(repair, WantedBalancer(like.name, access_logs=wanted.access_logs))
    register(repair, (like.instances & network.running) - repair.balancer.instances)
    note(repair, {key: like.notes[key] for key in like.notes.keys() - repair.balancer.notes.keys()})
    return repair


def _repaired(client: Client, broken: BrokenPlan) -> tuple[Balancer | None, dict[str, Any], list[str], bool]:
    """Put back what the failed plan took away, as far as that goes.

    Return the balancer as it is then, what is missing of it as options of elb_balancer, what to tell about it, and
    whether anything was written.
    """
    before = broken.plan.before
    name = (before or broken.plan.balancer).name
    found = _read_after(client, broken)
    repair = plan_repair(broken, found)
    lost, told = _given_up(broken, found)
    if not repair.steps:
        return repair.now, lost, [*told, *_told_of_lost(lost)], False
    failures: dict[str, str] = {}
    accepted = broken.accepted
    for step in repair.steps:
        try:
            client.write(step)
            accepted.append(step)
        except ElbError as failure:
            failures.setdefault(step.operation, failure.message)
            if step.operation == "CreateLoadBalancer":
                break  # there is none now, or one that somebody else has made
    if before and repair.creates:
        read = _successor if "CreateLoadBalancer" in failures else _read_successor
        now: Balancer | None = read(client, before)
    else:
        now = read_balancer(client, name)
    if failures and now and before:
        now = _without_what_was_deleted(now, before, accepted, broken.plan.network)
    not_put_back = _lost(now, repair.now) if failures else {}
    if not_put_back:
        told.insert(0, f"Putting back what was there failed too: {next(iter(failures.values()))}")
    else:
        told.insert(0, f"What the task had taken away was put back ({operations(repair.steps)}).")
    lost.update(not_put_back)
    told += [*_told_of_notes(now, repair.now), *_told_of_address(now, before), *_told_of_lost(lost)]
    return now, lost, told, len(failures) < len(repair.steps)


def _given_up(broken: BrokenPlan, now: Balancer | None) -> tuple[dict[str, Any], list[str]]:
    """What cannot be put back, as somebody else has made something in its place, and what to tell of that."""
    before = broken.plan.before
    if before is None or now is None:
        return {}, []
    if now.is_other_than(before):
        if "DeleteLoadBalancer" not in broken.effects or "CreateLoadBalancer" in broken.effects:
            return {}, []
        return _lost(None, before), [
            "Somebody else has made a balancer of this name meanwhile; it is left alone."
        ]
    ports = sorted(broken.foreign(now))
    if not ports:
        return {}, []
    ours = {port: before.listeners[port] for port in ports}
    listed = ", ".join(map(str, ports))
    return _lost(now, replace(now, listeners={**now.listeners, **ours})), [
        f"Somebody else has made another listener on port {listed} meanwhile; it is left alone."
    ]


def _told_of_lost(lost: dict[str, Any]) -> list[str]:
    return [REMEDY_FOR_LOST, f"Missing is now {_listed(lost)}."] if lost else []


def _told_of_notes(now: Balancer | None, wanted: Balancer | None) -> list[str]:
    """They are no options, and cannot be set again by a task."""
    held = now.notes if now else {}
    notes = noted_instances(wanted.notes if wanted else {})
    gone = frozenset().union(*(instances for key, instances in notes.items() if key not in held))
    return (
        [f"The notes are gone by which elb_member would bring back {', '.join(sorted(gone))}."]
        if gone
        else []
    )


def _told_of_address(now: Balancer | None, before: Balancer | None) -> list[str]:
    is_other = now and before and now.is_other_than(before)
    return [f"The balancer has another address now: {now.dns_name}."] if now and is_other else []


def _feared_lost(broken: BrokenPlan) -> dict[str, Any]:
    """What the plan took away, where nobody can look; the failed step may have taken it away too, but gave nothing."""
    feared = broken.plan.before
    takes = broken.may_have_worked and broken.failed.operation.startswith("Delete")
    for step in broken.sent if takes else broken.accepted:
        feared = predict(feared, step.operation, step.parameters, broken.plan.network)
    return _lost(feared, plan_repair(broken, feared).now)


REMEDY_FOR_LOST = (
    "Mend the cause and set again what is missing; a later run of this task does not know of it."
)


def _lost(now: Balancer | None, wanted: Balancer | None) -> dict[str, Any]:
    missing = lacking(now, wanted)
    if "subnets" in missing:
        missing.pop("availability_zones", None)
    return missing


def _listed(missing: dict[str, Any]) -> str:
    return "; ".join(f"{option}: {json.dumps(value)}" for option, value in missing.items())
