# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of elb_instance, as community.aws has them. Private to classic.elb."""

from __future__ import annotations

from ansible_collections.classic.elb.plugins.module_utils._model.errors import ElbError
from ansible_collections.classic.elb.plugins.module_utils._model.members import Minimum
from ansible_collections.classic.elb.plugins.module_utils._model.wishes import WantedMembers
from ansible_collections.classic.elb.plugins.module_utils._options import checks
from ansible_collections.classic.elb.plugins.module_utils._options.common import MAX_IMPACT, Options
from ansible_collections.classic.elb.plugins.module_utils._options.member import parse_instance_ids

OPTIONS: Options = {
    "state": {"type": "str", "choices": ["present", "absent"], "required": True},
    "instance_id": {"type": "str", "required": True},
    "ec2_elbs": {"type": "list", "elements": "str"},
    "enable_availability_zone": {"type": "bool", "default": True},
    "wait": {"type": "bool", "default": True},
    "wait_timeout": {"type": "int", "default": 0},
    "max_impact": MAX_IMPACT,
}
WORDS = {
    "availability_zones": "enable_availability_zone",
    "balancers:": "ec2_elbs:",
    "instances:": "instance_id:",
}
"""What the options are called here, where elb_member calls them otherwise."""
ANY_NUMBER = Minimum("0", 0)
"""The module has never asked how many remain."""


def parse_instance(options: Options) -> WantedMembers:
    """Without balancers, one that leaves does so everywhere; one that comes needs them, be it that they are none."""
    present = options["state"] == "present"
    names = checks.balancer_names("ec2_elbs", options["ec2_elbs"])
    if present and names is None:
        raise ElbError(
            "ec2_elbs: it is missing; with state=present it takes the names of the balancers, or [] for none."
        )
    if not present and names is not None and not names:
        raise ElbError("ec2_elbs: it is empty; give names, or leave it out where all are meant.")
    return WantedMembers(
        instances=parse_instance_ids("instance_id", [options["instance_id"]]) or frozenset(),
        balancers=names,
        present=present,
        purge=False,
        remember=False,
        minimum=ANY_NUMBER,
        wait=options["wait"],
        wait_timeout=checks.wait_timeout(options["wait_timeout"]),
        open_zones=options["enable_availability_zone"],
    )
