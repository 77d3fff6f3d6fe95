# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What there is before, and a task that has to change it: for every call that the modules can send, at least one."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from emulator import Emulator, Network, Saved
from support.clone import ROOT

Options = dict[str, Any]
Calls = list[tuple[str, Options]]

TLS, KEY, AUTH = "SSLNegotiationPolicyType", "PublicKeyPolicyType", "BackendServerAuthenticationPolicyType"
REFERENCE = "Reference-Security-Policy"


WRITES = {
    "add-tags": "AddTags",
    "remove-tags": "RemoveTags",
    "groups": "ApplySecurityGroupsToLoadBalancer",
    "attach": "AttachLoadBalancerToSubnets",
    "detach": "DetachLoadBalancerFromSubnets",
    "enable": "EnableAvailabilityZonesForLoadBalancer",
    "disable": "DisableAvailabilityZonesForLoadBalancer",
    "check": "ConfigureHealthCheck",
    "modify": "ModifyLoadBalancerAttributes",
    "create": "CreateLoadBalancer",
    "delete": "DeleteLoadBalancer",
    "+listener": "CreateLoadBalancerListeners",
    "-listener": "DeleteLoadBalancerListeners",
    "certificate": "SetLoadBalancerListenerSSLCertificate",
    "+app": "CreateAppCookieStickinessPolicy",
    "+lb": "CreateLBCookieStickinessPolicy",
    "+policy": "CreateLoadBalancerPolicy",
    "-policy": "DeleteLoadBalancerPolicy",
    "set": "SetLoadBalancerPoliciesOfListener",
    "set-back": "SetLoadBalancerPoliciesForBackendServer",
    "register": "RegisterInstancesWithLoadBalancer",
    "deregister": "DeregisterInstancesFromLoadBalancer",
}


def listener(port: int, front: str, instance_port: int, back: str, certificate: str | None = None) -> Options:
    shape = {
        "LoadBalancerPort": port,
        "Protocol": front,
        "InstancePort": instance_port,
        "InstanceProtocol": back,
    }
    return shape | ({"SSLCertificateId": certificate} if certificate else {})


def policy(name: str, kind: str, **attributes: str) -> tuple[str, Options]:
    listed = [
        {"AttributeName": key.replace("_", "-"), "AttributeValue": value} for key, value in attributes.items()
    ]
    request = {"PolicyName": name, "PolicyTypeName": kind, "PolicyAttributes": listed}
    return "CreateLoadBalancerPolicy", request


def shop(network: Network) -> Calls:
    """Listeners of all kinds with policies of all kinds, tags and members."""
    subnets = [subnet["id"] for subnet in network["vpc"]["subnets"]]
    certificate = network["certificates"]["iam"][0]
    members = [{"InstanceId": instance} for instance in network["instances"][:3]]
    listeners = [
        listener(80, "HTTP", 8080, "HTTP"),
        listener(443, "HTTPS", 8080, "HTTP", certificate),
        listener(8443, "HTTPS", 9443, "HTTPS", certificate),
        listener(25, "TCP", 2525, "TCP"),
    ]
    attributes = {
        "ConnectionSettings": {"IdleTimeout": 120},
        "CrossZoneLoadBalancing": {"Enabled": True},
    }
    return [
        (
            "CreateLoadBalancer",
            {
                "Listeners": listeners,
                "Subnets": [subnets[0], subnets[2]],
                "SecurityGroups": [network["vpc"]["security_groups"]["web"]],
                "Tags": [{"Key": "env", "Value": "prod"}, {"Key": "team", "Value": "checkout"}],
            },
        ),
        policy("tls", TLS, **{REFERENCE: "ELBSecurityPolicy-TLS-1-2-2017-01"}),
        ("CreateLBCookieStickinessPolicy", {"PolicyName": "sticky", "CookieExpirationPeriod": 60}),
        policy("proxy", "ProxyProtocolPolicyType", ProxyProtocol="true"),
        policy("key", KEY, PublicKey="QUJD"),
        policy("auth", AUTH, PublicKeyPolicyName="key"),
        (
            "SetLoadBalancerPoliciesOfListener",
            {"LoadBalancerPort": 443, "PolicyNames": ["tls", "sticky"]},
        ),
        ("SetLoadBalancerPoliciesOfListener", {"LoadBalancerPort": 8443, "PolicyNames": ["tls"]}),
        ("SetLoadBalancerPoliciesOfListener", {"LoadBalancerPort": 80, "PolicyNames": ["sticky"]}),
        ("SetLoadBalancerPoliciesForBackendServer", {"InstancePort": 2525, "PolicyNames": ["proxy"]}),
        ("SetLoadBalancerPoliciesForBackendServer", {"InstancePort": 9443, "PolicyNames": ["auth"]}),
        ("ModifyLoadBalancerAttributes", {"LoadBalancerAttributes": attributes}),
        ("RegisterInstancesWithLoadBalancer", {"Instances": members}),
    ]


