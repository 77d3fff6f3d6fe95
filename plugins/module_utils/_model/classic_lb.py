# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A balancer in the shapes that elb_classic_lb has always returned. Private to classic.elb.

There are two: ``elb``, as boto described a balancer, and ``load_balancer``, as boto3 does. What a prediction cannot
know is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from ansible_collections.classic.elb.plugins.module_utils._model.aws import DESYNC_KEY
from ansible_collections.classic.elb.plugins.module_utils._model.members import (
    IN_SERVICE,
    OUT_OF_SERVICE,
    Health,
)
from ansible_collections.classic.elb.plugins.module_utils._model.policy import Policy
from ansible_collections.classic.elb.plugins.module_utils._model.policy_types import (
    APP_COOKIE,
    LB_COOKIE,
    PROXY_PROTOCOL,
)
from ansible_collections.classic.elb.plugins.module_utils._model.render import (
    render_access_logs,
    render_listener,
    without_unknown,
)
from ansible_collections.classic.elb.plugins.module_utils._model.state import Balancer, Listener

Shape = dict[str, Any]


def elb(balancer: Balancer, health: Mapping[str, Health]) -> Shape:
    """All of ``elb`` but its status and region. ``health`` is by member."""
    states = [health[member].state for member in sorted(balancer.instances) if member in health]
    proxies = _names(balancer, PROXY_PROTOCOL)
    shown = {
        "name": balancer.name,
        "dns_name": balancer.dns_name,
        "scheme": balancer.scheme,
        "zones": _sorted_if_known(balancer.availability_zones),
        "subnets": _sorted_if_known(balancer.subnets),
        "security_group_ids": _sorted_if_known(balancer.security_groups),
        "hosted_zone_id": balancer.canonical_hosted_zone_id,
        "listeners": [_as_boto_listener(listener) for _port, listener in sorted(balancer.listeners.items())],
        "backends": [
            f"{port}:{name}"
            for port, names in sorted(balancer.backend_servers.items())
            for name in sorted(names)
        ],
        "health_check": asdict(balancer.health_check) if balancer.health_check else {},
        "connection_draining_timeout": balancer.connection_draining.timeout,
        "idle_timeout": balancer.idle_timeout,
        "cross_az_load_balancing": "yes" if balancer.cross_zone_load_balancing else "no",
        "instances": sorted(balancer.instances),
        "instance_health": [
            {"instance_id": member, **asdict(health[member])}
            for member in sorted(balancer.instances)
            if member in health
        ],
        "in_service_count": states.count(IN_SERVICE),
        "out_of_service_count": states.count(OUT_OF_SERVICE),
        "unknown_instance_state_count": sum(state not in (IN_SERVICE, OUT_OF_SERVICE) for state in states),
        "tags": {**balancer.tags, **balancer.aws_tags},
    }
    return {
        **without_unknown(shown),
        "hosted_zone_name": balancer.canonical_hosted_zone_name,
        "app_cookie_policy": _enabled_first(balancer, _names(balancer, APP_COOKIE)),
        "lb_cookie_policy": _enabled_first(balancer, _names(balancer, LB_COOKIE)),
        "proxy_policy": (proxies if len(proxies) > 1 else next(iter(proxies), None)),
    }


