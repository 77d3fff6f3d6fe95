# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The work of elb_policy. Private to classic.elb."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansible_collections.classic.elb.plugins.module_utils._model.wishes import WantedPolicy
from ansible_collections.classic.elb.plugins.module_utils._options.policy import policy_beside
from ansible_collections.classic.elb.plugins.module_utils._run.manage import Read, manage_part
from ansible_collections.classic.elb.plugins.module_utils._run.module import Result, Task
from ansible_collections.classic.elb.plugins.module_utils._run.prediction import with_policy

if TYPE_CHECKING:
    from ansible_collections.classic.elb.plugins.module_utils._plan.plan import Plan


def manage_policy(task: Task, wanted: WantedPolicy) -> Result:
    def make_plan(read: Read) -> Plan:
        from ansible_collections.classic.elb.plugins.module_utils._plan.bindings import (
            bind_to_instance_ports,
            bind_to_listeners,
        )
        from ansible_collections.classic.elb.plugins.module_utils._plan.plan import Plan
        from ansible_collections.classic.elb.plugins.module_utils._plan.policies import (
            known_policy,
            put_policies,
            remove_policy,
            require_named_ports,
        )

        plan = Plan(read())
        if not wanted.present:
            require_named_ports(plan, wanted)
            remove_policy(plan, wanted.name)
            return plan
        policy = policy_beside(wanted, known_policy(plan.balancer, wanted.name))
        put_policies(plan, {policy.name: policy})
        if wanted.load_balancer_ports is not None:
            bind_to_listeners(plan, policy, wanted.load_balancer_ports)
        if wanted.instance_ports is not None:
            bind_to_instance_ports(plan, policy, wanted.instance_ports)
        return plan

    return manage_part(task, wanted, make_plan, lambda: with_policy(wanted))
