# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The work of elb_member: many instances in many balancers, in one go. Private to classic.elb.

The phases are: register, wait until all serve, take out, wait until their connections have ended. What a purge takes
out so leaves only when the others serve.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import asdict, dataclass, replace
from typing import Any

from ansible_collections.classic.elb.plugins.module_utils._model.aws import tags_from_aws
from ansible_collections.classic.elb.plugins.module_utils._model.errors import NoSuchBalancers
from ansible_collections.classic.elb.plugins.module_utils._model.members import (
    REGISTERED,
    SERVING,
    UNREGISTERED,
    UNSERVED,
    Group,
    Health,
    Instance,
    noted_instances,
)
from ansible_collections.classic.elb.plugins.module_utils._model.state import Balancer, HealthCheck, Network
from ansible_collections.classic.elb.plugins.module_utils._model.step import Step, refuse_beyond, worst_impact
from ansible_collections.classic.elb.plugins.module_utils._model.wishes import SELF, WantedMembers
from ansible_collections.classic.elb.plugins.module_utils._options.member import parse_members
from ansible_collections.classic.elb.plugins.module_utils._plan.members import (
    DEREGISTER,
    REGISTER,
    WITHOUT_TRAFFIC,
    foresee_refusal,
    is_unserved,
    plan_deregistration,
    plan_forgetting,
    plan_opening,
    plan_registration,
    require_in_service,
    zones_to_open,
)
from ansible_collections.classic.elb.plugins.module_utils._run.module import Result, Task
from ansible_collections.classic.elb.plugins.module_utils._run.phases import Course, Halted, Phase, carry_out
from ansible_collections.classic.elb.plugins.module_utils._service.client import Client
from ansible_collections.classic.elb.plugins.module_utils._service.members import (
    read_all,
    read_draining,
    read_groups,
    read_instances,
    read_named,
)
from ansible_collections.classic.elb.plugins.module_utils._service.metadata import identity
from ansible_collections.classic.elb.plugins.module_utils._service.reading import read_subnets, read_tags
from ansible_collections.classic.elb.plugins.module_utils._service.settings import has_region
from ansible_collections.classic.elb.plugins.module_utils._service.waiting import (
    Wait,
    default_timeout_in,
    default_timeout_out,
)

Ids = dict[str, frozenset[str]]


@dataclass(frozen=True)
class Shift:
    """Who comes and who goes, by balancer. ``targets`` are all that are to serve, registered already or not."""

    groups: list[Group]
    targets: Ids
    leaving: Ids

    @property
    def arriving(self) -> Ids:
        return {group.name: self.targets[group.name] - group.balancer.instances for group in self.groups}

    @property
    def idle(self) -> Ids:
        """Targets that do not serve yet."""
        return _without_empty({group.name: self.targets[group.name] - group.serving for group in self.groups})

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

    def without(self, gone: Set[str]) -> Shift:
        """What is left of it when these balancers are deleted meanwhile."""
        return Shift(
            [group for group in self.groups if group.name not in gone],
            *(
                {name: who for name, who in ids.items() if name not in gone}
                for ids in (self.targets, self.leaving)
            ),
        )

    def so_far(self, course: Course) -> Shift:
        """What has become true of it when the way ends in the middle; who was waited for is among those that leave."""
        came, left = course.sent(REGISTER), course.sent(DEREGISTER)
        shift = self.without(course.gone)
        registered = {group.name: group.balancer.instances for group in shift.groups}
        return replace(
            shift,
            targets={
                name: who & (registered[name] | came.get(name, frozenset()))
                for name, who in shift.targets.items()
            },
            leaving={
                name: (who & left.get(name, frozenset()))
                | (course.health.get(name, {}).keys() - registered[name] - shift.targets[name])
                for name, who in shift.leaving.items()
            },
        )

    def ending(self, asked: frozenset[str]) -> Ids:
        """Those whose connections are to end: all that leave, and those asked for of which AWS does not say that they
        have: an earlier run may have left them draining."""
        return _without_empty(
            {
                group.name: self.leaving[group.name]
                | frozenset(
                    member
                    for member in asked - group.balancer.instances
                    if not group.health.get(member, UNREGISTERED).is_out
                )
                for group in self.groups
            }
        )


