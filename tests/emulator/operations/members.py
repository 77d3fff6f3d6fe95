# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Registered instances and their health (facts 1.5 and 4.1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ..call import Answer, Call, shuffled
from ..errors import ServiceError, validation_error
from ..health import HEALTHY, Health
from ..state import Balancer

_USABLE = ("pending", "running")
_SCRIPTED_TEXTS = {"Throttling": "Rate exceeded"}


def register_instances_with_load_balancer(call: Call) -> Answer:
    """All or none (choice 15); what is registered already stays as it is."""
    balancer = call.balancer
    new = [each for each in _ids(call.items("Instances")) if each not in balancer.members]
    for instance_id in new:
        _check_usable(call, instance_id)
    members = {**balancer.members, **dict.fromkeys(new, call.now)}
    limit = call.knobs.limits["classic-registered-instances"]
    if len(members) > limit:
        raise validation_error(f"LoadBalancer {balancer.name} cannot have more than {limit} instances")
    former = {each: until for each, until in balancer.former_members.items() if each not in new}
    call.save(replace(balancer, members=members, former_members=former))
    return {"Instances": shown_instances(members)}


def deregister_instances_from_load_balancer(call: Call) -> Answer:
    """Gone from the list at once, also while draining; never registered is an error (choice 6)."""
    balancer = call.balancer
    leaving = _ids(call.items("Instances"))
    for instance_id in leaving:
        known = instance_id in balancer.members or (
            instance_id in balancer.former_members and instance_id in call.health.instances
        )
        if not known:
            raise _not_found(instance_id)
    drained = {each: _drained_at(call, each) for each in leaving if each in balancer.members}
    call.save(
        replace(
            balancer,
            members={each: since for each, since in balancer.members.items() if each not in leaving},
            former_members={**balancer.former_members, **drained},
        )
    )
    return {"Instances": shown_instances(set(balancer.members) - set(leaving))}


def describe_instance_health(call: Call) -> Answer:
    """Registered instances, or those asked for: unknown ones fail the call, terminated ones are left out."""
    balancer = call.balancer
    asked = _ids(call.parameters.get("Instances") or [])
    for instance_id in asked:
        if instance_id not in balancer.members and instance_id not in call.health.instances:
            raise _not_found(instance_id)
    shown = [
        each for each in asked or balancer.members if each in balancer.members or not _terminated(call, each)
    ]
    scripted = _scripted(call, shown)
    states = {each: scripted.get(each) or call.health.of(balancer, each) for each in shuffled(shown)}
    return {"InstanceStates": [{"InstanceId": each, **state.as_answer()} for each, state in states.items()]}


def shown_instances(ids: Iterable[str]) -> list[Answer]:
    return [{"InstanceId": each} for each in shuffled(ids)]


def _ids(items: list[dict[str, str]]) -> list[str]:
    return list(dict.fromkeys(item.get("InstanceId", "") for item in items))


def _check_usable(call: Call, instance_id: str) -> None:
    """Stopped ones are refused (facts 10a); without a VPC of the balancer, any will do (choice U23)."""
    instance = call.health.instances.get(instance_id)
    if instance is None:
        raise _not_found(instance_id)
    if instance.state not in _USABLE:
        raise ServiceError("InvalidInstance", f"EC2 instance {instance_id} is not in running state.")
    if call.balancer.vpc_id and instance.vpc_id != call.balancer.vpc_id:
        raise ServiceError(
            "InvalidInstance", f"EC2 instance {instance_id} is not in VPC {call.balancer.vpc_id}."
        )


def _not_found(instance_id: str) -> ServiceError:
    return ServiceError("InvalidInstance", f"Could not find EC2 instance {instance_id}.")


def _terminated(call: Call, instance_id: str) -> bool:
    return call.health.instances[instance_id].state == "terminated"


def _drained_at(call: Call, instance_id: str) -> float:
    """Draining lasts the whole timeout (choice U5); what took no traffic has nothing to drain."""
    balancer: Balancer = call.balancer
    drains = balancer.attributes.draining_enabled and call.health.of(balancer, instance_id) == HEALTHY
    return call.now + balancer.attributes.draining_timeout if drains else call.now


def _scripted(call: Call, shown: list[str]) -> dict[str, Health]:
    """The next line of each instance's script (knob `health_scripts`); one error fails the call."""
    scripts = call.knobs.health_scripts
    lines = {each: scripts[each].pop(0) for each in shown if scripts.get(each)}
    for line in lines.values():
        if "error" in line:
            raise ServiceError(line["error"], _SCRIPTED_TEXTS.get(line["error"], "A scripted error"))
    return {
        each: Health(
            line.get("State", "InService"), line.get("ReasonCode", "N/A"), line.get("Description", "N/A")
        )
        for each, line in lines.items()
    }
