# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is put back after a failure, planned from what is there then."""

from __future__ import annotations

from dataclasses import replace

from ansible_collections.classic.elb.plugins.module_utils._model.policy import Policy
from ansible_collections.classic.elb.plugins.module_utils._model.policy_types import LB_COOKIE
from ansible_collections.classic.elb.plugins.module_utils._model.state import Balancer, Listener, Network
from ansible_collections.classic.elb.plugins.module_utils._model.step import RELEASE
from ansible_collections.classic.elb.plugins.module_utils._model.wishes import WantedBalancer
from ansible_collections.classic.elb.plugins.module_utils._plan.balancer import plan_balancer
from ansible_collections.classic.elb.plugins.module_utils._plan.listeners import put_listeners
from ansible_collections.classic.elb.plugins.module_utils._plan.network import put_subnets
from ansible_collections.classic.elb.plugins.module_utils._plan.plan import Plan
from ansible_collections.classic.elb.plugins.module_utils._plan.policies import put_policies
from ansible_collections.classic.elb.plugins.module_utils._plan.repair import BrokenPlan, plan_repair

BEFORE = Balancer(
    "shop",
    dns_name="shop-1",
    listeners={port: Listener(port, "HTTP", 8080, "HTTP") for port in (80, 81)},
)
WANTED = {port: Listener(port, "HTTP", 8080, "HTTPS") for port in (80, 81)}


def at_its_end(plan: Plan) -> BrokenPlan:
    """Its last step failed, and may have worked."""
    return BrokenPlan(plan, len(plan.steps) - 1, may_have_worked=True)


def failed_plan() -> Plan:
    """Delete both listeners, create both anew: the second call fails."""
    plan = Plan(BEFORE)
    put_listeners(plan, WANTED, purge=True)
    assert [step.operation for step in plan.steps] == [
        "DeleteLoadBalancerListeners",
        "CreateLoadBalancerListeners",
    ]
    return plan


def test_a_port_that_counts_as_taken_is_waited_for() -> None:
    """It was deleted a moment ago, and that may take its time (facts 3.1)."""
    plan = failed_plan()
    (step,) = plan_repair(at_its_end(plan), replace(BEFORE, listeners={})).steps
    assert step.settles["DuplicateListener"] == RELEASE
    assert [item["InstanceProtocol"] for item in step.parameters["Listeners"]] == ["HTTP", "HTTP"]


def test_what_stands_in_the_way_of_the_old_goes_back_too() -> None:
    """A refused batch may leave a part behind (facts 10), and an instance port is all secure or all insecure."""
    plan = failed_plan()
    repair = plan_repair(at_its_end(plan), replace(BEFORE, listeners={80: WANTED[80]}))
    assert [step.operation for step in repair.steps] == [
        "DeleteLoadBalancerListeners",
        "CreateLoadBalancerListeners",
    ]
    assert repair.balancer.listeners == BEFORE.listeners


def test_what_others_deleted_meanwhile_stays_deleted() -> None:
    """The plan keeps listener 82 and never touches it; somebody else takes it away."""
    third = Listener(82, "HTTP", 8082, "HTTP")
    plan = Plan(replace(BEFORE, listeners={**BEFORE.listeners, 82: third}))
    put_listeners(plan, WANTED, purge=False)
    repair = plan_repair(at_its_end(plan), replace(BEFORE, listeners={}))
    assert repair.balancer.listeners == BEFORE.listeners


def test_a_zone_whose_subnet_was_not_exchanged_is_served_again() -> None:
    """The old subnet too may have to wait until AWS has let go of the zone (facts 3.1)."""
    before = replace(
        BEFORE, vpc_id="vpc-1", subnets=frozenset(("old", "b")), availability_zones=frozenset("ab")
    )
    network = Network(
        was_read=True,
        zones={"old": "a", "new": "a", "b": "b"},
        vpcs=dict.fromkeys(("old", "new", "b"), "vpc-1"),
    )
    plan = Plan(before, network)
    put_subnets(plan, frozenset(("new", "b")), purge=True)
    now = replace(before, subnets=frozenset("b"), availability_zones=frozenset("b"))
    (step,) = plan_repair(at_its_end(plan), now).steps
    assert (step.operation, step.parameters["Subnets"]) == ("AttachLoadBalancerToSubnets", ["old"])
    assert step.settles["InvalidConfigurationRequest"] == RELEASE


def test_attributes_of_the_predecessor_are_none_of_its_successor() -> None:
    """A late answer may tell them (facts 3.1)."""
    before = replace(
        BEFORE,
        scheme="internet-facing",
        vpc_id="vpc-1",
        subnets=frozenset("a"),
        availability_zones=frozenset("a"),
        idle_timeout=120,
    )
    network = Network(was_read=True, zones={"a": "a"}, vpcs={"a": "vpc-1"})
    plan = plan_balancer(before, WantedBalancer("shop", scheme="internal"), network)
    operations = [step.operation for step in plan.steps]
    broken = BrokenPlan(plan, operations.index("ModifyLoadBalancerAttributes"), may_have_worked=False)
    repair = plan_repair(broken, replace(plan.balancer, dns_name="shop-2", idle_timeout=120))
    assert [step.operation for step in repair.steps] == ["ModifyLoadBalancerAttributes"]


def test_a_policy_whose_deletion_may_have_worked_is_put_back() -> None:
    sticky = Policy("sticky", LB_COOKIE, {"CookieExpirationPeriod": ("90",)})
    before = replace(BEFORE, policies={"sticky": sticky})
    plan = Plan(before)
    put_policies(plan, {"sticky": replace(sticky, attributes={"CookieExpirationPeriod": ("10",)})})
    assert [step.operation for step in plan.steps] == [
        "DeleteLoadBalancerPolicy",
        "CreateLBCookieStickinessPolicy",
    ]
    deletion = BrokenPlan(plan, 0, may_have_worked=True)
    assert plan_repair(deletion, replace(before, policies={})).balancer.policies == before.policies
