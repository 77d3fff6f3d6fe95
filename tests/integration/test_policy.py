# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""elb_policy: by kind, without gaps, without surprises."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansible_collections.classic.elb.plugins.module_utils._run import manage
from ansible_collections.classic.elb.plugins.module_utils._service.client import Call
from emulator import Emulator, Network
from support.lag import just_behind
from support.modules import Runner
from support.options import PROXY, STICKY, TLS_1_2, Options, everything, http, https, small

KEY = "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A"
PEM = f"-----BEGIN PUBLIC KEY-----\n{KEY[:20]}\n{KEY[20:]}\n-----END PUBLIC KEY-----\n"
TLS_1_1 = {**TLS_1_2, "attributes": {"Reference-Security-Policy": "ELBSecurityPolicy-TLS-1-1-2017-01"}}


@pytest.fixture
def shop(run: Runner, network: Network) -> None:
    """Listeners on 80 (HTTP), 443 and 444 (HTTPS, back end too) and 25 (TCP); no policies but AWS' own."""
    certificate = network["certificates"]["iam"][0]
    secure = {"instance_port": 8443, "instance_protocol": "HTTPS"}
    listeners = [
        http(),
        https(certificate, **secure),
        https(certificate, 444, **secure),
        http(25, protocol="TCP", instance_port=2525),
    ]
    run("elb_balancer", **{**small(network), "listeners": listeners})
    run.emulator.clear_log()


def put(run: Runner, **options: Any) -> dict[str, Any]:
    return run.converges("elb_policy", balancer="shop", **options)


def enabled(result: dict[str, Any]) -> dict[int, list[str]]:
    ports = {item["load_balancer_port"]: item["policy_names"] for item in result["balancer"]["listeners"]}
    return ports | {
        item["instance_port"]: item["policy_names"] for item in result["balancer"]["backend_servers"]
    }


EACH_TYPE: list[tuple[Options, Options]] = [
    (TLS_1_2, {"load_balancer_ports": [443, 444]}),
    (
        {
            "name": "own",
            "type": TLS_1_2["type"],
            "attributes": {"Protocol-TLSv1.2": True, "AES128-SHA": "true"},
        },
        {"load_balancer_ports": [443]},
    ),
    ({"name": "nothing", "type": TLS_1_2["type"], "attributes": {}}, {}),
    (STICKY, {"load_balancer_ports": [80, 443]}),
    ({"name": "browser", "type": STICKY["type"], "attributes": {}}, {"load_balancer_ports": [80]}),
    (
        {"name": "app", "type": "AppCookieStickinessPolicyType", "attributes": {"CookieName": "JSESSIONID"}},
        {},
    ),
    (
        {"name": "proxy", "type": "ProxyProtocolPolicyType", "attributes": {"ProxyProtocol": True}},
        {"instance_ports": [2525]},
    ),
    ({"name": "key", "type": "PublicKeyPolicyType", "attributes": {"PublicKey": PEM}}, {}),
]


@pytest.mark.parametrize(("policy", "ports"), EACH_TYPE, ids=lambda value: value.get("name", ""))
def test_each_type(run: Runner, shop: None, policy: Options, ports: Options) -> None:
    done = put(run, **policy, **ports)
    for port in [*ports.get("load_balancer_ports", []), *ports.get("instance_ports", [])]:
        assert policy["name"] in enabled(done)[port]
    done = put(run, name=policy["name"], load_balancer_ports=[], instance_ports=[])
    assert not any(policy["name"] in names for names in enabled(done).values())
    done = put(run, name=policy["name"], state="absent")
    assert policy["name"] not in [item["name"] for item in done["balancer"]["policies"]]


SPELT: list[tuple[str, str, Any, str]] = [
    (STICKY["type"], "CookieExpirationPeriod", " 060 ", "60"),
    (STICKY["type"], "CookieExpirationPeriod", 31_536_000, "31536000"),
    (PROXY["type"], "ProxyProtocol", " Yes ", "true"),
    (PROXY["type"], "ProxyProtocol", "1", "true"),
    (PROXY["type"], "ProxyProtocol", 0, "false"),
    (PROXY["type"], "ProxyProtocol", "off", "false"),
    (
        TLS_1_2["type"],
        "Reference-Security-Policy",
        " ELBSecurityPolicy-2016-08\n",
        "ELBSecurityPolicy-2016-08",
    ),
    ("PublicKeyPolicyType", "PublicKey", PEM.replace("\n", "\n  "), KEY),
    ("PublicKeyPolicyType", "PublicKey", "QQ==", "QQ=="),
]


@pytest.mark.parametrize(("policy_type", "attribute", "given", "shown"), SPELT, ids=str)
def test_a_value_in_other_words(
    run: Runner, shop: None, policy_type: str, attribute: str, given: Any, shown: str
) -> None:
    policy = {"name": "own", "type": policy_type}
    done = put(run, **policy, attributes={attribute: given})
    (own,) = (item for item in done["balancer"]["policies"] if item["name"] == "own")
    assert own["attributes"] == {attribute: shown}
    assert not run("elb_policy", balancer="shop", **policy, attributes={attribute: shown})["changed"]


def test_back_end_authentication(run: Runner, shop: None) -> None:
    put(run, name="key", type="PublicKeyPolicyType", attributes={"PublicKey": PEM})
    done = put(
        run,
        name="auth",
        type="BackendServerAuthenticationPolicyType",
        attributes={"PublicKeyPolicyName": ["key"]},
        instance_ports=[8443],
    )
    shown = {policy["name"]: policy["attributes"] for policy in done["balancer"]["policies"]}
    assert shown["key"] == {"PublicKey": KEY}
    assert shown["auth"] == {"PublicKeyPolicyName": "key"}
    failed = run.fails("elb_policy", balancer="shop", name="key", state="absent")
    assert "the back-end authentication policy 'auth' refers to it" in failed["msg"]
    changed = put(run, name="key", attributes={"PublicKey": "QUJD"})
    assert enabled(changed)[8443] == ["auth"]


