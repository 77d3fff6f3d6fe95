# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Carrying out a plan, and confirming what must be seen. Private to classic.elb."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ansible_collections.classic.elb.plugins.module_utils._model.errors import ElbError
from ansible_collections.classic.elb.plugins.module_utils._model.render import FACTS, render
from ansible_collections.classic.elb.plugins.module_utils._model.state import Balancer, is_same_certificate
from ansible_collections.classic.elb.plugins.module_utils._model.step import Step, after_these, operations
from ansible_collections.classic.elb.plugins.module_utils._plan.plan import Plan
from ansible_collections.classic.elb.plugins.module_utils._run.newborn import patient
from ansible_collections.classic.elb.plugins.module_utils._run.repair import aborted
from ansible_collections.classic.elb.plugins.module_utils._run.shield import unbroken
from ansible_collections.classic.elb.plugins.module_utils._service.client import Client
from ansible_collections.classic.elb.plugins.module_utils._service.reading import (
    look_until_shown,
    read_described,
)

CREATED_FACTS = ("account", "subnets", "availability_zones", "security_groups", *FACTS)
"""What a prediction of a new balancer may not know, and DescribeLoadBalancers does."""


def execute(client: Client, plan: Plan) -> Balancer | None:
    """Send the steps in order; return the balancer as it is then.

    The prediction is trusted, but for what only AWS knows of a new balancer, and for certificates, which are read back;
    what others may undo at the same moment, ``undone`` tells afterwards. Raises ``ElbError`` when a step fails, after
    putting back what must not be lost.
    """
    with unbroken():
        for number, step in enumerate(plan.steps):
            try:
                client.write(patient(step, plan.before))
            except ElbError as failure:
                raise aborted(client, plan, number, failure) from failure
    try:
        return _confirmed(client, plan)
    except ElbError as unseen:
        raise after_writes(client, plan.steps, plan.now, unseen) from unseen


def after_writes(
    client: Client, sent: Sequence[Step], balancer: Balancer | None, failure: ElbError
) -> ElbError:
    """The failure to raise where all these steps were accepted and something later failed: it tells of both."""
    details = {"balancer": render(balancer, client.connection.region), **failure.details}
    message = f"{failure.message} All calls were accepted before that: {operations(sent)}."
    return ElbError(message, **after_these(sent, details))


def _confirmed(client: Client, plan: Plan) -> Balancer | None:
    sent = {step.operation for step in plan.steps}
    if plan.now is None or not sent & {"CreateLoadBalancer", "SetLoadBalancerListenerSSLCertificate"}:
        return plan.now
    renewed = {
        step.parameters["LoadBalancerPort"]: step.parameters["SSLCertificateId"]
        for step in plan.steps
        if step.operation == "SetLoadBalancerListenerSSLCertificate"
    }
    predecessor = plan.before if plan.creates else None
    name = plan.now.name

    def look() -> Balancer | None:
        seen = read_described(client, name)
        if (
            seen
            and (predecessor is None or seen.is_other_than(predecessor))
            and all(is_same_certificate(_certificate(seen, port), wanted) for port, wanted in renewed.items())
        ):
            return seen
        return None

    seen = look_until_shown(look, f"{name} as it was set", "; run the task again to see where it stands")
    if plan.creates:
        facts = CREATED_FACTS if "ConfigureHealthCheck" in sent else (*CREATED_FACTS, "health_check")
        return replace(plan.now, **{fact: getattr(seen, fact) for fact in facts})
    return plan.now


def _certificate(balancer: Balancer, port: int) -> str | None:
    return balancer.listeners[port].ssl_certificate_id if port in balancer.listeners else None
