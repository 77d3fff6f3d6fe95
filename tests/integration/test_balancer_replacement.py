# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""elb_balancer makes a balancer anew: the successor is given all that the old one had."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from ansible_collections.classic.elb.plugins.module_utils._model.errors import CallFailed
from ansible_collections.classic.elb.plugins.module_utils._service import ec2
from ansible_collections.classic.elb.plugins.module_utils._service.client import Call
from emulator import Network
from support.modules import Runner
from support.options import FACTS_OF_A_NEW_BALANCER, STICKY, TLS_1_2, Options, everything, http, https, small


@pytest.mark.parametrize("change", ["scheme", "vpc"])
def test_a_replacement_carries_over_all_it_can(run: Runner, network: Network, aws: Any, change: str) -> None:
    before = run("elb_balancer", **everything(network))["balancer"]
    members = network["instances"][:3]
    aws.register_instances_with_load_balancer(
        LoadBalancerName="shop", Instances=[{"InstanceId": member} for member in members]
    )
    options: Options = {"scheme": "internal"}
    if change == "vpc":
        options = {"subnets": [network["other_vpc"]["subnets"][0]["id"]]}
    done = run.converges("elb_balancer", name="shop", max_impact="replacement", **options)
    after = done["balancer"]
    assert done["impact"] == "replacement"
    assert after["dns_name"] != before["dns_name"]
    assert after["instances"] == (sorted(members) if change == "scheme" else [])
    carried = before.keys() - {*FACTS_OF_A_NEW_BALANCER, *options}
    if change == "vpc":
        carried -= {"security_groups", "availability_zones", "vpc_id"}
    for key in carried:
        assert after[key] == before[key], key


@pytest.mark.parametrize(
    "operation", ["ConfigureHealthCheck", "RegisterInstancesWithLoadBalancer", "ModifyLoadBalancerAttributes"]
)
def test_a_replacement_that_fails_midway_is_completed_as_far_as_it_goes(
    run: Runner, network: Network, aws: Any, operation: str
) -> None:
    run("elb_balancer", **everything(network))
    members = [{"InstanceId": member} for member in network["instances"][:2]]
    aws.register_instances_with_load_balancer(LoadBalancerName="shop", Instances=members)
    answer = {"code": "ValidationError", "status": 400, "message": "no"}
    run.emulator.knobs(faults=[{"operation": operation, "times": 1, "when": "before", "answer": answer}])
    failed = run.fails("elb_balancer", name="shop", scheme="internal", max_impact="replacement")
    assert operation in failed["msg"]
    after = run("elb_balancer", name="shop")["balancer"]
    assert after["scheme"] == "internal"
    assert len(after["instances"]) == 2
    assert after["health_check"] == everything(network)["health_check"]
    assert after["idle_timeout"] == 120


REFUSED: dict[str, Options] = {
    "policy": {
        "policies": [{**TLS_1_2, "attributes": {"Reference-Security-Policy": "ELBSecurityPolicy-2015-05"}}]
    },
    "attributes": {"idle_timeout": 90, "desync_mitigation_mode": "lenient"},
    "bucket": {"access_logs": {"s3_bucket_name": "no-logs"}},
    "health check": {"health_check": {"target": "HTTP:81/new"}},
}


@pytest.mark.parametrize("change", REFUSED)
def test_a_successor_is_as_its_predecessor_where_aws_refuses_the_new(
    run: Runner, network: Network, change: str
) -> None:
    """Another try with the same would leave it without the new and without the old."""
    before = run("elb_balancer", **everything(network))["balancer"]
    operation = {"health check": "ConfigureHealthCheck", "policy": "CreateLoadBalancerPolicy"}.get(change)
    if operation:
        answer = {"code": "ValidationError", "status": 400, "message": "no"}
        fault = {"operation": operation, "skip": int(change == "policy"), "times": 1, "answer": answer}
        run.emulator.knobs(faults=[fault])
    failed = run.fails(
        "elb_balancer", name="shop", scheme="internal", max_impact="replacement", **REFUSED[change]
    )
    after = run("elb_balancer_info", include="all")["balancers"][0]
    for key in before.keys() - {*FACTS_OF_A_NEW_BALANCER, "scheme"}:
        assert after[key] == before[key], key
    assert "lost" not in failed
    assert "What the task had taken away was put back" in failed["msg"]


