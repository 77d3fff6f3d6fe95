# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What may be wrong with a balancer, one rule after the other. Private to classic.elb.

Each is a pure function of a balancer as ``elb_balancer_info`` returns it. What was not read is not judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, count
from typing import Any, Callable

from ansible_collections.classic.elb.plugins.module_utils._model.policy_types import (
    BACKEND_AUTHENTICATION,
    KEY_NAMES,
    REFERENCE,
    SSL,
    is_reserved,
)
from ansible_collections.classic.elb.plugins.module_utils._model.protocols import SECURE_PROTOCOLS
from ansible_collections.classic.elb.plugins.plugin_utils._tls import STRONG, weaknesses

Shape = Mapping[str, Any]

YOUR_CERTIFICATE = "arn:aws:acm:REGION:ACCOUNT:certificate/ID"


@dataclass(frozen=True)
class Context:
    """What is known beside the balancers: until when certificates are valid, and what time it is."""

    expiries: Mapping[str, datetime]
    days: int
    now: datetime


@dataclass(frozen=True)
class Found:
    """What is wrong, in a sentence, and the module with the options that mends it."""

    message: str
    module: str
    options: Shape


Rule = Callable[[Shape, Context], Iterator[Found]]


def old_ssl(balancer: Shape, _context: Context) -> Iterator[Found]:
    return _old_protocols(balancer, "SSL")


def old_tls(balancer: Shape, _context: Context) -> Iterator[Found]:
    return _old_protocols(balancer, "TLS")


def _old_protocols(balancer: Shape, kind: str) -> Iterator[Found]:
    for port, protocols, _ciphers, names in _tls_of_listeners(balancer):
        old = [protocol for protocol in protocols if protocol.startswith(kind)]
        if old:
            yield Found(f"Port {port} accepts {_listed(old)} ({names}).", "elb_policy", _strong(balancer))


def weak_cipher(balancer: Shape, _context: Context) -> Iterator[Found]:
    for port, _protocols, ciphers, names in _tls_of_listeners(balancer):
        if ciphers:
            shown = _listed(ciphers) if len(ciphers) < 5 else f"{', '.join(ciphers[:4])} and others"
            yield Found(f"Port {port} accepts {shown} ({names}).", "elb_policy", _strong(balancer))


def plain_only(balancer: Shape, _context: Context) -> Iterator[Found]:
    # Balancers of EC2-Classic may have a listener of port 0, which does nothing.
    listeners = [listener for listener in balancer["listeners"] if listener["load_balancer_port"]]
    if not listeners or any(map(_may_encrypt, listeners)):
        return
    first = listeners[0]
    is_taken = any(listener["load_balancer_port"] == 443 for listener in listeners)
    options = {
        "balancer": balancer["name"],
        "load_balancer_port": "A-FREE-PORT" if is_taken else 443,
        "protocol": "HTTPS" if first["protocol"] == "HTTP" else "SSL",
        "instance_port": first["instance_port"],
        "instance_protocol": first["instance_protocol"],
        "ssl_certificate_id": YOUR_CERTIFICATE,
    }
    ports = _listed([str(listener["load_balancer_port"]) for listener in listeners])
    plural = "s" if len(listeners) > 1 else ""
    yield Found(f"It takes traffic only unencrypted, on port{plural} {ports}.", "elb_listener", options)


def _may_encrypt(listener: Shape) -> bool:
    """What passes through on TCP 443 is taken for TLS, which the members end."""
    passes_tls = listener["protocol"] == "TCP" and listener["load_balancer_port"] == 443
    return passes_tls or listener["protocol"] in SECURE_PROTOCOLS


def no_logs(balancer: Shape, _context: Context) -> Iterator[Found]:
    logs = balancer.get("access_logs", {})
    if not logs.get("enabled", True):
        logs = {"s3_bucket_name": "YOUR-LOG-BUCKET", **logs, "enabled": True}
        message = "Nobody records who calls it: access logs are off."
        yield _setting(balancer, message, {"access_logs": logs})


def no_draining(balancer: Shape, _context: Context) -> Iterator[Found]:
    if not balancer.get("connection_draining", {}).get("enabled", True):
        draining = {"connection_draining": {"enabled": True, "timeout": 300}}
        yield _setting(balancer, "Connections to a member are cut when it leaves: draining is off.", draining)


def one_zone(balancer: Shape, _context: Context) -> Iterator[Found]:
    zones = balancer.get("availability_zones", ())
    if len(zones) == 1:
        more = _also_in(balancer, "ANOTHER-ZONE")
        yield _setting(balancer, f"It serves in one zone only, {zones[0]}.", more)


def no_member(balancer: Shape, _context: Context) -> Iterator[Found]:
    if not balancer.get("instances", True):
        options = {"instances": ["YOUR-INSTANCE"], "balancers": [balancer["name"]]}
        yield Found("It has no members: nobody answers, and it costs all the same.", "elb_member", options)


def no_healthy_member(balancer: Shape, _context: Context) -> Iterator[Found]:
    members = balancer.get("members", ())
    if not members or any(member["state"] in ("InService", "Unknown") for member in members):
        return
    reason = next((member["description"] for member in members if member["reason_code"] != "N/A"), "")
    which = (
        f"None of its {len(members)} members serves" if len(members) > 1 else "Its only member does not serve"
    )
    health_check = balancer.get("health_check", {})
    target = health_check.get("target", "a target that AWS does not tell")
    message = f"{which} (checked at {target}){f': {reason}' if reason else '.'}"
    mended: Shape = {"health_check": {**health_check, "target": "PROTOCOL:PORT/PATH-THAT-ANSWERS"}}
    if all("Availability Zone" in member["description"] for member in members):
        mended = _also_in(balancer, "ZONE-OF-THE-MEMBERS")
    yield _setting(balancer, message, mended)


