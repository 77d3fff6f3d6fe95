# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The short way of elb_instance; what it does is documented with the module."""

from __future__ import annotations

from typing import Any

from ansible_collections.classic.elb.plugins.modules import elb_instance
from ansible_collections.classic.elb.plugins.plugin_utils._worker import InWorker, Result, Variables

FACT = "ec2_elbs"


class ActionModule(InWorker):
    module = elb_instance

    def _execute_module(  # type: ignore[override] # as InWorker says
        self, *, task_vars: Variables, wrap_async: Any
    ) -> Result:
        """What another task has set, of another instance or on another day, is no way back for one that is nowhere."""
        result = super()._execute_module(task_vars=task_vars, wrap_async=wrap_async)
        is_nowhere = result.get("balancers") == [] and "msg" in result
        if is_nowhere and FACT in task_vars.get("ansible_facts", {}):
            result["ansible_facts"] = {FACT: []}
        return result
