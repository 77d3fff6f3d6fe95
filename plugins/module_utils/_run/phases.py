# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Members that come and go, phase by phase: what is sent, what is waited for, what is told. Private to classic.elb."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Any, Callable

from ansible_collections.classic.elb.plugins.module_utils._model.aws import (
    instances_from_aws,
    instances_to_aws,
    tag_keys_to_aws,
    tags_from_aws,
)
from ansible_collections.classic.elb.plugins.module_utils._model.errors import (
    INVALID_INSTANCE,
    CallFailed,
    ElbError,
    NotThere,
)
from ansible_collections.classic.elb.plugins.module_utils._model.members import Health, Instance, Pool
from ansible_collections.classic.elb.plugins.module_utils._model.notes import noted
from ansible_collections.classic.elb.plugins.module_utils._model.state import HealthCheck
from ansible_collections.classic.elb.plugins.module_utils._model.step import SETTLE, Step, halfway
from ansible_collections.classic.elb.plugins.module_utils._plan.members import (
    DEREGISTER,
    REGISTER,
    in_words,
    obstacles,
)
from ansible_collections.classic.elb.plugins.module_utils._plan.shift import NOBODY, Moves, Shift
from ansible_collections.classic.elb.plugins.module_utils._run.module import Task
from ansible_collections.classic.elb.plugins.module_utils._run.newborn import patient
from ansible_collections.classic.elb.plugins.module_utils._run.shield import unbroken
from ansible_collections.classic.elb.plugins.module_utils._service.client import THROTTLE_BUDGET, Client
from ansible_collections.classic.elb.plugins.module_utils._service.ec2 import read_instances
from ansible_collections.classic.elb.plugins.module_utils._service.members import read_draining
from ansible_collections.classic.elb.plugins.module_utils._service.reading import (
    is_listed,
    pause_before_look,
    read_named,
)
from ansible_collections.classic.elb.plugins.module_utils._service.waiting import (
    Wait,
    Watch,
    default_timeout_in,
    default_timeout_out,
)

LOOKS_AT_EC2 = 5
"""How often EC2 is asked again for an instance that it may not show yet; after that, a wrong id is likelier."""


@dataclass(frozen=True)
class Phase:
    """Calls, then a wait. If members leave (``leaves``), a balancer that was deleted meanwhile is no failure: they are
    out of it."""

    steps: list[Step]
    wait: Wait | None = None
    leaves: bool = False


@dataclass
class Course:
    """What came of the phases: the shift as far as it has become true, the calls that AWS accepted, the balancers that
    were deleted before anybody could leave them, and, of the members that were waited for, the last words on them and
    the seconds that it took."""

    shift: Shift
    done: list[Step] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    health: dict[str, dict[str, Health]] = field(default_factory=dict)
    waited: float = 0.0

    @property
    def seen(self) -> dict[str, Set[str]]:
        """Who was waited for, by balancer."""
        return {name: members.keys() for name, members in self.health.items()}

    def sent(self, operation: str) -> dict[str, frozenset[str]]:
        """The instances of the calls of this operation that AWS accepted, by balancer."""
        sent: dict[str, frozenset[str]] = {}
        for step in self.done:
            if step.operation == operation:
                sent[step.balancer] = sent.get(step.balancer, frozenset()) | _instances_of(step)
        return sent


class Halted(ElbError):
    """Phases that have ended in the middle; ``course`` is how far they came."""

    def __init__(self, course: Course, message: str, **details: Any) -> None:
        super().__init__(message, **details)
        self.course = course


class NotRegistrable(ElbError):
    """AWS has refused instances, and EC2 tells why."""


def foresee(task: Task, shift: Shift, known: Mapping[str, Instance], with_traffic: bool) -> None:
    """Raise for those that come if AWS would not register one; of one that would get no traffic, warn.

    ``with_traffic``, raise for such a one too.
    """
    found = obstacles(shift.pools, shift.arriving, known, task.client.connection.region)
    if any(with_traffic or obstacle.is_refusal for obstacle in found):
        raise ElbError(f"{in_words(found)} Nothing was changed.")
    for obstacle in found:
        task.warn(obstacle.remark)


def phases_of(
    client: Client,
    shift: Shift,
    moves: Moves,
    waits: bool,
    timeout: int | None,
    asked: frozenset[str] = NOBODY,
) -> list[Phase]:
    """A note is only taken off when its instance serves: a task that is run again after a time-out waits again.

    Without a ``timeout`` (seconds), each wait takes as long as health checks and draining may. ``asked`` are those that
    are to be out, however they have left.
    """
    return [
        Phase(moves.coming, _wait_for_comers(shift, timeout) if waits else None),
        Phase(moves.returned),
        Phase(moves.going, _wait_for_leavers(client, shift, timeout, asked) if waits else None, leaves=True),
    ]


