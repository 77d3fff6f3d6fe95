# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks at the same moment: on one balancer, and more than AWS lets pass. With the real pauses between attempts."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest

from emulator import Emulator, Network
from support.crew import Task, run_at_once
from support.modules import Runner

from .front import QUICK
from .length import ROUNDS
from .reader import DEFAULT_TLS, Reader, Seen
from .scenarios import TLS, new_shop, send, shop

pytestmark = pytest.mark.slow

HOSTS = 40


def test_forty_hosts_come_and_go_at_five_calls_a_second(
    emulator: Emulator, run: Runner, reader: Reader, network: Network
) -> None:
    subnets = [subnet["id"] for subnet in network["vpc"]["subnets"][::2]]
    listeners = [{"load_balancer_port": 80, "protocol": "HTTP", "instance_port": 8080}]
    run("elb_balancer", name="shop", subnets=subnets, listeners=listeners)
    hosts = network["instances"][:HOSTS]
    emulator.knobs(registration_s=0, health_delay_s=0, requests_per_second=5)
    emulator.clear_log()
    results = run_at_once(
        emulator, [("elb_member", {"instances": [host], "balancers": ["shop"]}) for host in hosts]
    )
    throttled = sum(entry["fault"] == "throttled" for entry in emulator.log)
    emulator.knobs(requests_per_second=None)
    assert [result["msg"] for result in results if result.get("failed")] == []
    assert all(result["changed"] for result in results)
    assert reader.balancers()["shop"].shown["instances"] == sorted(hosts)
    assert throttled > HOSTS, "AWS let everything pass"
    assert sum(result["api_calls"]["throttled"] for result in results) == throttled


def serve(run: Runner, network: Network, members: int, **options: Any) -> list[str]:
    """The members of a new balancer, each in service."""
    subnets = [subnet["id"] for subnet in network["vpc"]["subnets"][::2]]
    listeners = [{"load_balancer_port": 80, "protocol": "HTTP", "instance_port": 8080}]
    run.emulator.knobs(registration_s=0, health_delay_s=0)
    run("elb_balancer", name="shop", subnets=subnets, listeners=listeners, **options)
    hosts: list[str] = network["instances"][:members]
    run("elb_member", balancers="shop", instances=hosts)
    run.emulator.clear_log()
    return hosts


def leaving(host: str, remaining: int) -> Task:
    return (
        "elb_member",
        {"balancers": "shop", "instances": host, "state": "absent", "min_in_service": remaining},
    )


@pytest.mark.parametrize("number", range(ROUNDS))
def test_enough_remain_of_those_that_leave_at_once(
    emulator: Emulator, run: Runner, reader: Reader, network: Network, number: int
) -> None:
    hosts = serve(run, network, members=6)
    emulator.knobs(latency_ms=5 * number)
    results = run_at_once(emulator, [leaving(host, remaining=4) for host in hosts])
    emulator.knobs(latency_ms=0)
    told = [result["msg"] for result in results if result.get("failed")]
    assert len(told) == 4
    assert all("shop would keep 3 of 4 healthy members and needs 4" in message for message in told)
    assert len(reader.balancers()["shop"].shown["instances"]) == 4


def test_enough_remain_however_the_endpoint_is_spelled(
    emulator: Emulator, run: Runner, reader: Reader, network: Network
) -> None:
    hosts = serve(run, network, members=4)
    emulator.knobs(latency_ms=50)
    spellings = [
        emulator.url,
        f"{emulator.url}/",
        emulator.url.upper(),
        emulator.url.replace("127.0.0.1", "localhost"),
    ]
    tasks = [
        (module, {**options, "endpoint_url": spelling})
        for host, spelling in zip(hosts, spellings, strict=True)
        for module, options in [leaving(host, remaining=3)]
    ]
    results = run_at_once(emulator, tasks)
    emulator.knobs(latency_ms=0)
    assert sum(bool(result.get("failed")) for result in results) == 3
    assert len(reader.balancers()["shop"].shown["instances"]) == 3


