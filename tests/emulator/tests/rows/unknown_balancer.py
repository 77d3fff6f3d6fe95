# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rows 32-40: a balancer that does not exist."""

from __future__ import annotations

from typing import Any

from ..service import Service, health_check, listener, refused
from . import row

GHOST = {"LoadBalancerName": "ghost"}
GHOSTS = {"LoadBalancerNames": ["ghost"]}
MEMBERS = {"Instances": [{"InstanceId": "i-00000000000000000"}]}
SSL = {"PolicyName": "p", "PolicyTypeName": "SSLNegotiationPolicyType"}
ROWS: dict[int, dict[str, dict[str, Any]]] = {
    32: {
        "describe_load_balancer_attributes": {},
        "modify_load_balancer_attributes": {
            "LoadBalancerAttributes": {"ConnectionSettings": {"IdleTimeout": 60}}
        },
    },
    33: {"configure_health_check": {"HealthCheck": health_check()}},
    34: {
        "apply_security_groups_to_load_balancer": {"SecurityGroups": ["sg-1"]},
        "attach_load_balancer_to_subnets": {"Subnets": ["subnet-1"]},
        "detach_load_balancer_from_subnets": {"Subnets": ["subnet-1"]},
        "enable_availability_zones_for_load_balancer": {"AvailabilityZones": ["us-east-1a"]},
        "disable_availability_zones_for_load_balancer": {"AvailabilityZones": ["us-east-1a"]},
    },
    35: {
        "register_instances_with_load_balancer": MEMBERS,
        "deregister_instances_from_load_balancer": MEMBERS,
    },
    36: {
        "delete_load_balancer_listeners": {"LoadBalancerPorts": [80]},
        "delete_load_balancer_policy": {"PolicyName": "p"},
    },
    37: {
        "create_load_balancer_policy": SSL,
        "create_app_cookie_stickiness_policy": {"PolicyName": "p", "CookieName": "c"},
        "create_lb_cookie_stickiness_policy": {"PolicyName": "p"},
    },
    38: {
        "set_load_balancer_policies_of_listener": {"LoadBalancerPort": 80, "PolicyNames": []},
        "set_load_balancer_policies_for_backend_server": {"InstancePort": 80, "PolicyNames": []},
    },
    39: {
        "create_load_balancer_listeners": {"Listeners": [listener("HTTP:80->HTTP:80")]},
        "set_load_balancer_listener_ssl_certificate": {"LoadBalancerPort": 443, "SSLCertificateId": "arn"},
    },
    40: {
        "describe_load_balancers": {},
        "describe_load_balancer_policies": {},
        "describe_tags": {},
        "add_tags": {"Tags": [{"Key": "a", "Value": "b"}]},
        "remove_tags": {"Tags": [{"Key": "a"}]},
    },
}
SEVERAL_NAMES = {"describe_load_balancers", "describe_tags", "add_tags", "remove_tags"}


def unknown_balancer_is_not_found(service: Service, case: tuple[str, dict[str, Any]]) -> None:
    operation, parameters = case
    if "SecurityGroups" in parameters:
        parameters = {"SecurityGroups": [service.group()]}
    name = GHOSTS if operation in SEVERAL_NAMES else GHOST
    with refused("LoadBalancerNotFound", text="There is no ACTIVE Load Balancer named 'ghost'"):
        getattr(service.elb, operation)(**name, **parameters)


for number, operations in ROWS.items():
    row(number, cases={name: (name, parameters) for name, parameters in operations.items()})(
        unknown_balancer_is_not_found
    )
row(40, cases={"health": ("describe_instance_health", {})}, stock_agrees=True)(unknown_balancer_is_not_found)