def test_kinds_stand_side_by_side_in_either_order(run: Runner, shop: None) -> None:
    put(run, **TLS_1_2, load_balancer_ports=[443])
    put(run, **STICKY, load_balancer_ports=[443, 444])
    done = put(run, **TLS_1_2, load_balancer_ports=[443, 444])
    assert enabled(done)[443] == enabled(done)[444] == ["sticky", "tls-1-2"]


def test_a_port_holds_one_of_each_kind(run: Runner, shop: None) -> None:
    put(run, **STICKY, load_balancer_ports=[80, 443])
    app = {"name": "app", "type": "AppCookieStickinessPolicyType", "attributes": {"CookieName": "id"}}
    done = put(run, **app, load_balancer_ports=[443])
    assert enabled(done)[443] == ["ELBSecurityPolicy-2016-08", "app"]
    assert enabled(done)[80] == ["sticky"]


def policies_over_time(emulator: Emulator) -> list[dict[str, set[str]]]:
    """The types of the policies of each port, after every write."""
    moments = []
    for entry in emulator.log:
        if entry["write"]:
            balancer = entry["balancers"]["shop"]
            ports = {port: listener["PolicyNames"] for port, listener in balancer["listeners"].items()}
            ports |= {f"instance {port}": names for port, names in balancer["backend_servers"].items()}
            moments.append(
                {port: {balancer["policies"][name] for name in names} for port, names in ports.items()}
            )
    return moments


@pytest.fixture
def busy(run: Runner, emulator: Emulator, network: Network) -> Options:
    """A TLS policy on three listeners and a proxy protocol policy on two instance ports, with stickiness beside."""
    certificate = network["certificates"]["iam"][0]
    options = {
        **small(network),
        "listeners": [
            https(certificate, port, policy_names=["tls-1-2", "sticky"]) for port in (443, 444, 445)
        ],
        "policies": [
            TLS_1_2,
            STICKY,
            {"name": "proxy", "type": "ProxyProtocolPolicyType", "attributes": {"ProxyProtocol": True}},
        ],
        "backend_servers": [{"instance_port": port, "policy_names": ["proxy"]} for port in (8080, 8081)],
    }
    run("elb_balancer", **options)
    emulator.clear_log()
    return options


CHANGES: list[Options] = [
    TLS_1_1,
    {"name": "proxy", "attributes": {"ProxyProtocol": False}},
    {"name": "sticky", "attributes": {"CookieExpirationPeriod": 90}},
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change["name"])
def test_a_change_never_leaves_a_port_without(
    run: Runner, emulator: Emulator, busy: Options, change: Options
) -> None:
    emulator.clear_log()
    run("elb_policy", balancer="shop", **change)
    moments = policies_over_time(emulator)
    assert len(moments) >= 8
    assert all(moment == moments[0] for moment in moments)
    assert run.converges("elb_policy", balancer="shop", **change)["actions"] == []


@pytest.mark.parametrize("attributes", [{}, "", None, {"Reference-Security-Policy": ""}], ids=repr)
@pytest.mark.parametrize("kind", [{}, {"type": TLS_1_2["type"]}], ids=repr)
def test_blank_attributes_leave_the_content_of_a_policy(
    run: Runner, busy: Options, kind: Options, attributes: Options
) -> None:
    asked = {"balancer": "shop", "name": "tls-1-2", **kind}
    assert run("elb_policy", **asked, attributes=attributes)["actions"] == []


