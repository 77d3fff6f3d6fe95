# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What counts as throttling, beside botocore's own list."""

from __future__ import annotations

import threading
import time

import pytest
from botocore.retries.standard import ThrottledRetryableChecker

from ansible_collections.classic.elb.plugins.module_utils._model.errors import THROTTLES, CallFailed
from ansible_collections.classic.elb.plugins.module_utils._service import client
from ansible_collections.classic.elb.plugins.module_utils._service.client import Patience
from ansible_collections.classic.elb.plugins.module_utils._service.explain import call_refused

OF_OTHER_SERVICES = {
    "LimitExceededException",
    "PriorRequestNotComplete",
    "ProvisionedThroughputExceededException",
    "TransactionInProgressException",
}


def test_what_botocore_takes_for_throttling_is_taken_for_it() -> None:
    """Its list is private, and lacks what this service alone answers; so there is one of our own."""
    theirs = set(ThrottledRetryableChecker._THROTTLED_ERROR_CODES)
    assert theirs - THROTTLES == OF_OTHER_SERVICES
    assert "DependencyThrottle" in THROTTLES - theirs


@pytest.mark.parametrize("error", [{"Code": "TooManyRequests"}, {}], ids=["code", "status"])
def test_a_gateway_throttles_as_well(error: dict[str, str]) -> None:
    answer = {"Error": error, "ResponseMetadata": {"HTTPStatusCode": 429}}
    assert (
        call_refused("DeleteLoadBalancer", "elasticloadbalancing:DeleteLoadBalancer", "", answer).code
        in THROTTLES
    )


def test_what_may_settle_does_not_while_aws_looks_at_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time in which AWS throttles does not count for what it gives a step to settle."""
    monkeypatch.setattr(client, "FIRST_PAUSE", 0.001)
    patience = Patience({"NotYet": 0.2}, threading.Event())
    not_yet, throttled = (CallFailed("Do", code, "no") for code in ("NotYet", "Throttling"))
    patience.after(not_yet, met=True)
    patience.after(throttled, met=True)
    time.sleep(0.3)
    patience.after(not_yet, met=True)
    time.sleep(0.3)
    with pytest.raises(CallFailed):
        patience.after(not_yet, met=True)
