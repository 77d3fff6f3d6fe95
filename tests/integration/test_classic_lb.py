# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""elb_classic_lb: the options and results of amazon.aws, and what it does not break."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import pytest

from emulator import Emulator, Network
from support.modules import Runner
from support.options import STICKY, TLS_1_2, Options, http, https, small

COOKIE = "ec2-elb-lb-LBCookieStickinessPolicyType"
APP_COOKIE = "ec2-elb-lb-AppCookieStickinessPolicyType"
PROXY = "ProxyProtocol-policy"
CHECK = {"interval": 10, "timeout": 3, "healthy_threshold": 2, "unhealthy_threshold": 3}


@pytest.fixture(autouse=True)
def quick(emulator: Emulator) -> None:
    """Members are healthy, and out, at the next look."""
    emulator.knobs(registration_s=0, health_delay_s=0)


def old_http(port: int = 80, **more: Any) -> Options:
    return {"protocol": "http", "load_balancer_port": port, "instance_port": 8080, **more}


def old_https(certificate: str, port: int = 443, **more: Any) -> Options:
    secure = {"protocol": "https", "instance_protocol": "http", "ssl_certificate_id": certificate}
    return {**old_http(port), **secure, **more}


def task(**more: Any) -> Options:
    return {"name": "shop", "state": "present", **more}


def made(network: Network, **more: Any) -> Options:
    """The least that builds a balancer."""
    return task(subnets=[network["vpc"]["subnets"][0]["id"]], listeners=[old_http()], **more)


def everything(network: Network) -> Options:
    subnets = network["vpc"]["subnets"]
    return task(
        scheme="internet-facing",
        subnets=f"{subnets[0]['id']}, {subnets[2]['id']}",
        security_group_names=["web"],
        listeners=[
            old_http(proxy_protocol=True),
            old_https(network["certificates"]["iam"][0]),
            {"protocol": "tcp", "load_balancer_port": 25, "instance_port": 2525},
        ],
        instance_ids=network["instances"][:2],
        health_check={"ping_protocol": "http", "ping_port": 8080, "ping_path": "/healthz", **CHECK},
        access_logs={"s3_location": network["buckets"]["logs"], "s3_prefix": "shop", "interval": 5},
        connection_draining_timeout=60,
        idle_timeout=120,
        cross_az_load_balancing="yes",
        stickiness={"type": "loadbalancer", "expiration": 300},
        resource_tags={"env": "prod"},
        wait=True,
    )


def old(run: Runner) -> dict[str, Any]:
    return run("elb_classic_lb", check=True, **task())["elb"]


def enabled(result: dict[str, Any], port: int) -> list[str]:
    (listener,) = [item for item in result["balancer"]["listeners"] if item["load_balancer_port"] == port]
    return list(listener["policy_names"])


def test_every_option_makes_every_key(run: Runner, network: Network) -> None:
    options = everything(network)
    certificate = network["certificates"]["iam"][0]
    done = run.converges("elb_classic_lb", **options)
    elb = done["elb"]
    subnets = sorted(subnet["id"] for subnet in network["vpc"]["subnets"][:3:2])
    members = sorted(network["instances"][:2])
    assert elb == {
        "name": "shop",
        "status": "created",
        "region": "us-east-1",
        "dns_name": done["balancer"]["dns_name"],
        "hosted_zone_id": done["balancer"]["canonical_hosted_zone_id"],
        "hosted_zone_name": done["balancer"]["canonical_hosted_zone_name"],
        "scheme": "internet-facing",
        "zones": ["us-east-1a", "us-east-1b"],
        "subnets": subnets,
        "security_group_ids": [network["vpc"]["security_groups"]["web"]],
        "listeners": [
            [25, 2525, "TCP", "TCP"],
            [80, 8080, "HTTP", "HTTP"],
            [443, 8080, "HTTPS", "HTTP", certificate],
        ],
        "health_check": {"target": "HTTP:8080/healthz", **CHECK},
        "connection_draining_timeout": 60,
        "idle_timeout": 120,
        "cross_az_load_balancing": "yes",
        "app_cookie_policy": None,
        "lb_cookie_policy": COOKIE,
        "proxy_policy": PROXY,
        "backends": [f"8080:{PROXY}"],
        "instances": members,
        "instance_health": [
            {"instance_id": member, "state": "InService", "reason_code": "N/A", "description": "N/A"}
            for member in members
        ],
        "in_service_count": 2,
        "out_of_service_count": 0,
        "unknown_instance_state_count": 0,
        "tags": {"env": "prod"},
    }
    described = done["load_balancer"]
    assert described["load_balancer_attributes"]["access_log"] == {
        "enabled": True,
        "s3_bucket_name": network["buckets"]["logs"],
        "s3_bucket_prefix": "shop",
        "emit_interval": 5,
    }
    assert described["policies"] == {
        "app_cookie_stickiness_policies": [],
        "lb_cookie_stickiness_policies": [{"policy_name": COOKIE, "cookie_expiration_period": 300}],
        "other_policies": ["ELBSecurityPolicy-2016-08", PROXY],
    }
    assert enabled(done, 25) == []
    assert enabled(done, 80) == [COOKIE]
    assert enabled(done, 443) == ["ELBSecurityPolicy-2016-08", COOKIE]


