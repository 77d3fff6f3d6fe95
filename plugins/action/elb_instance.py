# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The short way of elb_instance; what it does is documented with the module."""

from __future__ import annotations

from typing import Any

from ansible_collections.classic.elb.plugins.modules import elb_instance
from ansible_collections.classic.elb.plugins.plugin_utils._worker import InWorker, Result, Variables

FACT = "ec2_elbs"
OWNER = "ec2_elbs_of"


class ActionModule(InWorker):
    module = elb_instance

    def _execute_module(  # type: ignore[override] # as InWorker says
        self, *, task_vars: Variables, wrap_async: Any
    ) -> Result:
        """What a task has set for another instance is no way back for one that is nowhere.

        Of the same instance it stays: this task may be the second that takes it out. In a loop, others have set it.
        """
        result = super()._execute_module(task_vars=task_vars, wrap_async=wrap_async)
        facts, owner = self._known_facts(task_vars), {OWNER: self._task.args.get("instance_id")}
        is_nowhere = result.get("balancers") == [] and "msg" in result
        if FACT in result.get("ansible_facts", {}):
            result["ansible_facts"].update(owner)
        elif is_nowhere and FACT in facts and not self._task.loop and facts.get(OWNER) != owner[OWNER]:
            result["ansible_facts"] = {FACT: [], **owner}
        return result

    def _known_facts(self, task_vars: Variables) -> Variables:
        """Those of the host that gets the facts of this task."""
        if self._task.delegate_to and self._task.delegate_facts:
            task_vars = task_vars["ansible_delegated_vars"][self._task.delegate_to]
        known: Variables = task_vars.get("ansible_facts", {})
        return known