KEY = {"name": "key", "type": "PublicKeyPolicyType", "attributes": {"PublicKey": "QUFB"}}
AUTHENTICATION = {
    "name": "auth",
    "type": "BackendServerAuthenticationPolicyType",
    "attributes": {"PublicKeyPolicyName": "key"},
}


def rich(network: Network) -> Options:
    """With policies on every port, also a key to which another refers."""
    whole = everything(network)
    secure = {**http(8443), "protocol": "TCP", "instance_port": 9443, "instance_protocol": "SSL"}
    return {
        **whole,
        "listeners": [*whole["listeners"], secure],
        "policies": [*whole["policies"], KEY, AUTHENTICATION],
        "backend_servers": [*whole["backend_servers"], {"instance_port": 9443, "policy_names": ["auth"]}],
    }


def renamed(network: Network, old: str, new: str) -> Options:
    """The same wish with another name for a policy."""
    text = json.dumps({key: rich(network)[key] for key in ("listeners", "policies", "backend_servers")})
    return dict(json.loads(text.replace(f'"{old}"', f'"{new}"')))


CHANGES: dict[str, Callable[[Network], Options]] = {
    "key": lambda network: renamed(network, "key", "key-2"),
    "TLS": lambda network: renamed(network, "tls-1-2", "tls-2"),
    "proxy": lambda network: renamed(network, "proxy", "proxy-2"),
    "SSL": lambda network: {
        "listeners": [
            {**each, "protocol": "SSL", "instance_protocol": "TCP", "policy_names": ["tls-1-2"]}
            if each["load_balancer_port"] == 443
            else each
            for each in rich(network)["listeners"]
        ]
    },
    "settings": lambda _network: {
        "access_logs": {"s3_bucket_name": "no-logs"},
        "health_check": {"target": "HTTP:8080/new"},
        "tags": {"new": "tag"},
    },
}


def parts(balancer: Options) -> dict[tuple[str, Any], Any]:
    """A balancer, or what is lost of it, by its parts; AWS' own policies aside."""
    keys = {"listeners": "load_balancer_port", "policies": "name", "backend_servers": "instance_port"}
    found = {}
    for section, value in balancer.items():
        if section in keys:
            found.update(
                {
                    (section, each[keys[section]]): each
                    for each in value
                    if "ELBSecurity" not in str(each.get("name"))
                }
            )
        elif section not in {*FACTS_OF_A_NEW_BALANCER, "scheme", "network"}:
            found[section, ""] = value
    return found


@pytest.mark.parametrize("times", [1, None], ids=["once", "always"])
@pytest.mark.parametrize("change", CHANGES)
def test_whatever_aws_refuses_of_a_successor_is_as_before_or_told(
    run: Runner, network: Network, change: str, times: int | None
) -> None:
    """Each call of the plan in turn; and when AWS takes it again, the same task arrives."""
    options = {"name": "shop", "scheme": "internal", "max_impact": "replacement", **CHANGES[change](network)}
    before = run("elb_balancer", **rich(network))["balancer"]
    planned = run("elb_balancer", check=True, **options)
    wanted = parts(planned["balancer"])
    operations = [action["operation"] for action in planned["actions"]]
    for number, operation in list(enumerate(operations))[2:]:
        run("elb_balancer", name="shop", state="absent")
        run("elb_balancer", **rich(network))
        answer = {"code": "ValidationError", "status": 400, "message": "no"}
        skip = operations[:number].count(operation)
        run.emulator.knobs(faults=[{"operation": operation, "skip": skip, "times": times, "answer": answer}])
        failed = run.fails("elb_balancer", **options)
        run.emulator.knobs(faults=[])
        assert failed["changed"] and failed["failed_action"]["operation"] == operation, failed["msg"]
        assert "has another address now: " in failed["msg"]
        (now,) = run("elb_balancer_info", include="all")["balancers"]
        had, has, lost = parts(before), parts(now), parts(failed.get("lost", {}))
        for key in had.keys() & wanted.keys():
            assert has.get(key) in (had[key], wanted[key]) or lost.get(key) == had[key], (operation, key)
        for key, value in lost.items():
            assert value == had[key], (operation, key)
        if times and change != "settings":  # whose bucket refuses AWS for good
            assert parts(run("elb_balancer", **options)["balancer"]) == wanted


def test_keys_that_nothing_refers_to_any_more_are_not_carried_over(run: Runner, network: Network) -> None:
    run("elb_balancer", **rich(network))
    run.converges(
        "elb_balancer", name="shop", scheme="internal", max_impact="replacement", **CHANGES["key"](network)
    )


