# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""elb_listener, and the listeners of elb_balancer: nothing is interrupted that need not be, nothing is lost."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from ansible_collections.classic.elb.plugins.module_utils._service.client import Call
from emulator import Emulator, Network, policy_catalogue
from emulator.rules import listeners as listener_rules
from support.modules import Runner
from support.options import STICKY, TLS_1_2, Options, http, https, small

PAIRS = [(front, back) for front in ("HTTP", "HTTPS") for back in ("HTTP", "HTTPS")]
PAIRS += [(front, back) for front in ("TCP", "SSL") for back in ("TCP", "SSL")]


def pair(network: Network, front: str, back: str, **more: Any) -> Options:
    options: Options = {
        "load_balancer_port": 443,
        "protocol": front,
        "instance_port": 8443,
        "instance_protocol": back,
    }
    if front in ("HTTPS", "SSL"):
        options["ssl_certificate_id"] = network["certificates"]["iam"][0]
    return {**options, **more}


@pytest.fixture
def shop(run: Runner, network: Network) -> Options:
    """A balancer with stickiness on port 80, and stickiness and TLS 1.2 on port 443."""
    listeners = [
        http(policy_names=["sticky"]),
        https(network["certificates"]["iam"][0], policy_names=["sticky", "tls-1-2"]),
    ]
    options = {**small(network), "listeners": listeners, "policies": [STICKY, TLS_1_2]}
    run("elb_balancer", **options)
    run.emulator.clear_log()
    return options


def listeners_over_time(emulator: Emulator) -> list[dict[str, Any]]:
    return [entry["balancers"]["shop"]["listeners"] for entry in emulator.log if entry["write"]]


def test_ten_certificates_are_renewed_in_place(run: Runner, emulator: Emulator, network: Network) -> None:
    old, new = network["certificates"]["iam"][:2]
    ports = range(443, 453)
    names = ["sticky", "tls-1-2"]
    options = {**small(network), "policies": [STICKY, TLS_1_2]}
    options["listeners"] = [https(old, port, policy_names=names) for port in ports]
    run("elb_balancer", **options)
    done = run.converges("elb_balancer", name="shop", listeners=[https(new, port) for port in ports])
    assert [action["operation"] for action in done["actions"]] == [
        "SetLoadBalancerListenerSSLCertificate"
    ] * 10
    assert done["impact"] == "none"
    for listeners in listeners_over_time(emulator):
        assert sorted(map(int, listeners)) == list(ports)
        assert all(set(listener["PolicyNames"]) == set(names) for listener in listeners.values())


@pytest.fixture
def without_arn(shop: Options, intercept: Any) -> Options:
    """The balancer as it is returned where AWS shows a certificate by another word than its ARN."""

    def odd(call: Call, send: Any) -> Any:
        answer = send(call)
        for description in answer.get("LoadBalancerDescriptions", ()):
            for listener in (item["Listener"] for item in description["ListenerDescriptions"]):
                if "SSLCertificateId" in listener:
                    listener["SSLCertificateId"] = "Invalid-Certificate"
        return answer

    intercept(odd)
    return shop


def test_a_certificate_that_is_shown_without_its_arn_is_taken_back(run: Runner, without_arn: Options) -> None:
    (returned,) = run("elb_balancer_info", include="all")["balancers"]
    _plain, secure = returned["listeners"]
    assert secure["ssl_certificate_id"] == "Invalid-Certificate"
    assert not run("elb_balancer", **returned)["changed"]
    assert not run("elb_listener", balancer="shop", **secure)["changed"]
    run.emulator.clear_log()
    for options in ({"instance_port": 8081}, {"ssl_certificate_id": "Another"}):
        for module, task in (
            ("elb_balancer", {"name": "shop", "listeners": [{**secure, **options}]}),
            ("elb_listener", {"balancer": "shop", **secure, **options}),
        ):
            assert "ssl_certificate_id: " in run.fails(module, **task)["msg"]
    assert run.writes() == []


def test_a_certificate_needs_three_options(run: Runner, shop: Options, network: Network) -> None:
    done = run.converges(
        "elb_listener",
        balancer="shop",
        port=443,
        certificate=network["certificates"]["acm"][0],
        max_impact="none",
    )
    assert len(done["actions"]) == 1
    assert done["balancer"]["listeners"][1]["policy_names"] == ["sticky", "tls-1-2"]


