# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a task that succeeds has to leave behind: all that it names, and nothing else changed.

A third reading of the documentation and the facts, beside the plugins and the emulator, in plain dictionaries.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from .reader import BORN_WITH, DEFAULT_TLS, LOGS_AT_BIRTH, Seen, Shown, source_first, source_group

KINDS = {
    "SSLNegotiationPolicyType": "tls",
    "LBCookieStickinessPolicyType": "cookie",
    "AppCookieStickinessPolicyType": "cookie",
    "ProxyProtocolPolicyType": "proxy",
    "PublicKeyPolicyType": "key",
    "BackendServerAuthenticationPolicyType": "authentication",
}
TAKES = {"HTTP": {"cookie"}, "HTTPS": {"cookie", "tls"}, "SSL": {"tls"}, "TCP": set()}
SECURE = ("HTTPS", "SSL")
NEW: Shown = {
    "scheme": "internet-facing",
    "connection_draining": {"enabled": False},
    "idle_timeout": 60,
    "cross_zone_load_balancing": False,
    "access_logs": {"enabled": False},
    "desync_mitigation_mode": "defensive",
    "tags": {},
    "instances": [],
    "policies": [],
    "backend_servers": [],
}
REMEMBERED_AT_BIRTH: Shown = {
    "connection_draining": {"enabled": True, "timeout": 300},
    "access_logs": {**LOGS_AT_BIRTH, "enabled": True},
}


class Model:
    """One balancer while a task works on it; ``result`` is what it has to look like then."""

    def __init__(self, before: Shown, contents: Mapping[str, Any]) -> None:
        self.shown = deepcopy(before)
        self.contents = contents
        self.listeners = {item["load_balancer_port"]: item for item in self.shown["listeners"]}
        self.policies = {item["name"]: item for item in self.shown["policies"]}
        self.servers = {
            item["instance_port"]: set(item["policy_names"]) for item in self.shown["backend_servers"]
        }

    def result(self) -> Shown:
        return {
            **self.shown,
            "listeners": [item for _port, item in sorted(self.listeners.items())],
            "policies": [item for _name, item in sorted(self.policies.items())],
            "backend_servers": [
                {"instance_port": port, "policy_names": sorted(names)}
                for port, names in sorted(self.servers.items())
                if names
            ],
        }

    def kind(self, name: str) -> str:
        return KINDS[self.policies[name]["type"]]

    def put_policy(self, name: str, type_name: str | None, attributes: Any) -> None:
        """``attributes`` as they are given; how they are shown is looked up in ``contents``."""
        if name.startswith("ELBS"):
            return
        type_name = type_name or self.policies[name]["type"]
        if not attributes and name in self.policies and self.policies[name]["type"] == type_name:
            return
        shown = self.contents[type_name, repr(attributes or {})]
        self.policies[name] = {"name": name, "type": type_name, "attributes": shown}

    def enabled(self) -> set[str]:
        lists = [item["policy_names"] for item in self.listeners.values()]
        return set().union(*lists, *self.servers.values())

    def keys_of(self, name: str) -> list[str]:
        """The public keys that a back-end authentication refers to."""
        keys = self.policies[name]["attributes"].get("PublicKeyPolicyName", [])
        return [keys] if isinstance(keys, str) else keys

    def remove_policies(self, gone: set[str]) -> None:
        for name in gone:
            self.policies.pop(name, None)
        for port, item in self.listeners.items():
            if gone & set(item["policy_names"]):
                self.enable(port, set(item["policy_names"]) - gone)
        self.servers = {port: names - gone for port, names in self.servers.items()}

    def enable(self, port: int, names: set[str]) -> None:
        """AWS puts its own TLS policy where there is no other (facts 1.6)."""
        item = self.listeners[port]
        if item["protocol"] in SECURE and not any(
            name == DEFAULT_TLS or self.kind(name) == "tls" for name in names
        ):
            names = names | {DEFAULT_TLS}
        if DEFAULT_TLS in names:
            self.default_policy()
        item["policy_names"] = sorted(names)

    def default_policy(self) -> None:
        attributes = {"Reference-Security-Policy": DEFAULT_TLS}
        self.policies[DEFAULT_TLS] = {
            "name": DEFAULT_TLS,
            "type": "SSLNegotiationPolicyType",
            "attributes": attributes,
        }

    def put_listener(self, wanted: Shown) -> None:
        """``wanted`` is whole, but may be without policy_names."""
        port = wanted["load_balancer_port"]
        item = {**wanted, "protocol": wanted["protocol"].upper()}
        item["instance_protocol"] = (wanted.get("instance_protocol") or item["protocol"]).upper()
        names = item.pop("policy_names", None)
        if item["protocol"] not in SECURE:
            item.pop("ssl_certificate_id", None)
        old = self.listeners.get(port)
        route = ("protocol", "instance_port", "instance_protocol")
        replaced = old is None or any(old[key] != item[key] for key in route)
        kept = set(old["policy_names"]) if old else set()
        if replaced:
            kept = {name for name in kept if self.kind(name) in TAKES[item["protocol"]]}
            if item["protocol"] in SECURE:
                self.default_policy()
        self.listeners[port] = {**item, "policy_names": []}
        self.enable(port, kept if names is None else set(names))


