# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plans for the content of policies. Private to classic.elb.

Three facts shape all of this (facts 1.6): a Set call replaces the whole list of a port; a policy cannot be
edited; a policy that is in use cannot be deleted. So a changed policy is rebuilt through a successor under a temporary
name that is swapped in port by port, and no port is ever without a policy of that kind. A successor that an
interrupted run left behind is recognised by its name and put to use or removed.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import replace

from ansible_collections.classic.elb.plugins.module_utils._model.aws_policies import policy_creation
from ansible_collections.classic.elb.plugins.module_utils._model.errors import ElbError
from ansible_collections.classic.elb.plugins.module_utils._model.policy import (
    Policy,
    bare_policy,
    negotiates_nothing,
)
from ansible_collections.classic.elb.plugins.module_utils._model.policy_types import (
    BACKEND_AUTHENTICATION,
    DEFAULT_SSL_POLICY,
    KEY_NAMES,
    POLICY_TYPES,
    PUBLIC_KEY,
    REFERENCE,
    is_reserved,
)
from ansible_collections.classic.elb.plugins.module_utils._model.state import Balancer, Listener
from ansible_collections.classic.elb.plugins.module_utils._model.wishes import WantedPolicy
from ansible_collections.classic.elb.plugins.module_utils._plan.bindings import (
    Misfit,
    bind_to_instance_ports,
    bind_to_listeners,
    not_described,
    set_backend_policies,
    set_listener_policies,
)
from ansible_collections.classic.elb.plugins.module_utils._plan.plan import Plan

SUCCESSOR_SUFFIX = "-elb-successor"


def plan_policy(
    wanted: WantedPolicy, complete: Callable[[Policy | None], Policy], before: Balancer | None
) -> Plan:
    """For one policy: ``complete`` makes the wish whole with the policy that is there, or raises ``ElbError``."""
    plan = Plan(before)
    if not wanted.present:
        _require_named_ports(plan, wanted)
        remove_policy(plan, wanted.name)
        return plan
    current = _known_policy(plan.balancer, wanted.name)
    if wanted.attributes is None:
        require_described(plan.balancer, [wanted.name], "name")
    if wanted.type in POLICY_TYPES and not is_reserved(wanted.name):
        # First: what is missing for the other type would be given in vain.
        require_same_type(Policy(wanted.name, wanted.type), current)
    policy = complete(current)
    put_policies(plan, {policy.name: policy}, "name")
    if wanted.load_balancer_ports is not None:
        bind_to_listeners(plan, policy, wanted.load_balancer_ports)
    if wanted.instance_ports is not None:
        bind_to_instance_ports(plan, policy, wanted.instance_ports)
    return plan


def put_policies(plan: Plan, wanted: Mapping[str, Policy], option: str = "policies") -> None:
    """Make every wanted policy exist with the wanted content, wherever it is enabled; ``option`` asked for them.

    AWS' own policies cannot be created or changed and are passed over: what was read of another balancer lists them.
    """
    plan.remarks += [
        f"The policy '{name}' is AWS' own, cannot be created, and is not there; to have its content, create one of "
        f"another name with the attribute {REFERENCE}: {name}."
        for name in sorted(wanted.keys() - plan.balancer.policies.keys() - {DEFAULT_SSL_POLICY})
        if is_reserved(name)
    ]
    wanted = {name: policy for name, policy in wanted.items() if not is_reserved(name)}
    require_described(plan.balancer, (name + SUCCESSOR_SUFFIX for name in wanted), option)
    for name, policy in wanted.items():
        require_same_type(policy, plan.balancer.policies.get(name))
    wanted = with_content(plan.balancer, wanted)
    plan.remarks += [
        f"The policy '{name}' names neither a {REFERENCE} nor a protocol and a cipher; where it is enabled, no client "
        "may be able to connect."
        for name, policy in wanted.items()
        if plan.balancer.policies.get(name) != policy and negotiates_nothing(policy)
    ]
    wanted = {**_interrupted_referrers(plan.balancer, wanted), **wanted}
    for policy in _creation_order(wanted.values()):
        if policy.name not in plan.balancer.policies:
            _create(plan, policy)
    changed = {name: policy for name, policy in wanted.items() if plan.balancer.policies[name] != policy}
    _remove_successors(plan, wanted, needed=_successors(_with_referrers(plan.balancer, changed)))
    if changed:
        _rebuild(plan, _with_referrers(plan.balancer, changed), keep=wanted)


def require_described(balancer: Balancer, names: Iterable[str], option: str = "policies") -> None:
    """Raise ``ElbError`` if the balancer has one of these of which AWS does not tell what it is."""
    for name in sorted(balancer.undescribed.keys() & set(names)):
        raise ElbError(f"{option}: {not_described(balancer, name)}")


