# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plans for where policies are enabled. Private to classic.elb.

A Set call replaces the whole list of a port (facts 1.6), so every list that is sent here is complete. What AWS
would refuse is refused before the first write, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ansible_collections.classic.elb.plugins.module_utils._model.errors import ElbError
from ansible_collections.classic.elb.plugins.module_utils._model.policy import Policy
from ansible_collections.classic.elb.plugins.module_utils._model.policy_types import (
    BACKEND_AUTHENTICATION,
    DEFAULT_SSL_POLICY,
    KEY_NAMES,
    PUBLIC_KEY,
    REFERENCE,
    is_reserved,
    policy_type,
)
from ansible_collections.classic.elb.plugins.module_utils._model.state import Balancer, Listener
from ansible_collections.classic.elb.plugins.module_utils._model.step import ALTERED, NONE
from ansible_collections.classic.elb.plugins.module_utils._plan.plan import Plan


class Misfit(ElbError):
    """A policy that an instance port does not take, as long as its listeners are as they are."""

    REMEDY = (
        "in a task before, take it off that port, by backend_servers of elb_balancer, "
        "or instance_ports of elb_policy."
    )


def set_listener_policies(plan: Plan, port: int, names: frozenset[str], option: str = "policy_names") -> None:
    """Enable exactly these on a listener, if it is not so already.

    On HTTPS and SSL, a TLS policy of AWS' own beside a list that has none is not a difference (facts 1.6, 2.4):
    the one of an older listener is kept, and today's default comes back by itself. Where AWS has shown it on the
    balancer, it is named all the same, so that it is there whatever AWS does; which one a new listener gets is a guess.
    """
    listener = plan.balancer.listeners[port]
    current = listener.enabled_policies
    if names == current:
        return
    implied: frozenset[str] = frozenset()
    default = frozenset((DEFAULT_SSL_POLICY,))
    is_shown = plan.before and not plan.creates and plan.before.has_tls_policy(DEFAULT_SSL_POLICY)
    if listener.is_secure and not any(plan.balancer.has_tls_policy(name) for name in names):
        older = {name for name in current if is_reserved(name) and name != DEFAULT_SSL_POLICY}
        names |= older or (default if is_shown else frozenset())
        implied = default
    if current in (names, names | implied):
        return
    _require_fit(plan.balancer, listener, names, f"{option}, listener {port}")
    if not is_shown:
        names -= default & current
    before = plan.before.listeners.get(port) if plan.before else None
    plan.add(
        "SetLoadBalancerPoliciesOfListener",
        {"LoadBalancerName": plan.balancer.name, "LoadBalancerPort": port, "PolicyNames": sorted(names)},
        impact=_impact(plan, before.policy_names if before else None, current, names),
    )


def set_backend_policies(plan: Plan, port: int, names: frozenset[str], option: str = "policy_names") -> None:
    """Enable exactly these on an instance port, if it is not so already."""
    current = plan.balancer.backend_servers.get(port, frozenset())
    if current == names:
        return
    for name in sorted(names):
        try:
            _require_back_end_fit(plan.balancer, port, name, f"{option}, instance port {port}")
        except Misfit as idle:
            if name not in current:
                raise
            raise ElbError(
                f"instance port {port}: '{name}' is enabled there, and AWS takes no list with it as long as no "
                f"listener uses the port with HTTPS or SSL; {idle.REMEDY}"
            ) from idle
    plan.add(
        "SetLoadBalancerPoliciesForBackendServer",
        {"LoadBalancerName": plan.balancer.name, "InstancePort": port, "PolicyNames": sorted(names)},
        impact=_impact(plan, _back_end_before(plan, port), current, names),
    )


def _back_end_before(plan: Plan, port: int) -> frozenset[str] | None:
    """The policies that an instance port had before the plan; ``None`` if no traffic went there."""
    if plan.before is None:
        return None
    is_used = port in plan.before.used_instance_ports
    return plan.before.backend_servers.get(port, frozenset() if is_used else None)


def _impact(plan: Plan, before: frozenset[str] | None, current: frozenset[str], names: frozenset[str]) -> str:
    """What a list of policies does to connections: nothing on a new port, or where it means what was there.

    ``before`` are the policies of the port before the plan, ``current`` those at this point of it. A policy and its
    successor mean the same.
    """
    if before is None:
        return NONE
    meaning = _meaning(plan.balancer, names)
    was = _meaning(plan.before, before) if plan.before else None
    return NONE if meaning in (was, _meaning(plan.balancer, current)) else ALTERED


def _meaning(balancer: Balancer, names: Iterable[str]) -> set[Any]:
    """What policies do, whatever they are called."""
    return {
        _content(balancer, balancer.policies[name]) if name in balancer.policies else name for name in names
    }


def _content(balancer: Balancer, policy: Policy) -> Any:
    """A back-end authentication does what its public keys say."""
    attributes: dict[str, Iterable[Any]] = {**policy.content}
    if policy.public_keys:
        attributes[KEY_NAMES] = _meaning(balancer, policy.public_keys)
    return (policy.type, tuple((name, frozenset(values)) for name, values in sorted(attributes.items())))


