# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A whole play in check mode, with no balancer yet: each task is predicted as if the earlier ones had been done."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.classic.elb.plugins.module_utils._service.client import Call
from emulator import Network
from support.modules import Runner
from support.options import PROXY, STICKY, TLS_1_2, Options, everything, http, https, small

YET = "there is no balancer 'shop' in us-east-1 yet"


def test_a_new_balancer_has_every_key_that_a_real_one_has(run: Runner, network: Network) -> None:
    for options in (small(network), everything(network), {**small(network), "scheme": "internal"}):
        predicted = run("elb_balancer", check=True, **options)["balancer"]
        done = run("elb_balancer", **options)["balancer"]
        assert predicted.keys() == done.keys()
        unknown = {key for key, value in predicted.items() if "predicted" in str(value)}
        assert unknown <= {
            "arn",
            "canonical_hosted_zone_name",
            "created_time",
            "dns_name",
            "security_groups",
            "source_security_group",
        }
        for key in predicted.keys() - unknown:
            assert predicted[key] == done[key], key
        run("elb_balancer", name="shop", state="absent")


def test_the_address_is_like_one_of_aws(run: Runner, network: Network) -> None:
    public = run("elb_balancer", check=True, **small(network))["balancer"]
    internal = run("elb_balancer", check=True, **{**small(network), "scheme": "internal"})["balancer"]
    assert public["dns_name"] == "shop-predicted.us-east-1.elb.amazonaws.com"
    assert internal["dns_name"] == "internal-shop-predicted.us-east-1.elb.amazonaws.com"
    assert public["canonical_hosted_zone_id"] == "Z35SXDOTRQ7X7K"


CERTIFICATE = "arn:aws:iam::123456789012:server-certificate/shop"
TASKS: dict[str, tuple[str, Options]] = {
    "policy of a port": ("elb_policy", {**TLS_1_2, "load_balancer_ports": [443]}),
    "policy of two ports": ("elb_policy", {**STICKY, "load_balancer_ports": [80, 443]}),
    "policy of no port": ("elb_policy", {**STICKY, "name": "unused"}),
    "policy of a back end": ("elb_policy", {**PROXY, "instance_ports": [8080]}),
    "policy by its name": ("elb_policy", {"name": "tls-1-2", "load_balancer_ports": [443]}),
    "policy by its attributes": (
        "elb_policy",
        {"name": "sticky", "attributes": {"CookieExpirationPeriod": 60}, "load_balancer_ports": [80]},
    ),
    "policy of a back end, by its attributes": (
        "elb_policy",
        {"name": "auth", "attributes": {"PublicKeyPolicyName": "key"}, "instance_ports": [8443]},
    ),
    "listener": ("elb_listener", {"load_balancer_port": 81, "protocol": "HTTP", "instance_port": 8080}),
    "listener, certificate": (
        "elb_listener",
        {"load_balancer_port": 443, "ssl_certificate_id": CERTIFICATE},
    ),
    "listener, another protocol to the back end": (
        "elb_listener",
        {"load_balancer_port": 443, "instance_protocol": "SSL", "policy_names": ["tls-1-2"]},
    ),
    "listener, policies": (
        "elb_listener",
        {"load_balancer_port": 443, "policy_names": ["tls-1-2", "sticky"]},
    ),
    "listener, secure": ("elb_listener", https(CERTIFICATE, 8443)),
}


@pytest.mark.parametrize(("module", "options"), TASKS.values(), ids=TASKS)
def test_a_part_is_predicted_for_one_that_would_be_there(run: Runner, module: str, options: Options) -> None:
    predicted = run(module, check=True, balancer="shop", **options)
    assert predicted["changed"]
    assert any(YET in str(warning) for warning in predicted["warnings"])
    assert predicted["balancer"]["name"] == "shop"
    failed = run.fails(module, balancer="shop", **options)
    assert failed["msg"].startswith("balancer: there is no balancer 'shop' in us-east-1.")
    assert run.writes() == []


CHANGES: dict[str, tuple[str, Options]] = {
    "idle time-out": ("elb_balancer", {"idle_timeout": 120}),
    "policies": ("elb_balancer", {"policies": [STICKY]}),
    "back ends": (
        "elb_balancer",
        {
            "policies": [PROXY],
            "purge_policies": False,
            "backend_servers": [{"instance_port": 8080, "policy_names": ["of-another-task", PROXY["name"]]}],
        },
    ),
    "health check": ("elb_balancer", {"health_check": {"interval": 10}}),
    "tags": ("elb_balancer", {"tags": {"team": "shop"}}),
    "draining": ("elb_balancer", {"connection_draining": {"timeout": 60}}),
    "idle time-out of elb_classic_lb": ("elb_classic_lb", {"idle_timeout": 120}),
    "stickiness": ("elb_classic_lb", {"stickiness": {"type": "loadbalancer", "expiration": 60}}),
    "member of elb_classic_lb": ("elb_classic_lb", {"instance_ids": ["MEMBER"]}),
}


@pytest.mark.parametrize(("module", "options"), CHANGES.values(), ids=CHANGES)
def test_a_change_is_predicted_for_one_that_would_be_there(
    run: Runner, network: Network, module: str, options: Options
) -> None:
    """Alone, it could not make one: that is said in check mode, too."""
    wish = {"name": "shop", "state": "present", **options}
    if "instance_ids" in wish:
        wish["instance_ids"] = network["instances"][:1]
    predicted = run(module, check=True, **wish)
    assert predicted["changed"]
    assert "CreateLoadBalancer" not in [action["operation"] for action in predicted["actions"]]
    assert YET in str(predicted["warnings"])
    assert "to create it, this task would need listeners, and subnets or" in str(predicted["warnings"])
    assert predicted["balancer"]["dns_name"] == "shop-predicted.us-east-1.elb.amazonaws.com"
    assert "predicted" not in str(predicted["diff"])
    assert "to create it takes" in run.fails(module, **wish)["msg"]
    assert run.writes() == []


