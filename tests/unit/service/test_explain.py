# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is said of answers that the emulator does not give."""

from __future__ import annotations

import pytest

from ansible_collections.classic.elb.plugins.module_utils._service.explain import sign_in_refused


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


def test_what_was_signed_is_not_repeated() -> None:
    """It has the token of the profile that the role is assumed from."""
    answer = {"Error": {"Code": "SignatureDoesNotMatch", "Message": "x-amz-security-token:verysecret"}}
    refused = sign_in_refused("DescribeTags failed", "AssumeRole", answer)
    assert "verysecret" not in f"{refused.message} {refused.details}"
    assert "The secret key does not belong to the access key." in refused.message
