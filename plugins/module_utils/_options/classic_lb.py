# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of elb_classic_lb, as amazon.aws has them, and what they are in those of elb_balancer.

Private to classic.elb.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ansible_collections.classic.elb.plugins.module_utils._model.errors import ElbError
from ansible_collections.classic.elb.plugins.module_utils._model.policy import canonical_policy
from ansible_collections.classic.elb.plugins.module_utils._model.policy_types import APP_COOKIE, LB_COOKIE
from ansible_collections.classic.elb.plugins.module_utils._model.protocols import (
    LAYER_7_PROTOCOLS,
    PROTOCOLS,
    SECURE_PROTOCOLS,
)
from ansible_collections.classic.elb.plugins.module_utils._model.wishes import (
    PURGEABLE,
    Stickiness,
    WantedBalancer,
    WantedClassicLb,
)
from ansible_collections.classic.elb.plugins.module_utils._options import checks
from ansible_collections.classic.elb.plugins.module_utils._options.balancer import (
    FACT_OPTIONS,
    SETTING_OPTIONS,
    parse_balancer,
)
from ansible_collections.classic.elb.plugins.module_utils._options.common import MAX_IMPACT, Options
from ansible_collections.classic.elb.plugins.module_utils._options.member import parse_instance_ids

USUAL_WAIT = 180

OPTIONS: Options = {
    "name": {"type": "str", "required": True},
    "state": {"type": "str", "choices": ["present", "absent"], "required": True},
    "scheme": {"type": "str", "choices": ["internal", "internet-facing"]},
    "subnets": {"type": "list", "elements": "str"},
    "purge_subnets": {"type": "bool", "default": False},
    "zones": {"type": "list", "elements": "str"},
    "purge_zones": {"type": "bool", "default": False},
    "security_group_ids": {"type": "list", "elements": "str"},
    "security_group_names": {"type": "list", "elements": "str"},
    "listeners": {
        "type": "list",
        "elements": "dict",
        "options": {
            "load_balancer_port": {"type": "int", "required": True},
            "instance_port": {"type": "int", "required": True},
            "protocol": {"type": "str", "required": True},
            "instance_protocol": {"type": "str"},
            "ssl_certificate_id": {"type": "str"},
            "proxy_protocol": {"type": "bool"},
        },
    },
    "purge_listeners": {"type": "bool", "default": True},
    "instance_ids": {"type": "list", "elements": "str"},
    "purge_instance_ids": {"type": "bool", "default": False},
    "health_check": {
        "type": "dict",
        "options": {
            "ping_protocol": {"type": "str", "required": True},
            "ping_port": {"type": "int", "required": True},
            "ping_path": {"type": "str"},
            "interval": {"type": "int", "required": True},
            "timeout": {"type": "int", "required": True, "aliases": ["response_timeout"]},
            "unhealthy_threshold": {"type": "int", "required": True},
            "healthy_threshold": {"type": "int", "required": True},
        },
    },
    "access_logs": {
        "type": "dict",
        "options": {
            "enabled": {"type": "bool", "default": True},
            "s3_location": {"type": "str"},
            "s3_prefix": {"type": "str", "default": ""},
            "interval": {"type": "int", "default": 60, "choices": [5, 60]},
        },
    },
    "connection_draining_timeout": {"type": "int"},
    "idle_timeout": {"type": "int"},
    "cross_az_load_balancing": {"type": "bool"},
    "stickiness": {
        "type": "dict",
        "options": {
            "enabled": {"type": "bool", "default": True},
            "type": {"type": "str", "choices": ["application", "loadbalancer"]},
            "cookie": {"type": "str"},
            "expiration": {"type": "int"},
        },
    },
    "tags": {"type": "dict", "aliases": ["resource_tags"]},
    "purge_tags": {"type": "bool", "default": True},
    "wait": {"type": "bool", "default": False},
    "wait_timeout": {"type": "int", "default": USUAL_WAIT},
    "max_impact": MAX_IMPACT,
}

