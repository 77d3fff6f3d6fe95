# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What results show: balancers in the words of the options, and differences. Private to classic.elb."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from ansible_collections.classic.elb.plugins.module_utils._model.policy import Policy
from ansible_collections.classic.elb.plugins.module_utils._model.regions import balancer_arn
from ansible_collections.classic.elb.plugins.module_utils._model.state import AccessLogs, Balancer, Listener

FACTS = (
    "vpc_id",
    "dns_name",
    "canonical_hosted_zone_id",
    "canonical_hosted_zone_name",
    "source_security_group",
    "created_time",
)


def render(balancer: Balancer | None, region: str) -> dict[str, Any]:
    """A balancer as a result: ``{}`` if there is none; what a prediction cannot know is left out."""
    if balancer is None:
        return {}
    shown = _managed(balancer)
    if balancer.aws_tags:
        shown["aws_tags"] = dict(balancer.aws_tags)
    shown.update(without_unknown({name: getattr(balancer, name) for name in FACTS}))
    shown["region"] = region
    if balancer.account:
        shown["arn"] = balancer_arn(region, balancer.account, balancer.name)
    groups = list(balancer.security_groups or ())
    if balancer.source_security_group and len(groups) == 1:
        shown["source_security_group"] = {**balancer.source_security_group, "group_id": groups[0]}
    return shown


def _managed(balancer: Balancer | None) -> dict[str, Any]:
    """What the modules manage of a balancer: all but facts; what is not known is left out."""
    if balancer is None:
        return {}
    shown = {
        "name": balancer.name,
        "scheme": balancer.scheme,
        "subnets": _sorted_unless_empty(balancer.subnets),
        "availability_zones": _sorted_unless_empty(balancer.availability_zones),
        "security_groups": _source_first(balancer.security_groups),
        "listeners": [render_listener(listener) for _port, listener in sorted(balancer.listeners.items())],
        "policies": [_render_policy(policy) for _name, policy in sorted(balancer.policies.items())],
        "backend_servers": [
            {"instance_port": port, "policy_names": sorted(names)}
            for port, names in sorted(balancer.backend_servers.items())
        ],
        "health_check": asdict(balancer.health_check) if balancer.health_check else None,
        "connection_draining": (
            asdict(balancer.connection_draining)
            if balancer.connection_draining.enabled
            else {"enabled": False}
        ),
        "idle_timeout": balancer.idle_timeout,
        "cross_zone_load_balancing": balancer.cross_zone_load_balancing,
        "access_logs": render_access_logs(balancer.access_logs),
        "desync_mitigation_mode": balancer.desync_mitigation_mode,
        "tags": dict(sorted(balancer.tags.items())),
        "instances": sorted(balancer.instances),
    }
    return without_unknown(shown)


def without_unknown(shown: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in shown.items() if value is not None}


def _sorted_unless_empty(members: frozenset[str] | None) -> list[str] | None:
    """``None`` where there are none as well: a balancer of EC2-Classic has neither subnets nor groups."""
    return sorted(members) if members else None


def _source_first(groups: tuple[str, ...] | None) -> list[str] | None:
    """Sorted but for the first one, which is the source group also of a balancer that is made of these."""
    return [*groups[:1], *sorted(groups[1:])] if groups else None


def render_listener(listener: Listener) -> dict[str, Any]:
    shown = {**asdict(listener), "policy_names": sorted(listener.enabled_policies)}
    del shown["refusal"]
    return without_unknown(shown)


def _render_policy(policy: Policy) -> dict[str, Any]:
    """Attributes are strings, as AWS writes them; one with several values is a list."""
    attributes = {
        name: values[0] if len(values) == 1 else list(values)
        for name, values in sorted(policy.content.items())
    }
    return {"name": policy.name, "type": policy.type, "attributes": attributes}


def render_access_logs(logs: AccessLogs) -> dict[str, Any]:
    """AWS shows what it was told of logs, also while they are switched off (facts 10a)."""
    return {"enabled": False} if logs == AccessLogs() else without_unknown(asdict(logs))


def difference(before: Balancer | None, after: Balancer | None) -> dict[str, Any]:
    """Ansible's diff of what is managed: only what changes, a list that does as a whole."""
    old, new = _managed(before), _managed(after)
    if old and new:
        old, new = _differing(old, new)
    return {"before": old, "after": new}


def lacking(there: Balancer | None, wanted: Balancer | None) -> dict[str, Any]:
    """What a balancer lacks of another one, in the words of the options; of a list or dictionary, the entries."""
    held = _managed(there)
    missing = {key: _missing(value, held.get(key)) for key, value in _managed(wanted).items()}
    return {key: value for key, value in missing.items() if value not in (None, [], {})}


def _missing(wanted: Any, held: Any) -> Any:
    if wanted == held:
        return None
    if isinstance(wanted, list) and isinstance(held, list):
        return [item for item in wanted if item not in held]
    if isinstance(wanted, dict) and isinstance(held, dict):
        return {key: value for key, value in wanted.items() if held.get(key) != value}
    return wanted


def _differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    old: dict[str, Any] = {}
    new: dict[str, Any] = {}
    for key in sorted(before.keys() | after.keys()):
        mine, other = before.get(key), after.get(key)
        if mine == other:
            continue
        if isinstance(mine, dict) and isinstance(other, dict):
            mine, other = _differing(mine, other)
        if key in before:
            old[key] = mine
        if key in after:
            new[key] = other
    return old, new
