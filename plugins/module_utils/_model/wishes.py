# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a task asks for, parsed and checked. Private to classic.elb.

``None`` means that the option was left out: whatever is there stays. The shapes are those of ``_state``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ansible_collections.classic.elb.plugins.module_utils._model.state import Listener, Policy


@dataclass(frozen=True)
class WantedBalancer:
    """``security_groups`` may hold names until they are resolved. ``purge`` names the lists that are the whole truth.

    ``health_check``, ``connection_draining`` and ``access_logs`` hold only the members that were given.
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
    tags: Mapping[str, str] | None = None
    purge: frozenset[str] = frozenset()