def cross_zone_off(balancer: Shape, _context: Context) -> Iterator[Found]:
    if not balancer.get("cross_zone_load_balancing", True):
        message = "Each zone gets the same traffic, however few members it has: cross-zone balancing is off."
        yield _setting(balancer, message, {"cross_zone_load_balancing": True})


def certificate_expires(balancer: Shape, context: Context) -> Iterator[Found]:
    for listener in _encrypted(balancer):
        arn = listener.get("ssl_certificate_id", "")
        expiry = context.expiries.get(arn.lower())
        if expiry is None:
            continue
        left = (expiry - context.now).days
        if left <= context.days:
            port, day = listener["load_balancer_port"], expiry.date().isoformat()
            days = {0: "less than a day", 1: "1 day"}.get(left, f"{left} days")
            when = f"expired on {day}" if expiry <= context.now else f"expires on {day}, in {days}"
            message = f"The certificate of port {port}, {arn.rpartition('/')[2]}, {when}."
            yield Found(message, "elb_listener", _certificate(balancer, port))


def certificate_not_acm(balancer: Shape, _context: Context) -> Iterator[Found]:
    for listener in _encrypted(balancer):
        arn = listener.get("ssl_certificate_id", "")
        if ":iam:" in arn:
            port = listener["load_balancer_port"]
            message = (
                f"The certificate of port {port}, {arn.rpartition('/')[2]}, is in IAM, which renews none."
            )
            yield Found(message, "elb_listener", _certificate(balancer, port))


def desync_monitor(balancer: Shape, _context: Context) -> Iterator[Found]:
    if balancer.get("desync_mitigation_mode") == "monitor":
        message = "Requests that may be smuggled pass: the desync mitigation mode is monitor."
        yield _setting(balancer, message, {"desync_mitigation_mode": "defensive"})


def unused_policy(balancer: Shape, _context: Context) -> Iterator[Found]:
    if "backend_servers" not in balancer:
        return
    policies = balancer.get("policies", ())
    ports = (*balancer["listeners"], *balancer["backend_servers"])
    used = {name for port in ports for name in port["policy_names"]}
    for policy in policies:
        if policy["type"] == BACKEND_AUTHENTICATION:
            used |= set(_several(policy["attributes"].get(KEY_NAMES, ())))
    for policy in policies:
        if policy["name"] not in used and not is_reserved(policy["name"]):
            options = {"balancer": balancer["name"], "name": policy["name"], "state": "absent"}
            yield Found(f"No port uses the policy {policy['name']}.", "elb_policy", options)


def _encrypted(balancer: Shape) -> list[Shape]:
    return [listener for listener in balancer["listeners"] if listener["protocol"] in SECURE_PROTOCOLS]


def _tls_of_listeners(balancer: Shape) -> Iterator[tuple[int, list[str], list[str], str]]:
    """Of each listener with TLS: its port, its old protocols, its weak ciphers, and the policies that enable them.

    Of a policy that was not read, the name tells enough only if it is one of AWS' own.
    """
    known = {
        policy["name"]: policy["attributes"]
        for policy in balancer.get("policies", ())
        if policy["type"] == SSL
    }
    for listener in _encrypted(balancer):
        protocols: list[str] = []
        ciphers: list[str] = []
        to_blame = []
        for name in listener["policy_names"]:
            old, weak = weaknesses(known.get(name, {REFERENCE: name}))
            protocols += old
            ciphers += weak
            if old or weak:
                to_blame.append(name)
        yield listener["load_balancer_port"], protocols, ciphers, ", ".join(to_blame)


def _strong(balancer: Shape) -> Shape:
    """The policy to enable, one that is there and does it or a new one under a name that is free.

    A task names all ports of a policy, so it has those that are weak, and those that have the policy already.
    """
    policies = {policy["name"]: policy for policy in balancer.get("policies", ())}
    fitting = [
        name
        for name, policy in policies.items()
        if policy["attributes"].get(REFERENCE) == STRONG and not is_reserved(name)
    ]
    names = chain(fitting, ("tls-1-2", "tls-1-2-2017-01"), map("tls-1-2-{}".format, count(2)))
    name = next(name for name in names if name in fitting or name not in policies)
    weak = {port for port, protocols, ciphers, _names in _tls_of_listeners(balancer) if protocols or ciphers}
    strong = {
        listener["load_balancer_port"]
        for listener in balancer["listeners"]
        if name in listener["policy_names"]
    }
    return {
        "balancer": balancer["name"],
        "name": name,
        "type": SSL,
        "attributes": {REFERENCE: STRONG},
        "load_balancer_ports": sorted(weak | strong),
    }


def _certificate(balancer: Shape, port: int) -> Shape:
    return {
        "balancer": balancer["name"],
        "load_balancer_port": port,
        "ssl_certificate_id": YOUR_CERTIFICATE,
        "max_impact": "none",
    }


def _also_in(balancer: Shape, zone: str) -> Shape:
    if balancer.get("subnets"):
        return {"subnets": [f"SUBNET-IN-{zone}"], "purge_subnets": False}
    return {"availability_zones": [zone], "purge_availability_zones": False}


def _setting(balancer: Shape, message: str, options: Shape) -> Found:
    return Found(message, "elb_balancer", {"name": balancer["name"], **options})


def _several(value: Any) -> Iterable[str]:
    return [value] if isinstance(value, str) else value


def _listed(words: list[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last