@pytest.mark.parametrize("comers", [0, 1])
def test_two_that_purge_leave_enough(
    emulator: Emulator, run: Runner, reader: Reader, network: Network, comers: int
) -> None:
    """Whether they wait for somebody before others leave, or not."""
    hosts = serve(run, network, members=4)
    emulator.knobs(latency_ms=50, health_delay_s=0.5)
    tasks = [
        (
            "elb_member",
            {
                "balancers": "shop",
                "instances": [*stay, *network["instances"][first : first + comers]],
                "purge": True,
                "min_in_service": 2,
            },
        )
        for first, stay in ((10, hosts[:2]), (11, hosts[2:]))
    ]
    run_at_once(emulator, tasks)
    emulator.knobs(latency_ms=0)
    served = [
        sum(state["State"] == "InService" for state in balancer["instances"].values())
        for entry in emulator.log
        for balancer in entry.get("balancers", {}).values()
    ]
    assert min(itertools.dropwhile(lambda number: number < len(hosts), served)) >= 2
    assert len(reader.balancers()["shop"].shown["instances"]) >= 2


def test_connections_end_at_the_same_time(emulator: Emulator, run: Runner, network: Network) -> None:
    """The turn is over when AWS knows who leaves."""
    draining = 4
    hosts = serve(run, network, members=3, connection_draining={"timeout": draining})
    results = run_at_once(emulator, [leaving(host, remaining=1) for host in hosts[:2]])
    assert all(result["waited"] > 0 for result in results)
    first, second = [
        entry["time"] for entry in emulator.log if entry["operation"] == "DeregisterInstancesFromLoadBalancer"
    ]
    assert second - first < draining


def part(**options: Any) -> dict[str, Any]:
    return {"balancer": "shop", **options}


def whole(**options: Any) -> dict[str, Any]:
    return {"name": "shop", **options}


def new_policy(name: str, kind: str, port: int, **attributes: Any) -> dict[str, Any]:
    return part(name=name, type=kind, attributes=attributes, load_balancer_ports=[port])


def moved(instance_port: int, certificate: str) -> dict[str, Any]:
    """A whole listener, so that it can be made again whatever has become of it."""
    listener = {"protocol": "HTTPS", "instance_port": instance_port, "instance_protocol": "HTTP"}
    return part(load_balancer_port=443, certificate=certificate, policy_names=["tls", "sticky"], **listener)


APP = "AppCookieStickinessPolicyType"
INDEPENDENT: dict[str, Callable[[Network], list[Task]]] = {
    "new listeners": lambda network: [
        ("elb_listener", part(port=port, protocol="HTTP", instance_port=8080)) for port in (81, 82)
    ],
    "certificates": lambda network: [
        ("elb_listener", part(port=port, certificate=network["certificates"]["iam"][1]))
        for port in (443, 8443)
    ],
    "members": lambda network: [
        ("elb_member", {"instances": [host], "balancers": ["shop"], "remember": True, "state": "absent"})
        for host in network["instances"][:2]
    ],
    "tags": lambda network: [
        ("elb_balancer", whole(tags={key: "x"}, purge_tags=False)) for key in ("one", "two")
    ],
    "policies of two ports": lambda network: [
        ("elb_policy", new_policy("other", APP, 80, CookieName="id")),
        ("elb_policy", new_policy("own", TLS, 8443, **{"Protocol-TLSv1.2": True})),
    ],
    "a member and a policy": lambda network: [
        ("elb_member", {"instances": network["instances"][3:4], "balancers": ["shop"]}),
        ("elb_policy", part(name="sticky", attributes={"CookieExpirationPeriod": 90})),
    ],
    "the same": lambda network: [("elb_listener", moved(8081, network["certificates"]["iam"][0]))] * 2,
}
"""Tasks that do not get in each other's way, or want the same."""