def test_a_policy_of_which_only_the_name_is_said_keeps_its_content(run: Runner, network: Network) -> None:
    """Beside an existing one, in a balancer that is made again, and where there is none."""
    bare = [{"name": each["name"], "type": each["type"]} for each in (TLS_1_2, STICKY, PROXY)]
    blank = [
        {**bare[0], "attributes": {}},
        {**bare[1], "attributes": {"CookieExpirationPeriod": ""}},
        bare[2],
    ]
    run("elb_balancer", **everything(network))
    for policies in (bare, blank):
        assert run("elb_balancer", name="shop", policies=policies)["actions"] == []
    again = run.converges(
        "elb_balancer", name="shop", scheme="internal", max_impact="replacement", policies=blank
    )
    content = {each["name"]: each["attributes"] for each in again["balancer"]["policies"]}
    assert content["tls-1-2"] == TLS_1_2["attributes"]
    assert (content["sticky"], content["proxy"]) == (
        {"CookieExpirationPeriod": "60"},
        {"ProxyProtocol": "true"},
    )
    fresh = {"name": "api", "policies": bare[1:2], "purge_policies": False}
    made = run.converges("elb_balancer", **{**small(network), **fresh})
    assert made["balancer"]["policies"][0]["attributes"] == {"CookieExpirationPeriod": "0"}
    failed = run.fails("elb_balancer", name="api", policies=bare[2:])
    assert failed["msg"] == (
        "policies: ProxyProtocolPolicyType needs the attribute 'ProxyProtocol', and there is no policy 'proxy' of that "
        "type yet that has it."
    )


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("number", range(10))
def test_a_change_that_is_interrupted_is_finished_by_the_next_run(
    run: Runner, emulator: Emulator, busy: Options, number: int, when: str
) -> None:
    answer = {"code": "AccessDenied", "status": 403, "message": "no"}
    writes = [
        "CreateLoadBalancerPolicy",
        *["SetLoadBalancerPoliciesOfListener"] * 3,
        "DeleteLoadBalancerPolicy",
        "CreateLoadBalancerPolicy",
        *["SetLoadBalancerPoliciesOfListener"] * 3,
        "DeleteLoadBalancerPolicy",
    ]
    skip = writes[:number].count(writes[number])
    emulator.knobs(
        faults=[{"operation": writes[number], "skip": skip, "times": 1, "when": when, "answer": answer}]
    )
    run.fails("elb_policy", balancer="shop", **TLS_1_1)
    done = run("elb_policy", balancer="shop", **TLS_1_1)
    moments = policies_over_time(emulator)
    assert all(moment == moments[0] for moment in moments)
    assert all(names == ["sticky", "tls-1-2"] for port, names in enabled(done).items() if port < 8000)
    assert [policy["name"] for policy in done["balancer"]["policies"] if "successor" in policy["name"]] == []
    assert not run("elb_policy", balancer="shop", **TLS_1_1)["changed"]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (
            {**STICKY, "load_balancer_ports": [25]},
            "load_balancer_ports, listener 25: 'sticky' (stickiness) needs a listener of",
        ),
        (
            {**TLS_1_2, "load_balancer_ports": [80]},
            "'tls-1-2' (TLS policy) needs a listener of HTTPS or SSL; this one is HTTP",
        ),
        (
            {**STICKY, "load_balancer_ports": [99]},
            "load_balancer_ports: there is no listener on port 99; the balancer has 25, 80, 443",
        ),
        (
            {**STICKY, "instance_ports": [8080]},
            "an instance port takes proxy protocol and back-end authentication",
        ),
        ({**STICKY, "load_balancer_ports": [0]}, "load_balancer_ports: 0 is out of range"),
        (
            {
                "name": "auth",
                "type": "BackendServerAuthenticationPolicyType",
                "attributes": {"PublicKeyPolicyName": "sticky"},
            },
            "attributes: the policy 'auth' refers to the public key policy 'sticky', which the balancer does not have.",
        ),
        ({"name": "new"}, "type: it is missing; there is no policy 'new' yet, and a new one needs it."),
        (
            {"name": "new", "type": "SSLNegotiationPolicy"},
            "type: 'SSLNegotiationPolicy' is not a policy type; did you mean SSLNegotiationPolicyType?",
        ),
        (
            {"name": "key", "type": "PublicKeyPolicyType"},
            "attributes: PublicKeyPolicyType needs the attribute 'PublicKey', and",
        ),
        ({**STICKY, "attributes": {"CookieExpirationPeriod": [1, 2]}}, "takes one value, not 2."),
        (
            {**PROXY, "attributes": {"AttributeName": "ProxyProtocol", "AttributeValue": True}},
            "AttributeName and AttributeValue are how AWS lists an attribute; here the key is a name",
        ),
        (
            {
                "name": "auth",
                "type": "BackendServerAuthenticationPolicyType",
                "attributes": {"PublicKeyPolicyName": ["a", "b c"]},
            },
            "attributes.PublicKeyPolicyName: 'b c' is not a valid policy name",
        ),
        (
            {**TLS_1_2, "attributes": {"Reference-Security-Policy": "mine"}},
            "is not a predefined TLS policy; they are ELBSecurityPolicy-2016-08, ELBSecurityPolicy-TLS-1-2-2017-01",
        ),
        (
            {**TLS_1_2, "attributes": {"Protocol_TLSv1.2": True}},
            "attributes: 'Protocol_TLSv1.2' is 'Protocol-TLSv1.2' here, as AWS spells it.",
        ),
        (
            {"name": "ELBSecurityPolicy-2016-08", "type": STICKY["type"]},
            "name: 'ELBSecurityPolicy-2016-08' is reserved for AWS and cannot be changed.",
        ),
        ({**TLS_1_2, "name": "ELBSecurityPolicy-mine"}, "name: 'ELBSecurityPolicy-mine' is reserved for AWS"),
        ({**STICKY, "attributes": {"CookieExpirationPeriod": -1}}, "takes a number of seconds, not '-1'"),
        (
            {"name": "ELBSecurityPolicy-2016-08", "state": "absent"},
            "it stays on listener 443 as long as no other",
        ),
        (
            {"name": "key", "type": "PublicKeyPolicyType", "attributes": {"PublicKey": "%"}},
            "takes a public key as PEM",
        ),
        (
            {
                "name": "key",
                "type": "PublicKeyPolicyType",
                "attributes": {"PublicKey": "-----BEGIN PRIVATE KEY-----\nAA"},
            },
            "takes a public key; this is a private one",
        ),
        (
            {
                "name": "auth",
                "type": "BackendServerAuthenticationPolicyType",
                "attributes": {"PublicKeyPolicyName": "key"},
            },
            "'auth' refers to the public key policy 'key', which the balancer does not have",
        ),
    ],
)
def test_what_aws_refuses_is_refused_first(run: Runner, shop: None, options: Options, sentence: str) -> None:
    for check in (True, False):
        message = run.fails("elb_policy", check=check, **{"balancer": "shop", **options})["msg"]
        assert sentence in message
    assert run.writes() == []


def test_back_end_authentication_needs_a_secure_back_end(run: Runner, shop: None) -> None:
    put(run, name="key", type="PublicKeyPolicyType", attributes={"PublicKey": KEY})
    auth = {"type": "BackendServerAuthenticationPolicyType", "attributes": {"PublicKeyPolicyName": "key"}}
    failed = run.fails("elb_policy", balancer="shop", name="auth", **auth, instance_ports=[8080])
    assert (
        "authenticates back ends that speak HTTPS or SSL; the listeners use 8080 with HTTP." in failed["msg"]
    )


def test_a_purge_never_touches_the_policies_of_aws(run: Runner, shop: None) -> None:
    put(run, **TLS_1_2)
    done = run.converges("elb_balancer", name="shop", policies=[])
    assert [policy["name"] for policy in done["balancer"]["policies"]] == ["ELBSecurityPolicy-2016-08"]


def test_a_purge_spares_what_a_port_uses(run: Runner, shop: None) -> None:
    """The listeners are left out, so what they have enabled stays; what they say otherwise decides."""
    put(run, **TLS_1_2, load_balancer_ports=[443])
    put(run, **STICKY, load_balancer_ports=[443, 80])
    put(run, **{**STICKY, "name": "idle"})
    proxy = {
        "policies": [PROXY],
        "backend_servers": [{"instance_port": 8080, "policy_names": ["proxy"]}],
    }
    refused = run.fails("elb_balancer", name="shop", **proxy, max_impact="none")
    assert "SetLoadBalancerPoliciesForBackendServer, has the impact 'altered'" in refused["msg"]
    done = run.converges("elb_balancer", name="shop", **proxy, max_impact="altered")
    assert "warnings" not in done
    assert enabled(done) == {
        25: [],
        80: ["sticky"],
        443: ["sticky", "tls-1-2"],
        444: ["ELBSecurityPolicy-2016-08"],
        8080: ["proxy"],
    }
    names = {policy["name"] for policy in done["balancer"]["policies"]}
    assert names == {"ELBSecurityPolicy-2016-08", "proxy", "sticky", "tls-1-2"}
    bare = {**http(), "policy_names": []}
    done = run.converges("elb_balancer", name="shop", policies=[], listeners=[bare], purge_listeners=False)
    assert "sticky" in {policy["name"] for policy in done["balancer"]["policies"]}, "443 uses it"


