# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a balancer in the place of another one cannot have."""

from __future__ import annotations

from ansible_collections.classic.elb.plugins.module_utils._model.state import Balancer, Listener, Network
from ansible_collections.classic.elb.plugins.module_utils._model.wishes import WantedBalancer
from ansible_collections.classic.elb.plugins.module_utils._plan.balancer import plan_balancer


def test_tags_of_aws_are_told() -> None:
    stack = {"aws:cloudformation:stack-name": "shop"}
    listeners = {80: Listener(80, "HTTP", 8080, "HTTP")}
    current = Balancer("shop", subnets=frozenset(["subnet-1"]), listeners=listeners, aws_tags=stack)
    network = Network(zones={"subnet-1": "us-east-1a"}, vpcs={"subnet-1": "vpc-1"})
    plan = plan_balancer(current, WantedBalancer("shop", scheme="internal"), network)
    assert plan.remarks == ["Tags that only AWS can set do not come back: aws:cloudformation:stack-name."]
    assert plan.balancer.aws_tags == {}
