# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The plan for a whole balancer. Private to classic.elb."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ansible_collections.classic.elb.plugins.module_utils._model.aws import (
    DESYNC_MODES,
    attributes_to_aws,
    health_check_to_aws,
    listener_to_aws,
    tag_keys_to_aws,
    tags_to_aws,
)
from ansible_collections.classic.elb.plugins.module_utils._model.errors import ElbError, absence
from ansible_collections.classic.elb.plugins.module_utils._model.state import (
    MOST_TAGS,
    AccessLogs,
    Balancer,
    ConnectionDraining,
    HealthCheck,
    Listener,
    Network,
    is_same_certificate,
)
from ansible_collections.classic.elb.plugins.module_utils._model.step import BRIEFLY, OUTAGE, REPLACEMENT
from ansible_collections.classic.elb.plugins.module_utils._model.wishes import WantedBalancer
from ansible_collections.classic.elb.plugins.module_utils._plan.bindings import put_backend_servers
from ansible_collections.classic.elb.plugins.module_utils._plan.listeners import (
    certificates_settle,
    put_listeners,
    require_makeable,
    set_certificates,
    without_relics,
)
from ansible_collections.classic.elb.plugins.module_utils._plan.members import register_again
from ansible_collections.classic.elb.plugins.module_utils._plan.network import (
    GROUPS_SETTLE,
    put_security_groups,
    put_subnets,
    put_zones,
    require_room,
    require_subnets,
    require_zones,
    require_zones_of_subnets,
)
from ansible_collections.classic.elb.plugins.module_utils._plan.plan import Plan
from ansible_collections.classic.elb.plugins.module_utils._plan.policies import (
    purge_policies,
    put_policies,
    require_described,
)
from ansible_collections.classic.elb.plugins.module_utils._plan.replacement import (
    carry_over,
    is_replacement,
    leaves_vpc,
    left_in_vpc,
)


def plan_balancer(current: Balancer | None, wanted: WantedBalancer, network: Network) -> Plan:
    """Make the balancer as wanted. Raises ``ElbError`` for what AWS would refuse.

    ``network`` has to know the subnets, zones and groups that differ from the current ones.
    """
    plan = Plan(current, network)
    _refuse_what_cannot_be_sent(current, wanted)
    wanted = replace(wanted, listeners=without_relics(current, wanted.listeners))
    if current is not None and is_replacement(current, wanted, network):
        wanted = _put_successor(plan, current, wanted)
    elif current is None:
        _create(plan, wanted)
    if wanted.security_groups is not None:
        put_security_groups(plan, wanted.security_groups, "security_groups" in wanted.purge)
    if wanted.subnets is not None and wanted.availability_zones is not None:
        require_zones_of_subnets(plan, wanted.subnets, wanted.availability_zones)
    if wanted.subnets is not None:
        put_subnets(plan, wanted.subnets, "subnets" in wanted.purge)
    elif wanted.availability_zones is not None:
        put_zones(plan, wanted.availability_zones, "availability_zones" in wanted.purge)
    _put_traffic(plan, wanted)
    _put_health_check(plan, wanted.health_check or {})
    put_attributes(plan, wanted)
    if wanted.tags is not None:
        _put_tags(plan, wanted.tags, "tags" in wanted.purge)
    _refuse_too_many_tags(plan)
    return plan


def _refuse_what_cannot_be_sent(current: Balancer | None, wanted: WantedBalancer) -> None:
    """Before anything else; what is there already is not judged."""
    for name, policy in (wanted.policies or {}).items():
        if policy.refusal and (current is None or policy != current.policies.get(name)):
            raise ElbError(policy.refusal)
    for port, listener in (wanted.listeners or {}).items():
        there = current.listeners.get(port) if current else None
        if listener.refusal and not (there and _is_as_there(listener, there)):
            raise ElbError(listener.refusal)
    for option, refusal in wanted.refusals.items():
        if current is None or _value(wanted, option) != _value(current, option):
            raise ElbError(refusal)
    before = current.access_logs if current else AccessLogs()
    logs = replace(before, **(wanted.access_logs or {}))
    if logs != before and logs.enabled and not logs.s3_bucket_name:
        raise ElbError(
            "access_logs.s3_bucket_name: it is missing; logs need a bucket, unless enabled is false."
        )


def _is_as_there(wanted: Listener, there: Listener) -> bool:
    certificate = wanted.ssl_certificate_id
    return wanted.route == there.route and (
        certificate is None or is_same_certificate(certificate, there.ssl_certificate_id)
    )


