# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What to say where ansible-core refuses an option: of a word of another tool, of AWS' own spelling, of a text where
a dictionary is wanted. Private to classic.elb.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ansible.module_utils.common.dict_transformations import camel_dict_to_snake_dict

from ansible_collections.classic.elb.plugins.module_utils._options.balancer import FACT_OPTIONS
from ansible_collections.classic.elb.plugins.module_utils._options.checks import closest, nearest
from ansible_collections.classic.elb.plugins.module_utils._options.normalize import NoDictionary, by_spelling

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
        "access_log": "access_logs",
        "access_logging_policy": "access_logs",
        "access_logs.bucket": "access_logs.s3_bucket_name",
        "access_logs.bucket_prefix": "access_logs.s3_bucket_prefix",
        "additional_attributes": "desync_mitigation_mode",
        "app_cookie_stickiness_policy": COOKIE,
        "connection_draining_policy": "connection_draining",
        "connection_settings": "idle_timeout",
        "cross_zone": "cross_zone_load_balancing",
        "internal": "scheme, internal or internet-facing",
        "lb_cookie_stickiness_policy": COOKIE,
        "listener": "listeners",
        "listeners.lb_port": "listeners.load_balancer_port",
        "listeners.lb_protocol": "listeners.protocol",
        "load_balancer_attributes": "access_logs, connection_draining, cross_zone_load_balancing, "
        "desync_mitigation_mode and idle_timeout",
        "name_prefix": "name, as a whole",
        "policies.instance_ports": "backend_servers, with the port and policy_names",
        "policies.load_balancer_ports": "listeners.policy_names",
        "policies.policy_attribute": "policies.attributes",
        "policies.policy_type_name": "policies.type",
    },
    "elb_balancer_info": {"filters.tag": "filters.tags, a dictionary"},
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
    "elb_instance": {
        **dict.fromkeys(
            ("balancer", "balancers", "elb", "elbs", "load_balancer", "load_balancers"), "ec2_elbs"
        ),
        **dict.fromkeys(("instance", "instances", "instance_ids"), "instance_id"),
    },
    "elb_listener": {
        "certificate_arn": "ssl_certificate_id",
        "lb_port": "load_balancer_port",
        "lb_protocol": "protocol",
        "name": "balancer",
    },
    "elb_member": {"name": "balancers"},
    "elb_policy": {
        "cookie_expiration_period": "attributes, with CookieExpirationPeriod",
        "cookie_name": "attributes, with CookieName",
        "lb_port": "load_balancer_ports",
        "policy_attribute": "attributes",
        "policy_names": "name, with load_balancer_ports",
        "policy_type_name": "type",
    },
}
"""By module: the words of Terraform, CloudFormation and AWS' command line, and for those who go back and forth those of
our own modules."""

NOT_SET: Mapping[str, Mapping[str, str]] = {
    "elb_balancer": {
        **dict.fromkeys(FACT_OPTIONS, "what AWS tells, and cannot be set"),
        "instances": "the option instances of classic.elb.elb_member",
    }
}
"""By module: options that are taken, so that a returned balancer can be given back, and do nothing."""


def better_refusal(module: str, given: Mapping[str, Any], specification: Mapping[str, Any]) -> str | None:
    """Sentences that lead to the right options, where some are known; ``given`` is normalized."""
    answers: dict[str, str] = {}
    for where, answer in (
        *_foreign_words(module, given),
        *_other_spellings(given, specification, NOT_SET.get(module, {})),
        *_no_dictionaries(given, specification),
        *_unknown_within(given, specification),
        *_missing_within(given, specification),
    ):
        answers.setdefault(where, answer)
    spellings = by_spelling(specification)
    unknown = [name for name in sorted(given.keys() - spellings.keys()) if not name.startswith("_ansible_")]
    hints = {name: _hint(name, spellings, NOT_SET.get(module, {})) for name in unknown}
    if answers or any(hints.values()):  # where nothing comes to mind, ansible-core lists what there is
        for name, hint in hints.items():
            answers.setdefault(name, f"there is no such option{f'; {hint}' if hint else '.'}")
    alike: dict[str, list[str]] = {}
    for where, answer in answers.items():
        alike.setdefault(answer, []).append(where)
    return " ".join(f"{' and '.join(words)}: {answer}" for answer, words in alike.items()) or None


