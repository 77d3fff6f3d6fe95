# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Any tasks in any order: each is predicted exactly, done exactly, silent the second time, and touches nothing else.

``make fire`` looks at many more sequences; FIRE_EXAMPLES and FIRE_STEPS say how many, and how long they are.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Iterable
from typing import Any

import hypothesis
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from emulator import Emulator
from support.modules import Runner
from support.options import Options

from .model import KINDS, SECURE, TAKES, balancer_after, listener_after, members_after, policy_after, vpc_of
from .reader import DEFAULT_TLS, Reader, Seen

Result = dict[str, Any]

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
SEEDS = st.integers(0, 2**64)


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


class Tasks(RuleBasedStateMachine):
    """Every task goes through ``do``, which holds it to the promises."""

    emulator: Emulator
    reader: Reader
    outcomes: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self.emulator.reset()
        # Members are healthy, and out, at once: nothing here is about waiting.
        self.emulator.knobs(clock_speed=1e6, registration_s=0, health_delay_s=0)
        self.network = self.emulator.network
        self.run = Runner(self.emulator)
        self.seen: dict[str, Seen] = {}

    def task(self, seed: int) -> AnyTask:
        return AnyTask(seed, self.network, self.seen)

    def do(self, module: str, options: Options) -> tuple[Result | None, dict[str, Seen]]:
        """Predict, run and repeat a task; return its result, or ``None`` if it was refused, and what is seen then."""
        hypothesis.note(f"{module} {options}")
        self.emulator.clear_log()
        predicted = self.run.attempt(module, check=True, **options)
        assert self.run.writes() == [], "check mode wrote"
        done = self.run.attempt(module, **options)
        after = self.reader.balancers()
        outcomes = [result.get("msg") for result in (predicted, done)]
        assert bool(outcomes[0]) == bool(outcomes[1]), f"predicted and done: {outcomes}"
        if done.get("failed"):
            self.outcomes[f"{module} refused"] += 1
            assert predicted["msg"] == done["msg"]
            assert self.run.writes() == [], "a refused task wrote"
            assert after == self.seen, "a refused task changed something"
            return None, after
        for key in ("changed", "actions", "impact"):
            assert predicted[key] == done[key], key
        assert done["changed"] == bool(done["actions"])
        assert self.run.writes() == [
            (action["operation"], action["parameters"]) for action in done["actions"]
        ]
        self.outcomes[f"{module} {'changed' if done['changed'] else 'unchanged'}"] += 1
        self.emulator.clear_log()
        again = self.run.attempt(module, **options)
        assert not again.get("failed"), again
        assert not again["changed"], again["actions"]
        assert self.run.writes() == [], "the second run wrote"
        self.check_results(module, predicted, done, again, after)
        return done, after

    def check_results(
        self, module: str, predicted: Result, done: Result, again: Result, after: dict[str, Seen]
    ) -> None:
        if module == "elb_member":
            assert predicted["balancers"] == done["balancers"]
            for item in done["balancers"]:
                assert item["instances"] == after[item["name"]].shown["instances"]
            return
        assert done["balancer"] == again["balancer"]
        born = any(action["operation"] == "CreateLoadBalancer" for action in done["actions"])
        unknown = done["balancer"].keys() - predicted["balancer"].keys()
        assert born or not unknown, f"check mode left out {unknown}"
        assert not unknown & {"listeners", "policies", "tags", "health_check", "scheme", "backend_servers"}
        assert {key: done["balancer"].get(key) for key in predicted["balancer"]} == predicted["balancer"]
        name = done["balancer"].get("name")
        assert done["balancer"] == (after[name].shown if name else {})

    def touched_only(
        self, name: str, after: dict[str, Seen], expected: Options | None, noted: Any = None
    ) -> None:
        """The balancer is as expected, and all others are as they were."""
        others = {each: seen for each, seen in self.seen.items() if each != name}
        assert {each: seen for each, seen in after.items() if each != name} == others
        if expected is None:
            assert name not in after
        else:
            for key in expected.keys() | after[name].shown.keys():
                assert after[name].shown.get(key) == expected.get(key), key
            before = self.seen[name].noted if name in self.seen else frozenset()
            assert after[name].noted == (before if noted is None else noted), "the notes of elb_member"
        self.seen = after

    @rule(seed=SEEDS, name=st.sampled_from(NAMES))
    def balancer(self, seed: int, name: str) -> None:
        options = self.task(seed).balancer(name)
        done, after = self.do("elb_balancer", options)
        if done:
            expected = balancer_after(self.seen.get(name), after[name], options, self.network, SHOWN)
            self.touched_only(name, after, expected)

    @precondition(lambda self: self.seen)
    @rule(seed=SEEDS)
    def balancer_that_is_there(self, seed: int) -> None:
        self.balancer(seed, self.task(seed).one(self.seen))

    @precondition(lambda self: len(self.seen) > 1)
    @rule(seed=SEEDS)
    def no_balancer(self, seed: int) -> None:
        task = self.task(seed)
        if task.chance(70):  # the more is there, the more happens
            return
        name = task.one(NAMES)
        done, after = self.do("elb_balancer", {"name": name, "state": "absent"} | task.impact())
        if done:
            self.touched_only(name, after, None)

    @precondition(lambda self: self.seen)
    @rule(seed=SEEDS)
    def give_back(self, seed: int) -> None:
        name = self.task(seed).one(self.seen)
        returned = self.run("elb_balancer", name=name)["balancer"]
        done, after = self.do("elb_balancer", returned)
        assert done
        assert not done["changed"], done
        assert after == self.seen

    @precondition(lambda self: self.seen)
    @rule(seed=SEEDS)
    def listener(self, seed: int) -> None:
        task = self.task(seed)
        name = task.one(self.seen) if task.chance(97) else "delta"
        options = task.a_listener(name)
        done, after = self.do("elb_listener", {"balancer": name, **options, **task.impact()})
        if done and name in self.seen:
            self.touched_only(name, after, listener_after(self.seen[name], options, SHOWN))

    @precondition(lambda self: self.seen)
    @rule(seed=SEEDS)
    def policy(self, seed: int) -> None:
        task = self.task(seed)
        name = task.one(self.seen) if task.chance(97) else "delta"
        options = task.a_policy(name)
        done, after = self.do("elb_policy", {"balancer": name, **options, **task.impact()})
        if done and name in self.seen:
            self.touched_only(name, after, policy_after(self.seen[name], options, SHOWN))

    @precondition(lambda self: self.seen)
    @rule(seed=SEEDS)
    def member(self, seed: int) -> None:
        task = self.task(seed)
        options = task.a_member()
        done, after = self.do("elb_member", options | task.impact())
        if not done:
            return
        assert after.keys() == self.seen.keys()
        for name, before in self.seen.items():
            expected, noted = members_after(before, options)
            assert after[name].shown == expected, name
            assert after[name].noted == noted, f"the notes on {name}"
        self.seen = after


EXAMPLES = int(os.environ.get("FIRE_EXAMPLES", "14"))
STEPS = int(os.environ.get("FIRE_STEPS", "16"))


@pytest.mark.slow
def test_any_sequence_of_tasks(emulator: Emulator, reader: Reader) -> None:
    Tasks.emulator = emulator
    Tasks.reader = reader
    Tasks.outcomes = Counter()
    run_state_machine_as_test(
        Tasks,
        settings=hypothesis.settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            suppress_health_check=list(hypothesis.HealthCheck),
            print_blob=True,
            phases=[hypothesis.Phase.generate],  # to shrink takes minutes, and the tasks are listed anyway
            report_multiple_bugs=False,
        ),
    )
    print(dict(sorted(Tasks.outcomes.items())))
    for module in ("elb_balancer", "elb_listener", "elb_policy", "elb_member"):
        assert Tasks.outcomes[f"{module} changed"] > 2, "too little happened"