def _without_empty(ids: Ids) -> Ids:
    return {name: members for name, members in ids.items() if members}


def parse(options: dict[str, Any]) -> WantedMembers:
    """The wish, with the instance that ``self`` is, and its region where no other is given."""
    wanted = parse_members(options)
    if SELF not in wanted.instances:
        return wanted
    myself = identity()
    if not has_region(options):
        options["region"] = myself.region
    return replace(wanted, instances=wanted.instances - {SELF} | {myself.instance_id})


def manage_members(task: Task, wanted: WantedMembers) -> Result:
    client = task.client
    shift = _shift(_groups(task, wanted), wanted)
    asks = wanted.open_zones is not None or task.check_mode or _in_several_vpcs(shift)
    known = _read_arriving(client, shift) if asks else {}
    opening: list[Step] = []
    if wanted.open_zones:
        shift, opening = _opened(client, shift, known)
    require_in_service(shift.groups, shift.leaving, shift.targets if wanted.wait else {}, wanted.minimum)
    phases = _phases(client, shift, wanted, opening, task.options["max_impact"])
    if asks:
        _foresee(task, shift, known, wanted.open_zones is not None)
    for name, members in shift.stuck.items() if task.check_mode else ():
        for member, words in members.items():
            task.warn(f"instances: {member} does not serve in {name}, and will not by itself: {words}.")
    if task.check_mode:
        planned = [step for phase in phases for step in phase.steps]
        course = Course(done=planned, health=_predicted(shift, wanted, known))
    else:
        try:
            course = carry_out(client, shift.groups, phases)
        except Halted as failure:
            failure.details["balancers"] = _all_shown(shift.so_far(failure.course), failure.course)
            raise
        for name in sorted(course.gone):
            task.warn(f"{name} has been deleted meanwhile, so nobody had to leave it.")
        shift = shift.without(course.gone)
    return _told(task, shift, course, [phase.wait for phase in phases if phase.wait], wanted)


def _told(task: Task, shift: Shift, course: Course, waits: list[Wait], wanted: WantedMembers) -> Result:
    arriving = shift.arriving
    result: Result = {
        "changed": bool(course.done),
        "actions": [step.describe() for step in course.done],
        "impact": worst_impact(course.done),
        "balancers": _all_shown(shift, course),
        "deregistered_from": sorted(_without_empty(shift.leaving)),
        "registered_with": sorted(_without_empty(arriving)),
        "waited": round(sum(wait.waited for wait in waits), 1),
        "wait_timeout": max((wait.timeout for wait in waits), default=wanted.wait_timeout or 0),
    }
    if not shift.groups and wanted.balancers is None and not wanted.present:
        result["msg"] = f"No balancer has {' or '.join(sorted(wanted.instances))}."
    if task.diff_mode:
        changed = [group for group in shift.groups if shift.leaving[group.name] or arriving[group.name]]
        result["diff"] = {
            "before": {group.name: sorted(group.balancer.instances) for group in changed},
            "after": {group.name: sorted(_afterwards(group, shift)) for group in changed},
            "before_header": "members",
            "after_header": f"members (impact: {result['impact']})",
        }
    return result


def _in_several_vpcs(shift: Shift) -> bool:
    """Then an instance fits into some of the balancers at most, and AWS would tell in the middle of the way."""
    return len({group.balancer.vpc_id for group in shift.groups if shift.arriving[group.name]}) > 1


