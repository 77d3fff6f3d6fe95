# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The planner of listeners: every protocol to every other, with and without policies, in the right order."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from ansible_collections.classic.elb.plugins.module_utils._model.errors import ElbError
from ansible_collections.classic.elb.plugins.module_utils._model.policy import Policy
from ansible_collections.classic.elb.plugins.module_utils._model.policy_types import (
    DEFAULT_SSL_POLICY,
    PROXY_PROTOCOL,
    SSL,
)
from ansible_collections.classic.elb.plugins.module_utils._model.state import Balancer, Listener
from ansible_collections.classic.elb.plugins.module_utils._model.step import (
    BRIEFLY,
    RELEASE,
    SETTLE,
    refuse_beyond,
    worst_impact,
)
from ansible_collections.classic.elb.plugins.module_utils._plan.bindings import set_listener_policies
from ansible_collections.classic.elb.plugins.module_utils._plan.listeners import put_listeners
from ansible_collections.classic.elb.plugins.module_utils._plan.plan import Plan
from ansible_collections.classic.elb.plugins.module_utils._plan.predict import DEFAULT_POLICY

PAIRS = [(front, back) for front in ("HTTP", "HTTPS") for back in ("HTTP", "HTTPS")]
PAIRS += [(front, back) for front in ("TCP", "SSL") for back in ("TCP", "SSL")]
ADMITTED = {"HTTP": {"sticky"}, "HTTPS": {"sticky", "tls"}, "SSL": {"tls"}, "TCP": set()}

POLICIES = {
    "sticky": Policy("sticky", "LBCookieStickinessPolicyType", {"CookieExpirationPeriod": ("60",)}),
    "tls": Policy("tls", "SSLNegotiationPolicyType", {"Protocol-TLSv1.2": ("true",)}),
    DEFAULT_SSL_POLICY: DEFAULT_POLICY,
}


def listener(
    front: str = "HTTP",
    back: str = "HTTP",
    port: int = 443,
    names: set[str] | None = None,
    target: int = 8080,
) -> Listener:
    certificate = "arn:one" if front in ("HTTPS", "SSL") else None
    return Listener(port, front, target, back, certificate, None if names is None else frozenset(names))


def balancer(*listeners: Listener) -> Balancer:
    return Balancer(
        "shop", listeners={item.load_balancer_port: item for item in listeners}, policies=POLICIES
    )


def plan_for(current: Balancer, *wanted: Listener, purge: bool = True) -> Plan:
    plan = Plan(current)
    put_listeners(plan, {item.load_balancer_port: item for item in wanted}, purge)
    return plan


def operations(plan: Plan) -> list[str]:
    return [step.operation for step in plan.steps]


@pytest.mark.parametrize("names", [None, "keep", set()], ids=["left out", "named", "none"])
@pytest.mark.parametrize("policies", [set(), {"sticky", "tls"}], ids=["bare", "with policies"])
@pytest.mark.parametrize(("before", "after"), list(itertools.product(PAIRS, PAIRS)), ids=str)
def test_every_pair_to_every_other(
    before: tuple[str, str], after: tuple[str, str], policies: set[str], names: str | set[str] | None
) -> None:
    here = policies & ADMITTED[before[0]]
    if before[0] in ("HTTPS", "SSL") and "tls" not in here:
        here = here | {DEFAULT_SSL_POLICY}
    wished = ADMITTED[after[0]] if names == "keep" else names
    plan = plan_for(balancer(listener(*before, names=here)), listener(*after, names=wished))  # type: ignore[arg-type]

    if before == after:
        assert "DeleteLoadBalancerListeners" not in operations(plan)
        assert worst_impact(plan.steps) == ("altered" if plan.steps else "none")
    else:
        assert operations(plan)[:2] == ["DeleteLoadBalancerListeners", "CreateLoadBalancerListeners"]
        assert worst_impact(plan.steps) == "outage"
    assert len([name for name in operations(plan) if name.startswith("Set")]) <= 1

    reached = plan.balancer.listeners[443]
    assert (reached.protocol, reached.instance_protocol) == after
    expected = set(wished) if wished is not None else here & (ADMITTED[after[0]] | {DEFAULT_SSL_POLICY})
    if after[0] in ("HTTPS", "SSL"):
        expected |= set() if "tls" in expected else {DEFAULT_SSL_POLICY}
    else:
        expected -= {DEFAULT_SSL_POLICY}
    assert reached.policy_names == expected
    dropped = policies & here - ADMITTED[after[0]] if wished is None else set()
    assert len(plan.remarks) == len(dropped)

    again = plan_for(plan.balancer, listener(*after, names=wished))  # type: ignore[arg-type]
    assert again.steps == []


