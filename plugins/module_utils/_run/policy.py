# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The work of elb_policy. Private to classic.elb."""

from __future__ import annotations

from functools import partial

from ansible_collections.classic.elb.plugins.module_utils._model.wishes import WantedPolicy
from ansible_collections.classic.elb.plugins.module_utils._options.policy import policy_beside
from ansible_collections.classic.elb.plugins.module_utils._run.manage import Planner, manage_part
from ansible_collections.classic.elb.plugins.module_utils._run.module import Result, Task
from ansible_collections.classic.elb.plugins.module_utils._run.stand_ins import stand_in_for_policy


def manage_policy(task: Task, wanted: WantedPolicy) -> Result:
    def load_planner() -> Planner:
        from ansible_collections.classic.elb.plugins.module_utils._plan.policies import plan_policy

        return partial(plan_policy, wanted, partial(policy_beside, wanted))

    return manage_part(task, wanted, load_planner, stand_in_for_policy(wanted))