def test_a_purge_spares_the_keys_of_what_is_kept(run: Runner, shop: None) -> None:
    put(run, name="key", type="PublicKeyPolicyType", attributes={"PublicKey": "AAAA"})
    authentication = {
        "name": "auth",
        "type": "BackendServerAuthenticationPolicyType",
        "attributes": {"PublicKeyPolicyName": "key"},
    }
    put(run, **authentication)
    done = run.converges("elb_balancer", name="shop", policies=[authentication])
    assert {"auth", "key"} < {policy["name"] for policy in done["balancer"]["policies"]}


def test_whoever_loses_a_tls_policy_of_his_own_is_told(run: Runner, shop: None) -> None:
    put(run, **TLS_1_2, load_balancer_ports=[443, 444])
    lost = "loses the TLS policy 'tls-1-2' and falls back to AWS' default, ELBSecurityPolicy-2016-08, which"
    for task in (
        ("elb_listener", {"balancer": "shop", "load_balancer_port": 443, "policy_names": []}),
        ("elb_policy", {"balancer": "shop", "name": "tls-1-2", "load_balancer_ports": [444]}),
        ("elb_policy", {"balancer": "shop", "name": "tls-1-2", "state": "absent"}),
    ):
        predicted = run(task[0], check=True, **task[1])
        assert [warning for warning in predicted["warnings"] if lost in str(warning)]
        assert predicted["impact"] == "altered"
    assert f"Listener 443 {lost}" in str(run("elb_listener", **task_of(443))["warnings"])
    assert "warnings" not in run("elb_listener", **task_of(443)), "it had none any more"


def test_whoever_loses_what_means_the_default_loses_nothing(run: Runner, shop: None) -> None:
    attributes = {"Reference-Security-Policy": "ELBSecurityPolicy-2016-08"}
    put(run, **{**TLS_1_2, "attributes": attributes}, load_balancer_ports=[443])
    done = run("elb_listener", **task_of(443))
    assert (done["changed"], done["impact"]) == (True, "none")
    assert "warnings" not in done


def task_of(port: int) -> Options:
    return {"balancer": "shop", "load_balancer_port": port, "policy_names": []}


POLICIES = {
    "tls-1-2": TLS_1_2,
    "own": {"name": "own", "type": TLS_1_2["type"], "attributes": {"Protocol-TLSv1.2": True}},
    "sticky": STICKY,
    "app": {"name": "app", "type": "AppCookieStickinessPolicyType", "attributes": {"CookieName": "id"}},
}
HTTPS_PORTS = [443, 444]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    start=st.dictionaries(
        st.sampled_from(sorted(POLICIES)), st.sets(st.sampled_from(HTTPS_PORTS)), max_size=4
    ),
    name=st.sampled_from(sorted(POLICIES)),
    ports=st.one_of(st.none(), st.sets(st.sampled_from(HTTPS_PORTS))),
    changed=st.booleans(),
)
def test_other_kinds_are_untouched_for_any_balancer(
    run: Runner,
    network: Network,
    start: dict[str, set[int]],
    name: str,
    ports: set[int] | None,
    changed: bool,
) -> None:
    run.emulator.reset()
    certificate = network["certificates"]["iam"][0]
    listeners = [https(certificate, port) for port in HTTPS_PORTS]
    run("elb_balancer", **{**small(network), "listeners": listeners})
    for first, where in start.items():
        run("elb_policy", balancer="shop", **POLICIES[first], load_balancer_ports=sorted(where))
    before = enabled(run("elb_balancer", name="shop"))

    options = {**POLICIES[name]}
    if changed and name == "sticky":
        options["attributes"] = {"CookieExpirationPeriod": 61}
    if ports is not None:
        options["load_balancer_ports"] = sorted(ports)
    after = enabled(put(run, **options))

    kind = {
        "tls-1-2": "tls",
        "own": "tls",
        "ELBSecurityPolicy-2016-08": "tls",
        "sticky": "cookie",
        "app": "cookie",
    }
    for port in HTTPS_PORTS:
        others = [other for other in before[port] if kind[other] != kind[name]]
        assert [other for other in after[port] if kind[other] != kind[name]] == others
        if ports is not None:
            assert (name in after[port]) == (port in ports)


def test_a_list_that_somebody_else_replaces_is_set_again(
    run: Runner, network: Network, aws: Any, meddle: Any
) -> None:
    """Who takes no turns, as another controller, may replace a list just after we set it: both policies are to stay."""
    secure = https(network["certificates"]["iam"][0])
    policies = [TLS_1_2, STICKY]
    run("elb_balancer", **{**small(network), "listeners": [secure], "policies": policies})
    default = ["ELBSecurityPolicy-2016-08"]
    replacement = {"LoadBalancerName": "shop", "LoadBalancerPort": 443, "PolicyNames": ["sticky", *default]}
    meddle(
        "SetLoadBalancerPoliciesOfListener",
        lambda: aws.set_load_balancer_policies_of_listener(**replacement),
    )
    done = run("elb_policy", balancer="shop", name="tls-1-2", load_balancer_ports=[443])
    (listener,) = aws.describe_load_balancers()["LoadBalancerDescriptions"][0]["ListenerDescriptions"]
    assert sorted(listener["PolicyNames"]) == ["sticky", "tls-1-2"]
    assert [action["operation"] for action in done["actions"]] == ["SetLoadBalancerPoliciesOfListener"] * 2


