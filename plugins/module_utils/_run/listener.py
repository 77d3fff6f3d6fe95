# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The work of elb_listener. Private to classic.elb."""

from __future__ import annotations

from functools import partial

from ansible_collections.classic.elb.plugins.module_utils._model.wishes import WantedListener
from ansible_collections.classic.elb.plugins.module_utils._options.listener import listener_beside
from ansible_collections.classic.elb.plugins.module_utils._run.manage import Planner, manage_part
from ansible_collections.classic.elb.plugins.module_utils._run.module import Result, Task
from ansible_collections.classic.elb.plugins.module_utils._run.stand_ins import stand_in_for_listener


def manage_listener(task: Task, wanted: WantedListener) -> Result:
    def load_planner() -> Planner:
        from ansible_collections.classic.elb.plugins.module_utils._plan.listeners import plan_listener

        return partial(plan_listener, wanted, partial(listener_beside, wanted))

    return manage_part(task, wanted, load_planner, stand_in_for_listener(wanted))