def shop_with_two_out(network: Network) -> Calls:
    """Two instances are noted as taken out, one in a note of its own."""
    first, second, third = network["instances"][3:6]
    notes = [
        {"Key": f"classic.elb:out:{first}", "Value": f"{first} {third}"},
        {"Key": f"classic.elb:out:{second}", "Value": second},
    ]
    return [
        *shop(network),
        ("AddTags", {"Tags": notes}),
        ("AttachLoadBalancerToSubnets", {"Subnets": [network["vpc"]["subnets"][4]["id"]]}),
    ]


def shop_with_a_spare(network: Network) -> Calls:
    """A policy is enabled nowhere."""
    spare = {"PolicyName": "spare", "CookieExpirationPeriod": 60}
    return [*shop(network), ("CreateLBCookieStickinessPolicy", spare)]


def zonal(network: Network) -> Calls:
    request = {
        "Listeners": [listener(80, "HTTP", 8080, "HTTP")],
        "AvailabilityZones": ["us-east-1a", "us-east-1b"],
        "SecurityGroups": [network["default_vpc"]["security_groups"]["default"]],
    }
    return [("CreateLoadBalancer", request)]


def classic(network: Network) -> Calls:
    """In EC2-Classic, where there are no security groups."""
    ((operation, request),) = zonal(network)
    return [(operation, {key: value for key, value in request.items() if key != "SecurityGroups"})]


def nothing(_network: Network) -> Calls:
    return []


def send(aws: Any, calls: Calls) -> None:
    for operation, parameters in calls:
        name = {"LoadBalancerNames": ["shop"]} if operation == "AddTags" else {"LoadBalancerName": "shop"}
        getattr(aws, BOTO[operation])(**name, **parameters)


def begin(emulator: Emulator, aws: Any, before: Callable[[Network], Calls]) -> None:
    """Have what these calls make: they are sent once, as the emulator has the same network whenever it is reset."""
    if before not in BEGUN:
        send(aws, before(emulator.network))
        BEGUN[before] = emulator.save()
    emulator.restore(BEGUN[before])


BEGUN: dict[Callable[[Network], Calls], Saved] = {}
BOTO = {
    "AddTags": "add_tags",
    "AttachLoadBalancerToSubnets": "attach_load_balancer_to_subnets",
    "CreateLBCookieStickinessPolicy": "create_lb_cookie_stickiness_policy",
    "CreateLoadBalancer": "create_load_balancer",
    "CreateLoadBalancerPolicy": "create_load_balancer_policy",
    "ModifyLoadBalancerAttributes": "modify_load_balancer_attributes",
    "RegisterInstancesWithLoadBalancer": "register_instances_with_load_balancer",
    "SetLoadBalancerPoliciesForBackendServer": "set_load_balancer_policies_for_backend_server",
    "SetLoadBalancerPoliciesOfListener": "set_load_balancer_policies_of_listener",
}


@dataclass(frozen=True)
class Scenario:
    """``sends`` are the writes of the task, in the short names below; their order is left to the planner."""

    name: str
    module: str
    options: Callable[[Network], Options]
    sends: str
    before: Callable[[Network], Calls] = shop
    is_antique: bool = False
    """Whether the balancers that are made by zones are those of the knob ``antique``."""

    @property
    def writes(self) -> list[str]:
        return [WRITES[short] for short in self.sends.split()]


def balancer(**options: Any) -> Callable[[Network], Options]:
    return lambda _network: {"name": "shop", **options}


def part(**options: Any) -> Callable[[Network], Options]:
    return lambda _network: {"balancer": "shop", **options}


def subnets(*numbers: int) -> Callable[[Network], Options]:
    return lambda network: {
        "name": "shop",
        "subnets": [network["vpc"]["subnets"][number]["id"] for number in numbers],
    }


