# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Draws tasks for all managing modules: valid by their form, and most of them fit to the balancers that are there."""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Any

from support.options import Options

from .model import KINDS, SECURE, TAKES, vpc_of
from .reader import DEFAULT_TLS, Seen

VPCS = ("vpc", "other_vpc", "isolated_vpc", "default_vpc")
NAMES = ["alpha", "beta", "gamma"]
PORTS = [80, 443, 444, 25]
PAIRS = [(front, back) for front in ("HTTP", "HTTPS") for back in ("HTTP", "HTTPS")]
PAIRS += [(front, back) for front in ("TCP", "SSL") for back in ("TCP", "SSL")]

TLS, LB, APP = "SSLNegotiationPolicyType", "LBCookieStickinessPolicyType", "AppCookieStickinessPolicyType"
PROXY, KEY = "ProxyProtocolPolicyType", "PublicKeyPolicyType"
AUTH = "BackendServerAuthenticationPolicyType"
REFERENCE = "Reference-Security-Policy"
CONTENTS: dict[str, list[tuple[Any, Any]]] = {
    TLS: [
        ({REFERENCE: "ELBSecurityPolicy-TLS-1-2-2017-01"}, {REFERENCE: "ELBSecurityPolicy-TLS-1-2-2017-01"}),
        ({REFERENCE: DEFAULT_TLS}, {REFERENCE: DEFAULT_TLS}),
        ({"Protocol-TLSv1.2": True, "AES128-SHA": "no"}, {"Protocol-TLSv1.2": "true"}),
        ({}, {}),
    ],
    LB: [
        ({"CookieExpirationPeriod": 60}, {"CookieExpirationPeriod": "60"}),
        ({"CookieExpirationPeriod": "061"}, {"CookieExpirationPeriod": "61"}),
        ({}, {"CookieExpirationPeriod": "0"}),
    ],
    APP: [
        ({"CookieName": "JSESSIONID"}, {"CookieName": "JSESSIONID"}),
        ({"CookieName": 7}, {"CookieName": "7"}),
    ],
    PROXY: [
        ({"ProxyProtocol": True}, {"ProxyProtocol": "true"}),
        ({"ProxyProtocol": "No"}, {"ProxyProtocol": "false"}),
    ],
    KEY: [
        ({"PublicKey": "QUJD"}, {"PublicKey": "QUJD"}),
        (
            {"PublicKey": "-----BEGIN PUBLIC KEY-----\nREVG\nR0hJ\n-----END PUBLIC KEY-----\n"},
            {"PublicKey": "REVGR0hJ"},
        ),
    ],
    AUTH: [
        ({"PublicKeyPolicyName": "key-a"}, {"PublicKeyPolicyName": "key-a"}),
        ({"PublicKeyPolicyName": ["key-b", "key-a"]}, {"PublicKeyPolicyName": ["key-a", "key-b"]}),
        ({"PublicKeyPolicyName": ["key-b"]}, {"PublicKeyPolicyName": "key-b"}),
    ],
}
"""Of each type: attributes as they are given, and as they are shown."""
SHOWN = {(kind, repr(given)): shown for kind, contents in CONTENTS.items() for given, shown in contents}
POLICIES = {
    "tls-a": [TLS],
    "tls-b": [TLS],
    "cookie-a": [LB, LB, APP],
    "cookie-b": [APP, LB],
    "proxy": [PROXY],
    "proxy-b": [PROXY],
    "key-a": [KEY],
    "key-b": [KEY],
    "auth": [AUTH],
    "changeling": [PROXY, TLS, LB],
}
PURGEABLE = {
    "availability_zones",
    "backend_servers",
    "listeners",
    "policies",
    "security_groups",
    "subnets",
    "tags",
}
ZONES = ("us-east-1a", "us-east-1b", "us-east-1c")


