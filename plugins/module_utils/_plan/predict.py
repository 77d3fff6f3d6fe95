# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What every write operation does to a balancer: one pure reducer. Private to classic.elb.

Check mode's "after" comes from here, and a real run trusts it instead of reading again; so each rule below is a
fact about the service (facts 2.3), never a hope.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Callable

from ansible_collections.classic.elb.plugins.module_utils._model.aws import (
    changed_attributes,
    health_check_from_aws,
    instances_from_aws,
    listener_from_aws,
    tags_from_aws,
)
from ansible_collections.classic.elb.plugins.module_utils._model.aws_policies import policy_from_creation
from ansible_collections.classic.elb.plugins.module_utils._model.policy import Policy
from ansible_collections.classic.elb.plugins.module_utils._model.policy_types import (
    DEFAULT_SSL_POLICY,
    REFERENCE,
    SSL,
)
from ansible_collections.classic.elb.plugins.module_utils._model.state import (
    Balancer,
    HealthCheck,
    Listener,
    Network,
)
from ansible_collections.classic.elb.plugins.module_utils._model.step import Step

Parameters = Mapping[str, Any]

DEFAULT_POLICY = Policy(DEFAULT_SSL_POLICY, SSL, {REFERENCE: (DEFAULT_SSL_POLICY,)})


def predict(balancer: Balancer | None, step: Step, network: Network) -> Balancer | None:
    """The balancer after a call; ``KeyError`` for an operation that this service does not write with."""
    operation, parameters = step.operation, step.parameters
    if operation == "CreateLoadBalancer":
        return _created(parameters, network)
    if operation == "DeleteLoadBalancer" or balancer is None:
        return None
    if operation in NETWORK_EFFECTS:
        return NETWORK_EFFECTS[operation](balancer, parameters, network)
    return EFFECTS[operation](balancer, parameters)


def _created(parameters: Parameters, network: Network) -> Balancer:
    listeners = [listener_from_aws(item) for item in parameters["Listeners"]]
    balancer = Balancer(
        name=parameters["LoadBalancerName"],
        scheme=parameters.get("Scheme", "internet-facing"),
        subnets=None,
        availability_zones=None,
        health_check=HealthCheck(f"TCP:{listeners[0].instance_port}"),
    ).with_tags(tags_from_aws(parameters.get("Tags", ())))
    if "SecurityGroups" in parameters:
        balancer = _apply_security_groups(balancer, parameters, network)
    if "Subnets" in parameters:
        balancer = _with_subnets(balancer, frozenset(parameters["Subnets"]), network)
    else:
        balancer = _with_zones(balancer, frozenset(parameters["AvailabilityZones"]), network)
    return _add_listeners(balancer, listeners)


def _with_subnets(balancer: Balancer, subnets: frozenset[str], network: Network) -> Balancer:
    """Zones follow subnets (facts 2.3); they are unknown where EC2 was not asked."""
    known = subnets <= network.zones.keys()
    return replace(
        balancer,
        subnets=subnets,
        availability_zones=frozenset(network.zones[subnet] for subnet in subnets) if known else None,
        vpc_id=next((network.vpcs[subnet] for subnet in subnets), None) if known else balancer.vpc_id,
    )


def _with_zones(balancer: Balancer, zones: frozenset[str], network: Network) -> Balancer:
    """A new balancer gets the default subnet of each zone (facts 1.1); they are unknown where EC2 was not asked."""
    known = zones <= network.default_subnets.keys()
    subnets = frozenset(network.default_subnets[zone] for zone in zones) if known else None
    vpc_id = next((network.vpcs[subnet] for subnet in subnets or ()), None)
    return replace(balancer, availability_zones=zones, subnets=subnets, vpc_id=vpc_id)


def _add_listeners(balancer: Balancer, listeners: list[Listener]) -> Balancer:
    for listener in listeners:
        balancer = _set_listener_policies(balancer, listener, frozenset())
    return balancer


def _set_listener_policies(balancer: Balancer, listener: Listener, names: frozenset[str]) -> Balancer:
    """On HTTPS and SSL a list without a TLS policy gets AWS' default one back (facts 1.6, 2.4).

    A policy of another type that has its name is not the default.
    """
    default = balancer.policies.get(DEFAULT_SSL_POLICY, DEFAULT_POLICY)
    bare = listener.is_secure and not any(balancer.has_tls_policy(name) for name in names)
    if bare and default.type == SSL:
        names |= {DEFAULT_SSL_POLICY}
        balancer = balancer.with_policy(default)
    return balancer.with_listener(replace(listener, policy_names=names))


def _create_listeners(balancer: Balancer, parameters: Parameters) -> Balancer:
    return _add_listeners(balancer, [listener_from_aws(item) for item in parameters["Listeners"]])


def _delete_listeners(balancer: Balancer, parameters: Parameters) -> Balancer:
    """Policies stay on the balancer, and so do those of the instance port (facts 1.2)."""
    gone = set(parameters["LoadBalancerPorts"])
    return replace(
        balancer, listeners={port: item for port, item in balancer.listeners.items() if port not in gone}
    )


def _set_certificate(balancer: Balancer, parameters: Parameters) -> Balancer:
    listener = balancer.listeners[parameters["LoadBalancerPort"]]
    return balancer.with_listener(replace(listener, ssl_certificate_id=parameters["SSLCertificateId"]))