def _read_arriving(client: Client, shift: Shift) -> Mapping[str, Instance]:
    """What EC2 says beforehand; elsewhere AWS' own refusal changes nothing, and is explained afterwards."""
    ids = frozenset().union(*shift.arriving.values())
    return read_instances(client, ids) if ids else {}


def _foresee(task: Task, shift: Shift, known: Mapping[str, Instance], with_traffic: bool) -> None:
    """Last of all that may be refused: it is what AWS itself refuses in a run that does not ask EC2."""
    for remark in foresee_refusal(shift.groups, shift.arriving, known, with_traffic):
        task.warn(f"instances: {remark}; {WITHOUT_TRAFFIC}")


def _opened(client: Client, shift: Shift, known: Mapping[str, Instance]) -> tuple[Shift, list[Step]]:
    """The balancers with the zones of all that come, and the calls that enable these."""
    zones = {group.name: zones_to_open(group, shift.arriving[group.name], known) for group in shift.groups}
    missing = frozenset().union(*zones.values())
    attached = frozenset().union(*(group.balancer.subnets or () for group in shift.groups))
    network = read_subnets(client, attached, missing) if missing else Network()
    plans = [plan_opening(group, zones[group.name], network) for group in shift.groups]
    groups = [replace(group, balancer=plan.balancer) for group, plan in zip(shift.groups, plans)]
    return replace(shift, groups=groups), [step for plan in plans for step in plan.steps]


def _groups(task: Task, wanted: WantedMembers) -> list[Group]:
    """The balancers that the task is about: the named ones, or those in which an instance is, or by its note was."""
    client = task.client
    if wanted.balancers is None:
        found, unreadable = read_all(client, wanted.instances)
        for odd in unreadable:
            task.warn(f"{odd.message} None of the instances is in it.")
    else:
        found = _named(task, wanted.balancers)
    tags = read_tags(client, [balancer.name for balancer in found]) if wanted.remember else {}
    if wanted.balancers is None:
        members = (balancer.instances for balancer in found)
        strays = wanted.instances.difference(*map(_noted, tags.values()), *members)
        # In check mode, an earlier task of the play may be meant to take them out.
        if wanted.present and strays and not task.check_mode:
            task.warn(
                f"instances: no balancer has {' or '.join(sorted(strays))}, or notes that it did; there is nowhere to "
                "go back to."
            )
        found = [
            balancer
            for balancer in found
            if wanted.instances & _noted(tags.get(balancer.name, ()))
            or (not wanted.present and wanted.instances & balancer.instances)
        ]
    return read_groups(client, found, () if wanted.present else wanted.instances, tags)


def _named(task: Task, names: Iterable[str]) -> list[Balancer]:
    """In check mode, those that are not there are taken for ones that an earlier task would have made."""
    try:
        return read_named(task.client, names)
    except NoSuchBalancers as failure:
        if not task.check_mode:
            raise
        task.warn(f"As {failure.missing} yet, this is predicted for balancers that would be there.")
        there = read_named(task.client, set(names) - set(failure.names))
        return sorted([*there, *map(Balancer, failure.names)], key=lambda balancer: balancer.name)


def _noted(tags: Iterable[Mapping[str, str]]) -> frozenset[str]:
    return frozenset().union(*noted_instances(tags_from_aws(tags)).values())


def _shift(groups: list[Group], wanted: WantedMembers) -> Shift:
    targets: Ids = {}
    leaving: Ids = {}
    for group in groups:
        registered = group.balancer.instances
        if not wanted.present:
            targets[group.name], leaving[group.name] = frozenset(), registered & wanted.instances
            continue
        here = wanted.instances
        if wanted.balancers is None:
            here = here & frozenset().union(*group.notes.values())
        targets[group.name] = here
        leaving[group.name] = registered - here if wanted.purge else frozenset()
    return Shift(groups, targets, leaving)


