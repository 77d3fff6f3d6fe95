# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A change of shift: which members come to balancers, and which leave them. Private to classic.elb."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from ansible_collections.classic.elb.plugins.module_utils._model.members import Health, Pool
from ansible_collections.classic.elb.plugins.module_utils._model.step import Step
from ansible_collections.classic.elb.plugins.module_utils._model.wishes import WantedMembers
from ansible_collections.classic.elb.plugins.module_utils._plan.members import (
    plan_deregistration,
    plan_forgetting,
    plan_registration,
)
from ansible_collections.classic.elb.plugins.module_utils._plan.plan import Plan

Ids = Mapping[str, frozenset[str]]
"""Instances by balancer."""
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Shift:
    """``targets`` are all that are to serve, registered already or not; ``leaving`` are registered."""

    pools: Sequence[Pool]
    targets: Ids
    leaving: Ids

    @property
    def arriving(self) -> Ids:
        return {pool.name: self.targets[pool.name] - pool.members for pool in self.pools}

    @property
    def idle(self) -> Ids:
        """Targets that do not serve yet."""
        return without_empty({pool.name: self.targets[pool.name] - pool.serving for pool in self.pools})

    @property
    def stuck(self) -> dict[str, dict[str, Health]]:
        """Those of them that are registered, and of which AWS says that they will not serve by themselves."""
        idle = self.idle
        return {
            pool.name: {
                member: health
                for member, health in sorted(pool.health.items())
                if member in idle.get(pool.name, ()) and health.is_hopeless
            }
            for pool in self.pools
        }

    def after(self, pool: Pool) -> frozenset[str]:
        return (pool.members | self.targets[pool.name]) - self.leaving[pool.name]

    def ending(self, asked: frozenset[str]) -> Ids:
        """Those whose connections are to end: all that leave, and those asked for of which AWS does not say that they
        have: an earlier run may have left them draining."""
        return without_empty(
            {
                pool.name: self.leaving[pool.name]
                | frozenset(member for member in asked - pool.members if not pool.health_of(member).is_out)
                for pool in self.pools
            }
        )

    def without(self, gone: Set[str]) -> Shift:
        """What is left of it when these balancers are deleted meanwhile."""
        return Shift(
            pools=[pool for pool in self.pools if pool.name not in gone],
            targets={name: who for name, who in self.targets.items() if name not in gone},
            leaving={name: who for name, who in self.leaving.items() if name not in gone},
        )

    def so_far(self, came: Ids, left: Ids, seen: Mapping[str, Set[str]]) -> Shift:
        """The part of it that has happened, if only these came and left; who was seen on the way out has left too."""
        registered = {pool.name: pool.members for pool in self.pools}
        return replace(
            self,
            targets={
                name: who & (registered[name] | came.get(name, NOBODY)) for name, who in self.targets.items()
            },
            leaving={
                name: (who & left.get(name, NOBODY))
                | (seen.get(name, NOBODY) - registered[name] - self.targets[name])
                for name, who in self.leaving.items()
            },
        )


@dataclass(frozen=True)
class Moves:
    """The calls of a shift, in their order: members come, the notes on those that are back are taken off, others go."""

    coming: list[Step]
    returned: list[Step]
    going: list[Step]

    @property
    def steps(self) -> list[Step]:
        return [*self.coming, *self.returned, *self.going]


def without_empty(ids: Ids) -> Ids:
    return {name: members for name, members in ids.items() if members}


def shift_for(wanted: WantedMembers, pools: Sequence[Pool]) -> Shift:
    """Who comes and who goes, if these are all the balancers that the task is about."""
    targets, leaving = {}, {}
    for pool in pools:
        registered = pool.members
        if not wanted.present:
            targets[pool.name], leaving[pool.name] = NOBODY, registered & wanted.instances
            continue
        here = wanted.instances
        if wanted.balancers is None:
            here = here & pool.noted
        targets[pool.name] = here
        leaving[pool.name] = registered - here if wanted.purge else NOBODY
    return Shift(pools, targets, leaving)


def moves_of(shift: Shift, remember: bool = False, opening: Sequence[Step] = ()) -> Moves:
    """``opening`` enables the zones of those that come; ``remember`` notes who leaves, and strikes off who is back."""
    pools = shift.pools
    come = [plan_registration(pool, shift.targets[pool.name]) for pool in pools]
    back = [plan_forgetting(pool, shift.targets[pool.name]) for pool in pools if remember]
    go = [plan_deregistration(pool, shift.leaving[pool.name], remember) for pool in pools]
    return Moves([*opening, *steps_of(come)], steps_of(back), steps_of(go))


def steps_of(plans: Iterable[Plan]) -> list[Step]:
    return [step for plan in plans for step in plan.steps]
