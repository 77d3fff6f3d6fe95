# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Failures in words: what AWS answers, and what keeps botocore from a call. Private to classic.elb."""

from __future__ import annotations

import re
import traceback
from typing import Any

from ansible_collections.classic.elb.plugins.module_utils._model.errors import (
    ACCESS_CODES,
    INVALID_INSTANCE,
    NOT_FOUND,
    THROTTLES,
    CallFailed,
    ElbError,
    NotThere,
)
from ansible_collections.classic.elb.plugins.module_utils._service.sdk import botocore
from ansible_collections.classic.elb.plugins.module_utils._service.secrets import without_password

FAULTS = frozenset(
    ("InternalError", "InternalFailure", "RequestTimeout", "ServiceUnavailable", "Unavailable")
)
"""Faults of AWS, with whatever status they come (facts 3.2)."""

ABOVE = re.compile(r"no ((?!identity)[\w ]+(?:policy|boundary)) allows", re.IGNORECASE)
"""The kind of policy that AWS names, where it is not one of the caller's that fails to allow a call (facts 4.3)."""

CLOCK = re.compile(r"signature (expired|not yet current)|request has expired", re.IGNORECASE)

ON_BEHALF = (
    " and what Elastic Load Balancing calls with them: ec2:DescribeAccountAttributes, ec2:DescribeAddresses, "
    "ec2:DescribeInternetGateways, ec2:DescribeSecurityGroups, ec2:DescribeSubnets and ec2:DescribeVpcs"
)

CREDENTIAL_REMEDY = (
    "Check access_key, secret_key and session_token, or the profile, "
    "or AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN."
)
EXPIRED = "The session token has expired: obtain new credentials."
ROLES = {
    "AssumeRole": "trust policy of the role and the IAM policy of whoever assumes it",
    "AssumeRoleWithSAML": "trust policy of the role",
    "AssumeRoleWithWebIdentity": "trust policy of the role",
}
"""What has to allow that a role is assumed, by how it is done."""
CHANGED_MEANWHILE = "Somebody else has changed the balancer meanwhile: run the task again."

WRONG_CLOCK = "The clock of the machine that sends is wrong: set it."

REMEDIES_BY_WORDS = {
    CLOCK: WRONG_CLOCK,
    re.compile("scoped to a valid region"): "Check region and endpoint_url: they do not belong together.",
}
REMEDIES = {
    "RequestTimeTooSkewed": WRONG_CLOCK,
    "InvalidClientTokenId": f"AWS does not know these credentials. {CREDENTIAL_REMEDY}",
    "UnrecognizedClientException": f"AWS does not know these credentials. {CREDENTIAL_REMEDY}",
    "AuthFailure": f"AWS does not accept these credentials. {CREDENTIAL_REMEDY}",
    "IncompleteSignature": f"AWS does not understand the signature. {CREDENTIAL_REMEDY}",
    "MissingAuthenticationToken": f"AWS has seen no signature. {CREDENTIAL_REMEDY}",
    "SignatureDoesNotMatch": f"The secret key does not belong to the access key. {CREDENTIAL_REMEDY}",
    "ExpiredToken": EXPIRED,
    "ExpiredTokenException": EXPIRED,
    "OptInRequired": "This account is not enabled for the region: enable it, or choose another region.",
    "CertificateNotFound": "Check ssl_certificate_id: the certificate must be in IAM, or in ACM in the region of "
    "the balancer; one that was uploaded a moment ago can take some minutes to be found.",
    "DuplicateListener": CHANGED_MEANWHILE,
    "DuplicateLoadBalancerName": f"{CHANGED_MEANWHILE} If that does not help, a load balancer of another kind has "
    "the name.",
    "DuplicatePolicyName": "Somebody else has changed the balancer meanwhile, or AWS does not describe yet what is "
    "there: run the task again.",
    INVALID_INSTANCE: "An instance is not (or not yet, or no longer) known: run the task again.",
    "ListenerNotFound": CHANGED_MEANWHILE,
    "PolicyNotFound": CHANGED_MEANWHILE,
    "LoadBalancerNotFound": "Somebody else has deleted it meanwhile, or it is so new that AWS does not know it "
    "everywhere.",
    "TooManyLoadBalancers": "Ask AWS to raise the quota 'Classic Load Balancers per Region', or delete one.",
    "TooManyPolicies": "Delete policies that nothing uses.",
    "TooManyTags": "Remove tags, or set fewer.",
    **dict.fromkeys(
        THROTTLES,
        "The account sends more calls than AWS admits: run fewer tasks at a time (throttle, forks), or one for all.",
    ),
}
REMEDIES_OF_ACTIONS = {
    # No plan deletes one that is in use.
    ("elasticloadbalancing:DeleteLoadBalancerPolicy", "InvalidConfigurationRequest"): CHANGED_MEANWHILE,
}