@pytest.mark.parametrize("name", INDEPENDENT)
def test_tasks_that_go_together(emulator: Emulator, reader: Reader, run: Runner, name: str) -> None:
    """Both succeed or say what is wrong; run again, one after the other, they find all they want."""
    tasks = INDEPENDENT[name](emulator.network)
    before, results = clash(emulator, reader, tasks)
    if name != "the same":
        assert [result["msg"] for result in results if result.get("failed")] == []
        for module, options in tasks:
            assert not run(module, **options)["changed"]
    settle(reader, run, before, tasks)


@pytest.mark.parametrize("number", range(ROUNDS))
def test_nothing_is_lost_of_eight_at_once(
    emulator: Emulator, network: Network, run: Runner, number: int
) -> None:
    """Two kinds of policies for each port, and listeners beside: a task that reads a list replaces it as a whole."""
    options = new_shop(network)
    plain, secure = ({**item, "policy_names": []} for item in options["listeners"])
    listeners = [plain, secure, {**secure, "load_balancer_port": 8443}]
    run("elb_balancer", **{**options, "listeners": listeners, "policies": []})
    emulator.knobs(latency_ms=5 * number)
    tls, cookie = {"Protocol-TLSv1.2": True}, {"CookieName": "id"}
    tasks: list[Task] = [
        *(("elb_policy", new_policy(f"own-{port}", TLS, port, **tls)) for port in (443, 8443)),
        *(("elb_policy", new_policy(f"app-{port}", APP, port, **cookie)) for port in (443, 8443, 80)),
        *(("elb_listener", part(port=port, protocol="HTTP", instance_port=8080)) for port in (81, 82)),
        ("elb_balancer", whole(tags={"round": str(number)}, purge_tags=False)),
    ]
    results = run_at_once(emulator, tasks)
    emulator.knobs(latency_ms=0)
    assert [result["msg"] for result in results if result.get("failed")] == []
    assert all(result["changed"] for result in results)
    for module, options in tasks:
        assert not run(module, **options)["changed"], options


CONFLICTS: dict[str, Callable[[Network], list[Task]]] = {
    "one port's policies": lambda network: [
        ("elb_policy", new_policy("other", APP, 443, CookieName="id")),
        ("elb_policy", new_policy("own", TLS, 443, **{"Protocol-TLSv1.2": True})),
    ],
    "one listener": lambda network: [
        ("elb_listener", moved(port, network["certificates"]["iam"][0])) for port in (8081, 8082)
    ],
    "one policy": lambda network: [
        ("elb_policy", part(name="sticky", attributes={"CookieExpirationPeriod": period}))
        for period in (90, 120)
    ],
    "one key": lambda network: [
        ("elb_policy", part(name="key", attributes={"PublicKey": key})) for key in ("REVG", "R0hJ")
    ],
    "one subnet": lambda network: [
        (
            "elb_balancer",
            whole(subnets=[network["vpc"]["subnets"][number]["id"] for number in numbers]),
        )
        for numbers in ((1, 2), (0, 3))
    ],
    "all settings": lambda network: [
        ("elb_balancer", whole(tags={"env": env}, idle_timeout=idle, security_groups=[group]))
        for env, idle, group in (("a", 10, "admin"), ("b", 20, "db"))
    ],
}
"""Tasks that want different things of the same thing: AWS has no lock, the last writer wins (facts 3.1)."""


@pytest.mark.parametrize("name", CONFLICTS)
def test_tasks_that_clash(emulator: Emulator, reader: Reader, run: Runner, name: str) -> None:
    tasks = CONFLICTS[name](emulator.network)
    before, _results = clash(emulator, reader, tasks)
    settle(reader, run, before, tasks)


