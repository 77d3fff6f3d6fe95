# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The pages that tell of impacts and of failures say what the modules do and say."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from ansible_collections.classic.elb.plugins.module_utils._model.step import IMPACTS, MEANING
from emulator import Network
from support.clone import ROOT
from support.modules import Result, Runner
from support.options import PROXY, STICKY, TLS_1_2, Options, http, https, small

Task = tuple[str, Options]

TRAFFIC = (ROOT / "docs/traffic.md").read_text()
TROUBLE = (ROOT / "docs/troubleshooting.md").read_text()
APP = {"name": "app", "type": "AppCookieStickinessPolicyType", "attributes": {"CookieName": "id"}}


def rows(page: str, columns: int) -> list[list[str]]:
    found = [line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| ")]
    return [[cell.strip("`") for cell in row] for row in found if len(row) == columns and "---" not in row[0]]


def build(run: Runner, network: Network) -> None:
    """A balancer that can lose something of everything, and one of EC2-Classic."""
    subnets = [network["vpc"]["subnets"][number]["id"] for number in (0, 2)]
    certificate = network["certificates"]["iam"][0]
    run(
        "elb_balancer",
        **{
            **small(network),
            "subnets": subnets,
            "tags": {"env": "prod"},
            "policies": [TLS_1_2, STICKY, PROXY],
        },
        security_groups=["web"],
        backend_servers=[{"instance_port": 8080, "policy_names": ["proxy"]}],
    )
    run("elb_listener", balancer="shop", **https(certificate, policy_names=["tls-1-2"]))
    run("elb_member", instances=network["instances"][0], balancers="shop", wait=False)
    run.emulator.knobs(antique=True)
    run("elb_balancer", name="old", zones=["us-east-1a", "us-east-1b"], listeners=[http()])
    run.emulator.knobs(antique=False)


def changes(network: Network) -> list[Task]:
    subnets, other = network["vpc"]["subnets"], network["certificates"]["iam"][1]
    shop = {"name": "shop"}
    return [
        ("elb_balancer", {**small(network, "new"), "policies": [STICKY, APP]}),
        ("elb_balancer", {**shop, "state": "absent"}),
        ("elb_balancer", {**shop, "scheme": "internal", "max_impact": "replacement"}),
        ("elb_balancer", {**shop, "listeners": [http(81)], "policies": [], "backend_servers": []}),
        ("elb_balancer", {**shop, "health_check": {"interval": 9}, "idle_timeout": 90, "tags": {"a": "b"}}),
        (
            "elb_balancer",
            {**shop, "security_groups": ["admin"], "subnets": [subnets[1]["id"], subnets[2]["id"]]},
        ),
        ("elb_listener", {"balancer": "shop", "port": 443, "ssl_certificate_id": other}),
        ("elb_listener", {"balancer": "shop", "port": 443, "policy_names": ["tls-1-2", "sticky"]}),
        ("elb_policy", {**TLS_1_2, "balancer": "shop", "attributes": {"Protocol-TLSv1.2": True}}),
        ("elb_policy", {**PROXY, "name": "other", "balancer": "shop", "instance_ports": [9000]}),
        ("elb_balancer", {"name": "old", "zones": ["us-east-1b", "us-east-1c"]}),
        (
            "elb_member",
            {
                "instances": network["instances"][0],
                "balancers": "shop",
                "state": "absent",
                "min_in_service": 0,
            },
        ),
        ("elb_member", {"instances": network["instances"][1], "balancers": "shop"}),
    ]


def test_the_impacts_are_all_there_are() -> None:
    table = [row for row in rows(TRAFFIC, 2) if row[0] in IMPACTS]
    assert [row[0] for row in table] == list(IMPACTS)
    assert all(row[1].startswith(MEANING[row[0]]) for row in table)


def test_every_change_is_told_with_its_impact(run: Runner, network: Network) -> None:
    build(run, network)
    run.emulator.clear_log()
    seen = {
        (action["operation"], action["impact"])
        for module, options in changes(network)
        for action in run(module, check=True, **options)["actions"]
    }
    assert {(row[1], row[2]) for row in rows(TRAFFIC, 3)[1:]} == seen
    assert run.writes() == []


Trouble = Callable[[Runner, Network], Result]


def refused_right(run: Runner, _network: Network) -> Result:
    run.emulator.knobs(denied=["ModifyLoadBalancerAttributes"])
    return run.fails("elb_balancer", name="shop", idle_timeout=90)


def unknown_credentials(run: Runner, _network: Network) -> Result:
    run.emulator.knobs(credentials=["AKIAOTHER"])
    return run.fails("elb_balancer", name="shop")


def late_member(run: Runner, network: Network) -> Result:
    run.emulator.knobs(registration_s=900)
    return run.fails("elb_member", instances=network["instances"][0], balancers="shop", wait_timeout=1)


def few_members(run: Runner, network: Network) -> Result:
    member = {"instances": network["instances"][0], "balancers": "shop"}
    run.emulator.knobs(registration_s=0, health_delay_s=0)
    run("elb_member", **member)
    return run.fails("elb_member", **member, state="absent", min_in_service=1)


def lost_policy(run: Runner, network: Network) -> Result:
    secure = https(network["certificates"]["iam"][0], policy_names=["tls-1-2"])
    run("elb_balancer", name="shop", policies=[TLS_1_2], listeners=[secure])
    return run("elb_listener", balancer="shop", load_balancer_port=443, policy_names=[])


NONE = {"balancer": "none", **http()}
CERTIFICATE = "arn:aws:iam::123456789012:server-certificate/none"
TROUBLES: dict[str, list[Trouble]] = {
    "A right is missing": [refused_right],
    "AWS does not know the credentials": [unknown_credentials],
    "The endpoint does not answer": [
        lambda run, _network: run.fails("elb_balancer", name="shop", endpoint_url="http://127.0.0.1:1")
    ],
    "There is no such region": [
        lambda run, _network: run.fails("elb_balancer", name="shop", region="moon-1")
    ],
    "There is no such balancer": [
        lambda run, _network: run.fails("elb_listener", **NONE),
        lambda run, _network: run("elb_listener", check=True, **NONE),
    ],
    "A plan is refused": [lambda run, _network: run.fails("elb_balancer", name="shop", scheme="internal")],
    "Members do not come into service": [late_member],
    "Too few members would remain": [few_members],
    "A certificate is not found": [
        lambda run, _network: run.fails(
            "elb_balancer", name="shop", listeners=[https(CERTIFICATE)], purge_listeners=False
        )
    ],
    "TLS falls back": [lost_policy],
    "The log bucket refuses AWS": [
        lambda run, _network: run.fails("elb_balancer", name="shop", access_logs={"s3_bucket_name": "nobody"})
    ],
    "An option has another name": [
        lambda run, _network: run.fails("elb_balancer", name="shop", instance_ids=["i-1"])
    ],
}
SHOWN = {
    title: re.findall(r"^```text\n(.*?)\n```$", text, re.MULTILINE | re.DOTALL)
    for title, text in re.findall(r"^## (.*?)\n(.*?)(?=^## |\Z)", TROUBLE, re.MULTILINE | re.DOTALL)
}


@pytest.mark.parametrize("title", [title for title, sentences in SHOWN.items() if sentences])
def test_the_sentences_are_those_of_the_modules(run: Runner, network: Network, title: str) -> None:
    run("elb_balancer", **small(network))
    for shown, trouble in zip(SHOWN[title], TROUBLES[title], strict=True):
        result = trouble(run, network)
        said = f"{result.get('msg')} {result.get('warnings')}"
        assert shown in re.sub(r"\bi-[0-9a-f]{8,}\b", "INSTANCE", said)
