# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The plan for a whole balancer. Private to classic.elb."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from ansible_collections.classic.elb.plugins.module_utils._model.aws import (
    DESYNC_MODES,
    attributes_to_aws,
    health_check_to_aws,
    listener_to_aws,
    tags_to_aws,
)
from ansible_collections.classic.elb.plugins.module_utils._model.errors import ElbError
from ansible_collections.classic.elb.plugins.module_utils._model.policy_types import (
    BACKEND_AUTHENTICATION,
    DEFAULT_SSL_POLICY,
    is_reserved,
    without_reserved,
)
from ansible_collections.classic.elb.plugins.module_utils._model.state import (
    MOST_TAGS,
    AccessLogs,
    Balancer,
    HealthCheck,
    Listener,
    Network,
    Policy,
)
from ansible_collections.classic.elb.plugins.module_utils._model.step import BRIEFLY, OUTAGE, REPLACEMENT
from ansible_collections.classic.elb.plugins.module_utils._model.wishes import WantedBalancer
from ansible_collections.classic.elb.plugins.module_utils._plan.bindings import plan_backend_servers
from ansible_collections.classic.elb.plugins.module_utils._plan.listeners import (
    CANNOT_BE_MADE,
    certificates_settle,
    plan_listeners,
    policies_after,
    require_makeable,
    set_certificates,
    without_relics,
)
from ansible_collections.classic.elb.plugins.module_utils._plan.members import register_again
from ansible_collections.classic.elb.plugins.module_utils._plan.network import (
    GROUPS_SETTLE,
    plan_security_groups,
    plan_subnets,
    plan_zones,
    require_room,
    require_subnets,
    require_zones,
    require_zones_of_subnets,
    subnets_of_zones,
)
from ansible_collections.classic.elb.plugins.module_utils._plan.plan import Plan
from ansible_collections.classic.elb.plugins.module_utils._plan.policies import (
    purge_policies,
    put_policies,
    used_policies,
    with_content,
)

PARTIAL_BLOCKS = frozenset(("health_check", "connection_draining", "access_logs"))


def plan_balancer(current: Balancer | None, wanted: WantedBalancer, network: Network) -> Plan:
    """Make the balancer as wanted. Raises ``ElbError`` for what AWS would refuse.

    ``network`` has to know the subnets, zones and groups that differ from the current ones.
    """
    plan = Plan(current, network)
    _refuse_what_cannot_be_sent(current, wanted)
    wanted = replace(wanted, listeners=without_relics(current, wanted.listeners))
    if current is not None and is_replacement(current, wanted, network):
        wanted = _replace(plan, current, wanted)
    elif current is None:
        _create(plan, wanted)
    if wanted.security_groups is not None:
        plan_security_groups(plan, wanted.security_groups, "security_groups" in wanted.purge)
    if wanted.subnets is not None and wanted.availability_zones is not None:
        require_zones_of_subnets(plan, wanted.subnets, wanted.availability_zones)
    if wanted.subnets is not None:
        plan_subnets(plan, wanted.subnets, "subnets" in wanted.purge)
    elif wanted.availability_zones is not None:
        plan_zones(plan, wanted.availability_zones, "availability_zones" in wanted.purge)
    _plan_traffic(plan, wanted)
    _plan_health_check(plan, wanted.health_check or {})
    plan_attributes(plan, wanted)
    if wanted.tags is not None:
        _plan_tags(plan, wanted.tags, "tags" in wanted.purge)
    _refuse_too_many_tags(plan)
    return plan


def _refuse_what_cannot_be_sent(current: Balancer | None, wanted: WantedBalancer) -> None:
    """Before anything else; what is there already is not judged."""
    for name, policy in (wanted.policies or {}).items():
        if policy.refusal and (current is None or policy != current.policies.get(name)):
            raise ElbError(policy.refusal)
    for port, listener in (wanted.listeners or {}).items():
        there = current.listeners.get(port) if current else None
        if listener.refusal and (there is None or there.route != listener.route):
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


def is_replacement(current: Balancer, wanted: WantedBalancer, network: Network) -> bool:
    """Scheme and VPC are fixed at creation (facts 1.1)."""
    if wanted.scheme is not None and wanted.scheme != current.scheme:
        return True
    return _moves(current, wanted, network)


