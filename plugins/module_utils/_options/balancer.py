# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of a whole balancer: their specification and their parsing. Private to classic.elb."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Callable

from ansible_collections.classic.elb.plugins.module_utils._model.errors import ElbError
from ansible_collections.classic.elb.plugins.module_utils._model.state import (
    canonical_target,
    require_one_back_end_class,
)
from ansible_collections.classic.elb.plugins.module_utils._model.wishes import PURGEABLE, WantedBalancer
from ansible_collections.classic.elb.plugins.module_utils._options import checks
from ansible_collections.classic.elb.plugins.module_utils._options.common import (
    BALANCER_ALIASES,
    MAX_IMPACT,
    STATE,
    Options,
)
from ansible_collections.classic.elb.plugins.module_utils._options.shapes import (
    BACKEND_SERVER_OPTIONS,
    LISTENER_OPTIONS,
    POLICY_OPTIONS,
    parse_backend_servers,
    parse_listeners,
    parse_policies,
)

DEFAULT_WAIT = 300
"""Seconds."""

FACT_OPTIONS: Options = {
    "arn": {"type": "str"},
    "vpc_id": {"type": "str"},
    "dns_name": {"type": "str"},
    "canonical_hosted_zone_id": {"type": "str"},
    "canonical_hosted_zone_name": {"type": "str"},
    "source_security_group": {"type": "dict"},
    "created_time": {"type": "str"},
    "aws_tags": {"type": "dict"},
    "instances": {"type": "list", "elements": "str"},
    "members": {"type": "list", "elements": "raw"},
}
"""What a returned balancer holds besides its settings: accepted, so that it can be given back, and not acted on."""

SETTING_OPTIONS: Options = {
    "scheme": {"type": "str", "choices": ["internet-facing", "internal"]},
    "subnets": {"type": "list", "elements": "str"},
    "availability_zones": {"type": "list", "elements": "str", "aliases": ["zones"]},
    "security_groups": {
        "type": "list",
        "elements": "str",
        "aliases": ["security_group_ids", "security_group_names"],
    },
    "listeners": {"type": "list", "elements": "dict", "options": dict(LISTENER_OPTIONS)},
    "policies": {"type": "list", "elements": "dict", "options": dict(POLICY_OPTIONS)},
    "backend_servers": {"type": "list", "elements": "dict", "options": dict(BACKEND_SERVER_OPTIONS)},
    "health_check": {
        "type": "dict",
        "options": {
            "target": {"type": "str"},
            "interval": {"type": "int"},
            "timeout": {"type": "int", "aliases": ["response_timeout"]},
            "healthy_threshold": {"type": "int"},
            "unhealthy_threshold": {"type": "int"},
        },
    },
    "connection_draining": {
        "type": "dict",
        "options": {"enabled": {"type": "bool", "default": True}, "timeout": {"type": "int"}},
    },
    "idle_timeout": {"type": "int"},
    "cross_zone_load_balancing": {"type": "bool", "aliases": ["cross_az_load_balancing"]},
    "access_logs": {
        "type": "dict",
        "options": {
            "enabled": {"type": "bool", "default": True},
            "s3_bucket_name": {"type": "str", "aliases": ["s3_location"]},
            "s3_bucket_prefix": {"type": "str", "aliases": ["s3_prefix"]},
            "emit_interval": {"type": "int", "aliases": ["interval"]},
        },
    },
    "desync_mitigation_mode": {"type": "str"},
    "tags": {"type": "dict", "aliases": ["resource_tags"]},
}

OTHER_NAMES = {"availability_zones": ["purge_zones"]}
"""Of the purges, by what they purge."""

OPTIONS: Options = {
    "name": {"type": "str", "required": True, "aliases": ["balancer", *BALANCER_ALIASES]},
    "state": STATE,
    **SETTING_OPTIONS,
    **{
        f"purge_{name}": {"type": "bool", "default": True, "aliases": OTHER_NAMES.get(name, [])}
        for name in PURGEABLE
    },
    "wait": {"type": "bool", "default": False},
    "wait_timeout": {"type": "int", "default": DEFAULT_WAIT},
    "max_impact": MAX_IMPACT,
    **FACT_OPTIONS,
}


