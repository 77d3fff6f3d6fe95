# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What can fail, and the translation of AWS' answers into it. Private to classic.elb."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any


class ElbError(Exception):
    """A failure told in full sentences; ``details`` become keys of the module's failed result."""

    ambiguous = False
    """Whether the call that failed may have taken effect all the same."""

    def __init__(self, message: str, **details: Any) -> None:
        super().__init__(message)
        self.message = message
        self.details = details


class NotRegistrable(ElbError):
    """Instances that AWS would not take, or would never send traffic to."""

    def __init__(self, problems: list[str], **details: Any) -> None:
        super().__init__(f"instances: {'; '.join(problems)}. Nothing was changed.", **details)
        self.problems = problems


class NoSuchBalancers(ElbError):
    """Some of the ``names`` that were given are not there; the code is the one that AWS has for it."""

    def __init__(self, names: list[str], region: str) -> None:
        self.names = names
        self.missing = absence(names, region)
        super().__init__(f"balancers: {self.missing}. Nothing was changed.", **as_told_by_aws(self.missing))


def as_told_by_aws(missing: str) -> dict[str, Any]:
    """The details of a failure because a balancer is not there, for playbooks that look at the code."""
    return {
        "error": {
            "operation": "DescribeLoadBalancers",
            "code": NOT_FOUND,
            "message": f"{missing}.",
            "request_id": None,
        }
    }


def absence(balancers: Iterable[str], region: str) -> str:
    """That these balancers are not there, in words."""
    return f"there is no balancer {' and no '.join(map(repr, balancers))} in {region}"


class Unreadable(ElbError):
    """AWS answered what cannot be understood: ``element`` is missing where nothing makes sense without it.

    It concerns one balancer, named by whoever knows which.
    """

    def __init__(self, where: str, element: str, balancer: str = "") -> None:
        self.where = where
        self.element = element
        self.balancer = balancer
        self.reason = f"{where} without {element}"
        who = f"The balancer '{balancer}'" if balancer else "A balancer"
        super().__init__(f"{who} cannot be read and is left alone: AWS answered {self.reason}.")

    def of(self, balancer: str) -> Unreadable:
        return Unreadable(self.where, self.element, balancer)


def needed(shape: Mapping[str, Any], element: str, where: str) -> Any:
    """What makes no sense when it is missing. Raises ``Unreadable``."""
    if shape.get(element) is None:
        raise Unreadable(where, element)
    return shape[element]


class NotSent(ElbError):
    """A call that could not even be sent: credentials, settings or certificates do not do."""


class CallFailed(ElbError):
    """AWS refused a call, or did not answer it.

    ``code`` is AWS' wire code (facts 4.3), or the client's own word where no answer came.
    """

    def __init__(
        self, operation: str, code: str, sentence: str, ambiguous: bool = False, **details: Any
    ) -> None:
        super().__init__(sentence, error={"operation": operation, "code": code, **details})
        self.operation = operation
        self.code = code
        self.ambiguous = ambiguous

    @property
    def is_denied(self) -> bool:
        return self.code in ACCESS_CODES


class NotThere(CallFailed):
    """AWS says that there is no balancer of the name."""


def call_refused(operation: str, service: str, target: str, answer: dict[str, Any]) -> CallFailed:
    """Translate botocore's ``ClientError.response``; ``target`` names what the call was about."""
    error = answer.get("Error", {})
    metadata = answer.get("ResponseMetadata", {})
    status = int(metadata.get("HTTPStatusCode", 400))
    code = str(error.get("Code") or f"HTTP {status}")
    text = (error.get("Message") or "").strip().partition("\n")[0]
    sentence = f"{operation}{target} failed: AWS answered {code}{': ' + text if text else ''}"
    remedy = _remedy(code, text, operation, service)
    kind = NotThere if code == NOT_FOUND else CallFailed
    return kind(
        operation,
        code,
        sentence.rstrip(".") + "." + (f" {remedy}" if remedy else ""),
        ambiguous=status >= 500 or code in FAULTS,
        message=text,
        request_id=metadata.get("RequestId"),
    )


