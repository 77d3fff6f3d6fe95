# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tasks of the cases, in the words of this collection. ``peer`` has the same ones in its own."""

from __future__ import annotations

from typing import Any

from benchmark.playbook import Task
from benchmark.world import DRAINING_S, HEALTH_CHECK, PREDEFINED, PROXY, STICKY, THREE, TLS, Network, subnets


def everything(network: Network) -> list[Task]:
    """What ``World.build`` builds."""
    certificate = network["certificates"]["iam"][0]
    return _balancer(
        subnets=subnets(network),
        security_groups=[network["vpc"]["security_groups"]["web"]],
        listeners=[
            {"load_balancer_port": 80, "protocol": "HTTP", "instance_port": 8080, "policy_names": [STICKY]},
            {
                "load_balancer_port": 443,
                "protocol": "HTTPS",
                "instance_port": 8080,
                "instance_protocol": "HTTP",
                "ssl_certificate_id": certificate,
                "policy_names": [TLS, STICKY],
            },
        ],
        policies=[
            _policy(STICKY, "LBCookieStickinessPolicyType", "CookieExpirationPeriod", 60),
            _policy(TLS, "SSLNegotiationPolicyType", "Reference-Security-Policy", PREDEFINED),
            _policy(PROXY, "ProxyProtocolPolicyType", "ProxyProtocol", True),
        ],
        backend_servers=[{"instance_port": 8080, "policy_names": [PROXY]}],
        health_check={
            "target": HEALTH_CHECK["Target"],
            "interval": HEALTH_CHECK["Interval"],
            "timeout": HEALTH_CHECK["Timeout"],
            "healthy_threshold": HEALTH_CHECK["HealthyThreshold"],
            "unhealthy_threshold": HEALTH_CHECK["UnhealthyThreshold"],
        },
        connection_draining={"timeout": DRAINING_S},
        idle_timeout=120,
        cross_zone_load_balancing=True,
        access_logs={
            "s3_bucket_name": network["buckets"]["logs"],
            "s3_bucket_prefix": "shop",
            "emit_interval": 5,
        },
        tags={"env": "prod"},
    )


def nothing(_network: Network) -> list[Task]:
    return _balancer(state="absent")


def new_certificate(network: Network) -> list[Task]:
    return _listener(443, ssl_certificate_id=network["certificates"]["iam"][1])


def new_listener(_network: Network) -> list[Task]:
    return _listener(9000, protocol="TCP", instance_port=9000)


def new_tags(_network: Network) -> list[Task]:
    return _balancer(tags={"env": "test"})


def info(_network: Network) -> list[Task]:
    """With all that the peer reads, asked or not."""
    return [{"classic.elb.elb_balancer_info": {"include": ["attributes", "tags", "health"]}}]


def one_out_and_in(network: Network) -> list[Task]:
    one = network["instances"][0]
    return [*_members(one, state="absent"), *_members(one)]


def fifty_in_and_out(network: Network) -> list[Task]:
    fifty = network["instances"][2:52]
    return [*_members(fifty, wait=False), *_members(fifty, state="absent", wait=False)]


def _balancer(**options: Any) -> list[Task]:
    return [{"classic.elb.elb_balancer": {"name": "shop", **options}}]


def _listener(port: int, **options: Any) -> list[Task]:
    return [{"classic.elb.elb_listener": {"balancer": "shop", "load_balancer_port": port, **options}}]


def _members(instances: Any, **options: Any) -> list[Task]:
    return [{"classic.elb.elb_member": {"instances": instances, "balancers": THREE, **options}}]


def _policy(name: str, kind: str, attribute: str, value: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "attributes": {attribute: value}}
