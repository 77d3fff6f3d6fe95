# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Options that many tests begin with."""

from __future__ import annotations

from typing import Any

Options = dict[str, Any]

TLS_1_2 = {
    "name": "tls-1-2",
    "type": "SSLNegotiationPolicyType",
    "attributes": {"Reference-Security-Policy": "ELBSecurityPolicy-TLS-1-2-2017-01"},
}
STICKY = {
    "name": "sticky",
    "type": "LBCookieStickinessPolicyType",
    "attributes": {"CookieExpirationPeriod": 60},
}
PROXY = {"name": "proxy", "type": "ProxyProtocolPolicyType", "attributes": {"ProxyProtocol": True}}

FACTS_OF_A_NEW_BALANCER = {
    "arn",
    "canonical_hosted_zone_name",
    "created_time",
    "dns_name",
    "instances",
    "source_security_group",
}
"""What a successor, or a twin of another name, does not have in common with the old one."""


def http(port: int = 80, **more: Any) -> Options:
    return {"load_balancer_port": port, "protocol": "HTTP", "instance_port": 8080, **more}


def https(certificate: str, port: int = 443, **more: Any) -> Options:
    return {
        "load_balancer_port": port,
        "protocol": "HTTPS",
        "instance_port": 8080,
        "instance_protocol": "HTTP",
        "ssl_certificate_id": certificate,
        **more,
    }


def small(network: dict[str, Any], name: str = "shop") -> Options:
    """The least that builds a balancer."""
    return {"name": name, "subnets": [network["vpc"]["subnets"][0]["id"]], "listeners": [http()]}


def everything(network: dict[str, Any], name: str = "shop") -> Options:
    """A balancer with every option."""
    subnets = network["vpc"]["subnets"]
    certificate = network["certificates"]["iam"][0]
    return {
        "name": name,
        "scheme": "internet-facing",
        "subnets": [subnets[0]["id"], subnets[2]["id"]],
        "security_groups": [network["vpc"]["security_groups"]["web"]],
        "listeners": [http(), https(certificate, policy_names=["tls-1-2", "sticky"])],
        "policies": [TLS_1_2, STICKY, PROXY],
        "backend_servers": [{"instance_port": 8080, "policy_names": ["proxy"]}],
        "health_check": {
            "target": "HTTP:8080/healthz",
            "interval": 10,
            "timeout": 3,
            "healthy_threshold": 2,
            "unhealthy_threshold": 3,
        },
        "connection_draining": {"enabled": True, "timeout": 60},
        "idle_timeout": 120,
        "cross_zone_load_balancing": True,
        "access_logs": {
            "enabled": True,
            "s3_bucket_name": network["buckets"]["logs"],
            "s3_bucket_prefix": "shop",
            "emit_interval": 5,
        },
        "desync_mitigation_mode": "strictest",
        "tags": {"env": "prod"},
    }
