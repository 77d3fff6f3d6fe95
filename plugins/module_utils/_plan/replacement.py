# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A balancer in the place of another one: when it has to be, and what it takes over. Private to classic.elb."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from typing import Any

from ansible_collections.classic.elb.plugins.module_utils._model.policy import Policy
from ansible_collections.classic.elb.plugins.module_utils._model.policy_types import (
    BACKEND_AUTHENTICATION,
    DEFAULT_SSL_POLICY,
    is_reserved,
    without_reserved,
)
from ansible_collections.classic.elb.plugins.module_utils._model.state import Balancer, Listener, Network
from ansible_collections.classic.elb.plugins.module_utils._model.wishes import WantedBalancer
from ansible_collections.classic.elb.plugins.module_utils._plan.listeners import (
    CANNOT_BE_MADE,
    policies_after,
)
from ansible_collections.classic.elb.plugins.module_utils._plan.network import require_room, subnets_of_zones
from ansible_collections.classic.elb.plugins.module_utils._plan.plan import Plan
from ansible_collections.classic.elb.plugins.module_utils._plan.policies import (
    enabled_on,
    require_same_type,
    used_policies,
    with_content,
)


def is_replacement(current: Balancer, wanted: WantedBalancer, network: Network) -> bool:
    """Scheme and VPC are fixed at creation (facts 1.1)."""
    if wanted.scheme is not None and wanted.scheme != current.scheme:
        return True
    return _is_elsewhere(current, wanted.subnets or (), network)


def leaves_vpc(current: Balancer, wanted: WantedBalancer, network: Network) -> bool:
    """Whether a successor lives in another VPC: by its subnets, because one of EC2-Classic can have none there, or
    because zones mean what they mean to a new balancer.
    """
    if not current.is_in_vpc or _is_elsewhere(current, wanted.subnets or (), network):
        return True
    defaults = {network.default_subnets.get(zone, "") for zone in wanted.availability_zones or ()}
    return wanted.zones_are_as_new and _is_elsewhere(current, defaults, network)


def _is_elsewhere(current: Balancer, subnets: Iterable[str], network: Network) -> bool:
    """Whether these are known, and none is of the balancer's VPC; its subnets tell that too if AWS leaves it out.

    One of EC2-Classic is in none.
    """
    vpcs = _vpcs_of(subnets, network)
    home = {current.vpc_id} if current.vpc_id else _vpcs_of(current.subnets or (), network)
    return bool(vpcs) and vpcs.isdisjoint(home)


def _vpcs_of(subnets: Iterable[str], network: Network) -> set[str]:
    return {network.vpcs[subnet] for subnet in subnets if subnet in network.vpcs}


def left_in_vpc(current: Balancer, wanted: WantedBalancer) -> list[str]:
    """What a balancer that moves to another VPC cannot take along."""
    left = []
    if current.instances:
        left.append(f"its members ({', '.join(sorted(current.instances))})")
    if current.security_groups and not wanted.security_groups:
        left.append(f"its security groups ({', '.join(sorted(current.security_groups))})")
    return [f"The balancer moves to another VPC, and there without {' and '.join(left)}."] if left else []


def carry_over(plan: Plan, current: Balancer, wanted: WantedBalancer, moves: bool) -> WantedBalancer:
    """The wish for the successor: all of the old balancer that is not wanted otherwise.

    Security groups of the old VPC stay behind when the VPC changes. AWS' own policies come back by themselves.
    """
    for name, policy in (wanted.policies or {}).items():
        # As without a replacement: what AWS refuses of the successor, its predecessor's policy takes the place of.
        require_same_type(policy, current.policies.get(name))
    plan.remarks += _cannot_be_made_again(current)
    listeners = None
    if wanted.listeners is not None:
        listeners = {
            port: replace(listener, policy_names=without_reserved(policies_after(plan, listener)))
            for port, listener in wanted.listeners.items()
        }
    base = replace(as_wanted(current), backend_servers=current.backend_servers)
    if moves:
        base = replace(base, security_groups=None)
    if wanted.subnets is not None and wanted.availability_zones is None:
        base = replace(base, availability_zones=None)
    if moves and wanted.subnets is None:
        base = replace(base, subnets=None)
    elif wanted.availability_zones is not None and wanted.subnets is None:
        wanted = _with_subnets(plan, wanted, wanted.availability_zones)
    policies = with_content(current, wanted.policies) if wanted.policies is not None else None
    merged = _merged(base, replace(wanted, listeners=listeners, policies=policies))
    named = wanted.backend_servers or {}
    carried = {port: names for port, names in (merged.backend_servers or {}).items() if port not in named}
    fitting = _without_idle_authentication(carried, (merged.listeners or {}).values(), current.policies)
    for port, names in sorted(carried.items()):
        for name in sorted(names - fitting[port]):
            plan.remarks.append(
                f"The policy '{name}' is no longer enabled on instance port {port}: no listener uses it with HTTPS or "
                "SSL."
            )
    return _with_used(replace(merged, backend_servers={**fitting, **named}), current)