def _value(of: WantedBalancer | Balancer, option: str) -> Any:
    """What a wish or a balancer has of an option, which may be a member of a block."""
    block, dot, member = option.partition(".")
    value = getattr(of, block)
    if not dot:
        return value
    return value.get(member) if isinstance(value, Mapping) else getattr(value, member, None)


def plan_absence(current: Balancer | None) -> Plan:
    plan = Plan(current)
    if current is not None:
        plan.add("DeleteLoadBalancer", {"LoadBalancerName": current.name}, impact=OUTAGE, about="state")
    return plan


def _put_successor(plan: Plan, current: Balancer, wanted: WantedBalancer) -> WantedBalancer:
    """Delete and create, with the members back at once; return the wish for all else.

    Certificates are set before that, on the old balancer: if AWS does not find one, it still serves. Members stay
    behind when the VPC changes; so do those that do not run, because AWS would refuse all for their sake.
    """
    moves = leaves_vpc(current, wanted, plan.network)
    if moves and wanted.subnets and current.subnets and "subnets" not in wanted.purge:
        require_subnets(wanted.subnets, plan.network)
        subnet = min(wanted.subnets)
        raise ElbError(
            f"subnets: {subnet} is in {plan.network.vpcs[subnet]}, and {wanted.name} is in {current.vpc_id}; to move "
            "it, set purge_subnets to true, and max_impact to replacement."
        )
    about = "subnets" if wanted.scheme in (None, current.scheme) else "scheme"
    require_described(current, current.undescribed, about)
    wanted = carry_over(plan, current, wanted, moves)
    if wanted.subnets:
        require_subnets(wanted.subnets, plan.network)
    require_makeable((wanted.listeners or {}).values())
    set_certificates(plan, wanted.listeners or {})
    plan.add("DeleteLoadBalancer", {"LoadBalancerName": wanted.name}, impact=REPLACEMENT, about=about)
    _create(plan, wanted, current.notes)
    if moves:
        plan.remarks += left_in_vpc(current, wanted)
    else:
        register_again(plan, current.instances & plan.network.running)
        for member in sorted(current.instances - plan.network.running):
            plan.remarks.append(f"The member {member} does not run and cannot be registered again.")
    return wanted


def _create(plan: Plan, wanted: WantedBalancer, notes: Mapping[str, str] | None = None) -> None:
    """One call with all that it takes, also the ``notes`` of elb_member; the rest of the plan adds what it does not."""
    purpose = f"to replace the balancer '{wanted.name}'"
    if not plan.before:
        purpose = f"{absence([wanted.name], plan.network.region)}, and to create it"
    if not wanted.listeners:
        raise ElbError(f"listeners: {purpose} takes at least one listener.")
    if not wanted.subnets and not wanted.availability_zones:
        raise ElbError(f"subnets: {purpose} takes subnets or availability_zones.")
    if plan.network.was_read and wanted.subnets:
        require_subnets(wanted.subnets, plan.network)
        require_room(wanted.subnets, plan.network)
    elif wanted.availability_zones:
        require_zones(wanted.availability_zones, plan.network)
        defaults = plan.network.default_subnets
        taken = [defaults[zone] for zone in wanted.availability_zones if zone in defaults]
        require_room(taken, plan.network, "availability_zones")
    request: dict[str, Any] = {
        "LoadBalancerName": wanted.name,
        # In the task's order: AWS checks the health of a new balancer at the first one's instance port (facts 2.1).
        "Listeners": [listener_to_aws(listener) for listener in wanted.listeners.values()],
    }
    if wanted.subnets:
        request["Subnets"] = sorted(wanted.subnets)
    else:
        request["AvailabilityZones"] = sorted(wanted.availability_zones or ())
    if wanted.security_groups:
        request["SecurityGroups"] = list(wanted.security_groups)
    if wanted.scheme:
        request["Scheme"] = wanted.scheme
    tags = {**_present(wanted.tags or {}), **(notes or {})}
    if tags:
        request["Tags"] = tags_to_aws(tags)
    settles = {"InvalidSubnet": BRIEFLY}
    if wanted.security_groups:
        settles.update(GROUPS_SETTLE)
    settles.update(certificates_settle(plan, wanted.listeners.values(), closed=plan.before is not None))
    plan.add("CreateLoadBalancer", request, settles=settles)


