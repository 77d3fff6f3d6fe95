# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The work of elb_member: many instances in many balancers, in one go. Private to classic.elb.

The phases are: register, wait until all serve, take out, wait until their connections have ended. What a purge takes
out so leaves only when the others serve.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from typing import Any, Callable

from ansible_collections.classic.elb.plugins.module_utils._model.aws import tags_from_aws
from ansible_collections.classic.elb.plugins.module_utils._model.errors import ElbError, NoSuchBalancers
from ansible_collections.classic.elb.plugins.module_utils._model.members import (
    REGISTERED,
    SERVING,
    UNREGISTERED,
    UNSERVED,
    Health,
    Instance,
    Pool,
)
from ansible_collections.classic.elb.plugins.module_utils._model.notes import noted
from ansible_collections.classic.elb.plugins.module_utils._model.state import Balancer, Network
from ansible_collections.classic.elb.plugins.module_utils._model.step import Step, record, refuse_beyond
from ansible_collections.classic.elb.plugins.module_utils._model.wishes import SELF, WantedMembers
from ansible_collections.classic.elb.plugins.module_utils._options.member import parse_members
from ansible_collections.classic.elb.plugins.module_utils._plan.members import (
    is_unserved,
    plan_opening,
    require_in_service,
    shortages,
    zones_to_open,
)
from ansible_collections.classic.elb.plugins.module_utils._plan.shift import (
    Ids,
    Shift,
    moves_of,
    shift_for,
    steps_of,
    without_empty,
)
from ansible_collections.classic.elb.plugins.module_utils._run.module import Result, Task
from ansible_collections.classic.elb.plugins.module_utils._run.phases import (
    Course,
    Halted,
    Phase,
    carry_out,
    foresee,
    phases_of,
)
from ansible_collections.classic.elb.plugins.module_utils._service.client import Client
from ansible_collections.classic.elb.plugins.module_utils._service.ec2 import read_instances, read_subnets
from ansible_collections.classic.elb.plugins.module_utils._service.members import read_pools
from ansible_collections.classic.elb.plugins.module_utils._service.metadata import identity
from ansible_collections.classic.elb.plugins.module_utils._service.reading import (
    LOOKS,
    pause_before_look,
    read_all,
    read_named,
    read_tags,
)
from ansible_collections.classic.elb.plugins.module_utils._service.settings import has_region


def parse(options: dict[str, Any]) -> WantedMembers:
    """The wish, with the instance that ``self`` is, and its region where no other is given."""
    wanted = parse_members(options)
    if SELF not in wanted.instances:
        return wanted
    myself = identity()
    if not has_region(options):
        options["region"] = myself.region
    return replace(wanted, instances=wanted.instances - {SELF} | {myself.instance_id})


WHO_LEAVES = "the members of balancers"


def manage_members(task: Task, wanted: WantedMembers) -> Result:
    """Of the tasks that must leave enough members, each has a turn to look and to send.

    Where nobody has to leave, none is waited for. While connections end, the next one has its turn; while those come
    after whom others leave, none has.
    """
    takes_out = not wanted.present or wanted.purge
    counts = bool(wanted.minimum.amount) and takes_out and not task.check_mode
    with contextlib.ExitStack() as turn:
        is_ours = not counts or turn.enter_context(task.turn(WHO_LEAVES).taken(wait=False))
        if not is_ours and _is_anybody_there(task, wanted):
            # Health and notes are read in one's turn: many that wait for it would read all of that in vain.
            is_ours = turn.enter_context(task.turn(WHO_LEAVES).taken(wait=True))
        shift = _who_moves(task, wanted)
        if not any(shift.leaving.values()):
            turn.close()
        elif not is_ours:
            turn.enter_context(task.turn(WHO_LEAVES).taken(wait=True))
            shift = _who_moves(task, wanted)
        return _move(task, wanted, shift, turn.close)


def _is_anybody_there(task: Task, wanted: WantedMembers) -> bool:
    """Whether the listing shows somebody who has to leave."""
    if wanted.balancers is None:
        found, _unreadable = read_all(task.client, wanted.instances)
    else:
        found = _named(task, wanted.balancers)
    members = frozenset().union(*(balancer.instances for balancer in found))
    return bool(members - wanted.instances if wanted.present else members & wanted.instances)