def test_a_new_certificate_is_set_in_place() -> None:
    ports = range(443, 453)
    current = balancer(*(listener("HTTPS", port=port, names={"tls"}) for port in ports))
    wanted = [replace(listener("HTTPS", port=port), ssl_certificate_id="arn:two") for port in ports]
    plan = plan_for(current, *wanted)
    assert operations(plan) == ["SetLoadBalancerListenerSSLCertificate"] * 10
    assert worst_impact(plan.steps) == "none"
    assert all("CertificateNotFound" in step.settles for step in plan.steps)


@pytest.mark.parametrize(
    ("before", "port", "patience"),
    [("HTTP", 443, BRIEFLY), ("HTTPS", 443, SETTLE), ("HTTP", 444, SETTLE)],
    ids=["unknown", "set in place before", "nothing is closed"],
)
def test_a_closed_port_does_not_wait_long_for_a_certificate_that_may_be_wrong(
    before: str, port: int, patience: float
) -> None:
    wanted = replace(listener("HTTPS", port=port), ssl_certificate_id="arn:two", instance_port=8081)
    step = next(
        step
        for step in plan_for(balancer(listener(before, port=443)), wanted).steps
        if step.operation == "CreateLoadBalancerListeners"
    )
    assert step.settles["CertificateNotFound"] == patience


def test_a_new_port_does_not_keep_a_replaced_one_closed_for_long() -> None:
    """They are created in one call, where the new one has to wait for the old one's deletion."""
    wanted = replace(listener("HTTPS", "HTTPS", port=443), ssl_certificate_id="arn:two", instance_port=8080)
    plan = plan_for(balancer(listener(port=80)), replace(listener("HTTP", "HTTPS", port=80)), wanted)
    created = [step for step in plan.steps if step.operation == "CreateLoadBalancerListeners"]
    assert [step.settles["CertificateNotFound"] for step in created] == [BRIEFLY] * len(created)


def test_the_order_of_a_mixed_plan() -> None:
    current = balancer(
        listener("HTTPS", port=443, names={"tls"}),
        listener(port=80, names={"sticky"}),
        listener(port=81),
        listener(port=82),
    )
    plan = plan_for(
        current,
        replace(listener("HTTPS", port=443), ssl_certificate_id="arn:two"),
        replace(listener(port=80), instance_port=8081),
        listener(port=82, names={"sticky"}),
        listener(port=90),
        listener(port=91),
    )
    assert [(step.operation, step.parameters.get("LoadBalancerPort")) for step in plan.steps] == [
        ("CreateLoadBalancerListeners", None),
        ("SetLoadBalancerListenerSSLCertificate", 443),
        ("DeleteLoadBalancerListeners", None),
        ("CreateLoadBalancerListeners", None),
        ("SetLoadBalancerPoliciesOfListener", 80),
        ("SetLoadBalancerPoliciesOfListener", 82),
        ("DeleteLoadBalancerListeners", None),
    ]
    assert [item["LoadBalancerPort"] for item in plan.steps[0].parameters["Listeners"]] == [90, 91]
    assert plan.steps[2].parameters["LoadBalancerPorts"] == [80]
    for created in (plan.steps[0], plan.steps[3]):
        assert created.settles["DuplicateListener"] == RELEASE
    assert plan.steps[6].parameters["LoadBalancerPorts"] == [81]


def test_a_new_listener_that_collides_with_an_old_one_waits_for_its_deletion() -> None:
    plan = plan_for(balancer(listener(port=80)), listener("HTTPS", "HTTPS", port=443))
    assert operations(plan) == ["DeleteLoadBalancerListeners", "CreateLoadBalancerListeners"]


def test_an_instance_port_is_all_secure_or_all_insecure() -> None:
    with pytest.raises(ElbError, match="use the instance port 8080 with HTTP and with HTTPS"):
        plan_for(balancer(listener(port=80)), listener("HTTPS", "HTTPS", port=443), purge=False)


def test_where_one_is_not_no_listener_is_made_worse() -> None:
    """An older balancer may have such a port, and AWS judges it when it is asked to."""
    current = balancer(listener(port=80), listener("HTTPS", "HTTPS", port=443))
    renewed = replace(listener("HTTPS", "HTTPS", port=443), ssl_certificate_id="arn:two")
    plan = plan_for(current, renewed, listener("TCP", "TCP", port=25, target=25), purge=False)
    assert operations(plan) == ["CreateLoadBalancerListeners", "SetLoadBalancerListenerSSLCertificate"]
    with pytest.raises(ElbError, match="use the instance port 8080"):
        plan_for(current, listener(port=81), purge=False)


def test_without_purge_the_others_stay() -> None:
    plan = plan_for(balancer(listener(port=80)), listener(port=81), purge=False)
    assert operations(plan) == ["CreateLoadBalancerListeners"]
    assert sorted(plan.balancer.listeners) == [80, 81]


def test_all_listeners_may_go() -> None:
    plan = plan_for(balancer(listener(port=80), listener(port=81)))
    assert [step.parameters["LoadBalancerPorts"] for step in plan.steps] == [[80, 81]]


