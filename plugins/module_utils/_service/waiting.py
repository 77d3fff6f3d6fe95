# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Waiting until members serve, or until they are out. Private to classic.elb.

All balancers are waited for together: a round asks each of them once, about those that are not there yet.
"""

from __future__ import annotations

import math
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
MOST_RESTRAINT = 8.0
"""How much longer pauses become at most while AWS throttles: that is for all who use the account."""
REGISTRATION = 60
"""Seconds that AWS may take before it begins to check a member (facts 1.5: about 30), with some to spare."""
GRACE = 30
"""Seconds to spare after the draining time-out."""


@dataclass(frozen=True)
class Wait:
    """Who is to be waited for, by balancer, and for how long (seconds); ``known`` is the health that was read before.

    ``draining`` are the seconds after which connections are cut, by balancer, as far as they are known. Of the
    time in which AWS throttles, up to ``spare`` seconds come on top: nobody has set the time-out then.
    """

    members: Mapping[str, frozenset[str]]
    checks: Mapping[str, HealthCheck]
    until_in_service: bool
    timeout: float
    spare: float = 0.0
    draining: Mapping[str, int] = field(default_factory=dict)
    known: Mapping[str, Mapping[str, Health]] = field(default_factory=dict)


class Watch:
    """One wait: who is ``pending`` still, the seconds ``waited``, and the last words on each in ``health``."""

    def __init__(self, wait: Wait) -> None:
        self._wait = wait
        self.pending = dict(wait.members)
        self.waited = 0.0
        self._limit = wait.timeout
        self.health = {name: dict(members) for name, members in wait.known.items()}
        self._failed_at: dict[tuple[str, str], float] = {}
        """After how many seconds a member began to fail its checks before our eyes: it had passed none of them then."""

    def until_all_are_there(self, client: Client) -> None:
        """Poll. Raises ``ElbError`` with AWS' reason per balancer and instance on a time-out.

        Members that can no longer make it, because they are stopped or because too little time is left for the checks
        that they would have to pass, end it at once. What AWS does not tell because it throttles is no news.
        """
        wait = self._wait
        longest = wait.timeout + wait.spare
        started, restraint = time.monotonic(), 1.0
        while self.pending:
            held_up, before = client.held_up, self.waited
            with client.bounded(longest - (time.monotonic() - started)):
                untold = self._poll(client)
            self.waited = round(time.monotonic() - started, 1)
            if not self.pending:
                return
            if client.held_up > held_up:
                self._limit = min(longest, self._limit + self.waited - before)
            left = self._limit - self.waited
            if untold and left > 0 and not untold.is_throttled:
                untold.details.update(waited=self.waited, wait_timeout=math.ceil(self._limit))
                raise untold
            if untold and left <= 0:  # what others told before it may be old
                with client.bounded(0):
                    untold = self._poll(client) or untold
                if not self.pending:
                    return
            lost = self._lost() if wait.until_in_service else {}
            if lost:
                raise self._ended(lost, is_certain=True)
            if left <= 0:
                raise self._ended(self.pending, untold) from untold
            restraint = restraint * 2 if client.held_up > held_up else restraint / 2
            restraint = min(MOST_RESTRAINT, max(1.0, restraint))
            time.sleep(min(left, self._pause() * restraint * random.uniform(0.8, 1.2)))

    def _poll(self, client: Client) -> CallFailed | None:
        """Ask about each balancer, and note all that AWS tells; the failure, if it does not tell of one."""
        untold = None
        checkups = {name: Checkup(client, name, ids) for name, ids in self.pending.items()}
        for name, checkup in checkups.items():
            ids = self.pending[name]
            try:
                health = checkup.health(looks=0)
            except NotThere:  # it is listed, and may be new
                health = dict.fromkeys(ids, Health(UNKNOWN))
            except CallFailed as failure:
                if untold is None or untold.is_throttled:  # another failure says more
                    untold = failure
                continue
            if checkup.is_gone and self._wait.until_in_service:
                raise Deleted(name)
            self._note(name, ids, health)
            left = frozenset(member for member in ids if not self._is_there(health[member]))
            if left:
                self.pending[name] = left
            else:
                del self.pending[name]
        return untold

    def _note(self, name: str, ids: frozenset[str], health: Mapping[str, Health]) -> None:
        known = self.health.setdefault(name, {})
        for member in ids:
            before = known.get(member, UNREGISTERED)
            if not health[member].is_failing:
                self._failed_at.pop((name, member), None)
            elif not before.is_failing and before.state != UNKNOWN:
                self._failed_at[name, member] = self.waited
        known.update(health)

    def _is_there(self, health: Health) -> bool:
        return health.has_arrived if self._wait.until_in_service else health.is_out

    def _pause(self) -> float:
        """It grows with the time waited, up to a tenth of the shortest check interval; the last draining ends it."""
        wait, longest = self._wait, LONGEST_PAUSE
        if wait.until_in_service:
            longest = max(1.0, min(wait.checks[name].interval for name in self.pending) / 10)
        left = max((wait.draining.get(name, 0) for name in self.pending), default=0) - self.waited
        if left > 0:
            longest = min(longest, left + SHORTEST_PAUSE)
        return min(LONGEST_PAUSE, longest, max(SHORTEST_PAUSE, self.waited / HASTE))

    def _lost(self) -> dict[str, frozenset[str]]:
        """Those that cannot be in service in time, whatever happens.

        Of one that failed before we looked, nobody knows how many checks it has passed since: AWS' words are the same.
        And what AWS says is believed when a check later it still says so.
        """
        lost = {
            name: frozenset(member for member in ids if self._is_lost(name, member))
            for name, ids in self.pending.items()
        }
        return {name: members for name, members in lost.items() if members}

    def _is_lost(self, name: str, member: str) -> bool:
        health = self.health.get(name, {}).get(member, Health(UNKNOWN))
        if health.is_hopeless and self.waited >= REGISTRATION:
            return True
        since = self._failed_at.get((name, member))
        if since is None:
            return False
        check = self._wait.checks[name]
        needed = check.interval * (check.healthy_threshold - 1)
        return since + needed > self._limit and self.waited - since >= check.interval

    def _ended(
        self,
        members: Mapping[str, frozenset[str]],
        failure: CallFailed | None = None,
        is_certain: bool = False,
    ) -> ElbError:
        """The failure to raise: these took too long, or cannot make it any more, or AWS told nothing in the end."""
        timeout, waited = math.ceil(self._limit), self.waited
        goal = "in service" if self._wait.until_in_service else "drained"
        reasons = "; ".join(
            f"{member} in {name}: {self.health.get(name, {}).get(member, Health(UNKNOWN))}"
            for name, ids in sorted(members.items())
            for member in sorted(ids)
        )
        told = f"wait_timeout: after {timeout} seconds these members are not {goal}: {reasons}."
        if is_certain:
            told = f"After {waited:g} seconds it is certain that these members will not be {goal} in time: {reasons}."
        details = {"waited": waited, "wait_timeout": timeout}
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