def require_same_type(wanted: Policy, current: Policy | None) -> None:
    """Raise ``ElbError`` if the policy that has the name is of another kind, and cannot become this one."""
    if current and current.kind != wanted.kind:
        raise ElbError(
            wanted.refusal
            or f"type: the policy '{wanted.name}' exists as {current.type} and cannot become {wanted.type}; choose "
            "another name, or delete it first."
        )


def _known_policy(balancer: Balancer, name: str) -> Policy | None:
    """A policy by its name, also where an interrupted run left only its successor."""
    policy = balancer.policies.get(name)
    successor = balancer.policies.get(name + SUCCESSOR_SUFFIX)
    return policy or (replace(successor, name=name) if successor else None)


def with_content(balancer: Balancer, wanted: Mapping[str, Policy]) -> dict[str, Policy]:
    """The wish, with the content that is there where it names none."""
    return {name: _beside(policy, _known_policy(balancer, name)) for name, policy in wanted.items()}


def _beside(wanted: Policy, current: Policy | None) -> Policy:
    if wanted.attributes is not None:
        return wanted
    return current if current and current.type == wanted.type else bare_policy("policies", wanted)


def _rebuild(plan: Plan, policies: Mapping[str, Policy], keep: Container[str]) -> None:
    """Give existing policies new content. Those in use go through their successors; of these, some are to stay."""
    there = plan.balancer.policies
    by_successor = {
        name for name in policies if is_in_use(plan.balancer, name) or name + SUCCESSOR_SUFFIX in there
    }
    # What these will refer to is in use by then.
    by_successor |= {key for name in by_successor for key in policies[name].public_keys if key in policies}
    successors = {name: each for name, each in _successors(policies).items() if name in by_successor}
    for successor in _creation_order(successors.values()):
        if successor.name not in plan.balancer.policies:
            _create(plan, successor)
    names = {name: successor.name for name, successor in successors.items()}
    _rename_on_ports(plan, names)
    _delete(plan, policies)
    for policy in _creation_order(policies.values()):
        _create(plan, policy)
    _rename_on_ports(plan, {successor: name for name, successor in names.items()})
    _delete(plan, [name for name in names.values() if name not in keep])


def _successors(policies: Mapping[str, Policy]) -> dict[str, Policy]:
    """The same policies under temporary names, referring to each other by these."""
    return {
        name: replace(
            policy,
            name=name + SUCCESSOR_SUFFIX,
            attributes={
                key: tuple(value + SUCCESSOR_SUFFIX if value in policies else value for value in values)
                if key == KEY_NAMES
                else values
                for key, values in policy.content.items()
            },
        )
        for name, policy in policies.items()
    }


def _with_referrers(balancer: Balancer, policies: Mapping[str, Policy]) -> dict[str, Policy]:
    """A public key cannot be deleted while a back-end authentication refers to it: that one is rebuilt as well."""
    referrers = {policy.name: policy for name in policies for policy in referring_to(balancer, name)}
    return {**referrers, **policies}


def referring_to(balancer: Balancer, name: str) -> list[Policy]:
    """The back-end authentication policies that name a public key, successors aside."""
    return [policy for _name, policy in sorted(balancer.policies.items()) if name in policy.public_keys]


def _interrupted_referrers(balancer: Balancer, wanted: Mapping[str, Policy]) -> dict[str, Policy]:
    """Back-end authentications that exist only as successors, because a run died while it rebuilt their keys."""
    found = {}
    for key in wanted:
        for successor in referring_to(balancer, key + SUCCESSOR_SUFFIX):
            name = _without_suffix(successor.name)
            keys = tuple(sorted(map(_without_suffix, successor.public_keys)))
            found[name] = Policy(name, BACKEND_AUTHENTICATION, {KEY_NAMES: keys})
    return found


def _without_suffix(name: str) -> str:
    return name.removesuffix(SUCCESSOR_SUFFIX)


def _remove_successors(plan: Plan, wanted: Mapping[str, Policy], needed: Mapping[str, Policy]) -> None:
    """Put the originals back in the place of left-over successors, unless the coming rebuild can use these."""
    stale = {}
    for name in wanted:
        left_over = plan.balancer.policies.get(name + SUCCESSOR_SUFFIX)
        if left_over and left_over.name not in wanted and left_over != needed.get(name):
            stale[left_over.name] = name
    _rename_on_ports(plan, stale)
    _delete(plan, stale)


def _creation_order(policies: Iterable[Policy]) -> list[Policy]:
    """Public keys before what refers to them."""
    return sorted(policies, key=lambda policy: (policy.type == BACKEND_AUTHENTICATION, policy.name))


def _create(plan: Plan, policy: Policy) -> None:
    if policy.refusal:
        raise ElbError(policy.refusal)
    plan.doubts.update(dict.fromkeys(policy.doubts))
    for key in policy.public_keys:
        if key not in plan.balancer.policies or plan.balancer.policies[key].type != PUBLIC_KEY:
            raise ElbError(
                f"attributes: the policy '{policy.name}' refers to the public key policy '{key}', which the balancer "
                "does not have."
            )
    plan.add(*policy_creation(plan.balancer.name, policy))