COOKIE_POLICY = {"application": APP_COOKIE, "loadbalancer": LB_COOKIE}
NAME_OF_COOKIE_POLICY = "ec2-elb-lb-"
"""What precedes the type in the name of a cookie policy that amazon.aws makes: its balancers are taken over."""
LONGEST_COOKIE = 2**31 - 1


def words(options: Options) -> Mapping[str, str]:
    """What the options are called here, where elb_balancer and elb_member call them otherwise."""
    by_name = bool(options["security_group_names"])
    timeout = "response_timeout" if "response_timeout" in (options["health_check"] or {}) else "timeout"
    return {
        "access_logs.s3_bucket_name": "access_logs.s3_location",
        "access_logs.s3_bucket_prefix": "access_logs.s3_prefix",
        "availability_zones": "zones",
        "connection_draining.timeout": "connection_draining_timeout",
        "health_check.target": "health_check.ping_path",
        "health_check.timeout": f"health_check.{timeout}",
        "instances:": "instance_ids:",
        "purge_availability_zones": "purge_zones",
        "security_groups": "security_group_names" if by_name else "security_group_ids",
    }


def parse_classic_lb(options: Options) -> WantedClassicLb:
    """By elb_balancer's own parsing. As in amazon.aws, an empty list counts as absent, unless its purge is on."""
    if options["state"] == "absent":
        name = checks.text(options["name"]) or ""
        if name and not checks.NAME.fullmatch(name):
            # As in amazon.aws, what cannot exist is absent already.
            remark = f"name: '{name}' is not a name that a balancer can have, so there is none."
            return WantedClassicLb(WantedBalancer(name, present=False), remarks=(remark,))
        return WantedClassicLb(parse_balancer(options))
    if options["zones"] and options["subnets"]:
        raise ElbError("subnets: they cannot be combined with zones; give only one of the two.")
    if options["security_group_ids"] and options["security_group_names"]:
        raise ElbError(
            "security_group_ids: they cannot be combined with security_group_names; give only one of the two."
        )
    remarks: list[str] = []
    listeners = _listeners(options["listeners"] or (), remarks)
    purges = {
        "subnets": options["purge_subnets"],
        "availability_zones": options["purge_zones"],
        "security_groups": True,
        "listeners": options["purge_listeners"],
        "tags": options["purge_tags"],
    }
    balancer = parse_balancer(
        {
            **dict.fromkeys((*SETTING_OPTIONS, *FACT_OPTIONS)),
            **{f"purge_{name}": purges.get(name, False) for name in PURGEABLE},
            "name": options["name"],
            "state": options["state"],
            "scheme": options["scheme"],
            "subnets": options["subnets"] or (options["subnets"] if options["purge_subnets"] else None),
            "availability_zones": options["zones"] or (options["zones"] if options["purge_zones"] else None),
            "security_groups": options["security_group_ids"] or options["security_group_names"] or None,
            "listeners": listeners or None,
            "health_check": _health_check(options["health_check"]),
            "access_logs": _access_logs(options["access_logs"]),
            "connection_draining": _draining(options["connection_draining_timeout"]),
            "idle_timeout": options["idle_timeout"],
            "cross_zone_load_balancing": options["cross_az_load_balancing"],
            "tags": options["tags"],
            "wait": options["wait"],
            "wait_timeout": options["wait_timeout"] or USUAL_WAIT,
        }
    )
    instances = parse_instance_ids("instance_ids", options["instance_ids"])
    return WantedClassicLb(
        balancer=replace(balancer, zones_are_as_new=True),
        proxy_protocol=_proxy_protocol(options["listeners"] or ()),
        stickiness=_stickiness(options["stickiness"], remarks),
        instances=instances,
        purge_instances=options["purge_instance_ids"],
        remarks=tuple(remarks),
    )