def _hint(name: str, spellings: Mapping[str, str], not_set: Mapping[str, str]) -> str:
    meant = nearest(name, spellings, cutoff=0.7)
    if meant is None:
        return ""
    option = spellings[meant]
    return f"{meant} would be {not_set[option]}." if option in not_set else f"did you mean {meant}?"


Answers = Iterator[tuple[str, str]]
"""What an answer is about, and the answer."""


def _foreign_words(module: str, given: Mapping[str, Any]) -> Answers:
    taker, words = INSTEAD.get(module, ("", {}))
    hints = {word: f"{here}; classic.elb.{taker} takes it as it is." for word, here in words.items()}
    hints.update((word, f"{here}.") for word, here in ELSEWHERE.get(module, {}).items())
    for name, value in sorted(given.items()):
        if _plain(name) in hints:
            yield name, f"here it is {hints[_plain(name)]}"
        for block in _blocks(value):
            for inner in block:
                if (word := f"{_plain(name)}.{_plain(inner).partition(':')[0]}") in hints:
                    yield f"{name}.{inner}", f"here it is {hints[word]}"


def _plain(name: Any) -> str:
    """As names are spelt here: ``LoadBalancerPort`` and ``load-balancer-port`` are ``load_balancer_port``."""
    return "".join(camel_dict_to_snake_dict({str(name): None})).replace("-", "_")


def _other_spellings(
    given: Mapping[str, Any],
    specification: Mapping[str, Any],
    not_set: Mapping[str, str],
    where: str = "",
    here: str = "",
) -> Answers:
    """As in the answers of AWS and its command line, or in the singular for the plural.

    ``where`` has the names that were given, ``here`` ours.
    """
    spellings = by_spelling(specification)
    for name, value in sorted(given.items(), key=lambda item: str(item[0])):
        word = _plain(name)
        known = next(
            (one for one in (name, word, f"{word}s", word.removesuffix("s")) if one in spellings), None
        )
        if known is None:
            continue
        option = spellings[known]
        if name != known:
            answer = f"it is {not_set[option]}" if option in not_set else f"here it is {here}{option}"
            yield f"{where}{name}", f"{answer}."
        inner = specification[option].get("options", {})
        for block in _blocks(value):
            yield from _other_spellings(block, inner, {}, f"{where}{name}.", f"{here}{option}.")


def _unknown_within(given: Mapping[str, Any], specification: Mapping[str, Any], where: str = "") -> Answers:
    """Within an option, ansible-core looks first for what is missing, and what is missing may be misspelt."""
    names = by_spelling(specification)
    for name, value in given.items():
        if name not in names:
            if where and not isinstance(name, NoDictionary):
                yield f"{where}{name}", f"there is no such option; {closest(str(name), names)}"
            continue
        inner = specification[names[name]].get("options", {})
        for block in _blocks(value) if inner else ():
            yield from _unknown_within(block, inner, f"{where}{name}.")


def _missing_within(given: Mapping[str, Any], specification: Mapping[str, Any], where: str = "") -> Answers:
    """ansible-core does not tell in which of several; a block with unknown words may have it under one of them."""
    names = by_spelling(specification)
    here = {names[name] for name in given if name in names}
    if where and here and given.keys() <= names.keys():
        for name, option in specification.items():
            if option.get("required") and name not in here:
                yield f"{where}{name}", "a value is missing."
    for name in given.keys() & names.keys():
        option = specification[names[name]]
        for place, block in _places(f"{where}{name}", given[name], option):
            yield from _missing_within(block, option["options"], f"{place}.")


def _no_dictionaries(given: Mapping[str, Any], specification: Mapping[str, Any], where: str = "") -> Answers:
    for name, option in specification.items():
        for spelling in {name, *option.get("aliases", ())} & given.keys():
            value = given[spelling]
            if option["type"] == "dict" and isinstance(value, list):
                yield f"{where}{spelling}", "a list is not a dictionary; write it as NAME: VALUE."
            for place, block in _places(f"{where}{spelling}", value, option):
                for text in block:
                    if isinstance(text, NoDictionary):
                        yield place, f"'{text}' is not a dictionary; it takes {', '.join(option['options'])}."
                yield from _no_dictionaries(block, option["options"], f"{place}.")


def _places(where: str, value: Any, option: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The blocks of an option, and what to call each."""
    for index, block in enumerate(_blocks(value) if "options" in option else ()):
        yield f"{where}[{index}]" if option["type"] == "list" else where, block


def _blocks(value: Any) -> list[Mapping[str, Any]]:
    return [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, Mapping)]
