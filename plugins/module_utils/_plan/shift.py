# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A change of shift: which members come to balancers, and which leave them. Private to classic.elb."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

from ansible_collections.classic.elb.plugins.module_utils._model.members import UNREGISTERED, Group, Health
from ansible_collections.classic.elb.plugins.module_utils._model.step import Step
from ansible_collections.classic.elb.plugins.module_utils._model.wishes import WantedMembers
from ansible_collections.classic.elb.plugins.module_utils._plan.members import (
    plan_deregistration,
    plan_forgetting,
    plan_registration,
)

Ids = Mapping[str, frozenset[str]]
"""Instances by balancer."""
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Shift:
    """``targets`` are all that are to serve, registered already or not; ``leaving`` are registered."""

    groups: Sequence[Group]
    targets: Ids
    leaving: Ids

    @property
    def arriving(self) -> Ids:
        return {group.name: self.targets[group.name] - group.members for group in self.groups}

    @property
    def idle(self) -> Ids:
        """Targets that do not serve yet."""
        return without_empty({group.name: self.targets[group.name] - group.serving for group in self.groups})

    @property
    def stuck(self) -> dict[str, dict[str, Health]]:
        """Those of them that are registered, and of which AWS says that they will not serve by themselves."""
        idle = self.idle
        return {
            group.name: {
                member: health
                for member, health in sorted(group.health.items())
                if member in idle.get(group.name, ()) and health.is_hopeless
            }
            for group in self.groups
        }

    def after(self, group: Group) -> frozenset[str]:
        return (group.members | self.targets[group.name]) - self.leaving[group.name]

    def ending(self, asked: frozenset[str]) -> Ids:
        """Those whose connections are to end: all that leave, and those asked for of which AWS does not say that they
        have: an earlier run may have left them draining."""
        return without_empty(
            {
                group.name: self.leaving[group.name]
                | frozenset(
                    member
                    for member in asked - group.members
                    if not group.health.get(member, UNREGISTERED).is_out
                )
                for group in self.groups
            }
        )

    def without(self, gone: Set[str]) -> Shift:
        """What is left of it when these balancers are deleted meanwhile."""
        return Shift(
            [group for group in self.groups if group.name not in gone],
            *(
                {name: who for name, who in ids.items() if name not in gone}
                for ids in (self.targets, self.leaving)
            ),
        )

    def so_far(self, came: Ids, left: Ids, seen: Mapping[str, Set[str]]) -> Shift:
        """What has become true of it when only these came and left; who was seen on the way out is among the latter."""
        registered = {group.name: group.members for group in self.groups}
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


def shift_for(wanted: WantedMembers, groups: Sequence[Group]) -> Shift:
    """Who comes and who goes, if these are all the balancers that the task is about."""
    targets, leaving = {}, {}
    for group in groups:
        registered = group.members
        if not wanted.present:
            targets[group.name], leaving[group.name] = NOBODY, registered & wanted.instances
            continue
        here = wanted.instances
        if wanted.balancers is None:
            here = here & group.noted
        targets[group.name] = here
        leaving[group.name] = registered - here if wanted.purge else NOBODY
    return Shift(groups, targets, leaving)


def plan_moves(shift: Shift, remember: bool = False, opening: Sequence[Step] = ()) -> Moves:
    """``opening`` enables the zones of those that come; ``remember`` notes who leaves, and strikes off who is back."""
    groups = shift.groups
    come = [plan_registration(group, shift.targets[group.name]) for group in groups]
    back = [plan_forgetting(group, shift.targets[group.name]) for group in groups if remember]
    go = [plan_deregistration(group, shift.leaving[group.name], remember) for group in groups]
    coming, returned, going = ([step for plan in plans for step in plan.steps] for plans in (come, back, go))
    return Moves([*opening, *coming], returned, going)
