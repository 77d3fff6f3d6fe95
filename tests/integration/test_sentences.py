# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a user reads where AWS, or a guard of ours, refuses: what it is about, and what helps."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from botocore.tokens import SSOTokenProvider

from emulator import Emulator, Network
from support.modules import Runner
from support.options import STICKY, Options, http, https, small


@pytest.fixture
def shop(run: Runner, network: Network) -> None:
    run("elb_balancer", **{**small(network), "listeners": [http(), https(network["certificates"]["iam"][0])]})


@pytest.mark.parametrize(
    ("module", "options", "subject"),
    [
        (
            "elb_balancer",
            {"name": "shop", "scheme": "internal"},
            "scheme: step 1 of the plan, DeleteLoadBalancer",
        ),
        (
            "elb_balancer",
            {"name": "shop", "state": "absent"},
            "state: step 1 of the plan, DeleteLoadBalancer",
        ),
        ("elb_listener", {"balancer": "shop", "port": 80, "instance_port": 8081}, "listener 80: step 1"),
        ("elb_balancer", {"name": "shop", "listeners": [http(81)]}, "listener 80 and 443: step 2"),
        ("elb_policy", {"balancer": "shop", **STICKY, "load_balancer_ports": [443]}, "listener 443: step 2"),
    ],
)
def test_a_refusal_by_impact_names_what_it_is_about(
    run: Runner, shop: None, module: str, options: Options, subject: str
) -> None:
    for check in (True, False):
        assert f"max_impact: {subject}" in run.fails(module, check=check, max_impact="none", **options)["msg"]


def test_the_guard_tells_how_the_only_member_may_leave(
    run: Runner, emulator: Emulator, shop: None, network: Network
) -> None:
    emulator.knobs(registration_s=0, health_delay_s=0)
    member = network["instances"][0]
    run("elb_member", instances=member, balancers="shop")
    refused = run.fails("elb_member", instances=member, balancers="shop", state="absent")
    assert refused["msg"].endswith("To take out the last one that serves, set min_in_service: 0.")


def test_an_explicit_deny_is_no_missing_right(run: Runner, emulator: Emulator, shop: None) -> None:
    denied = {
        "code": "AccessDenied",
        "status": 403,
        "message": "User: x is not authorized to perform: elasticloadbalancing:DeleteLoadBalancer "
        "with an explicit deny in a service control policy",
    }
    emulator.knobs(faults=[{"operation": "DeleteLoadBalancer", "times": None, "answer": denied}])
    message = run.fails("elb_balancer", name="shop", state="absent")["msg"]
    assert "An explicit deny forbids it" in message
    assert "must allow" not in message


@pytest.mark.parametrize("what", ["service control policy", "permissions boundary", "session policy"])
def test_what_stands_above_a_policy_is_named(run: Runner, emulator: Emulator, shop: None, what: str) -> None:
    denied = {
        "code": "AccessDenied",
        "status": 403,
        "message": "User: x is not authorized to perform: elasticloadbalancing:DeleteLoadBalancer on resource: y "
        f"because no {what} allows the elasticloadbalancing:DeleteLoadBalancer action",
    }
    emulator.knobs(faults=[{"operation": "DeleteLoadBalancer", "times": None, "answer": denied}])
    message = run.fails("elb_balancer", name="shop", state="absent")["msg"]
    assert f"The {what} must allow elasticloadbalancing:DeleteLoadBalancer; an IAM policy alone" in message


@pytest.mark.parametrize("code", ["IncompleteSignature", "MissingAuthenticationToken"])
def test_a_signature_that_does_not_arrive_has_a_remedy(
    run: Runner, emulator: Emulator, shop: None, code: str
) -> None:
    answer = {"code": code, "status": 403, "message": "as AWS says it"}
    emulator.knobs(faults=[{"operation": "DescribeLoadBalancers", "times": None, "answer": answer}])
    assert "Check access_key, secret_key" in run.fails("elb_balancer", name="shop", state="absent")["msg"]


