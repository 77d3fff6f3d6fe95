# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of elb_service_info. Private to classic.elb."""

from __future__ import annotations

from ansible_collections.classic.elb.plugins.module_utils._options.common import Options

PARTS = ("policy_types", "predefined_policies", "account_limits")
"""What takes a call; the protocols are known, and always told."""

OPTIONS: Options = {
    "include": {
        "type": "list",
        "elements": "str",
        "choices": ["protocols", *PARTS, "all"],
        "default": list(PARTS),
    },
}


def parse_include(options: Options) -> frozenset[str]:
    named = frozenset(options["include"])
    return frozenset(PARTS) if "all" in named else named & set(PARTS)
