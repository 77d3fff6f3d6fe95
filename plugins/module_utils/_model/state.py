# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a Classic Load Balancer is, in one canonical form. Private to classic.elb, may change at any time.

Canonical means: upper-case protocols, an explicit instance protocol, integers, sets where AWS' order has
no meaning, and policies by their meaning (see ``policy``). Two states that mean the same are equal.
Nothing in here does I/O.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from ansible_collections.classic.elb.plugins.module_utils._model.errors import ElbError
from ansible_collections.classic.elb.plugins.module_utils._model.notes import is_note
from ansible_collections.classic.elb.plugins.module_utils._model.policy import Policy
from ansible_collections.classic.elb.plugins.module_utils._model.policy_types import SSL
from ansible_collections.classic.elb.plugins.module_utils._model.protocols import SECURE_PROTOCOLS

SYSTEM_TAG_PREFIX = "aws:"
MOST_TAGS = 50
"""Of a balancer, those of AWS not counted (facts 1.8)."""


@dataclass(frozen=True)
class Listener:
    """One front-end port and where its traffic goes. A protocol is ``""`` where AWS tells none (facts 10a).

    In a wish ``policy_names`` may be ``None``: the policies that are there stay. ``refusal`` is to be raised where a
    wish would have to be sent; what is there already is not judged.
    """

    load_balancer_port: int
    protocol: str
    instance_port: int
    instance_protocol: str
    ssl_certificate_id: str | None = None
    policy_names: frozenset[str] | None = frozenset()
    refusal: str = field(default="", compare=False)

    @property
    def enabled_policies(self) -> frozenset[str]:
        """The policies on it, of which a wish may name none."""
        return self.policy_names or frozenset()

    @property
    def is_secure(self) -> bool:
        """Whether the front end speaks TLS, and so carries a certificate and a TLS policy."""
        return self.protocol in SECURE_PROTOCOLS

    @property
    def is_relic(self) -> bool:
        """A listener 0 -> 0 from before autumn 2012: nobody can make, change or delete one (facts 10a)."""
        return not self.load_balancer_port or not self.protocol

    @property
    def has_secure_back_end(self) -> bool:
        """Listeners that share an instance port must agree on this (facts 1.0)."""
        return self.instance_protocol in SECURE_PROTOCOLS

    @property
    def route(self) -> tuple[str, int, str]:
        """What no call changes in place: only deleting and creating the listener does (facts 1.2)."""
        return (self.protocol, self.instance_port, self.instance_protocol)


def is_same_certificate(one: str | None, other: str | None) -> bool:
    """IAM and ACM have no two certificates that differ in case alone, and AWS may show another case (facts 1.2)."""
    return (one or "").lower() == (other or "").lower()


def require_one_back_end_class(listeners: Iterable[Listener]) -> None:
    """Raise if listeners would use one instance port both with and without TLS."""
    seen: dict[int, Listener] = {}
    for listener in sorted(listeners, key=lambda item: item.load_balancer_port):
        if not listener.instance_protocol:
            continue
        other = seen.setdefault(listener.instance_port, listener)
        if other.has_secure_back_end != listener.has_secure_back_end:
            raise ElbError(
                f"instance_protocol: the listeners {other.load_balancer_port} and {listener.load_balancer_port} use "
                f"the instance port {listener.instance_port} with {other.instance_protocol} and with "
                f"{listener.instance_protocol}; of one instance port, either all use HTTP or TCP, or all HTTPS or SSL."
            )


@dataclass(frozen=True)
class HealthCheck:
    """Seconds and counts; the API takes all five together or none (facts 1.3)."""

    target: str
    interval: int = 30
    timeout: int = 5
    healthy_threshold: int = 10
    unhealthy_threshold: int = 2


def canonical_target(target: str) -> str:
    """The protocol is folded to upper case, the path stays as it is (facts 1.3)."""
    protocol, colon, rest = target.partition(":")
    return protocol.upper() + colon + rest


@dataclass(frozen=True)
class ConnectionDraining:
    """The time-out, in seconds, means something only while draining is enabled (facts 1.7)."""

    enabled: bool = False
    timeout: int = 300


@dataclass(frozen=True)
class AccessLogs:
    """AWS remembers where the logs went after they are disabled (facts 1.7). The interval is in minutes."""

    enabled: bool = False
    s3_bucket_name: str | None = None
    s3_bucket_prefix: str = ""
    emit_interval: int = 60