def balancer_after(
    before: Seen | None, after: Seen, options: Shown, network: Mapping[str, Any], contents: Mapping[str, Any]
) -> Shown:
    """After elb_balancer with state=present. What only AWS decides is taken from ``after``."""
    born = before is None
    if before:
        vpc = vpc_of(options.get("subnets"), network) or before.shown["vpc_id"]
        moved = vpc != before.shown["vpc_id"]
        born = moved or options.get("scheme", before.shown["scheme"]) != before.shown["scheme"]
        base, remembered = before.shown, before.remembered
    else:
        base = {**NEW, "name": options["name"], "listeners": [], "vpc_id": after.shown["vpc_id"]}
        base["health_check"] = {
            "target": f"TCP:{options['listeners'][0]['instance_port']}",
            "interval": 30,
            "timeout": 5,
            "healthy_threshold": 10,
            "unhealthy_threshold": 2,
        }
        moved, remembered = True, REMEMBERED_AT_BIRTH
    model = Model(base, contents)
    shown = model.shown
    if born:
        decided = (*BORN_WITH, "arn", "canonical_hosted_zone_id", "region", "source_security_group")
        for key in decided:
            shown.pop(key, None)
        shown |= {key: after.shown[key] for key in decided if key in after.shown}
        model.policies.pop(DEFAULT_TLS, None)
        if any(item["protocol"].upper() in SECURE for item in options.get("listeners", base["listeners"])):
            model.default_policy()
    if moved:
        shown |= {key: after.shown[key] for key in ("security_groups", "vpc_id")}
        shown["instances"] = []
    _network(shown, after, options, network, born)
    _traffic(model, options)
    for key in ("scheme", "idle_timeout", "cross_zone_load_balancing", "desync_mitigation_mode"):
        shown[key] = options.get(key, shown[key])
    check = {**shown["health_check"], **options.get("health_check", {})}
    protocol, colon, rest = check["target"].partition(":")
    shown["health_check"] = {**check, "target": protocol.upper() + colon + rest}
    for key in ("connection_draining", "access_logs"):
        if options.get(key):
            block = {**remembered[key], "enabled": True, **options[key]}
            at_birth = block == LOGS_AT_BIRTH if key == "access_logs" else not block["enabled"]
            shown[key] = {"enabled": False} if at_birth else block
    if "tags" in options:
        given_tags = {str(key): str(value) for key, value in options["tags"].items() if value is not None}
        kept = {} if options.get("purge_tags", True) else shown["tags"]
        shown["tags"] = {key: value for key, value in kept.items() if key not in options["tags"]} | given_tags
    return model.result()


def _traffic(model: Model, options: Shown) -> None:
    for item in options.get("policies", ()):
        model.put_policy(item["name"], item["type"], item.get("attributes"))
    for item in options.get("listeners", ()):
        model.put_listener(item)
    if "listeners" in options and options.get("purge_listeners", True):
        given = {item["load_balancer_port"] for item in options["listeners"]}
        model.listeners = {port: item for port, item in model.listeners.items() if port in given}
    if "backend_servers" in options:
        given_servers = {
            item["instance_port"]: set(item["policy_names"]) for item in options["backend_servers"]
        }
        model.servers = (
            given_servers if options.get("purge_backend_servers", True) else model.servers | given_servers
        )
    if "policies" in options and options.get("purge_policies", True):
        kept = {item["name"] for item in options["policies"]} | model.enabled()
        keys = {key for name in kept & model.policies.keys() for key in model.keys_of(name)}
        model.remove_policies(
            {name for name in model.policies.keys() - kept - keys if not name.startswith("ELBS")}
        )


def vpc_of(subnets: Iterable[str] | None, network: Mapping[str, Any]) -> str | None:
    wanted = set(subnets or ())
    for key in ("vpc", "other_vpc", "isolated_vpc"):
        if wanted & {subnet["id"] for subnet in network[key]["subnets"]}:
            return str(network[key]["id"])
    if wanted & set(network["default_vpc"]["subnets"].values()):
        return str(network["default_vpc"]["id"])
    return None


