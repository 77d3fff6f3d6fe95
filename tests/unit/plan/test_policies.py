# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The planner of policies: rebuilt without a gap, whatever an interrupted run left behind."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ansible_collections.classic.elb.plugins.module_utils._model.errors import ElbError
from ansible_collections.classic.elb.plugins.module_utils._model.policy import Policy
from ansible_collections.classic.elb.plugins.module_utils._model.policy_types import policy_type
from ansible_collections.classic.elb.plugins.module_utils._model.state import Balancer, Listener, Network
from ansible_collections.classic.elb.plugins.module_utils._plan.bindings import (
    bind_to_instance_ports,
    bind_to_listeners,
)
from ansible_collections.classic.elb.plugins.module_utils._plan.plan import Plan
from ansible_collections.classic.elb.plugins.module_utils._plan.policies import (
    SUCCESSOR_SUFFIX,
    put_policies,
    remove_policy,
)
from ansible_collections.classic.elb.plugins.module_utils._plan.predict import DEFAULT_POLICY, predict

KEY = Policy("key", "PublicKeyPolicyType", {"PublicKey": ("AAAA",)})
AUTH = Policy("auth", "BackendServerAuthenticationPolicyType", {"PublicKeyPolicyName": ("key",)})
PROXY = Policy("proxy", "ProxyProtocolPolicyType", {"ProxyProtocol": ("true",)})
STICKY = Policy("sticky", "LBCookieStickinessPolicyType", {"CookieExpirationPeriod": ("60",)})
SESSION = Policy("session", "AppCookieStickinessPolicyType", {"CookieName": ("id",)})
TLS = Policy("tls", "SSLNegotiationPolicyType", {"Protocol-TLSv1.2": ("true",)})
CHANGED = {
    "key": replace(KEY, attributes={"PublicKey": ("BBBB",)}),
    "proxy": replace(PROXY, attributes={"ProxyProtocol": ("false",)}),
    "sticky": replace(STICKY, attributes={"CookieExpirationPeriod": ("90",)}),
    "tls": replace(TLS, attributes={"Protocol-TLSv1.1": ("true",)}),
}


def shop() -> Balancer:
    """All kinds of policies, on three listeners and two instance ports."""
    return Balancer(
        "shop",
        listeners={
            port: Listener(port, "HTTPS", port + 8000, "HTTPS", "arn:one", frozenset(("tls", "sticky")))
            for port in (443, 444, 445)
        },
        policies={policy.name: policy for policy in (KEY, AUTH, PROXY, STICKY, TLS, DEFAULT_POLICY)},
        backend_servers={8443: frozenset(("auth", "proxy")), 8444: frozenset(("auth", "proxy"))},
    )


def kinds(balancer: Balancer) -> dict[object, set[str]]:
    """What kinds of policies each port has."""
    enabled = {port: listener.policy_names or frozenset() for port, listener in balancer.listeners.items()}
    return {
        port: {policy_type(balancer.policies[name].type).kind for name in names}
        for port, names in {**enabled, **balancer.backend_servers}.items()
    }


def moments(before: Balancer, plan: Plan) -> list[Balancer]:
    """The balancer after each step; AWS refuses to delete a policy that is in use or referred to."""
    reached = [before]
    for step in plan.steps:
        if step.operation == "DeleteLoadBalancerPolicy":
            name = step.parameters["PolicyName"]
            used = [
                *reached[-1].listeners_with(name),
                *reached[-1].instance_ports_with(name),
                *(
                    item
                    for item in reached[-1].policies.values()
                    if name in item.attributes.get("PublicKeyPolicyName", ())
                ),
            ]
            assert not used, f"{name} was deleted while in use"
        if step.operation.startswith("Create"):
            assert step.parameters["PolicyName"] not in reached[-1].policies
        after = predict(reached[-1], step, Network())
        assert after is not None
        reached.append(after)
    return reached


@pytest.mark.parametrize(
    "names", [["tls"], ["sticky"], ["proxy"], ["key"], ["key", "tls", "sticky", "proxy"]], ids=str
)
def test_a_changed_policy_never_leaves_a_port_without(names: list[str]) -> None:
    wanted = {name: CHANGED[name] for name in names}
    plan = Plan(shop())
    put_policies(plan, wanted)
    for moment in moments(shop(), plan):
        assert kinds(moment) == kinds(shop())
    expected = {**shop().policies, **wanted}
    assert plan.balancer == replace(shop(), policies=expected)
    again = Plan(plan.balancer)
    put_policies(again, wanted)
    assert again.steps == []


@pytest.mark.parametrize(
    "names", [["tls"], ["sticky"], ["proxy"], ["key"], ["key", "tls", "sticky", "proxy"]], ids=str
)
def test_an_interrupted_change_is_finished_by_the_next_run(names: list[str]) -> None:
    wanted = {name: CHANGED[name] for name in names}
    plan = Plan(shop())
    put_policies(plan, wanted)
    for interrupted in moments(shop(), plan):
        repeated = Plan(interrupted)
        put_policies(repeated, wanted)
        for moment in moments(interrupted, repeated):
            assert kinds(moment) == kinds(shop())
        assert repeated.balancer == plan.balancer