def _who_moves(task: Task, wanted: WantedMembers) -> Shift:
    """Who comes and who goes. Where too few would remain, and AWS does not know the health of some, it knows it soon:
    what it tells then is that there is a passing error (facts 4.1)."""
    shift = shift_for(wanted, _pools(task, wanted))
    for _look in range(LOOKS):
        short = shortages(shift.pools, shift.leaving, _waited_for(shift, wanted), wanted.minimum)
        if not short or not all(each.is_in_doubt for each in short):
            break
        pause_before_look()
        shift = shift_for(wanted, _pools(task, wanted))
    return shift


def _waited_for(shift: Shift, wanted: WantedMembers) -> Ids:
    """Those that serve before anybody leaves."""
    return shift.targets if wanted.wait else {}


def _move(task: Task, wanted: WantedMembers, shift: Shift, have_left: Callable[[], None]) -> Result:
    client = task.client
    asks = wanted.open_zones is not None or task.check_mode or _in_several_vpcs(shift)
    known = _read_arriving(client, shift) if asks else {}
    opening: list[Step] = []
    if wanted.open_zones:
        shift, opening = _with_open_zones(client, shift, known)
    require_in_service(shift.pools, shift.leaving, _waited_for(shift, wanted), wanted.minimum)
    moves = moves_of(shift, wanted.remember, opening)
    refuse_beyond(moves.steps, task.max_impact)
    asked = wanted.instances if not wanted.present else frozenset()
    phases = phases_of(client, shift, moves, wanted.wait, wanted.wait_timeout, asked)
    if asks:
        # Last of all that may be refused: it is what AWS itself refuses in a run that does not ask EC2.
        foresee(task, shift, known, with_traffic=wanted.open_zones is not None)
    _tell_who_is_stuck(task, wanted, shift)
    if task.check_mode:
        course = Course(shift, done=moves.steps, health=_predicted(shift, wanted, known))
    else:
        course = _carry_out(task, shift, phases, have_left)
    return _result(task, course, wanted, [phase.wait.timeout for phase in phases if phase.wait])


def _carry_out(task: Task, shift: Shift, phases: list[Phase], have_left: Callable[[], None]) -> Course:
    try:
        course = carry_out(task.client, shift, phases, have_left)
    except Halted as failure:
        failure.details["balancers"] = _all_shown(failure.course)
        raise
    for name in sorted(course.gone):
        task.warn(f"{name} has been deleted meanwhile, so nobody had to leave it.")
    return course


def _tell_who_is_stuck(task: Task, wanted: WantedMembers, shift: Shift) -> None:
    """Of one that is to serve, a wait tells it; of one that leaves to come back, the wait would be then."""
    if task.check_mode or not wanted.wait:
        for name, members in shift.stuck.items():
            for member, words in members.items():
                task.warn(f"instances: {member} does not serve in {name}, and will not by itself: {words}.")
    if wanted.remember and not wanted.present:
        for pool in shift.pools:
            for member in sorted(shift.leaving[pool.name]):
                if pool.health[member].is_hopeless:
                    task.warn(
                        f"instances: {member} does not serve in {pool.name}, and will not when it comes back: "
                        f"{pool.health[member]}."
                    )


def _result(task: Task, course: Course, wanted: WantedMembers, timeouts: list[float]) -> Result:
    shift = course.shift
    arriving = shift.arriving
    result: Result = {
        **record(course.done),
        "balancers": _all_shown(course),
        "deregistered_from": sorted(without_empty(shift.leaving)),
        "registered_with": sorted(without_empty(arriving)),
        "waited": round(course.waited, 1),
        "wait_timeout": max(timeouts, default=wanted.wait_timeout or 0),
    }
    if not shift.pools and wanted.balancers is None and not wanted.present:
        region = task.client.connection.region
        result["msg"] = f"No balancer in {region} has {' or '.join(sorted(wanted.instances))}."
    if task.diff_mode:
        changed = [pool for pool in shift.pools if shift.leaving[pool.name] or arriving[pool.name]]
        result["diff"] = {
            "before": {pool.name: sorted(pool.members) for pool in changed},
            "after": {pool.name: sorted(shift.after(pool)) for pool in changed},
            "before_header": "members",
            "after_header": f"members (impact: {result['impact']})",
        }
    return result


