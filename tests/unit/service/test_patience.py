# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What becomes of a call of which an attempt may have worked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import pytest

from ansible_collections.classic.elb.plugins.module_utils._model.errors import CallFailed, ElbError, NotSent
from ansible_collections.classic.elb.plugins.module_utils._model.step import Step
from ansible_collections.classic.elb.plugins.module_utils._service import client
from ansible_collections.classic.elb.plugins.module_utils._service.client import Client

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