def _checks(shift: Shift) -> dict[str, HealthCheck]:
    return {pool.name: pool.health_check for pool in shift.pools}


def _wait_for_comers(shift: Shift, timeout: int | None) -> Wait | None:
    idle, checks = shift.idle, _checks(shift)
    if not idle:
        return None
    known = {
        pool.name: {member: pool.health[member] for member in pool.health.keys() & idle[pool.name]}
        for pool in shift.pools
        if pool.name in idle
    }
    longest = timeout or default_timeout_in({name: checks[name] for name in idle})
    spare = 0.0 if timeout else THROTTLE_BUDGET
    return Wait(idle, checks, until_in_service=True, timeout=longest, spare=spare, known=known)


def _wait_for_leavers(
    client: Client, shift: Shift, timeout: int | None, asked: frozenset[str]
) -> Wait | None:
    ending = shift.ending(asked)
    if not ending:
        return None
    draining = {} if timeout else read_draining(client, ending)
    longest = timeout or default_timeout_out(draining)
    spare = 0.0 if timeout else THROTTLE_BUDGET
    checks = _checks(shift)
    return Wait(ending, checks, until_in_service=False, timeout=longest, spare=spare, draining=draining)


def carry_out(
    client: Client,
    shift: Shift,
    phases: list[Phase],
    have_left: Callable[[], None] = lambda: None,
    is_first: bool = True,
) -> Course:
    """Send and wait, phase by phase; ``is_first`` if the task has sent nothing before. Raises ``Halted``.

    ``have_left`` is called when AWS knows who leaves, before their connections are waited for.
    """
    course, pools = Course(shift), shift.pools
    left = [step for phase in phases for step in phase.steps]
    sending: Step | None = None
    try:
        for phase in phases:
            with unbroken():
                for step in phase.steps:
                    sending = left.pop(0)
                    if step.balancer in course.gone:
                        continue
                    _send_and_note(client, pools, step, phase, course)
            sending = None
            if phase.leaves:
                have_left()
            if phase.wait:
                _watch(client, phase.wait, course)
    except ElbError as failure:
        told = _take_off_note(client, pools, course.done, sending, failure)
        so_far = shift.without(course.gone).so_far(
            course.sent(REGISTER), course.sent(DEREGISTER), course.seen
        )
        raise _halted(failure, replace(course, shift=so_far), sending, left, told, is_first) from failure
    return replace(course, shift=shift.without(course.gone))


def _send_and_note(client: Client, pools: Sequence[Pool], step: Step, phase: Phase, course: Course) -> None:
    """Note what came of it: AWS accepted it, or members were to leave a balancer that is gone meanwhile; or there was
    no clear answer, and AWS shows who has moved."""
    try:
        _send(client, pools, step, phase.steps)
        course.done.append(step)
    except CallFailed as failure:
        if phase.leaves and _is_gone(client, step, failure):
            course.gone.add(step.balancer)
            return
        moved = _who_moved(client, step, failure)
        if moved:
            members = {"Instances": instances_to_aws(moved)}
            course.done.append(replace(step, parameters={**step.parameters, **members}))
        if not moved or moved < _instances_of(step):
            raise


def _who_moved(client: Client, step: Step, failure: ElbError) -> frozenset[str]:
    """Those of the instances of a call without a clear answer which are where it brings them, as far as AWS tells."""
    if not failure.ambiguous or step.operation not in (REGISTER, DEREGISTER):
        return NOBODY
    try:
        (balancer,) = read_named(client, [step.balancer])
    except ElbError:
        return NOBODY
    ids = _instances_of(step)
    return ids & balancer.instances if step.operation == REGISTER else ids - balancer.instances


def _watch(client: Client, wait: Wait, course: Course) -> None:
    """Wait, and note what was seen, however that ends."""
    watch = Watch(wait)
    try:
        watch.until_all_are_there(client)
    finally:
        course.waited += watch.waited
        for name, members in watch.health.items():
            course.health.setdefault(name, {}).update(members)


def _take_off_note(
    client: Client, pools: Sequence[Pool], done: list[Step], failed: Step | None, failure: ElbError
) -> list[str]:
    """Take off the note that was written for a deregistration which AWS then refused, and tell it.

    Left there, it would have a later run register the instance. It stays unless AWS shows that all are still in; so
    does one that was there before.
    """
    is_refused = isinstance(failure, CallFailed) and not failure.ambiguous
    if not failed or not is_refused:
        return []
    before = {key for pool in pools if pool.name == failed.balancer for key in pool.notes}
    keys = _keys_of_note(failed, done, before)
    if not keys:
        return []
    try:
        (balancer,) = read_named(client, [failed.balancer])
        if not _instances_of(failed) <= balancer.instances:
            return []
        tags = tag_keys_to_aws(keys)
        client.write(Step("RemoveTags", {"LoadBalancerNames": [balancer.name], "Tags": tags}))
    except ElbError as stays:
        return [f"The note about it stays: {stays.message}"]
    return ["The note about it was taken off again."]


