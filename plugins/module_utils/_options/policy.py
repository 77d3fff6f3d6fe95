# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of one policy, and what they mean beside the policy that is there. Private to classic.elb."""

from __future__ import annotations

from collections.abc import Sequence

from ansible_collections.classic.elb.plugins.module_utils._model.errors import ElbError
from ansible_collections.classic.elb.plugins.module_utils._model.policy import Policy, bare_policy
from ansible_collections.classic.elb.plugins.module_utils._model.policy_types import REFERENCE, is_reserved
from ansible_collections.classic.elb.plugins.module_utils._model.wishes import WantedPolicy
from ansible_collections.classic.elb.plugins.module_utils._options import checks
from ansible_collections.classic.elb.plugins.module_utils._options.common import (
    BALANCER_ALIASES,
    MAX_IMPACT,
    STATE,
    Options,
)
from ansible_collections.classic.elb.plugins.module_utils._options.normalize import is_unset
from ansible_collections.classic.elb.plugins.module_utils._options.shapes import POLICY_OPTIONS, parse_policy

OPTIONS: Options = {
    "balancer": {"type": "str", "required": True, "aliases": BALANCER_ALIASES},
    **POLICY_OPTIONS,
    "type": {"type": "str", "aliases": ["policy_type"]},
    "load_balancer_ports": {"type": "list", "elements": "int"},
    "instance_ports": {"type": "list", "elements": "int"},
    "state": STATE,
    "max_impact": MAX_IMPACT,
}


def policy_beside(wanted: WantedPolicy, current: Policy | None) -> Policy:
    """The whole wanted policy, with what is there for what was left out.

    Raises ``ElbError`` if that does not make one.
    """
    is_as_returned = is_reserved(wanted.name) and wanted.attributes == {REFERENCE: wanted.name}
    if current and (wanted.attributes is None or is_as_returned) and wanted.type in (None, current.type):
        return current
    if is_reserved(wanted.name):
        why = "cannot be changed" if current else "cannot be created; the balancer does not have it"
        raise ElbError(
            f"name: '{wanted.name}' is reserved for AWS and {why}. Choose another name, with the attribute "
            f"{REFERENCE}: {wanted.name}."
        )
    type_name = wanted.type or (current.type if current else None)
    if type_name is None:
        raise ElbError(
            f"type: it is missing; there is no policy '{wanted.name}' yet, and a new one needs it."
        )
    policy = parse_policy("", {"name": wanted.name, "type": type_name, "attributes": wanted.attributes})
    return policy if policy.attributes is not None else bare_policy("attributes", policy)


def parse_wanted_policy(options: Options) -> WantedPolicy:
    """What can be judged without the policy that is there is judged here, before any call.

    What is to go needs no more than its name; its ports tell that it is meant to go from these.
    """
    balancer = checks.balancer_name("balancer", options["balancer"])
    name = checks.policy_name("name", options["name"])
    if options["state"] == "absent":
        ports = [tuple(options[option] or ()) for option in ("load_balancer_ports", "instance_ports")]
        return WantedPolicy(
            balancer, name, load_balancer_ports=ports[0], instance_ports=ports[1], present=False
        )
    attributes = options["attributes"] or {}
    wanted = WantedPolicy(
        balancer=balancer,
        name=name,
        type=options["type"],
        attributes=None if all(map(is_unset, attributes.values())) else attributes,
        load_balancer_ports=_ports("load_balancer_ports", options["load_balancer_ports"]),
        instance_ports=_ports("instance_ports", options["instance_ports"]),
    )
    is_whole = wanted.type and wanted.attributes is not None
    if is_whole and not is_reserved(wanted.name):
        policy_beside(wanted, None)
    return wanted


def _ports(option: str, values: Sequence[int] | None) -> tuple[int, ...] | None:
    return None if values is None else tuple(checks.port(option, value) for value in values)
