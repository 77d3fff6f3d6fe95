# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""elb_balancer on the emulator: predicted exactly, done, and silent the second time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from emulator import Emulator, Network
from support.modules import Runner
from support.options import (
    FACTS_OF_A_NEW_BALANCER,
    PROXY,
    STICKY,
    TLS_1_2,
    Options,
    everything,
    http,
    https,
    small,
)


def subnet(network: Network, number: int) -> str:
    """The subnets of the VPC: 0 and 1 are in the first zone, 2 and 3 in the second, 4 and 5 in the third."""
    return str(network["vpc"]["subnets"][number]["id"])


def test_creation_with_every_option(run: Runner, emulator: Emulator, network: Network) -> None:
    options = everything(network)
    done = run.converges("elb_balancer", **options)
    for name, value in options.items():
        if name not in ("listeners", "policies", "tags"):
            assert done["balancer"][name] == (sorted(value) if name == "subnets" else value), name
    secure = done["balancer"]["listeners"][1]
    assert secure["policy_names"] == ["sticky", "tls-1-2"]
    assert done["balancer"]["dns_name"].startswith("shop-")
    assert done["impact"] == "none"


def test_a_creation_reads_once_before_and_once_after(
    run: Runner, emulator: Emulator, network: Network
) -> None:
    run("elb_balancer", **everything(network))
    operations = [entry["operation"] for entry in emulator.log]
    writes = [index for index, entry in enumerate(emulator.log) if entry["write"]]
    assert "DescribeLoadBalancers" in operations[: writes[0]]
    assert "DescribeLoadBalancers" in operations[writes[-1] :]
    # That there is no such balancer is known from one of the first four; the others arrive whenever they like, or are
    # dropped where the task ends before.
    reads = Counter(run.reads())
    assert reads["DescribeLoadBalancers"] == 2
    assert reads <= Counter([*LOOK, "DescribeLoadBalancers"])


LOOK = {
    "DescribeLoadBalancers",
    "DescribeLoadBalancerAttributes",
    "DescribeLoadBalancerPolicies",
    "DescribeTags",
}


def test_a_run_without_change_waits_for_one_round_trip(
    run: Runner, emulator: Emulator, network: Network
) -> None:
    run("elb_balancer", **everything(network))
    emulator.clear_log()
    emulator.knobs(latency_ms=1000)
    run("elb_balancer", **everything(network))
    reads = run.reads()
    assert sorted(reads) == sorted(LOOK)
    times = [entry["time"] for entry in emulator.log]
    assert max(times) - min(times) < 1.0, "the reads did not run at the same time"


def test_names_of_groups_cost_one_more_round_trip(run: Runner, emulator: Emulator, network: Network) -> None:
    options = {**everything(network), "security_groups": ["web"]}
    run("elb_balancer", **options)
    emulator.clear_log()
    assert not run("elb_balancer", **options)["changed"]
    assert sorted(run.reads()) == sorted([*LOOK, "DescribeSecurityGroups"])


