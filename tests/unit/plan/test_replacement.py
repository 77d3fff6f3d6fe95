# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a balancer in the place of another one cannot have."""

from __future__ import annotations

from dataclasses import replace

from ansible_collections.classic.elb.plugins.module_utils._model.policy import Policy
from ansible_collections.classic.elb.plugins.module_utils._model.policy_types import LB_COOKIE
from ansible_collections.classic.elb.plugins.module_utils._model.state import Balancer, Listener, Network
from ansible_collections.classic.elb.plugins.module_utils._model.wishes import WantedBalancer
from ansible_collections.classic.elb.plugins.module_utils._plan.balancer import plan_balancer

NETWORK = Network(zones={"subnet-1": "us-east-1a"}, vpcs={"subnet-1": "vpc-1"})
CURRENT = Balancer(
    "shop", subnets=frozenset(["subnet-1"]), listeners={80: Listener(80, "HTTP", 8080, "HTTP")}
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
