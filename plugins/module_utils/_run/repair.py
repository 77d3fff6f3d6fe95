# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A plan that failed in the middle: what is put back, and what is told. Private to classic.elb."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from ansible_collections.classic.elb.plugins.module_utils._model.errors import CallFailed, ElbError
from ansible_collections.classic.elb.plugins.module_utils._model.notes import noted_by_key
from ansible_collections.classic.elb.plugins.module_utils._model.policy_types import is_reserved
from ansible_collections.classic.elb.plugins.module_utils._model.regions import log_statement
from ansible_collections.classic.elb.plugins.module_utils._model.render import lacking, render
from ansible_collections.classic.elb.plugins.module_utils._model.state import Balancer
from ansible_collections.classic.elb.plugins.module_utils._model.step import Step, halfway, operations
from ansible_collections.classic.elb.plugins.module_utils._model.wishes import PURGEABLE
from ansible_collections.classic.elb.plugins.module_utils._plan.plan import Plan
from ansible_collections.classic.elb.plugins.module_utils._plan.policies import SUCCESSOR_SUFFIX, is_in_use
from ansible_collections.classic.elb.plugins.module_utils._plan.repair import (
    BrokenPlan,
    plan_repair,
    without_what_was_deleted,
)
from ansible_collections.classic.elb.plugins.module_utils._service.client import Client
from ansible_collections.classic.elb.plugins.module_utils._service.reading import (
    look_until_shown,
    read_balancer,
)


@dataclass(frozen=True)
class Aftermath:
    """The balancer after a failed plan and its repair, what is ``lost`` of it as options of elb_balancer, what is
    told of that, and whether the repair wrote anything. Of one that could not be read, nothing is known.
    """

    now: Balancer | None
    lost: dict[str, Any]
    told: list[str]
    wrote: bool = False
    was_read: bool = True


def aborted(client: Client, plan: Plan, number: int, failure: ElbError) -> ElbError:
    """The error to raise when step ``number`` (from 0) failed: what was done, what is left, what was put back."""
    broken = BrokenPlan(plan, number, may_have_worked=failure.ambiguous)
    failed = broken.failed
    sentences, details = halfway(broken.accepted, failed, broken.left)
    try:
        after = _repair(client, broken)
        if failed.operation == "CreateLoadBalancer" and plan.before is None and after.now is not None:
            after = replace(after, told=["The balancer is there all the same: run the task again."])
    except ElbError as unreadable:
        after = _unread(broken, unreadable)
    plan.came_as_far_as(broken.accepted, after.now)
    took_effect = after.was_read and broken.took_effect(after.now)
    details["changed"] |= after.wrote or took_effect
    if took_effect and not after.told:
        after = replace(after, told=["It has taken effect all the same."])
    remedy = _log_policy(client.connection.region, failed, failure)
    return ElbError(
        " ".join([failure.message, *remedy, *sentences, *after.told]),
        **failure.details,
        **details,
        **({"balancer": render(after.now, client.connection.region)} if after.was_read else {}),
        **({"lost": after.lost} if after.lost else {}),
    )


def _log_policy(region: str, step: Step, failure: ElbError) -> list[str]:
    """What to write into the policy of a bucket that does not let AWS in."""
    logs = step.parameters.get("LoadBalancerAttributes", {}).get("AccessLog", {})
    if "S3BucketName" not in logs or "access denied" not in failure.message.lower():
        return []
    statement = log_statement(region, logs["S3BucketName"], logs.get("S3BucketPrefix", ""))
    return [f"The policy of the bucket needs this statement: {json.dumps(statement)}"]


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
    return look_until_shown(lambda: _successor(client, before), f"the new {before.name}")


@dataclass(frozen=True)
class Attempt:
    """Calls that put back, which of them AWS took and which it refused, the first failure of each operation, and the
    balancer then: as predicted, and as it is."""

    steps: list[Step]
    accepted: list[Step]
    refused: list[Step]
    failures: dict[str, ElbError]
    predicted: Balancer | None
    now: Balancer | None

    @property
    def held(self) -> Balancer | None:
        """AWS may show late what it has accepted: that is not missing."""
        return self.now if self.failures else self.predicted


