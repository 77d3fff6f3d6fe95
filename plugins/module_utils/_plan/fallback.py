# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A successor of which AWS has refused a part: what it gets instead, and what it lacks. Private to classic.elb."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from ansible_collections.classic.elb.plugins.module_utils._model.policy_types import without_reserved
from ansible_collections.classic.elb.plugins.module_utils._model.state import ATTRIBUTES, Balancer, Listener
from ansible_collections.classic.elb.plugins.module_utils._model.step import Step
from ansible_collections.classic.elb.plugins.module_utils._plan.bindings import admitted
from ansible_collections.classic.elb.plugins.module_utils._plan.policies import (
    enabled_on,
    referring_to,
    used_policies,
)

Key = TypeVar("Key")

WHOLE = {"LoadBalancerAttributes": ATTRIBUTES, "HealthCheck": ("health_check",)}
"""What a call with this parameter sets."""


def fallen_back(wanted: Balancer, before: Balancer, refused: Iterable[Step]) -> Balancer:
    """The aim, with what was before in the place of what these calls would have set.

    To send the same again would fail again, and leave the successor without the new and without the old.
    """
    for step in refused:
        parameters = step.parameters
        if step.creates_policy:
            wanted = _without_policy(wanted, before, parameters["PolicyName"])
        elif "PolicyNames" in parameters:
            ports = (parameters.get("LoadBalancerPort"), parameters.get("InstancePort"))
            wanted = _with_old_lists(wanted, before, ports[:1], ports[1:])
        for key in WHOLE.keys() & parameters.keys():
            if key == "HealthCheck" and not _answers(wanted, before):
                continue
            wanted = replace(wanted, **{name: getattr(before, name) for name in WHOLE[key]})
    return wanted


def _answers(wanted: Balancer, before: Balancer) -> bool:
    """Whether the back ends of the successor are where the old health check looks."""
    target = before.health_check.target if before.health_check else ""
    port = re.sub(r"\w+:(\d+).*", r"\1", target)
    return port in map(str, wanted.used_instance_ports)


def _without_policy(wanted: Balancer, before: Balancer, name: str) -> Balancer:
    """With its old content or, if it is new, as before it came: so are the policies that refer to it, and the ports."""
    affected = {name, *(policy.name for policy in referring_to(wanted, name))}
    old = used_policies(before.policies, affected)
    policies = {each: policy for each, policy in wanted.policies.items() if each not in affected}
    gone = affected - old.keys()
    return _with_old_lists(
        replace(wanted, policies={**old, **policies}),
        before,
        [port for port, listener in wanted.listeners.items() if gone & listener.enabled_policies],
        [port for port, names in wanted.backend_servers.items() if gone & names],
    )


def _with_old_lists(
    wanted: Balancer, before: Balancer, ports: Iterable[int | None], instance_ports: Iterable[int | None]
) -> Balancer:
    """With the policies that these ports had before, as far as they had any and take them."""
    for port in wanted.listeners.keys() & set(ports):
        listener = wanted.listeners[port]
        old = before.listeners.get(port, listener).enabled_policies
        whole = replace(wanted, policies={**used_policies(before.policies, old), **wanted.policies})
        wanted = whole.with_listener(replace(listener, policy_names=admitted(whole, listener, old)))
    for port in wanted.backend_servers.keys() & set(instance_ports):
        old = before.backend_servers.get(port, wanted.backend_servers[port])
        policies = {**used_policies(before.policies, old), **wanted.policies}
        servers = {**wanted.backend_servers, port: old & policies.keys()}
        wanted = replace(wanted, policies=policies, backend_servers=servers)
    return wanted


def due(now: Balancer, before: Balancer, wanted: Balancer) -> Balancer:
    """``now`` as it should be after a failed plan: what is neither as it was nor as it was to be goes back."""
    listeners = _due(now.listeners, before.listeners, wanted.listeners, _aspects_of_listener)
    servers = _due(now.backend_servers, before.backend_servers, wanted.backend_servers)
    policies = _due(now.policies, before.policies, wanted.policies)
    settings = {
        name: getattr(before, name)
        for name in (*ATTRIBUTES, "health_check")
        if getattr(now, name) != getattr(wanted, name)
    }
    return replace(
        now,
        **settings,
        listeners=listeners,
        backend_servers=servers,
        policies={**used_policies(before.policies, enabled_on(listeners, servers)), **policies},
        tags=_due(now.tags, before.tags, wanted.tags),
        instances=now.instances | (before.instances & wanted.instances),
    )


def _due(
    now: Mapping[Key, Any],
    before: Mapping[Key, Any],
    wanted: Mapping[Key, Any],
    aspects: Callable[[Any], tuple[Any, ...]] = lambda value: (value,),
) -> dict[Key, Any]:
    """What is there, and as it was before all of which an aspect is lost."""
    lost = {
        key: before[key]
        for key in before.keys() & wanted.keys()
        if key not in now
        or any(
            mine not in (old, new)
            for mine, old, new in zip(*map(aspects, (now[key], before[key], wanted[key])))
        )
    }
    return {**now, **lost}


def _aspects_of_listener(listener: Listener) -> tuple[Any, ...]:
    """Each is set by a call of its own. Which default policy AWS gives, nobody has told it."""
    certificate = (listener.ssl_certificate_id or "").lower()
    return (listener.route, certificate, without_reserved(listener.enabled_policies))