def _delete(plan: Plan, names: Iterable[str]) -> None:
    existing = [policy for name in names if (policy := plan.balancer.policy(name))]
    for policy in reversed(_creation_order(existing)):
        plan.add(
            "DeleteLoadBalancerPolicy", {"LoadBalancerName": plan.balancer.name, "PolicyName": policy.name}
        )


def is_in_use(balancer: Balancer, name: str) -> bool:
    users = [name, *(policy.name for policy in referring_to(balancer, name))]
    return any(balancer.listeners_with(user) or balancer.instance_ports_with(user) for user in users)


def _rename_on_ports(plan: Plan, names: Mapping[str, str]) -> None:
    """Swap policies for others wherever they are enabled: one atomic Set for each port."""
    for port, listener in sorted(plan.balancer.listeners.items()):
        if names.keys() & listener.enabled_policies:
            renamed = frozenset(names.get(name, name) for name in listener.enabled_policies)
            set_listener_policies(plan, port, renamed)
    for port, enabled in sorted(plan.balancer.backend_servers.items()):
        if names.keys() & enabled:
            renamed = frozenset(names.get(name, name) for name in enabled)
            try:
                set_backend_policies(plan, port, renamed)
            except Misfit as unfit:
                raise ElbError(
                    f"{unfit.message.replace(SUCCESSOR_SUFFIX, '')} It is in the way of a change of it or its key; "
                    f"{unfit.REMEDY}"
                ) from unfit


def _require_named_ports(plan: Plan, wanted: WantedPolicy) -> None:
    """Raise if a policy that is to go is enabled on more ports than the task names, where it names some."""
    if plan.now is None:
        return
    listeners = [listener.load_balancer_port for listener in plan.now.listeners_with(wanted.name)]
    for option, ports, there in (
        ("load_balancer_ports", wanted.load_balancer_ports, listeners),
        ("instance_ports", wanted.instance_ports, plan.now.instance_ports_with(wanted.name)),
    ):
        others = sorted(set(there).difference(ports or ()))
        if ports and others:
            raise ElbError(
                f"{option}: '{wanted.name}' is enabled on {', '.join(map(str, others))} as well, and state: absent "
                "deletes it everywhere. To take it off some ports, give those where it stays, with state: present."
            )


def remove_policy(plan: Plan, name: str) -> None:
    """With the successor that an interrupted run left of it."""
    if plan.now:
        _remove(plan, (name, name + SUCCESSOR_SUFFIX))


def _remove(plan: Plan, names: Iterable[str]) -> None:
    """Disable policies wherever they are enabled; then delete them."""
    gone = {name for name in names if plan.balancer.policy(name)}
    for name in sorted(gone):
        referrers = [policy.name for policy in referring_to(plan.balancer, name) if policy.name not in gone]
        if referrers:
            raise ElbError(
                f"The policy '{name}' cannot be deleted: the back-end authentication policy '{referrers[0]}' refers to "
                "it; change or delete that one first."
            )
    for port, listener in sorted(plan.balancer.listeners.items()):
        if gone & listener.enabled_policies:
            set_listener_policies(plan, port, listener.enabled_policies - gone)
    for port, enabled in sorted(plan.balancer.backend_servers.items()):
        set_backend_policies(plan, port, enabled - gone)
    for name in sorted(gone):
        for listener in plan.balancer.listeners_with(name):
            raise ElbError(
                f"The policy '{name}' cannot be deleted: it stays on listener {listener.load_balancer_port} as long as "
                "no other TLS policy is enabled there."
            )
    _delete(plan, sorted(gone))


def purge_policies(plan: Plan, keep: Iterable[str]) -> None:
    """Delete what is neither to be kept nor used at this point of the plan; AWS' own policies stay.

    So do public keys where a policy that AWS does not describe may refer to them.
    """
    used = enabled_on(plan.balancer.listeners, plan.balancer.backend_servers)
    kept = used_policies(plan.balancer.policies, {*keep, *used})
    gone = [
        policy
        for name, policy in plan.balancer.policies.items()
        if name not in kept and not is_reserved(name)
    ]
    if plan.balancer.undescribed:
        gone = [policy for policy in gone if policy.type != PUBLIC_KEY]
    _remove(plan, [policy.name for policy in gone])


def used_policies(policies: Mapping[str, Policy], enabled: Iterable[str]) -> dict[str, Policy]:
    """Those of the policies that are enabled, and the public keys to which these refer."""
    used = {name: policies[name] for name in enabled if name in policies}
    keys = {key for policy in used.values() for key in policy.public_keys}
    return {**{key: policies[key] for key in keys if key in policies}, **used}


def enabled_on(
    listeners: Mapping[int, Listener], backend_servers: Mapping[int, frozenset[str]]
) -> frozenset[str]:
    """The policies that are on any of these ports."""
    lists = (listener.enabled_policies for listener in listeners.values())
    return frozenset().union(*lists, *backend_servers.values())