def _repair(client: Client, broken: BrokenPlan) -> Aftermath:
    """Put back what the failed plan took away, as far as that goes."""
    before = broken.plan.before
    found = _read_after(client, broken)
    if broken.is_supplanted(found):
        return _left_alone(found, before)
    try:
        repair = plan_repair(broken, found)
    except ElbError as impossible:
        lost = _lost_options(found, broken.due(found))
        return Aftermath(
            found, lost, [f"It could not be put back: {impossible.message}", *_told_of_lost(lost)]
        )
    attempt = _attempt(client, broken, repair)
    creation = attempt.failures.get("CreateLoadBalancer")
    if attempt.now and isinstance(creation, CallFailed) and not creation.ambiguous:
        return _left_alone(attempt.now, before)
    if attempt.refused and attempt.now and not creation and broken.replaces(attempt.now):
        attempt = _attempt(client, broken, _second_plan(broken, attempt.now, attempt), attempt)
    return _aftermath(broken, found, repair, attempt)


def _attempt(client: Client, broken: BrokenPlan, repair: Plan, earlier: Attempt | None = None) -> Attempt:
    """Send all that AWS takes, after an ``earlier`` attempt where there was one, and look."""
    more, refused, failures = _put_back(client, repair)
    tried = earlier.accepted if earlier else []
    accepted = [*tried, *more]
    if more or (repair.steps and not earlier):
        now = _read_repaired(client, broken, repair, accepted, failures)
    else:
        now = earlier.now if earlier else repair.now
    return Attempt([*tried, *repair.steps], accepted, refused, failures, repair.now, now)


def _aftermath(broken: BrokenPlan, found: Balancer | None, repair: Plan, attempt: Attempt) -> Aftermath:
    """What came of it, in words, and what is missing. The aim was that of the first ``repair``."""
    before, now, held = broken.plan.before, attempt.now, attempt.held
    aim = broken.due(held) if broken.replaces(now) else attempt.predicted if attempt.failures else held
    told = []
    if attempt.failures and _lost_options(held, aim):
        failure = next(iter(attempt.failures.values()))
        told.append(f"Putting back what was there failed too: {failure.message}")
    elif attempt.steps:
        told.append(f"What the task had taken away was put back ({operations(attempt.steps)}).")
    displaced = broken.displaced(found)
    if aim and displaced:
        listed = ", ".join(map(str, sorted(displaced)))
        told.append(f"What somebody else has made on port {listed} meanwhile is left alone.")
        aim = replace(aim, listeners={**aim.listeners, **displaced})
    lost = _lost_options(held, aim)
    if attempt.steps or broken.replaces(now):
        told += [*_told_of_notes(now, repair.now), *_told_of_address(now, before)]
    told += _told_of_successors(now, broken.plan.now)
    return Aftermath(now, lost, [*told, *_told_of_lost(lost)], bool(attempt.accepted))


def _second_plan(broken: BrokenPlan, now: Balancer, first: Attempt) -> Plan:
    """With old values in the place of what the first repair was refused; where these do not go together, none."""
    try:
        return plan_repair(broken, now, first.accepted, first.refused)
    except ElbError:
        return Plan(now)


def _left_alone(theirs: Balancer | None, before: Balancer | None) -> Aftermath:
    lost = _lost_options(None, before)
    told = ["Somebody else has made a balancer of this name meanwhile; it is left alone."]
    return Aftermath(theirs, lost, [*told, *_told_of_lost(lost)])


def _unread(broken: BrokenPlan, unreadable: ElbError) -> Aftermath:
    """Where nobody can look, what may be missing is told."""
    lost = _feared_lost(broken)
    told = [f"How the balancer is now could not be read: {unreadable.message}"]
    if lost:
        told += [*_remedy_for(lost), f"Missing may be {_listed(lost)}."]
    return Aftermath(None, lost, told, was_read=False)