def zone_of(network: Mapping[str, Any]) -> dict[str, str]:
    zones = {subnet: zone for zone, subnet in network["default_vpc"]["subnets"].items()}
    for key in ("vpc", "other_vpc", "isolated_vpc"):
        zones |= {subnet["id"]: subnet["zone"] for subnet in network[key]["subnets"]}
    return zones


def _network(shown: Shown, after: Seen, options: Shown, network: Mapping[str, Any], born: bool) -> None:
    zones = zone_of(network)
    if "subnets" in options:
        kept = set() if options.get("purge_subnets", True) else set(shown.get("subnets", ()))
        subnets = set(options["subnets"]) | kept
        shown["subnets"] = sorted(subnets)
        shown["availability_zones"] = sorted({zones[subnet] for subnet in subnets})
    elif "availability_zones" in options:
        kept = (
            set()
            if options.get("purge_availability_zones", True)
            else set(shown.get("availability_zones", ()))
        )
        held = {zones[subnet]: subnet for subnet in shown.get("subnets", ())}
        subnet_of = {**network["default_vpc"]["subnets"], **held}
        shown["availability_zones"] = sorted(set(options["availability_zones"]) | kept)
        shown["subnets"] = sorted(subnet_of[zone] for zone in shown["availability_zones"])
    if "security_groups" in options:
        groups = next(
            network[key]["security_groups"]
            for key in ("vpc", "other_vpc", "isolated_vpc", "default_vpc")
            if network[key]["id"] == after.shown["vpc_id"]
        )
        wanted = [groups.get(group, group) for group in options["security_groups"]]
        current = shown.get("security_groups", [])
        kept = [] if options.get("purge_security_groups", True) else current
        reached = list(dict.fromkeys([*kept, *wanted]))
        if born or set(reached) != set(current):
            names = {group: name for name, group in groups.items()}
            name = names.get(reached[0], after.shown["source_security_group"]["group_name"])
            shown["source_security_group"] = source_group(network["account_id"], name, reached)
            shown["security_groups"] = source_first(reached)


def listener_after(before: Seen, options: Shown, contents: Mapping[str, Any]) -> Shown:
    """After elb_listener: what is left out of a listener that is there stays, and all else of the balancer does."""
    model = Model(before.shown, contents)
    port = options["load_balancer_port"]
    if options.get("state") == "absent":
        model.listeners.pop(port, None)
        return model.result()
    wanted = {key: value for key, value in model.listeners.get(port, {}).items() if key != "policy_names"}
    if options.get("protocol", "").upper() not in ("", wanted.get("protocol")):
        wanted["instance_protocol"] = options["protocol"]
    given = ("load_balancer_port", *LISTENER_MEMBERS)
    wanted |= {key: options[key] for key in given if key in options}
    model.put_listener(wanted)
    return model.result()


LISTENER_MEMBERS = ("protocol", "instance_port", "instance_protocol", "ssl_certificate_id", "policy_names")


def policy_after(before: Seen, options: Shown, contents: Mapping[str, Any]) -> Shown:
    """After elb_policy: on the given ports it takes the place of its kind, elsewhere it is disabled."""
    model = Model(before.shown, contents)
    name = options["name"]
    if options.get("state") == "absent":
        model.remove_policies({name})
        return model.result()
    model.put_policy(name, options.get("type"), options.get("attributes"))
    if "load_balancer_ports" in options:
        for port, item in model.listeners.items():
            names = set(item["policy_names"])
            if port in options["load_balancer_ports"]:
                model.enable(port, {each for each in names if model.kind(each) != model.kind(name)} | {name})
            elif name in names:
                model.enable(port, names - {name})
    if "instance_ports" in options:
        for port in {*model.servers, *options["instance_ports"]}:
            names = model.servers.get(port, set())
            others = {each for each in names if model.kind(each) != model.kind(name)}
            model.servers[port] = others | {name} if port in options["instance_ports"] else names - {name}
    return model.result()


def members_after(before: Seen, options: Shown) -> tuple[Shown, frozenset[str]]:
    """After elb_member: the balancer, and who is noted on it as taken out."""
    asked, members, noted = set(options["instances"]), set(before.shown["instances"]), before.noted
    if options.get("state") == "absent":
        leaving = members & asked if _is_meant(before, options) else set()
        after = members - leaving
        if options.get("remember"):
            noted |= leaving
    else:
        if "balancers" not in options:
            asked &= noted
        elif before.shown["name"] not in options["balancers"]:
            asked = set()
        leaving = members - asked if options.get("purge") and _is_meant(before, options) else set()
        after = (members | asked) - leaving
        if options.get("remember"):
            noted = (noted - asked) | leaving
    return {**before.shown, "instances": sorted(after)}, frozenset(noted)


def _is_meant(before: Seen, options: Shown) -> bool:
    return "balancers" not in options or before.shown["name"] in options["balancers"]
