# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a balancer in the place of another one cannot have."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ansible_collections.classic.elb.plugins.module_utils._model.errors import ElbError
from ansible_collections.classic.elb.plugins.module_utils._model.policy import Policy
from ansible_collections.classic.elb.plugins.module_utils._model.policy_types import LB_COOKIE
from ansible_collections.classic.elb.plugins.module_utils._model.state import Balancer, Listener, Network
from ansible_collections.classic.elb.plugins.module_utils._model.wishes import WantedBalancer
from ansible_collections.classic.elb.plugins.module_utils._plan.balancer import plan_balancer

NETWORK = Network(zones={"subnet-1": "us-east-1a"}, vpcs={"subnet-1": "vpc-1"})
CURRENT = Balancer(
    "shop", subnets=frozenset(["subnet-1"]), listeners={80: Listener(80, "HTTP", 8080, "HTTP")}
)
OTHER_VPC = replace(
    NETWORK,
    zones={**NETWORK.zones, "subnet-2": "us-east-1b", "subnet-9": "us-east-1a"},
    vpcs={**NETWORK.vpcs, "subnet-2": "vpc-1", "subnet-9": "vpc-9"},
    default_subnets={"us-east-1b": "subnet-2"},
    was_read=True,
)


def test_tags_of_aws_are_told() -> None:
    current = replace(CURRENT, aws_tags={"aws:cloudformation:stack-name": "shop"})
    plan = plan_balancer(current, WantedBalancer("shop", scheme="internal"), NETWORK)
    assert plan.remarks == ["Tags that only AWS can set do not come back: aws:cloudformation:stack-name."]
    assert plan.balancer.aws_tags == {}


def test_a_policy_whose_content_is_not_named_keeps_it() -> None:
    sticky = Policy("sticky", LB_COOKIE, {"CookieExpirationPeriod": ("90",)})
    current = replace(CURRENT, policies={"sticky": sticky})
    wanted = WantedBalancer("shop", scheme="internal", policies={"sticky": replace(sticky, attributes=None)})
    assert plan_balancer(current, wanted, NETWORK).balancer.policies == {"sticky": sticky}


@pytest.mark.parametrize(
    "wanted",
    [{"scheme": "internal"}, {"subnets": frozenset(["subnet-9"]), "purge": frozenset(["subnets"])}],
    ids=["scheme", "subnets"],
)
def test_a_policy_that_is_not_described_is_in_the_way_of_what_replaces(wanted: dict[str, Any]) -> None:
    current = replace(CURRENT, undescribed={"sticky": Policy("sticky", LB_COOKIE)})
    with pytest.raises(ElbError) as failed:
        plan_balancer(current, WantedBalancer("shop", **wanted), OTHER_VPC)
    assert failed.value.message.startswith(f"{next(iter(wanted))}: AWS lists the policy 'sticky'")


def test_a_zone_whose_subnet_has_no_room_is_told_as_a_zone() -> None:
    network = replace(OTHER_VPC, cramped={"subnet-2": "has 6 free addresses"})
    wanted = WantedBalancer("shop", scheme="internal", availability_zones=frozenset(["us-east-1b"]))
    with pytest.raises(ElbError) as failed:
        plan_balancer(CURRENT, wanted, network)
    assert failed.value.message == "availability_zones: subnet-2 has 6 free addresses."
