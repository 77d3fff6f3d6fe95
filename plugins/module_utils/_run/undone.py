# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether somebody else has replaced at the same moment what a plan has set. Private to classic.elb."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ansible_collections.classic.elb.plugins.module_utils._model.aws import health_check_from_aws
from ansible_collections.classic.elb.plugins.module_utils._model.errors import CallFailed
from ansible_collections.classic.elb.plugins.module_utils._model.state import Balancer
from ansible_collections.classic.elb.plugins.module_utils._model.step import Step
from ansible_collections.classic.elb.plugins.module_utils._plan.plan import Plan
from ansible_collections.classic.elb.plugins.module_utils._service.client import Client
from ansible_collections.classic.elb.plugins.module_utils._service.reading import read_described

Parameters = Mapping[str, Any]


def is_undone(client: Client, plan: Plan) -> bool:
    """Whether AWS shows, of what is always set as a whole, neither what the plan has made of it nor what was before.

    Somebody else who wrote at the same moment has then replaced ours (facts 1.3, 1.4, 1.6). What was there before is
    what AWS may show for a while yet.
    """
    steps = [step for step in plan.steps if step.operation in SETTERS]
    if not steps or plan.before is None or plan.creates:
        return False
    try:
        seen = read_described(client, plan.before.name)
    except CallFailed:
        if any("PolicyNames" in step.parameters for step in steps):
            raise
        return False  # what was set was accepted, and seldom is it undone
    expected = (plan.before, plan.balancer)
    return seen is not None and any(_is_replaced(seen, expected, step, steps) for step in steps)


def _is_replaced(seen: Balancer, expected: Iterable[Balancer], step: Step, steps: Iterable[Step]) -> bool:
    """Whether what the step sets is neither as expected nor as any of the steps has set it."""
    shown, sent = SETTERS[step.operation]
    parameters = step.parameters
    ours = [
        sent(other.parameters)
        for other in steps
        if other.operation == step.operation and _port(other.parameters) == _port(parameters)
    ]
    return shown(seen, parameters) not in [*(shown(each, parameters) for each in expected), *ours]


def _port(parameters: Mapping[str, Any]) -> tuple[int | None, int | None]:
    return parameters.get("LoadBalancerPort"), parameters.get("InstancePort")


def _list(balancer: Balancer, parameters: Mapping[str, Any]) -> frozenset[str] | None:
    """The policies of the port that the parameters of a Set call name."""
    if "InstancePort" in parameters:
        return balancer.backend_servers.get(parameters["InstancePort"], frozenset())
    listener = balancer.listeners.get(parameters["LoadBalancerPort"])
    return listener.policy_names if listener else None


SETTERS: Mapping[str, tuple[Callable[[Balancer, Parameters], Any], Callable[[Parameters], Any]]] = {
    "ApplySecurityGroupsToLoadBalancer": (
        lambda balancer, _parameters: frozenset(balancer.security_groups or ()),
        lambda parameters: frozenset(parameters["SecurityGroups"]),
    ),
    "ConfigureHealthCheck": (
        lambda balancer, _parameters: balancer.health_check,
        lambda parameters: health_check_from_aws(parameters["HealthCheck"]),
    ),
    "SetLoadBalancerPoliciesForBackendServer": (
        _list,
        lambda parameters: frozenset(parameters["PolicyNames"]),
    ),
    "SetLoadBalancerPoliciesOfListener": (
        _list,
        lambda parameters: frozenset(parameters["PolicyNames"]),
    ),
}
"""What is always set as a whole: how a balancer shows what a call sets, and what the call sets."""