CHANGES: dict[str, Options] = {
    "health check, partly": {"health_check": {"interval": 20}},
    "health check, protocol in lower case": {"health_check": {"target": "tcp:8080"}},
    "draining off": {"connection_draining": {"enabled": False}},
    "draining time-out": {"connection_draining": {"timeout": 61}},
    "idle time-out": {"idle_timeout": 4000},
    "cross zone": {"cross_zone_load_balancing": False},
    "logs off": {"access_logs": {"enabled": False}},
    "logs without prefix": {"access_logs": {"s3_bucket_name": "elb-logs", "s3_bucket_prefix": ""}},
    "logs, interval": {"access_logs": {"s3_bucket_name": "elb-logs", "emit_interval": 60}},
    "desync": {"desync_mitigation_mode": "monitor"},
    "tags": {"tags": {"env": "test", "team": "checkout"}},
    "tags, added": {"tags": {"team": "checkout"}, "purge_tags": False},
    "tags, none": {"tags": {}},
    "groups by name": {"security_groups": ["admin", "web"]},
    "groups, added": {"security_groups": ["db"], "purge_security_groups": False},
    "policies, added": {
        "policies": [
            {"name": "session", "type": "AppCookieStickinessPolicyType", "attributes": {"CookieName": "id"}}
        ],
        "purge_policies": False,
    },
    "policy, changed": {
        "policies": [{**STICKY, "attributes": {"CookieExpirationPeriod": 120}}],
        "purge_policies": False,
    },
    "policies, none": {"policies": [], "backend_servers": []},
    "back end off": {"backend_servers": [{"instance_port": 8080, "policy_names": []}]},
    "listener, added": {"listeners": [http(81)], "purge_listeners": False},
    "listeners, replaced": {"listeners": [http(instance_port=8081, policy_names=["sticky"])]},
    "listener, new route": {"listeners": [{**http(), "protocol": "TCP"}], "purge_listeners": False},
    "listener, no policies": {"listeners": [http(), "https"], "purge_listeners": False},
    "all listeners": {"listeners": []},
}


@pytest.mark.parametrize("change", CHANGES)
def test_each_option_converges_and_leaves_the_others(run: Runner, network: Network, change: str) -> None:
    options = {**CHANGES[change]}
    if "listeners" in options:
        certificate = network["certificates"]["iam"][0]
        options["listeners"] = [
            https(certificate, policy_names=[]) if listener == "https" else listener
            for listener in options["listeners"]
        ]
    before = run("elb_balancer", **everything(network))["balancer"]
    done = run.converges("elb_balancer", name="shop", **options)
    assert done["changed"]
    follows = {"source_security_group"} if "security_groups" in options else set()
    if "policies" in options:
        follows |= {"listeners"}
    if "listeners" in options:
        follows |= {"policies"}
    for key in before.keys() - options.keys() - follows:
        assert done["balancer"][key] == before[key], f"{key} was not named, and changed"


def test_a_draining_that_is_disabled_compares_only_its_switch(run: Runner, network: Network) -> None:
    run("elb_balancer", **small(network))
    draining = {"enabled": False, "timeout": 17}
    assert not run("elb_balancer", name="shop", connection_draining=draining)["changed"]


def test_logs_that_are_disabled_are_stored_as_aws_does(run: Runner, network: Network) -> None:
    run("elb_balancer", **small(network))
    logs = {"enabled": False, "s3_bucket_name": "elb-logs", "emit_interval": 5}
    done = run.converges("elb_balancer", name="shop", access_logs=logs)
    assert done["balancer"]["access_logs"] == {**logs, "s3_bucket_prefix": ""}
    done = run.converges("elb_balancer", name="shop", access_logs={"enabled": True})
    assert done["balancer"]["access_logs"] == {**logs, "enabled": True, "s3_bucket_prefix": ""}
    off = run.converges("elb_balancer", name="shop", access_logs={"enabled": False})
    assert off["actions"][0]["parameters"]["LoadBalancerAttributes"] == {"AccessLog": {"Enabled": False}}


@pytest.mark.parametrize(
    ("start", "target", "operations"),
    [
        ([0, 2], [1, 3], "detach attach detach attach"),
        ([0, 2, 4], [1, 3, 5], "detach attach detach attach detach attach"),
        ([0, 2], [1, 4], "attach detach attach detach"),
        ([0], [3], "attach detach"),
        ([0, 2], [1], "detach attach detach"),
        ([0], [0, 2, 4], "attach"),
        ([0, 2, 4], [2], "detach"),
    ],
)
def test_subnets_are_exchanged_without_conflict(
    run: Runner, emulator: Emulator, network: Network, start: list[int], target: list[int], operations: str
) -> None:
    run("elb_balancer", **{**small(network), "subnets": [subnet(network, number) for number in start]})
    done = run.converges("elb_balancer", name="shop", subnets=[subnet(network, number) for number in target])
    called = [action["operation"] for action in done["actions"]]
    assert [name[:6].lower() for name in called] == operations.split()
    assert done["impact"] == ("reduced_capacity" if "detach" in operations else "none")


