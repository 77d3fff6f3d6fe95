# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What becomes of a call of which an attempt may have worked."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, cast

import pytest

from ansible_collections.classic.elb.plugins.module_utils._model.errors import CallFailed, ElbError, NotSent
from ansible_collections.classic.elb.plugins.module_utils._model.step import Step
from ansible_collections.classic.elb.plugins.module_utils._service import client
from ansible_collections.classic.elb.plugins.module_utils._service.client import Client, Patience
from ansible_collections.classic.elb.plugins.module_utils._service.explain import (
    call_refused,
    sign_in_refused,
)

REGISTER = "RegisterInstancesWithLoadBalancer"


@pytest.mark.parametrize("was_lost", [True, False])
@pytest.mark.parametrize(
    "make_end",
    [lambda: CallFailed(REGISTER, "AccessDenied", "No."), lambda: NotSent("The session has ended.")],
    ids=["refused", "not sent"],
)
def test_a_failure_after_a_lost_answer_tells_nothing_of_the_call(
    monkeypatch: pytest.MonkeyPatch, make_end: Callable[[], ElbError], was_lost: bool
) -> None:
    """Whether it has taken effect has to be looked up."""
    monkeypatch.setattr(client, "FIRST_PAUSE", 0.001)
    begin = CallFailed(REGISTER, "ConnectionLost", "Lost.", may_pass=True, sent=was_lost)
    failures = [begin, make_end()]

    def fail(_client: Client, _call: Any) -> None:
        raise failures.pop(0)

    monkeypatch.setattr(Client, "_send", fail)
    with pytest.raises(ElbError) as failed:
        Client(cast(Any, None)).write(Step(REGISTER, {"LoadBalancerName": "shop"}))
    assert failed.value.ambiguous is was_lost


@pytest.mark.parametrize("was_sent", [True, False], ids=["the call", "the sign-in"])
def test_what_somebody_else_has_made_is_no_work_of_a_call_that_was_never_sent(
    monkeypatch: pytest.MonkeyPatch, was_sent: bool
) -> None:
    """It is repeated as any other fault of AWS."""
    monkeypatch.setattr(client, "FIRST_PAUSE", 0.001)
    fault = {"Error": {"Code": "InternalFailure"}, "ResponseMetadata": {"HTTPStatusCode": 500}}
    there = {"Error": {"Code": "DuplicatePolicyName"}, "ResponseMetadata": {"HTTPStatusCode": 400}}
    operation = "CreateLoadBalancerPolicy"
    patience = Patience({}, threading.Event())
    patience.after(
        call_refused(operation, "", "", fault)
        if was_sent
        else sign_in_refused(f"{operation} failed", "AssumeRole", fault),
        met=True,
    )
    assert patience.was_ours(call_refused(operation, "", "", there)) is was_sent
