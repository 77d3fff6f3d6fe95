# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The info modules: few calls, nothing hidden, and in the words that elb_balancer takes."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial
from operator import itemgetter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansible_collections.classic.elb.plugins.module_utils._service.client import Call
from emulator import Emulator, Network
from support.modules import Runner
from support.options import PROXY, STICKY, TLS_1_2, Options, everything, http, https, small

APP = {"name": "app", "type": "AppCookieStickinessPolicyType", "attributes": {"CookieName": "id"}}
OWN = {"name": "own", "type": TLS_1_2["type"], "attributes": {"Protocol-TLSv1.2": True, "AES128-SHA": True}}


@pytest.fixture
def three(run: Runner, network: Network) -> None:
    """shop with everything and two members, and two small ones: api in another VPC, web internal."""
    run("elb_balancer", **everything(network))
    run("elb_balancer", **{**small(network, "api"), "subnets": [network["other_vpc"]["subnets"][0]["id"]]})
    run(
        "elb_balancer",
        **{**small(network, "web"), "scheme": "internal", "tags": {"env": "test", "team": "x"}},
    )
    run("elb_member", instances=network["instances"][:2], balancers="shop", wait=False)
    run.emulator.clear_log()


def names(result: dict[str, Any]) -> list[str]:
    return [balancer["name"] for balancer in result["balancers"]]


@pytest.mark.parametrize("nothing", [[], "[]"], ids=str)
def test_the_listing_alone_is_one_call(run: Runner, three: None, nothing: Any) -> None:
    result = run("elb_balancer_info", include=nothing)
    assert names(result) == ["api", "shop", "web"]
    assert run.reads() == ["DescribeLoadBalancers"]
    assert not {"tags", "policies", "idle_timeout", "members"} & result["balancers"][1].keys()


def test_all_that_the_listing_does_not_tell_is_asked_for_at_the_same_time(
    run: Runner, emulator: Emulator, three: None
) -> None:
    emulator.knobs(latency_ms=1000)
    run("elb_balancer_info", include="all")
    first, *others = sorted(emulator.log, key=itemgetter("time"))
    assert first["operation"] == "DescribeLoadBalancers"
    assert {"DescribeTags", "DescribeLoadBalancerAttributes"} < {entry["operation"] for entry in others}
    times = [entry["time"] for entry in others]
    assert max(times) - min(times) < 1.0, "the reads did not run at the same time"


def test_without_include_a_balancer_is_as_elb_balancer_returns_it(run: Runner, three: None) -> None:
    shown = run("elb_balancer_info")["balancers"]
    assert shown == [run("elb_balancer", name=name)["balancer"] for name in ("api", "shop", "web")]
    assert [balancer["name"] for balancer in shown if balancer["tags"].get("env") == "test"] == ["web"]


def test_a_balancer_tells_its_arn_and_region(run: Runner, network: Network, three: None) -> None:
    region, account = network["region"], network["account_id"]
    for balancer in run("elb_balancer_info", include=[])["balancers"]:
        assert balancer["region"] == region
        assert balancer["arn"] == (
            f"arn:aws:elasticloadbalancing:{region}:{account}:loadbalancer/{balancer['name']}"
        )


def test_the_id_of_the_source_group(run: Runner, network: Network, three: None) -> None:
    """Of one security group it is known; of several AWS tells the name, and EC2 knows the rest."""
    groups = network["vpc"]["security_groups"]
    run("elb_balancer", name="web", security_groups=[groups["web"], groups["admin"]])
    run.emulator.clear_log()
    before = {item["name"]: item["source_security_group"] for item in run("elb_balancer_info")["balancers"]}
    assert before["shop"]["group_id"] == groups[before["shop"]["group_name"]]
    assert "group_id" not in before["web"]
    assert "DescribeSecurityGroups" not in run.reads()
    asked = run("elb_balancer_info", include=["source_security_group"])["balancers"]
    assert run.reads().count("DescribeSecurityGroups") == 1
    assert [item["source_security_group"] for item in asked[:2]] == [before["api"], before["shop"]]
    assert asked[2]["source_security_group"] == {
        **before["web"],
        "group_id": groups[before["web"]["group_name"]],
    }