def test_a_purge_of_subnets_can_be_declined(run: Runner, network: Network) -> None:
    run("elb_balancer", **small(network))
    done = run.converges("elb_balancer", name="shop", subnets=[subnet(network, 2)], purge_subnets=False)
    assert done["balancer"]["subnets"] == sorted([subnet(network, 0), subnet(network, 2)])


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"subnets": [1]}, "the only zone of the balancer"),
        ({"subnets": [1], "purge_subnets": False}, "set purge_subnets to true"),
        ({"subnets": [2, 3]}, "are both in us-east-1b"),
        ({"subnets": ["subnet-0123456789"]}, "there is no subnet-0123456789"),
        ({"security_groups": ["wbe"]}, "there is no 'wbe' in the VPC"),
        ({"security_groups": ["sg-0123456789"]}, "there is no 'sg-0123456789' in the VPC"),
        (
            {"health_check": {"interval": 5}},
            "health_check.timeout: 5 seconds must be below the interval of 5 seconds",
        ),
        ({"scheme": "internal"}, "max_impact: scheme: step 1 of the plan, DeleteLoadBalancer"),
        ({"subnets": "other"}, "set max_impact to 'replacement'"),
        ({"listeners": [http(policy_names=["absent"])]}, "the balancer has no policy 'absent'"),
        ({"listeners": [http()], "max_impact": "none", "purge_listeners": True, "tags": {}}, None),
        ({"state": "absent", "max_impact": "reduced_capacity"}, "'outage'"),
    ],
)
@pytest.mark.parametrize("check", [True, False])
def test_what_cannot_be_is_refused_before_the_first_write(
    run: Runner, network: Network, options: Options, sentence: str | None, check: bool
) -> None:
    run("elb_balancer", **small(network))
    run.emulator.clear_log()
    options = {**options}
    if options.get("subnets") == "other":
        options["subnets"] = [network["other_vpc"]["subnets"][0]["id"]]
    elif "subnets" in options:
        numbers = options["subnets"]
        options["subnets"] = [subnet(network, item) if isinstance(item, int) else item for item in numbers]
    result = run.attempt("elb_balancer", name="shop", check=check, **options)
    if sentence is None:
        assert not result.get("failed")
    else:
        assert sentence in result["msg"]
    assert run.writes() == []


def test_an_unknown_group_lists_the_candidates(run: Runner, network: Network) -> None:
    options = {**small(network), "security_groups": ["frontend"]}
    message = run.fails("elb_balancer", **options)["msg"]
    for name, group in network["vpc"]["security_groups"].items():
        assert f"{name} ({group})" in message


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [("listeners", "takes at least one"), ("subnets", "takes subnets or availability_zones")],
)
def test_a_new_balancer_needs(run: Runner, network: Network, missing: str, sentence: str) -> None:
    options = {key: value for key, value in small(network).items() if key != missing}
    assert sentence in run.fails("elb_balancer", **options)["msg"]
    assert run.writes() == []


def test_zones_of_the_default_vpc(run: Runner, network: Network) -> None:
    """They change with their subnets: AWS refuses to change the zones of a balancer in a VPC (facts 10a)."""
    defaults = network["default_vpc"]["subnets"]
    run.converges("elb_balancer", name="shop", zones=["us-east-1a", "us-east-1b"], listeners=[http()])
    done = run.converges("elb_balancer", name="shop", zones=["us-east-1b", "us-east-1c"])
    assert done["balancer"]["availability_zones"] == ["us-east-1b", "us-east-1c"]
    operations = [action["operation"][:6] for action in done["actions"]]
    assert operations == ["Attach", "Detach"]
    assert done["impact"] == "reduced_capacity"
    assert done["balancer"]["subnets"] == sorted(defaults[f"us-east-1{letter}"] for letter in "bc")
    done = run.converges("elb_balancer", name="shop", zones=["us-east-1d"], purge_zones=False)
    assert done["balancer"]["availability_zones"] == ["us-east-1b", "us-east-1c", "us-east-1d"]