def test_it_describes_as_the_information_module_does(run: Runner, network: Network) -> None:
    """One is translated from our state, the other is AWS' own answer; they differ in the order of lists alone."""
    done = run("elb_classic_lb", **everything(network))["load_balancer"]
    (read,) = run("elb_classic_lb_info", names="shop")["elbs"]
    read["load_balancer_attributes"] = read.pop("attributes")
    assert {key for key in read if key.startswith("instances_")} == {
        f"instances_{state}{count}"
        for state in ("inservice", "outofservice", "unknownservice")
        for count in ("", "_count")
    }
    assert sorted(read["instances_inservice"]) == sorted(network["instances"][:2])
    told = {key: value for key, value in read.items() if not key.startswith("instances_")}
    assert done.keys() - told.keys() == {"load_balancer_policies"}
    assert unordered(told) == unordered({key: done[key] for key in told})


def unordered(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: unordered(item) for key, item in value.items()}
    if isinstance(value, list):
        return sorted((unordered(item) for item in value), key=partial(json.dumps, sort_keys=True))
    return value


def test_from_nothing_check_mode_knows_all_but_what_aws_decides(run: Runner, network: Network) -> None:
    options = everything(network)
    told = run("elb_classic_lb", check=True, **options)
    done = run("elb_classic_lb", **options)
    assert told["load_balancer"] == {}
    assert done["elb"].keys() == told["elb"].keys()
    assert (
        told["elb"]["dns_name"]
        == told["elb"]["hosted_zone_name"]
        == "shop-predicted.us-east-1.elb.amazonaws.com"
    )
    for key in told["elb"].keys() - {"dns_name", "hosted_zone_name"}:
        assert told["elb"][key] == done["elb"][key], key
    assert told["actions"] == done["actions"]


def test_it_goes(run: Runner, network: Network) -> None:
    there = run("elb_classic_lb", **everything(network))["elb"]
    for check in (True, False):
        done = run("elb_classic_lb", check=check, name="shop", state="absent", wait=True)
        assert done["changed"]
        gone = {"name": "shop", "status": "deleted", "region": "us-east-1"}
        assert done["elb"] == {**(there if check else {}), **gone}, "later tasks of a check look into it"
    again = run("elb_classic_lb", name="shop", state="absent")
    assert not again["changed"]
    assert again["elb"]["status"] == "gone"
    assert "load_balancer" not in again


def test_lists_that_were_merged_may_repeat_a_listener_in_other_words(run: Runner, network: Network) -> None:
    again = [old_http(protocol="HTTP"), old_http(instance_protocol="http")]
    run("elb_classic_lb", **{**made(network), "listeners": [old_http(), *again]})
    (listener,) = run("elb_balancer_info")["balancers"][0]["listeners"]
    assert listener["load_balancer_port"] == 80


def test_the_cookie_policy_that_is_told_is_one_that_is_enabled(run: Runner, network: Network) -> None:
    run("elb_classic_lb", **{**everything(network), "stickiness": None})
    for name in ("aaa", "zzz"):
        idle = {
            "name": name,
            "type": "LBCookieStickinessPolicyType",
            "attributes": {"CookieExpirationPeriod": 60},
        }
        run("elb_policy", balancer="shop", **idle)
    assert old(run)["lb_cookie_policy"] == "aaa"
    done = run("elb_classic_lb", **task(), stickiness={"type": "loadbalancer", "expiration": 300})
    assert done["elb"]["lb_cookie_policy"] == COOKIE


