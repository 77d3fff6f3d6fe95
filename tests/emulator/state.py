# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a balancer is made of.

Everything is immutable: a write builds a new `Balancer`, so a failed batch leaves nothing behind, an
unchanged balancer is recognised by comparison, and stale reads are older values kept in a list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

SECURE_PROTOCOLS = ("HTTPS", "SSL")
LAYER_7_PROTOCOLS = ("HTTP", "HTTPS")


@dataclass(frozen=True)
class Listener:
    protocol: str
    load_balancer_port: int
    instance_protocol: str
    instance_port: int
    ssl_certificate_id: str | None = None
    policy_names: tuple[str, ...] = ()

    @property
    def is_secure(self) -> bool:
        return self.protocol in SECURE_PROTOCOLS


@dataclass(frozen=True)
class Policy:
    name: str
    type_name: str
    attributes: tuple[tuple[str, str], ...] = ()
    """As DescribeLoadBalancerPolicies shows them: SSL policies carry all their names."""


@dataclass(frozen=True)
class HealthCheck:
    target: str
    interval: int = 30
    timeout: int = 5
    unhealthy_threshold: int = 2
    healthy_threshold: int = 10


@dataclass(frozen=True)
class AccessLog:
    enabled: bool = False
    s3_bucket_name: str | None = None
    emit_interval: int | None = None
    s3_bucket_prefix: str | None = None


@dataclass(frozen=True)
class Attributes:
    """The API's defaults (facts 2.2), which are not the console's."""

    cross_zone: bool = False
    access_log: AccessLog = AccessLog()
    draining_enabled: bool = False
    draining_timeout: int = 300
    idle_timeout: int = 60
    desync_mitigation_mode: str = "defensive"


class SubnetPlace(NamedTuple):
    id: str
    zone: str


class Closing(NamedTuple):
    """When a zone was disabled, and when its draining ends."""

    since: float
    until: float


@dataclass(frozen=True)
class Balancer:
    name: str
    region: str
    scheme: str
    dns_name: str
    created: datetime
    vpc_id: str | None
    """None in EC2-Classic, where there are neither subnets nor security groups."""
    subnets: tuple[SubnetPlace, ...]
    classic_zones: tuple[str, ...]
    """The zones without a VPC; in one, they follow the subnets."""
    security_groups: tuple[str, ...]
    listeners: tuple[Listener, ...]
    """In the order they were given; the answer shows them in another one."""
    health_check: HealthCheck
    policies: tuple[Policy, ...] = ()
    """Newest first (facts 2.3)."""
    backend_policies: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    members: Mapping[str, float] = field(default_factory=dict)
    """Instance id to the time of its registration."""
    former_members: Mapping[str, float] = field(default_factory=dict)
    """Instance id to the end of its draining."""
    closing_zones: Mapping[str, Closing] = field(default_factory=dict)
    """Zones just disabled, where draining is on."""
    attributes: Attributes = Attributes()
    tags: Mapping[str, str] = field(default_factory=dict)

    @property
    def zones(self) -> tuple[str, ...]:
        return self.classic_zones or tuple(dict.fromkeys(subnet.zone for subnet in self.subnets))

    @property
    def is_internal(self) -> bool:
        return self.scheme == "internal"

    def listener(self, load_balancer_port: int) -> Listener | None:
        return next((each for each in self.listeners if each.load_balancer_port == load_balancer_port), None)

    def policy(self, name: str) -> Policy | None:
        return next((each for each in self.policies if each.name == name), None)