def test_zones_keep_the_subnet_that_is_attached(run: Runner, network: Network) -> None:
    """In the default VPC too, it need not be the default one."""
    run("elb_balancer", **small(network))
    assert not run.converges("elb_balancer", name="shop", zones=["us-east-1a"])["changed"]
    run("elb_balancer", name="shop", subnets=[subnet(network, 2)], purge_subnets=False)
    done = run.converges("elb_balancer", name="shop", zones=["us-east-1b"])
    assert [action["operation"][:6] for action in done["actions"]] == ["Detach"]
    assert done["balancer"]["subnets"] == [subnet(network, 2)]


def test_deletion(run: Runner, network: Network) -> None:
    run("elb_balancer", **small(network))
    done = run.converges("elb_balancer", name="shop", state="absent")
    assert done["balancer"] == {}
    assert done["impact"] == "outage"


def test_a_returned_balancer_changes_nothing(run: Runner, emulator: Emulator, network: Network) -> None:
    returned = run("elb_balancer", **everything(network))["balancer"]
    emulator.clear_log()
    again = run("elb_balancer", **returned)
    assert not again["changed"]
    assert again["balancer"] == returned


def test_a_returned_balancer_builds_an_equal_one(run: Runner, network: Network) -> None:
    returned = run("elb_balancer", **everything(network))["balancer"]
    twin = run.converges("elb_balancer", **{**returned, "name": "twin"})["balancer"]
    for key in returned.keys() - FACTS_OF_A_NEW_BALANCER - {"name"}:
        assert twin[key] == returned[key], key
    assert twin["instances"] == []


def test_the_diff_shows_only_what_changes(run: Runner, network: Network) -> None:
    listeners = run("elb_balancer", **everything(network))["balancer"]["listeners"]
    changed = run(
        "elb_balancer",
        name="shop",
        tags={"env": "test"},
        listeners=[http(81)],
        purge_listeners=False,
        health_check={"interval": 20},
    )
    assert changed["diff"] == {
        "before_header": "shop",
        "after_header": "shop (impact: none)",
        "before": {"health_check": {"interval": 10}, "listeners": listeners, "tags": {"env": "prod"}},
        "after": {
            "health_check": {"interval": 20},
            "listeners": [
                listeners[0],
                {**http(81), "instance_protocol": "HTTP", "policy_names": []},
                listeners[1],
            ],
            "tags": {"env": "test"},
        },
    }


def test_tags_of_aws_are_left_alone(run: Runner, emulator: Emulator, network: Network) -> None:
    run("elb_balancer", **{**small(network), "tags": {"env": "prod"}})
    done = run.converges("elb_balancer", name="shop", tags={})
    assert [action["parameters"]["Tags"] for action in done["actions"]] == [[{"Key": "env"}]]


def test_proxy_protocol_on_a_port_without_listener(run: Runner, network: Network) -> None:
    options = {**small(network), "policies": [PROXY]}
    options["backend_servers"] = [{"instance_port": 9999, "policy_names": ["proxy"]}]
    done = run.converges("elb_balancer", **options)
    assert done["balancer"]["backend_servers"] == options["backend_servers"]


REFUSED_CREATIONS: list[tuple[Options, str]] = [
    ({"subnets": ["subnet-0123456789"]}, "there is no subnet-0123456789 in us-east-1"),
    ({"subnets": [0, 1]}, "are both in us-east-1a"),
    ({"security_groups": ["sg-0123456789"]}, "there is no 'sg-0123456789' in the VPC"),
    ({"subnets": None, "zones": ["us-east-1z"]}, "availability_zones: us-east-1z has no default subnet"),
]


