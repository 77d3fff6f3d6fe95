# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A balancer as the log shows it after a call (format in README.md)."""

from __future__ import annotations

from typing import Any

from .health import HealthView
from .state import Balancer


def snapshot(balancer: Balancer, health: HealthView) -> dict[str, Any]:
    return {
        "listeners": {
            str(listener.load_balancer_port): {
                "Protocol": listener.protocol,
                "LoadBalancerPort": listener.load_balancer_port,
                "InstanceProtocol": listener.instance_protocol,
                "InstancePort": listener.instance_port,
                **({"SSLCertificateId": listener.ssl_certificate_id} if listener.ssl_certificate_id else {}),
                "PolicyNames": list(listener.policy_names),
            }
            for listener in balancer.listeners
        },
        "backend_servers": {str(port): list(names) for port, names in balancer.backend_policies.items()},
        "policies": {policy.name: policy.type_name for policy in balancer.policies},
        "instances": {each: health.of(balancer, each).as_answer() for each in balancer.members},
        "subnets": [subnet.id for subnet in balancer.subnets],
        "availability_zones": list(balancer.zones),
        "tags": dict(balancer.tags),
    }