def test_a_source_security_group_that_aws_does_not_tell_is_not_made_up(
    run: Runner, network: Network, three: None, intercept: Any
) -> None:
    groups = network["vpc"]["security_groups"]
    run("elb_balancer", name="web", security_groups=[groups["web"], groups["admin"]])

    def silent(call: Call, send: Any) -> Any:
        answer = send(call)
        for item in answer.get("LoadBalancerDescriptions", ()):
            del item["SourceSecurityGroup"]
        return answer

    intercept(silent)
    told = run("elb_balancer_info", names="web")["balancers"][0]
    assert "source_security_group" not in told
    assert told == run("elb_balancer", name="web")["balancer"]


def test_with_everything_it_makes_only_the_calls_that_tell_more(run: Runner, three: None) -> None:
    result = run("elb_balancer_info", include="all")
    assert Counter(run.reads()) == {
        "DescribeLoadBalancers": 1,
        "DescribeTags": 1,
        "DescribeLoadBalancerAttributes": 3,
        "DescribeLoadBalancerPolicies": 1,
        "DescribeInstanceHealth": 1,
    }
    shop = result["balancers"][1]
    assert [member["state"] for member in shop["members"]] == ["OutOfService"] * 2
    assert shop["members"][0]["description"] == "Instance registration is still in progress."
    assert result["balancers"][0]["policies"] == []


@pytest.mark.parametrize(
    "include",
    [[], ["attributes"], ["tags"], ["policies"], ["health"], ["all"], ["source_security_group"]],
    ids=str,
)
def test_a_returned_balancer_changes_nothing(run: Runner, three: None, include: list[str]) -> None:
    for balancer in run("elb_balancer_info", include=include)["balancers"]:
        assert not run("elb_balancer", **balancer)["changed"]
    assert run.writes() == []


def test_a_returned_balancer_is_what_elb_balancer_returns(run: Runner, three: None) -> None:
    managed = run("elb_balancer", name="shop")["balancer"]
    (read,) = run("elb_balancer_info", names="shop", include=["attributes", "tags", "policies"])["balancers"]
    assert read == managed


def test_a_returned_balancer_builds_an_equal_one_elsewhere(
    run: Runner, emulator: Emulator, three: None
) -> None:
    settings = ["attributes", "tags", "policies"]
    before = run("elb_balancer_info", include=settings)["balancers"]
    emulator.reset()
    for balancer in before:
        run("elb_balancer", **balancer)
    after = run("elb_balancer_info", include=settings)["balancers"]
    decided_by_aws = ("dns_name", "created_time", "canonical_hosted_zone_name", "instances")
    for old, new in zip(before, after, strict=True):
        for key in old.keys() - set(decided_by_aws):
            assert new[key] == old[key], f"{old['name']}: {key}"


def test_cookie_policies_need_no_call(run: Runner, network: Network) -> None:
    policies: list[Options] = [
        {
            "name": "sticky",
            "type": "LBCookieStickinessPolicyType",
            "attributes": {"CookieExpirationPeriod": 60},
        },
        {"name": "browser", "type": "LBCookieStickinessPolicyType"},
        {"name": "app", "type": "AppCookieStickinessPolicyType", "attributes": {"CookieName": "id"}},
    ]
    listeners = [http(), https(network["certificates"]["iam"][0])]
    managed = run("elb_balancer", **{**small(network), "listeners": listeners, "policies": policies})[
        "balancer"
    ]
    run.emulator.clear_log()
    (read,) = run("elb_balancer_info", include=["policies"])["balancers"]
    assert read["policies"] == managed["policies"]
    assert run.reads() == ["DescribeLoadBalancers"]