def _keys_of_note(leaving: Step, done: list[Step], before: set[str]) -> list[str]:
    """Of the tags that were set for this deregistration, and were not there; the last step may have noted others."""
    note = done[-1] if done else leaving
    if leaving.operation != DEREGISTER or note.operation != "AddTags":
        return []
    tags = tags_from_aws(note.parameters["Tags"])
    tags = {key: value for key, value in tags.items() if key not in before}
    is_its_own = note.balancer == leaving.balancer and noted(tags) <= _instances_of(leaving)
    return list(tags) if is_its_own else []


def _is_gone(client: Client, step: Step, refusal: CallFailed) -> bool:
    """Whoever leaves a balancer that is deleted meanwhile is out, and must leave the others too."""
    return isinstance(refusal, NotThere) and not is_listed(client, step.balancer)


def _send(client: Client, pools: Sequence[Pool], step: Step, phase: list[Step]) -> None:
    """AWS refuses a whole list for one instance that it does not take or know (facts 1.5)."""
    balancers = {pool.name: pool.balancer for pool in pools}
    step = patient(step, balancers.get(step.balancer))
    try:
        client.write(step)
    except CallFailed as refusal:
        if refusal.code != INVALID_INSTANCE:
            raise
        if step.operation == REGISTER:
            _raise_if_foreseeable(client, pools, phase, refusal)
            client.write(replace(step, settles={INVALID_INSTANCE: SETTLE}))
        else:
            _deregister_each(client, step)


def _raise_if_foreseeable(
    client: Client, pools: Sequence[Pool], phase: list[Step], refusal: CallFailed
) -> None:
    """Raise unless EC2 finds nothing wrong with the instances: then they are new, and AWS needs time.

    All that are to come in this phase are looked at, as check mode does.
    """
    arriving = {step.balancer: _instances_of(step) for step in phase if step.operation == REGISTER}
    try:
        known = _read_until_known(client, frozenset().union(*arriving.values()))
    except ElbError as unknown:
        raise ElbError(
            f"{refusal.message} EC2 did not tell why: {unknown.message}", **refusal.details
        ) from refusal
    found = obstacles(pools, arriving, known, client.connection.region)
    if any(obstacle.is_refusal for obstacle in found):
        raise NotRegistrable(in_words(found), **refusal.details) from refusal


def _read_until_known(client: Client, ids: frozenset[str]) -> Mapping[str, Instance]:
    """What EC2 says of instances; one that was launched a moment ago, it may not show yet (facts 3.1)."""
    known = read_instances(client, ids)
    for _look in range(LOOKS_AT_EC2):
        if ids <= known.keys():
            break
        pause_before_look()
        known = read_instances(client, ids)
    return known


def _instances_of(step: Step) -> frozenset[str]:
    return instances_from_aws(step.parameters)


def _deregister_each(client: Client, step: Step) -> None:
    """An instance that AWS no longer knows is out, and must not keep others in.

    It may also be out by a first attempt whose answer got lost; of a list, only each alone can tell.
    """
    members = step.parameters["Instances"]
    for member in members if len(members) > 1 else ():
        alone = replace(step, parameters={**step.parameters, "Instances": [member]})
        try:
            client.write(alone)
        except CallFailed as refusal:
            if refusal.code != INVALID_INSTANCE:
                refusal.ambiguous = True  # of the list, some may be out by now
                raise


def _halted(
    failure: ElbError,
    course: Course,
    failed: Step | None,
    left: list[Step],
    undone: list[str],
    is_first: bool,
) -> Halted:
    """What was done and what was not, with the names that the way back needs; a lost answer may have been a yes."""
    done = course.done
    sentences, details = halfway(done, failed, left)
    moved = done
    if failed and failed.operation in (DEREGISTER, REGISTER) and failure.ambiguous:
        moved = [*done, failed]
        way = "out of" if failed.operation == DEREGISTER else "in"
        certain = course.sent(failed.operation).get(failed.balancer, NOBODY)
        who = ", ".join(sorted(_instances_of(failed) - certain))
        sentences.insert(0, f"It may have worked: {who} may be {way} {failed.balancer}.")
    if isinstance(failure, NotRegistrable) and not done:
        sentences = ["Nothing was changed."] if is_first else []
    return Halted(
        course,
        " ".join([failure.message, *sentences, *undone]),
        **failure.details,
        **details,
        deregistered_from=_balancers_of(DEREGISTER, moved),
        registered_with=_balancers_of(REGISTER, moved),
    )


def _balancers_of(operation: str, steps: list[Step]) -> list[str]:
    return sorted({step.balancer for step in steps if step.operation == operation})
