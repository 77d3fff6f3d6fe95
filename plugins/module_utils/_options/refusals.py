# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What to say where ansible-core refuses an option: of a word of another tool, of AWS' own spelling, of a text where
a dictionary is wanted. Private to classic.elb.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from ansible.module_utils.common.dict_transformations import camel_dict_to_snake_dict

from ansible_collections.classic.elb.plugins.module_utils._options.normalize import NoDictionary

TARGET = "health_check.target, one text like HTTP:8080/healthz"
COOKIE = "policies and listeners.policy_names, or classic.elb.elb_policy"
PROXY = "policies and backend_servers, or classic.elb.elb_policy"

INSTEAD: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "elb_balancer": (
        "elb_classic_lb",
        {
            "connection_draining_timeout": "connection_draining, with timeout, or with enabled: false for 0",
            "health_check.ping_path": TARGET,
            "health_check.ping_port": TARGET,
            "health_check.ping_protocol": TARGET,
            "instance_ids": "the option instances of classic.elb.elb_member",
            "listeners.proxy_protocol": PROXY,
            "purge_instance_ids": "the option purge of classic.elb.elb_member",
            "stickiness": COOKIE,
        },
    ),
    "elb_balancer_info": ("elb_classic_lb_info", {"ec2_elbs": "names", "elb_ids": "names"}),
    "elb_member": (
        "elb_instance",
        {"enable_availability_zone": "availability_zones or subnets of classic.elb.elb_balancer"},
    ),
}
"""By module: the one that takes such words, and what they are called here."""

ELSEWHERE: Mapping[str, Mapping[str, str]] = {
    "elb_balancer": {
        "access_logs.bucket": "access_logs.s3_bucket_name",
        "access_logs.bucket_prefix": "access_logs.s3_bucket_prefix",
        "internal": "scheme, internal or internet-facing",
        "listener": "listeners",
        "listeners.lb_port": "listeners.load_balancer_port",
        "listeners.lb_protocol": "listeners.protocol",
        "name_prefix": "name, as a whole",
    },
    "elb_classic_lb": {
        "access_logs.emit_interval": "access_logs.interval",
        "access_logs.s3_bucket_name": "access_logs.s3_location",
        "access_logs.s3_bucket_prefix": "access_logs.s3_prefix",
        "backend_servers": "listeners.proxy_protocol",
        "connection_draining": "connection_draining_timeout, 0 for none",
        "cross_zone_load_balancing": "cross_az_load_balancing",
        "health_check.target": "health_check.ping_protocol, ping_port and ping_path",
        "listeners.policy_names": "stickiness and listeners.proxy_protocol",
        "policies": "stickiness and listeners.proxy_protocol",
        "security_groups": "security_group_ids or security_group_names",
    },
}
"""By module: the words of Terraform, and for those who go back and forth those of our own modules."""


def better_refusal(module: str, given: Mapping[str, Any], specification: Mapping[str, Any]) -> str | None:
    """A sentence that leads to the right option, if one is known; ``given`` is normalized."""
    taker, words = INSTEAD.get(module, ("", {}))
    hints = {word: f"{here} here; classic.elb.{taker} takes it as it is." for word, here in words.items()}
    hints.update((word, f"{here} here.") for word, here in ELSEWHERE.get(module, {}).items())
    for word, hint in sorted(hints.items()):
        option, _dot, inner = word.partition(".")
        if option in given and (not inner or any(inner in block for block in _blocks(given[option]))):
            return f"{word}: it is {hint}"
    return next(chain(_in_aws_spelling(given, specification), _no_dictionary(given, specification)), None)


def _in_aws_spelling(
    given: Mapping[str, Any], specification: Mapping[str, Any], where: str = ""
) -> Iterator[str]:
    """As in the answers of AWS and its command line: LoadBalancerPort."""
    spellings = {
        spelling: name
        for name, option in specification.items()
        for spelling in (name, *option.get("aliases", ()))
    }
    for name, value in given.items():
        here = spellings.get("".join(camel_dict_to_snake_dict({str(name): None})), "")
        if name not in spellings and here:
            yield f"{where}{name}: it is {where}{here} here."
        for block in _blocks(value):
            yield from _in_aws_spelling(
                block, specification.get(name, {}).get("options", {}), f"{where}{name}."
            )


def _no_dictionary(given: Mapping[str, Any], specification: Mapping[str, Any]) -> Iterator[str]:
    for name, option in specification.items():
        for index, block in enumerate(_blocks(given.get(name))):
            where = f"{name}[{index}]" if option["type"] == "list" else name
            for text in block:
                if isinstance(text, NoDictionary):
                    yield f"{where}: '{text}' is no dictionary; it takes {', '.join(option['options'])}."


def _blocks(value: Any) -> Iterable[Mapping[str, Any]]:
    return [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, Mapping)]