FILTERS: list[tuple[Options, list[str]]] = [
    ({"tags": {"env": "test"}}, ["web"]),
    ({"tags": {"env": "test", "team": "y"}}, []),
    ({"tags": {"env": ["none", "test"]}}, ["web"]),
    ({"tags": {"env": ["none", "other"]}}, []),
    ({"scheme": "internal"}, ["web"]),
    ({"vpc_id": "other"}, ["api"]),
    ({"subnet": "first"}, ["shop", "web"]),
    ({"instance": "first"}, ["shop"]),
    ({"instance": ["first", "i-00000000"], "scheme": "internet-facing"}, ["shop"]),
    ({"ssl_certificate_id": "first"}, ["shop"]),
    ({"ssl_certificate_id": "first, in capitals"}, ["shop"]),
    ({"security_group": "web"}, ["shop"]),
    ({"dns_name": "shop"}, ["shop"]),
    ({"scheme": "internet-facing", "instance": ""}, ["api", "shop"]),
    ({}, ["api", "shop", "web"]),
]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("instance", "web1"),
        ("security_group", "web"),
        ("vpc_id", ["vpc-1", "shop"]),
        ("certificate", "web-1"),
    ],
)
def test_what_no_balancer_can_have_is_refused(run: Runner, name: str, value: Any) -> None:
    """It would find nothing, and look like an answer."""
    failed = run.fails("elb_balancer_info", filters={name: value})
    option = "ssl_certificate_id" if name == "certificate" else name
    assert failed["msg"].startswith(
        f"filters.{option}: '{value if isinstance(value, str) else value[1]}' is not an id;"
    )
    assert run.emulator.log == []


@pytest.mark.parametrize(("filters", "expected"), FILTERS, ids=str)
def test_filters(run: Runner, network: Network, three: None, filters: Options, expected: list[str]) -> None:
    meant = {
        ("vpc_id", "other"): network["other_vpc"]["id"],
        ("subnet", "first"): network["vpc"]["subnets"][0]["id"],
        ("instance", "first"): network["instances"][0],
        ("ssl_certificate_id", "first"): network["certificates"]["iam"][0],
        ("ssl_certificate_id", "first, in capitals"): network["certificates"]["iam"][0].upper(),
        ("security_group", "web"): network["vpc"]["security_groups"]["web"],
    }
    values = {
        name: [meant.get((name, one), one) for one in value]
        if isinstance(value, list)
        else meant.get((name, str(value)), value)
        for name, value in filters.items()
    }
    if "dns_name" in values:
        dns_name = run("elb_balancer", name="shop")["balancer"]["dns_name"]
        values["dns_name"] = f"dualstack.{dns_name.upper().lower()}."
    assert names(run("elb_balancer_info", filters=values)) == expected


@pytest.mark.parametrize("value", [None, [], [None], {"a": "b"}, [["prod"]]], ids=str)
def test_no_tag_has_such_a_value(run: Runner, value: Any) -> None:
    failed = run.fails("elb_balancer_info", filters={"tags": {"env": value}})
    assert failed["msg"].startswith(
        f"filters.tags: the value of 'env' is {'null' if value is None else value}; it takes a text, or a list"
    )
    assert run.emulator.log == []


def test_unknown_names_are_returned_or_fail(run: Runner, three: None) -> None:
    result = run("elb_balancer_info", names=["web", "nil", "shop", "none"])
    assert names(result) == ["shop", "web"]
    assert result["missing"] == ["nil", "none"]
    failed = run.fails("elb_balancer_info", names=["web", "nil", "none"], fail_on_missing=True)
    assert failed["error"]["code"] == "LoadBalancerNotFound"
    assert failed["msg"] == "names: there is no balancer 'nil' and no 'none' in us-east-1."


@pytest.mark.parametrize("operation", ["DescribeLoadBalancerAttributes", "DescribeTags"])
def test_a_balancer_that_is_deleted_meanwhile_is_left_out(
    run: Runner, three: None, aws: Any, meddle: Any, operation: str
) -> None:
    for name, query in (("api", {}), ("shop", {"names": "shop"})):
        meddle(operation, partial(aws.delete_load_balancer, LoadBalancerName=name), before=True)
        result = run("elb_balancer_info", include="all", **query)
        assert name not in [balancer["name"] for balancer in result["balancers"]]
        assert result["missing"] == list(query.values())


