# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a policy may hold, and where it may be enabled (facts 1.6)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from .. import policy_catalogue as catalogue
from ..errors import ServiceError, conflict, validation_error
from ..policy_catalogue import PolicyType
from ..state import LAYER_7_PROTOCOLS, SECURE_PROTOCOLS, Balancer, Listener, Policy

Attributes = list[tuple[str, str]]

_VALUE_GRAMMAR = {"Boolean": r"(?i:true|false)", "Long": r"[0-9]{1,18}", "String": r".+", "PolicyName": r".+"}


def check_name(name: str, type_name: str) -> None:
    """Grammar of choice 19; two prefixes are reserved for the service's own SSL policies (facts 1.6)."""
    if not re.fullmatch(r"[0-9A-Za-z-]+", name):
        raise validation_error(f"Policy name '{name}' must consist of letters, digits and dashes")
    if type_name == catalogue.SSL_NEGOTIATION and name.startswith(catalogue.RESERVED_SSL_PREFIXES):
        raise conflict(f"Policy name {name} has a prefix that is reserved for predefined policies")


def new_policy(balancer: Balancer, name: str, policy_type: PolicyType, given: Attributes) -> Policy:
    """The policy as it will be described, once its attributes are right."""
    _check_attributes(policy_type, given)
    if policy_type.name == catalogue.SSL_NEGOTIATION:
        return Policy(name, policy_type.name, _ssl_attributes(dict(given)))
    if policy_type.name == catalogue.LB_COOKIE:
        period = int(dict(given).get("CookieExpirationPeriod", 0))
        return Policy(name, policy_type.name, (("CookieExpirationPeriod", str(period)),))
    if policy_type.name == catalogue.PUBLIC_KEY:
        _check_public_key(dict(given)["PublicKey"])
    if policy_type.name == catalogue.BACKEND_AUTHENTICATION:
        _check_keys_exist(balancer, [value for _name, value in given])
    return Policy(name, policy_type.name, tuple(given))


def same_content(one: Policy, other: Policy) -> bool:
    """Booleans are compared without regard to case, the order of attributes does not count."""

    def content(policy: Policy) -> Counter[tuple[str, str]]:
        folded = (
            (name, value.lower() if value.lower() in ("true", "false") else value)
            for name, value in policy.attributes
        )
        return Counter(folded)

    return one.type_name == other.type_name and content(one) == content(other)


def require_policies(balancer: Balancer, names: Iterable[str]) -> list[Policy]:
    """Predefined names are no exception: they must exist on this balancer (facts 1.6)."""
    found = []
    for name in dict.fromkeys(names):
        policy = balancer.policy(name)
        if policy is None:
            raise policy_not_found(name, balancer.name)
        found.append(policy)
    return found


def policy_not_found(name: str, balancer_name: str) -> ServiceError:
    text = f"There is no policy with name {name} for load balancer {balancer_name}"
    return ServiceError("PolicyNotFound", text)


def check_for_listener(policies: list[Policy], listener: Listener) -> None:
    for policy in policies:
        if policy.type_name not in (*catalogue.COOKIES, catalogue.SSL_NEGOTIATION):
            raise conflict(f"{policy.name} cannot be enabled")
        if policy.type_name in catalogue.COOKIES and listener.protocol not in LAYER_7_PROTOCOLS:
            raise conflict("Session stickiness policy can be associated with only HTTP/HTTPS")
        if policy.type_name == catalogue.SSL_NEGOTIATION and not listener.is_secure:
            raise conflict(f"{policy.name} can be enabled on HTTPS and SSL listeners only")
    if sum(policy.type_name in catalogue.COOKIES for policy in policies) > 1:
        raise conflict("Only one cookie stickiness policy can be set")
    if sum(policy.type_name == catalogue.SSL_NEGOTIATION for policy in policies) > 1:
        raise conflict("Only one SSL negotiation policy can be set")


def check_for_instance_port(policies: list[Policy], port: int, balancer: Balancer) -> None:
    """Proxy protocol fits any port, even one without a listener; authentication needs a secure back end.

    The text for all others is that of an SSL policy (facts 10a).
    """
    secure = any(
        listener.instance_port == port and listener.instance_protocol in SECURE_PROTOCOLS
        for listener in balancer.listeners
    )
    for policy in policies:
        if policy.type_name not in (catalogue.PROXY_PROTOCOL, catalogue.BACKEND_AUTHENTICATION):
            raise conflict(f"{policy.name} cannot be enabled")
        if policy.type_name == catalogue.BACKEND_AUTHENTICATION and not secure:
            raise conflict(f"{policy.name} needs an HTTPS or SSL instance protocol on port {port}")


def is_in_use(balancer: Balancer, name: str) -> bool:
    """Enabled somewhere, or a key that an enabled policy refers to."""
    enabled = {each for listener in balancer.listeners for each in listener.policy_names}
    enabled |= {each for names in balancer.backend_policies.values() for each in names}
    referred = {
        value
        for policy in balancer.policies
        if policy.name in enabled and policy.type_name == catalogue.BACKEND_AUTHENTICATION
        for _name, value in policy.attributes
    }
    return name in enabled | referred


def _check_attributes(policy_type: PolicyType, given: Attributes) -> None:
    counts = Counter(name for name, _value in given)
    for name, value in given:
        expected = policy_type.attribute(name)
        if expected is None:
            raise conflict(f"Policy type {policy_type.name} has no attribute {name}")
        if expected.is_single and counts[name] > 1:
            raise conflict(f"Attribute {name} is given more than once")
        if not re.fullmatch(_VALUE_GRAMMAR[expected.type], value, re.DOTALL):
            raise conflict(f"'{value}' is no value for attribute {name}, which is a {expected.type}")
    for expected in policy_type.attributes:
        if expected.is_required and not counts[expected.name]:
            raise conflict(f"Policy type {policy_type.name} needs attribute {expected.name}")


def _ssl_attributes(given: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """A reference decides alone (choice U3); else what is not mentioned is false (facts 1.6)."""
    reference = given.get(catalogue.REFERENCE)
    if reference is None:
        return catalogue.expanded_ssl_attributes(
            {name for name, value in given.items() if value.lower() == "true"}
        )
    if reference not in catalogue.PREDEFINED_SSL_POLICIES:
        raise validation_error(
            f"Invalid Reference Security Policy: {reference}. "
            "Use DescribeLoadBalancerPolicies API to list valid security policies."
        )
    return catalogue.expanded_ssl_attributes(catalogue.PREDEFINED_SSL_POLICIES[reference], reference)


def _check_public_key(value: str) -> None:
    """The base64 body alone, without header, footer and line ends (facts 1.6)."""
    if "-----" in value or "\n" in value:
        raise conflict("The public key must be given without the PEM header, footer and newlines")


def _check_keys_exist(balancer: Balancer, names: list[str]) -> None:
    for name in names:
        policy = balancer.policy(name)
        if policy is None or policy.type_name != catalogue.PUBLIC_KEY:
            raise conflict(
                f"There is no public key policy with name {name} for load balancer {balancer.name}"
            )