def test_lists_that_were_merged_may_repeat_a_listener(run: Runner, network: Network) -> None:
    options = made(network)
    run("elb_classic_lb", **options)
    assert not run("elb_classic_lb", **{**options, "listeners": options["listeners"] * 2})["changed"]


def test_defaults_of_purging(run: Runner, network: Network) -> None:
    """What is not listed: subnets and members stay, listeners and tags go."""
    subnets = [subnet["id"] for subnet in network["vpc"]["subnets"][::2]]
    run(
        "elb_classic_lb",
        **task(
            subnets=subnets[:1],
            listeners=[old_http(), old_http(81)],
            tags={"a": "b"},
            instance_ids=network["instances"][:1],
        ),
    )
    done = run.converges(
        "elb_classic_lb",
        **task(
            subnets=subnets[1:2],
            listeners=[old_http()],
            tags={"c": "d"},
            instance_ids=network["instances"][2:3],
        ),
    )["elb"]
    assert done["subnets"] == sorted(subnets[:2])
    assert done["listeners"] == [[80, 8080, "HTTP", "HTTP"]]
    assert done["tags"] == {"c": "d"}
    assert len(done["instances"]) == 2


@pytest.mark.parametrize("option", ["listeners", "subnets", "zones", "security_group_ids", "instance_ids"])
def test_an_empty_list_does_no_more_than_none(run: Runner, network: Network, option: str) -> None:
    run("elb_classic_lb", **made(network, instance_ids=network["instances"][:1]))
    assert not run("elb_classic_lb", **task(**{option: []}))["changed"]


def test_members_stay_when_they_are_not_named(run: Runner, network: Network) -> None:
    run("elb_classic_lb", **made(network, instance_ids=network["instances"][:1]))
    left = run("elb_classic_lb", **task(purge_instance_ids=True))
    assert not left["changed"]
    assert "purge_instance_ids: without instance_ids the members stay" in str(left["warnings"])
    done = run.converges("elb_classic_lb", **task(purge_instance_ids=True, instance_ids=[]))
    assert done["elb"]["instances"] == []


def test_members_leave_when_the_others_serve(run: Runner, emulator: Emulator, network: Network) -> None:
    first, second = network["instances"][:2]
    run("elb_classic_lb", **made(network, instance_ids=[first], wait=True))
    emulator.clear_log()
    done = run("elb_classic_lb", **task(instance_ids=[second], purge_instance_ids=True, wait=True))
    assert done["elb"]["instances"] == [second]
    calls = [entry["operation"] for entry in emulator.log]
    came, went = (
        calls.index(f"{name}LoadBalancer") for name in ("RegisterInstancesWith", "DeregisterInstancesFrom")
    )
    assert "DescribeInstanceHealth" in calls[came:went]


def test_no_time_to_wait_is_the_time_that_is_usual(run: Runner, emulator: Emulator, network: Network) -> None:
    emulator.knobs(health_delay_s=1, registration_s=1)
    options = made(network, instance_ids=network["instances"][:1], wait=True, wait_timeout=0)
    assert run("elb_classic_lb", **options)["elb"]["in_service_count"] == 1


def test_health_that_was_asked_too_early_is_asked_again(
    run: Runner, emulator: Emulator, network: Network
) -> None:
    """Another task has made the balancer between the question and the description."""
    options = made(network, instance_ids=network["instances"][:1])
    run("elb_classic_lb", **options)
    gone = {"code": "LoadBalancerNotFound", "status": 400, "message": "There is no ACTIVE Load Balancer"}
    emulator.knobs(faults=[{"operation": "DescribeInstanceHealth", "answer": gone}])
    told = run("elb_classic_lb", **options)
    assert not told["changed"]
    assert len(told["elb"]["instance_health"]) == 1


def test_a_member_that_does_not_come_up_keeps_the_others(
    run: Runner, emulator: Emulator, network: Network
) -> None:
    first, second = network["instances"][:2]
    run("elb_classic_lb", **made(network, instance_ids=[first], wait=True))
    emulator.knobs(unhealthy=[second])
    options = task(instance_ids=[second], purge_instance_ids=True, wait=True, wait_timeout=1, idle_timeout=77)
    failed = run.fails("elb_classic_lb", **options)
    assert [action["operation"] for action in failed["actions"]] == [
        "ModifyLoadBalancerAttributes",
        "RegisterInstancesWithLoadBalancer",
    ]
    assert "The balancer itself is as wanted (ModifyLoadBalancerAttributes)." in failed["msg"]
    assert first in old(run)["instances"]