LACKING: dict[str, Options] = {
    "no place": {"listeners": [http(80)]},
    "no listeners": {"availability_zones": ["us-east-1a"]},
    "an empty list of them": {"listeners": [], "availability_zones": ["us-east-1a"]},
    "neither, but groups": {"security_groups": ["web"]},
    "neither, but a scheme": {"scheme": "internal"},
}


def test_a_balancer_without_an_address_is_no_stand_in(run: Runner, network: Network, intercept: Any) -> None:
    """An answer of AWS may leave something out (facts 10a)."""
    run("elb_balancer", **small(network))

    def without_address(call: Call, send: Any) -> Any:
        answer = send(call)
        for description in answer.get("LoadBalancerDescriptions", ()):
            del description["DNSName"]
        return answer

    intercept(without_address)
    seen = run("elb_balancer", check=True, name="shop", idle_timeout=62)["balancer"]
    assert "dns_name" not in seen and "predicted" not in str(seen)


@pytest.mark.parametrize("options", LACKING.values(), ids=LACKING)
def test_what_a_new_one_lacks_is_said_beforehand(run: Runner, options: Options) -> None:
    """Whoever names a part of it means to make one."""
    for check in (True, False):
        assert "to create it takes" in run.fails("elb_balancer", check=check, name="shop", **options)["msg"]


@pytest.mark.parametrize("more", [{}, {"idle_timeout": 120}], ids=str)
def test_what_check_mode_returns_can_be_given_back(run: Runner, network: Network, more: Options) -> None:
    listeners = [http(80)]
    made = {"name": "shop", "availability_zones": ["us-east-1a"], "listeners": listeners}
    predicted = run("elb_balancer", check=True, **made)["balancer"]
    assert run("elb_balancer", check=True, **{**predicted, **more})["changed"]
    changed = run("elb_balancer", check=True, name="shop", idle_timeout=120)["balancer"]
    assert run("elb_balancer", check=True, **{**changed, **more})["changed"]


def test_only_the_predicted_group_is_nobody_s(run: Runner, network: Network) -> None:
    """Others beside it are judged, and a real run knows no prediction."""
    made = {"name": "shop", "availability_zones": ["us-east-1a"], "listeners": [http(80)]}
    groups = run("elb_balancer", check=True, **made)["balancer"]["security_groups"]
    for check in (True, False):
        failed = run.fails("elb_balancer", check=check, **made, security_groups=[*groups, "nobody"])
        assert failed["msg"].startswith(
            f"security_groups: there is no '{'nobody' if check else 'sg-predicted'}'"
        )
    assert run.writes() == []


def test_a_key_of_another_task_is_taken_for_one(run: Runner) -> None:
    auth = {
        "name": "auth",
        "type": "BackendServerAuthenticationPolicyType",
        "attributes": {"PublicKeyPolicyName": "key"},
    }
    wish = {"name": "shop", "policies": [auth], "purge_policies": False}
    assert run("elb_balancer", check=True, **wish)["changed"]


def test_a_policy_of_aws_own_is_known_from_nothing(run: Runner) -> None:
    wish = {"balancer": "shop", "load_balancer_port": 443, "policy_names": ["ELBSecurityPolicy-2016-08"]}
    (listener,) = run("elb_listener", check=True, **wish)["balancer"]["listeners"]
    assert listener["policy_names"] == ["ELBSecurityPolicy-2016-08"]


def test_attributes_that_no_policy_has_do_not_tell_the_type(run: Runner) -> None:
    options = {"balancer": "shop", "name": "sticky", "attributes": {"Cookie": "id"}}
    failed = run.fails("elb_policy", check=True, **options)
    assert failed["msg"].startswith(
        "type: it is missing; there is no policy 'sticky' yet, and a new one needs it."
    )


def test_members_are_predicted_too(run: Runner, network: Network) -> None:
    members = network["instances"][:2]
    run("elb_balancer", **small(network, "there"))
    options = {"instances": members, "balancers": ["shop", "there"]}
    predicted = run("elb_member", check=True, **options)
    assert predicted["registered_with"] == ["shop", "there"]
    assert [item["instances"] for item in predicted["balancers"]] == [sorted(members)] * 2
    assert "there is no balancer 'shop' in us-east-1 yet" in str(predicted["warnings"])
    assert run.fails("elb_member", **options)["msg"].startswith(
        "balancers: there is no balancer 'shop' in us-east-1."
    )
    gone = run("elb_member", check=True, **options, state="absent")
    assert not gone["changed"]


def test_a_successor_is_predicted_with_what_it_has_from_its_predecessor(
    run: Runner, network: Network
) -> None:
    run("elb_balancer", **everything(network))
    wish: Options = {"name": "shop", "scheme": "internal", "max_impact": "replacement"}
    predicted = run("elb_balancer", check=True, **wish)["balancer"]
    made = run("elb_balancer", **wish)["balancer"]
    for fact in ("arn", "source_security_group", "vpc_id", "security_groups"):
        assert predicted[fact] == made[fact]