def member(first: int, last: int, **options: Any) -> Callable[[Network], Options]:
    return lambda network: {"instances": network["instances"][first:last], "balancers": ["shop"], **options}


def new_shop(network: Network) -> Options:
    return {
        "name": "shop",
        "subnets": [network["vpc"]["subnets"][0]["id"]],
        "security_groups": ["web"],
        "listeners": [
            {"load_balancer_port": 80, "protocol": "HTTP", "instance_port": 8080},
            {
                "load_balancer_port": 443,
                "protocol": "HTTPS",
                "instance_port": 8080,
                "instance_protocol": "HTTP",
                "ssl_certificate_id": network["certificates"]["iam"][0],
                "policy_names": ["tls", "sticky"],
            },
        ],
        "policies": [
            {"name": "tls", "type": TLS, "attributes": {REFERENCE: "ELBSecurityPolicy-TLS-1-1-2017-01"}},
            {"name": "sticky", "type": "AppCookieStickinessPolicyType", "attributes": {"CookieName": "id"}},
        ],
        "health_check": {"interval": 20},
        "idle_timeout": 99,
        "tags": {"env": "prod"},
        "wait": True,
    }


def renewed_shop(network: Network) -> Options:
    """Another scheme, so another balancer, with all that the old one has."""
    return {"name": "shop", "scheme": "internal", "max_impact": "replacement", "tags": {"env": "new"}}


def certificate(network: Network) -> Options:
    return {"balancer": "shop", "port": 443, "certificate": network["certificates"]["iam"][1]}


def without_policies(network: Network) -> Options:
    """A purge spares what a port uses, so the ports are bared too."""
    certificate = {"ssl_certificate_id": network["certificates"]["iam"][0], "policy_names": []}
    listeners: list[Options] = [
        {"load_balancer_port": 80, "protocol": "HTTP", "instance_port": 8080, "policy_names": []},
        {"load_balancer_port": 443, "protocol": "HTTPS", "instance_port": 8080, "instance_protocol": "HTTP"}
        | certificate,
        {"load_balancer_port": 8443, "protocol": "HTTPS", "instance_port": 9443} | certificate,
        {"load_balancer_port": 25, "protocol": "TCP", "instance_port": 2525},
    ]
    return {"name": "shop", "policies": [], "backend_servers": [], "listeners": listeners}


def other_route(network: Network) -> Options:
    """Complete, so that it can be run again when the listener is gone."""
    return {
        "balancer": "shop",
        "port": 443,
        "protocol": "HTTPS",
        "instance_port": 8081,
        "instance_protocol": "HTTP",
        "certificate": network["certificates"]["iam"][0],
        "policy_names": ["tls", "sticky"],
    }


def much(network: Network) -> Options:
    """A change of everything at once."""
    return {
        **new_shop(network),
        "subnets": [network["vpc"]["subnets"][1]["id"], network["vpc"]["subnets"][2]["id"]],
        "security_groups": ["admin"],
        "backend_servers": [],
        "wait": False,
    }


def as_in_amazon_aws(network: Network) -> Options:
    """A route, a cookie in the place of another, a check, attributes and a member."""
    return {
        "name": "shop",
        "state": "present",
        "listeners": [{"protocol": "http", "load_balancer_port": 80, "instance_port": 8081}],
        "purge_listeners": False,
        "stickiness": {"type": "loadbalancer", "expiration": 77},
        "health_check": {"ping_protocol": "tcp", "ping_port": 8081}
        | {"interval": 9, "response_timeout": 8, "healthy_threshold": 9, "unhealthy_threshold": 9},
        "idle_timeout": 90,
        "instance_ids": [network["instances"][4]],
    }


def instance(number: int, **more: Any) -> Callable[[Network], Options]:
    return lambda network: {"instance_id": network["instances"][number], **more}


