# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of elb_classic_lb_info, as community.aws has them. Private to classic.elb."""

from __future__ import annotations

from ansible_collections.classic.elb.plugins.module_utils._options import checks
from ansible_collections.classic.elb.plugins.module_utils._options.balancer_info import given_names
from ansible_collections.classic.elb.plugins.module_utils._options.common import Options

OPTIONS: Options = {
    "names": {"type": "list", "elements": "str", "default": [], "aliases": ["elb_ids", "ec2_elbs"]},
}


def parse_possible_names(options: Options) -> tuple[str, ...] | None:
    """Of those that were given, the ones that a balancer can have, repeats among them; ``None`` means all."""
    given = given_names(options)
    return tuple(filter(checks.NAME.fullmatch, given)) if given else None