def test_a_bucket_that_refuses_by_now_takes_no_other_setting_along(
    run: Runner, network: Network, intercept: Any
) -> None:
    before = run("elb_balancer", **everything(network))["balancer"]

    def refusing(call: Call, send: Any) -> Any:
        if "AccessLog" in call.parameters.get("LoadBalancerAttributes", {}):
            raise CallFailed(call.operation, "InvalidConfigurationRequest", "Access Denied for bucket: logs.")
        return send(call)

    intercept(refusing)
    failed = run.fails("elb_balancer", name="shop", scheme="internal", max_impact="replacement")
    assert failed["lost"] == {"access_logs": before["access_logs"]}
    assert failed["balancer"]["idle_timeout"] == before["idle_timeout"]


def test_what_aws_shows_late_of_a_successor_is_not_lost(run: Runner, network: Network, meddle: Any) -> None:
    run("elb_balancer", **everything(network))
    answer = {"code": "ValidationError", "status": 400, "message": "no"}
    run.emulator.knobs(faults=[{"operation": "ConfigureHealthCheck", "times": 1, "answer": answer}])

    def fall_behind() -> None:
        time.sleep(0.5)  # so that what is shown late has the new balancer, and not its settings
        run.emulator.knobs(lag_ms=400, lagging=["DescribeLoadBalancerAttributes"])

    meddle("ModifyLoadBalancerAttributes", fall_behind, before=True)
    failed = run.fails("elb_balancer", name="shop", scheme="internal", max_impact="replacement")
    assert "What the task had taken away was put back" in failed["msg"]
    assert "lost" not in failed