def _moves(current: Balancer, wanted: WantedBalancer, network: Network) -> bool:
    """Whether the wanted subnets belong to another VPC; one of EC2-Classic has none, and leaves it so."""
    vpcs, home = (
        {network.vpcs[subnet] for subnet in subnets or () if subnet in network.vpcs}
        for subnets in (wanted.subnets, current.subnets)
    )
    return bool(vpcs) and vpcs.isdisjoint({current.vpc_id} if current.vpc_id else home)


def _leaves_vpc(current: Balancer, wanted: WantedBalancer, network: Network) -> bool:
    """Whether a successor lives in another VPC: by its subnets, or because one of EC2-Classic can have none there."""
    return _moves(current, wanted, network) or (not current.is_in_vpc and bool(wanted.availability_zones))


def _replace(plan: Plan, current: Balancer, wanted: WantedBalancer) -> WantedBalancer:
    """Delete and create, with the members back at once; return the wish for all else.

    Certificates change before that: AWS may not find one.

    Members stay behind when the VPC changes; and those that do not run, because AWS would refuse all for them.
    """
    moves = _leaves_vpc(current, wanted, plan.network)
    if moves and wanted.subnets and current.subnets and "subnets" not in wanted.purge:
        require_subnets(wanted.subnets, plan.network)
        subnet = min(wanted.subnets)
        raise ElbError(
            f"subnets: {subnet} is in {plan.network.vpcs[subnet]}, and {wanted.name} is in {current.vpc_id}; to move "
            "it, set purge_subnets to true."
        )
    wanted = _carry_over(plan, current, wanted, moves)
    if wanted.subnets:
        require_subnets(wanted.subnets, plan.network)
    about = "scheme" if wanted.scheme != current.scheme else "subnets"
    require_makeable((wanted.listeners or {}).values())
    set_certificates(plan, wanted.listeners or {})
    plan.add("DeleteLoadBalancer", {"LoadBalancerName": wanted.name}, impact=REPLACEMENT, about=about)
    _create(plan, wanted, current.notes)
    if moves:
        plan.remarks += _left_in_vpc(current, wanted)
    else:
        register_again(plan, current.instances & plan.network.running)
        for member in sorted(current.instances - plan.network.running):
            plan.remarks.append(f"The member {member} does not run and cannot be registered again.")
    return wanted


def _left_in_vpc(current: Balancer, wanted: WantedBalancer) -> list[str]:
    """What a balancer that moves to another VPC cannot take along."""
    left = []
    if current.instances:
        left.append(f"its members ({', '.join(sorted(current.instances))})")
    if current.security_groups and not wanted.security_groups:
        left.append(f"its security groups ({', '.join(sorted(current.security_groups))})")
    return [f"The balancer moves to another VPC, and there without {' and '.join(left)}."] if left else []


def _create(plan: Plan, wanted: WantedBalancer, notes: Mapping[str, str] | None = None) -> None:
    """One call with all that it takes, also the ``notes`` of elb_member; the rest of the plan adds what it does not."""
    balancer = f"the balancer '{wanted.name}'"
    purpose = f"to replace {balancer}"
    if not plan.before:
        purpose = f"{balancer} does not exist in this region and account, and to create it"
    if not wanted.listeners:
        raise ElbError(f"listeners: {purpose} takes at least one.")
    if not wanted.subnets and not wanted.availability_zones:
        raise ElbError(f"subnets: {purpose} takes subnets or availability_zones.")
    if plan.network.was_read and wanted.subnets:
        require_subnets(wanted.subnets, plan.network)
        require_room(wanted.subnets, plan.network)
    elif wanted.availability_zones:
        require_zones(wanted.availability_zones, plan.network, None)
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