def test_a_fresh_certificate_is_waited_for(
    run: Runner, emulator: Emulator, shop: Options, network: Network
) -> None:
    fault = {"operation": "SetLoadBalancerListenerSSLCertificate", "times": 3, "when": "before"}
    answer = {
        "code": "CertificateNotFound",
        "status": 400,
        "message": "Server Certificate not found for the key: x",
    }
    emulator.knobs(faults=[{**fault, "answer": answer}])
    done = run("elb_listener", balancer="shop", port=443, certificate=network["certificates"]["iam"][1])
    assert done["api_calls"]["writes"] == 4


def test_a_certificate_that_is_never_found_ends_with_a_sentence(run: Runner, shop: Options) -> None:
    arn = "arn:aws:iam::123456789012:server-certificate/none"
    failed = run.fails("elb_listener", balancer="shop", port=443, certificate=arn)
    assert (
        "SetLoadBalancerListenerSSLCertificate for shop failed: AWS answered CertificateNotFound"
        in failed["msg"]
    )
    assert "Check ssl_certificate_id" in failed["msg"]
    assert not failed["changed"]


def test_the_effect_of_a_new_certificate_is_read_back(
    run: Runner, emulator: Emulator, shop: Options, network: Network, aws: Any
) -> None:
    emulator.knobs(lag_ms=1500)
    while "shop" not in [
        item["LoadBalancerName"] for item in aws.describe_load_balancers()["LoadBalancerDescriptions"]
    ]:
        pass
    emulator.clear_log()
    run("elb_listener", balancer="shop", port=443, certificate=network["certificates"]["iam"][1])
    assert run.reads().count("DescribeLoadBalancers") > 2, "it did not wait until the certificate was seen"


@pytest.mark.parametrize("names", [None, ["sticky", "tls-1-2"]], ids=["policies left out", "policies named"])
@pytest.mark.parametrize(("before", "after"), list(itertools.product(PAIRS, PAIRS)), ids=str)
def test_every_pair_to_every_other(
    run: Runner, network: Network, before: tuple[str, str], after: tuple[str, str], names: list[str] | None
) -> None:
    takes = {"HTTP": ["sticky"], "HTTPS": ["sticky", "tls-1-2"], "SSL": ["tls-1-2"], "TCP": []}
    first = pair(network, *before, policy_names=takes[before[0]])
    run("elb_balancer", **{**small(network), "listeners": [http(), first], "policies": [STICKY, TLS_1_2]})
    options = pair(network, *after)
    if names is not None:
        options["policy_names"] = takes[after[0]]
    done = run.converges("elb_listener", balancer="shop", **options)
    kept = set(takes[after[0]]) if names else set(takes[before[0]]) & set(takes[after[0]])
    reached = set(done["balancer"]["listeners"][1]["policy_names"]) - {"ELBSecurityPolicy-2016-08"}
    assert reached == kept
    assert done["impact"] == ("none" if before == after else "outage")


@pytest.mark.parametrize("check", [True, False])
def test_a_replacement_can_be_refused(run: Runner, shop: Options, check: bool) -> None:
    options = {"balancer": "shop", "port": 80, "instance_port": 8081, "max_impact": "reset"}
    failed = run.fails("elb_listener", check=check, **options)
    assert "DeleteLoadBalancerListeners, has the impact 'outage'" in failed["msg"]
    assert run.writes() == []


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (
            {"port": 81},
            "protocol: it is missing; there is no listener on port 81 yet, and a new one needs it.",
        ),
        ({"port": 81, "protocol": "HTTP"}, "instance_port: it is missing"),
        (
            {"port": 81, "protocol": "HTTPS", "instance_port": 80},
            "ssl_certificate_id: it is missing; a listener of HTTPS",
        ),
        ({"port": 80, "certificate": "arn:x"}, "ssl_certificate_id: a listener of HTTP takes no certificate"),
        ({"port": 80, "protocol": "http", "certificate": "arn:x"}, "a listener of HTTP takes no certificate"),
        (
            {"port": 80, "instance_protocol": "SSL"},
            "instance_protocol: SSL does not go with the protocol HTTP",
        ),
        (
            {"port": 80, "policy_names": ["tls-1-2"]},
            "'tls-1-2' (TLS policy) needs a listener of HTTPS or SSL",
        ),
        (
            {"port": 80, "policy_names": ["none"]},
            "the balancer has no policy 'none'; it has ELBSecurityPolicy-2016-08, sticky",
        ),
        (
            {"port": 80, "instance_protocol": "HTTPS"},
            "instance_protocol: the listeners 80 and 443 use the instance port 8080",
        ),
        ({"port": 0}, "load_balancer_port: 0 is out of range"),
        ({"port": 80, "balancer": "none"}, "balancer: there is no balancer 'none' in us-east-1."),
    ],
)
def test_what_cannot_be_is_refused(run: Runner, shop: Options, options: Options, sentence: str) -> None:
    assert sentence in run.fails("elb_listener", **{"balancer": "shop", **options})["msg"]
    assert run.writes() == []