def test_of_members_that_aws_refuses_after_a_change_not_nothing_is_told(
    run: Runner, network: Network, ec2: Any, meddle: Any
) -> None:
    """It is looked at beforehand, and stops after that."""
    run("elb_classic_lb", **made(network))
    member = network["instances"][0]
    meddle("ModifyLoadBalancerAttributes", lambda: ec2.stop_instances(InstanceIds=[member]))
    failed = run.fails("elb_classic_lb", **task(instance_ids=[member], idle_timeout=77))
    assert failed["changed"]
    assert f"instance_ids: {member} is stop" in failed["msg"]
    assert "Nothing was changed" not in failed["msg"]
    assert failed["msg"].endswith("The balancer itself is as wanted (ModifyLoadBalancerAttributes).")
    again = run.fails("elb_classic_lb", **task(instance_ids=[member]))["msg"]
    assert again.endswith("Nothing was changed.")


def test_of_a_balancer_that_is_deleted_meanwhile_it_is_not_said_that_it_is_as_wanted(
    run: Runner, network: Network, aws: Any, meddle: Any
) -> None:
    run("elb_classic_lb", **made(network))
    member = network["instances"][0]
    meddle("ModifyLoadBalancerAttributes", lambda: aws.delete_load_balancer(LoadBalancerName="shop"))
    failed = run.fails("elb_classic_lb", **task(instance_ids=[member], idle_timeout=77))
    assert "as wanted" not in failed["msg"]


def test_whoever_may_not_look_at_instances_is_told_so_and_registers_them(
    run: Runner, network: Network
) -> None:
    """The module of amazon.aws does not look, so the right for it may be missing."""
    run("elb_classic_lb", **made(network))
    run.emulator.knobs(denied=["ec2:DescribeInstances"])
    member = network["instances"][0]
    done = run("elb_classic_lb", **task(instance_ids=[member], wait=False))
    assert old(run)["instances"] == [member]
    assert "instance_ids: they cannot be looked at beforehand. DescribeInstances failed: " in str(
        done["warnings"]
    )


def test_what_is_missing_is_told_as_the_details_tell_it(run: Runner, network: Network) -> None:
    """The words of elb_balancer, which takes them: elb_classic_lb knows some of them by no name."""
    run("elb_classic_lb", **everything(network))
    run("elb_member", instances=network["instances"][0], balancers="shop", wait=False)
    denied = {"code": "ValidationError", "status": 400, "message": "no"}
    run.emulator.knobs(faults=[{"operation": "CreateLoadBalancer", "times": None, "answer": denied}])
    failed = run.fails("elb_classic_lb", **task(scheme="internal", max_impact="replacement"))
    told = failed["msg"].partition("Missing is now ")[2]
    assert [f"{name}: " for name in failed["lost"] if f"{name}: " not in told] == []
    assert (
        "Members come back with elb_member. Set the rest again with classic.elb.elb_balancer."
        in failed["msg"]
    )


@pytest.mark.parametrize(
    ("there", "options", "sentence"),
    [
        (
            "ProxyProtocol-policy",
            {"listeners": [old_http(proxy_protocol=True)]},
            "proxy_protocol: its policy",
        ),
        (
            "ec2-elb-lb-LBCookieStickinessPolicyType",
            {"stickiness": {"enabled": True, "type": "loadbalancer", "expiration": 60}},
            "stickiness: its policy",
        ),
    ],
    ids=["proxy_protocol", "stickiness"],
)
def test_a_name_of_its_own_that_is_taken_is_told(
    run: Runner, network: Network, there: str, options: Options, sentence: str
) -> None:
    run("elb_classic_lb", **made(network))
    run("elb_policy", balancer="shop", **{**TLS_1_2, "name": there})
    failed = run.fails("elb_classic_lb", **task(**options))
    assert failed["msg"].startswith(f"{sentence} is named '{there}', and the balancer has a SSLNegotiation")


def test_a_failure_of_members_tells_the_impact_of_all_that_was_done(
    run: Runner, emulator: Emulator, network: Network
) -> None:
    member = network["instances"][0]
    emulator.knobs(unhealthy=[member])
    run("elb_classic_lb", **{**made(network), "listeners": [old_http(), old_http(port=81)]})
    options = task(listeners=[old_http()], instance_ids=[member], wait=True, wait_timeout=1)
    failed = run.fails("elb_classic_lb", **options)
    assert [action["impact"] for action in failed["actions"]] == ["outage", "none"]
    assert failed["impact"] == "outage"