@dataclass(frozen=True)
class Balancer:
    """A balancer as AWS holds it. The defaults are those of a balancer made by the API (facts 2.1, 2.2).

    The first of the ``security_groups`` is the source group. ``health_check`` is ``None`` where the service tells none,
    as plain moto does. ``undescribed`` are policies that AWS lists and does not describe (yet): nobody knows their
    content, and of some not the type. ``notes`` are tags of elb_member, ``aws_tags`` those of AWS. What follows them
    only AWS decides; it is ``None`` where a prediction cannot know it, as subnets, zones and groups may be.
    """

    name: str
    scheme: str = "internet-facing"
    subnets: frozenset[str] | None = frozenset()
    availability_zones: frozenset[str] | None = frozenset()
    security_groups: tuple[str, ...] | None = None
    listeners: Mapping[int, Listener] = field(default_factory=dict)
    policies: Mapping[str, Policy] = field(default_factory=dict)
    backend_servers: Mapping[int, frozenset[str]] = field(default_factory=dict)
    health_check: HealthCheck | None = HealthCheck("TCP:80")
    connection_draining: ConnectionDraining = ConnectionDraining()
    idle_timeout: int = 60
    cross_zone_load_balancing: bool = False
    access_logs: AccessLogs = AccessLogs()
    desync_mitigation_mode: str = "defensive"
    tags: Mapping[str, str] = field(default_factory=dict)
    instances: frozenset[str] = frozenset()

    undescribed: Mapping[str, Policy] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    aws_tags: Mapping[str, str] = field(default_factory=dict)
    account: str | None = None
    vpc_id: str | None = None
    dns_name: str | None = None
    canonical_hosted_zone_id: str | None = None
    canonical_hosted_zone_name: str | None = None
    source_security_group: Mapping[str, str] | None = None
    created_time: str | None = None

    def with_tags(self, tags: Mapping[str, str]) -> Balancer:
        """With these instead of all tags, those of the user, of elb_member and of AWS told apart."""
        return replace(
            self,
            tags={
                key: value
                for key, value in tags.items()
                if not is_note(key) and not key.startswith(SYSTEM_TAG_PREFIX)
            },
            notes={key: value for key, value in tags.items() if is_note(key)},
            aws_tags={key: value for key, value in tags.items() if key.startswith(SYSTEM_TAG_PREFIX)},
        )

    def is_other_than(self, predecessor: Balancer) -> bool:
        """Whether it is another balancer of the name: its name in the DNS differs then (facts 1.1), or its age.

        An answer may lack one of them.
        """
        mine = (self.dns_name, self.created_time)
        other = (predecessor.dns_name, predecessor.created_time)
        told = [pair for pair in zip(mine, other) if all(pair)]
        return any(one != two for one, two in told) if told else mine != other

    @property
    def is_in_vpc(self) -> bool:
        """Else it is one of EC2-Classic, which has zones of its own (facts 10a)."""
        return bool(self.vpc_id or self.subnets)

    @property
    def tag_count(self) -> int:
        """Of those that AWS counts (see ``MOST_TAGS``)."""
        return len(self.tags) + len(self.notes)

    @property
    def all_tags(self) -> dict[str, str]:
        return {**self.tags, **self.notes, **self.aws_tags}

    def with_listener(self, listener: Listener) -> Balancer:
        return replace(self, listeners={**self.listeners, listener.load_balancer_port: listener})

    def policy(self, name: str) -> Policy | None:
        """Described or not."""
        return self.policies.get(name) or self.undescribed.get(name)

    def has_tls_policy(self, name: str) -> bool:
        policy = self.policy(name)
        return policy is not None and policy.type == SSL

    def with_policy(self, policy: Policy) -> Balancer:
        return replace(self, policies={**self.policies, policy.name: policy})

    @property
    def used_instance_ports(self) -> frozenset[int]:
        """Where the listeners send their traffic."""
        return frozenset(listener.instance_port for listener in self.listeners.values())

    def listeners_with(self, policy_name: str) -> list[Listener]:
        """The listeners on which a policy is enabled, by port."""
        return [
            listener
            for _port, listener in sorted(self.listeners.items())
            if policy_name in listener.enabled_policies
        ]

    def instance_ports_with(self, policy_name: str) -> list[int]:
        """The instance ports on which a policy is enabled, sorted."""
        return sorted(port for port, names in self.backend_servers.items() if policy_name in names)


@dataclass(frozen=True)
class Network:
    """What EC2 says about the surroundings; empty when nobody had to ask.

    ``zones`` and ``vpcs`` are keyed by subnet id, and so is ``cramped``, why a subnet has no room for a balancer.
    ``default_subnets`` is keyed by zone. ``groups`` maps a security group id to its name, for the groups of the
    balancer's VPC. ``running`` are those members that can be registered again, where the balancer is to be replaced.
    ``was_read`` says that subnets and zones were asked for. ``region`` is where all this is, in words.
    """

    region: str = "this region"
    zones: Mapping[str, str] = field(default_factory=dict)
    vpcs: Mapping[str, str] = field(default_factory=dict)
    cramped: Mapping[str, str] = field(default_factory=dict)
    default_subnets: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    running: frozenset[str] = frozenset()
    was_read: bool = False


ATTRIBUTES = (
    "connection_draining",
    "idle_timeout",
    "cross_zone_load_balancing",
    "access_logs",
    "desync_mitigation_mode",
)
"""What of a balancer a call of its own tells and sets (facts 1.7)."""
