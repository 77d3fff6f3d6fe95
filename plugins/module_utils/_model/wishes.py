# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a task asks for, parsed and checked. Private to classic.elb.

``None`` means that the option was left out: whatever is there stays. The shapes are those of ``state`` and ``policy``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.classic.elb.plugins.module_utils._model.members import Minimum
from ansible_collections.classic.elb.plugins.module_utils._model.policy import Policy
from ansible_collections.classic.elb.plugins.module_utils._model.state import Listener

PURGEABLE = (
    "subnets",
    "availability_zones",
    "security_groups",
    "listeners",
    "policies",
    "backend_servers",
    "tags",
)
"""The options of a balancer that may be the whole truth, or a part of it."""


@dataclass(frozen=True)
class WantedBalancer:
    """``security_groups`` may hold names until they are resolved. ``purge`` names the lists that are the whole truth.

    A tag whose value is ``None`` is not to be there. ``refusals`` are to be raised where the option (``idle_timeout``,
    ``health_check.interval``) has to be sent.
    ``health_check``, ``connection_draining`` and ``access_logs`` hold only the members that were given.
    ``zones_are_as_new``: where the balancer is replaced, zones do not mean its subnets in them, but what they mean to a
    new one, the default subnets. ``wait_timeout`` is in seconds.
    """

    name: str
    scheme: str | None = None
    subnets: frozenset[str] | None = None
    availability_zones: frozenset[str] | None = None
    security_groups: tuple[str, ...] | None = None
    listeners: Mapping[int, Listener] | None = None
    policies: Mapping[str, Policy] | None = None
    backend_servers: Mapping[int, frozenset[str]] | None = None
    health_check: Mapping[str, Any] | None = None
    connection_draining: Mapping[str, Any] | None = None
    access_logs: Mapping[str, Any] | None = None
    idle_timeout: int | None = None
    cross_zone_load_balancing: bool | None = None
    desync_mitigation_mode: str | None = None
    tags: Mapping[str, str | None] | None = None
    purge: frozenset[str] = frozenset()
    refusals: Mapping[str, str] = field(default_factory=dict)
    zones_are_as_new: bool = False
    present: bool = True
    wait: bool = False
    wait_timeout: int = 0


@dataclass(frozen=True)
class WantedListener:
    """One listener, as far as a task names it."""

    balancer: str
    load_balancer_port: int
    protocol: str | None = None
    instance_port: int | None = None
    instance_protocol: str | None = None
    ssl_certificate_id: str | None = None
    policy_names: frozenset[str] | None = None
    present: bool = True


@dataclass(frozen=True)
class WantedPolicy:
    """One policy and the ports on which it is to be enabled, as far as a task names them.

    ``attributes`` are as they were given: what they mean depends on the type, which the policy that is there may tell.
    """

    balancer: str
    name: str
    type: str | None = None
    attributes: Mapping[str, Any] | None = None
    load_balancer_ports: tuple[int, ...] | None = None
    instance_ports: tuple[int, ...] | None = None
    present: bool = True


@dataclass(frozen=True)
class Stickiness:
    """The cookie that all listeners get in the place of another one; ``None``: they have none."""

    policy: Policy | None


@dataclass(frozen=True)
class WantedClassicLb:
    """What one task of elb_classic_lb asks for: a balancer, policies that the module names itself, and members.

    ``proxy_protocol`` says by instance port whether it is enabled; other ports stay. ``remarks`` are on what was
    given and has no effect.
    """

    balancer: WantedBalancer
    proxy_protocol: Mapping[int, bool] = field(default_factory=dict)
    stickiness: Stickiness | None = None
    instances: frozenset[str] | None = None
    purge_instances: bool = False
    remarks: tuple[str, ...] = ()


SELF = "self"
"""The instance that the task runs on."""


@dataclass(frozen=True)
class WantedMembers:
    """``balancers`` is ``None`` for all in which an instance is (or, by its note, was).

    ``open_zones`` asks to enable the zones of instances that come, where a balancer does not serve them; ``False``
    refuses these instances beforehand, ``None`` leaves it to AWS.
    """

    instances: frozenset[str]
    balancers: tuple[str, ...] | None
    present: bool
    purge: bool
    remember: bool
    minimum: Minimum
    wait: bool
    wait_timeout: int | None
    open_zones: bool | None = None


@dataclass(frozen=True)
class Query:
    """Which balancers to read, and what of them.

    ``names`` is empty for all; ``filters`` and ``tags`` hold the values of which a balancer has to have one, by option
    and by key.
    """

    names: tuple[str, ...]
    filters: Mapping[str, frozenset[str]]
    tags: Mapping[str, frozenset[str]]
    include: frozenset[str]