def test_the_impact_of_members_counts(run: Runner, network: Network) -> None:
    run("elb_classic_lb", **made(network, instance_ids=network["instances"][:1]))
    run.emulator.clear_log()
    options = task(idle_timeout=77, instance_ids=[], purge_instance_ids=True, max_impact="none")
    assert "has the impact 'reduced_capacity'" in run.fails("elb_classic_lb", **options)["msg"]
    assert run.writes() == []


@pytest.mark.parametrize(
    ("instance", "sentence"),
    [
        ("stopped", "is stopped, and only a running"),
        ("other", "is in vpc-"),
        ("i-0123456789abcdef0", "does not exist"),
    ],
)
def test_who_cannot_come_is_refused_before_the_first_write(
    run: Runner, ec2: Any, network: Network, instance: str, sentence: str
) -> None:
    known = {"stopped": network["instances"][7], "other": network["other_instances"][0]}
    if instance == "stopped":
        ec2.stop_instances(InstanceIds=[known["stopped"]])
        run.emulator.clear_log()
    options = made(network, instance_ids=[known.get(instance, instance)])
    for check in (True, False):
        failed = run.fails("elb_classic_lb", check=check, **options)
        assert failed["msg"].startswith("instance_ids: ")
        assert sentence in failed["msg"]
    assert run.writes() == []


def test_a_member_may_come_before_its_zone_does(run: Runner, network: Network) -> None:
    """AWS takes it; it would only never serve, so that waiting for it is refused."""
    options = made(network, instance_ids=[network["instances"][2]])
    assert "serves only us-east-1a" in run.fails("elb_classic_lb", **options, wait=True)["msg"]
    done = run.converges("elb_classic_lb", **options)
    assert done["elb"]["out_of_service_count"] == 1
    (warning,) = done["warnings"]
    assert "serves only us-east-1a; AWS registers it, and sends it no traffic." in str(warning)


def test_a_failure_tells_of_the_members_too(run: Runner, emulator: Emulator, network: Network) -> None:
    emulator.knobs(denied=["ConfigureHealthCheck"])
    check = {"ping_protocol": "tcp", "ping_port": 80, **CHECK}
    failed = run.fails(
        "elb_classic_lb", **made(network, health_check=check, instance_ids=network["instances"][:1])
    )
    assert failed["actions_left"][-1]["operation"] == "RegisterInstancesWithLoadBalancer"
    assert "Not done: RegisterInstancesWithLoadBalancer." in failed["msg"]


# What the module of amazon.aws breaks


def test_another_scheme_has_to_be_asked_for(run: Runner, network: Network) -> None:
    run("elb_classic_lb", **made(network, stickiness={"type": "loadbalancer"}, tags={"env": "prod"}))
    before = old(run)
    run.emulator.clear_log()
    for check in (True, False):
        failed = run.fails("elb_classic_lb", check=check, **task(scheme="internal"))
        assert "set max_impact to 'replacement'" in failed["msg"]
    assert run.writes() == []
    after = run.converges("elb_classic_lb", **task(scheme="internal", max_impact="replacement"))["elb"]
    assert after["status"] == "created"
    assert after["lb_cookie_policy"] == COOKIE
    for key in ("listeners", "tags", "subnets", "security_group_ids"):
        assert after[key] == before[key]


def test_a_successor_has_the_subnets_that_are_named(run: Runner, network: Network) -> None:
    subnets = [subnet["id"] for subnet in network["vpc"]["subnets"][::2]]
    run("elb_classic_lb", **task(subnets=subnets[:2], listeners=[old_http()]))
    options = task(scheme="internal", subnets=subnets[2:3], max_impact="replacement")
    assert run.converges("elb_classic_lb", **options)["elb"]["subnets"] == subnets[2:3]


def test_a_certificate_is_exchanged_in_place(run: Runner, network: Network) -> None:
    first, second = network["certificates"]["iam"][:2]
    run("elb_classic_lb", **{**made(network), "listeners": [old_https(first)]})
    done = run.converges("elb_classic_lb", **task(listeners=[old_https(second)]))
    assert [action["operation"] for action in done["actions"]] == ["SetLoadBalancerListenerSSLCertificate"]