def clash(
    emulator: Emulator, reader: Reader, tasks: list[Task], **knobs: Any
) -> tuple[Seen, list[dict[str, Any]]]:
    """Run tasks at once on a shop; the latency makes them look before either has written."""
    emulator.knobs(**QUICK)
    send(reader.aws, shop(emulator.network))
    before = reader.balancers()["shop"]
    emulator.knobs(latency_ms=100, **knobs)
    results = run_at_once(emulator, tasks, patience=0.02)
    emulator.knobs(latency_ms=0, faults=[])
    for result in results:
        assert result.get("failed", False) <= bool(result.get("msg"))
        assert "\n" not in result.get("msg", "")
        assert "Traceback" not in result.get("msg", "")
    return before, results


def settle(reader: Reader, run: Runner, before: Seen, tasks: list[Task]) -> None:
    """Nothing was lost, and each task run alone gets what it wants."""
    now = reader.balancers()["shop"]
    ports = {item["load_balancer_port"] for item in before.shown["listeners"]}
    assert {item["load_balancer_port"] for item in now.shown["listeners"]} >= ports
    for item in now.shown["listeners"]:
        if item["protocol"] == "HTTPS":
            assert item["policy_names"] != [DEFAULT_TLS], "a policy got lost"
    for module, options in tasks:
        run(module, **options)
        assert not run(module, **options)["changed"]
    names = [policy["name"] for policy in reader.balancers()["shop"].shown["policies"]]
    assert [name for name in names if "successor" in name] == []


@pytest.mark.parametrize("tags", [{"env": "prod"}, {"env": "test"}], ids=["equal", "different"])
def test_two_creations(
    emulator: Emulator, reader: Reader, run: Runner, network: Network, tags: dict[str, str]
) -> None:
    emulator.knobs(latency_ms=100)
    options = {**new_shop(network), "wait": False}
    tasks = [("elb_balancer", options), ("elb_balancer", {**options, "tags": tags})]
    results = run_at_once(emulator, tasks, patience=0.02)
    emulator.knobs(latency_ms=0)
    assert [result["msg"] for result in results if result.get("failed")] == [], "they take turns"
    assert sum("CreateLoadBalancer" in str(result["actions"]) for result in results) == 1
    for module, given in tasks:
        run(module, **given)
        assert not run(module, **given)["changed"]
    assert reader.balancers().keys() == {"shop"}


def test_a_change_of_a_balancer_that_is_deleted_meanwhile(
    emulator: Emulator, reader: Reader, run: Runner
) -> None:
    tasks = [
        ("elb_balancer", whole(state="absent")),
        ("elb_policy", part(name="sticky", attributes={"CookieExpirationPeriod": 90})),
    ]
    _before, results = clash(emulator, reader, tasks)
    assert not results[0].get("failed")
    assert results[1].get("failed") or "DeleteLoadBalancerPolicy" in str(results[1]["actions"]), (
        "it came first"
    )
    assert (
        not results[1].get("failed")
        or "there is no balancer" in results[1]["msg"].lower()
        or "LoadBalancerNotFound" in results[1]["msg"]
    )
    assert reader.balancers() == {}


def test_a_listener_that_is_deleted_meanwhile_stays_deleted(
    emulator: Emulator, reader: Reader, run: Runner
) -> None:
    """What a failed task puts back is what it took away itself."""
    denied = {"code": "AccessDenied", "status": 403, "message": "no"}
    fault = {"operation": "SetLoadBalancerPoliciesOfListener", "times": None, "answer": denied}
    tasks = [
        ("elb_listener", part(port=25, state="absent")),
        ("elb_policy", part(name="sticky", attributes={"CookieExpirationPeriod": 90})),
    ]
    _before, results = clash(emulator, reader, tasks, faults=[fault])
    assert not results[0].get("failed")
    assert "AccessDenied" in results[1]["msg"]
    ports = [item["load_balancer_port"] for item in reader.balancers()["shop"].shown["listeners"]]
    assert ports == [80, 443, 8443]
