# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What check mode shows where AWS has nothing to show yet. Private to classic.elb.

A play that creates a balancer and then works on it must be predictable from nothing: a new balancer has every key that
a real one has, and a part of a balancer that is not there is predicted for one that would be there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from ansible_collections.classic.elb.plugins.module_utils._model.policy import Policy, canonical_policy
from ansible_collections.classic.elb.plugins.module_utils._model.policy_types import (
    BACKEND_AUTHENTICATION,
    KEY_NAMES,
    POLICY_TYPES,
    PUBLIC_KEY,
    SSL,
    is_reserved,
)
from ansible_collections.classic.elb.plugins.module_utils._model.protocols import (
    SECURE_PROTOCOLS,
    are_of_one_layer,
)
from ansible_collections.classic.elb.plugins.module_utils._model.regions import HOSTED_ZONES, dns_suffix
from ansible_collections.classic.elb.plugins.module_utils._model.state import Balancer, Listener
from ansible_collections.classic.elb.plugins.module_utils._model.wishes import (
    WantedBalancer,
    WantedListener,
    WantedPolicy,
)

PREDICTED = "predicted"
"""Stands in values that only AWS gives, in AWS' form."""
PREDICTED_GROUP = f"sg-{PREDICTED}"
CERTIFICATE = "arn:aws:acm:region:account:certificate/predicted"


def is_stand_in(balancer: Balancer | None) -> bool:
    return balancer is not None and balancer.created_time == PREDICTED


def with_facts(balancer: Balancer, region: str, predecessor: Balancer | None) -> Balancer:
    """A new balancer with what AWS alone decides, as far as check mode does not know it from its ``predecessor``."""
    internal = "internal-" if balancer.scheme == "internal" else ""
    dns_name = f"{internal}{balancer.name}-{PREDICTED}.{region}.elb.{dns_suffix(region)}"
    account = (predecessor and predecessor.account) or PREDICTED
    source_group: Mapping[str, str] = {"owner_alias": account, "group_name": PREDICTED}
    if predecessor and predecessor.security_groups and predecessor.source_security_group:
        keeps_groups = predecessor.security_groups[:1] == (balancer.security_groups or ())[:1]
        source_group = predecessor.source_security_group if keeps_groups else source_group
    return replace(
        balancer,
        account=account,
        dns_name=dns_name,
        canonical_hosted_zone_id=HOSTED_ZONES.get(region, f"Z{PREDICTED.upper()}"),
        canonical_hosted_zone_name=None if internal else dns_name,
        vpc_id=balancer.vpc_id or f"vpc-{PREDICTED}",
        security_groups=balancer.security_groups or (PREDICTED_GROUP,),
        source_security_group=source_group,
        created_time=PREDICTED,
    )


def without_predicted(wanted: WantedBalancer) -> WantedBalancer:
    """The wish without the group that check mode has returned of a new balancer, and that is given back to it."""
    groups = wanted.security_groups
    if groups is None or PREDICTED_GROUP not in groups:
        return wanted
    return replace(
        wanted, security_groups=tuple(group for group in groups if group != PREDICTED_GROUP) or None
    )


def stand_in_for_balancer(wanted: WantedBalancer) -> Balancer | None:
    """A balancer for a wish that names nothing of what a new one is made from, and so can only be a change; for another
    there is none: what it lacks may be forgotten."""
    if any(getattr(wanted, name) is not None for name in MADE_FROM):
        return None
    servers, policies = wanted.backend_servers or {}, wanted.policies or {}
    names = {name for of_port in servers.values() for name in of_port} - policies.keys()
    keys = {key for policy in policies.values() for key in policy.public_keys} - policies.keys()
    return Balancer(
        wanted.name,
        subnets=None,
        availability_zones=None,
        listeners={port: Listener(port, "HTTP", port, "HTTP") for port in (80, *servers)},
        policies={**_unknown(names), **{key: Policy(key, PUBLIC_KEY) for key in keys}},
    )


MADE_FROM = ("listeners", "subnets", "availability_zones", "security_groups", "scheme")


def without_invented(shown: Mapping[str, Any]) -> dict[str, Any]:
    """Of a balancer that was stood in for, what the wish says and what AWS will say, but not what it was made from."""
    return {key: value for key, value in shown.items() if key not in MADE_FROM}


KNOWN_PARTS = ("name", "listeners", "policies", "backend_servers")


def parts_alone(shown: Mapping[str, Any]) -> dict[str, Any]:
    """Of a balancer that was stood in for where a part of it is managed, what a part can know."""
    return {key: shown[key] for key in KNOWN_PARTS}


def stand_in_for_listener(wanted: WantedListener) -> Balancer:
    """A balancer on which the wish makes sense: with the port, where the wish leaves out what a new one takes."""
    policies = _unknown(wanted.policy_names or ())
    balancer = Balancer(wanted.balancer, policies=policies)
    if wanted.protocol and wanted.instance_port:
        return balancer
    is_secure = wanted.ssl_certificate_id or any(map(is_reserved, wanted.policy_names or ()))
    plain, secure = ("HTTP", "HTTPS")
    if wanted.instance_protocol and not are_of_one_layer("HTTP", wanted.instance_protocol):
        plain, secure = ("TCP", "SSL")
    protocol = wanted.protocol or (secure if is_secure else plain)
    return balancer.with_listener(
        Listener(
            wanted.load_balancer_port,
            protocol,
            wanted.instance_port or wanted.load_balancer_port,
            wanted.instance_protocol or protocol,
            CERTIFICATE if protocol in SECURE_PROTOCOLS else None,
        )
    )


def stand_in_for_policy(wanted: WantedPolicy) -> Balancer:
    """A balancer on which the wish makes sense: with the ports, the keys, and the policy where no type is given."""
    keys = (wanted.attributes or {}).get(KEY_NAMES, ())
    known = {
        key: Policy(key, PUBLIC_KEY) for key in map(str, keys if isinstance(keys, (list, tuple)) else (keys,))
    }
    if is_reserved(wanted.name):
        own = {wanted.name: canonical_policy(wanted.name, SSL, {})}
    else:
        own = {} if wanted.type else _policy_of_a_type(wanted.name, wanted.attributes)
    policies = {**known, **own}
    types = {wanted.type, *(policy.type for policy in policies.values())}
    back_end = "HTTPS" if BACKEND_AUTHENTICATION in types else "HTTP"
    ports = [*(wanted.load_balancer_ports or ())]
    ports += [port for port in wanted.instance_ports or () if port not in ports]
    listeners = {port: Listener(port, "HTTPS", port, back_end, CERTIFICATE) for port in ports}
    return Balancer(wanted.balancer, listeners=listeners, policies=policies)


def _policy_of_a_type(name: str, attributes: Mapping[str, Any] | None) -> dict[str, Policy]:
    """The policy that keeps its type and gets these attributes: of the type that has them; none, where no type has."""
    if attributes is None:
        return _unknown((name,))
    for kind, known in POLICY_TYPES.items():
        if not known.attributes.keys().isdisjoint(attributes):
            return {name: Policy(name, kind)}
    return {}


def _unknown(names: Iterable[str]) -> dict[str, Policy]:
    """Policies of which only the names are known, each of a kind of its own; those of AWS are known."""
    return {
        name: canonical_policy(name, SSL, {})
        if is_reserved(name)
        else Policy(name, f"{PREDICTED.title()}{number}PolicyType")
        for number, name in enumerate(sorted(names), 1)
    }