def _phases(
    client: Client, shift: Shift, wanted: WantedMembers, opening: list[Step], max_impact: str
) -> list[Phase]:
    """A note is only taken off when its instance serves: a task that is run again after a time-out waits again."""
    groups = shift.groups
    come = [plan_registration(group, shift.targets[group.name]) for group in groups]
    back = [plan_forgetting(group, shift.targets[group.name]) for group in groups if wanted.remember]
    go = [plan_deregistration(group, shift.leaving[group.name], wanted.remember) for group in groups]
    coming, returned, going = ([step for plan in plans for step in plan.steps] for plans in (come, back, go))
    refuse_beyond([*opening, *coming, *returned, *going], max_impact)
    return [
        Phase([*opening, *coming], _wait_for_comers(shift, wanted) if wanted.wait else None),
        Phase(returned),
        Phase(going, _wait_for_leavers(client, shift, wanted) if wanted.wait else None, leaves=True),
    ]


def _checks(shift: Shift) -> dict[str, HealthCheck]:
    return {group.name: group.health_check for group in shift.groups}


def _wait_for_comers(shift: Shift, wanted: WantedMembers) -> Wait | None:
    idle, checks = shift.idle, _checks(shift)
    if not idle:
        return None
    timeout = wanted.wait_timeout or default_timeout_in({name: checks[name] for name in idle})
    known = {
        group.name: {member: group.health[member] for member in group.health.keys() & idle[group.name]}
        for group in shift.groups
        if group.name in idle
    }
    return Wait(idle, checks, until_in_service=True, timeout=timeout, health=known)


def _wait_for_leavers(client: Client, shift: Shift, wanted: WantedMembers) -> Wait | None:
    ending = shift.ending(wanted.instances if not wanted.present else frozenset())
    if not ending:
        return None
    draining = {} if wanted.wait_timeout else read_draining(client, ending)
    timeout = wanted.wait_timeout or default_timeout_out(draining)
    return Wait(ending, _checks(shift), until_in_service=False, timeout=timeout, draining=draining)


def _predicted(
    shift: Shift, wanted: WantedMembers, known: Mapping[str, Instance]
) -> dict[str, dict[str, Health]]:
    """The last words that a real run would get, if all goes well that can."""
    arrived = SERVING if wanted.wait else REGISTERED
    stuck = shift.stuck
    return {
        group.name: {
            **dict.fromkeys(shift.targets[group.name] - group.serving, arrived),
            **{
                each: UNSERVED
                for each in shift.arriving[group.name] & known.keys()
                if wanted.wait and is_unserved(group, known[each])
            },
            **stuck[group.name],
            **dict.fromkeys(shift.leaving[group.name], UNREGISTERED),
        }
        for group in shift.groups
    }


def _afterwards(group: Group, shift: Shift) -> frozenset[str]:
    return (group.balancer.instances | shift.targets[group.name]) - shift.leaving[group.name]


def _all_shown(shift: Shift, course: Course) -> list[dict[str, Any]]:
    return [_shown(group, shift, course.health.get(group.name, {})) for group in shift.groups]


def _shown(group: Group, shift: Shift, last: Mapping[str, Health]) -> dict[str, Any]:
    """One balancer of the result: the named members before and after, and how many serve."""
    arriving = shift.arriving[group.name]
    unwaited = {
        **dict.fromkeys(arriving, REGISTERED),
        **dict.fromkeys(shift.leaving[group.name], UNREGISTERED),
    }
    after = {**group.health, **unwaited, **last}
    members = _afterwards(group, shift)
    return {
        "name": group.name,
        "in_service": sum(
            health.serves if member in group.serving else health.has_arrived
            for member in members
            if (health := after.get(member))
        ),
        "total": len(members),
        "instances": sorted(members),
        "members": [
            {
                "instance_id": member,
                "before": asdict(group.health.get(member, UNREGISTERED)),
                "after": asdict(after.get(member, UNREGISTERED)),
            }
            for member in sorted(shift.targets[group.name] | shift.leaving[group.name])
        ],
    }