def call_refused(
    operation: str, action: str, target: str, answer: dict[str, Any], *, sent: bool = True
) -> CallFailed:
    """Translate botocore's ``ClientError.response``; ``action`` is what IAM calls the operation, and ``target`` names
    what the call was about."""
    error = answer.get("Error", {})
    metadata = answer.get("ResponseMetadata", {})
    status = int(metadata.get("HTTPStatusCode", 400))
    code = str(error.get("Code") or f"HTTP {status}")
    text = (error.get("Message") or "").strip().partition("\n")[0]
    sentence = f"{operation}{target} failed: AWS answered {code}{': ' + text if text else ''}"
    remedy = _remedy(code, text, action)
    kind = NotThere if code == NOT_FOUND else CallFailed
    return kind(
        operation,
        code,
        sentence.rstrip(".") + "." + (f" {remedy}" if remedy else ""),
        may_pass=status >= 500 or code in FAULTS,
        sent=sent,
        message=text,
        request_id=metadata.get("RequestId"),
    )


def sign_in_refused(what: str, operation: str, answer: dict[str, Any]) -> CallFailed:
    """Of a call that botocore made for the sake of credentials, before the one that was to be sent."""
    error = answer.get("Error", {})
    if error.get("Code") == "SignatureDoesNotMatch" and not _remedy_by_words(error.get("Message") or ""):
        # It repeats what was signed, with keys of the profile that the role is assumed from.
        answer = {**answer, "Error": {**error, "Message": ""}}
    action = f"sts:{operation}" if operation in ROLES else ""
    failure = call_refused(operation, action, "", answer, sent=False)
    failure.message = f"{what}: no credentials were to be had. {failure.message}"
    return failure


def _remedy(code: str, text: str, action: str) -> str | None:
    """What the user can do about an answer; ``None`` where AWS' own words say it all."""
    if code == "RequestExpired":
        return "The session token has expired, or the clock of the machine that sends is wrong."
    if by_words := _remedy_by_words(text):
        return by_words
    if code in ACCESS_CODES and "explicit deny" in text:
        return (
            "An explicit deny forbids it (of a service control policy, a permissions boundary, a session or an IAM "
            "policy, as AWS says): one more permission does not help, whoever manages that policy must except it."
        )
    if code in ACCESS_CODES and action:
        missing = _missing_action(code, text, action)
        above = ABOVE.search(text)
        own = ROLES.get(action.partition(":")[2], "IAM policy of these credentials")
        alone = "; an IAM policy alone is not enough" if above else ""
        return f"The {above.group(1) if above else own} must allow {missing}{alone}."
    if code == INVALID_INSTANCE and "not in VPC" in text:
        return None
    return REMEDIES_OF_ACTIONS.get((action, code)) or REMEDIES.get(code)


def _remedy_by_words(text: str) -> str | None:
    return next((remedy for words, remedy in REMEDIES_BY_WORDS.items() if words.search(text)), None)


def _missing_action(code: str, text: str, action: str) -> str:
    """AWS names the action when another one than the call itself is missing (AddTags in a create, EC2 reads).

    If not, that EC2 has refused it shows in the code alone (facts 4.3).
    """
    named = re.search(r"(?:perform:?|API:) ([a-z0-9-]+:[A-Za-z]+)", text)
    if named:
        return named.group(1)
    of_ec2 = code == "UnauthorizedOperation" and not action.startswith("ec2:")
    return f"{action}{ON_BEHALF if of_ec2 else ''}"


def bad_config(error: Exception) -> ElbError:
    return ElbError(f"aws_config: {sentence(error)} It takes the options of botocore.config.Config.")


def sentence(error: Exception) -> str:
    return f"{_words(error)}."


def _words(error: Exception) -> str:
    return without_password(str(error).strip().rstrip(".: "))


SETTINGS = {"ProcessProvider": "credential_process", "FileWebIdentityTokenLoader": "web_identity_token_file"}
"""botocore's classes that do not tell which line of a profile, or which variable, has made them fail."""


def explanation(error: Exception) -> str:
    """What kept botocore from a call: in its words or, where they were not meant for users, in ours before them.

    Without a full stop, because more may follow.
    """
    text = _words(error)
    if not isinstance(
        error, (botocore.exceptions.BotoCoreError, botocore.exceptions.ClientError, OSError, RuntimeError)
    ):
        text = f"settings or credentials of AWS cannot be understood ({type(error).__name__}: {text})"
    met = (
        type(frame.f_locals.get("self")).__name__ for frame, _line in traceback.walk_tb(error.__traceback__)
    )
    setting = next((SETTINGS[name] for name in met if name in SETTINGS), None)
    return f"{setting}: {text}" if setting else text