def test_a_left_over_of_another_content_is_removed() -> None:
    left_over = replace(
        STICKY, name=STICKY.name + SUCCESSOR_SUFFIX, attributes={"CookieExpirationPeriod": ("1",)}
    )
    for wanted in (STICKY, CHANGED["sticky"]):
        plan = Plan(shop().with_policy(left_over))
        put_policies(plan, {"sticky": wanted})
        assert plan.balancer == shop().with_policy(wanted)


def test_an_unused_policy_is_just_replaced() -> None:
    plan = Plan(Balancer("shop", policies={"sticky": STICKY}))
    put_policies(plan, {"sticky": CHANGED["sticky"]})
    assert [step.operation for step in plan.steps] == [
        "DeleteLoadBalancerPolicy",
        "CreateLBCookieStickinessPolicy",
    ]


def test_a_policy_cannot_become_another_kind() -> None:
    with pytest.raises(ElbError, match="'tls' exists as SSLNegotiationPolicyType and cannot become"):
        put_policies(Plan(shop()), {"tls": replace(STICKY, name="tls")})


def test_stickiness_may_change_its_type() -> None:
    plan = Plan(shop())
    put_policies(plan, {"sticky": replace(SESSION, name="sticky")})
    for moment in moments(shop(), plan):
        assert kinds(moment) == kinds(shop())


def test_a_missing_public_key_is_named() -> None:
    with pytest.raises(
        ElbError, match="'auth' refers to the public key policy 'key', which the balancer does not have"
    ):
        put_policies(Plan(Balancer("shop")), {"auth": AUTH})


def test_binding_is_by_kind() -> None:
    current = shop().with_policy(SESSION)
    plan = Plan(current)
    bind_to_listeners(plan, SESSION, [444])
    assert plan.balancer.listeners[444].policy_names == {"tls", "session"}
    assert plan.balancer.listeners[443].policy_names == {"tls", "sticky"}
    bind_to_listeners(plan, SESSION, [])
    assert plan.balancer.listeners[444].policy_names == {"tls"}


def test_disabling_a_tls_policy_gives_the_default_of_aws() -> None:
    plan = Plan(shop())
    bind_to_listeners(plan, TLS, [443, 444])
    assert plan.balancer.listeners[445].policy_names == {"sticky", DEFAULT_POLICY.name}


def test_binding_to_instance_ports_leaves_the_other_kinds() -> None:
    plan = Plan(shop())
    bind_to_instance_ports(plan, PROXY, [8445])
    assert plan.balancer.backend_servers == {
        8443: frozenset(("auth",)),
        8444: frozenset(("auth",)),
        8445: frozenset(("proxy",)),
    }


@pytest.mark.parametrize(
    ("policy", "sentence"),
    [
        (STICKY, "an instance port takes proxy protocol and back-end authentication"),
        (KEY, "is a public key: no port takes one"),
    ],
)
def test_an_instance_port_refuses(policy: Policy, sentence: str) -> None:
    with pytest.raises(ElbError, match=sentence):
        bind_to_instance_ports(Plan(shop()), policy, [9000])


@pytest.mark.parametrize(
    ("policy", "sentence"), [(PROXY, "is for instance ports"), (KEY, "is a public key: no port takes one")]
)
def test_a_listener_refuses(policy: Policy, sentence: str) -> None:
    with pytest.raises(ElbError, match=sentence):
        bind_to_listeners(Plan(shop()), policy, [443])


def test_removal_disables_first_and_replaces_nothing_else() -> None:
    plan = Plan(shop())
    remove_policy(plan, "sticky")
    moments(shop(), plan)
    assert all(item.policy_names == {"tls"} for item in plan.balancer.listeners.values())
    assert "sticky" not in plan.balancer.policies


def test_removal_of_a_key_that_is_referred_to_is_refused() -> None:
    with pytest.raises(ElbError, match="the back-end authentication policy 'auth' refers to it"):
        remove_policy(Plan(shop()), "key")
    plan = Plan(shop())
    remove_policy(plan, "auth")
    remove_policy(plan, "key")
    moments(shop(), plan)
    assert not {"key", "auth"} & plan.balancer.policies.keys()


@pytest.mark.parametrize("name", sorted(shop().policies))
def test_content_that_is_not_named_stays(name: str) -> None:
    """Also where an interrupted run left it in the successor alone."""
    policy = shop().policies[name]
    unnamed = {name: replace(policy, attributes=None)}
    plan = Plan(shop())
    put_policies(plan, unnamed)
    assert plan.steps == []
    left = {each.name: each for each in shop().policies.values() if each != policy}
    successor = replace(policy, name=name + SUCCESSOR_SUFFIX)
    plan = Plan(Balancer("shop", policies={**left, successor.name: successor}))
    if name != DEFAULT_POLICY.name:
        put_policies(plan, unnamed)
        assert plan.balancer.policies[name] == policy


def test_what_an_interrupted_exchange_has_left_in_its_place_goes_with_it() -> None:
    successor = replace(STICKY, name=f"sticky{SUCCESSOR_SUFFIX}")
    listener = Listener(80, "HTTP", 8080, "HTTP", policy_names=frozenset((successor.name,)))
    plan = Plan(Balancer("shop", listeners={80: listener}, policies={successor.name: successor}))
    remove_policy(plan, "sticky")
    assert plan.balancer.policies == {}
    assert plan.balancer.listeners[80].policy_names == frozenset()