@pytest.mark.parametrize(
    "operation", ["DescribeLoadBalancerAttributes", "DescribeInstanceHealth", "DescribeTags"]
)
def test_the_old_words_leave_it_out_as_well(
    run: Runner, network: Network, aws: Any, meddle: Any, operation: str
) -> None:
    run("elb_balancer", **small(network))
    run("elb_member", instances=network["instances"][0], balancers="shop", wait=False)
    meddle(operation, partial(aws.delete_load_balancer, LoadBalancerName="shop"), before=True)
    assert "shop" not in [balancer["load_balancer_name"] for balancer in run("elb_classic_lb_info")["elbs"]]


def test_one_whose_policies_are_settled_too_late_is_left_out(
    run: Runner, three: None, aws: Any, intercept: Any
) -> None:
    """The listing and the descriptions tell different things of it, and then it is gone."""
    policies: list[Any] = []

    def differing(call: Call, send: Any) -> Any:
        answer = send(call)
        if call.operation == "DescribeLoadBalancerPolicies" and call.parameters["LoadBalancerName"] == "web":
            policies.append(answer)
            answer = {"PolicyDescriptions": []}
            aws.delete_load_balancer(LoadBalancerName="web")
        return answer

    run("elb_policy", balancer="web", **PROXY)
    intercept(differing)
    told = run("elb_balancer_info", names=["api", "web"])
    assert len(policies) == 1
    assert ([each["name"] for each in told["balancers"]], told["missing"]) == (["api"], ["web"])


def test_a_named_balancer_that_is_deleted_meanwhile_is_missing_whatever_its_tags(
    run: Runner, three: None, aws: Any, meddle: Any
) -> None:
    meddle("DescribeTags", lambda: aws.delete_load_balancer(LoadBalancerName="api"), before=True)
    told = run("elb_balancer_info", names=["api", "shop"], filters={"tags": {"env": "none"}})
    assert (told["balancers"], told["missing"]) == ([], ["api"])


def test_one_that_is_deleted_meanwhile_makes_nobody_ask_for_each(
    run: Runner, network: Network, aws: Any, meddle: Any
) -> None:
    for number in range(16):
        aws.create_load_balancer(
            LoadBalancerName=f"shop-{number}",
            Listeners=[{"Protocol": "HTTP", "LoadBalancerPort": 80, "InstancePort": 80}],
            AvailabilityZones=["us-east-1a"],
        )
    run.emulator.clear_log()
    meddle("DescribeTags", lambda: aws.delete_load_balancer(LoadBalancerName="shop-7"), before=True)
    assert len(run("elb_balancer_info", include="tags")["balancers"]) == 15
    assert run.reads().count("DescribeTags") == 1 + 2 * 4, "once, and both halves of what it is in"


def test_a_marker_that_comes_again_ends_the_listing(run: Runner, network: Network, intercept: Any) -> None:
    run("elb_balancer", **small(network))
    pages: list[Any] = []

    def repeating(call: Call, send: Any) -> Any:
        asked = {name: value for name, value in call.parameters.items() if name != "Marker"}
        answer = send(replace(call, parameters=asked))
        if call.operation == "DescribeLoadBalancers":
            pages.append(answer)
            assert len(pages) < 9, "it goes on for ever"
            answer = {**answer, "NextMarker": "again"}
        return answer

    intercept(repeating)
    assert [balancer["name"] for balancer in run("elb_balancer_info")["balancers"]] == ["shop"]
    pages.clear()
    described = run("elb_classic_lb_info")
    assert [balancer["load_balancer_name"] for balancer in described["elbs"]] == ["shop"]
    assert "warnings" not in described, "it takes one that is listed twice for one without a name"


@pytest.mark.parametrize(
    "operation",
    [
        "DescribeLoadBalancers",
        "DescribeLoadBalancerAttributes",
        "DescribeTags",
        "DescribeLoadBalancerPolicies",
        "DescribeInstanceHealth",
    ],
)
def test_a_missing_right_is_named(run: Runner, emulator: Emulator, three: None, operation: str) -> None:
    emulator.knobs(denied=[operation])
    failed = run.fails("elb_balancer_info", include="all")
    assert (
        f"The IAM policy of these credentials must allow elasticloadbalancing:{operation}." in failed["msg"]
    )


