# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A plan that failed in the middle, and the plan that puts back what it took away. Private to classic.elb."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

from ansible_collections.classic.elb.plugins.module_utils._model.aws import tags_to_aws
from ansible_collections.classic.elb.plugins.module_utils._model.aws_policies import policy_from_creation
from ansible_collections.classic.elb.plugins.module_utils._model.policy import Policy
from ansible_collections.classic.elb.plugins.module_utils._model.policy_types import (
    DEFAULT_SSL_POLICY,
    is_reserved,
)
from ansible_collections.classic.elb.plugins.module_utils._model.state import (
    ATTRIBUTES,
    Balancer,
    Listener,
    Network,
)
from ansible_collections.classic.elb.plugins.module_utils._model.step import Step
from ansible_collections.classic.elb.plugins.module_utils._model.wishes import WantedBalancer
from ansible_collections.classic.elb.plugins.module_utils._plan.balancer import plan_balancer, put_attributes
from ansible_collections.classic.elb.plugins.module_utils._plan.bindings import (
    admitted,
    set_listener_policies,
)
from ansible_collections.classic.elb.plugins.module_utils._plan.fallback import due, fallen_back
from ansible_collections.classic.elb.plugins.module_utils._plan.listeners import collides, put_listeners
from ansible_collections.classic.elb.plugins.module_utils._plan.members import register_again
from ansible_collections.classic.elb.plugins.module_utils._plan.network import attach_in_place
from ansible_collections.classic.elb.plugins.module_utils._plan.plan import Plan
from ansible_collections.classic.elb.plugins.module_utils._plan.policies import SUCCESSOR_SUFFIX, put_policies
from ansible_collections.classic.elb.plugins.module_utils._plan.replacement import as_wanted


@dataclass(frozen=True)
class BrokenPlan:
    """A plan of which the step ``number`` (from 0) failed; it ``may_have_worked`` all the same."""

    plan: Plan
    number: int
    may_have_worked: bool

    @property
    def accepted(self) -> list[Step]:
        return self.plan.steps[: self.number]

    @property
    def failed(self) -> Step:
        return self.plan.steps[self.number]

    @property
    def sent(self) -> list[Step]:
        return [*self.accepted, self.failed]

    @property
    def left(self) -> list[Step]:
        return [*self.plan.steps[self.number + 1 :], *self.plan.following]

    @property
    def effects(self) -> set[str]:
        """The operations that may have had their effect: what is there, or gone, without them is the work of others."""
        return {step.operation for step in (*self.accepted, *self.doubtful)}

    @property
    def doubtful(self) -> list[Step]:
        return [self.failed] if self.may_have_worked else []

    @property
    def refused(self) -> list[Step]:
        return [] if self.may_have_worked else [self.failed]

    def took_effect(self, now: Balancer | None) -> bool:
        """Whether the call that AWS did not admit has made the difference that it was to make."""
        if not self.may_have_worked:
            return False
        without, made = self.plan.after(self.accepted), self.plan.after(self.sent)
        if now is None or without is None or made is None:
            return (now is None) != (without is None)
        touched = [
            each.name for each in fields(made) if getattr(made, each.name) != getattr(without, each.name)
        ]
        return any(getattr(now, name) != getattr(without, name) for name in touched)

    def replaces(self, now: Balancer | None) -> bool:
        """Whether the balancer is gone, or there is a successor."""
        before = self.plan.before
        if before is None or "DeleteLoadBalancer" not in self.effects:
            return False
        return now is None or now.is_other_than(before)

    def due(self, now: Balancer | None) -> Balancer | None:
        """The balancer with all that the plan was to leave on it, or to change."""
        before, wanted = self.plan.before, self.plan.now
        if before is None or wanted is None:
            return now
        if now is None:
            return before
        whole = due(now, before, wanted)
        if self.replaces(now) and "CreateLoadBalancer" not in self.effects:
            # It is the old one, made again, and was to have its members, whoever was to leave for another VPC.
            return replace(whole, instances=now.instances | before.instances)
        return whole

    def reopened(self) -> frozenset[int]:
        """The ports that were to be closed for a moment only."""
        if self.plan.before is None or self.plan.now is None:
            return frozenset()
        taken = _items_of(self.sent, "DeleteLoadBalancerListeners", "LoadBalancerPorts")
        return frozenset(self.plan.before.listeners.keys() & self.plan.now.listeners.keys() & taken)

    def displaced(self, now: Balancer | None) -> dict[int, Listener]:
        """The listeners in whose place somebody else has made another one, which is neither the old nor the new one."""
        before, wanted = self.plan.before, self.plan.now
        if now is None or before is None or wanted is None or now.is_other_than(before):
            return {}
        return {
            port: before.listeners[port]
            for port in self.reopened() & now.listeners.keys()
            if now.listeners[port].route not in (before.listeners[port].route, wanted.listeners[port].route)
        }

    def is_supplanted(self, now: Balancer | None) -> bool:
        """Whether somebody else has made a balancer of this name, after this plan had deleted its own."""
        before = self.plan.before
        deleted_only = "DeleteLoadBalancer" in self.effects and "CreateLoadBalancer" not in self.effects
        return bool(before and now and now.is_other_than(before) and deleted_only)


