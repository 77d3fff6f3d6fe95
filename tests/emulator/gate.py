# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Refusals that come before an operation is looked at: region, credentials, rights, rate."""

from __future__ import annotations

import time
from typing import NamedTuple

from moto.utilities.utils import get_partition

from .errors import ServiceError
from .estate import ACCOUNT_ID, has_region
from .knobs import Knobs, names_action
from .request import ELB, Request

_USER = f"arn:aws:iam::{ACCOUNT_ID}:user/tester"


class Refusal(NamedTuple):
    fault: str
    error: ServiceError


class Gate:
    def __init__(self) -> None:
        self._tokens = TokenBucket()

    def refusal(self, request: Request, knobs: Knobs) -> Refusal | None:
        if not has_region(request.region):
            text = f"Credential should be scoped to a valid region, not '{request.region}'."
            return Refusal("denied", ServiceError("SignatureDoesNotMatch", text, 403))
        if knobs.credentials is not None and request.access_key not in knobs.credentials:
            return Refusal("denied", _unknown_credentials(request))
        for action in _needed_actions(request):
            if any(names_action(pattern, action) for pattern in knobs.denied):
                return Refusal("denied", _denied(request, action))
        if request.service == ELB and not self._tokens.take(knobs.requests_per_second):
            return Refusal("throttled", ServiceError("Throttling", "Rate exceeded"))
        return None

    def reset(self) -> None:
        self._tokens = TokenBucket()


class TokenBucket:
    """Holds one second's worth of calls, at least one; starts full."""

    def __init__(self) -> None:
        self._rate: float | None = None
        self._level = 0.0
        self._filled_at = 0.0

    def take(self, rate: float | None) -> bool:
        if rate is None:
            return True
        now = time.monotonic()
        capacity = max(1.0, rate)
        fresh = rate != self._rate
        self._level = capacity if fresh else min(capacity, self._level + (now - self._filled_at) * rate)
        self._rate, self._filled_at = rate, now
        if self._level < 1:
            return False
        self._level -= 1
        return True


def _needed_actions(request: Request) -> list[str]:
    """Creating a balancer with tags needs AddTags too (facts 5)."""
    tagged = request.operation == "CreateLoadBalancer" and any(
        key.startswith("Tags.") for key in request.form
    )
    return [request.action, f"{ELB}:AddTags"] if tagged else [request.action]


def _denied(request: Request, action: str) -> ServiceError:
    if request.service == "ec2":
        text = (
            f"You are not authorized to perform this operation. User: {_USER} is not authorized to perform: "
            f"{action} because no identity-based policy allows the {action} action"
        )
        return ServiceError("UnauthorizedOperation", text, 403)
    text = f"User: {_USER} is not authorized to perform: {action} on resource: {_resource(request)}"
    return ServiceError("AccessDeniedException" if request.is_json else "AccessDenied", text, 403)


def _resource(request: Request) -> str:
    """Reads have no resource level (facts 5)."""
    name = request.form.get("LoadBalancerName") or request.form.get("LoadBalancerNames.member.1")
    if request.service != ELB or not request.is_write or not name:
        return "*"
    return f"arn:{get_partition(request.region)}:elasticloadbalancing:{request.region}:{ACCOUNT_ID}:loadbalancer/{name}"


def _unknown_credentials(request: Request) -> ServiceError:
    if request.service == "ec2":
        text = "AWS was not able to validate the provided access credentials"
        return ServiceError("AuthFailure", text, 401)
    text = "The security token included in the request is invalid."
    return ServiceError(
        "UnrecognizedClientException" if request.is_json else "InvalidClientTokenId", text, 403
    )
