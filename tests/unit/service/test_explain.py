# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is said of answers that the emulator does not give."""

from __future__ import annotations

import threading

import pytest

from ansible_collections.classic.elb.plugins.module_utils._service import client
from ansible_collections.classic.elb.plugins.module_utils._service.client import Patience
from ansible_collections.classic.elb.plugins.module_utils._service.explain import (
    call_refused,
    sign_in_refused,
)


def test_single_sign_on_is_no_role_to_assume() -> None:
    answer = {"Error": {"Code": "AccessDeniedException", "Message": "No access"}}
    refused = sign_in_refused("DescribeTags failed", "GetRoleCredentials", answer)
    assert refused.message == (
        "DescribeTags failed: no credentials were to be had. GetRoleCredentials failed: AWS answered "
        "AccessDeniedException: No access."
    )


@pytest.mark.parametrize(
    ("code", "text", "operation", "remedy"),
    [
        (
            "AccessDenied",
            "User: x is not authorized to perform: sts:AssumeRole on resource: y",
            "AssumeRole",
            "The trust policy of the role and the IAM policy of whoever assumes it must allow sts:AssumeRole.",
        ),
        (
            "AccessDenied",
            "Not authorized to perform sts:AssumeRoleWithWebIdentity",
            "AssumeRoleWithWebIdentity",
            "The trust policy of the role must allow sts:AssumeRoleWithWebIdentity.",
        ),
        (
            "AccessDenied",
            "with an explicit deny in x",
            "AssumeRole",
            "whoever manages that policy must except it.",
        ),
        (
            "SignatureDoesNotMatch",
            "Signature expired: x",
            "AssumeRole",
            "The clock of the machine that sends is wrong",
        ),
        ("RequestTimeTooSkewed", "x", "AssumeRole", "The clock of the machine that sends is wrong"),
        (
            "SignatureDoesNotMatch",
            "Credential should be scoped to a valid region, not 'x'.",
            "AssumeRole",
            "Check region and endpoint_url: they do not belong together.",
        ),
    ],
)
def test_what_helps_to_assume_a_role(code: str, text: str, operation: str, remedy: str) -> None:
    refused = sign_in_refused("DescribeTags failed", operation, {"Error": {"Code": code, "Message": text}})
    assert remedy in refused.message


def test_a_role_that_is_assumed_too_often_is_asked_for_again() -> None:
    answer = {"Error": {"Code": "Throttling", "Message": "Rate exceeded"}}
    assert sign_in_refused("DescribeTags failed", "AssumeRole", answer).is_throttled


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


def test_what_was_signed_is_not_repeated() -> None:
    """It has the token of the profile that the role is assumed from."""
    answer = {"Error": {"Code": "SignatureDoesNotMatch", "Message": "x-amz-security-token:verysecret"}}
    refused = sign_in_refused("DescribeTags failed", "AssumeRole", answer)
    assert "verysecret" not in f"{refused.message} {refused.details}"
    assert "The secret key does not belong to the access key." in refused.message