def many(aws: Any, emulator: Emulator, network: Network, count: int) -> None:
    """So many small balancers; they are made by a plain client, side by side."""
    emulator.knobs(limits={"classic-load-balancers": count})
    subnets = [subnet["id"] for subnet in network["vpc"]["subnets"]]
    for number in range(count):
        aws.create_load_balancer(
            LoadBalancerName=f"b{number}",
            Listeners=[{"Protocol": "HTTP", "LoadBalancerPort": 80, "InstancePort": 80}],
            Subnets=[subnets[number % 6]],
        )
    emulator.clear_log()


@pytest.mark.slow
def test_four_hundred_balancers(run: Runner, emulator: Emulator, network: Network, aws: Any) -> None:
    many(aws, emulator, network, 400)
    result = run("elb_balancer_info", include="all")
    assert len(result["balancers"]) == 400
    assert Counter(run.reads()) == {
        "DescribeLoadBalancers": 1,
        "DescribeTags": 20,
        "DescribeLoadBalancerAttributes": 400,
    }


def test_pages(
    run: Runner, emulator: Emulator, network: Network, aws: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page holds 400; with pages of 2 the same happens sooner."""
    from ansible_collections.classic.elb.plugins.module_utils._service.client import Client

    many(aws, emulator, network, 5)
    pages = Client.pages
    monkeypatch.setattr(
        Client, "pages", lambda client, operation, **more: pages(client, operation, PageSize=2, **more)
    )
    assert names(run("elb_balancer_info", include=[])) == [f"b{number}" for number in range(5)]
    assert run.reads() == ["DescribeLoadBalancers"] * 3


def test_the_service(run: Runner, three: None) -> None:
    service = run("elb_service_info")
    assert service["protocols"] == ["HTTP", "HTTPS", "TCP", "SSL"]
    types = {item["name"]: item["attributes"] for item in service["policy_types"]}
    assert len(types) == 6
    assert types["PublicKeyPolicyType"] == [{"name": "PublicKey", "type": "String", "cardinality": "ONE"}]
    predefined = {item["name"]: item["enables"] for item in service["predefined_policies"]}
    assert len(predefined["ELBSecurityPolicy-TLS-1-2-2017-01"]) == 14
    limits = {item["name"]: item for item in service["account_limits"]}
    assert limits["classic-load-balancers"] == {"name": "classic-load-balancers", "max": 20, "used": 3}
    assert limits["classic-listeners"] == {
        "name": "classic-listeners",
        "max": 100,
        "used": 2,
        "balancer": "shop",
    }
    assert limits["classic-registered-instances"]["used"] == 2


def test_the_service_knows_what_the_modules_know(run: Runner) -> None:
    """The types that the modules check against are those of the service."""
    from ansible_collections.classic.elb.plugins.module_utils._model.policy_types import POLICY_TYPES

    everything = run("elb_service_info")
    assert {**run("elb_service_info", include="all"), "invocation": None} == {
        **everything,
        "invocation": None,
    }
    told = run("elb_service_info", include=["policy_types"])["policy_types"]
    assert {item["name"] for item in told} == POLICY_TYPES.keys()
    for item in told:
        known = POLICY_TYPES[item["name"]].attributes
        assert {
            attribute["name"]: attribute["cardinality"] for attribute in item["attributes"]
        }.items() <= known.items()


@st.composite
def wanted_balancers(draw: st.DrawFn) -> Options:
    """A balancer as a task may want it; certificates and subnets are numbers until the network is known."""
    policies: list[Options] = draw(
        st.lists(st.sampled_from([TLS_1_2, STICKY, PROXY, APP, OWN]), unique_by=itemgetter("name"))
    )
    names = {policy["name"] for policy in policies}
    tls = draw(st.sampled_from([None, *sorted(names & {"tls-1-2", "own"})]))
    cookie = draw(st.sampled_from([None, *sorted(names & {"sticky", "app"})]))
    ports = draw(st.lists(st.integers(1, 65535), min_size=1, max_size=4, unique=True))
    takes = {"HTTP": [cookie], "HTTPS": [tls, cookie], "TCP": [], "SSL": [tls]}
    listeners = []
    for port in ports:
        protocol = draw(st.sampled_from(sorted(takes)))
        layer_4 = protocol in ("TCP", "SSL")
        listener: Options = {
            "load_balancer_port": port,
            "protocol": protocol,
            "instance_port": draw(st.sampled_from([8080, 9090])),
            "instance_protocol": "TCP" if layer_4 else "HTTP",
            "policy_names": [name for name in takes[protocol] if name],
        }
        if protocol in ("HTTPS", "SSL"):
            listener["ssl_certificate_id"] = draw(st.integers(0, 11))
        listeners.append(listener)
    proxied = "proxy" in names and draw(st.booleans())
    return {
        "listeners": listeners,
        "policies": policies,
        "backend_servers": [{"instance_port": 9090, "policy_names": ["proxy"]}] if proxied else [],
        "subnets": draw(st.sampled_from([[0], [0, 2], [1, 3, 5]])),
        "scheme": draw(st.sampled_from(["internet-facing", "internal"])),
        "idle_timeout": draw(st.integers(1, 4000)),
        "connection_draining": draw(st.sampled_from([{"enabled": False}, {"timeout": 17}])),
        "cross_zone_load_balancing": draw(st.booleans()),
        "access_logs": draw(
            st.sampled_from([{"enabled": False}, {"s3_bucket_name": "elb-logs", "emit_interval": 5}])
        ),
        "desync_mitigation_mode": draw(st.sampled_from(["monitor", "defensive", "strictest"])),
        "health_check": {
            "target": draw(st.sampled_from(["TCP:80", "HTTP:8080/x"])),
            "interval": draw(st.integers(6, 300)),
        },
        "tags": draw(
            st.dictionaries(
                st.text("abcXYZ-_ö", min_size=1, max_size=8), st.text("ab 1", max_size=5), max_size=3
            )
        ),
    }


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted=wanted_balancers())
def test_any_balancer_goes_round(run: Runner, network: Network, wanted: Options) -> None:
    """Given back it changes nothing, and where there is none it builds an equal one."""
    run.emulator.reset()
    subnets = [network["vpc"]["subnets"][number]["id"] for number in wanted["subnets"]]
    listeners = [
        {**listener, "ssl_certificate_id": network["certificates"]["iam"][listener["ssl_certificate_id"]]}
        if "ssl_certificate_id" in listener
        else listener
        for listener in wanted["listeners"]
    ]
    run("elb_balancer", name="shop", **{**wanted, "subnets": subnets, "listeners": listeners})
    (before,) = run("elb_balancer_info", include="all")["balancers"]
    run.emulator.clear_log()
    assert not run("elb_balancer", **before)["changed"]
    assert run.writes() == []
    run.emulator.reset()
    run("elb_balancer", **before)
    (after,) = run("elb_balancer_info", include="all")["balancers"]
    for key in before.keys() - {"dns_name", "created_time", "canonical_hosted_zone_name"}:
        assert after[key] == before[key], key


def test_what_is_fixed_for_a_region(run: Runner) -> None:
    told = {
        region: run("elb_service_info", region=region, include=[])["region_facts"]
        for region in ("us-east-1", "cn-north-1", "us-gov-west-1", "il-central-1")
    }
    assert told["us-east-1"] == {
        "name": "us-east-1",
        "partition": "aws",
        "hosted_zone_id": "Z35SXDOTRQ7X7K",
        "log_account": "127311923021",
    }
    assert told["cn-north-1"]["partition"] == "aws-cn"
    assert told["us-gov-west-1"]["log_account"] == "048591011584"
    assert told["il-central-1"] == {"name": "il-central-1", "partition": "aws"}
