# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What can fail. Private to classic.elb."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

NOT_FOUND = "LoadBalancerNotFound"
INVALID_INSTANCE = "InvalidInstance"

ACCESS_CODES = frozenset(("AccessDenied", "AccessDeniedException", "UnauthorizedOperation"))
"""With which AWS says that a right is missing."""

THROTTLES = frozenset(
    (
        "BandwidthLimitExceeded",
        "DependencyThrottle",
        "EC2ThrottledException",
        "HTTP 429",
        "RequestLimitExceeded",
        "RequestThrottled",
        "RequestThrottledException",
        "SlowDown",
        "ThrottledException",
        "Throttling",
        "ThrottlingException",
        "TooManyRequests",
        "TooManyRequestsException",
    )
)
"""With which AWS, or a gateway before it, says that there were too many calls."""


MOST_LISTED = 13
"""Names in a message."""


def in_part(names: Sequence[str]) -> str:
    """A list for a message; where it is long, the first of it and how many there are besides."""
    shown = names if len(names) <= MOST_LISTED + 1 else names[:MOST_LISTED]
    more = f" and {len(names) - MOST_LISTED} others" if len(shown) < len(names) else ""
    return f"{', '.join(shown)}{more}"


class ElbError(Exception):
    """A failure told in full sentences; ``details`` become keys of the module's failed result."""

    ambiguous = False
    """Whether the call that failed may have taken effect all the same."""

    def __init__(self, message: str, **details: Any) -> None:
        super().__init__(message)
        self.message = message
        self.details = details


class NoSuchBalancers(ElbError):
    """Some of the ``names`` that an ``option`` gave are not there; the code is the one that AWS has for it."""

    def __init__(self, names: list[str], region: str, option: str = "", **details: Any) -> None:
        self.names = names
        self.missing = absence(names, region)
        where = f"{option}: " if option else ""
        super().__init__(f"{where}{self.missing}.", **details, **_as_told_by_aws(self.missing))


class Deleted(ElbError):
    """A balancer that AWS has listed a moment before, and lists no more."""

    def __init__(self, balancer: str) -> None:
        told = f"{balancer} has been deleted meanwhile"
        super().__init__(f"{told}.", **_as_told_by_aws(told))


def _as_told_by_aws(missing: str) -> dict[str, Any]:
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
    """A call that could not even be sent, because of the credentials, the settings or a certificate."""


class CallFailed(ElbError):
    """AWS refused a call, or did not answer it.

    ``code`` is AWS' wire code (facts 4.3), or the client's own word where no answer came. What ``may_pass`` is worth
    another attempt. A call that was not ``sent`` failed on the way to AWS, or in what botocore calls before it for the
    sake of credentials.
    """

    def __init__(
        self,
        operation: str,
        code: str,
        sentence: str,
        *,
        may_pass: bool = False,
        sent: bool = True,
        **details: Any,
    ) -> None:
        super().__init__(sentence, error={"operation": operation, "code": code, **details})
        self.operation = operation
        self.code = code
        self.may_pass = may_pass
        self.sent = sent
        self.ambiguous = may_pass and sent
        self.repeats = 0
        """How often botocore had sent it before, as ``aws_config`` may tell it to."""

    @property
    def is_denied(self) -> bool:
        return self.code in ACCESS_CODES

    @property
    def is_throttled(self) -> bool:
        return self.code in THROTTLES


class NotThere(CallFailed):
    """AWS says that there is no balancer of the name."""