@pytest.mark.parametrize("options", [{"instance_protocol": "TCP"}, {"ssl_certificate_id": "arn:x"}], ids=str)
def test_what_fits_no_listener_is_refused_before_a_look(run: Runner, options: Options) -> None:
    (option,) = options
    message = run.fails("elb_listener", balancer="shop", **http(), **options)["msg"]
    assert message.startswith(f"{option}: ")
    assert run.emulator.log == []


def test_the_protocol_may_be_in_any_case(run: Runner, shop: Options) -> None:
    options = {"balancer": "shop", "load_balancer_port": 80, "protocol": "hTTp", "instance_port": 8080}
    assert not run("elb_listener", **options)["changed"]


def test_policies_none_and_others(run: Runner, shop: Options) -> None:
    done = run.converges("elb_listener", balancer="shop", load_balancer_port=443, policy_names=[])
    assert done["balancer"]["listeners"][1]["policy_names"] == ["ELBSecurityPolicy-2016-08"]
    done = run.converges("elb_listener", balancer="shop", load_balancer_port=80, policy_names=[])
    assert done["balancer"]["listeners"][0]["policy_names"] == []


def test_absence(run: Runner, shop: Options) -> None:
    assert (
        run.converges("elb_listener", balancer="shop", load_balancer_port=80, state="absent")["impact"]
        == "outage"
    )
    run.converges("elb_listener", balancer="shop", load_balancer_port=443, state="absent")
    assert not run("elb_listener", balancer="shop", load_balancer_port=443, state="absent")["changed"]
    assert not run("elb_listener", balancer="none", load_balancer_port=443, state="absent")["changed"]


def test_policies_that_a_new_protocol_does_not_take_are_told(
    run: Runner, shop: Options, network: Network
) -> None:
    done = run(
        "elb_listener", balancer="shop", load_balancer_port=443, protocol="SSL", instance_protocol="TCP"
    )
    assert any(
        "The policy 'sticky' is no longer enabled on port 443" in str(warning) for warning in done["warnings"]
    )


DROPS = [
    "drop",
    {"code": "InternalFailure", "status": 500, "message": ""},
    {"code": "AccessDenied", "status": 403, "message": ""},
]


@pytest.mark.parametrize("answer", DROPS, ids=["dropped", "500", "403"])
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("times", [1, 50], ids=["once", "always"])
@pytest.mark.parametrize(
    "operation",
    ["DeleteLoadBalancerListeners", "CreateLoadBalancerListeners", "SetLoadBalancerPoliciesOfListener"],
)
def test_each_call_of_a_replacement_fails(
    run: Runner,
    emulator: Emulator,
    shop: Options,
    aws: Any,
    operation: str,
    when: str,
    times: int,
    answer: Any,
) -> None:
    emulator.knobs(faults=[{"operation": operation, "times": times, "when": when, "answer": answer}])
    options = {"balancer": "shop", "load_balancer_port": 443, "instance_port": 8081}
    result = run.attempt("elb_listener", **options)
    emulator.knobs(faults=[])
    described = aws.describe_load_balancers(LoadBalancerNames=["shop"])["LoadBalancerDescriptions"][0]
    listeners = {item["Listener"]["LoadBalancerPort"]: item for item in described["ListenerDescriptions"]}
    whole = 443 in listeners and set(listeners[443]["PolicyNames"]) == {"sticky", "tls-1-2"}
    if result.get("failed"):
        assert operation in result["msg"]
        told = "Missing is now listeners: " in result["msg"]
        assert whole or told, result["msg"]
    else:
        assert whole
        assert listeners[443]["Listener"]["InstancePort"] == 8081
    if times == 1:
        assert whole, result["msg"]
    again = {**shop["listeners"][1], **options}
    run("elb_listener", **again)
    assert not run("elb_listener", **again)["changed"]