@pytest.mark.parametrize(("options", "sentence"), REFUSED_CREATIONS, ids=str)
def test_check_mode_refuses_a_creation_that_aws_would_refuse(
    run: Runner, network: Network, options: Options, sentence: str
) -> None:
    wanted = {key: value for key, value in {**small(network), **options}.items() if value is not None}
    if "subnets" in wanted:
        wanted["subnets"] = [
            subnet(network, item) if isinstance(item, int) else item for item in wanted["subnets"]
        ]
    assert sentence in run.fails("elb_balancer", check=True, **wanted)["msg"]
    run.fails("elb_balancer", **wanted)


def test_zones_are_for_the_default_vpc(run: Runner, network: Network) -> None:
    run("elb_balancer", **small(network))
    run.emulator.clear_log()
    failed = run.fails(
        "elb_balancer", name="shop", zones=["us-east-1b"], security_groups=["db"], idle_timeout=99
    )
    assert "availability_zones: the default subnet of us-east-1b is in vpc-" in failed["msg"]
    assert run.writes() == []


def test_fifty_tags_can_be_exchanged(run: Runner, network: Network) -> None:
    full = {f"key{number}": "value" for number in range(50)}
    run("elb_balancer", **small(network), tags=full)
    changed = {**full, "other": "value"}
    del changed["key7"]
    run.converges("elb_balancer", name="shop", tags=changed)


def test_aliases_within_blocks(run: Runner, network: Network) -> None:
    logs = {"s3_location": "elb-logs", "s3_prefix": "x", "interval": 5}
    done = run.converges(
        "elb_balancer",
        **small(network),
        health_check={"response_timeout": 3},
        access_logs=logs,
        resource_tags={"a": 1},
    )
    assert done["balancer"]["health_check"]["timeout"] == 3
    assert done["balancer"]["access_logs"]["s3_bucket_prefix"] == "x"
    assert done["balancer"]["tags"] == {"a": "1"}


def test_the_health_check_of_a_new_balancer_is_set_also_where_it_looks_like_the_default(
    run: Runner, network: Network
) -> None:
    """With which target a balancer begins is not certain (facts 2.1)."""
    done = run.converges("elb_balancer", **small(network), health_check={"target": "TCP:8080"})
    assert [action["operation"] for action in done["actions"]] == [
        "CreateLoadBalancer",
        "ConfigureHealthCheck",
    ]


def test_a_purge_spares_the_stand_in_of_a_policy_that_a_port_uses(
    run: Runner, network: Network, aws: Any
) -> None:
    """A run that was interrupted while it rebuilt the policy has left the port with it."""
    listener = https(network["certificates"]["iam"][0])
    run("elb_balancer", **{**small(network), "listeners": [listener], "policies": [TLS_1_2]})
    successor = "tls-1-2-elb-successor"
    aws.create_load_balancer_policy(
        LoadBalancerName="shop",
        PolicyName=successor,
        PolicyTypeName=TLS_1_2["type"],
        PolicyAttributes=[{"AttributeName": "Protocol-TLSv1.2", "AttributeValue": "true"}],
    )
    aws.set_load_balancer_policies_of_listener(
        LoadBalancerName="shop", LoadBalancerPort=443, PolicyNames=[successor]
    )
    run.emulator.clear_log()
    done = run.converges("elb_balancer", name="shop", policies=[])["balancer"]
    assert done["listeners"][0]["policy_names"] == [successor]
    assert "tls-1-2" not in [policy["name"] for policy in done["policies"]]


def test_a_policy_of_aws_that_cannot_be_had_is_told(run: Runner, network: Network) -> None:
    policy = {"name": "ELBSecurityPolicy-mine", "type": "SSLNegotiationPolicyType"}
    done = run("elb_balancer", **{**small(network), "policies": [policy]})
    told = "The policy 'ELBSecurityPolicy-mine' is AWS' own, cannot be created, and is not there"
    assert told in str(done["warnings"])


def test_tags_that_go_are_not_counted(run: Runner, network: Network) -> None:
    run("elb_balancer", **{**small(network), "tags": {"old": "x"}})
    tags = {f"k{number}": "" for number in range(50)}
    done = run.converges("elb_balancer", name="shop", tags={**tags, "old": None})
    assert done["balancer"]["tags"] == tags