def _put_traffic(plan: Plan, wanted: WantedBalancer) -> None:
    """Policies, listeners, back ends: create what is enabled later, remove what nothing uses any more."""
    if wanted.policies is not None:
        put_policies(plan, wanted.policies)
    if wanted.listeners is not None:
        put_listeners(plan, wanted.listeners, "listeners" in wanted.purge)
    if wanted.backend_servers is not None:
        put_backend_servers(plan, wanted.backend_servers, "backend_servers" in wanted.purge)
    if wanted.policies is not None and "policies" in wanted.purge:
        purge_policies(plan, wanted.policies)


def _put_health_check(plan: Plan, wanted: Mapping[str, Any]) -> None:
    """Members that were not given keep their value; AWS takes all five or none (facts 1.3).

    What is wanted of a new balancer is always sent: with which target it begins is not certain (facts 2.1).
    """
    now = plan.balancer.health_check
    if not wanted or (now and replace(now, **wanted) == now and not plan.creates):
        return
    if now is None and "target" not in wanted:
        raise ElbError("health_check.target: it is missing, and AWS does not tell the present one.")
    check = replace(now or HealthCheck(""), **wanted)
    if check.timeout >= check.interval:
        kept = (
            "" if wanted.keys() >= {"timeout", "interval"} else "; what is not given keeps its present value"
        )
        raise ElbError(
            f"health_check.timeout: {check.timeout} seconds must be below the interval of {check.interval} seconds"
            f"{kept}."
        )
    parameters = {"LoadBalancerName": plan.balancer.name, "HealthCheck": health_check_to_aws(check)}
    plan.add("ConfigureHealthCheck", parameters)


def put_attributes(plan: Plan, wanted: WantedBalancer) -> None:
    """One call for all blocks that differ.

    AWS keeps what it is told of logs that are switched off (facts 10a), but takes no time-out for a draining that is
    (facts 1.7), which therefore is not compared.

    AWS may need a while to be let into a bucket whose policy is new (facts 3.1).
    """
    now = plan.balancer
    plain = {
        name: value
        for name in ("idle_timeout", "cross_zone_load_balancing", "desync_mitigation_mode")
        if (value := getattr(wanted, name)) is not None
    }
    target = replace(
        now,
        connection_draining=_draining(now.connection_draining, wanted.connection_draining),
        access_logs=replace(now.access_logs, **(wanted.access_logs or {})),
        **plain,
    )
    blocks = attributes_to_aws(now, target)
    mode = target.desync_mitigation_mode
    if mode not in (now.desync_mitigation_mode, *DESYNC_MODES):
        plan.remarks.append(
            f"desync_mitigation_mode: '{mode}' is not a mode that is known here (they are {', '.join(DESYNC_MODES)}); "
            "it is sent to AWS as it is."
        )
    if blocks:
        parameters = {"LoadBalancerName": now.name, "LoadBalancerAttributes": blocks}
        settles = {"InvalidConfigurationRequest": BRIEFLY} if "AccessLog" in blocks else {}
        plan.add("ModifyLoadBalancerAttributes", parameters, settles=settles)


def _draining(now: ConnectionDraining, wanted: Mapping[str, Any] | None) -> ConnectionDraining:
    """Its time-out counts only while it is on."""
    if wanted is None:
        return now
    target = replace(now, **wanted)
    return target if target.enabled else replace(now, enabled=False)


def _put_tags(plan: Plan, wanted: Mapping[str, str | None], purge: bool) -> None:
    """Remove first: a balancer at its most can only take a tag for another. Tags of AWS and of elb_member stay."""
    current = plan.balancer.tags
    names = [plan.balancer.name]
    kept = _present(wanted)
    surplus = current.keys() - kept.keys() if purge else current.keys() & wanted.keys() - kept.keys()
    if surplus:
        plan.add("RemoveTags", {"LoadBalancerNames": names, "Tags": tag_keys_to_aws(surplus)})
    changed = {key: value for key, value in kept.items() if current.get(key) != value}
    if changed:
        plan.add("AddTags", {"LoadBalancerNames": names, "Tags": tags_to_aws(changed)})


def _refuse_too_many_tags(plan: Plan) -> None:
    """Before AWS does so after other steps, a deletion among them. Notes of elb_member count as well."""
    before, after = plan.before.tag_count if plan.before else 0, plan.balancer.tag_count
    if after > max(before, MOST_TAGS):
        noted = f", {len(plan.balancer.notes)} of them notes of elb_member" if plan.balancer.notes else ""
        raise ElbError(f"tags: the balancer would have {after}{noted}; it takes at most {MOST_TAGS}.")


def _present(tags: Mapping[str, str | None]) -> dict[str, str]:
    """Without those that are not to be there."""
    return {key: value for key, value in tags.items() if value is not None}