@pytest.mark.parametrize(
    ("item", "names", "sentence"),
    [
        (
            listener("TCP", "TCP"),
            {"sticky"},
            r"'sticky' \(stickiness\) needs a listener of HTTP or HTTPS; this one is TCP",
        ),
        (
            listener("HTTP"),
            {"tls"},
            r"'tls' \(TLS policy\) needs a listener of HTTPS or SSL; this one is HTTP",
        ),
        (listener("HTTP"), {"none"}, "the balancer has no policy 'none'; it has"),
        (listener("HTTPS"), {"ELBSecurityPolicy-2015-05"}, "with the attribute Reference-Security-Policy"),
        (listener("HTTPS"), {"tls", DEFAULT_SSL_POLICY}, "are of one kind"),
    ],
)
def test_policies_that_do_not_fit(item: Listener, names: set[str], sentence: str) -> None:
    with pytest.raises(ElbError, match=sentence):
        plan_for(balancer(), replace(item, policy_names=frozenset(names)))


def test_max_impact_refuses_a_replacement() -> None:
    plan = plan_for(balancer(listener(port=80)), replace(listener(port=80), instance_port=8081))
    refuse_beyond(plan.steps, "outage")
    with pytest.raises(
        ElbError, match="step 1 of the plan, DeleteLoadBalancerListeners, has the impact 'outage'"
    ):
        refuse_beyond(plan.steps, "reset")


def test_the_default_policy_of_an_older_listener_stays() -> None:
    """AWS' own policy is no difference, whatever year it is of, and stays when only stickiness changes (facts 2.4)."""
    older = Policy("ELBSecurityPolicy-2015-05", "SSLNegotiationPolicyType")
    current = replace(
        balancer(listener("HTTPS", names={"sticky", older.name})), policies={**POLICIES, older.name: older}
    )
    assert plan_for(current, listener("HTTPS", names={"sticky"})).steps == []
    plan = plan_for(current, listener("HTTPS", names=set()))
    assert [step.parameters["PolicyNames"] for step in plan.steps] == [[older.name]]


def test_a_certificate_in_another_case_is_the_same() -> None:
    """AWS may show it otherwise than it was given (facts 1.2)."""
    current = replace(
        listener("HTTPS", names={"tls"}), ssl_certificate_id="arn:aws:iam::1:server-certificate/Shop"
    )
    wanted = replace(current, ssl_certificate_id="arn:aws:iam::1:server-certificate/shop")
    assert plan_for(balancer(current), wanted).steps == []
    assert operations(plan_for(balancer(current), replace(current, ssl_certificate_id="arn:other"))) == [
        "SetLoadBalancerListenerSSLCertificate"
    ]


def test_the_default_tls_policy_is_named_where_the_balancer_has_it() -> None:
    """Whether AWS puts it back by itself is not certain (facts 10)."""
    current = listener("HTTPS", names={"tls", "sticky"})
    (step,) = plan_for(balancer(current), replace(current, policy_names=frozenset({"sticky"}))).steps
    assert step.parameters["PolicyNames"] == [DEFAULT_SSL_POLICY, "sticky"]
    old = replace(balancer(current), policies={"tls": POLICIES["tls"], "sticky": POLICIES["sticky"]})
    (step,) = plan_for(old, replace(current, policy_names=frozenset({"sticky"}))).steps
    assert step.parameters["PolicyNames"] == ["sticky"], "it cannot be named where it is not (facts 1.6)"


def test_a_namesake_of_the_default_policy_is_not_bound_for_it() -> None:
    """A policy of another type may have the name of AWS' default."""
    namesake = Policy(DEFAULT_SSL_POLICY, PROXY_PROTOCOL, {"ProxyProtocol": ("true",)})
    own = Policy("own", SSL, {"Protocol-TLSv1.2": ("true",)})
    secure = Listener(443, "HTTPS", 80, "HTTP", "arn:aws:iam::1:server-certificate/a", frozenset(("own",)))
    before = Balancer("shop", listeners={443: secure}, policies={item.name: item for item in (namesake, own)})
    plan = Plan(before)
    set_listener_policies(plan, 443, frozenset())
    assert [step.parameters["PolicyNames"] for step in plan.steps] == [[]]
    assert plan.balancer.listeners[443].policy_names == frozenset()
    assert plan.balancer.policies[DEFAULT_SSL_POLICY] == namesake


def test_a_certificate_of_which_aws_tells_nothing_is_set() -> None:
    """Whatever can be left out of an answer may be (facts 10a)."""
    wanted = listener("HTTPS", names={"tls"})
    untold = replace(wanted, ssl_certificate_id=None)
    assert operations(plan_for(balancer(untold), wanted)) == ["SetLoadBalancerListenerSSLCertificate"]
    assert plan_for(balancer(wanted), untold).steps == []
