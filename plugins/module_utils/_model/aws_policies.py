# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Policies between AWS' shapes and ours: what it describes, what it only lists, and what creates them.

Private to classic.elb.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ansible_collections.classic.elb.plugins.module_utils._model.errors import needed
from ansible_collections.classic.elb.plugins.module_utils._model.policy import Policy, canonical_policy
from ansible_collections.classic.elb.plugins.module_utils._model.policy_types import (
    APP_COOKIE,
    LB_COOKIE,
    REFERENCE,
    SSL,
    is_reserved,
    without_reserved,
)

Shape = Mapping[str, Any]


def _policy_from_aws(shape: Shape) -> Policy:
    """From a PolicyDescription; a repeated attribute name becomes several values (facts 2.5)."""
    return canonical_policy(
        needed(shape, "PolicyName", "a policy"),
        needed(shape, "PolicyTypeName", "a policy"),
        _collected(shape.get("PolicyAttributeDescriptions", ())),
    )


def described_policies(description: Shape, described: Iterable[Shape]) -> dict[str, Policy]:
    """Of those that are listed too, the listing tells all of some."""
    implied = (item for item in _implied_policies(description.get("Policies", {})) if item.get("PolicyName"))
    return {policy.name: policy for policy in map(_policy_from_aws, (*implied, *described))}


def undescribed_policies(description: Shape, described: Mapping[str, Policy]) -> dict[str, Policy]:
    """Those that AWS lists alone: they are there, and it may describe them late. On a listener, they are for TLS.

    Where the listing lacks a part, ports tell of them as well.
    """
    lists = description.get("Policies", {})
    on_listeners = _enabled_on(description.get("ListenerDescriptions", ()))
    listed = set(lists.get("OtherPolicies", ()))
    if not lists.keys() >= POLICY_LISTS:
        listed |= on_listeners | _enabled_on(description.get("BackendServerDescriptions", ()))
    return {
        name: Policy(name, SSL if name in on_listeners else "", None)
        for name in sorted(without_reserved(frozenset(listed)) - described.keys())
    }


def _enabled_on(ports: Iterable[Shape]) -> set[str]:
    return {name for port in ports for name in port.get("PolicyNames", ())}


POLICY_LISTS = frozenset(("AppCookieStickinessPolicies", "LBCookieStickinessPolicies", "OtherPolicies"))


def policies_by_listing(description: Shape) -> list[Shape] | None:
    """The policies of a balancer as PolicyDescriptions, if its own description implies them; else ``None``.

    It tells all of a cookie policy, and the name of AWS' own TLS policies is their meaning (facts 2.1, 2.4). A list
    that is not there implies nothing.
    """
    lists = description.get("Policies", {})
    is_implied = lists.keys() >= POLICY_LISTS and all(map(is_reserved, lists["OtherPolicies"]))
    return _implied_policies(lists) if is_implied else None


def _implied_policies(lists: Shape) -> list[Shape]:
    return [
        *(
            _as_description(name, SSL, REFERENCE, name)
            for name in lists.get("OtherPolicies", ())
            if is_reserved(name)
        ),
        *(
            _as_description(item.get("PolicyName"), APP_COOKIE, "CookieName", item.get("CookieName"))
            for item in lists.get("AppCookieStickinessPolicies", ())
        ),
        *(
            _as_description(
                item.get("PolicyName"),
                LB_COOKIE,
                "CookieExpirationPeriod",
                str(item.get("CookieExpirationPeriod", 0)),
            )
            for item in lists.get("LBCookieStickinessPolicies", ())
        ),
    ]


def _as_description(name: str | None, type_name: str, attribute: str, value: str | None) -> Shape:
    attributes = [{"AttributeName": attribute, "AttributeValue": value}] if value is not None else []
    return {"PolicyName": name, "PolicyTypeName": type_name, "PolicyAttributeDescriptions": attributes}


def _collected(attributes: Iterable[Shape]) -> dict[str, tuple[str, ...]]:
    collected: dict[str, tuple[str, ...]] = {}
    for attribute in attributes:
        name = needed(attribute, "AttributeName", "an attribute of a policy")
        if attribute.get("AttributeValue") is not None:
            collected[name] = (*collected.get(name, ()), str(attribute["AttributeValue"]))
    return collected


def policy_creation(balancer_name: str, policy: Policy) -> tuple[str, dict[str, Any]]:
    """The operation that creates a policy, with its parameters. A session cookie sends no period (facts 1.6).

    A cookie that AWS told no more of than its type is for the general one, and for AWS to judge.
    """
    request: dict[str, Any] = {"LoadBalancerName": balancer_name, "PolicyName": policy.name}
    period = "".join(policy.content.get("CookieExpirationPeriod", ()))
    if policy.type == APP_COOKIE and "CookieName" in policy.content:
        return "CreateAppCookieStickinessPolicy", {
            **request,
            "CookieName": policy.content["CookieName"][0],
        }
    if policy.type == LB_COOKIE and period.isdecimal():
        return "CreateLBCookieStickinessPolicy", {
            **request,
            **({"CookieExpirationPeriod": int(period)} if int(period) else {}),
        }
    return "CreateLoadBalancerPolicy", {
        **request,
        "PolicyTypeName": policy.type,
        "PolicyAttributes": [
            {"AttributeName": name, "AttributeValue": value}
            for name, values in sorted(policy.content.items())
            for value in values
        ],
    }


def policy_from_creation(parameters: Shape) -> Policy:
    """From the parameters of any of these operations, of which the general one alone tells a type."""
    name = parameters["PolicyName"]
    if "PolicyTypeName" in parameters:
        attributes = _collected(parameters.get("PolicyAttributes", ()))
        return canonical_policy(name, parameters["PolicyTypeName"], attributes)
    if "CookieName" in parameters:
        return canonical_policy(name, APP_COOKIE, {"CookieName": (parameters["CookieName"],)})
    period = str(parameters.get("CookieExpirationPeriod", 0))
    return canonical_policy(name, LB_COOKIE, {"CookieExpirationPeriod": (period,)})
