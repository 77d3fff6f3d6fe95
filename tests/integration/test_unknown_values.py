# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What AWS might know by now, although it is not known here: shown, taken back, and sent if AWS does not refuse it."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.classic.elb.plugins.module_utils._model.policy_types import POLICY_TYPES
from ansible_collections.classic.elb.plugins.module_utils._options import shapes
from ansible_collections.classic.elb.plugins.module_utils._service.client import Call
from emulator import Network
from support.modules import Runner
from support.options import TLS_1_2, Options, small


@pytest.mark.parametrize(
    ("options", "doubt"),
    [
        (
            {"policies": [{"name": "new", "type": "MirrorPolicyType", "attributes": {"Mirror": "on"}}]},
            "policies[0].type: 'MirrorPolicyType' is not a policy type that is known here",
        ),
        (
            {"desync_mitigation_mode": "paranoid"},
            "desync_mitigation_mode: 'paranoid' is not a mode that is known here",
        ),
    ],
)
def test_it_is_sent_with_a_warning_and_aws_judges(
    run: Runner, network: Network, options: Options, doubt: str
) -> None:
    run("elb_balancer", **small(network))
    predicted = run("elb_balancer", check=True, name="shop", **options)
    assert predicted["changed"]
    assert any(doubt in str(warning) for warning in predicted["warnings"])
    assert "it is sent to AWS as it is." in str(predicted["warnings"])
    assert "AWS answered" in run.fails("elb_balancer", name="shop", **options)["msg"]


def tls(**attributes: Any) -> Options:
    return {"policies": [{**TLS_1_2, "attributes": attributes}]}


NEW_TLS = [
    (tls(**{"Protocol-TLSv1.3": True}), "has no attribute 'Protocol-TLSv1.3'; did you mean Protocol-TLSv1"),
    (
        tls(**{"ECDHE-RSA-AES128-GCM-SHA265": True}),
        "has no attribute 'ECDHE-RSA-AES128-GCM-SHA265'; did you mean ECDHE-RSA-AES128-GCM-SHA256?",
    ),
    (
        tls(**{"Reference-Security-Policy": "ELBSecurityPolicy-2030-01"}),
        "'ELBSecurityPolicy-2030-01' is not a predefined TLS policy; they are ELBSecurityPolicy-2016-08, ",
    ),
]


@pytest.mark.parametrize(("options", "sentence"), NEW_TLS)
def test_a_word_of_tls_that_aws_does_not_have_is_refused(
    run: Runner, network: Network, options: Options, sentence: str
) -> None:
    """In the middle of a plan, a new balancer would serve with the default policy by then."""
    for check in (True, False):
        failed = run.fails("elb_balancer", check=check, **{**small(network), **options})
        assert sentence in failed["msg"]
        assert failed["msg"].endswith(" Nothing was changed.")
    assert run.writes() == []


def test_a_word_of_tls_that_is_switched_off_is_not_sent(run: Runner, network: Network) -> None:
    options = tls(**{"Protocol-TLSv1.2": True, "AES128-SHA": True, "Protocol-TLSv1.3": False})
    done = run.converges("elb_balancer", **{**small(network), **options})
    assert "Protocol-TLSv1.3" not in str(done["actions"]) + str(done.get("warnings"))


def test_a_list_without_any_word_that_is_known_tells_nothing(
    run: Runner, network: Network, monkeypatch: pytest.MonkeyPatch, intercept: Any
) -> None:
    """As of a service that lists names alone."""
    known = POLICY_TYPES[TLS_1_2["type"]].attributes
    monkeypatch.delitem(known, "AES128-SHA256")

    def names_alone(call: Call, send: Any) -> Any:
        answer = send(call)
        if call.operation == "DescribeLoadBalancerPolicies" and not call.parameters:
            for policy in answer["PolicyDescriptions"]:
                del policy["PolicyAttributeDescriptions"]
        return answer

    intercept(names_alone)
    done = run("elb_balancer", **small(network), **tls(**{"Protocol-TLSv1.2": True, "AES128-SHA256": True}))
    assert "it is sent to AWS as it is." in str(done["warnings"])


@pytest.mark.parametrize("is_told", [True, False])
def test_a_word_of_tls_that_aws_has_is_sent(
    run: Runner, network: Network, monkeypatch: pytest.MonkeyPatch, is_told: bool
) -> None:
    """One that is newer than this collection; without a warning, unless AWS does not tell."""
    monkeypatch.setattr(shapes, "PREDEFINED_SSL_POLICIES", ("ELBSecurityPolicy-2016-08",))
    run("elb_balancer", **small(network))
    if not is_told:
        denied = {"code": "AccessDenied", "status": 403, "message": "no"}
        fault = {"operation": "DescribeLoadBalancerPolicies", "skip": 1, "times": 1, "answer": denied}
        run.emulator.knobs(faults=[fault])
    done = run("elb_balancer", name="shop", policies=[TLS_1_2])
    assert done["changed"]
    assert ("it is sent to AWS as it is." in str(done.get("warnings"))) is not is_told


def test_zones_beside_subnets_must_be_theirs(run: Runner, network: Network) -> None:
    options = {**small(network), "availability_zones": ["us-east-1a"]}
    run.converges("elb_balancer", **options)
    both = [subnet["id"] for subnet in network["vpc"]["subnets"] if subnet["zone"] != "us-east-1b"][::2]
    for check in (True, False):
        wrong = run.fails("elb_balancer", check=check, **{**options, "availability_zones": ["us-east-1b"]})
        assert (
            "availability_zones: us-east-1b is not a zone of the subnets; leave the zones out" in wrong["msg"]
        )
        wrong = run.fails("elb_balancer", check=check, **{**options, "subnets": both})
        assert "availability_zones: us-east-1c is a zone of the subnets and is missing" in wrong["msg"]
        wrong = run.fails(
            "elb_balancer",
            check=check,
            name="shop",
            subnets=options["subnets"],
            zones=["us-east-1a", "us-east-1c"],
        )
        assert (
            "availability_zones: us-east-1c is not a zone of the subnets; leave the zones out" in wrong["msg"]
        )


def test_a_tag_that_is_null_is_not_to_be_there(run: Runner, network: Network) -> None:
    done = run.converges("elb_balancer", **{**small(network), "tags": {"env": "prod", "old": None}})
    assert done["balancer"]["tags"] == {"env": "prod"}
    done = run.converges("elb_balancer", name="shop", tags={"team": "a", "env": None}, purge_tags=False)
    assert done["balancer"]["tags"] == {"team": "a"}
    done = run.converges("elb_balancer", name="shop", tags={"team": None, "x": ""})
    assert done["balancer"]["tags"] == {"x": ""}
