# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tasks of the cases, in the words of amazon.aws and community.aws."""

from __future__ import annotations

from typing import Any

from benchmark.playbook import Task
from benchmark.world import DRAINING_S, HEALTH_CHECK, THREE, Network, looped, subnets


def everything(network: Network) -> list[Task]:
    """What ``World.build`` builds, but for the TLS policy: that it can neither make nor name."""
    http = {"load_balancer_port": 80, "protocol": "HTTP", "instance_port": 8080, "proxy_protocol": True}
    return _balancer(
        subnets=subnets(network),
        security_group_ids=[network["vpc"]["security_groups"]["web"]],
        listeners=[http, _https(network["certificates"]["iam"][0])],
        stickiness={"type": "loadbalancer", "expiration": 60},
        health_check={
            "ping_protocol": "HTTP",
            "ping_port": 8080,
            "ping_path": "/healthz",
            "interval": HEALTH_CHECK["Interval"],
            "timeout": HEALTH_CHECK["Timeout"],
            "healthy_threshold": HEALTH_CHECK["HealthyThreshold"],
            "unhealthy_threshold": HEALTH_CHECK["UnhealthyThreshold"],
        },
        connection_draining_timeout=DRAINING_S,
        idle_timeout=120,
        cross_az_load_balancing=True,
        access_logs={"s3_location": network["buckets"]["logs"], "s3_prefix": "shop", "interval": 5},
        tags={"env": "prod"},
    )


def nothing(_network: Network) -> list[Task]:
    return _balancer(state="absent")


def new_certificate(network: Network) -> list[Task]:
    return _balancer(listeners=[_https(network["certificates"]["iam"][1])], purge_listeners=False)


def new_listener(_network: Network) -> list[Task]:
    tcp = {"load_balancer_port": 9000, "protocol": "TCP", "instance_port": 9000}
    return _balancer(listeners=[tcp], purge_listeners=False)


def new_tags(_network: Network) -> list[Task]:
    return _balancer(tags={"env": "test"})


def info(_network: Network) -> list[Task]:
    return [{"amazon.aws.elb_classic_lb_info": {}}]


def one_out_and_in(network: Network) -> list[Task]:
    return [_instance(network["instances"][0], state) for state in ("absent", "present")]


def fifty_in_and_out(network: Network) -> list[Task]:
    """By elb_classic_lb, which takes many instances at once: elb_instance would need a hundred tasks."""
    two, fifty = network["instances"][:2], network["instances"][2:52]
    come = _balancer(instance_ids=fifty)
    go = _balancer(instance_ids=two, purge_instance_ids=True)
    return [*looped(come, THREE), *looped(go, THREE)]


def _balancer(**options: Any) -> list[Task]:
    return [{"amazon.aws.elb_classic_lb": {"name": "shop", "state": "present", **options}}]


def _instance(instance: str, state: str) -> Task:
    """``wait_timeout`` is 0 by default; so it fails unless all is done at once."""
    options = {"instance_id": instance, "state": state, "ec2_elbs": THREE, "wait_timeout": 300}
    return {"community.aws.elb_instance": options}


def _https(certificate: str) -> dict[str, Any]:
    return {
        "load_balancer_port": 443,
        "protocol": "HTTPS",
        "instance_port": 8080,
        "instance_protocol": "HTTP",
        "ssl_certificate_id": certificate,
        "proxy_protocol": True,
    }
