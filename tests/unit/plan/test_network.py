# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The planner of subnets: for any two sets of subnets, no step passes through a conflict or an empty list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.classic.elb.plugins.module_utils._model.errors import ElbError
from ansible_collections.classic.elb.plugins.module_utils._model.state import Balancer, Network
from ansible_collections.classic.elb.plugins.module_utils._plan.network import (
    put_subnets,
    put_zones,
    security_group_ids,
)
from ansible_collections.classic.elb.plugins.module_utils._plan.plan import Plan
from ansible_collections.classic.elb.plugins.module_utils._plan.predict import predict

SUBNETS = {f"subnet-{zone}{number}": f"zone-{zone}" for zone in "abcd" for number in (1, 2, 3)}
NETWORK = Network(zones=SUBNETS, vpcs=dict.fromkeys(SUBNETS, "vpc-1"))


def one_of_each_zone() -> st.SearchStrategy[frozenset[str]]:
    """A set of subnets that a balancer can have."""
    choice = st.sampled_from([None, "1", "2", "3"])
    return (
        st.tuples(choice, choice, choice, choice)
        .map(lambda numbers: frozenset(f"subnet-{z}{n}" for z, n in zip("abcd", numbers, strict=True) if n))
        .filter(bool)
    )


@given(current=one_of_each_zone(), wanted=one_of_each_zone())
def test_subnets_are_exchanged_without_conflict(current: frozenset[str], wanted: frozenset[str]) -> None:
    zones = frozenset(SUBNETS[subnet] for subnet in current)
    plan = Plan(Balancer("shop", subnets=current, availability_zones=zones, vpc_id="vpc-1"), NETWORK)
    try:
        put_subnets(plan, wanted, purge=True)
    except ElbError:
        assert len(current) == len(wanted) == 1
        assert current != wanted
        return
    now = plan.before
    for step in plan.steps:
        now = predict(now, step, NETWORK)
        assert now is not None and now.subnets and now.availability_zones
        assert len(now.subnets) == len(now.availability_zones), "two subnets of one zone, or an empty list"
    assert plan.balancer.subnets == wanted


@given(
    current=st.sets(st.sampled_from("abc"), min_size=1), wanted=st.sets(st.sampled_from("abc"), min_size=1)
)
def test_zones_of_ec2_classic_are_enabled_before_others_are_disabled(
    current: set[str], wanted: set[str]
) -> None:
    plan = Plan(Balancer("shop", availability_zones=frozenset(current)))
    put_zones(plan, frozenset(wanted), purge=True)
    assert plan.balancer.availability_zones == wanted
    assert [step.operation[:6] for step in plan.steps] == ["Enable"] * bool(wanted - current) + [
        "Disabl"
    ] * bool(current - wanted)


@given(current=one_of_each_zone(), wanted=st.sets(st.sampled_from("abcd"), min_size=1), purge=st.booleans())
def test_zones_in_a_vpc_change_with_their_subnets(
    current: frozenset[str], wanted: set[str], purge: bool
) -> None:
    """What is attached in a wanted zone stays; a new zone brings its default subnet (facts 10a)."""
    zones = {f"zone-{letter}" for letter in wanted}
    defaults = {f"zone-{letter}": f"subnet-{letter}1" for letter in "abcd"}
    held = {SUBNETS[subnet]: subnet for subnet in current}
    network = Network(
        zones=SUBNETS, vpcs=dict.fromkeys(SUBNETS, "vpc-1"), default_subnets=defaults, was_read=True
    )
    plan = Plan(
        Balancer("shop", subnets=current, availability_zones=frozenset(held), vpc_id="vpc-1"), network
    )
    put_zones(plan, frozenset(zones), purge)
    kept = set() if purge else set(held)
    assert plan.balancer.availability_zones == zones | kept
    assert plan.balancer.subnets == {{**defaults, **held}[zone] for zone in zones | kept}
    attached = ["AttachLoadBalancerToSubnets"] * bool(zones - held.keys())
    assert [step.operation for step in plan.steps] == attached + ["DetachLoadBalancerFromSubnets"] * bool(
        purge and held.keys() - zones
    )


def test_a_name_that_two_security_groups_have_is_refused() -> None:
    """As where another account shares one with the VPC."""
    groups = {"sg-2": "web", "sg-1": "web", "sg-3": "db"}
    assert security_group_ids(["db", "sg-1"], groups, "vpc-1") == ("sg-3", "sg-1")
    with pytest.raises(ElbError, match="2 groups are named 'web' in the VPC vpc-1: sg-1, sg-2; give the id"):
        security_group_ids(["web"], groups, "vpc-1")