TO_TLS = {"load_balancer_port": 443, "protocol": "TCP", "instance_port": 8443, "instance_protocol": "SSL"}
AUTHENTICATED = [{"instance_port": 8443, "policy_names": ["auth"]}]


def key(name: str, text: str) -> Options:
    return {"name": name, "type": "PublicKeyPolicyType", "attributes": {"PublicKey": text}}


def authentication(of_key: str) -> Options:
    attributes = {"PublicKeyPolicyName": of_key}
    return {"name": "auth", "type": "BackendServerAuthenticationPolicyType", "attributes": attributes}


def test_keys_take_turns(run: Runner, network: Network) -> None:
    """The new key goes into the slot that is not in use, and what is in use refers to it from then on."""
    whole = {**small(network), "listeners": [TO_TLS], "backend_servers": AUTHENTICATED}
    run("elb_balancer", **whole, policies=[key("a", "QUJD"), key("b", "QUJD"), authentication("a")])
    done = run.converges(
        "elb_balancer", **whole, policies=[key("a", "QUJD"), key("b", "REVG"), authentication("b")]
    )
    shown = {policy["name"]: policy["attributes"] for policy in done["balancer"]["policies"]}
    assert shown == {
        "a": {"PublicKey": "QUJD"},
        "b": {"PublicKey": "REVG"},
        "auth": {"PublicKeyPolicyName": "b"},
    }
    assert done["balancer"]["backend_servers"] == AUTHENTICATED


def test_what_is_in_the_way_of_a_new_key_is_told(run: Runner, network: Network) -> None:
    """AWS keeps the policies of an instance port when its last listener goes, and takes none for it then."""
    listeners = [*small(network)["listeners"], TO_TLS]
    whole = {**small(network), "listeners": listeners, "backend_servers": AUTHENTICATED}
    run("elb_balancer", **whole, policies=[key("a", "QUJD"), authentication("a")])
    run("elb_listener", balancer="shop", load_balancer_port=443, state="absent")
    failed = run.fails("elb_policy", balancer="shop", **key("a", "REVG"))
    assert failed["msg"] == (
        "policy_names, instance port 8443: 'auth' authenticates back ends that speak HTTPS or SSL; no listener uses "
        "8443. It is in the way of a change of it or its key; in a task before, take it off that port, by "
        "backend_servers of elb_balancer, or instance_ports of elb_policy."
    )
    run("elb_policy", balancer="shop", name="auth", instance_ports=[])
    run.converges("elb_policy", balancer="shop", **key("a", "REVG"))


def test_what_is_in_the_way_of_another_policy_of_the_port_is_told(run: Runner, network: Network) -> None:
    proxy = {"name": "proxy", "type": "ProxyProtocolPolicyType", "attributes": {"ProxyProtocol": True}}
    port = {"instance_port": 8443, "policy_names": ["auth", "proxy"]}
    listeners = [*small(network)["listeners"], TO_TLS]
    whole = {**small(network), "listeners": listeners, "backend_servers": [port]}
    run("elb_balancer", **whole, policies=[key("a", "QUJD"), authentication("a"), proxy])
    run("elb_listener", balancer="shop", load_balancer_port=443, state="absent")
    for done in (
        run.fails("elb_policy", balancer="shop", name="proxy", state="absent"),
        run.fails("elb_balancer", name="shop", backend_servers=[{**port, "policy_names": ["auth"]}]),
    ):
        assert done["msg"].startswith(
            "instance port 8443: 'auth' is enabled there, and AWS takes no list with"
        )
    run("elb_policy", balancer="shop", name="auth", instance_ports=[])
    run.converges("elb_policy", balancer="shop", name="proxy", state="absent")


def test_what_somebody_else_sets_as_a_whole_is_completed(
    run: Runner, network: Network, aws: Any, meddle: Any
) -> None:
    """As with lists of policies: what is added to groups and checks by two at once has to be there of both."""
    groups = network["vpc"]["security_groups"]
    subnets = [network["vpc"]["subnets"][0]["id"]]
    run("elb_balancer", **{**small(network), "subnets": subnets, "security_groups": [groups["web"]]})
    check = aws.describe_load_balancers()["LoadBalancerDescriptions"][0]["HealthCheck"]
    meddle(
        "ApplySecurityGroupsToLoadBalancer",
        lambda: aws.apply_security_groups_to_load_balancer(
            LoadBalancerName="shop", SecurityGroups=[groups["web"], groups["db"]]
        ),
    )
    options = {"security_groups": [groups["admin"]], "purge_security_groups": False}
    run("elb_balancer", name="shop", **options)
    meddle(
        "ConfigureHealthCheck",
        lambda: aws.configure_health_check(LoadBalancerName="shop", HealthCheck={**check, "Timeout": 3}),
    )
    run("elb_balancer", name="shop", health_check={"interval": 17})
    (shown,) = aws.describe_load_balancers()["LoadBalancerDescriptions"]
    assert sorted(shown["SecurityGroups"]) == sorted(groups[name] for name in ("web", "db", "admin"))
    assert (shown["HealthCheck"]["Timeout"], shown["HealthCheck"]["Interval"]) == (3, 17)


def test_what_was_set_again_is_not_undone(run: Runner, network: Network, aws: Any, meddle: Any) -> None:
    """Three times somebody is faster, and then nobody."""
    groups = network["vpc"]["security_groups"]
    subnets = [network["vpc"]["subnets"][0]["id"]]
    run("elb_balancer", **{**small(network), "subnets": subnets, "security_groups": [groups["web"]]})
    left = [[groups["web"], groups["db"]], [groups["db"]], [groups["web"], groups["db"]]]

    def insist() -> None:
        aws.apply_security_groups_to_load_balancer(LoadBalancerName="shop", SecurityGroups=left.pop())
        if left:
            meddle("ApplySecurityGroupsToLoadBalancer", insist)

    meddle("ApplySecurityGroupsToLoadBalancer", insist)
    run("elb_balancer", name="shop", security_groups=[groups["admin"]], purge_security_groups=False)
    (shown,) = aws.describe_load_balancers()["LoadBalancerDescriptions"]
    assert groups["admin"] in shown["SecurityGroups"]