def _cannot_be_made_again(current: Balancer) -> list[str]:
    relics = [
        f"The listener {port} {CANNOT_BE_MADE}"
        for port, listener in current.listeners.items()
        if listener.is_relic
    ]
    policies = [
        f"AWS' policy '{name}' of listener {port} cannot be created again."
        for port, listener in current.listeners.items()
        for name in sorted(listener.enabled_policies)
        if is_reserved(name) and name != DEFAULT_SSL_POLICY
    ]
    keys = ", ".join(sorted(current.aws_tags))
    tags = [f"Tags that only AWS can set do not come back: {keys}."] if keys else []
    return relics + policies + tags


def _with_subnets(plan: Plan, wanted: WantedBalancer, zones: frozenset[str]) -> WantedBalancer:
    """The wish with the subnets of these zones in their place, so that the successor stays in its VPC."""
    purge = wanted.purge - {"subnets"}
    if "availability_zones" in purge:
        purge |= {"subnets"}
    subnets = subnets_of_zones(plan, zones)
    require_room(subnets, plan.network, "availability_zones")
    return replace(wanted, subnets=subnets, availability_zones=None, purge=purge)


def _with_used(merged: WantedBalancer, current: Balancer) -> WantedBalancer:
    """A purge spares what a port uses, also where the listeners are carried over."""
    used = without_reserved(enabled_on(merged.listeners or {}, merged.backend_servers or {}))
    policies = merged.policies or {}
    carried = used_policies({**current.policies, **policies}, used)
    return replace(merged, policies={**carried, **policies})


def _without_idle_authentication(
    backend_servers: Mapping[int, frozenset[str]],
    listeners: Iterable[Listener],
    policies: Mapping[str, Policy],
) -> dict[int, frozenset[str]]:
    """Without authentication of back ends that no listener speaks to with HTTPS or SSL.

    It stays when its listener goes (facts 1.2), and cannot be enabled anew.
    """
    secure = {listener.instance_port for listener in listeners if listener.has_secure_back_end}
    idle = {name for name, policy in policies.items() if policy.type == BACKEND_AUTHENTICATION}
    return {port: names if port in secure else names - idle for port, names in backend_servers.items()}


def as_wanted(balancer: Balancer) -> WantedBalancer:
    """The wish that builds an equal balancer where there is none; AWS' own policies are left to AWS, relics stay."""
    return WantedBalancer(
        name=balancer.name,
        scheme=balancer.scheme,
        subnets=balancer.subnets or None,
        availability_zones=None if balancer.subnets else balancer.availability_zones,
        security_groups=balancer.security_groups or None,
        listeners={
            port: replace(listener, policy_names=without_reserved(listener.enabled_policies))
            for port, listener in balancer.listeners.items()
            if not listener.is_relic
        },
        policies={name: policy for name, policy in balancer.policies.items() if not is_reserved(name)},
        backend_servers=_without_idle_authentication(
            balancer.backend_servers, balancer.listeners.values(), balancer.policies
        ),
        health_check=asdict(balancer.health_check) if balancer.health_check else None,
        connection_draining=asdict(balancer.connection_draining),
        access_logs=asdict(balancer.access_logs),
        idle_timeout=balancer.idle_timeout,
        cross_zone_load_balancing=balancer.cross_zone_load_balancing,
        desync_mitigation_mode=balancer.desync_mitigation_mode,
        tags=balancer.tags,
    )


PARTIAL_BLOCKS = frozenset(("health_check", "connection_draining", "access_logs"))


NETWORK_LISTS = ("subnets", "availability_zones", "security_groups")


def _merged(base: WantedBalancer, wanted: WantedBalancer) -> WantedBalancer:
    """``base`` overlaid with what ``wanted`` names; a list without its purge adds to the one of ``base``."""
    fields: dict[str, Any] = {}
    for name, value in vars(wanted).items():
        below = getattr(base, name)
        if value is None:
            fields[name] = below
        elif isinstance(value, Mapping) and below and (name in PARTIAL_BLOCKS or name not in wanted.purge):
            fields[name] = {**below, **value}
        elif name in NETWORK_LISTS and below and (name not in wanted.purge or set(value) == set(below)):
            fields[name] = type(value)(dict.fromkeys([*below, *value]))
        else:
            fields[name] = value
    return WantedBalancer(**fields)