def _carry_over(plan: Plan, current: Balancer, wanted: WantedBalancer, moves: bool) -> WantedBalancer:
    """The wish for the successor: all of the old balancer that is not wanted otherwise.

    Security groups of the old VPC stay behind when the VPC changes. AWS' own policies come back by themselves.
    """
    for listener in current.listeners.values():
        if listener.is_relic:
            plan.remarks.append(f"The listener {listener.load_balancer_port} {CANNOT_BE_MADE}")
        for name in sorted(listener.enabled):
            if is_reserved(name) and name != DEFAULT_SSL_POLICY:
                plan.remarks.append(
                    f"AWS' policy '{name}' of listener {listener.load_balancer_port} cannot be created again."
                )
    listeners = None
    if wanted.listeners is not None:
        listeners = {
            port: replace(listener, policy_names=without_reserved(policies_after(plan, listener)))
            for port, listener in wanted.listeners.items()
        }
    base = replace(as_wanted(current), backend_servers=current.backend_servers)
    if moves:
        base = replace(base, security_groups=None)
    if wanted.availability_zones is not None and wanted.subnets is None and current.is_in_vpc:
        purge = wanted.purge - {"subnets"}
        if "availability_zones" in purge:
            purge |= {"subnets"}
        subnets = subnets_of_zones(plan, wanted.availability_zones)
        wanted = replace(wanted, subnets=subnets, availability_zones=None, purge=purge)
    policies = with_content(current, wanted.policies) if wanted.policies is not None else None
    merged = _merged(base, replace(wanted, listeners=listeners, policies=policies))
    named = wanted.backend_servers or {}
    carried = {port: names for port, names in (merged.backend_servers or {}).items() if port not in named}
    fitting = without_idle_authentication(carried, (merged.listeners or {}).values(), current.policies)
    for port, names in sorted(carried.items()):
        for name in sorted(names - fitting[port]):
            plan.remarks.append(
                f"The policy '{name}' is no longer enabled on instance port {port}: no listener uses it with HTTPS or "
                "SSL."
            )
    return _with_used(replace(merged, backend_servers={**fitting, **named}), current)


def _with_used(merged: WantedBalancer, current: Balancer) -> WantedBalancer:
    """A purge spares what a port uses, also where the listeners are carried over."""
    lists = [listener.enabled for listener in (merged.listeners or {}).values()]
    enabled = frozenset().union(*lists, *(merged.backend_servers or {}).values())
    carried = used_policies(current.policies, without_reserved(enabled))
    return replace(merged, policies={**carried, **(merged.policies or {})})


def without_idle_authentication(
    backend_servers: Mapping[int, frozenset[str]],
    listeners: Iterable[Listener],
    policies: Mapping[str, Policy],
) -> dict[int, frozenset[str]]:
    """Without authentication of back ends that no listener speaks to with HTTPS or SSL.

    It stays when its listener goes (facts 1.2), and cannot be enabled anew.
    """
    secure = {listener.instance_port for listener in listeners if listener.has_secure_back_end}
    idle = {name for name, policy in policies.items() if policy.type == BACKEND_AUTHENTICATION}
    return {port: names if port in secure else names - idle for port, names in backend_servers.items()}


def as_wanted(balancer: Balancer) -> WantedBalancer:
    """The wish that builds an equal balancer where there is none; AWS' own policies are left to AWS, relics stay."""
    return WantedBalancer(
        name=balancer.name,
        scheme=balancer.scheme,
        subnets=balancer.subnets or None,
        availability_zones=None if balancer.subnets else balancer.availability_zones,
        security_groups=balancer.security_groups or None,
        listeners={
            port: replace(listener, policy_names=without_reserved(listener.enabled))
            for port, listener in balancer.listeners.items()
            if not listener.is_relic
        },
        policies={name: policy for name, policy in balancer.policies.items() if not is_reserved(name)},
        backend_servers=without_idle_authentication(
            balancer.backend_servers, balancer.listeners.values(), balancer.policies
        ),
        health_check=vars(balancer.health_check) if balancer.health_check else None,
        connection_draining=vars(balancer.connection_draining),
        access_logs=vars(balancer.access_logs),
        idle_timeout=balancer.idle_timeout,
        cross_zone_load_balancing=balancer.cross_zone_load_balancing,
        desync_mitigation_mode=balancer.desync_mitigation_mode,
        tags=balancer.tags,
    )


NETWORK_LISTS = ("subnets", "availability_zones", "security_groups")


def _merged(base: WantedBalancer, wanted: WantedBalancer) -> WantedBalancer:
    """``base`` overlaid with what ``wanted`` names; a list without its purge adds to the one of ``base``."""
    fields: dict[str, Any] = {}
    for name, value in vars(wanted).items():
        below = getattr(base, name)
        if value is None:
            fields[name] = below
        elif isinstance(value, Mapping) and below and (name in PARTIAL_BLOCKS or name not in wanted.purge):
            fields[name] = {**below, **value}
        elif name in NETWORK_LISTS and below and (name not in wanted.purge or set(value) == set(below)):
            fields[name] = type(value)(dict.fromkeys([*below, *value]))
        else:
            fields[name] = value
    return WantedBalancer(**fields)