class AnyTask:
    """Draws tasks that are valid by their form; most of them fit to the balancers that are there."""

    def __init__(self, seed: int, network: Options, balancers: dict[str, Seen]) -> None:
        self.random = random.Random(seed)
        self.network = network
        self.balancers = balancers

    def some(self, pool: Iterable[Any], least: int = 0, most: int = 9) -> list[Any]:
        listed = list(pool)
        most = min(most, len(listed))
        return self.random.sample(listed, self.random.randint(min(least, most), most))

    def one(self, pool: Iterable[Any]) -> Any:
        return self.random.choice(list(pool))

    def chance(self, percent: int) -> bool:
        return self.random.randrange(100) < percent

    def members(self, **pools: list[Any]) -> Options:
        return {key: self.one(pools[key]) for key in self.some(pools)}

    def shown(self, name: str) -> Options:
        return self.balancers[name].shown if name in self.balancers else {"listeners": [], "policies": []}

    def impact(self) -> Options:
        accepted = [
            "replacement",
            "replacement",
            "replacement",
            "outage",
            "reduced_capacity",
            "reset",
            "altered",
            "none",
        ]
        return {"max_impact": self.one(accepted)} if self.chance(40) else {}

    def kinds(self, shown: Options, policies: Iterable[Options] = ()) -> dict[str, str]:
        """Of the policies that will be there."""
        return {item["name"]: KINDS[item["type"]] for item in [*shown["policies"], *policies]}

    def policy(self, name: str) -> Options:
        kind = self.one(POLICIES[name])
        given = self.one(CONTENTS[kind])[0]
        policy = {"name": name, "type": kind}
        return policy | ({"attributes": given} if given or self.chance(50) else {})

    def policy_names(self, protocol: str, kinds: dict[str, str]) -> list[str]:
        """At most one of each kind that the protocol takes; rarely anything at all."""
        if self.chance(3):
            return self.some([*POLICIES, DEFAULT_TLS], most=3)
        chosen = {kinds[name]: name for name in self.some(kinds) if kinds[name] in TAKES[protocol]}
        return list(chosen.values())

    def listener(self, port: int, kinds: dict[str, str]) -> Options:
        front, back = self.one(PAIRS)
        # An instance port is secure or not (facts 1.0).
        instance_port = 8080 if self.chance(2) else self.one([8443, 8444] if back in SECURE else [8080, 8081])
        item: Options = {
            "load_balancer_port": port,
            "protocol": self.one([front, front.lower()]),
            "instance_port": instance_port,
        }
        if back != front or self.chance(50):
            item["instance_protocol"] = back
        if front in SECURE:
            item["ssl_certificate_id"] = self.one(self.network["certificates"]["iam"][:2])
        if self.chance(60):
            item["policy_names"] = self.policy_names(front, kinds)
        return item

    def back_end(self, port: int, kinds: dict[str, str], listeners: list[Options]) -> list[str]:
        """One or two policies that an instance port takes, or none."""
        backs = {
            (item.get("instance_protocol") or item["protocol"]).upper()
            for item in listeners
            if item["instance_port"] == port
        }
        taken = {"proxy", "authentication"} if backs & set(SECURE) else {"proxy"}
        chosen = {kinds[name]: name for name in self.some(kinds, least=1) if kinds[name] in taken}
        return list(chosen.values())

    def subnets(self, shown: Options) -> list[str]:
        """One in a zone, rarely more; mostly those of the VPC in which the balancer is.

        What a creation cannot take is left to test_faults: only AWS refuses it.
        """
        present = shown.get("vpc_id", self.network["vpc"]["id"])
        own = [key for key in ("vpc", "other_vpc") if self.network[key]["id"] == present]
        key = own[0] if own and not self.chance(5) else self.one(["vpc", "other_vpc"])
        listed = self.network[key]["subnets"]
        if "vpc_id" in shown and self.chance(5):
            return self.some([subnet["id"] for subnet in listed], least=1, most=3)
        zones: dict[str, list[str]] = {}
        for subnet in listed:
            zones.setdefault(subnet["zone"], []).append(subnet["id"])
        return [self.one(zones[zone]) for zone in self.some(zones, least=1)]

    def groups(self, options: Options, shown: Options) -> list[str]:
        """Groups of the VPC where the balancer will be, by id or by name."""
        vpc = vpc_of(options.get("subnets"), self.network) or shown.get("vpc_id")
        own = [self.network[key]["security_groups"] for key in VPCS if self.network[key]["id"] == vpc]
        groups = own[0] if own else self.network["default_vpc"]["security_groups"]
        return [self.one([name, groups[name]]) for name in self.some(groups, least=1)]

    def place(self, shown: Options) -> Options:
        default = self.network["default_vpc"]
        in_default_vpc = shown.get("vpc_id") == default["id"]
        if in_default_vpc or ("vpc_id" not in shown and self.chance(25)):
            return {"availability_zones": self.some(default["subnets"], least=1, most=4)}
        return {"subnets": self.subnets(shown)}

    def simple(self) -> Options:
        """The options that depend on nothing else."""
        logs = self.one([{"enabled": False}, {"s3_bucket_name": self.network["buckets"]["logs"]}])
        return self.members(
            scheme=["internal", "internet-facing"],
            health_check=[
                self.members(
                    target=["TCP:8080", "http:80/Path", "HTTPS:8443/", "ssl:443"],
                    interval=[30, 300],
                    timeout=[2, 4, 20],
                    healthy_threshold=[2, 10],
                    unhealthy_threshold=[2, 10],
                )
            ],
            connection_draining=[self.members(enabled=[True, False], timeout=[1, 300, 3600])],
            idle_timeout=[1, 60, 4000],
            cross_zone_load_balancing=[True, False],
            access_logs=[logs | self.members(s3_bucket_prefix=["", "a/b"], emit_interval=[5, 60])],
            desync_mitigation_mode=["monitor", "defensive", "strictest"],
            tags=[self.members(env=["prod", "test", 7, None], **{"ключ": ["значение"], "a b": ["=@"]})],
        )

    def balancer(self, name: str) -> Options:
        shown = self.shown(name)
        new = name not in self.balancers
        options: Options = {"name": name}
        if new or self.chance(25):
            options |= self.place(shown)
        if self.chance(40):
            options["policies"] = [self.policy(each) for each in self.some(POLICIES)]
        kinds = self.kinds(shown, options.get("policies", ()))
        if new or self.chance(40):
            options["listeners"] = [self.listener(port, kinds) for port in self.some(PORTS, least=new)]
        if self.chance(30):
            listeners = options.get("listeners", shown["listeners"])
            options["backend_servers"] = [
                {"instance_port": port, "policy_names": self.back_end(port, kinds, listeners)}
                for port in self.some([8080, 8443, 9999], most=2)
            ]
        if self.chance(25):
            options["security_groups"] = self.groups(options, shown)
        if self.chance(60):
            options |= self.simple()
        if self.chance(3):
            options.pop(self.one(options))
            options["name"] = name
        for key in PURGEABLE & options.keys():
            if self.chance(50):
                options[f"purge_{key}"] = self.one([False, False, False, True])
        return options | self.impact()

    def a_listener(self, name: str) -> Options:
        shown = self.shown(name)
        options = self.listener(self.one(PORTS), self.kinds(shown))
        port = options["load_balancer_port"]
        if self.chance(20):
            return {"load_balancer_port": port, "state": "absent"}
        if port in [item["load_balancer_port"] for item in shown["listeners"]]:
            for key in self.some(options.keys() - {"load_balancer_port"}):
                del options[key]
        return options

    def a_policy(self, name: str) -> Options:
        shown = self.shown(name)
        present = [item["name"] for item in shown["policies"] if item["name"] in POLICIES]
        policy = self.one([*POLICIES, *present])
        if self.chance(5):
            return {"name": DEFAULT_TLS, "state": "absent"}
        if self.chance(25):
            return {"name": policy, "state": "absent"}
        options = self.policy(policy) if self.chance(95) else {"name": DEFAULT_TLS}
        kind = KINDS[options.get("type", TLS)]
        if self.chance(60):
            fitting = [
                item["load_balancer_port"]
                for item in shown["listeners"]
                if kind in TAKES[item["protocol"]] or self.chance(3)
            ]
            options["load_balancer_ports"] = self.some(fitting)
        if self.chance(50):
            fitting = [
                port
                for port in (8080, 8443, 9999)
                if self.back_end(port, {"": kind}, shown["listeners"]) or self.chance(3)
            ]
            options["instance_ports"] = self.some(fitting)
        if policy in present:
            for key in self.some(["type", "attributes"]):
                options.pop(key, None)
        return options

    def a_member(self) -> Options:
        fitting = [
            name for name, seen in self.balancers.items() if seen.shown["vpc_id"] == self.network["vpc"]["id"]
        ]
        chosen = self.some(fitting or self.balancers, least=1)
        served = set(ZONES).intersection(
            *(self.balancers[name].shown["availability_zones"] for name in chosen if not self.chance(5))
        )
        instances = self.network["instances"][:12]
        pool = [instance for number, instance in enumerate(instances) if ZONES[number % 6 // 2] in served]
        options: Options = {"instances": self.some(pool, least=1, most=3) or instances[:1], "wait": False}
        if self.chance(3):
            options["instances"].append(self.network["other_instances"][0])
        if self.chance(80):
            options["balancers"] = chosen
        if self.chance(40) or ("balancers" not in options and self.chance(50)):
            options["state"] = "absent"
        elif "balancers" in options and self.chance(30):
            options["purge"] = True
        if self.chance(60):
            options["remember"] = True
        if self.chance(70):
            options["min_in_service"] = self.one([0, 0, 0, "0%", "50%", 2])
        return options
