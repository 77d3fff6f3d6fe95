# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of elb_balancer_info. Private to classic.elb."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.classic.elb.plugins.module_utils._model.errors import ElbError
from ansible_collections.classic.elb.plugins.module_utils._model.wishes import Query
from ansible_collections.classic.elb.plugins.module_utils._options import checks
from ansible_collections.classic.elb.plugins.module_utils._options.common import BALANCERS_ALIASES, Options

ATTRIBUTES, TAGS, POLICIES, HEALTH = "attributes", "tags", "policies", "health"
SETTINGS = (ATTRIBUTES, TAGS, POLICIES)
"""With these, a balancer is returned as elb_balancer takes it."""
PARTS = (*SETTINGS, HEALTH)
"""What can be read of a balancer beside its description, each for a call of its own."""
SOURCE_GROUP = "source_security_group"
"""This takes EC2, and the right to ask it; so it is not among all parts."""
BEGINNINGS = {
    "vpc_id": "vpc-",
    "subnet": "subnet-",
    "instance": "i-",
    "security_group": "sg-",
    "ssl_certificate_id": "arn:",
}
"""How AWS' ids begin, by the filter that takes them."""
LISTS = (*BEGINNINGS, "dns_name")
FILTERS: Options = {
    "tags": {"type": "dict"},
    "scheme": {"type": "str", "choices": ["internet-facing", "internal"]},
    **{name: {"type": "list", "elements": "str"} for name in LISTS},
    "ssl_certificate_id": {"type": "list", "elements": "str", "aliases": ["certificate"]},
}

OPTIONS: Options = {
    "names": {
        "type": "list",
        "elements": "str",
        "default": [],
        "aliases": ["name", "balancers", *BALANCERS_ALIASES],
    },
    "filters": {"type": "dict", "default": {}, "options": FILTERS},
    "include": {
        "type": "list",
        "elements": "str",
        "choices": [*PARTS, "all", SOURCE_GROUP],
        "default": list(SETTINGS),
    },
    "fail_on_missing": {"type": "bool", "default": False},
}


def parse_query(options: Options) -> Query:
    given = options["filters"]
    filters = {name: values for name in LISTS if (values := _ids(name, given.get(name)))}
    if scheme := checks.text(given.get("scheme")):
        filters["scheme"] = frozenset((scheme,))
    return Query(
        names=_parse_names(options),
        filters=filters,
        tags=_tags(given.get("tags") or {}),
        include=frozenset(
            part for name in options["include"] for part in (PARTS if name == "all" else (name,))
        ),
    )


def _ids(name: str, values: list[Any] | None) -> frozenset[str]:
    """Those of which a balancer has one. What cannot be any would find nothing, and look like an answer."""
    ids = frozenset(filter(None, map(checks.text, values or ())))
    for one in sorted(ids):
        if not one.lower().startswith(BEGINNINGS.get(name, "")):
            raise ElbError(f"filters.{name}: '{one}' is not an id; one begins with {BEGINNINGS[name]}")
    return ids


def _tags(given: Mapping[Any, Any]) -> dict[str, frozenset[str]]:
    checks.no_pair("filters.tags", given)
    return {str(key): _tag_values(key, value) for key, value in given.items()}


def _tag_values(key: Any, value: Any) -> frozenset[str]:
    """Those of which a balancer has one."""
    values = value if isinstance(value, list) else [value]
    if not values or any(one is None or isinstance(one, (dict, list)) for one in values):
        shown = "null" if value is None else value
        raise ElbError(f"filters.tags: the value of '{key}' is {shown}; it takes a text, or a list of texts.")
    return frozenset(map(str, values))


def _parse_names(options: Options) -> tuple[str, ...]:
    """In their order and without repeats; none means all."""
    return tuple(dict.fromkeys(checks.balancer_name("names", name) for name in given_names(options)))


def given_names(options: Options) -> list[str]:
    return [name for name in map(checks.text, options["names"]) if name]