def test_what_is_lost_is_set_again_as_it_is_told(run: Runner, emulator: Emulator, shop: Options) -> None:
    """A listener alone, as an option of elb_balancer, would be all listeners."""
    emulator.knobs(faults=[{"operation": "CreateLoadBalancerListeners", "times": 50, "answer": DROPS[2]}])
    failed = run.fails("elb_listener", balancer="shop", load_balancer_port=443, instance_port=8081)
    assert "Set it again with classic.elb.elb_balancer, and purge_listeners: false." in failed["msg"]
    emulator.knobs(faults=[])
    again = run("elb_balancer", name="shop", purge_listeners=False, **failed["lost"])
    ports = [listener["load_balancer_port"] for listener in again["balancer"]["listeners"]]
    assert ports == [listener["load_balancer_port"] for listener in shop["listeners"]]


def test_a_refusal_after_a_lost_answer_does_not_undo_what_the_first_call_did(
    run: Runner, emulator: Emulator, shop: Options, aws: Any
) -> None:
    deletion = {"operation": "DeleteLoadBalancerListeners", "times": 1}
    emulator.knobs(
        faults=[
            {**deletion, "when": "after", "answer": "drop"},
            {**deletion, "when": "before", "answer": DROPS[2]},
        ]
    )
    failed = run.fails("elb_listener", balancer="shop", load_balancer_port=443, instance_port=8081)
    assert "AccessDenied" in failed["msg"]
    described = aws.describe_load_balancers(LoadBalancerNames=["shop"])["LoadBalancerDescriptions"][0]
    ports = {item["Listener"]["LoadBalancerPort"] for item in described["ListenerDescriptions"]}
    assert ports == {listener["load_balancer_port"] for listener in shop["listeners"]}


def test_a_listener_that_may_be_gone_is_told_where_nobody_can_look(
    run: Runner, emulator: Emulator, shop: Options
) -> None:
    emulator.knobs(
        faults=[
            {"operation": "DeleteLoadBalancerListeners", "times": None, "when": "after", "answer": "drop"},
            {"operation": "DescribeLoadBalancers", "times": None, "skip": 1, "answer": DROPS[2]},
        ]
    )
    failed = run.fails("elb_listener", balancer="shop", load_balancer_port=443, instance_port=8081)
    assert "Missing may be listeners: " in failed["msg"]
    assert [listener["load_balancer_port"] for listener in failed["lost"]["listeners"]] == [443]


def test_a_policy_that_never_was_is_not_missed(run: Runner, network: Network) -> None:
    """The listener had none, so what the task cannot set is no loss, and the next run sets it."""
    run("elb_balancer", **small(network), policies=[STICKY])
    options = {
        "balancer": "shop",
        "load_balancer_port": 80,
        "instance_port": 8081,
        "policy_names": ["sticky"],
    }
    denied = {"code": "AccessDenied", "status": 403, "message": "no"}
    operation = "SetLoadBalancerPoliciesOfListener"
    run.emulator.knobs(faults=[{"operation": operation, "times": None, "when": "before", "answer": denied}])
    failed = run.fails("elb_listener", **options)
    assert "lost" not in failed and "Missing" not in failed["msg"], failed["msg"]
    run.emulator.knobs(faults=[])
    (listener,) = run("elb_listener", **options)["balancer"]["listeners"]
    assert listener["policy_names"] == ["sticky"]


TO_SSL = {"protocol": "SSL", "instance_protocol": "TCP", "instance_port": 8082}
NO_CERTIFICATE = "arn:aws:iam::123456789012:server-certificate/none"


def test_a_listener_that_cannot_be_created_again_is_put_back(run: Runner, shop: Options, aws: Any) -> None:
    options = {"protocol": "HTTPS", "instance_protocol": "HTTP", "ssl_certificate_id": NO_CERTIFICATE}
    failed = run.fails("elb_listener", balancer="shop", load_balancer_port=80, instance_port=8081, **options)
    assert "CertificateNotFound" in failed["msg"]
    assert (
        "What the task had taken away was put back (CreateLoadBalancerListeners, SetLoadBalancerPolicies"
        in failed["msg"]
    )
    described = aws.describe_load_balancers(LoadBalancerNames=["shop"])["LoadBalancerDescriptions"][0]
    restored = next(
        item for item in described["ListenerDescriptions"] if item["Listener"]["LoadBalancerPort"] == 80
    )
    assert (restored["Listener"]["Protocol"], restored["Listener"]["InstancePort"]) == ("HTTP", 8080)
    assert restored["PolicyNames"] == ["sticky"]
    assert failed["balancer"]["listeners"][0]["instance_port"] == 8080
    assert [action["operation"] for action in failed["actions"]] == ["DeleteLoadBalancerListeners"]