def test_who_cannot_look_whether_it_was_undone_has_done_it_all_the_same(
    run: Runner, network: Network, aws: Any
) -> None:
    run("elb_balancer", **small(network))
    broken = {"code": "InternalFailure", "status": 500, "message": ""}
    run.emulator.knobs(
        faults=[{"operation": "DescribeLoadBalancers", "skip": 1, "times": None, "answer": broken}]
    )
    assert run("elb_balancer", name="shop", health_check={"interval": 17})["changed"]


@pytest.fixture
def others(run: Runner, network: Network, aws: Any) -> Callable[[list[str]], None]:
    """A balancer with two policies, and somebody else who sets listener 443's."""
    secure = https(network["certificates"]["iam"][0], policy_names=["tls-1-2"])
    policies = [TLS_1_2, STICKY, {**TLS_1_2, "name": "own"}]
    run("elb_balancer", **{**small(network), "listeners": [secure], "policies": policies})
    run.emulator.clear_log()

    def set_policies(names: list[str]) -> None:
        aws.set_load_balancer_policies_of_listener(
            LoadBalancerName="shop", LoadBalancerPort=443, PolicyNames=names
        )

    return set_policies


def test_a_late_look_does_not_undo_what_was_set(
    run: Runner, others: Any, meddle: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """AWS may show for a moment what was there long before, and what the task has kept is not in that."""
    meddle("SetLoadBalancerPoliciesOfListener", lambda: others(["own"]))
    monkeypatch.setattr(manage, "pause_before_look", lambda: others(["tls-1-2", "sticky"]))
    done = run("elb_policy", balancer="shop", name="sticky", load_balancer_ports=[443])
    assert [action["parameters"]["PolicyNames"] for action in done["actions"]] == [["sticky", "tls-1-2"]]


def test_who_sets_other_policies_again_and_again_is_told_of(run: Runner, others: Any, meddle: Any) -> None:
    def insist() -> None:
        others(["own"])
        meddle("SetLoadBalancerPoliciesOfListener", insist)

    meddle("SetLoadBalancerPoliciesOfListener", insist)
    failed = run.fails("elb_policy", balancer="shop", name="sticky", load_balancer_ports=[443])
    assert failed["msg"].startswith("Somebody else keeps setting shop to something else, which is there now.")
    assert failed["changed"]
    assert failed["balancer"]["listeners"][0]["policy_names"] == ["own"]
    assert len(failed["actions"]) == 4


@pytest.mark.parametrize("is_list", [True, False], ids=["policies", "groups"])
def test_what_cannot_be_read_back(
    run: Runner, network: Network, others: Any, meddle: Any, is_list: bool
) -> None:
    """Lists of policies are seldom safe from others; of what else is set as a whole, AWS' word is enough."""
    denied = {"code": "AccessDenied", "status": 403, "message": "no"}
    setter = "SetLoadBalancerPoliciesOfListener" if is_list else "ApplySecurityGroupsToLoadBalancer"
    fault = {"operation": "DescribeLoadBalancers", "times": None, "answer": denied}
    meddle(setter, lambda: run.emulator.knobs(faults=[fault]))
    if is_list:
        failed = run.fails("elb_policy", balancer="shop", name="sticky", load_balancer_ports=[443])
        assert failed["error"]["code"] == "AccessDenied"
        assert f"All calls were accepted before that: {setter}." in failed["msg"]
    else:
        groups = [network["vpc"]["security_groups"]["admin"]]
        assert run("elb_balancer", name="shop", security_groups=groups)["changed"]


def test_what_somebody_else_has_put_right_is_not_warned_of(run: Runner, others: Any, meddle: Any) -> None:
    """The wish would leave AWS' default policy; theirs is there now."""

    def insist() -> None:
        others(["own"])
        meddle("SetLoadBalancerPoliciesOfListener", insist)

    meddle("SetLoadBalancerPoliciesOfListener", insist)
    failed = run.fails("elb_listener", balancer="shop", load_balancer_port=443, policy_names=[])
    assert failed["balancer"]["listeners"][0]["policy_names"] == ["own"]
    assert "loses the TLS policy 'tls-1-2'" not in str(failed.get("warnings"))


def test_a_policy_that_is_enabled_meanwhile_is_deleted_by_the_next_run(
    run: Runner, network: Network, aws: Any, meddle: Any
) -> None:
    run("elb_balancer", **small(network), policies=[STICKY])
    enable = partial(
        aws.set_load_balancer_policies_of_listener,
        LoadBalancerName="shop",
        LoadBalancerPort=80,
        PolicyNames=["sticky"],
    )
    meddle("DeleteLoadBalancerPolicy", enable, before=True)
    failed = run.fails("elb_policy", balancer="shop", name="sticky", state="absent")
    assert "Somebody else has changed the balancer meanwhile: run the task again." in failed["msg"]
    run("elb_policy", balancer="shop", name="sticky", state="absent")


def test_what_somebody_else_undoes_is_not_set_again_at_any_price(
    run: Runner, network: Network, aws: Any, meddle: Any
) -> None:
    """To set the list again would be fine, but not that the other one's listener has to be deleted for the wish."""
    listeners = [http(80), https(network["certificates"]["iam"][0])]
    run("elb_balancer", **{**small(network), "listeners": listeners, "policies": [TLS_1_2, STICKY]})

    def make_another_listener() -> None:
        other = {"LoadBalancerPort": 80, "Protocol": "HTTP", "InstancePort": 9999}
        aws.set_load_balancer_policies_of_listener(
            LoadBalancerName="shop", LoadBalancerPort=443, PolicyNames=["sticky"]
        )
        aws.delete_load_balancer_listeners(LoadBalancerName="shop", LoadBalancerPorts=[80])
        aws.create_load_balancer_listeners(LoadBalancerName="shop", Listeners=[other])

    meddle("SetLoadBalancerPoliciesOfListener", make_another_listener)
    listeners[1]["policy_names"] = ["tls-1-2"]
    failed = run.fails("elb_balancer", name="shop", listeners=listeners, max_impact="altered")
    assert "to set it right has the impact 'outage', and max_impact is 'altered'" in failed["msg"]
    assert failed["changed"]
    assert [action["operation"] for action in failed["actions"]] == ["SetLoadBalancerPoliciesOfListener"]
    (shop,) = run("elb_balancer_info")["balancers"]
    assert [listener["instance_port"] for listener in shop["listeners"]] == [9999, 8080]


@pytest.mark.parametrize(
    "attributes",
    [None, {"Protocol-TLSv1.2": True}, {"AES128-SHA": True, "Server-Defined-Cipher-Order": True}],
    ids=["nothing", "no cipher", "no protocol"],
)
def test_a_tls_policy_with_which_nobody_can_connect_is_told(
    run: Runner, shop: None, attributes: Options | None
) -> None:
    options = {
        "balancer": "shop",
        "name": "tls",
        "type": "SSLNegotiationPolicyType",
        "attributes": attributes,
    }
    for check in (True, False):
        done = run("elb_policy", check=check, **options)
        assert "The policy 'tls' names neither a Reference-Security-Policy nor" in str(done["warnings"])
    assert "warnings" not in run("elb_policy", **options), "it is there already"


def test_a_tls_policy_that_names_protocol_and_cipher_is_fine(run: Runner, shop: None) -> None:
    whole = {"Protocol-TLSv1.2": True, "AES128-SHA": True}
    done = run("elb_policy", balancer="shop", name="tls", type="SSLNegotiationPolicyType", attributes=whole)
    assert "warnings" not in done


def test_a_policy_on_a_port_that_no_listener_uses_is_told(run: Runner, shop: None) -> None:
    proxy = {"name": "proxy", "type": "ProxyProtocolPolicyType", "attributes": {"ProxyProtocol": True}}
    done = run("elb_policy", balancer="shop", **proxy, instance_ports=[8080, 9])
    (warning,) = done["warnings"]
    assert "instance_ports: no listener uses 9; the policy has no effect there." in str(warning)
    assert "warnings" not in run("elb_policy", balancer="shop", **proxy, instance_ports=[8080, 9])


def test_what_is_returned_is_taken_back_policy_by_policy(run: Runner, shop: None) -> None:
    """AWS' own, which nobody can make or change, among them."""
    put(run, **TLS_1_2, load_balancer_ports=[443])
    put(run, **STICKY, load_balancer_ports=[443])
    (shown,) = run("elb_balancer_info", names=["shop"])["balancers"]
    assert "ELBSecurityPolicy-2016-08" in [policy["name"] for policy in shown["policies"]]
    for policy in shown["policies"]:
        assert not run("elb_policy", balancer="shop", **policy)["changed"]
    other = {"Reference-Security-Policy": "ELBSecurityPolicy-TLS-1-2-2017-01"}
    failed = run.fails("elb_policy", balancer="shop", **{**shown["policies"][0], "attributes": other})
    assert failed["msg"].startswith("name: 'ELBSecurityPolicy-2016-08' is reserved for AWS")


@pytest.mark.parametrize("successor", [["sticky-elb-successor"], []], ids=["enabled", "idle"])
def test_what_a_killed_run_has_left_can_be_given_back(
    run: Runner, network: Network, aws: Any, successor: list[str]
) -> None:
    """A successor is a policy like others to whoever names it."""
    run(
        "elb_balancer", **{**small(network), "policies": [STICKY, {**STICKY, "name": "sticky-elb-successor"}]}
    )
    aws.set_load_balancer_policies_of_listener(
        LoadBalancerName="shop", LoadBalancerPort=80, PolicyNames=successor
    )
    (returned,) = run("elb_balancer_info")["balancers"]
    assert not run("elb_balancer", **returned)["changed"]
    changed = {**STICKY, "attributes": {"CookieExpirationPeriod": 90}}
    others = [policy for policy in returned["policies"] if policy["name"] != "sticky"]
    run.converges("elb_balancer", **{**returned, "policies": [changed, *others]})


def test_a_list_that_goes_with_its_listener_is_undone_by_nobody(run: Runner, network: Network) -> None:
    """The task itself has set it on the way: there is nothing to mend, and nothing to wait for."""
    certificate = network["certificates"]["iam"][0]
    listeners = [https(certificate, port, policy_names=["tls-1-2"]) for port in (443, 8443)]
    run("elb_balancer", **{**small(network), "listeners": listeners, "policies": [TLS_1_2]})
    run.emulator.clear_log()
    other = {**TLS_1_2, "attributes": {"Reference-Security-Policy": "ELBSecurityPolicy-TLS-1-1-2017-01"}}
    run("elb_balancer", name="shop", listeners=listeners[:1], policies=[other])
    assert [entry["write"] for entry in run.emulator.log[-2:]] == [True, False], "one look, and that was it"


def test_check_mode_from_nothing_takes_a_policy_of_aws_as_it_is_returned(run: Runner) -> None:
    name = "ELBSecurityPolicy-TLS-1-2-2017-01"
    returned = {
        "name": name,
        "type": "SSLNegotiationPolicyType",
        "attributes": {"Reference-Security-Policy": name},
    }
    for options in (returned, {"name": name}):
        done = run("elb_policy", check=True, balancer="none", load_balancer_ports=[443], **options)
        assert done["changed"]


def test_an_exchange_that_fails_halfway_tells_which_policy_stands_for_which(
    run: Runner, network: Network
) -> None:
    """The same task makes it good; another one that names the policy does not find it."""
    run("elb_balancer", **small(network))
    run("elb_policy", balancer="shop", **STICKY, load_balancer_ports=[80])
    denied = {"code": "AccessDenied", "status": 403, "message": "no"}
    fault = {"operation": "CreateLBCookieStickinessPolicy", "skip": 1, "times": None, "answer": denied}
    run.emulator.knobs(faults=[fault])
    other = {**STICKY, "attributes": {"CookieExpirationPeriod": 90}}
    failed = run.fails("elb_policy", balancer="shop", **other)
    name = STICKY["name"]
    assert f"Until this task is run again, '{name}-elb-successor' stands for '{name}'." in failed["msg"]
    run.emulator.knobs(faults=[])
    assert run("elb_policy", balancer="shop", **other)["changed"]


@pytest.mark.parametrize("check", [True, False])
def test_a_policy_goes_from_the_ports_that_are_named_or_not_at_all(
    run: Runner, network: Network, check: bool
) -> None:
    """Who names one port does not mean the others, which a deletion would take it off as well."""
    run("elb_balancer", **{**small(network), "listeners": [http(80), http(81)]})
    run("elb_policy", balancer="shop", **STICKY, load_balancer_ports=[80, 81])
    gone = {"balancer": "shop", **STICKY, "state": "absent", "check": check}
    run.emulator.clear_log()
    failed = run.fails("elb_policy", **gone, load_balancer_ports=[80])
    assert failed["msg"].startswith(f"load_balancer_ports: '{STICKY['name']}' is enabled on 81 as well")
    assert run.writes() == []
    assert run("elb_policy", **gone, load_balancer_ports=[81, 80])["changed"]


@pytest.mark.parametrize("late", ["DescribeLoadBalancerPolicies", "DescribeLoadBalancers"])
def test_answers_that_contradict_each_other_are_not_planned_on(
    run: Runner, network: Network, meddle: Any, late: str
) -> None:
    """One of the reads of a moment may be behind the other; what is there could not be created."""
    run("elb_balancer", **small(network))
    with just_behind(run.emulator, late):
        run("elb_policy", balancer="shop", **TLS_1_2)
    meddle(late, lambda: run.emulator.knobs(lag_ms=0))
    older = {**TLS_1_2, "attributes": {"Reference-Security-Policy": "ELBSecurityPolicy-2015-05"}}
    assert run("elb_policy", balancer="shop", **older)["changed"]
    assert [name for name, _parameters in run.writes()][-2:] == [
        "DeleteLoadBalancerPolicy",
        "CreateLoadBalancerPolicy",
    ]


def test_answers_that_contradict_each_other_for_good_are_taken_as_they_are(
    run: Runner, network: Network, intercept: Any
) -> None:
    run("elb_balancer", **small(network), policies=[STICKY])

    asked: list[str] = []

    def without_policies(call: Call, send: Any) -> Any:
        if call.operation != "DescribeLoadBalancerPolicies":
            return send(call)
        asked.append(call.operation)
        assert len(asked) < 20
        return {}

    intercept(without_policies)
    assert run("elb_balancer", name="shop", idle_timeout=77)["changed"]


def test_what_another_type_lacks_is_not_asked_for(run: Runner, network: Network) -> None:
    """The type cannot be changed, whatever is given."""
    run("elb_balancer", **small(network), policies=[STICKY])
    other = {"balancer": "shop", "name": STICKY["name"], "type": PROXY["type"]}
    message = run.fails("elb_policy", **other)["msg"]
    assert message.startswith(
        f"type: the policy '{STICKY['name']}' exists as {STICKY['type']} and cannot become"
    )
    assert run.fails("elb_policy", **other, attributes=PROXY["attributes"])["msg"] == message


def test_what_a_plan_has_done_before_it_fails_is_told(run: Runner, network: Network) -> None:
    """The repeat has nothing left to warn of."""
    certificate = network["certificates"]["iam"][0]
    tls = {**small(network), "policies": [TLS_1_2]}
    run("elb_balancer", **{**tls, "listeners": [https(certificate, policy_names=[TLS_1_2["name"]])]})
    weaker = {"name": "shop", "listeners": [https(certificate, policy_names=[])], "idle_timeout": 77}
    refusal = {"code": "ValidationError", "status": 400, "message": "nope"}
    run.emulator.knobs(faults=[{"operation": "ModifyLoadBalancerAttributes", "times": 1, "answer": refusal}])
    failed = run.fails("elb_balancer", **weaker)
    assert "falls back to AWS' default" in str(failed["warnings"])
    assert "warnings" not in run("elb_balancer", **weaker)


def test_of_a_plan_that_fails_only_what_came_is_told(run: Runner, network: Network) -> None:
    """The port is in use still; whoever took the policies off it as advised would break it."""
    servers = [{"instance_port": 8080, "policy_names": ["proxy"]}]
    run("elb_balancer", **small(network), policies=[PROXY], backend_servers=servers)
    elsewhere = {"name": "shop", "listeners": [{**http(80), "instance_port": 9090}]}
    assert "policies stay (proxy)" in str(run("elb_balancer", check=True, **elsewhere)["warnings"])
    refusal = {"code": "ValidationError", "status": 400, "message": "nope"}
    run.emulator.knobs(faults=[{"operation": "CreateLoadBalancerListeners", "times": 1, "answer": refusal}])
    assert "warnings" not in run.fails("elb_balancer", **elsewhere)
    assert "policies stay (proxy)" in str(run("elb_balancer", **elsewhere)["warnings"])


@pytest.mark.parametrize("check", [True, False])
def test_policies_that_outlive_their_last_listener_are_told(
    run: Runner, network: Network, check: bool
) -> None:
    """The next listener of the port would speak the PROXY protocol, and nobody would know why (facts 1.6)."""
    listeners = [http(80), {**http(81), "instance_port": 8081}]
    servers = [{"instance_port": 8080, "policy_names": ["proxy"]}]
    run(
        "elb_balancer",
        **{**small(network), "listeners": listeners},
        policies=[PROXY],
        backend_servers=servers,
    )
    other = run("elb_listener", check=check, balancer="shop", load_balancer_port=81, state="absent")
    assert "warnings" not in other
    for module, options in (
        ("elb_listener", {"balancer": "shop", "load_balancer_port": 80, "state": "absent"}),
        ("elb_balancer", {"name": "shop", "listeners": listeners[1:]}),
    ):
        told = run(module, check=True, **options)
        assert "No listener uses the instance port 8080 any more. Its policies stay (proxy)" in str(
            told["warnings"]
        )
    gone = run("elb_balancer", check=check, name="shop", listeners=listeners[1:], backend_servers=[])
    assert "any more" not in str(gone.get("warnings"))
