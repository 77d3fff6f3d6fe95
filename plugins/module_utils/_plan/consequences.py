# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a plan brings about beside what was asked for, and the user should read. Private to classic.elb."""

from __future__ import annotations

from ansible_collections.classic.elb.plugins.module_utils._model.policy_types import (
    DEFAULT_SSL_POLICY,
    is_reserved,
)
from ansible_collections.classic.elb.plugins.module_utils._model.state import Balancer
from ansible_collections.classic.elb.plugins.module_utils._plan.predict import DEFAULT_POLICY


def consequences(before: Balancer | None, after: Balancer | None) -> list[str]:
    """A sentence for each: where TLS is weaker, or policies are left. A balancer that is new or gone has none."""
    if before is None or after is None:
        return []
    return [*_weakened_tls(before, after), *_left_idle(before, after)]


def _weakened_tls(before: Balancer, after: Balancer) -> list[str]:
    """Which listeners lose a TLS policy of their own to AWS' default one (facts 1.6, 2.6)."""
    told = []
    for port, listener in sorted(after.listeners.items()):
        lost = _own_tls_policies(before, port)
        if lost and DEFAULT_SSL_POLICY in listener.enabled_policies and not _own_tls_policies(after, port):
            told.append(
                f"Listener {port} loses the TLS policy '{lost[0]}' and falls back to AWS' default, "
                f"{DEFAULT_SSL_POLICY}, which admits TLS 1.0 and 1.1 as well as 1.2."
            )
    return told


def _left_idle(before: Balancer, after: Balancer) -> list[str]:
    """Which instance ports keep policies when their last listener goes: they outlive it (facts 1.6)."""
    abandoned = before.used_instance_ports - after.used_instance_ports
    return [
        f"No listener uses the instance port {port} any more. Its policies stay ({', '.join(sorted(names))}), and are "
        "in force for the next listener that does; backend_servers of elb_balancer, or elb_policy, takes "
        "them off."
        for port, names in sorted(after.backend_servers.items())
        if names and port in abandoned
    ]


def _own_tls_policies(balancer: Balancer, port: int) -> list[str]:
    """Those that are not AWS' own, and do not mean its default one."""
    enabled = balancer.listeners[port].enabled_policies if port in balancer.listeners else ()
    return [
        name
        for name in sorted(enabled)
        if balancer.has_tls_policy(name)
        and not is_reserved(name)
        and (name in balancer.undescribed or balancer.policies[name].content != DEFAULT_POLICY.content)
    ]