@pytest.mark.parametrize("change", [{"instance_port": 8081}, TO_SSL], ids=str)
def test_a_wrong_certificate_closes_no_port(run: Runner, shop: Options, change: Options) -> None:
    """It is tried in place before the listener is made anew."""
    failed = run.fails(
        "elb_listener", balancer="shop", load_balancer_port=443, ssl_certificate_id=NO_CERTIFICATE, **change
    )
    assert "SetLoadBalancerListenerSSLCertificate for shop failed: AWS answered Certif" in failed["msg"]
    assert {operation for operation, _parameters in run.writes()} == {"SetLoadBalancerListenerSSLCertificate"}


@pytest.mark.parametrize("change", [{"instance_port": 8081}, TO_SSL], ids=str)
def test_a_listener_is_made_anew_with_another_certificate(
    run: Runner, network: Network, shop: Options, change: Options
) -> None:
    new = network["certificates"]["iam"][1]
    done = run.converges(
        "elb_listener", balancer="shop", load_balancer_port=443, ssl_certificate_id=new, **change
    )
    assert [action["operation"] for action in done["actions"]][:3] == [
        "SetLoadBalancerListenerSSLCertificate",
        "DeleteLoadBalancerListeners",
        "CreateLoadBalancerListeners",
    ]


def test_a_port_that_was_just_deleted_is_waited_for(run: Runner, emulator: Emulator, shop: Options) -> None:
    answer = {"code": "DuplicateListener", "status": 400, "message": "A listener already exists for shop"}
    emulator.knobs(
        faults=[{"operation": "CreateLoadBalancerListeners", "times": 2, "when": "before", "answer": answer}]
    )
    run.attempt("elb_listener", balancer="shop", load_balancer_port=80, instance_port=8081)
    emulator.clear_log()
    assert not run("elb_listener", balancer="shop", load_balancer_port=80, instance_port=8081)["changed"]