def test_the_first_listener_of_the_task_is_the_first(run: Runner, network: Network) -> None:
    """Unless a health check is given, AWS makes one of the first listener's instance port (facts 2.1)."""
    listeners = [http(8081, instance_port=9000), http(80)]
    done = run("elb_balancer", **{**small(network), "listeners": listeners})
    assert done["balancer"]["health_check"]["target"] == "TCP:9000"


@pytest.fixture
def small_subnet(ec2: Any, network: Network) -> Iterator[str]:
    """In the zone of the first subnet."""
    there = ec2.describe_subnets(SubnetIds=[network["vpc"]["subnets"][0]["id"]])["Subnets"][0]
    block = there["CidrBlock"].rsplit(".", 2)[0] + ".250.0/28"
    made = ec2.create_subnet(
        VpcId=there["VpcId"], CidrBlock=block, AvailabilityZone=there["AvailabilityZone"]
    )
    yield made["Subnet"]["SubnetId"]
    ec2.delete_subnet(SubnetId=made["Subnet"]["SubnetId"])


@pytest.mark.parametrize(
    "more", [{}, {"scheme": "internal", "max_impact": "replacement"}], ids=["exchange", "replacement"]
)
@pytest.mark.parametrize("check", [True, False])
def test_a_subnet_without_room_is_refused_beforehand(
    run: Runner, network: Network, small_subnet: str, more: Options, check: bool
) -> None:
    """Its zone, or the whole balancer, would be closed until AWS has refused it again and again."""
    subnets = [subnet["id"] for subnet in network["vpc"]["subnets"][:3:2]]
    run("elb_balancer", **{**small(network), "subnets": subnets})
    run.emulator.clear_log()
    wanted = {"name": "shop", "subnets": [small_subnet, subnets[1]], **more}
    message = run.fails("elb_balancer", check=check, **wanted)["msg"]
    assert message == f"subnets: {small_subnet} is a /28, and a balancer takes a subnet of /27 or larger."
    assert run.writes() == []


def unsorted_groups(network: Network) -> list[str]:
    """The names of the security groups, by their ids from the last to the first."""
    groups = network["vpc"]["security_groups"]
    return sorted(groups, key=groups.__getitem__, reverse=True)


def test_groups_that_are_added_leave_the_source_group(run: Runner, network: Network) -> None:
    first, second, third, _fourth = unsorted_groups(network)
    run("elb_balancer", **{**small(network), "security_groups": [first, second]})
    added = {"security_groups": [third], "purge_security_groups": False}
    done = run.converges("elb_balancer", name="shop", **added)["balancer"]
    assert len(done["security_groups"]) == 3
    assert done["source_security_group"]["group_name"] == first


def test_a_balancer_that_is_made_again_has_its_source_group(run: Runner, network: Network) -> None:
    first, second, third, _fourth = unsorted_groups(network)
    made = run("elb_balancer", **{**small(network), "security_groups": [first, second]})["balancer"]
    run("elb_balancer", name="shop", state="absent")
    again = run("elb_balancer", **made)["balancer"]
    replaced = run("elb_balancer", name="shop", scheme="internal", max_impact="replacement")["balancer"]
    other_order = {"scheme": "internet-facing", "security_groups": [second, first]}
    ordered = run("elb_balancer", name="shop", max_impact="replacement", **other_order)["balancer"]
    added = {"security_groups": [third], "purge_security_groups": False}
    more = run("elb_balancer", name="shop", scheme="internal", max_impact="replacement", **added)
    for balancer in (made, again, replaced, ordered, more["balancer"]):
        assert balancer["source_security_group"]["group_name"] == first
    assert len(more["balancer"]["security_groups"]) == 3