def test_a_right_that_depends_on_tags_may_be_late(run: Runner, emulator: Emulator, network: Network) -> None:
    denied = {"code": "AccessDenied", "status": 403, "message": "not yet"}
    emulator.knobs(faults=[{"operation": "ModifyLoadBalancerAttributes", "times": 2, "answer": denied}])
    assert run("elb_balancer", **small(network), idle_timeout=90)["balancer"]["idle_timeout"] == 90


def test_a_denied_bucket_shows_what_its_policy_needs(run: Runner, shop: None) -> None:
    logs = {"s3_bucket_name": "nobody-may-write-here", "s3_bucket_prefix": "web"}
    message = run.fails("elb_balancer", name="shop", access_logs=logs)["msg"]
    text = message.partition("The policy of the bucket needs this statement: ")[2]
    assert json.JSONDecoder().raw_decode(text)[0] == {
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::127311923021:root"},
        "Action": "s3:PutObject",
        "Resource": "arn:aws:s3:::nobody-may-write-here/web/AWSLogs/*/*",
    }


@pytest.mark.parametrize("is_over", [False, True])
def test_single_sign_on_without_a_session_tells_how_to_sign_in(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_over: bool
) -> None:
    """Also where it has been one, which botocore tells otherwise."""
    if is_over:
        token = {"accessToken": "none", "expiresAt": "2001-01-01T00:00:00Z"}
        (tmp_path / f"{hashlib.sha1(b'work').hexdigest()}.json").write_text(json.dumps(token))
    monkeypatch.setattr(SSOTokenProvider, "_SSO_TOKEN_CACHE_DIR", str(tmp_path))
    config = tmp_path / "config"
    config.write_text(
        "[profile dev]\nsso_session = work\nsso_account_id = 123456789012\nsso_role_name = admin\n"
        "region = us-east-1\n[sso-session work]\nsso_start_url = https://example.com/start\nsso_region = us-east-1\n"
    )
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    run.connection = {"endpoint_url": run.emulator.url, "profile": "dev"}
    assert "aws sso login --profile dev." in run.fails("elb_balancer_info")["msg"]


@pytest.mark.parametrize("check", [True, False])
@pytest.mark.parametrize("groups", [["web"], ["nobody"], None], ids=str)
@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ({"subnets": ["subnet-1"]}, "subnets: there is no subnet-1 in us-east-1 and this account."),
        ({"subnets": ["here", "subnet-1"]}, "subnets: there is no subnet-1 in us-east-1 and this account."),
        (
            {"subnets": ["subnet-2", "subnet-1"]},
            "subnets: there is no subnet-1 and no subnet-2 in us-east-1",
        ),
        ({"subnets": ["here", "elsewhere"]}, "subnets: they belong to different VPCs ("),
        (
            {"zones": ["us-east-1x"]},
            "{zones}: us-east-1x has no default subnet in us-east-1 and this account",
        ),
        (
            {},
            ("subnets: there is no balancer 'new' in us-east-1, and to create it takes subnets or {zones}."),
        ),
    ],
    ids=str,
)
@pytest.mark.parametrize("module", ["elb_balancer", "elb_classic_lb"])
def test_a_place_that_is_none_is_named_beside_groups(
    run: Runner,
    network: Network,
    module: str,
    place: dict[str, list[str]],
    sentence: str,
    groups: list[str] | None,
    check: bool,
) -> None:
    """Whoever names a group makes us look into the VPC of the subnets, which there may not be."""
    if groups is None and not check:
        return  # then it is AWS that judges
    known = {
        key: network[vpc]["subnets"][0]["id"] for key, vpc in (("here", "vpc"), ("elsewhere", "other_vpc"))
    }
    options = {key: [known.get(name, name) for name in names] for key, names in place.items()}
    named = {"security_group_names": groups} if groups else {}
    listener = {"load_balancer_port": 80, "instance_port": 80, "protocol": "HTTP"}
    failed = run.fails(
        module, check=check, name="new", state="present", listeners=[listener], **options, **named
    )
    zones = "availability_zones" if module == "elb_balancer" else "zones"
    assert sentence.format(zones=zones) in failed["msg"]
    assert run.writes() == []
