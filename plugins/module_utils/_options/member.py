# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of elb_member. Private to classic.elb."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from ansible_collections.classic.elb.plugins.module_utils._model.errors import ElbError
from ansible_collections.classic.elb.plugins.module_utils._model.members import Minimum
from ansible_collections.classic.elb.plugins.module_utils._model.wishes import SELF, WantedMembers
from ansible_collections.classic.elb.plugins.module_utils._options import checks
from ansible_collections.classic.elb.plugins.module_utils._options.common import (
    BALANCERS_ALIASES,
    MAX_IMPACT,
    STATE,
    Options,
)

OPTIONS: Options = {
    "instances": {
        "type": "list",
        "elements": "str",
        "required": True,
        "aliases": ["instance_id", "instance_ids"],
    },
    "balancers": {"type": "list", "elements": "str", "aliases": [*BALANCERS_ALIASES, "ec2_elbs"]},
    "state": STATE,
    "purge": {"type": "bool", "default": False, "aliases": ["purge_instance_ids"]},
    "min_in_service": {"type": "str", "default": "1"},
    "remember": {"type": "bool", "default": False},
    "wait": {"type": "bool", "default": True},
    "wait_timeout": {"type": "int"},
    "max_impact": MAX_IMPACT,
}

INSTANCE_ID = re.compile(r"i-[0-9a-z]+")


def parse_members(options: Options) -> WantedMembers:
    """``self`` among the instances stays as it is: only the instance knows who it is."""
    present = options["state"] == "present"
    instances = parse_instance_ids("instances", options["instances"], others=(SELF,))
    if not instances and not options["purge"]:
        raise ElbError(
            "instances: the list is empty; it takes ids like i-0123456789abcdef0, or self. To empty the balancers, set "
            "purge to true."
        )
    wanted = WantedMembers(
        instances=instances or frozenset(),
        balancers=checks.balancer_names("balancers", options["balancers"]),
        present=present,
        purge=options["purge"],
        remember=options["remember"],
        minimum=_minimum(options["min_in_service"]),
        wait=options["wait"],
        wait_timeout=checks.wait_timeout(options["wait_timeout"]),
    )
    if present and wanted.balancers is None and not wanted.remember:
        raise ElbError(
            "balancers: it is missing; name the balancers, or set remember to true to put the instances back where "
            "a run with remember took them out."
        )
    if wanted.purge and (not present or wanted.balancers is None):
        raise ElbError("purge: it goes together with state=present and with balancers.")
    return wanted


def parse_instance_ids(
    option: str, values: Iterable[Any] | None, others: Sequence[str] = ()
) -> frozenset[str] | None:
    """``others`` are words that stand for an instance."""
    instances = checks.texts(option, values)
    for instance in instances or ():
        if instance not in others and not INSTANCE_ID.fullmatch(instance):
            known = ", or ".join(("i-0123456789abcdef0", *others))
            raise ElbError(f"{option}: '{instance}' is not an instance id; one is like {known}.")
    return None if instances is None else frozenset(instances)


def _minimum(value: Any) -> Minimum:
    text = checks.text(value) or "1"
    parts = re.fullmatch(r"(\d{1,4})(?:\.0+)?\s*(%?)", text)  # a division leaves a fraction
    if not parts or (parts.group(2) and int(parts.group(1)) > 100):
        raise ElbError(
            f"min_in_service: '{text}' is not an amount; it takes a number of members, or a percentage up to 100%."
        )
    return Minimum(parts.group(1) + parts.group(2), int(parts.group(1)), bool(parts.group(2)))
