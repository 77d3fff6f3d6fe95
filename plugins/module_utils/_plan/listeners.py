# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plans for listeners. Private to classic.elb.

A certificate changes in place; anything else of a listener can only be deleted and created anew (facts 1.2). The
order keeps that window short: new ports, certificates in place (also those of listeners that are to be replaced, so
that AWS refuses a wrong one while the old listener serves, if that one has TLS), replacements (one delete, one create,
their policies), the policies of all others, removals last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from ansible_collections.classic.elb.plugins.module_utils._model.aws import listener_to_aws
from ansible_collections.classic.elb.plugins.module_utils._model.errors import ElbError
from ansible_collections.classic.elb.plugins.module_utils._model.policy_types import is_reserved
from ansible_collections.classic.elb.plugins.module_utils._model.state import (
    Balancer,
    Listener,
    is_same_certificate,
    require_one_back_end_class,
)
from ansible_collections.classic.elb.plugins.module_utils._model.step import BRIEFLY, OUTAGE, RELEASE, SETTLE
from ansible_collections.classic.elb.plugins.module_utils._model.wishes import WantedListener
from ansible_collections.classic.elb.plugins.module_utils._plan.bindings import (
    admitted,
    set_listener_policies,
)
from ansible_collections.classic.elb.plugins.module_utils._plan.plan import Plan


def plan_listener(
    wanted: WantedListener, complete: Callable[[Listener | None], Listener], before: Balancer | None
) -> Plan:
    """For one listener: ``complete`` makes the wish whole with the listener that is there, or raises ``ElbError``."""
    plan = Plan(before)
    port = wanted.load_balancer_port
    if wanted.present:
        whole = complete(plan.balancer.listeners.get(port))
        put_listeners(plan, {port: whole}, purge=False)
    else:
        _remove_listener(plan, port)
    return plan


def put_listeners(plan: Plan, wanted: Mapping[int, Listener], purge: bool) -> None:
    """Make the wanted listeners exist; with ``purge``, no others.

    A wanted listener whose ``policy_names`` is ``None`` keeps the policies of its port, as far as its protocol
    admits them.
    """
    current = {port: item for port, item in plan.balancer.listeners.items() if not item.is_relic}
    wanted = {
        port: _as_told(item, current.get(port))
        for port, item in (without_relics(plan.balancer, wanted) or {}).items()
    }
    removed = sorted(current.keys() - wanted.keys()) if purge else []
    kept = [listener for port, listener in current.items() if port not in wanted and port not in removed]
    new = [listener for port, listener in sorted(wanted.items()) if port not in current]
    replaced = [
        listener
        for port, listener in sorted(wanted.items())
        if port in current and listener.route != current[port].route
    ]
    made = {listener.instance_port for listener in [*new, *replaced]}
    require_one_back_end_class(item for item in [*wanted.values(), *kept] if item.instance_port in made)
    blocked = [listener for listener in new if collides(listener, current.values())]
    in_the_way = [port for port in removed if collides(current[port], [*replaced, *blocked])]
    carried = {port: policies_after(plan, wanted[port]) for port in wanted}

    require_makeable(replaced)
    _create(plan, [listener for listener in new if listener not in blocked], carried)
    set_certificates(plan, wanted)
    _delete(plan, [*(listener.load_balancer_port for listener in replaced), *in_the_way])
    _create(plan, [*replaced, *blocked], carried, closed=True)
    for port, names in sorted(carried.items()):
        set_listener_policies(plan, port, names)
    _delete(plan, [port for port in removed if port not in in_the_way])


def _as_told(wanted: Listener, today: Listener | None) -> Listener:
    """What AWS does not tell of a listener is left as it is, unless the listener is made anew for something else."""
    is_silent = today and not today.instance_protocol and wanted.route[:2] == today.route[:2]
    return replace(wanted, instance_protocol="") if is_silent else wanted


def without_relics(
    current: Balancer | None, wanted: Mapping[int, Listener] | None
) -> Mapping[int, Listener] | None:
    """The wanted listeners without those relics that are there, which need nothing and take nothing (facts 10a).

    Raises ``ElbError`` for others: AWS would take no such listener.
    """
    relics = {port: listener for port, listener in (wanted or {}).items() if listener.is_relic}
    there = current.listeners if current else {}
    for port, listener in relics.items():
        if port not in there or there[port].route != listener.route:
            raise ElbError(f"listeners: the listener {port} {CANNOT_BE_MADE} Leave it out.")
    return wanted and {port: listener for port, listener in wanted.items() if port not in relics}


