# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What stands on the emulator before a task, and how it looks afterwards: by boto3 alone, without any module."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from benchmark.playbook import Task
from benchmark.service import Service

STICKY = "ec2-elb-lb-LBCookieStickinessPolicyType"
PROXY = "ProxyProtocol-policy"
"""The names that the peer gives its policies; here any name will do."""

TLS = "tls-1-2"
PREDEFINED = "ELBSecurityPolicy-TLS-1-2-2017-01"

HEALTH_CHECK = {
    "Target": "HTTP:8080/healthz",
    "Interval": 10,
    "Timeout": 3,
    "HealthyThreshold": 2,
    "UnhealthyThreshold": 3,
}

THREE = ["shop-a", "shop-b", "shop-c"]
DRAINING_S = 3

Network = Mapping[str, Any]
State = dict[str, dict[str, Any]]
"""Balancers by name, each with what AWS says of it."""


class World:
    def __init__(self, service: Service) -> None:
        self.service = service
        self.network = service.network
        self._clients = {name: self.client(name) for name in ("elb", "ec2")}
        self._elb = self._clients["elb"]

    def client(self, name: str) -> Any:
        return boto3.client(
            name,
            endpoint_url=self.service.url,
            region_name=self.network["region"],
            aws_access_key_id="any",
            aws_secret_access_key="any",
            config=Config(retries={"total_max_attempts": 1}),
        )

    # -- before a task ------------------------------------------------------------------------------

    def clear(self) -> None:
        """Nothing stands, no call takes time, and there is room for many balancers."""
        self.service.reset()
        self.service.knobs(limits={"classic-load-balancers": 400})

    def build(self, name: str, members: Iterable[str], interval: int = 10) -> None:
        """Build a balancer with all that the peer can keep, a TLS policy, and members that are in service."""
        elb, here, network = self._elb, {"LoadBalancerName": name}, self.network
        to_instances = {"InstancePort": 8080, "InstanceProtocol": "HTTP"}
        elb.create_load_balancer(
            **here,
            Listeners=[
                {**to_instances, "LoadBalancerPort": 80, "Protocol": "HTTP"},
                {
                    **to_instances,
                    "LoadBalancerPort": 443,
                    "Protocol": "HTTPS",
                    "SSLCertificateId": network["certificates"]["iam"][0],
                },
            ],
            Subnets=subnets(network),
            SecurityGroups=[network["vpc"]["security_groups"]["web"]],
            Tags=[{"Key": "env", "Value": "prod"}],
        )
        elb.create_lb_cookie_stickiness_policy(**here, PolicyName=STICKY, CookieExpirationPeriod=60)
        self._create_policy(name, TLS, "SSLNegotiationPolicyType", "Reference-Security-Policy", PREDEFINED)
        self._create_policy(name, PROXY, "ProxyProtocolPolicyType", "ProxyProtocol", "true")
        elb.set_load_balancer_policies_of_listener(**here, LoadBalancerPort=80, PolicyNames=[STICKY])
        elb.set_load_balancer_policies_of_listener(**here, LoadBalancerPort=443, PolicyNames=[TLS, STICKY])
        elb.set_load_balancer_policies_for_backend_server(**here, InstancePort=8080, PolicyNames=[PROXY])
        elb.configure_health_check(**here, HealthCheck={**HEALTH_CHECK, "Interval": interval})
        elb.modify_load_balancer_attributes(
            **here,
            LoadBalancerAttributes={
                "CrossZoneLoadBalancing": {"Enabled": True},
                "ConnectionSettings": {"IdleTimeout": 120},
                "ConnectionDraining": {"Enabled": True, "Timeout": DRAINING_S},
                "AccessLog": {
                    "Enabled": True,
                    "S3BucketName": network["buckets"]["logs"],
                    "S3BucketPrefix": "shop",
                    "EmitInterval": 5,
                },
            },
        )
        elb.register_instances_with_load_balancer(
            **here, Instances=[{"InstanceId": member} for member in members]
        )

    def settle(self) -> None:
        """Let enough time pass on the emulator's clock that all members are in service."""
        self.service.advance(1000)

    def _create_policy(self, balancer: str, name: str, kind: str, attribute: str, value: str) -> None:
        self._elb.create_load_balancer_policy(
            LoadBalancerName=balancer,
            PolicyName=name,
            PolicyTypeName=kind,
            PolicyAttributes=[{"AttributeName": attribute, "AttributeValue": value}],
        )

    # -- after it -----------------------------------------------------------------------------------

    def state(self) -> State:
        """Everything that AWS would tell, without what it makes up anew for each balancer."""
        elb = self._elb
        pages = elb.get_paginator("describe_load_balancers").paginate()
        found = {
            each["LoadBalancerName"]: each for page in pages for each in page["LoadBalancerDescriptions"]
        }
        names = sorted(found)
        tags = {
            each["LoadBalancerName"]: each["Tags"]
            for start in range(0, len(names), 20)
            for each in elb.describe_tags(LoadBalancerNames=names[start : start + 20])["TagDescriptions"]
        }
        return {name: self._described(found[name], tags[name]) for name in names}

    def _described(self, found: Mapping[str, Any], tags: list[dict[str, str]]) -> dict[str, Any]:
        here = {"LoadBalancerName": found["LoadBalancerName"]}
        attributes = self._elb.describe_load_balancer_attributes(**here)["LoadBalancerAttributes"]
        policies = self._elb.describe_load_balancer_policies(**here)["PolicyDescriptions"]
        return {
            "listeners": {
                each["Listener"]["LoadBalancerPort"]: {
                    **each["Listener"],
                    "policies": set(each["PolicyNames"]),
                }
                for each in found["ListenerDescriptions"]
            },
            "backend servers": {
                each["InstancePort"]: set(each["PolicyNames"]) for each in found["BackendServerDescriptions"]
            },
            "policies": {each["PolicyName"] for each in policies},
            "health check": found["HealthCheck"],
            "members": {each["InstanceId"] for each in found["Instances"]},
            "network": (set(found["Subnets"]), set(found["SecurityGroups"]), found["Scheme"]),
            "attributes": attributes,
            "tags": {tag["Key"]: tag["Value"] for tag in tags},
        }

    # -- the floor ----------------------------------------------------------------------------------

    def repeat(self, log: Iterable[Mapping[str, Any]]) -> float:
        """Make the same calls one after the other, without anything around them; return the seconds.

        What was refused then is refused again: asking for a balancer that does not exist is part of creating it.
        """
        calls = [_as_sent(entry) for entry in log]
        started = time.monotonic()
        for service, operation, parameters in calls:
            with suppress(ClientError):
                self._clients[service]._make_api_call(operation, parameters)
        return time.monotonic() - started


def looped(tasks: Iterable[Task], names: list[str]) -> list[Task]:
    """The tasks, each for all of these balancers."""
    return [
        {module: {**options, "name": "{{ item }}"}, "loop": names}
        for task in tasks
        for module, options in task.items()
    ]


def subnets(network: Network) -> list[str]:
    """One in each zone, so that all instances can be members."""
    return [subnet["id"] for subnet in network["vpc"]["subnets"][::2]]


def _as_sent(entry: Mapping[str, Any]) -> tuple[str, str, dict[str, Any]]:
    """A call in the log, for a client. Of other services the log has the flat form; here, it is one filter at most."""
    if entry["service"] == "elasticloadbalancing":
        return "elb", entry["operation"], entry["parameters"]
    flat = entry["parameters"]
    values = [value for key, value in flat.items() if key.startswith("Filter.1.Value.")]
    parameters = {"Filters": [{"Name": flat["Filter.1.Name"], "Values": values}]} if values else {}
    return entry["service"], entry["operation"], parameters
