# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A whole play in check mode, with no balancer yet: each task is predicted as if the earlier ones had been done."""

from __future__ import annotations

from typing import Any

import pytest

from support.modules import Runner
from support.options import PROXY, STICKY, TLS_1_2, Options, everything, https, small

Network = dict[str, Any]

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


def test_attributes_that_no_policy_has_do_not_tell_the_type(run: Runner) -> None:
    options = {"balancer": "shop", "name": "sticky", "attributes": {"Cookie": "id"}}
    failed = run.fails("elb_policy", check=True, **options)
    assert failed["msg"].startswith("type: it is missing; there is no policy 'sticky' to keep it from.")


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