@pytest.mark.parametrize("option", ["instances", "members"])
def test_members_that_are_given_are_told_to_be_left_alone(run: Runner, network: Network, option: str) -> None:
    done = run("elb_balancer", **small(network), **{option: network["instances"][:1]})
    assert f"{option}: this module does not manage members; use classic.elb.elb_member." in str(
        done["warnings"]
    )
    run("elb_member", instances=network["instances"][:1], balancers="shop", wait=False)
    (there,) = run("elb_balancer_info", names="shop", include="all")["balancers"]
    assert there["members"]
    assert "warnings" not in run("elb_balancer", **there)


WRONG_NETWORKS: dict[str, Callable[[Network], Options]] = {
    "are both in us-east-1b": lambda network: {"subnets": [subnet(network, 2), subnet(network, 3)]},
    "subnets: there is no subnet-12345678": lambda _network: {"subnets": ["subnet-12345678"]},
    "they belong to different VPCs": lambda network: {
        "subnets": [subnet(network, 0), network["other_vpc"]["subnets"][0]["id"]]
    },
    "security_groups: there is no 'sg-12345678'": lambda network: {
        "subnets": [subnet(network, 0)],
        "security_groups": ["sg-12345678"],
    },
}
"""By what is wrong."""


def test_subnets_of_another_vpc_beside_those_that_are_there(run: Runner, network: Network) -> None:
    run("elb_balancer", **small(network))
    elsewhere = network["other_vpc"]["subnets"][0]["id"]
    options = {"name": "shop", "purge_subnets": False, "max_impact": "replacement"}
    failed = run.fails("elb_balancer", **options, subnets=[elsewhere])
    assert failed["msg"] == (
        f"subnets: {elsewhere} is in {network['other_vpc']['id']}, and shop is in {network['vpc']['id']}; to move it, "
        "set purge_subnets to true, and max_impact to replacement."
    )
    failed = run.fails("elb_balancer", **options, subnets=[elsewhere, "subnet-00000000"])
    assert failed["msg"] == "subnets: there is no subnet-00000000 in us-east-1 and this account."


@pytest.mark.parametrize("sentence", WRONG_NETWORKS)
def test_a_wrong_network_is_told_alike_before_and_after(run: Runner, network: Network, sentence: str) -> None:
    """A real run does not ask EC2 before AWS has refused."""
    wrong = WRONG_NETWORKS[sentence](network)
    options = {"name": "shop", "listeners": [http()], **wrong}
    told = run.fails("elb_balancer", check=True, **options)["msg"]
    refused = run.fails("elb_balancer", **options)
    assert sentence in told
    assert refused["msg"] == told
    assert refused["error"]["operation"] == "CreateLoadBalancer"
    if "security_groups" not in wrong:
        run.emulator.clear_log()
        assert run.fails("elb_classic_lb", state="present", **options)["msg"] == told
        assert [name for name, _parameters in run.writes()] == ["CreateLoadBalancer"]
    run.emulator.knobs(denied=["ec2:DescribeSubnets", "ec2:DescribeSecurityGroups"])
    assert refused["error"]["code"] in run.fails("elb_balancer", **options)["msg"]


def test_logs_that_are_off_are_shown_as_aws_holds_them(run: Runner, network: Network) -> None:
    run.converges("elb_balancer", **small(network), access_logs={"enabled": False, "emit_interval": 5})
    (returned,) = run("elb_balancer_info", include="all")["balancers"]
    assert returned["access_logs"] == {"enabled": False, "s3_bucket_prefix": "", "emit_interval": 5}
    assert not run("elb_balancer", **returned)["changed"]


def test_draining_that_is_switched_off_takes_no_time_out(run: Runner, network: Network) -> None:
    """It cannot be set while draining is off (facts 1.7)."""
    run("elb_balancer", **small(network), connection_draining={"enabled": True, "timeout": 60})
    (action,) = run("elb_balancer", name="shop", connection_draining={"enabled": False})["actions"]
    assert action["parameters"]["LoadBalancerAttributes"] == {"ConnectionDraining": {"Enabled": False}}