def test_a_subnet_without_room_gets_its_balancer_back(
    run: Runner, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be what the task moves away from; whether the balancer still fits, AWS decides."""
    before = run("elb_balancer", **small(network))["balancer"]
    full = before["subnets"][0]
    monkeypatch.setattr(
        ec2, "_cramped", lambda subnet: "has 6 free addresses" if subnet["SubnetId"] == full else ""
    )
    answer = {"code": "ValidationError", "status": 400, "message": "VPC has no internet gateway"}
    run.emulator.knobs(faults=[{"operation": "CreateLoadBalancer", "times": 1, "answer": answer}])
    there = network["other_vpc"]["subnets"][0]["id"]
    failed = run.fails("elb_balancer", name="shop", subnets=[there], max_impact="replacement")
    assert "VPC has no internet gateway" in failed["msg"]
    assert "lost" not in failed
    assert failed["balancer"]["subnets"] == [full]


def test_an_old_health_check_is_not_put_back_where_nobody_answers_it(run: Runner, network: Network) -> None:
    run("elb_balancer", **small(network), health_check={"target": "HTTP:8080/healthz"})
    answer = {"code": "ValidationError", "status": 400, "message": "no"}
    run.emulator.knobs(faults=[{"operation": "ConfigureHealthCheck", "times": 1, "answer": answer}])
    options: Options = {
        "listeners": [{**http(), "instance_port": 9090}],
        "health_check": {"target": "HTTP:9090/new"},
    }
    run.fails("elb_balancer", name="shop", scheme="internal", max_impact="replacement", **options)
    assert run("elb_balancer", name="shop")["balancer"]["health_check"]["target"] == "HTTP:9090/new"


def test_a_replacement_carries_the_policies_that_ports_use(run: Runner, network: Network) -> None:
    """Those that nobody uses go where the task purges, as they do without a replacement."""
    before = run("elb_balancer", **everything(network))["balancer"]
    run("elb_policy", balancer="shop", **{**STICKY, "name": "idle"})
    done = run.converges(
        "elb_balancer", name="shop", scheme="internal", policies=[], max_impact="replacement"
    )["balancer"]
    for key in ("listeners", "backend_servers"):
        assert done[key] == before[key]
    assert [policy["name"] for policy in done["policies"]] == [
        policy["name"] for policy in before["policies"]
    ]


def test_the_notes_of_elb_member_survive_a_replacement(run: Runner, network: Network, aws: Any) -> None:
    run("elb_balancer", **small(network))
    note = {"Key": "classic.elb:out:i-1", "Value": "i-1"}
    aws.add_tags(LoadBalancerNames=["shop"], Tags=[note])
    done = run.converges(
        "elb_balancer", name="shop", scheme="internal", tags={"a": "b"}, max_impact="replacement"
    )
    assert done["balancer"]["tags"] == {"a": "b"}
    assert note in done["actions"][1]["parameters"]["Tags"], "it is never without them"
    assert note in aws.describe_tags(LoadBalancerNames=["shop"])["TagDescriptions"][0]["Tags"]


@pytest.mark.parametrize("state", ["stopped", "terminated"])
def test_a_member_that_does_not_run_does_not_keep_the_others_from_a_successor(
    run: Runner, network: Network, aws: Any, ec2: Any, state: str
) -> None:
    """AWS would refuse the whole list for it."""
    run("elb_balancer", **small(network))
    new = ec2.run_instances(
        ImageId="ami-12c6146b", MinCount=1, MaxCount=1, SubnetId=network["vpc"]["subnets"][0]["id"]
    )
    lame = new["Instances"][0]["InstanceId"]
    members = [*network["instances"][:2], lame]
    aws.register_instances_with_load_balancer(
        LoadBalancerName="shop", Instances=[{"InstanceId": member} for member in members]
    )
    (ec2.stop_instances if state == "stopped" else ec2.terminate_instances)(InstanceIds=[lame])
    done = run.converges("elb_balancer", name="shop", scheme="internal", max_impact="replacement")
    assert done["balancer"]["instances"] == sorted(members[:2])


@pytest.mark.parametrize("extra", [{}, {"zones": ["us-east-1c"], "purge_zones": False}], ids=["same", "more"])
def test_a_replacement_by_zones_stays_in_its_vpc(
    run: Runner, network: Network, aws: Any, healthy_at_once: None, extra: Options
) -> None:
    """As a balancer does that is not replaced: what is attached in a zone that is listed stays."""
    before = run("elb_balancer", **{**small(network), "security_groups": ["web"]})["balancer"]
    run("elb_member", instances=network["instances"][0], balancers="shop")
    options = {"zones": before["availability_zones"], **extra, "scheme": "internal"}
    if extra:
        failed = run.fails("elb_balancer", name="shop", max_impact="replacement", **options)
        assert f"and shop is in {before['vpc_id']}, where it takes subnets only" in failed["msg"]
        return
    after = run.converges("elb_balancer", name="shop", max_impact="replacement", **options)["balancer"]
    for fact in ("vpc_id", "subnets", "availability_zones", "security_groups"):
        assert after[fact] == before[fact]
    assert after["instances"] == [network["instances"][0]]


@pytest.mark.parametrize("purge", [True, False], ids=["purged", "kept"])
def test_a_replacement_keeps_the_zones_that_are_not_purged(run: Runner, purge: bool) -> None:
    listeners = [{"load_balancer_port": 80, "protocol": "HTTP", "instance_port": 8080}]
    run("elb_balancer", name="shop", zones=["us-east-1a"], listeners=listeners)
    wanted = {"zones": ["us-east-1b"], "purge_availability_zones": purge, "scheme": "internal"}
    done = run.converges("elb_balancer", name="shop", max_impact="replacement", **wanted)
    assert done["balancer"]["scheme"] == "internal"
    zones = ["us-east-1b"] if purge else ["us-east-1a", "us-east-1b"]
    assert done["balancer"]["availability_zones"] == zones


def test_authentication_that_outlived_its_listener_stays_behind(run: Runner, network: Network) -> None:
    certificate = network["certificates"]["iam"][0]
    secure = https(certificate, load_balancer_port=8443, instance_port=9443, instance_protocol="HTTPS")
    key = {"name": "key", "type": "PublicKeyPolicyType", "attributes": {"PublicKey": "QUFB"}}
    authentication = "BackendServerAuthenticationPolicyType"
    auth = {"name": "auth", "type": authentication, "attributes": {"PublicKeyPolicyName": ["key"]}}
    options = small(network)
    run(
        "elb_balancer",
        **{**options, "listeners": [*options["listeners"], secure], "policies": [key, auth]},
        backend_servers=[{"instance_port": 9443, "policy_names": ["auth"]}],
    )
    gone = run("elb_listener", balancer="shop", load_balancer_port=8443, state="absent")
    assert [item["instance_port"] for item in gone["balancer"]["backend_servers"]] == [9443]
    scheme = "internet-facing" if gone["balancer"]["scheme"] == "internal" else "internal"
    done = run("elb_balancer", name="shop", scheme=scheme, max_impact="replacement")
    assert done["balancer"]["scheme"] == scheme
    assert done["balancer"]["backend_servers"] == []
    assert "The policy 'auth' is no longer enabled on instance port 9443" in str(done["warnings"])


def test_what_stays_in_the_vpc_that_is_left_is_told(
    run: Runner, network: Network, healthy_at_once: None
) -> None:
    run("elb_balancer", **{**small(network), "security_groups": ["web"]})
    member, group = network["instances"][0], network["vpc"]["security_groups"]["web"]
    run("elb_member", instances=member, balancers="shop")
    move = {
        "name": "shop",
        "subnets": [network["other_vpc"]["subnets"][0]["id"]],
        "max_impact": "replacement",
    }
    for options, left in (
        (move, f"without its members ({member}) and its security groups ({group})."),
        ({**move, "security_groups": ["web"]}, f"without its members ({member})."),
    ):
        told = run("elb_balancer", check=True, **options)["warnings"]
        assert f"The balancer moves to another VPC, and there {left}" in str(told)


def test_what_a_successor_lacks_is_asked_for(run: Runner, network: Network) -> None:
    run("elb_balancer", **small(network))
    options = {"name": "shop", "scheme": "internal", "listeners": [], "max_impact": "replacement"}
    failed = run.fails("elb_balancer", **options)
    assert failed["msg"] == "listeners: to replace the balancer 'shop' takes at least one listener."


def test_a_wrong_certificate_deletes_no_balancer(run: Runner, network: Network) -> None:
    """It is tried in place before the balancer is replaced."""
    run("elb_balancer", **{**small(network), "listeners": [https(network["certificates"]["iam"][0])]})
    run.emulator.clear_log()
    wrong = https("arn:aws:iam::123456789012:server-certificate/none")
    failed = run.fails(
        "elb_balancer", name="shop", scheme="internal", max_impact="replacement", listeners=[wrong]
    )
    assert "SetLoadBalancerListenerSSLCertificate for shop failed: AWS answered Certif" in failed["msg"]
    assert {operation for operation, _parameters in run.writes()} == {"SetLoadBalancerListenerSSLCertificate"}
    right = https(network["certificates"]["iam"][1])
    run.converges("elb_balancer", name="shop", scheme="internal", max_impact="replacement", listeners=[right])


@pytest.mark.parametrize("operation", ["CreateLoadBalancer", "RegisterInstancesWithLoadBalancer"])
def test_the_notes_of_elb_member_survive_a_replacement_that_fails(
    run: Runner, network: Network, operation: str
) -> None:
    member, away = network["instances"][:2]
    run("elb_balancer", **small(network))
    run("elb_member", instances=[member, away], balancers="shop", wait=False)
    run("elb_member", instances=away, state="absent", remember=True, wait=False)
    old = run("elb_balancer_info", names="shop")["balancers"][0]["dns_name"]
    answer = {"code": "ValidationError", "status": 400, "message": "no"}
    run.emulator.knobs(faults=[{"operation": operation, "when": "before", "answer": answer}])
    failed = run.fails("elb_balancer", name="shop", scheme="internal", max_impact="replacement")
    assert "What the task had taken away was put back" in failed["msg"]
    new = failed["balancer"]["dns_name"]
    assert new != old
    assert f"The balancer has another address now: {new}." in failed["msg"]
    back = run("elb_member", instances=away, remember=True, wait=False)
    assert back["registered_with"] == ["shop"]


def test_notes_that_are_lost_are_told(run: Runner, network: Network) -> None:
    away = network["instances"][0]
    run("elb_balancer", **small(network))
    run("elb_member", instances=away, balancers="shop", wait=False)
    run("elb_member", instances=away, state="absent", remember=True, wait=False, min_in_service=0)
    answer = {"code": "ValidationError", "status": 400, "message": "no"}
    refused = [
        {"operation": name, "when": "before", "answer": answer} for name in ("CreateLoadBalancer", "AddTags")
    ]
    run.emulator.knobs(faults=refused)
    failed = run.fails("elb_balancer", name="shop", scheme="internal", max_impact="replacement")
    assert f"The tags are gone by which elb_member would bring back {away}." in failed["msg"]


def test_where_no_balancer_can_be_made_again_nothing_more_is_sent(run: Runner, network: Network) -> None:
    """Of the name, there is none then, or one that somebody else has made."""
    secure = https(network["certificates"]["iam"][0], policy_names=["tls-1-2"])
    run("elb_balancer", **{**small(network), "listeners": [http(), secure], "policies": [TLS_1_2]})
    run.emulator.clear_log()
    answer = {"code": "TooManyLoadBalancers", "status": 400, "message": "no"}
    run.emulator.knobs(faults=[{"operation": "CreateLoadBalancer", "times": None, "answer": answer}])
    failed = run.fails("elb_balancer", name="shop", scheme="internal", max_impact="replacement")
    assert [entry["operation"] for entry in run.emulator.log if entry["write"]] == [
        "DeleteLoadBalancer",
        "CreateLoadBalancer",
        "CreateLoadBalancer",
    ]
    assert "Putting back what was there failed too: CreateLoadBalancer for shop failed" in failed["msg"]
    assert failed["lost"].keys() >= {"name", "listeners", "policies", "subnets"}


def test_more_tags_than_aws_takes_delete_nothing(run: Runner, network: Network, aws: Any) -> None:
    """Those of before count, where they are not purged, and notes of elb_member; those that are there are no matter."""
    run("elb_balancer", **small(network), tags={f"old{number}": "" for number in range(30)})
    aws.add_tags(LoadBalancerNames=["shop"], Tags=[{"Key": "classic.elb:out:i-1", "Value": "i-1"}])
    run.emulator.clear_log()
    tags = {f"new{number}": "" for number in range(20)}
    for options in ({}, {"scheme": "internal", "max_impact": "replacement"}):
        failed = run.fails("elb_balancer", name="shop", tags=tags, purge_tags=False, **options)
        sentence = "tags: the balancer would have 51, 1 of them notes of elb_member; it takes at most 50."
        assert failed["msg"] == sentence
    assert run.writes() == []
    del tags["new0"]
    run.converges("elb_balancer", name="shop", tags=tags, purge_tags=False)


def test_a_bucket_that_refuses_takes_no_other_attribute_along(run: Runner, network: Network) -> None:
    before = run("elb_balancer", **everything(network))["balancer"]
    logs = {"s3_bucket_name": network["buckets"]["private"]}
    failed = run.fails(
        "elb_balancer", name="shop", scheme="internal", access_logs=logs, max_impact="replacement"
    )
    assert "bucket" in failed["msg"]
    after = run("elb_balancer_info", names="shop", include="all")["balancers"][0]
    for key in ("idle_timeout", "connection_draining", "cross_zone_load_balancing"):
        assert after[key] == before[key], key
    assert failed.get("lost", {}).keys() <= {"access_logs"}


@pytest.mark.parametrize("told", [None, "Invalid-Certificate"])
def test_a_certificate_that_is_not_told_deletes_nothing(
    run: Runner, network: Network, intercept: Any, told: str | None
) -> None:
    """A listener, or a balancer, that could not be made again."""
    run("elb_balancer", **{**small(network), "listeners": [https(network["certificates"]["iam"][0])]})

    def forgetful(call: Call, send: Any) -> Any:
        answer = send(call)
        for balancer in answer.get("LoadBalancerDescriptions", ()):
            for description in balancer["ListenerDescriptions"]:
                description["Listener"].pop("SSLCertificateId")
                description["Listener"].update({"SSLCertificateId": told} if told else {})
        return answer

    intercept(forgetful)
    run.emulator.clear_log()
    for module, options in (
        ("elb_balancer", {"name": "shop", "scheme": "internal", "max_impact": "replacement"}),
        ("elb_listener", {"balancer": "shop", "load_balancer_port": 443, "instance_port": 9}),
    ):
        assert "ssl_certificate_id" in run.fails(module, **options)["msg"]
    assert run.writes() == []


def test_a_policy_cannot_become_another_type_by_a_replacement(run: Runner, network: Network) -> None:
    """As without one: where AWS refused it, the old one would come back, and be in the way of the next run."""
    run("elb_balancer", **small(network), policies=[STICKY])
    options = {"scheme": "internal", "policies": [{**TLS_1_2, "name": "sticky"}], "max_impact": "replacement"}
    run.emulator.clear_log()
    for check in (True, False):
        failed = run.fails("elb_balancer", name="shop", **options, check=check)
        assert failed["msg"].startswith("type: the policy 'sticky' exists as LBCookieStickinessPolicyType")
    assert run.writes() == []
