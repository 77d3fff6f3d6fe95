# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Listeners (facts 1.2)."""

from __future__ import annotations

from dataclasses import replace

from ..call import Answer, Call
from ..errors import ServiceError
from ..rules.listeners import (
    check_port,
    check_together,
    duplicate_listener,
    requested_listeners,
    same_listener,
    with_listeners,
    without_repeats,
)
from ..state import Balancer, Listener


def create_load_balancer_listeners(call: Call) -> Answer:
    balancer = call.balancer
    added = []
    for listener in without_repeats(requested_listeners(call), balancer.name, "DuplicateListener"):
        present = balancer.listener(listener.load_balancer_port)
        if present is None:
            added.append(listener)
        elif not same_listener(present, listener):
            raise duplicate_listener(balancer.name, listener.load_balancer_port)
    check_together(call, [*balancer.listeners, *added])
    call.save(with_listeners(balancer, added))
    return {}


def delete_load_balancer_listeners(call: Call) -> Answer:
    """A port without listener is no error (choice 3), port 0 is (choice U23); policies stay (facts 2.3)."""
    balancer = call.balancer
    ports = call.items("LoadBalancerPorts")
    for port in ports:
        check_port("LoadBalancerPort", port)
    staying = tuple(each for each in balancer.listeners if each.load_balancer_port not in ports)
    call.save(replace(balancer, listeners=staying))
    return {}


def set_load_balancer_listener_ssl_certificate(call: Call) -> Answer:
    """In place: the listener keeps its policies."""
    listener = require_listener(call.balancer, call.parameters["LoadBalancerPort"])
    if not listener.is_secure:
        raise ServiceError(
            "UnsupportedProtocol", f"A listener with protocol {listener.protocol} cannot have a certificate"
        )
    certificate = call.parameters["SSLCertificateId"]
    call.require_certificate(certificate)
    call.save(with_listener(call.balancer, replace(listener, ssl_certificate_id=certificate)))
    return {}


def require_listener(balancer: Balancer, port: int) -> Listener:
    listener = balancer.listener(port)
    if listener is None:
        raise ServiceError("ListenerNotFound", f"There is no listener on port {port} of {balancer.name}")
    return listener


def with_listener(balancer: Balancer, changed: Listener) -> Balancer:
    """In the place of the one on the same port."""
    same = changed.load_balancer_port
    listeners = (changed if each.load_balancer_port == same else each for each in balancer.listeners)
    return replace(balancer, listeners=tuple(listeners))
