# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options that several modules have in common. Private to classic.elb."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.classic.elb.plugins.module_utils._model.step import IMPACTS, OUTAGE

Options = Mapping[str, Any]
"""Options by name: their specifications, as Ansible takes them, or their values."""

STATE: Options = {"type": "str", "choices": ["present", "absent"], "default": "present"}

MAX_IMPACT: Options = {"type": "str", "choices": list(IMPACTS), "default": OUTAGE}

BALANCER_ALIASES = ["load_balancer", "load_balancer_name", "elb"]
BALANCERS_ALIASES = ["balancer", *BALANCER_ALIASES, "load_balancers", "load_balancer_names", "elbs"]
