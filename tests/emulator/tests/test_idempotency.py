# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a second, identical write does: nothing (facts 1.10)."""

from __future__ import annotations

from typing import Any

import pytest

from .service import (
    DEFAULT_POLICY,
    REGION,
    Balancer,
    Service,
    as_tags,
    health_check,
    in_order,
    listener,
    model,
    refused,
)
from .tables import DESYNC


def writes(service: Service) -> dict[str, dict[str, Any]]:
    """A request of every write that changes the balancer of `prepared`."""
    policy = {"PolicyName": "new", "PolicyTypeName": "SSLNegotiationPolicyType"}
    return {
        "AddTags": {"Tags": as_tags({"new": "tag"})},
        "ApplySecurityGroupsToLoadBalancer": {"SecurityGroups": [service.group("default", "default_vpc")]},
        "AttachLoadBalancerToSubnets": {"Subnets": [service.default_subnet("c")]},
        "ConfigureHealthCheck": {"HealthCheck": health_check("TCP:81")},
        "CreateAppCookieStickinessPolicy": {"PolicyName": "new", "CookieName": "sid"},
        "CreateLBCookieStickinessPolicy": {"PolicyName": "new", "CookieExpirationPeriod": 60},
        "CreateLoadBalancer": {
            "Listeners": [listener("TCP:80->TCP:80")],
            "AvailabilityZones": [f"{REGION}a"],
            "Tags": as_tags({"new": "tag"}),
        },
        "CreateLoadBalancerListeners": {"Listeners": [listener("HTTPS:444->HTTP:90", service.certificate())]},
        "CreateLoadBalancerPolicy": policy,
        "DeleteLoadBalancer": {},
        "DeleteLoadBalancerListeners": {"LoadBalancerPorts": [443, 80]},
        "DeleteLoadBalancerPolicy": {"PolicyName": "unused"},
        "DeregisterInstancesFromLoadBalancer": {"Instances": default_instance(service)},
        "DetachLoadBalancerFromSubnets": {"Subnets": [service.default_subnet("b")]},
        "DisableAvailabilityZonesForLoadBalancer": {"AvailabilityZones": [f"{REGION}b"]},
        "EnableAvailabilityZonesForLoadBalancer": {"AvailabilityZones": [f"{REGION}c"]},
        "ModifyLoadBalancerAttributes": {
            "LoadBalancerAttributes": {
                "ConnectionDraining": {"Enabled": True, "Timeout": 30},
                "AdditionalAttributes": [{"Key": DESYNC, "Value": "strictest"}],
            }
        },
        "RegisterInstancesWithLoadBalancer": {"Instances": default_instance(service, 1)},
        "RemoveTags": {"Tags": [{"Key": "old"}]},
        "SetLoadBalancerListenerSSLCertificate": {
            "LoadBalancerPort": 443,
            "SSLCertificateId": service.certificate(1),
        },
        "SetLoadBalancerPoliciesForBackendServer": {"InstancePort": 8080, "PolicyNames": ["unused"]},
        "SetLoadBalancerPoliciesOfListener": {"LoadBalancerPort": 443, "PolicyNames": ["sticky"]},
    }


def default_instance(service: Service, nth: int = 0) -> list[dict[str, str]]:
    """One of two instances in the default VPC; moto keeps them for the session."""
    here = [
        {"Name": "tag:Name", "Values": ["idempotency"]},
        {"Name": "instance-state-name", "Values": ["running"]},
    ]
    found = service.ec2.describe_instances(Filters=here)["Reservations"]
    if not found:
        tags = [{"ResourceType": "instance", "Tags": as_tags({"Name": "idempotency"})}]
        service.ec2.run_instances(
            ImageId="ami-12c6146b",
            MinCount=2,
            MaxCount=2,
            SubnetId=service.default_subnet("a"),
            TagSpecifications=tags,
        )
        return default_instance(service, nth)
    (reservation,) = found
    return [{"InstanceId": reservation["Instances"][nth]["InstanceId"]}]


