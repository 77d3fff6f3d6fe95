# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How a call fails: an answer of AWS that is none, a connection that drops, a right that is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Campaign:
    """How a call fails, and whether the task has to succeed all the same."""

    name: str
    times: int
    when: str = "before"
    answer: Any = "drop"
    survives: bool = True

    def fault(self, operation: str, skip: int) -> dict[str, Any]:
        fault = {"operation": operation, "skip": skip, "times": self.times, "when": self.when}
        return fault | {"answer": self.answer}


THROTTLED = {"code": "Throttling", "status": 400, "message": "Rate exceeded"}
BROKEN = {"code": "SomethingNew", "status": 500, "message": ""}
BUSY = {"code": "ServiceUnavailable", "status": 503, "message": ""}
DENIED = {"code": "AccessDenied", "status": 403, "message": "User: x is not authorized"}
ALWAYS = 1000

DROPPED_AFTER = Campaign("dropped after", 1, "after")
UNANSWERED_ALWAYS = Campaign("dropped after, always", ALWAYS, "after", survives=False)
DENIED_ONCE = Campaign("denied once", 1, answer=DENIED, survives=False)
DENIED_ALWAYS = Campaign("denied always", ALWAYS, answer=DENIED, survives=False)
ESSENTIAL = [DROPPED_AFTER, DENIED_ONCE, DENIED_ALWAYS]
CAMPAIGNS = [
    *ESSENTIAL,
    Campaign("throttled eight times", 8, answer=THROTTLED),
    Campaign("500 before", 1, answer=BROKEN),
    Campaign("500 after", 1, "after", BROKEN),
    Campaign("503 before", 1, answer=BUSY),
    Campaign("503 after", 1, "after", BUSY),
    Campaign("a fault with status 400", 1, answer={"code": "InternalFailure", "status": 400}),
    Campaign("dropped before", 1),
    Campaign("500 always", ALWAYS, answer=BROKEN, survives=False),
    Campaign("dropped always", ALWAYS, survives=False),
    UNANSWERED_ALWAYS,
]
