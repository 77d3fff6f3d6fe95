# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The work of elb_listener. Private to classic.elb."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansible_collections.classic.elb.plugins.module_utils._model.wishes import WantedListener
from ansible_collections.classic.elb.plugins.module_utils._options.listener import listener_beside
from ansible_collections.classic.elb.plugins.module_utils._run.manage import Read, manage_part
from ansible_collections.classic.elb.plugins.module_utils._run.module import Result, Task
from ansible_collections.classic.elb.plugins.module_utils._run.prediction import with_listener

if TYPE_CHECKING:
    from ansible_collections.classic.elb.plugins.module_utils._plan.plan import Plan


def manage_listener(task: Task, wanted: WantedListener) -> Result:
    port = wanted.load_balancer_port

    def make_plan(read: Read) -> Plan:
        from ansible_collections.classic.elb.plugins.module_utils._plan.listeners import (
            put_listeners,
            remove_listener,
        )
        from ansible_collections.classic.elb.plugins.module_utils._plan.plan import Plan

        plan = Plan(read())
        if not wanted.present:
            remove_listener(plan, port)
        else:
            whole = listener_beside(wanted, plan.balancer.listeners.get(port))
            put_listeners(plan, {port: whole}, purge=False)
        return plan

    return manage_part(task, wanted, make_plan, lambda: with_listener(wanted))
