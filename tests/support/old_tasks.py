# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks of elb_classic_lb as playbooks have them, each of which builds a balancer from nothing."""

from __future__ import annotations

from typing import Any

Options = dict[str, Any]

PORTS = {"load_balancer_port": 80, "instance_port": 80}
WEB = {"protocol": "http", **PORTS}
SLOW = {"interval": 30, "response_timeout": 5, "unhealthy_threshold": 2, "healthy_threshold": 10}
FAST = {"interval": 10, "timeout": 4, "unhealthy_threshold": 4, "healthy_threshold": 2}


def building_tasks(network: dict[str, Any]) -> dict[str, Options]:
    """By what is special about each; the name of its balancer is added."""
    subnets = [subnet["id"] for subnet in network["vpc"]["subnets"]]
    groups = network["vpc"]["security_groups"]
    iam, acm = network["certificates"]["iam"][0], network["certificates"]["acm"][0]
    logs = network["buckets"]["logs"]
    members = network["instances"]
    tls = {
        "protocol": "https",
        "load_balancer_port": 443,
        "instance_protocol": "http",
        "instance_port": 80,
        "ssl_certificate_id": iam,
    }
    mail = {"protocol": "tcp", "load_balancer_port": 25, "instance_port": 2525}
    http_check = {"ping_protocol": "http", "ping_port": 80, "ping_path": "/index.html", **SLOW}
    vpc = {"subnets": subnets[::2], "listeners": [WEB]}
    zones = {"zones": ["us-east-1a", "us-east-1b"], "listeners": [WEB]}
    return {
        "zones": zones,
        "zones-text": {**zones, "zones": "us-east-1a,us-east-1c"},
        "zones-purged": {**zones, "purge_zones": True},
        "zones-group": {**zones, "security_group_names": ["default"]},
        "public": {**vpc, "scheme": "internet-facing", "security_group_ids": [groups["web"]]},
        "internal": {**vpc, "scheme": "internal", "security_group_names": ["web", "admin"]},
        "subnets-purged": {**vpc, "purge_subnets": "yes"},
        "groups-text": {**vpc, "security_group_ids": f"{groups['web']}, {groups['db']}"},
        "waits": {**vpc, "wait": True, "wait_timeout": 600},
        "upper-case": {**vpc, "listeners": [{**PORTS, "protocol": "HTTP", "instance_protocol": "HTTP"}]},
        "text-ports": {
            **vpc,
            "listeners": [{"protocol": "http", "load_balancer_port": "80", "instance_port": "8000"}],
        },
        "tls": {**vpc, "listeners": [WEB, tls]},
        "tls-acm": {**vpc, "listeners": [{**tls, "ssl_certificate_id": acm}]},
        "tls-through": {**vpc, "listeners": [{**tls, "instance_protocol": "https", "instance_port": 8443}]},
        "ssl": {
            **vpc,
            "listeners": [{**tls, "protocol": "ssl", "instance_protocol": "tcp", "load_balancer_port": 993}],
        },
        "mail": {**vpc, "listeners": [mail, {**mail, "load_balancer_port": 587}], "purge_listeners": False},
        "proxy": {**vpc, "listeners": [{**mail, "proxy_protocol": True}]},
        "no-proxy": {**vpc, "listeners": [{**WEB, "proxy_protocol": False}]},
        "http-check": {**vpc, "health_check": http_check},
        "tcp-check": {**vpc, "health_check": {"ping_protocol": "tcp", "ping_port": 22, **FAST}},
        "https-check": {**vpc, "health_check": {**http_check, "ping_protocol": "HTTPS", "ping_port": 443}},
        "draining": {**vpc, "connection_draining_timeout": 60, "idle_timeout": 300},
        "no-draining": {**vpc, "connection_draining_timeout": 0},
        "cross-zone": {**vpc, "cross_az_load_balancing": "yes"},
        "logs": {**vpc, "access_logs": {"interval": 5, "s3_location": logs, "s3_prefix": "web"}},
        "logs-plain": {**vpc, "access_logs": {"enabled": True, "s3_location": logs}},
        "cookie": {**vpc, "stickiness": {"type": "loadbalancer", "enabled": True, "expiration": 300}},
        "session": {**vpc, "stickiness": {"type": "loadbalancer"}},
        "application": {**vpc, "stickiness": {"type": "application", "cookie": "JSESSIONID"}},
        "no-cookie": {**vpc, "stickiness": {"enabled": False}},
        "members": {**vpc, "instance_ids": members[:2], "purge_instance_ids": True},
        "tags": {**vpc, "tags": {"Name": "shop", "env": "prod"}},
        "more-tags": {**vpc, "resource_tags": {"Name": "shop"}, "purge_tags": False},
        "all": {
            "scheme": "internal",
            "subnets": subnets[:3:2],
            "security_group_names": ["web"],
            "listeners": [{**WEB, "proxy_protocol": True}, tls],
            "health_check": http_check,
            "access_logs": {"interval": 5, "s3_location": logs, "s3_prefix": "web"},
            "connection_draining_timeout": 20,
            "idle_timeout": 120,
            "cross_az_load_balancing": True,
            "stickiness": {"type": "application", "cookie": "JSESSIONID"},
            "instance_ids": members[:1],
            "tags": {"env": "prod"},
        },
    }


def named(tasks: dict[str, Options]) -> list[Options]:
    return [{"name": name, "state": "present", **options} for name, options in tasks.items()]
