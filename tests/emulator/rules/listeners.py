# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a listener may look like (facts 1.0, "Listener object")."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from ..call import Call
from ..errors import ServiceError, conflict, validation_error
from ..policy_catalogue import DEFAULT_SSL_POLICY, SSL_NEGOTIATION, predefined_policy
from ..state import LAYER_7_PROTOCOLS, SECURE_PROTOCOLS, Balancer, Listener

_PROTOCOLS = ("HTTP", "HTTPS", "TCP", "SSL")


def requested_listeners(call: Call) -> list[Listener]:
    """The listeners of a call, each valid in itself, with the certificates as they were sent."""
    listeners = [_parsed(item) for item in call.items("Listeners")]
    for listener in listeners:
        _check(listener, call)
    return listeners


def as_stored(listener: Listener) -> Listener:
    """A certificate on HTTP or TCP is dropped without a word (facts 1.0)."""
    return listener if listener.is_secure else replace(listener, ssl_certificate_id=None)


def check_port(name: str, port: int) -> None:
    if not 1 <= port <= 65535:
        raise validation_error(f"{name} must be between 1 and 65535, not {port}")


def same_listener(one: Listener, other: Listener) -> bool:
    """The comparison of a repeat; the certificate counts as it was sent, which is the trap of facts 1.2."""
    return replace(one, policy_names=()) == replace(other, policy_names=())


def duplicate_listener(name: str, port: int, code: str = "DuplicateListener") -> ServiceError:
    return ServiceError(
        code,
        f"A listener already exists for {name} with LoadBalancerPort {port}, but with a different "
        "InstancePort, Protocol, or SSLCertificateId",
    )


def without_repeats(listeners: Iterable[Listener], balancer_name: str, code: str) -> list[Listener]:
    """Equal items of one request count once, different ones for a port are refused (choice U1)."""
    by_port: dict[int, Listener] = {}
    for listener in listeners:
        first = by_port.setdefault(listener.load_balancer_port, listener)
        if not same_listener(first, listener):
            raise duplicate_listener(balancer_name, listener.load_balancer_port, code)
    return list(by_port.values())


def check_together(call: Call, listeners: list[Listener]) -> None:
    """Not too many; and those that share an instance port are all secure at the back, or none (choice 13)."""
    limit = call.knobs.limits["classic-listeners"]
    if len(listeners) > limit:
        raise conflict(f"A load balancer cannot have more than {limit} listeners")
    secure: dict[int, bool] = {}
    for listener in listeners:
        is_secure = listener.instance_protocol in SECURE_PROTOCOLS
        if secure.setdefault(listener.instance_port, is_secure) != is_secure:
            raise conflict(
                f"Listeners with InstancePort {listener.instance_port} must all use a secure instance protocol, "
                "or none of them"
            )


def with_listeners(balancer: Balancer, added: Iterable[Listener]) -> Balancer:
    """Secure listeners get the default SSL policy at once, which then exists on the balancer (facts 2.4)."""
    ready = [
        replace(each, policy_names=(DEFAULT_SSL_POLICY,)) if each.is_secure else each
        for each in map(as_stored, added)
    ]
    grown = replace(balancer, listeners=(*balancer.listeners, *ready))
    return with_default_ssl_policy(grown) if any(each.is_secure for each in ready) else grown


def with_default_ssl_policy(balancer: Balancer) -> Balancer:
    """A policy of another type may have its name: that one is never taken for it (choice U24)."""
    present = balancer.policy(DEFAULT_SSL_POLICY)
    if present is None:
        return replace(balancer, policies=(predefined_policy(DEFAULT_SSL_POLICY), *balancer.policies))
    if present.type_name != SSL_NEGOTIATION:
        raise conflict(f"Policy {DEFAULT_SSL_POLICY} is a {present.type_name} and no SSL negotiation policy")
    return balancer


def _parsed(item: dict[str, Any]) -> Listener:
    """Protocols are folded to upper case (facts 0.1); InstanceProtocol defaults to Protocol (choice U2)."""
    protocol = item["Protocol"].upper()
    return Listener(
        protocol=protocol,
        load_balancer_port=item["LoadBalancerPort"],
        instance_protocol=item.get("InstanceProtocol", protocol).upper(),
        instance_port=item["InstancePort"],
        ssl_certificate_id=item.get("SSLCertificateId") or None,
    )


def _check(listener: Listener, call: Call) -> None:
    for protocol in (listener.protocol, listener.instance_protocol):
        if protocol not in _PROTOCOLS:
            raise ServiceError("UnsupportedProtocol", f"The protocol {protocol} is not supported")
    check_port("LoadBalancerPort", listener.load_balancer_port)
    if (listener.protocol in LAYER_7_PROTOCOLS) != (listener.instance_protocol in LAYER_7_PROTOCOLS):
        raise validation_error(
            f"Protocol {listener.protocol} and InstanceProtocol {listener.instance_protocol} must be of the same "
            "layer: HTTP and HTTPS, or TCP and SSL"
        )
    if listener.is_secure:
        if not listener.ssl_certificate_id:
            raise validation_error(
                f"A listener with protocol {listener.protocol} must have an SSLCertificateId"
            )
        call.require_certificate(listener.ssl_certificate_id)