def _set_policies_of_listener(balancer: Balancer, parameters: Parameters) -> Balancer:
    listener = balancer.listeners[parameters["LoadBalancerPort"]]
    return _set_listener_policies(balancer, listener, frozenset(parameters["PolicyNames"]))


def _set_policies_for_backend(balancer: Balancer, parameters: Parameters) -> Balancer:
    """An instance port is listed only while it has policies (facts 2.1)."""
    names = frozenset(parameters["PolicyNames"])
    servers = {**balancer.backend_servers, parameters["InstancePort"]: names}
    return replace(
        balancer, backend_servers={port: policies for port, policies in servers.items() if policies}
    )


def _create_policy(balancer: Balancer, parameters: Parameters) -> Balancer:
    return balancer.with_policy(policy_from_creation(parameters))


def _delete_policy(balancer: Balancer, parameters: Parameters) -> Balancer:
    gone = parameters["PolicyName"]
    return replace(
        balancer,
        policies={name: policy for name, policy in balancer.policies.items() if name != gone},
        undescribed={name: policy for name, policy in balancer.undescribed.items() if name != gone},
    )


def _configure_health_check(balancer: Balancer, parameters: Parameters) -> Balancer:
    return replace(balancer, health_check=health_check_from_aws(parameters["HealthCheck"]))


def _modify_attributes(balancer: Balancer, parameters: Parameters) -> Balancer:
    return changed_attributes(balancer, parameters["LoadBalancerAttributes"])


def _add_tags(balancer: Balancer, parameters: Parameters) -> Balancer:
    return balancer.with_tags({**balancer.all_tags, **tags_from_aws(parameters["Tags"])})


def _remove_tags(balancer: Balancer, parameters: Parameters) -> Balancer:
    gone = {tag["Key"] for tag in parameters["Tags"]}
    return balancer.with_tags({key: value for key, value in balancer.all_tags.items() if key not in gone})


def _register(balancer: Balancer, parameters: Parameters) -> Balancer:
    return replace(balancer, instances=balancer.instances | instances_from_aws(parameters))


def _deregister(balancer: Balancer, parameters: Parameters) -> Balancer:
    """Gone from the list at once, also while connections drain (facts 1.5)."""
    return replace(balancer, instances=balancer.instances - instances_from_aws(parameters))


def _attach_subnets(balancer: Balancer, parameters: Parameters, network: Network) -> Balancer:
    return _with_subnets(balancer, (balancer.subnets or frozenset()) | set(parameters["Subnets"]), network)


def _detach_subnets(balancer: Balancer, parameters: Parameters, network: Network) -> Balancer:
    return _with_subnets(balancer, (balancer.subnets or frozenset()) - set(parameters["Subnets"]), network)


def _enable_zones(balancer: Balancer, parameters: Parameters) -> Balancer:
    """Only without a VPC, where there are no subnets (facts 10a)."""
    zones = (balancer.availability_zones or frozenset()) | set(parameters["AvailabilityZones"])
    return replace(balancer, availability_zones=zones)


def _disable_zones(balancer: Balancer, parameters: Parameters) -> Balancer:
    zones = (balancer.availability_zones or frozenset()) - set(parameters["AvailabilityZones"])
    return replace(balancer, availability_zones=zones)


def _apply_security_groups(balancer: Balancer, parameters: Parameters, network: Network) -> Balancer:
    """The source group is the first one, by its name (facts 2.1); its owner is only known once it was read."""
    groups = parameters["SecurityGroups"]
    known = balancer.source_security_group is not None and groups[0] in network.groups
    source = (
        {**(balancer.source_security_group or {}), "group_name": network.groups[groups[0]]} if known else None
    )
    return replace(balancer, security_groups=tuple(groups), source_security_group=source)


EFFECTS: Mapping[str, Callable[[Balancer, Parameters], Balancer]] = {
    "AddTags": _add_tags,
    "ConfigureHealthCheck": _configure_health_check,
    "CreateAppCookieStickinessPolicy": _create_policy,
    "CreateLBCookieStickinessPolicy": _create_policy,
    "CreateLoadBalancerListeners": _create_listeners,
    "CreateLoadBalancerPolicy": _create_policy,
    "DeleteLoadBalancerListeners": _delete_listeners,
    "DeleteLoadBalancerPolicy": _delete_policy,
    "DeregisterInstancesFromLoadBalancer": _deregister,
    "DisableAvailabilityZonesForLoadBalancer": _disable_zones,
    "EnableAvailabilityZonesForLoadBalancer": _enable_zones,
    "ModifyLoadBalancerAttributes": _modify_attributes,
    "RegisterInstancesWithLoadBalancer": _register,
    "RemoveTags": _remove_tags,
    "SetLoadBalancerListenerSSLCertificate": _set_certificate,
    "SetLoadBalancerPoliciesForBackendServer": _set_policies_for_backend,
    "SetLoadBalancerPoliciesOfListener": _set_policies_of_listener,
}

NETWORK_EFFECTS: Mapping[str, Callable[[Balancer, Parameters, Network], Balancer]] = {
    "ApplySecurityGroupsToLoadBalancer": _apply_security_groups,
    "AttachLoadBalancerToSubnets": _attach_subnets,
    "DetachLoadBalancerFromSubnets": _detach_subnets,
}