def test_a_listener_that_somebody_else_creates_meanwhile(
    run: Runner, shop: Options, aws: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ansible_collections.classic.elb.plugins.module_utils._run import execute as executing

    def interfere(*arguments: Any) -> Any:
        listener = {"Protocol": "TCP", "LoadBalancerPort": 90, "InstancePort": 9090}
        aws.create_load_balancer_listeners(LoadBalancerName="shop", Listeners=[listener])
        return execute(*arguments)

    execute = executing.execute
    monkeypatch.setattr(executing, "execute", interfere)
    options = {"balancer": "shop", "load_balancer_port": 90, "protocol": "HTTP", "instance_port": 9090}
    failed = run.fails("elb_listener", **options)
    assert "DuplicateListener" in failed["msg"]
    assert "Somebody else has changed the balancer meanwhile: run the task again." in failed["msg"]
    monkeypatch.undo()
    done = run("elb_listener", **options)
    assert done["balancer"]["listeners"][1]["protocol"] == "HTTP"
    assert len(done["balancer"]["listeners"]) == 3


def test_a_port_that_still_counts_as_taken_after_a_lost_answer(
    run: Runner, emulator: Emulator, shop: Options, aws: Any
) -> None:
    """A duplicate after a lost answer may also be the old listener, on its way out: it must not pass for success."""
    lost = {"code": "InternalFailure", "status": 500, "message": ""}
    taken = {"code": "DuplicateListener", "status": 400, "message": "A listener already exists for shop"}
    fault = {"operation": "CreateLoadBalancerListeners", "times": 1, "when": "before"}
    emulator.knobs(faults=[{**fault, "answer": lost}, {**fault, "answer": taken}])
    run("elb_listener", balancer="shop", load_balancer_port=80, instance_port=8081)
    described = aws.describe_load_balancers(LoadBalancerNames=["shop"])["LoadBalancerDescriptions"][0]
    assert 8081 in [item["Listener"]["InstancePort"] for item in described["ListenerDescriptions"]]


def test_a_port_that_an_earlier_task_deleted_is_waited_for(
    run: Runner, emulator: Emulator, shop: Options
) -> None:
    taken = {"code": "DuplicateListener", "status": 400, "message": "A listener already exists for shop"}
    emulator.knobs(
        faults=[{"operation": "CreateLoadBalancerListeners", "times": 2, "when": "before", "answer": taken}]
    )
    assert run("elb_listener", balancer="shop", **http(81))["changed"]


def test_the_instance_protocol_follows_only_a_new_protocol(
    run: Runner, shop: Options, network: Network
) -> None:
    certificate = network["certificates"]["iam"][1]
    done = run(
        "elb_listener",
        balancer="shop",
        load_balancer_port=443,
        protocol="HTTPS",
        ssl_certificate_id=certificate,
    )
    assert [action["operation"] for action in done["actions"]] == ["SetLoadBalancerListenerSSLCertificate"]


def test_a_balancer_that_somebody_else_deletes_meanwhile_stays_deleted(
    run: Runner, shop: Options, aws: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ansible_collections.classic.elb.plugins.module_utils._run import execute as executing

    def interfere(*arguments: Any) -> Any:
        aws.delete_load_balancer(LoadBalancerName="shop")
        return execute(*arguments)

    execute = executing.execute
    monkeypatch.setattr(executing, "execute", interfere)
    failed = run.fails("elb_listener", balancer="shop", load_balancer_port=80, instance_port=8081)
    assert "LoadBalancerNotFound" in failed["msg"]
    assert aws.describe_load_balancers()["LoadBalancerDescriptions"] == []


@pytest.mark.parametrize("module", ["elb_balancer", "elb_classic_lb", "elb_listener"])
def test_which_policy_aws_gives_a_new_listener_is_not_guessed(
    run: Runner, network: Network, monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    """Its default has changed before (facts 2.4), and a name that the balancer never got is refused (facts 1.6)."""
    default = "ELBSecurityPolicy-TLS-1-2-2017-01"
    for place in (policy_catalogue, listener_rules):
        monkeypatch.setattr(place, "DEFAULT_SSL_POLICY", default)
    secure = https(network["certificates"]["iam"][0])
    sticky = {"name": "sticky", "type": "LBCookieStickinessPolicyType"}
    if module == "elb_listener":
        run("elb_balancer", **small(network), policies=[sticky])
        done = run(module, balancer="shop", **secure, policy_names=["sticky"])
    elif module == "elb_balancer":
        listeners = [{**secure, "policy_names": ["sticky"]}]
        done = run(module, **{**small(network), "listeners": listeners}, policies=[sticky])
    else:
        cookie = {"type": "loadbalancer", "enabled": True, "expiration": 60}
        done = run(module, **{**small(network), "listeners": [secure]}, state="present", stickiness=cookie)
    (names,) = (
        action["parameters"]["PolicyNames"]
        for action in done["actions"]
        if action["operation"] == "SetLoadBalancerPoliciesOfListener"
    )
    assert len(names) == 1
    (shop,) = run("elb_balancer_info", names="shop")["balancers"]
    assert sorted(shop["listeners"][-1]["policy_names"]) == sorted([default, *names])


def test_the_default_policy_is_named_where_the_task_names_it(
    run: Runner, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An older balancer never got it, and gets it by a new listener (facts 2.4)."""
    older, today = "ELBSecurityPolicy-2015-05", "ELBSecurityPolicy-2016-08"
    certificate = network["certificates"]["iam"][0]
    with monkeypatch.context() as then:
        for place in (policy_catalogue, listener_rules):
            then.setattr(place, "DEFAULT_SSL_POLICY", older)
        run("elb_balancer", **{**small(network), "listeners": [https(certificate)]})
    listeners = [https(certificate, port, policy_names=[today]) for port in (443, 444)]
    done = run.converges("elb_balancer", **{**small(network), "listeners": listeners})
    assert [each["policy_names"] for each in done["balancer"]["listeners"]] == [[today], [today]]


def test_what_does_not_fit_a_new_listener_is_refused_at_once(run: Runner, network: Network) -> None:
    today = "ELBSecurityPolicy-2016-08"
    secure = https(network["certificates"]["iam"][0])
    two = {**secure, "policy_names": ["tls-1-2", today]}
    for listeners in ([two], [http(policy_names=[today]), secure]):
        options = {**small(network), "listeners": listeners, "policies": [TLS_1_2]}
        assert "policy_names, listener " in run.fails("elb_balancer", **options)["msg"]
    assert run.writes() == []