SCENARIOS = [
    Scenario("creation", "elb_balancer", new_shop, "create +policy +app set check modify", nothing),
    Scenario("deletion", "elb_balancer", balancer(state="absent"), "delete"),
    Scenario(
        "replacement",
        "elb_balancer",
        renewed_shop,
        "delete create register +policy +lb +policy +policy +policy set set set set-back set-back check modify",
    ),
    Scenario(
        "everything",
        "elb_balancer",
        much,
        "groups detach attach +app +policy set set set -policy -policy +app +policy set set set -policy -policy"
        " -listener set-back set-back -policy -policy -policy check modify remove-tags",
    ),
    Scenario("groups", "elb_balancer", balancer(security_groups=["admin", "db"]), "groups"),
    Scenario("subnets", "elb_balancer", subnets(1, 3), "detach attach detach attach"),
    Scenario("another subnet", "elb_balancer", subnets(0, 4), "attach detach"),
    Scenario("zones", "elb_balancer", balancer(zones=["us-east-1b", "us-east-1c"]), "attach detach", zonal),
    Scenario(
        "zones without a VPC",
        "elb_balancer",
        balancer(zones=["us-east-1b", "us-east-1c"]),
        "enable disable",
        classic,
        True,
    ),
    Scenario("health check", "elb_balancer", balancer(health_check={"interval": 20}), "check"),
    Scenario("attributes", "elb_balancer", balancer(idle_timeout=9, connection_draining={}), "modify"),
    Scenario("tags", "elb_balancer", balancer(tags={"env": "test", "new": 1}), "add-tags remove-tags"),
    Scenario(
        "policies",
        "elb_balancer",
        without_policies,
        "set-back set-back set set set -policy -policy -policy -policy -policy",
    ),
    Scenario(
        "new listener",
        "elb_listener",
        part(port=81, protocol="HTTP", instance_port=8080, policy_names=["sticky"]),
        "+listener set",
    ),
    Scenario("certificate", "elb_listener", certificate, "certificate"),
    Scenario("other route", "elb_listener", other_route, "-listener +listener set"),
    Scenario("listener's policies", "elb_listener", part(port=443, policy_names=["tls"]), "set"),
    Scenario("no listener", "elb_listener", part(port=443, state="absent"), "-listener"),
    Scenario(
        "new app cookie",
        "elb_policy",
        part(
            name="app",
            type="AppCookieStickinessPolicyType",
            attributes={"CookieName": "id"},
            load_balancer_ports=[80, 443],
        ),
        "+app set set",
    ),
    Scenario(
        "cookie in use",
        "elb_policy",
        part(name="sticky", attributes={"CookieExpirationPeriod": 90}),
        "+lb set set -policy +lb set set -policy",
    ),
    Scenario(
        "cookie not in use",
        "elb_policy",
        part(name="spare", attributes={"CookieExpirationPeriod": 90}),
        "-policy +lb",
        shop_with_a_spare,
    ),
    Scenario(
        "TLS policy in use",
        "elb_policy",
        part(name="tls", attributes={"Protocol-TLSv1.2": True}),
        "+policy set set -policy +policy set set -policy",
    ),
    Scenario(
        "key in use",
        "elb_policy",
        part(name="key", attributes={"PublicKey": "REVG"}),
        "+policy +policy set-back -policy -policy +policy +policy set-back -policy -policy",
    ),
    Scenario(
        "policy elsewhere", "elb_policy", part(name="proxy", instance_ports=[8080]), "set-back set-back"
    ),
    Scenario("no policy", "elb_policy", part(name="sticky", state="absent"), "set set -policy"),
    Scenario("in", "elb_member", member(2, 4), "register"),
    Scenario("out", "elb_member", member(0, 2, state="absent"), "deregister"),
    Scenario("out, noted", "elb_member", member(0, 2, state="absent", remember=True), "add-tags deregister"),
    Scenario(
        "back", "elb_member", member(3, 5, remember=True), "register add-tags remove-tags", shop_with_two_out
    ),
    Scenario("exchanged", "elb_member", member(2, 4, purge=True), "register deregister"),
    Scenario(
        "as in amazon.aws",
        "elb_classic_lb",
        as_in_amazon_aws,
        "-listener +listener set check modify +lb set set set register",
    ),
    Scenario(
        "in, as in community.aws", "elb_instance", instance(3, state="present", ec2_elbs=["shop"]), "register"
    ),
    Scenario("out, as in community.aws", "elb_instance", instance(0, state="absent"), "deregister"),
]


def all_of(kind: str) -> set[str]:
    """All operations that the IAM policies of the modules name."""
    actions: set[str] = set()
    for path in (ROOT / "docs/iam").glob("elb_*.json"):
        for statement in json.loads(path.read_text())["Statement"]:
            if statement["Sid"] == kind:
                actions |= {action.removeprefix("elasticloadbalancing:") for action in statement["Action"]}
    return actions
