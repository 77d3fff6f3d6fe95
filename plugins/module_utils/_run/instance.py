# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The work of elb_instance: one instance, as elb_member moves many. Private to classic.elb."""

from __future__ import annotations

from typing import Any

from ansible_collections.classic.elb.plugins.module_utils._model.errors import ElbError
from ansible_collections.classic.elb.plugins.module_utils._model.wishes import WantedMembers
from ansible_collections.classic.elb.plugins.module_utils._options.instance import WORDS
from ansible_collections.classic.elb.plugins.module_utils._run.member import manage_members
from ansible_collections.classic.elb.plugins.module_utils._run.module import Result, Task
from ansible_collections.classic.elb.plugins.module_utils._run.words import spoken


def manage_instance(task: Task, wanted: WantedMembers) -> Result:
    """A run that fails midway names the balancers as well: the way back needs them.

    The fact is that of ec2_elb, by which older playbooks put an instance back. Where the playbook names the balancers,
    or the instance is in none, it would hide a variable of that name; a fact that is there, the action plugin empties.
    """
    with spoken(WORDS, task):
        try:
            result = manage_members(task, wanted)
        except ElbError as failure:
            if "deregistered_from" in failure.details:
                failure.details.update(_updated(failure.details))
            raise
    result.update(_updated(result))
    if wanted.balancers is None and result["balancers"]:
        result["ansible_facts"] = {"ec2_elbs": [balancer["name"] for balancer in result["balancers"]]}
    return result


def _updated(result: Result) -> dict[str, Any]:
    return {"updated_elbs": sorted({*result["deregistered_from"], *result["registered_with"]})}