def _remedy(code: str, text: str, operation: str, service: str) -> str | None:
    """What the user can do about an answer; ``None`` where AWS' own words say it all."""
    if code == "RequestExpired":
        return "The session token has expired, or the clock of the machine that sends is wrong."
    if code == "RequestTimeTooSkewed" or CLOCK.search(text):
        return "The clock of the machine that sends is wrong: set it."
    if code in ACCESS_CODES and "explicit deny" in text:
        return (
            "An explicit deny forbids it (of a service control policy, a permissions boundary, a session or an IAM "
            "policy, as AWS says): one more permission does not help, whoever manages that policy must except it."
        )
    if code in ACCESS_CODES:
        return f"The IAM policy of these credentials must allow {_missing_action(code, text, operation, service)}."
    if code == "InvalidInstance" and "not in VPC" in text:
        return None
    return REMEDIES.get(code)


def _missing_action(code: str, text: str, operation: str, service: str) -> str:
    """AWS names the action when another one than the call itself is missing (AddTags in a create, EC2 reads).

    If not, that EC2 has refused it shows in the code alone (facts 4.3).
    """
    named = re.search(r"(?:perform:?|API:) ([a-z0-9-]+:[A-Za-z]+)", text)
    if named:
        return named.group(1)
    of_ec2 = code == "UnauthorizedOperation" and service != "ec2"
    return f"{service}:{operation}{ON_BEHALF if of_ec2 else ''}"


FAULTS = frozenset(
    ("InternalError", "InternalFailure", "RequestTimeout", "ServiceUnavailable", "Unavailable")
)
"""Faults of AWS, with whatever status they come (facts 3.2)."""

NOT_FOUND = "LoadBalancerNotFound"

CLOCK = re.compile(r"signature (expired|not yet current)|request has expired", re.IGNORECASE)

ACCESS_CODES = frozenset(("AccessDenied", "AccessDeniedException", "UnauthorizedOperation"))

ON_BEHALF = (
    " and what Elastic Load Balancing calls with them: ec2:DescribeAccountAttributes, ec2:DescribeAddresses, "
    "ec2:DescribeInternetGateways, ec2:DescribeSecurityGroups, ec2:DescribeSubnets and ec2:DescribeVpcs"
)

CREDENTIAL_REMEDY = (
    "Check access_key, secret_key and session_token, "
    "or AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN."
)
EXPIRED = "The session token has expired: obtain new credentials."
CHANGED_MEANWHILE = "Somebody else has changed the balancer meanwhile: run the task again."

REMEDIES = {
    "InvalidClientTokenId": f"AWS does not know these credentials. {CREDENTIAL_REMEDY}",
    "UnrecognizedClientException": f"AWS does not know these credentials. {CREDENTIAL_REMEDY}",
    "AuthFailure": f"AWS does not accept these credentials. {CREDENTIAL_REMEDY}",
    "SignatureDoesNotMatch": f"The secret key does not belong to the access key. {CREDENTIAL_REMEDY}",
    "ExpiredToken": EXPIRED,
    "ExpiredTokenException": EXPIRED,
    "OptInRequired": "This account is not enabled for the region: enable it, or choose another region.",
    "CertificateNotFound": "Check ssl_certificate_id: the certificate must be in IAM, or in ACM in the region of "
    "the balancer; one that was uploaded a moment ago can take some minutes to be found.",
    "DuplicateListener": CHANGED_MEANWHILE,
    "DuplicateLoadBalancerName": f"{CHANGED_MEANWHILE} If that does not help, a load balancer of another kind has "
    "the name.",
    "DuplicatePolicyName": CHANGED_MEANWHILE,
    "InvalidInstance": "An instance is not (or not yet, or no longer) known: run the task again.",
    "ListenerNotFound": CHANGED_MEANWHILE,
    "PolicyNotFound": CHANGED_MEANWHILE,
    "LoadBalancerNotFound": "Somebody else has deleted it meanwhile, or it is so new that AWS does not know it "
    "everywhere.",
    "TooManyLoadBalancers": "Ask AWS to raise the quota 'Classic Load Balancers per Region', or delete one.",
    "TooManyPolicies": "Delete policies that nothing uses.",
    "TooManyTags": "Remove tags, or set fewer.",
}
