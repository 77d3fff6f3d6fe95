# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of one listener, and what they mean beside the listener that is there. Private to classic.elb."""

from __future__ import annotations

from ansible_collections.classic.elb.plugins.module_utils._model.errors import ElbError
from ansible_collections.classic.elb.plugins.module_utils._model.protocols import SECURE_PROTOCOLS
from ansible_collections.classic.elb.plugins.module_utils._model.state import Listener
from ansible_collections.classic.elb.plugins.module_utils._model.wishes import WantedListener
from ansible_collections.classic.elb.plugins.module_utils._options import checks
from ansible_collections.classic.elb.plugins.module_utils._options.common import (
    BALANCER_ALIASES,
    MAX_IMPACT,
    STATE,
    Options,
)
from ansible_collections.classic.elb.plugins.module_utils._options.shapes import (
    LISTENER_OPTIONS,
    parse_policy_names,
)

OPTIONS: Options = {
    "balancer": {"type": "str", "required": True, "aliases": BALANCER_ALIASES},
    **LISTENER_OPTIONS,
    "protocol": {"type": "str"},
    "instance_port": {"type": "int"},
    "state": STATE,
    "max_impact": MAX_IMPACT,
}


NO_LISTENER = Listener(0, "", 0, "")
"""Nothing to be kept; a relic has nothing either, as AWS leaves out its protocols (facts 10a)."""


def listener_beside(wanted: WantedListener, current: Listener | None) -> Listener:
    """The whole wanted listener, with what is there for what was left out.

    Raises ``ElbError`` if that does not make one. The instance protocol follows a protocol that is new.
    """
    there = current or NO_LISTENER
    protocol = wanted.protocol or there.protocol
    instance_port = wanted.instance_port or there.instance_port
    for option, value in (("protocol", protocol), ("instance_port", instance_port)):
        if not value:
            raise ElbError(
                f"{option}: it is missing; there is no listener on port {wanted.load_balancer_port} yet, and a new one "
                "needs it."
            )
    kept = there.instance_protocol if protocol == there.protocol else protocol
    instance_protocol = wanted.instance_protocol or kept
    certificate = wanted.ssl_certificate_id
    if not certificate and protocol in SECURE_PROTOCOLS:
        certificate = there.ssl_certificate_id
    if certificate != there.ssl_certificate_id:
        checks.certificate_arn("ssl_certificate_id", certificate)
    checks.protocol_pair("", protocol, instance_protocol)
    checks.no_certificate_without_tls("", protocol, certificate)
    checks.certificate_for_tls("", protocol, certificate)
    return Listener(
        wanted.load_balancer_port,
        protocol,
        instance_port,
        instance_protocol,
        certificate,
        wanted.policy_names,
    )


def parse_listener(options: Options) -> WantedListener:
    """What is to go needs no more than its port."""
    balancer = checks.balancer_name("balancer", options["balancer"])
    port = checks.port("load_balancer_port", options["load_balancer_port"])
    if options["state"] == "absent":
        return WantedListener(balancer, port, present=False)
    protocol = checks.text(options["protocol"])
    instance_protocol = checks.text(options["instance_protocol"])
    wanted = WantedListener(
        balancer=balancer,
        load_balancer_port=port,
        protocol=checks.protocol("protocol", protocol) if protocol else None,
        instance_port=checks.in_range("instance_port", options["instance_port"], 1, 65535),
        instance_protocol=checks.protocol("instance_protocol", instance_protocol)
        if instance_protocol
        else None,
        ssl_certificate_id=checks.certificate("ssl_certificate_id", options["ssl_certificate_id"]),
        policy_names=parse_policy_names("policy_names", options["policy_names"]),
    )
    if wanted.protocol:
        checks.protocol_pair("", wanted.protocol, wanted.instance_protocol or wanted.protocol)
        checks.no_certificate_without_tls("", wanted.protocol, wanted.ssl_certificate_id)
    return wanted