def put_backend_servers(plan: Plan, wanted: Mapping[int, frozenset[str]], purge: bool) -> None:
    for port, names in sorted(wanted.items()):
        set_backend_policies(plan, port, names)
    if purge:
        for port in sorted(plan.balancer.backend_servers.keys() - wanted.keys()):
            set_backend_policies(plan, port, frozenset())


def bind_to_listeners(plan: Plan, policy: Policy, ports: Iterable[int]) -> None:
    """Enable a policy on exactly these listeners, in the place of another of its kind; the others stay."""
    wanted = set(ports)
    for port in sorted(wanted - plan.balancer.listeners.keys()):
        have = ", ".join(map(str, sorted(plan.balancer.listeners))) or "none"
        raise ElbError(f"load_balancer_ports: there is no listener on port {port}; the balancer has {have}.")
    for port, listener in sorted(plan.balancer.listeners.items()):
        names = listener.enabled_policies
        if port in wanted:
            set_listener_policies(
                plan, port, _in_place_of_its_kind(plan.balancer, policy, names), "load_balancer_ports"
            )
        elif policy.name in names:
            set_listener_policies(plan, port, names - {policy.name}, "load_balancer_ports")


def bind_to_instance_ports(plan: Plan, policy: Policy, ports: Iterable[int]) -> None:
    """Enable a policy on exactly these instance ports, in the place of another of its kind; the others stay."""
    wanted = set(ports)
    used = plan.balancer.used_instance_ports
    for port in sorted(wanted | plan.balancer.backend_servers.keys()):
        names = plan.balancer.backend_servers.get(port, frozenset())
        if port in wanted:
            if port not in used and policy.name not in names:
                plan.remarks.append(
                    f"instance_ports: no listener uses {port}; the policy has no effect there."
                )
            set_backend_policies(
                plan, port, _in_place_of_its_kind(plan.balancer, policy, names), "instance_ports"
            )
        elif policy.name in names:
            set_backend_policies(plan, port, names - {policy.name}, "instance_ports")


def _in_place_of_its_kind(balancer: Balancer, policy: Policy, names: frozenset[str]) -> frozenset[str]:
    others = frozenset(
        name for name in names if (other := balancer.policy(name)) is None or other.kind != policy.kind
    )
    return others | {policy.name}


def admitted(balancer: Balancer, listener: Listener, names: Iterable[str]) -> frozenset[str]:
    """Those policies that a listener of this protocol takes."""
    return frozenset(
        name
        for name in names
        if (policy := balancer.policy(name)) and listener.protocol in policy_type(policy.type).protocols
    )


def _require_fit(balancer: Balancer, listener: Listener, names: frozenset[str], where: str) -> None:
    """Raise unless AWS would enable these together on such a listener (facts 1.6)."""
    kinds: dict[str, str] = {}
    for name in sorted(names):
        policy = _policy_for_a_port(balancer, name, where)
        known = policy_type(policy.type)
        if not known.protocols:
            raise ElbError(f"{where}: '{name}' is for instance ports ({known.kind}), not for listeners.")
        if listener.protocol not in known.protocols:
            takers = " or ".join(sorted(known.protocols))
            raise ElbError(
                f"{where}: '{name}' ({known.kind}) needs a listener of {takers}; this one is {listener.protocol}."
            )
        other = kinds.setdefault(known.kind, name)
        if other != name:
            raise ElbError(
                f"{where}: '{other}' and '{name}' are of one kind ({known.kind}), and a listener takes one of each."
            )


def _require_back_end_fit(balancer: Balancer, port: int, name: str, where: str) -> None:
    policy = _policy_for_a_port(balancer, name, where)
    known = policy_type(policy.type)
    if not known.on_back_end:
        raise ElbError(
            f"{where}: '{name}' is for listeners ({known.kind}); an instance port takes proxy protocol and back-end "
            "authentication."
        )
    served = [listener for listener in balancer.listeners.values() if listener.instance_port == port]
    is_idle = not any(item.has_secure_back_end or not item.instance_protocol for item in served)
    if policy.type == BACKEND_AUTHENTICATION and is_idle:
        use = (
            f"the listeners use {port} with {served[0].instance_protocol}"
            if served
            else f"no listener uses {port}"
        )
        raise Misfit(f"{where}: '{name}' authenticates back ends that speak HTTPS or SSL; {use}.")


def not_described(balancer: Balancer, name: str) -> str:
    return (
        f"AWS lists the policy '{name}' of {balancer.name}, and does not describe it, as it may be with one that was "
        "made a moment ago; run the task again."
    )


def _policy_for_a_port(balancer: Balancer, name: str, where: str) -> Policy:
    """Raises ``ElbError`` if there is none of the name, if AWS does not tell what it is, or if it is for no port."""
    policy = balancer.policy(name)
    if policy and not policy.type:
        raise ElbError(f"{where}: {not_described(balancer, name)}")
    if policy and policy.type == PUBLIC_KEY:
        raise ElbError(
            f"{where}: '{name}' is a public key: no port takes one, a back-end authentication policy refers to it."
        )
    if policy:
        return policy
    if is_reserved(name):
        raise ElbError(
            f"{where}: the balancer has no policy '{name}'; AWS' predefined TLS policies are used through a policy of "
            f"your own, with the attribute {REFERENCE}: {name}."
        )
    have = ", ".join(sorted(balancer.policies)) or "none"
    raise ElbError(f"{where}: the balancer has no policy '{name}'; it has {have}.")