def _plan_traffic(plan: Plan, wanted: WantedBalancer) -> None:
    """Policies, listeners, back ends: create what is enabled later, remove what nothing uses any more."""
    if wanted.policies is not None:
        put_policies(plan, wanted.policies)
    if wanted.listeners is not None:
        plan_listeners(plan, wanted.listeners, "listeners" in wanted.purge)
    if wanted.backend_servers is not None:
        plan_backend_servers(plan, wanted.backend_servers, "backend_servers" in wanted.purge)
    if wanted.policies is not None and "policies" in wanted.purge:
        purge_policies(plan, wanted.policies)


def _plan_health_check(plan: Plan, wanted: Mapping[str, Any]) -> None:
    """Members that were not given keep their value; AWS takes all five or none (facts 1.3).

    What is wanted of a new balancer is always sent: with which target it begins is not certain (facts 2.1).
    """
    now = plan.balancer.health_check
    if not wanted or (now and replace(now, **wanted) == now and not plan.creates):
        return
    if now is None and "target" not in wanted:
        raise ElbError("health_check.target: it is missing, and AWS tells none of the balancer to keep.")
    check = replace(now or HealthCheck(""), **wanted)
    if check.timeout >= check.interval:
        raise ElbError(
            f"health_check.timeout: {check.timeout} seconds must be below the interval of {check.interval} seconds; "
            "what is not given keeps its present value."
        )
    parameters = {"LoadBalancerName": plan.balancer.name, "HealthCheck": health_check_to_aws(check)}
    plan.add("ConfigureHealthCheck", parameters)


def plan_attributes(plan: Plan, wanted: WantedBalancer) -> None:
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
        connection_draining=_switched(now.connection_draining, wanted.connection_draining),
        access_logs=replace(now.access_logs, **(wanted.access_logs or {})),
        **plain,
    )
    blocks = attributes_to_aws(now, target)
    mode = target.desync_mitigation_mode
    if mode not in (now.desync_mitigation_mode, *DESYNC_MODES):
        plan.remarks.append(
            f"desync_mitigation_mode: '{mode}' is no mode that is known here (they are {', '.join(DESYNC_MODES)}); it "
            "is sent to AWS as it is."
        )
    if blocks:
        parameters = {"LoadBalancerName": now.name, "LoadBalancerAttributes": blocks}
        settles = {"InvalidConfigurationRequest": BRIEFLY} if "AccessLog" in blocks else {}
        plan.add("ModifyLoadBalancerAttributes", parameters, settles=settles)


def _switched(block: Any, wanted: Mapping[str, Any] | None) -> Any:
    """A block with a switch: its other members count only while it is on."""
    if wanted is None:
        return block
    target = replace(block, **wanted)
    return target if target.enabled else replace(block, enabled=False)


def _plan_tags(plan: Plan, wanted: Mapping[str, str | None], purge: bool) -> None:
    """Remove first: a balancer at its most can only take a tag for another. Tags of AWS and of elb_member stay."""
    current = plan.balancer.tags
    names = [plan.balancer.name]
    kept = _present(wanted)
    surplus = current.keys() - kept.keys() if purge else current.keys() & wanted.keys() - kept.keys()
    if surplus:
        tags = [{"Key": key} for key in sorted(surplus)]
        plan.add("RemoveTags", {"LoadBalancerNames": names, "Tags": tags})
    changed = {key: value for key, value in kept.items() if current.get(key) != value}
    if changed:
        plan.add("AddTags", {"LoadBalancerNames": names, "Tags": tags_to_aws(changed)})


def _refuse_too_many_tags(plan: Plan) -> None:
    """Before AWS does so after other steps, a deletion among them. Notes of elb_member count as well."""
    before, after = (
        len(balancer.tags) + len(balancer.notes) if balancer else 0
        for balancer in (plan.before, plan.balancer)
    )
    if after > max(before, MOST_TAGS):
        noted = f", {len(plan.balancer.notes)} of them notes of elb_member" if plan.balancer.notes else ""
        raise ElbError(f"tags: the balancer would have {after}{noted}; it takes {MOST_TAGS}.")


def _present(tags: Mapping[str, str | None]) -> dict[str, str]:
    """Without those that are not to be there."""
    return {key: value for key, value in tags.items() if value is not None}
