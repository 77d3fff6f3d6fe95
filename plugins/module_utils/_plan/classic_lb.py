# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The plan for what elb_classic_lb manages: a balancer, the two policies that it names itself, and the members.

Private to classic.elb.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ansible_collections.classic.elb.plugins.module_utils._model.errors import ElbError
from ansible_collections.classic.elb.plugins.module_utils._model.members import Pool
from ansible_collections.classic.elb.plugins.module_utils._model.policy import Policy, canonical_policy
from ansible_collections.classic.elb.plugins.module_utils._model.policy_types import (
    APP_COOKIE,
    LB_COOKIE,
    PROXY_PROTOCOL,
    policy_type,
)
from ansible_collections.classic.elb.plugins.module_utils._model.state import Balancer, Network
from ansible_collections.classic.elb.plugins.module_utils._model.wishes import Stickiness, WantedClassicLb
from ansible_collections.classic.elb.plugins.module_utils._plan.balancer import plan_balancer
from ansible_collections.classic.elb.plugins.module_utils._plan.bindings import (
    set_backend_policies,
    set_listener_policies,
)
from ansible_collections.classic.elb.plugins.module_utils._plan.plan import Plan
from ansible_collections.classic.elb.plugins.module_utils._plan.policies import put_policies
from ansible_collections.classic.elb.plugins.module_utils._plan.shift import NOBODY, Shift

PROXY_POLICY = canonical_policy("ProxyProtocol-policy", PROXY_PROTOCOL, {"ProxyProtocol": ("true",)})
"""By the name that amazon.aws gives it: its balancers are taken over."""


def plan_classic_lb(current: Balancer | None, wanted: WantedClassicLb, network: Network) -> Plan:
    """Policies that the task does not name stay, and so do the ports that it does not name."""
    balancer = wanted.balancer
    if current is not None and balancer.scheme not in (None, current.scheme):
        # The successor has the subnets or zones that are named, and no others, whatever is purged otherwise.
        balancer = replace(balancer, purge=balancer.purge | {"subnets", "availability_zones"})
    plan = plan_balancer(current, balancer, network)
    _put_proxy_protocol(plan, wanted.proxy_protocol)
    if wanted.stickiness is not None:
        _put_stickiness(plan, wanted.stickiness)
    return plan


def shift_for_classic_lb(wanted: WantedClassicLb, pool: Pool) -> Shift:
    """Who comes to the balancer and who goes. Only these are waited for, not who is registered already."""
    here, registered = wanted.instances, pool.members
    if here is None:
        return Shift([pool], {pool.name: NOBODY}, {pool.name: NOBODY})
    leaving = registered - here if wanted.purge_instances else NOBODY
    return Shift([pool], {pool.name: here - registered}, {pool.name: leaving})


def _put_proxy_protocol(plan: Plan, wanted: Mapping[int, bool]) -> None:
    if any(wanted.values()):
        _require_own(plan.balancer, PROXY_POLICY, "proxy_protocol")
        put_policies(plan, {PROXY_POLICY.name: PROXY_POLICY}, "proxy_protocol")
    for port, enabled in sorted(wanted.items()):
        names = _without(plan.balancer, plan.balancer.backend_servers.get(port), (PROXY_PROTOCOL,))
        set_backend_policies(plan, port, names | _name(PROXY_POLICY if enabled else None), "proxy_protocol")


def _require_own(balancer: Balancer, policy: Policy, option: str) -> None:
    there = balancer.policies.get(policy.name)
    if there and there.kind != policy.kind:
        raise ElbError(
            f"{option}: its policy is named '{policy.name}', and the balancer has a {there.type} of that name; delete "
            "that one first."
        )


def _put_stickiness(plan: Plan, wanted: Stickiness) -> None:
    """On every listener that takes a cookie; the policies that go out of use stay with the balancer."""
    takers = policy_type(LB_COOKIE).protocols
    ports = [
        port for port, listener in sorted(plan.balancer.listeners.items()) if listener.protocol in takers
    ]
    if wanted.policy is not None:
        if not ports:
            raise ElbError(
                f"stickiness: it needs a listener of {' or '.join(sorted(takers))}, and the balancer has none."
            )
        _require_own(plan.balancer, wanted.policy, "stickiness")
        put_policies(plan, {wanted.policy.name: wanted.policy}, "stickiness")
    for port in ports:
        names = _without(plan.balancer, plan.balancer.listeners[port].policy_names, (APP_COOKIE, LB_COOKIE))
        set_listener_policies(plan, port, names | _name(wanted.policy), "stickiness")


def _without(balancer: Balancer, names: frozenset[str] | None, types: tuple[str, ...]) -> frozenset[str]:
    return frozenset(
        name
        for name in names or ()
        if name not in balancer.policies or balancer.policies[name].type not in types
    )


def _name(policy: Policy | None) -> frozenset[str]:
    return frozenset((policy.name,)) if policy else frozenset()