CANNOT_BE_MADE = "is one from before autumn 2012, without protocols; it cannot be created again."


def _remove_listener(plan: Plan, port: int) -> None:
    if plan.now and port in plan.balancer.listeners and not plan.balancer.listeners[port].is_relic:
        _delete(plan, [port])


def collides(listener: Listener, others: Iterable[Listener]) -> bool:
    """Whether AWS refuses to have both: one instance port is all secure or all insecure (facts 1.0)."""
    return any(
        other.instance_port == listener.instance_port
        and other.has_secure_back_end != listener.has_secure_back_end
        and other.instance_protocol
        and listener.instance_protocol
        and other.load_balancer_port != listener.load_balancer_port
        for other in others
    )


def policies_after(plan: Plan, listener: Listener) -> frozenset[str]:
    """The policies that are wanted on a port, or else those of today that the protocol admits.

    On those that it does not admit, the plan gets a remark.
    """
    if listener.policy_names is not None:
        return listener.policy_names
    today = plan.balancer.listeners.get(listener.load_balancer_port)
    if today is None or today.route == listener.route:
        return (today and today.policy_names) or frozenset()
    names = today.enabled_policies
    kept = admitted(plan.balancer, listener, names)
    for name in sorted(names - kept):
        if not is_reserved(name):
            plan.remarks.append(
                f"The policy '{name}' is no longer enabled on port {listener.load_balancer_port}: a listener of "
                f"{listener.protocol} does not take it."
            )
    return kept


def _create(
    plan: Plan,
    listeners: list[Listener],
    policies: Mapping[int, frozenset[str]],
    closed: bool = False,
) -> None:
    """All in one call, then the policies of each at once.

    A port that was deleted a moment ago, by us or by an earlier task, may still count as taken (facts 3.1).
    """
    if not listeners:
        return
    settles = {"DuplicateListener": RELEASE, **certificates_settle(plan, listeners, closed)}
    parameters = {
        "LoadBalancerName": plan.balancer.name,
        "Listeners": [listener_to_aws(item) for item in listeners],
    }
    plan.add("CreateLoadBalancerListeners", parameters, settles=settles)
    for listener in listeners:
        set_listener_policies(plan, listener.load_balancer_port, policies[listener.load_balancer_port])


def require_makeable(listeners: Iterable[Listener]) -> None:
    """Raise where one that is to be made again could not be: AWS does not tell all that it takes."""
    for listener in listeners:
        if not listener.instance_protocol:
            raise ElbError(
                f"instance_protocol: AWS does not tell that of listener {listener.load_balancer_port}, which is to be "
                "created again; give it."
            )
        if listener.is_secure and not (listener.ssl_certificate_id or "").startswith("arn:"):
            raise ElbError(
                f"ssl_certificate_id: AWS does not tell the certificate of listener {listener.load_balancer_port}, "
                "which is to be created again; give it."
            )


def set_certificates(plan: Plan, wanted: Mapping[int, Listener]) -> None:
    """In place, wherever a port has one today and is to have another."""
    for port, listener in sorted(wanted.items()):
        today = plan.balancer.listeners.get(port)
        if (
            today
            and today.is_secure
            and listener.ssl_certificate_id
            and not is_same_certificate(today.ssl_certificate_id, listener.ssl_certificate_id)
        ):
            plan.add(
                "SetLoadBalancerListenerSSLCertificate",
                {
                    "LoadBalancerName": plan.balancer.name,
                    "LoadBalancerPort": port,
                    "SSLCertificateId": listener.ssl_certificate_id,
                },
                settles={"CertificateNotFound": SETTLE},
            )


def certificates_settle(plan: Plan, listeners: Iterable[Listener], closed: bool) -> dict[str, float]:
    """How long AWS may take to find their certificates: not long where something is ``closed`` until it does.

    What listeners have, or had set in place, is no mistake.
    """
    wanted = {listener.ssl_certificate_id for listener in listeners} - {None}
    known = [
        *(
            listener.ssl_certificate_id
            for listener in (plan.before.listeners if plan.before else {}).values()
        ),
        *(step.parameters.get("SSLCertificateId") for step in plan.steps),
    ]
    doubtful = any(not any(is_same_certificate(one, other) for other in known) for one in wanted)
    return {"CertificateNotFound": BRIEFLY if closed and doubtful else SETTLE} if wanted else {}


def _delete(plan: Plan, ports: list[int]) -> None:
    if ports:
        parameters = {"LoadBalancerName": plan.balancer.name, "LoadBalancerPorts": sorted(ports)}
        plan.add("DeleteLoadBalancerListeners", parameters, impact=OUTAGE)