def _in_several_vpcs(shift: Shift) -> bool:
    """Then an instance fits into some of the balancers at most, and AWS would tell in the middle of the way."""
    return len({pool.balancer.vpc_id for pool in shift.pools if shift.arriving[pool.name]}) > 1


def _read_arriving(client: Client, shift: Shift) -> Mapping[str, Instance]:
    """What EC2 says beforehand; elsewhere AWS' own refusal changes nothing, and is explained afterwards."""
    ids = frozenset().union(*shift.arriving.values())
    return read_instances(client, ids) if ids else {}


def _with_open_zones(client: Client, shift: Shift, known: Mapping[str, Instance]) -> tuple[Shift, list[Step]]:
    """The balancers with the zones of all that come, and the calls that enable these."""
    zones = {pool.name: zones_to_open(pool, shift.arriving[pool.name], known) for pool in shift.pools}
    missing = frozenset().union(*zones.values())
    attached = frozenset().union(*(pool.balancer.subnets or () for pool in shift.pools))
    network = read_subnets(client, attached, missing) if missing else Network()
    plans = [plan_opening(pool, zones[pool.name], network) for pool in shift.pools]
    pools = [replace(pool, balancer=plan.balancer) for pool, plan in zip(shift.pools, plans)]
    return replace(shift, pools=pools), steps_of(plans)


def _pools(task: Task, wanted: WantedMembers) -> list[Pool]:
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
    return read_pools(client, found, () if wanted.present else wanted.instances, tags)


def _named(task: Task, names: Iterable[str]) -> list[Balancer]:
    """In check mode, those that are not there are taken for ones that an earlier task would have made."""
    try:
        return read_named(task.client, names)
    except NoSuchBalancers as failure:
        if not task.check_mode:
            raise ElbError(
                f"balancers: {failure.message} Nothing was changed.", **failure.details
            ) from failure
        task.warn(
            f"As {failure.missing} yet, this is predicted for balancers that an earlier task would have made."
        )
        there = read_named(task.client, set(names) - set(failure.names))
        return sorted([*there, *map(Balancer, failure.names)], key=lambda balancer: balancer.name)


def _noted(tags: Iterable[Mapping[str, str]]) -> frozenset[str]:
    return noted(tags_from_aws(tags))


def _predicted(
    shift: Shift, wanted: WantedMembers, known: Mapping[str, Instance]
) -> dict[str, dict[str, Health]]:
    """The last words that a real run would get, if all goes well that can."""
    arrived = SERVING if wanted.wait else REGISTERED
    stuck = shift.stuck
    return {
        pool.name: {
            **dict.fromkeys(shift.targets[pool.name] - pool.serving, arrived),
            **{
                each: UNSERVED
                for each in shift.arriving[pool.name] & known.keys()
                if wanted.wait and is_unserved(pool, known[each])
            },
            **stuck[pool.name],
            **dict.fromkeys(shift.leaving[pool.name], UNREGISTERED),
        }
        for pool in shift.pools
    }


def _all_shown(course: Course) -> list[dict[str, Any]]:
    return [_shown(pool, course.shift, course.health.get(pool.name, {})) for pool in course.shift.pools]


def _shown(pool: Pool, shift: Shift, last: Mapping[str, Health]) -> dict[str, Any]:
    """One balancer of the result: the named members before and after, and how many serve."""
    arriving = shift.arriving[pool.name]
    unwaited = {
        **dict.fromkeys(arriving, REGISTERED),
        **dict.fromkeys(shift.leaving[pool.name], UNREGISTERED),
    }
    after = {**pool.health, **unwaited, **last}
    members = shift.after(pool)
    return {
        "name": pool.name,
        "in_service": sum(
            health.serves if member in pool.serving else health.has_arrived
            for member in members
            if (health := after.get(member))
        ),
        "total": len(members),
        "instances": sorted(members),
        "members": [
            {
                "instance_id": member,
                "before": asdict(pool.health_of(member)),
                "after": asdict(after.get(member, UNREGISTERED)),
            }
            for member in sorted(shift.targets[pool.name] | shift.leaving[pool.name])
        ],
    }