def load_balancer(balancer: Balancer) -> Shape:
    """What DescribeLoadBalancers, ...Attributes, ...Policies and DescribeTags say, in snake_case."""
    shown = {
        "load_balancer_name": balancer.name,
        "dns_name": balancer.dns_name,
        "canonical_hosted_zone_name": balancer.canonical_hosted_zone_name,
        "canonical_hosted_zone_name_id": balancer.canonical_hosted_zone_id,
        "vpc_id": balancer.vpc_id,
        "scheme": balancer.scheme,
        "created_time": _timestamp(balancer.created_time),
        "availability_zones": _sorted_if_known(balancer.availability_zones),
        "subnets": _sorted_if_known(balancer.subnets),
        "security_groups": _sorted_if_known(balancer.security_groups),
        "source_security_group": balancer.source_security_group,
        "listener_descriptions": [
            {"listener": _listener(listener), "policy_names": sorted(listener.enabled_policies)}
            for _port, listener in sorted(balancer.listeners.items())
        ],
        "backend_server_descriptions": [
            {"instance_port": port, "policy_names": sorted(names)}
            for port, names in sorted(balancer.backend_servers.items())
        ],
        "policies": _policies_by_kind(balancer),
        "health_check": asdict(balancer.health_check) if balancer.health_check else {},
        "instances": [{"instance_id": member} for member in sorted(balancer.instances)],
        "load_balancer_attributes": _attributes(balancer),
        "load_balancer_policies": [_policy(policy) for _name, policy in sorted(balancer.policies.items())],
        "tags": {**balancer.tags, **balancer.aws_tags},
    }
    return without_unknown(shown)


def _sorted_if_known(members: Iterable[str] | None) -> list[str] | None:
    return None if members is None else sorted(members)


def _timestamp(text: str | None) -> str | None:
    """As Python writes it: with an offset in the place of the Z, and microseconds. A predicted one is no time."""
    if not text or not text[0].isdigit():
        return text
    return datetime.fromisoformat(text.replace("Z", "+00:00")).isoformat()


def _as_boto_listener(listener: Listener) -> list[Any]:
    ends = [
        listener.load_balancer_port,
        listener.instance_port,
        listener.protocol,
        listener.instance_protocol,
    ]
    return [*ends, listener.ssl_certificate_id] if listener.ssl_certificate_id else ends


def _listener(listener: Listener) -> Shape:
    return {name: value for name, value in render_listener(listener).items() if name != "policy_names"}


def _names(balancer: Balancer, type_name: str) -> list[str]:
    return [name for name, policy in sorted(balancer.policies.items()) if policy.type == type_name]


def _enabled_first(balancer: Balancer, names: list[str]) -> str | None:
    """One of the policies: one that a listener has, if there is one."""
    enabled = frozenset().union(*(listener.policy_names or () for listener in balancer.listeners.values()))
    return next((name for name in names if name in enabled), next(iter(names), None))


def _policies_by_kind(balancer: Balancer) -> Shape:
    apps, cookies = _names(balancer, APP_COOKIE), _names(balancer, LB_COOKIE)
    return {
        "app_cookie_stickiness_policies": [
            {
                "policy_name": name,
                "cookie_name": "".join(balancer.policies[name].content.get("CookieName", ())),
            }
            for name in apps
        ],
        "lb_cookie_stickiness_policies": [
            {
                "policy_name": name,
                "cookie_expiration_period": _period(balancer.policies[name]),
            }
            for name in cookies
        ],
        "other_policies": sorted({*balancer.policies, *balancer.undescribed} - {*apps, *cookies}),
    }


def _period(policy: Policy) -> int | None:
    """Seconds, 0 for a session; ``None`` if AWS tells no number."""
    period = "".join(policy.content.get("CookieExpirationPeriod", ("0",)))
    return int(period) if period.isdecimal() else None


def _policy(policy: Policy) -> Shape:
    return {
        "policy_name": policy.name,
        "policy_type_name": policy.type,
        "policy_attribute_descriptions": [
            {"attribute_name": name, "attribute_value": value}
            for name, values in sorted(policy.content.items())
            for value in values
        ],
    }


def _attributes(balancer: Balancer) -> Shape:
    return {
        "access_log": render_access_logs(balancer.access_logs),
        "additional_attributes": [{"key": DESYNC_KEY, "value": balancer.desync_mitigation_mode}],
        "connection_draining": asdict(balancer.connection_draining),
        "connection_settings": {"idle_timeout": balancer.idle_timeout},
        "cross_zone_load_balancing": {"enabled": balancer.cross_zone_load_balancing},
    }