def parse_balancer(options: Options) -> WantedBalancer:
    """Raises ``ElbError`` for what AWS would refuse whatever the balancer is like.

    Values out of range are noted: what the balancer has already is never wrong. With state=absent the settings are not
    parsed: they may name resources that are deleted already.
    """
    name = checks.balancer_name("name", options["name"])
    wait_timeout = checks.wait_timeout(options["wait_timeout"]) or DEFAULT_WAIT
    if options["state"] == "absent":
        return WantedBalancer(name, present=False, wait=options["wait"], wait_timeout=wait_timeout)
    listeners = parse_listeners(options["listeners"])
    require_one_back_end_class((listeners or {}).values())
    subnets, zones = _subnets_and_zones(options)
    return WantedBalancer(
        name=name,
        wait=options["wait"],
        wait_timeout=wait_timeout,
        scheme=options["scheme"],
        subnets=subnets,
        availability_zones=zones,
        security_groups=_not_empty(
            "security_groups", checks.texts("security_groups", options["security_groups"])
        ),
        listeners=listeners,
        policies=parse_policies(options["policies"]),
        backend_servers=parse_backend_servers(options["backend_servers"]),
        health_check=_health_check(_members(options, "health_check")),
        connection_draining=_members(options, "connection_draining"),
        access_logs=_access_logs(_members(options, "access_logs")),
        idle_timeout=options["idle_timeout"],
        cross_zone_load_balancing=options["cross_zone_load_balancing"],
        desync_mitigation_mode=options["desync_mitigation_mode"],
        tags=checks.tags("tags", options["tags"]),
        purge=frozenset(name for name in PURGEABLE if options[f"purge_{name}"]),
        refusals=_refusals(options),
    )


ALLOWED: Mapping[str, Callable[[str, Any], object]] = {
    "idle_timeout": partial(checks.in_range, low=1, high=4000, unit="seconds"),
    "health_check.target": checks.health_target,
    "health_check.interval": partial(checks.in_range, low=5, high=300, unit="seconds"),
    "health_check.timeout": partial(checks.in_range, low=2, high=60, unit="seconds"),
    "health_check.healthy_threshold": partial(checks.in_range, low=2, high=10),
    "health_check.unhealthy_threshold": partial(checks.in_range, low=2, high=10),
    "connection_draining.timeout": partial(checks.in_range, low=1, high=3600, unit="seconds"),
    "access_logs.s3_bucket_prefix": checks.log_prefix,
    "access_logs.emit_interval": checks.log_interval,
    "desync_mitigation_mode": checks.desync_mode,
    "tags": checks.no_pair,
}
"""What AWS takes of these options (facts 1.3, 1.7), and what it would take for something else."""


def _refusals(options: Options) -> dict[str, str]:
    """What AWS would refuse to be told, by option."""
    refusals = {}
    for option, check in ALLOWED.items():
        block, dot, member = option.partition(".")
        value = (options[block] or {}).get(member) if dot else options[block]
        if checks.text(value) is None:
            continue
        try:
            check(option, value)
        except ElbError as refusal:
            if isinstance(value, bool):
                raise  # Ansible takes one for a number; no balancer has it, so there is nothing to look at first
            refusals[option] = refusal.message
    if (options["connection_draining"] or {}).get("enabled") is False:
        refusals.pop("connection_draining.timeout", None)  # it is not sent (facts 1.7)
    return refusals


def _subnets_and_zones(options: Options) -> tuple[frozenset[str] | None, frozenset[str] | None]:
    """A returned balancer holds both; whether they fit together, EC2 knows."""
    subnets = _not_empty("subnets", checks.texts("subnets", options["subnets"]))
    zones = _not_empty(
        "availability_zones", checks.texts("availability_zones", options["availability_zones"])
    )
    return frozenset(subnets) if subnets else None, frozenset(zones) if zones else None


def _not_empty(option: str, values: tuple[str, ...] | None) -> tuple[str, ...] | None:
    if values is not None and not values:
        raise ElbError(
            f"{option}: the list is empty, and a balancer needs at least one; leave the option out to keep them."
        )
    return values


def _members(options: Options, block: str) -> dict[str, Any] | None:
    """The members of a block that were given; Ansible leaves their aliases beside them."""
    if options[block] is None:
        return None
    known = SETTING_OPTIONS[block]["options"]
    return {name: value for name, value in options[block].items() if name in known and value is not None}


def _health_check(given: dict[str, Any] | None) -> dict[str, Any] | None:
    if not given:
        return given
    target = checks.text(given.pop("target", None))
    return {**given, "target": canonical_target(target)} if target else given


def _access_logs(given: dict[str, Any] | None) -> dict[str, Any] | None:
    if given is None:
        return None
    bucket = checks.bucket("access_logs.s3_bucket_name", given.pop("s3_bucket_name", None))
    if bucket:
        given["s3_bucket_name"] = bucket
    if "s3_bucket_prefix" in given:
        given["s3_bucket_prefix"] = given["s3_bucket_prefix"].strip()
    return given
