# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Somebody else is at work on what a task has deleted, and the task fails: what they have made or removed is theirs."""

from __future__ import annotations

from typing import Any

import pytest

from emulator import Network
from support.modules import Runner
from support.options import TLS_1_2, Options, http, https, small

Meddle = Any

INTERNAL: Options = {"name": "shop", "scheme": "internal", "max_impact": "replacement"}


def theirs(aws: Any, network: Network) -> None:
    aws.create_load_balancer(
        LoadBalancerName="shop",
        Listeners=[{"Protocol": "TCP", "LoadBalancerPort": 9, "InstancePort": 9}],
        Subnets=[network["vpc"]["subnets"][0]["id"]],
        Tags=[{"Key": "owner", "Value": "other"}],
    )


def operations(run: Runner) -> list[str]:
    return [entry["operation"] for entry in run.emulator.log if entry["write"]]


def test_their_balancer_of_the_name_stays(run: Runner, network: Network, aws: Any, meddle: Meddle) -> None:
    run("elb_balancer", **small(network))
    meddle("DeleteLoadBalancer", lambda: theirs(aws, network))
    failed = run.fails("elb_balancer", **INTERNAL)
    assert "Somebody else has made a balancer of this name meanwhile; it is left alone." in failed["msg"]
    assert failed["lost"].keys() >= {"name", "listeners", "subnets"}
    assert failed["balancer"]["tags"] == {"owner": "other"}
    (there,) = aws.describe_load_balancers()["LoadBalancerDescriptions"]
    assert [item["Listener"]["LoadBalancerPort"] for item in there["ListenerDescriptions"]] == [9]
    assert there["DNSName"] == failed["balancer"]["dns_name"]


@pytest.mark.parametrize("made_again", [True, False])
def test_what_a_refused_deletion_has_not_taken_is_not_put_back(
    run: Runner, network: Network, aws: Any, meddle: Meddle, made_again: bool
) -> None:
    run("elb_balancer", **small(network))

    def deed() -> None:
        aws.delete_load_balancer(LoadBalancerName="shop")
        if made_again:
            theirs(aws, network)
        answer = {"code": "AccessDenied", "status": 403, "message": "no"}
        run.emulator.knobs(faults=[{"operation": "DeleteLoadBalancer", "when": "before", "answer": answer}])

    meddle("DeleteLoadBalancer", deed, before=True)
    failed = run.fails("elb_balancer", **INTERNAL)
    assert not failed["changed"]
    assert "lost" not in failed
    there = aws.describe_load_balancers()["LoadBalancerDescriptions"]
    assert [len(item["ListenerDescriptions"]) for item in there] == ([1] if made_again else [])
    assert bool(failed["balancer"]) == made_again


def test_their_listener_keeps_its_policies(run: Runner, network: Network, aws: Any, meddle: Meddle) -> None:
    certificate = network["certificates"]["iam"][0]
    mine = https(certificate, instance_port=8080, instance_protocol="HTTP")
    run("elb_balancer", **{**small(network), "listeners": [http(), mine]})
    run(
        "elb_policy",
        balancer="shop",
        name="sticky",
        type="LBCookieStickinessPolicyType",
        load_balancer_ports=[443],
    )

    def deed() -> None:
        listener = {
            "Protocol": "HTTPS",
            "LoadBalancerPort": 443,
            "InstanceProtocol": "HTTP",
            "InstancePort": 7070,
            "SSLCertificateId": certificate,
        }
        aws.create_load_balancer_listeners(LoadBalancerName="shop", Listeners=[listener])

    meddle("DeleteLoadBalancerListeners", deed)
    failed = run.fails("elb_listener", balancer="shop", load_balancer_port=443, instance_port=9090)
    assert "What somebody else has made on port 443 meanwhile is left alone." in failed["msg"]
    assert "put back" not in failed["msg"]
    assert [item["instance_port"] for item in failed["lost"]["listeners"]] == [8080]
    (there,) = [item for item in failed["balancer"]["listeners"] if item["load_balancer_port"] == 443]
    assert there["instance_port"] == 7070
    assert "sticky" not in there["policy_names"]


def test_their_policy_of_the_name_stays(run: Runner, network: Network, aws: Any, meddle: Meddle) -> None:
    """It is of another type, and may be in use."""
    run("elb_balancer", **small(network), policies=[TLS_1_2])

    def deed() -> None:
        aws.create_lb_cookie_stickiness_policy(LoadBalancerName="shop", PolicyName="tls-1-2")

    meddle("DeleteLoadBalancerPolicy", deed)
    changed = {**TLS_1_2, "attributes": {"Reference-Security-Policy": "ELBSecurityPolicy-2015-05"}}
    failed = run.fails("elb_policy", balancer="shop", **changed)
    assert failed["error"]["code"] == "DuplicatePolicyName"
    assert "Somebody else has changed the balancer meanwhile" in failed["msg"]
    (theirs,) = aws.describe_load_balancer_policies(LoadBalancerName="shop")["PolicyDescriptions"]
    assert theirs["PolicyTypeName"] == "LBCookieStickinessPolicyType"
    assert failed["balancer"]["policies"][0]["type"] == theirs["PolicyTypeName"]


def test_lost_is_theirs_and_what_could_not_be_put_back(
    run: Runner, network: Network, aws: Any, meddle: Meddle
) -> None:
    run("elb_balancer", **{**small(network), "listeners": [http(), http(81)]})

    def deed() -> None:
        listener = {"Protocol": "TCP", "LoadBalancerPort": 80, "InstancePort": 7070}
        aws.create_load_balancer_listeners(LoadBalancerName="shop", Listeners=[listener])
        answer = {"code": "AccessDenied", "status": 403, "message": "no"}
        creation = "CreateLoadBalancerListeners"
        run.emulator.knobs(faults=[{"operation": creation, "when": "before", "answer": answer, "times": 9}])

    meddle("DeleteLoadBalancerListeners", deed)
    wanted = [http(instance_port=9090), http(81, instance_port=9090)]
    failed = run.fails("elb_balancer", name="shop", listeners=wanted)
    assert "Putting back what was there failed too" in failed["msg"]
    assert "on port 80 meanwhile" in failed["msg"]
    assert [item["load_balancer_port"] for item in failed["lost"]["listeners"]] == [80, 81]


def test_their_balancer_stays_also_if_it_comes_during_the_repair(
    run: Runner, network: Network, aws: Any, meddle: Meddle
) -> None:
    run("elb_balancer", **small(network))
    answer = {"code": "TooManyLoadBalancers", "status": 400, "message": "no"}
    run.emulator.knobs(faults=[{"operation": "CreateLoadBalancer", "when": "before", "answer": answer}])

    def before_the_next() -> None:
        meddle("CreateLoadBalancer", lambda: theirs(aws, network), before=True)

    meddle("CreateLoadBalancer", before_the_next, before=True)
    failed = run.fails("elb_balancer", **INTERNAL)
    assert "Somebody else has made a balancer of this name meanwhile; it is left alone." in failed["msg"]
    assert "another address" not in failed["msg"]
    assert failed["lost"].keys() >= {"name", "listeners", "subnets"}
    assert failed["balancer"]["tags"] == {"owner": "other"}