def test_a_certificate_without_tls_is_no_reason_to_make_a_listener_anew(
    run: Runner, network: Network
) -> None:
    certificate = network["certificates"]["iam"][0]
    options = {**made(network), "listeners": [old_http(ssl_certificate_id=certificate)]}
    run.converges("elb_classic_lb", **options)
    warned = run("elb_classic_lb", **options)["warnings"]
    assert "listeners[0].ssl_certificate_id: a listener of HTTP takes no certificate" in str(warned)


def test_policies_that_the_task_does_not_name_stay(run: Runner, network: Network) -> None:
    secure = https(network["certificates"]["iam"][0], policy_names=["tls-1-2"])
    mine = {"name": "mine", "type": "ProxyProtocolPolicyType", "attributes": {"ProxyProtocol": True}}
    run(
        "elb_balancer",
        **{**small(network), "listeners": [http(), secure], "policies": [TLS_1_2, STICKY, mine]},
        backend_servers=[{"instance_port": 9000, "policy_names": ["mine"]}],
    )
    listeners = [
        old_http(instance_port=8181),
        old_https(network["certificates"]["iam"][0], proxy_protocol=True),
    ]
    done = run.converges("elb_classic_lb", **task(listeners=listeners, stickiness={"type": "loadbalancer"}))
    assert enabled(done, 443) == [COOKIE, "tls-1-2"]
    assert done["elb"]["backends"] == [f"8080:{PROXY}", "9000:mine"]
    assert {policy["name"] for policy in done["balancer"]["policies"]} >= {"tls-1-2", "sticky", "mine"}


def test_a_cookie_is_exchanged_without_a_gap(run: Runner, emulator: Emulator, network: Network) -> None:
    run("elb_classic_lb", **made(network, stickiness={"type": "loadbalancer", "expiration": 60}))
    emulator.clear_log()
    run.converges("elb_classic_lb", **task(stickiness={"type": "loadbalancer", "expiration": 61}))
    for cookie in ("Session", "Other"):
        run.converges("elb_classic_lb", **task(stickiness={"type": "application", "cookie": cookie}))
    states = [
        entry["balancers"]["shop"]["listeners"]["80"]["PolicyNames"]
        for entry in emulator.log
        if entry["write"]
    ]
    assert [] not in states
    done = run.converges("elb_classic_lb", **task(stickiness={"enabled": False}))
    assert enabled(done, 80) == []
    assert done["elb"]["app_cookie_policy"] == APP_COOKIE


def test_what_somebody_else_undoes_is_not_set_again_at_any_price(
    run: Runner, network: Network, aws: Any, meddle: Any
) -> None:
    """To enable the cookie again would be fine, but the other one's listener would have to be deleted."""
    run("elb_classic_lb", **made(network))

    def make_another_listener() -> None:
        other = {"LoadBalancerPort": 80, "Protocol": "HTTP", "InstancePort": 9999}
        aws.delete_load_balancer_listeners(LoadBalancerName="shop", LoadBalancerPorts=[80])
        aws.create_load_balancer_listeners(LoadBalancerName="shop", Listeners=[other])
        aws.create_app_cookie_stickiness_policy(
            LoadBalancerName="shop", PolicyName="theirs", CookieName="SID"
        )
        aws.set_load_balancer_policies_of_listener(
            LoadBalancerName="shop", LoadBalancerPort=80, PolicyNames=["theirs"]
        )

    meddle("SetLoadBalancerPoliciesOfListener", make_another_listener)
    sticky = made(network, stickiness={"type": "loadbalancer"}, max_impact="altered")
    failed = run.fails("elb_classic_lb", **sticky)
    assert "to set it right has the impact 'outage', and max_impact is 'altered'" in failed["msg"]
    assert failed["impact"] == "altered"
    assert [action["operation"] for action in failed["actions"]] == [
        "CreateLBCookieStickinessPolicy",
        "SetLoadBalancerPoliciesOfListener",
    ]


@pytest.mark.parametrize(
    ("kind", "idle"), [("application", "expiration"), ("loadbalancer", "cookie")], ids=["app", "lb"]
)
def test_what_the_other_type_of_cookie_takes_is_told(
    run: Runner, network: Network, kind: str, idle: str
) -> None:
    stickiness = {"type": kind, "cookie": "session", "expiration": 60}
    done = run("elb_classic_lb", **made(network, stickiness=stickiness))
    assert f"stickiness.{idle}: it has no effect with the type {kind}." in str(done["warnings"])