def prepared(service: Service) -> Balancer:
    """A balancer in which each of the writes has something to change."""
    balancer = service.create_by_zone(
        "HTTP:80->HTTP:8080", "HTTPS:443->HTTP:8080", zones="ab", Tags=as_tags({"old": "tag"})
    )
    balancer.add_proxy("unused")
    balancer.add_sticky()
    balancer.register(default_instance(service))
    return balancer


def state(service: Service) -> Any:
    """Everything that can be read of the balancer `web`, None if there is none."""
    if "web" not in service.names():
        return None
    balancer = Balancer(service.elb, "web")
    policies = balancer.describe_load_balancer_policies()["PolicyDescriptions"]
    return in_order([balancer.describe(), balancer.attributes(), balancer.tags(), policies])


READS = {name for name in model().operation_names if name.startswith("Describe")}
WRITES = sorted(set(model().operation_names) - READS)


ZONE_CALLS = {name for name in WRITES if "AvailabilityZones" in name}
"""They work outside of a VPC alone (facts 10a)."""


def send(service: Service, operation: str, parameters: dict[str, Any]) -> Any:
    name = (
        {"LoadBalancerNames": ["web"]}
        if operation in ("AddTags", "RemoveTags")
        else {"LoadBalancerName": "web"}
    )
    method = next(each for each, wire in service.elb.meta.method_to_api_mapping.items() if wire == operation)
    answer = getattr(service.elb, method)(**name, **parameters)
    return in_order({key: value for key, value in answer.items() if key != "ResponseMetadata"})


@pytest.mark.parametrize("operation", WRITES)
def test_an_identical_repeat_changes_nothing(service: Service, operation: str) -> None:
    service.knobs(antique=operation in ZONE_CALLS)
    if operation != "CreateLoadBalancer":
        prepared(service)
    before = state(service)
    parameters = writes(service)[operation]
    first = send(service, operation, parameters)
    after = state(service)
    assert after != before, "the test would not notice"
    assert send(service, operation, parameters) == first
    assert state(service) == after
    assert [entry["effect"] for entry in service.emulator.log if entry["operation"] == operation][-2:] == [
        True,
        False,
    ]


def test_the_defaulted_policy_is_the_state_of_the_first_write(service: Service) -> None:
    balancer = prepared(service)
    send(service, "SetLoadBalancerPoliciesOfListener", {"LoadBalancerPort": 443, "PolicyNames": ["sticky"]})
    assert balancer.policies_of(443) == ["sticky", DEFAULT_POLICY]


CONFLICTS: dict[str, tuple[dict[str, Any], str]] = {
    "CreateLoadBalancer": (
        {"Listeners": [listener("TCP:80->TCP:80")], "AvailabilityZones": [f"{REGION}a"]},
        "DuplicateLoadBalancerName",
    ),
    "CreateLoadBalancerListeners": ({"Listeners": [listener("HTTP:80->HTTP:81")]}, "DuplicateListener"),
    "CreateLoadBalancerPolicy": (
        {"PolicyName": "sticky", "PolicyTypeName": "SSLNegotiationPolicyType"},
        "DuplicatePolicyName",
    ),
    "CreateLBCookieStickinessPolicy": ({"PolicyName": "unused"}, "DuplicatePolicyName"),
    "CreateAppCookieStickinessPolicy": ({"PolicyName": "sticky", "CookieName": "sid"}, "DuplicatePolicyName"),
    "DeleteLoadBalancerPolicy": ({"PolicyName": DEFAULT_POLICY}, "InvalidConfigurationRequest"),
    "DisableAvailabilityZonesForLoadBalancer": (
        {"AvailabilityZones": [f"{REGION}a", f"{REGION}b"]},
        "InvalidConfigurationRequest",
    ),
}


@pytest.mark.parametrize("operation", CONFLICTS)
def test_a_conflicting_repeat_changes_nothing(service: Service, operation: str) -> None:
    service.knobs(antique=operation in ZONE_CALLS)
    prepared(service)
    before = state(service)
    parameters, code = CONFLICTS[operation]
    with refused(code):
        send(service, operation, parameters)
    assert state(service) == before