def _items_of(steps: list[Step], operation: str, parameter: str) -> frozenset[Any]:
    """The items that these steps give for a parameter of an operation."""
    return frozenset(
        item for step in steps if step.operation == operation for item in step.parameters[parameter]
    )


def plan_repair(
    broken: BrokenPlan, now: Balancer | None, accepted: Iterable[Step] = (), refused: Iterable[Step] = ()
) -> Plan:
    """The plan that puts back what the failed plan took away and was to give again; never what others took away.

    ``accepted`` and ``refused`` are calls of an earlier repair of a successor, which AWS took and did not take.
    """
    plan, effects = broken.plan, broken.effects
    before, wanted = plan.before, plan.now
    if before is None or wanted is None:
        return Plan(now)
    if "DeleteLoadBalancer" in effects and now is None:
        return _plan_rebuild(None, before, plan.network)
    if effects >= {"DeleteLoadBalancer", "CreateLoadBalancer"} and now and now.is_other_than(before):
        # A late answer may tell the predecessor's attributes.
        now = now if "ModifyLoadBalancerAttributes" in effects else _with_attributes_at_birth(now)
        now = _with_own_policies(now, [*broken.accepted, *accepted], broken.doubtful)
        return _plan_rebuild(now, fallen_back(wanted, before, [*broken.refused, *refused]), plan.network)
    if now is None or now.is_other_than(before):
        return Plan(now)
    now = _with_known_policies(now, before, broken.accepted)
    now = without_what_was_deleted(now, before, broken.accepted, plan.network)
    repair = Plan(now, plan.network)
    _reopen_zones(repair, before, wanted, broken)
    surviving = broken.reopened() - broken.displaced(now).keys()
    lost = [before.listeners[port] for port in surviving - now.listeners.keys()]
    back = {
        port: replace(before.listeners[port], policy_names=None)
        for port in surviving
        if port not in now.listeners or collides(now.listeners[port], lost)
    }
    put_listeners(repair, back, purge=False)
    for port in sorted(surviving):
        listener = repair.balancer.listeners[port]
        old, new = before.listeners[port].enabled_policies, wanted.listeners[port].enabled_policies
        if not old - {DEFAULT_SSL_POLICY}:
            continue  # none was there to be put back; what is new, the task sets when it is run again
        if port in back or listener.route != before.listeners[port].route:
            # A plan may have come to the listener before it made the policies for it.
            names = new if port not in back and new <= now.policies.keys() else old
            set_listener_policies(repair, port, admitted(repair.balancer, listener, names))
    _put_back_policies(repair, before, wanted, broken)
    return repair