def test_stickiness_needs_a_listener_that_takes_it(run: Runner, network: Network) -> None:
    mail = {"protocol": "tcp", "load_balancer_port": 25, "instance_port": 25}
    options = {**made(network, stickiness={"type": "loadbalancer"}), "listeners": [mail]}
    assert "stickiness: it needs a listener of HTTP or HTTPS" in run.fails("elb_classic_lb", **options)["msg"]
    assert run.writes() == []


@pytest.mark.parametrize(
    "operation",
    [
        "DescribeLoadBalancerAttributes",
        "DescribeLoadBalancerPolicies",
        "DescribeInstanceHealth",
        "DescribeTags",
    ],
)
def test_a_read_that_is_denied_is_an_error(
    run: Runner, emulator: Emulator, network: Network, operation: str
) -> None:
    run("elb_classic_lb", **made(network, instance_ids=network["instances"][:1]))
    emulator.knobs(denied=[operation])
    assert f"must allow elasticloadbalancing:{operation}." in run.fails("elb_classic_lb", **task())["msg"]


WRONG: list[tuple[Options, str]] = [
    (
        {"health_check": {"ping_protocol": "junk", "ping_port": 80, **CHECK}},
        "health_check.ping_protocol: 'junk' is",
    ),
    (
        {"health_check": {"ping_protocol": "http", "ping_port": 80, **CHECK}},
        "health_check.ping_path: it is missing",
    ),
    ({"health_check": {"ping_protocol": "tcp", "ping_port": 0, **CHECK}}, "health_check.ping_port: 0 is out"),
    (
        {"health_check": {"ping_protocol": "tcp", "ping_port": 1, **CHECK, "timeout": 10}},
        "health_check.timeout: 10",
    ),
    ({"access_logs": {"interval": 60}}, "access_logs.s3_location: it is missing"),
    ({"access_logs": {"s3_location": "logs", "s3_prefix": "AWSLogs"}}, "access_logs.s3_prefix: 'AWSLogs' is"),
    (
        {"connection_draining_timeout": 3601},
        "connection_draining_timeout: 3601 is out of range; it takes 0 to 3600",
    ),
    ({"stickiness": {"type": "application"}}, "stickiness.cookie: it is missing"),
    (
        {"stickiness": {"type": "application", "cookie": "a\nb"}},
        "stickiness.cookie: 'a\\nb' has characters that cannot be printed; leave them out.",
    ),
    (
        {"health_check": {"ping_protocol": "http", "ping_port": 80, **CHECK, "ping_path": "/a\nb"}},
        "health_check.ping_path: '/a\\nb' has characters that cannot be printed",
    ),
    ({"stickiness": {"expiration": 60}}, "stickiness.type: it is missing"),
    ({"stickiness": {"type": "loadbalancer", "expiration": -1}}, "stickiness.expiration: -1 is out of range"),
    ({"zones": ["us-east-1a"]}, "subnets: they cannot be combined with zones"),
    ({"zones": [""], "subnets": None}, "zones: an entry is empty"),
    ({"zones": [], "purge_zones": True, "subnets": None}, "zones: the list is empty"),
    (
        {"security_group_ids": ["sg-1"], "security_group_names": ["web"]},
        "security_group_ids: they cannot be combined",
    ),
    ({"security_group_names": ["nobody"]}, "security_group_names: there is no 'nobody' in"),
    ({"security_group_ids": ["sg-0123"]}, "security_group_ids: there is no 'sg-0123' in"),
    ({"instance_ids": ["self"]}, "instance_ids: 'self' is not an instance id"),
    (
        {"listeners": [old_http(proxy_protocol=True), old_http(81, proxy_protocol=False)]},
        "listeners[1].proxy_protocol:",
    ),
    ({"listeners": [old_http(protocol="junk")]}, "listeners[0].protocol: 'junk' is not a protocol"),
    ({"subnets": None}, "to create it takes subnets or zones."),
    ({"listeners": None}, "listeners: there is no balancer 'shop' in us-east-1"),
]


@pytest.mark.parametrize(("wrong", "sentence"), WRONG, ids=[sentence for _wrong, sentence in WRONG])
def test_what_is_wrong_is_said_in_the_words_of_amazon_aws(
    run: Runner, network: Network, wrong: Options, sentence: str
) -> None:
    options = {name: value for name, value in {**made(network), **wrong}.items() if value is not None}
    assert sentence in run.fails("elb_classic_lb", check=True, **options)["msg"]