def _put_back(client: Client, repair: Plan) -> tuple[list[Step], list[Step], dict[str, ElbError]]:
    """Send all that AWS takes; return what it took and what it refused, and the first failure of each operation."""
    accepted: list[Step] = []
    refused: list[Step] = []
    failures: dict[str, ElbError] = {}
    for step in repair.steps:
        try:
            client.write(step)
            accepted.append(step)
        except ElbError as failure:
            failures.setdefault(step.operation, failure)
            refused += [] if failure.ambiguous else [step]
            if step.operation == "CreateLoadBalancer":
                break  # there is none now, or one that somebody else has made
    return accepted, refused, failures


def _read_repaired(
    client: Client, broken: BrokenPlan, repair: Plan, accepted: list[Step], failures: dict[str, ElbError]
) -> Balancer | None:
    """The balancer after the repair, without what AWS still shows of what was deleted (facts 3.1)."""
    before = broken.plan.before
    if before and repair.creates:
        read = _successor if "CreateLoadBalancer" in failures else _read_successor
        now: Balancer | None = read(client, before)
    else:
        now = read_balancer(client, repair.balancer.name)
    if failures and now and before:
        sent = [*broken.accepted, *accepted]
        now = without_what_was_deleted(now, before, sent, broken.plan.network)
    return now


def _told_of_lost(lost: dict[str, Any]) -> list[str]:
    return [*_remedy_for(lost), f"Missing is now {_listed(lost)}."] if lost else []


def _told_of_notes(now: Balancer | None, wanted: Balancer | None) -> list[str]:
    """They are no options, and cannot be set again by a task."""
    held = now.notes if now else {}
    notes = noted_by_key(wanted.notes if wanted else {})
    gone = frozenset().union(*(instances for key, instances in notes.items() if key not in held))
    return (
        [f"The tags are gone by which elb_member would bring back {', '.join(sorted(gone))}."] if gone else []
    )


def _told_of_successors(now: Balancer | None, wanted: Balancer | None) -> list[str]:
    """The same task makes an exchange good; another one that names the policy finds none, or not the one in use."""
    names = [
        name
        for name in sorted(wanted.policies if wanted else ())
        if now and is_in_use(now, name + SUCCESSOR_SUFFIX)
    ]
    return [
        f"Until this task is run again, '{name}{SUCCESSOR_SUFFIX}' stands for '{name}'." for name in names
    ]


def _told_of_address(now: Balancer | None, before: Balancer | None) -> list[str]:
    is_other = now and before and now.is_other_than(before)
    return [f"The balancer has another address now: {now.dns_name}."] if now and is_other else []


def _feared_lost(broken: BrokenPlan) -> dict[str, Any]:
    """What the plan took away, where nobody can look; the failed step may have taken it away too, but gave nothing."""
    takes = broken.may_have_worked and broken.failed.operation.startswith("Delete")
    feared = broken.plan.after(broken.sent if takes else broken.accepted)
    try:
        aim = (
            broken.due(feared) if "DeleteLoadBalancer" in broken.effects else plan_repair(broken, feared).now
        )
    except ElbError:
        aim = broken.due(feared)
    return _lost_options(feared, aim)


def _remedy_for(lost: dict[str, Any]) -> list[str]:
    """A part that is lost, set without a word about the rest, would become the whole."""
    told = ["Fix the cause; a later run of this task does not know what is missing."]
    if "instances" in lost:
        told.append("Members come back with elb_member.")
    if lost.keys() - {"instances"}:
        is_part = "name" not in lost
        purges = [f"purge_{option}: false" for option in lost if is_part and option in PURGEABLE]
        alone = f", and {' and '.join(purges)}" if purges else ""
        what = "the rest" if "instances" in lost else "it"
        told.append(f"Set {what} again with classic.elb.elb_balancer{alone}.")
    return told


def _lost_options(now: Balancer | None, wanted: Balancer | None) -> dict[str, Any]:
    """What is missing, as options; AWS' own policies nobody can set again."""
    missing = lacking(now, wanted)
    if "subnets" in missing:
        missing.pop("availability_zones", None)
    policies = [policy for policy in missing.get("policies", ()) if not is_reserved(policy["name"])]
    return {
        option: policies if option == "policies" else value
        for option, value in missing.items()
        if option != "policies" or policies
    }


def _listed(missing: dict[str, Any]) -> str:
    return "; ".join(f"{option}: {json.dumps(value)}" for option, value in missing.items())