def _plan_rebuild(now: Balancer | None, like: Balancer, network: Network) -> Plan:
    """A deleted balancer again, or what is missing of its successor, which no later run would know of."""
    wanted = as_wanted(like)
    # Whether there is room, AWS decides: there is no other way.
    repair = plan_balancer(now, replace(wanted, access_logs=None), replace(network, cramped={}))
    # Alone: where a bucket refuses AWS, the call would take no other attribute either.
    put_attributes(repair, WantedBalancer(like.name, access_logs=wanted.access_logs))
    register_again(repair, (like.instances & network.running) - repair.balancer.instances)
    notes = {key: like.notes[key] for key in like.notes.keys() - repair.balancer.notes.keys()}
    if notes:
        repair.add("AddTags", {"LoadBalancerNames": [like.name], "Tags": tags_to_aws(notes)})
    return repair


def _with_attributes_at_birth(balancer: Balancer) -> Balancer:
    born = Balancer(balancer.name)
    return replace(balancer, **{name: getattr(born, name) for name in ATTRIBUTES})


def _with_known_policies(now: Balancer, before: Balancer, accepted: Iterable[Step]) -> Balancer:
    """AWS may not describe yet what it lists, and what we have read, or have made."""
    known = {**before.policies, **_made_policies(accepted)}
    found = {name: known[name] for name in now.undescribed.keys() & known.keys()}
    bare = {
        name: before.undescribed.get(name, policy)
        for name, policy in now.undescribed.items()
        if name not in found
    }
    return replace(now, policies={**now.policies, **found}, undescribed=bare)


def _with_own_policies(successor: Balancer, accepted: Iterable[Step], doubtful: Iterable[Step]) -> Balancer:
    """Those that it was given, or may have been and shows, and AWS' own: a late answer may tell the predecessor's."""
    shown = {name: policy for name, policy in _made_policies(doubtful).items() if successor.policy(name)}
    of_aws = {name: policy for name, policy in successor.policies.items() if is_reserved(name)}
    return replace(successor, policies={**of_aws, **_made_policies(accepted), **shown}, undescribed={})


def _made_policies(steps: Iterable[Step]) -> dict[str, Policy]:
    made = (policy_from_creation(step.parameters) for step in steps if step.creates_policy)
    return {policy.name: policy for policy in made}


def without_what_was_deleted(
    now: Balancer, before: Balancer, accepted: list[Step], network: Network
) -> Balancer:
    """AWS may still show what it has deleted; what it has accepted of us counts for more (facts 3.1).

    A listener or a policy that shows as it was is such a one.
    """
    deleted_policies = _deleted_policies(accepted)
    deleted = _items_of(accepted, "DeleteLoadBalancerListeners", "LoadBalancerPorts")
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
    detached = _items_of(accepted, "DetachLoadBalancerFromSubnets", "Subnets")
    attached = _items_of(accepted, "AttachLoadBalancerToSubnets", "Subnets")
    subnets = (now.subnets or frozenset()) - (detached - attached)
    zones = now.availability_zones
    if subnets != now.subnets and subnets <= network.zones.keys():
        zones = frozenset(network.zones[subnet] for subnet in subnets)
    return replace(
        now,
        listeners={port: listener for port, listener in now.listeners.items() if port not in gone},
        policies={
            name: policy
            for name, policy in now.policies.items()
            if name not in deleted_policies or policy != before.policies.get(name)
        },
        subnets=subnets if now.subnets is not None else None,
        availability_zones=zones,
    )


def _deleted_policies(accepted: list[Step]) -> set[str]:
    """Those that were not created again."""
    deleted: set[str] = set()
    for step in accepted:
        if step.operation == "DeleteLoadBalancerPolicy":
            deleted.add(step.parameters["PolicyName"])
        elif step.creates_policy:
            deleted.discard(step.parameters["PolicyName"])
    return deleted


def _reopen_zones(repair: Plan, before: Balancer, wanted: Balancer, broken: BrokenPlan) -> None:
    """A zone that was to be served all the time, and lost its subnet to one that AWS did not take."""
    kept = _zones(before) & _zones(wanted)
    closed = kept - _zones(repair.balancer)
    detached = _items_of(broken.sent, "DetachLoadBalancerFromSubnets", "Subnets")
    back = [subnet for subnet in detached if repair.network.zones.get(subnet) in closed]
    attach_in_place(repair, back)


def _zones(balancer: Balancer) -> frozenset[str]:
    return balancer.availability_zones or frozenset()


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