@pytest.mark.parametrize(
    "logs", [{"s3_location": "", "interval": "60"}, {"interval": 5}, {"enabled": True}], ids=str
)
@pytest.mark.parametrize("before", [{}, {"enabled": False}], ids=["on", "off"])
def test_logs_go_to_no_bucket_of_which_only_aws_knows(
    run: Runner, network: Network, before: Options, logs: Options
) -> None:
    run("elb_classic_lb", **everything(network))
    run("elb_classic_lb", **task(access_logs={"s3_location": network["buckets"]["logs"], **before}))
    run.emulator.clear_log()
    failed = run.fails("elb_classic_lb", **task(access_logs=logs))
    assert failed["msg"].startswith("access_logs.s3_location: it is missing; logs need a bucket")
    assert run.writes() == []


def test_groups_by_name_in_the_default_vpc(run: Runner, ec2: Any, network: Network) -> None:
    options = task(zones=["us-east-1a"], listeners=[old_http()], security_group_names=["default"])
    done = run.converges("elb_classic_lb", **options)
    assert done["elb"]["security_group_ids"] == [network["default_vpc"]["security_groups"]["default"]]


def test_a_word_of_the_user_stays_as_it_is(run: Runner, network: Network) -> None:
    failed = run.fails("elb_classic_lb", **made(network, tags={"it's security_groups!": "a"}))
    assert "'it's security_groups!'" in failed["msg"]


@pytest.mark.parametrize("name", ["timeout", "response_timeout"])
def test_a_time_out_is_called_as_it_was_given(run: Runner, network: Network, name: str) -> None:
    options = everything(network)
    check = {key: value for key, value in options["health_check"].items() if "timeout" not in key}
    failed = run.fails("elb_classic_lb", **{**options, "health_check": {**check, "interval": 300, name: 300}})
    assert failed["msg"].startswith(f"health_check.{name}: ")


def test_who_may_not_look_is_told_what_aws_says(run: Runner, network: Network, ec2: Any) -> None:
    """And no more: to run the task again does not bring an instance into another VPC."""
    run("elb_classic_lb", **made(network))
    subnet = network["other_vpc"]["subnets"][0]["id"]
    (launched,) = ec2.run_instances(ImageId="ami-12c6146b", MinCount=1, MaxCount=1, SubnetId=subnet)[
        "Instances"
    ]
    elsewhere = launched["InstanceId"]
    run.emulator.knobs(denied=["ec2:DescribeInstances"])
    failed = run.fails("elb_classic_lb", **{**made(network), "instance_ids": [elsewhere]})
    ec2.terminate_instances(InstanceIds=[elsewhere])  # what happens to EC2 stays for the session
    assert "is not in VPC" in failed["msg"]
    assert "run the task again" not in failed["msg"]


@pytest.mark.parametrize("groups", [{}, {"security_group_names": ["default"]}], ids=["no groups", "groups"])
def test_another_scheme_with_zones_goes_where_a_new_one_would(
    run: Runner, network: Network, groups: Options
) -> None:
    """The default VPC, as amazon.aws has it; without what belongs to the old one."""
    run("elb_classic_lb", **made(network, scheme="internal", instance_ids=network["instances"][:1]))
    moved = task(scheme="internet-facing", zones=["us-east-1a", "us-east-1b"], **groups)
    moved["max_impact"] = "replacement"
    predicted = run("elb_classic_lb", check=True, **moved)
    assert "The balancer moves to another VPC, and there without its members" in str(predicted["warnings"])
    done = run.converges("elb_classic_lb", **moved)
    home = network["default_vpc"]
    assert done["balancer"]["vpc_id"] == home["id"]
    assert done["balancer"]["subnets"] == sorted(home["subnets"][zone] for zone in moved["zones"])


@pytest.mark.parametrize("name", ["my_app_lb", "feature-branch-that-is-very-long-indeed-lb", "my/app"])
@pytest.mark.parametrize("check", [True, False])
def test_what_can_have_no_balancer_has_none(run: Runner, name: str, check: bool) -> None:
    """A tear-down by a templated name goes on, as there; to make one is refused."""
    gone = run("elb_classic_lb", check=check, name=name, state="absent", wait=True)
    assert (gone["changed"], gone["elb"]["status"]) == (False, "gone")
    assert run.emulator.log == []
    assert f"name: '{name}' is not a name that a balancer can have, so there is none." in str(
        gone["warnings"]
    )
    assert (
        "is not a valid balancer name"
        in run.fails("elb_classic_lb", check=check, name=name, state="present")["msg"]
    )
