# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Policies: made, described, enabled, deleted (facts 1.6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from .. import policy_catalogue as catalogue
from ..call import Answer, Call
from ..errors import ServiceError, conflict, validation_error
from ..policy_catalogue import POLICY_TYPES, PREDEFINED_SSL_POLICIES, PolicyType, predefined_policy
from ..rules.listeners import check_port, with_default_ssl_policy
from ..rules.policies import (
    Attributes,
    check_for_instance_port,
    check_for_listener,
    check_name,
    is_in_use,
    new_policy,
    require_policies,
    same_content,
)
from ..state import Policy
from .listeners import require_listener, with_listener

_MAXIMUM = 98
"""Policies of one balancer, according to Kubernetes (facts 3.3)."""


def create_app_cookie_stickiness_policy(call: Call) -> Answer:
    return _create(call, catalogue.APP_COOKIE, [("CookieName", call.parameters["CookieName"])])


def create_lb_cookie_stickiness_policy(call: Call) -> Answer:
    period = call.parameters.get("CookieExpirationPeriod", 0)
    if period < 0:
        raise validation_error("CookieExpirationPeriod must not be negative")
    return _create(call, catalogue.LB_COOKIE, [("CookieExpirationPeriod", str(period))])


def create_load_balancer_policy(call: Call) -> Answer:
    attributes = call.parameters.get("PolicyAttributes", [])
    given = [(each.get("AttributeName", ""), each.get("AttributeValue", "")) for each in attributes]
    return _create(call, call.parameters["PolicyTypeName"], given)


def delete_load_balancer_policy(call: Call) -> Answer:
    """A missing one is no error (choice 4)."""
    balancer, name = call.balancer, call.parameters["PolicyName"]
    if is_in_use(balancer, name):
        raise conflict(
            f"You cannot delete policy [{name}] since it is enabled or referred by other enabled policy."
        )
    call.save(replace(balancer, policies=tuple(each for each in balancer.policies if each.name != name)))
    return {}


def describe_load_balancer_policies(call: Call) -> Answer:
    """Without a balancer: the predefined ones (facts 2.6)."""
    names = call.parameters.get("PolicyNames") or []
    if call.parameters.get("LoadBalancerName"):
        policies: Iterable[Policy] = (
            require_policies(call.balancer, names) if names else call.balancer.policies
        )
    else:
        unknown = [name for name in names if name not in PREDEFINED_SSL_POLICIES]
        if unknown:
            raise ServiceError("PolicyNotFound", f"There is no policy with name {unknown[0]}")
        policies = map(predefined_policy, dict.fromkeys(names) or PREDEFINED_SSL_POLICIES)
    return {"PolicyDescriptions": [_described(policy) for policy in policies]}


def describe_load_balancer_policy_types(call: Call) -> Answer:
    names = call.parameters.get("PolicyTypeNames") or list(POLICY_TYPES)
    return {"PolicyTypeDescriptions": [_described_type(_require_type(name)) for name in dict.fromkeys(names)]}


def set_load_balancer_policies_of_listener(call: Call) -> Answer:
    """The list replaces the old one; a secure listener without an SSL policy gets the default (choices 1, 2)."""
    balancer = call.balancer
    listener = require_listener(balancer, call.parameters["LoadBalancerPort"])
    policies = require_policies(balancer, call.parameters["PolicyNames"])
    check_for_listener(policies, listener)
    names = tuple(policy.name for policy in policies)
    if listener.is_secure and not any(policy.type_name == catalogue.SSL_NEGOTIATION for policy in policies):
        balancer = with_default_ssl_policy(balancer)
        names += (catalogue.DEFAULT_SSL_POLICY,)
    call.save(with_listener(balancer, replace(listener, policy_names=names)))
    return {}


def set_load_balancer_policies_for_backend_server(call: Call) -> Answer:
    """Per instance port, with or without a listener; an empty list removes the entry (facts 1.6)."""
    balancer, port = call.balancer, call.parameters["InstancePort"]
    check_port("InstancePort", port)
    policies = require_policies(balancer, call.parameters["PolicyNames"])
    check_for_instance_port(policies, port, balancer)
    entries = {**balancer.backend_policies, port: tuple(policy.name for policy in policies)}
    call.save(replace(balancer, backend_policies={key: names for key, names in entries.items() if names}))
    return {}


def _create(call: Call, type_name: str, given: Attributes) -> Answer:
    """An identical repeat is no error, a different one is (choice 5)."""
    balancer, name = call.balancer, call.parameters["PolicyName"]
    policy_type = _require_type(type_name)
    check_name(name, type_name)
    policy = new_policy(balancer, name, policy_type, given)
    present = balancer.policy(name)
    if present is not None:
        if same_content(present, policy):
            return {}
        raise ServiceError("DuplicatePolicyName", f"Policy Name [{name}] already exists")
    if len(balancer.policies) >= _MAXIMUM:
        raise ServiceError("TooManyPolicies", f"A load balancer cannot have more than {_MAXIMUM} policies")
    call.save(replace(balancer, policies=(policy, *balancer.policies)))
    return {}


def _require_type(name: str) -> PolicyType:
    if name not in POLICY_TYPES:
        raise ServiceError("PolicyTypeNotFound", f"There is no policy type with name {name}")
    return POLICY_TYPES[name]


def _described(policy: Policy) -> Answer:
    return {
        "PolicyName": policy.name,
        "PolicyTypeName": policy.type_name,
        "PolicyAttributeDescriptions": [
            {"AttributeName": name, "AttributeValue": value} for name, value in policy.attributes
        ],
    }


def _described_type(policy_type: PolicyType) -> Answer:
    return {
        "PolicyTypeName": policy_type.name,
        "Description": policy_type.description,
        "PolicyAttributeTypeDescriptions": [
            {
                "AttributeName": attribute.name,
                "AttributeType": attribute.type,
                "Description": attribute.description,
                "Cardinality": attribute.cardinality,
            }
            for attribute in policy_type.attributes
        ],
    }