def _listeners(values: Sequence[Options], remarks: list[str]) -> list[dict[str, Any]]:
    """A certificate that AWS would drop is dropped here, or the listener would be made anew in every run.

    Lists that were merged may have the same listener twice, also in other words.
    """
    listeners: dict[tuple[Any, ...], dict[str, Any]] = {}
    for index, value in enumerate(values):
        listener = {name: item for name, item in value.items() if name != "proxy_protocol"}
        front = (checks.text(listener["protocol"]) or "").upper()
        if checks.text(listener.get("ssl_certificate_id")) and front in set(PROTOCOLS) - SECURE_PROTOCOLS:
            remarks.append(
                f"listeners[{index}].ssl_certificate_id: a listener of {front} takes no certificate; it has no effect."
            )
            del listener["ssl_certificate_id"]
        back = (checks.text(listener.get("instance_protocol")) or front).upper()
        plain = {**listener, "protocol": front, "instance_protocol": back}
        plain["ssl_certificate_id"] = checks.text(listener.get("ssl_certificate_id"))
        listeners.setdefault(tuple(sorted(plain.items(), key=str)), listener)
    return list(listeners.values())


def _proxy_protocol(values: Sequence[Options]) -> dict[int, bool]:
    wanted: dict[int, bool] = {}
    for index, value in enumerate(values):
        switch, port = value.get("proxy_protocol"), value["instance_port"]
        if switch is not None and wanted.setdefault(port, switch) != switch:
            raise ElbError(
                f"listeners[{index}].proxy_protocol: another listener of the instance port {port} says the opposite, "
                "and it holds for the instance port; let them agree."
            )
    return wanted


def _health_check(given: Options | None) -> dict[str, Any] | None:
    if given is None:
        return None
    protocol = checks.protocol("health_check.ping_protocol", given["ping_protocol"])
    port = checks.port("health_check.ping_port", given["ping_port"])
    path = ""
    if protocol in LAYER_7_PROTOCOLS:
        path = checks.text(given.get("ping_path")) or ""
        if not path.startswith("/"):
            wrong = f"'{path}' is not a path" if path else "it is missing"
            raise ElbError(f"health_check.ping_path: {wrong}; {protocol} needs one that begins with a slash.")
        checks.printable("health_check.ping_path", path)
    rest = ("interval", "timeout", "unhealthy_threshold", "healthy_threshold")
    return {"target": f"{protocol}:{port}{path}", **{name: given[name] for name in rest}}


def _access_logs(given: Options | None) -> dict[str, Any] | None:
    if given is None:
        return None
    if not given["enabled"]:
        return {"enabled": False}
    bucket = checks.bucket("access_logs.s3_location", given["s3_location"])
    if not bucket:
        raise ElbError("access_logs.s3_location: it is missing; logs need a bucket, unless enabled is false.")
    return {
        "enabled": True,
        "s3_bucket_name": bucket,
        "s3_bucket_prefix": given["s3_prefix"],
        "emit_interval": given["interval"],
    }


def _draining(timeout: int | None) -> dict[str, Any] | None:
    checks.in_range("connection_draining_timeout", timeout, 0, 3600, "seconds")
    if timeout is None:
        return None
    return {"enabled": True, "timeout": timeout} if timeout else {"enabled": False}


def _stickiness(given: Options | None, remarks: list[str]) -> Stickiness | None:
    if given is None:
        return None
    if not given["enabled"]:
        return Stickiness(None)
    if given["type"] is None:
        raise ElbError(
            "stickiness.type: it is missing; it takes application or loadbalancer, unless enabled is false."
        )
    type_name = COOKIE_POLICY[given["type"]]
    cookie, expiration = checks.text(given["cookie"]), given["expiration"]
    if type_name == APP_COOKIE:
        if not cookie:
            raise ElbError(
                "stickiness.cookie: it is missing; the type application needs the name of a cookie."
            )
        if expiration:
            remarks.append("stickiness.expiration: it has no effect with the type application.")
        attributes = {"CookieName": (checks.printable("stickiness.cookie", cookie),)}
    else:
        checks.in_range("stickiness.expiration", expiration, 0, LONGEST_COOKIE, "seconds")
        if cookie:
            remarks.append("stickiness.cookie: it has no effect with the type loadbalancer.")
        attributes = {"CookieExpirationPeriod": (str(expiration or 0),)}
    return Stickiness(canonical_policy(NAME_OF_COOKIE_POLICY + type_name, type_name, attributes))
