# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Waiting until members serve, or until they are out. Private to classic.elb.

All balancers are waited for together: a round asks each of them once, about those that are not there yet.
"""

from __future__ import annotations

import random
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from ansible_collections.classic.elb.plugins.module_utils._model.errors import (
    CallFailed,
    Deleted,
    ElbError,
    NotThere,
)
from ansible_collections.classic.elb.plugins.module_utils._model.members import UNKNOWN, UNREGISTERED, Health
from ansible_collections.classic.elb.plugins.module_utils._model.state import HealthCheck
from ansible_collections.classic.elb.plugins.module_utils._service.client import Client
from ansible_collections.classic.elb.plugins.module_utils._service.members import Checkup

SHORTEST_PAUSE = 0.5
LONGEST_PAUSE = 5.0
HASTE = 8
"""A pause is this fraction of the time that was waited already: who waits for long is told a little later."""
REGISTRATION = 60
"""Seconds that AWS may take before it begins to check a member (facts 1.5: about 30), with some to spare."""
GRACE = 30
"""Seconds to spare after the draining time-out."""


@dataclass
class Wait:
    """Who is waited for, by balancer; ``health`` collects the last words on each, and begins with what was read before.

    ``draining`` are the seconds after which connections are cut, by balancer, as far as they are known. ``failed_at``
    are the seconds after which a member began to fail its checks before our eyes: it had passed none of them then.
    """

    pending: dict[str, frozenset[str]]
    checks: Mapping[str, HealthCheck]
    until_in_service: bool
    timeout: float
    draining: Mapping[str, int] = field(default_factory=dict)
    waited: float = 0.0
    health: dict[str, dict[str, Health]] = field(default_factory=dict)
    failed_at: dict[tuple[str, str], float] = field(default_factory=dict)


def wait_for_members(client: Client, wait: Wait) -> None:
    """Poll until all are there. Raises ``ElbError`` with AWS' reason per balancer and instance on a time-out.

    Members that can no longer make it, because they are stopped or because too little time is left for the checks
    that they would have to pass, end it at once.
    """
    with client.bounded(wait.timeout):
        started = time.monotonic()
        while wait.pending:
            throttled = client.throttled
            try:
                _poll(client, wait)
            except CallFailed as failure:
                wait.waited = round(time.monotonic() - started, 1)
                if wait.waited < wait.timeout:
                    raise
                raise _ended(wait, wait.pending, failure) from failure
            wait.waited = round(time.monotonic() - started, 1)
            if not wait.pending:
                return
            left = wait.timeout - wait.waited
            lost = _lost(wait) if wait.until_in_service else {}
            if lost or left <= 0:
                raise _ended(wait, lost or wait.pending, is_certain=bool(lost))
            pause = _pause(wait) * (2 if client.throttled > throttled else 1)
            time.sleep(min(left, pause * random.uniform(0.8, 1.2)))


def _poll(client: Client, wait: Wait) -> None:
    checkups = {name: Checkup(client, name, ids) for name, ids in wait.pending.items()}
    for name, checkup in checkups.items():
        ids = wait.pending[name]
        try:
            health = checkup.health(looks=0)
        except NotThere:  # it is listed, and may be new
            health = dict.fromkeys(ids, Health(UNKNOWN))
        if checkup.is_gone and wait.until_in_service:
            raise Deleted(name)
        known = wait.health.setdefault(name, {})
        for member in ids:
            before = known.get(member, UNREGISTERED)
            if not health[member].is_failing:
                wait.failed_at.pop((name, member), None)
            elif not before.is_failing and before.state != UNKNOWN:
                wait.failed_at[name, member] = wait.waited
        known.update(health)
        left = frozenset(
            member
            for member in ids
            if not (health[member].has_arrived if wait.until_in_service else health[member].is_out)
        )
        if left:
            wait.pending[name] = left
        else:
            del wait.pending[name]


def _pause(wait: Wait) -> float:
    """It grows with the time waited, up to a tenth of the shortest check interval, and ends with the last draining."""
    longest = LONGEST_PAUSE
    if wait.until_in_service:
        longest = max(1.0, min(wait.checks[name].interval for name in wait.pending) / 10)
    left = max((wait.draining.get(name, 0) for name in wait.pending), default=0) - wait.waited
    if left > 0:
        longest = min(longest, left + SHORTEST_PAUSE)
    return min(LONGEST_PAUSE, longest, max(SHORTEST_PAUSE, wait.waited / HASTE))


def _lost(wait: Wait) -> dict[str, frozenset[str]]:
    """Those that cannot be in service in time, whatever happens.

    Of one that failed before we looked, nobody knows how many checks it has passed since: AWS' words are the same. And
    what AWS says is believed when a check later it still says so.
    """
    lost = {
        name: frozenset(member for member in ids if _is_lost(wait, name, member))
        for name, ids in wait.pending.items()
    }
    return {name: members for name, members in lost.items() if members}


def _is_lost(wait: Wait, name: str, member: str) -> bool:
    if wait.health[name][member].is_hopeless and wait.waited >= REGISTRATION:
        return True
    since = wait.failed_at.get((name, member))
    if since is None:
        return False
    check = wait.checks[name]
    needed = check.interval * (check.healthy_threshold - 1)
    return since + needed > wait.timeout and wait.waited - since >= check.interval


def _ended(
    wait: Wait,
    members: Mapping[str, frozenset[str]],
    failure: CallFailed | None = None,
    is_certain: bool = False,
) -> ElbError:
    """The failure to raise: for these it took too long, or it cannot be any more, or AWS told nothing in the end."""
    goal = "in service" if wait.until_in_service else "drained"
    reasons = "; ".join(
        f"{member} in {name}: {wait.health.get(name, {}).get(member, Health(UNKNOWN))}"
        for name, ids in sorted(members.items())
        for member in sorted(ids)
    )
    told = f"wait_timeout: after {wait.timeout:g} seconds these members are not {goal}: {reasons}."
    if is_certain:
        told = f"After {wait.waited:g} seconds it is certain that these members will not be {goal} in time: {reasons}."
    details = {"waited": wait.waited, "wait_timeout": wait.timeout}
    if failure:
        return ElbError(
            f"{told} In the end AWS told nothing: {failure.message}", **failure.details, **details
        )
    return ElbError(told, **details)


def default_timeout_in(checks: Mapping[str, HealthCheck]) -> int:
    """Seconds that members need at most when all of their checks pass, with some to spare."""
    return REGISTRATION + max(
        ((check.healthy_threshold + 1) * check.interval for check in checks.values()), default=0
    )


def default_timeout_out(draining: Mapping[str, int]) -> int:
    return GRACE + max(draining.values(), default=0)
