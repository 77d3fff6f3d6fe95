# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Making, enabling, describing and deleting policies (facts 1.6, 2.3-2.5)."""

from __future__ import annotations

from typing import Any

import pytest

from .service import DEFAULT_POLICY, Balancer, Service, listener, refused
from .tables import POLICY_TYPES, SSL_ATTRIBUTES

REPEATABLE: dict[str, Any] = {
    "session cookie": lambda web: web.add_sticky(),
    "LB cookie": lambda web: web.add_sticky(CookieExpirationPeriod=60),
    "application cookie": lambda web: web.create_app_cookie_stickiness_policy(
        PolicyName="p", CookieName="sid"
    ),
    "SSL by reference": lambda web: web.add_ssl(),
    "SSL, own": lambda web: web.add_policy("p", "SSLNegotiation", ("Protocol-TLSv1.2", "true")),
    "proxy": lambda web: web.add_proxy(),
    "public key": lambda web: web.add_policy("p", "PublicKey", ("PublicKey", "bWFk")),
}


@pytest.mark.parametrize("make", REPEATABLE.values(), ids=REPEATABLE)
def test_an_identical_repeat_adds_nothing(service: Service, make: Any) -> None:
    balancer = service.create()
    make(balancer)
    before = balancer.describe(), balancer.describe_load_balancer_policies()["PolicyDescriptions"]
    make(balancer)
    assert (balancer.describe(), balancer.describe_load_balancer_policies()["PolicyDescriptions"]) == before


@pytest.mark.parametrize("name", ["", "a_b", "a b", "a.b", "ä"])
def test_policy_names_are_checked(service: Service, name: str) -> None:
    balancer = service.create()
    for make in (balancer.add_sticky, balancer.add_ssl, balancer.add_proxy):
        with refused("ValidationError", "InvalidConfigurationRequest"):
            make(name)
    assert balancer.describe_load_balancer_policies()["PolicyDescriptions"] == []


@pytest.mark.parametrize("name", [DEFAULT_POLICY, "ELBSecurityPolicy-mine", "ELBSample-mine"])
def test_reserved_names_are_refused(service: Service, name: str) -> None:
    with refused("ValidationError", "InvalidConfigurationRequest"):
        service.create().add_ssl(name)


def test_a_cookie_needs_a_name(service: Service) -> None:
    with refused("ValidationError", "InvalidConfigurationRequest"):
        service.create().create_app_cookie_stickiness_policy(PolicyName="p", CookieName="")


def test_names_belong_to_one_balancer(service: Service) -> None:
    one, two = service.create(name="one"), service.create(name="two")
    one.add_sticky("p")
    two.add_proxy("p")
    with refused("PolicyNotFound"):
        service.create(name="three").policy("p")


def attributes_of(balancer: Balancer, name: str) -> list[tuple[str, str]]:
    return [
        (each["AttributeName"], each["AttributeValue"])
        for each in balancer.policy(name)["PolicyAttributeDescriptions"]
    ]


@pytest.mark.parametrize("given", ["true", "True", "TRUE"])
def test_ssl_values_come_back_in_lower_case(service: Service, given: str) -> None:
    balancer = service.create()
    balancer.add_policy("p", "SSLNegotiation", ("AES128-SHA", given))
    assert dict(attributes_of(balancer, "p"))["AES128-SHA"] == "true"


def test_an_ssl_policy_may_be_empty(service: Service) -> None:
    balancer = service.create()
    balancer.create_load_balancer_policy(PolicyName="p", PolicyTypeName="SSLNegotiationPolicyType")
    assert attributes_of(balancer, "p") == [(name, "false") for name in SSL_ATTRIBUTES]


@pytest.mark.parametrize("given", ["true", "True"])
def test_proxy_protocol_comes_back_as_given(service: Service, given: str) -> None:
    balancer = service.create()
    balancer.add_policy("p", "ProxyProtocol", ("ProxyProtocol", given))
    assert attributes_of(balancer, "p") == [("ProxyProtocol", given)]


def test_backend_authentication_names_every_key(service: Service) -> None:
    balancer = service.create()
    for name in ("one", "two"):
        balancer.add_policy(name, "PublicKey", ("PublicKey", f"a2V5{name}"))
    pairs = [("PublicKeyPolicyName", name) for name in ("one", "two")]
    balancer.add_policy("auth", "BackendServerAuthentication", *pairs)
    assert attributes_of(balancer, "auth") == pairs
    assert attributes_of(balancer, "one") == [("PublicKey", "a2V5one")]


def test_policies_of_http_listeners_are_replaced(service: Service) -> None:
    balancer = service.create()
    for name in ("one", "two"):
        balancer.add_sticky(name)
    for names in (["one"], ["two"], ["two"], [], []):
        balancer.set_policies(80, *names)
        assert balancer.policies_of(80) == names
    assert len(balancer.describe()["Policies"]["LBCookieStickinessPolicies"]) == 2


def test_policies_of_https_listeners_are_replaced(service: Service) -> None:
    balancer = service.create("HTTPS:443->HTTP:80", "SSL:444->TCP:81")
    balancer.add_sticky()
    balancer.add_ssl()
    for names in (["modern"], ["modern", "sticky"], ["modern"], [DEFAULT_POLICY, "sticky"], [DEFAULT_POLICY]):
        balancer.set_policies(443, *names)
        assert set(balancer.policies_of(443)) == set(names)
    assert balancer.policies_of(444) == [DEFAULT_POLICY]
    assert set(balancer.describe()["Policies"]["OtherPolicies"]) == {"modern", DEFAULT_POLICY}


def test_the_default_policy_stays_listed_until_deleted(service: Service) -> None:
    balancer = service.create("HTTPS:443->HTTP:80")
    balancer.set_policies(443, balancer.add_ssl())
    assert DEFAULT_POLICY in balancer.describe()["Policies"]["OtherPolicies"]
    balancer.delete_load_balancer_policy(PolicyName=DEFAULT_POLICY)
    assert balancer.describe()["Policies"]["OtherPolicies"] == ["modern"]
    with refused("PolicyNotFound"):
        balancer.set_policies(443, DEFAULT_POLICY)
    balancer.set_policies(443)
    assert balancer.policies_of(443) == [DEFAULT_POLICY]
    assert set(balancer.describe()["Policies"]["OtherPolicies"]) == {"modern", DEFAULT_POLICY}


def test_the_default_policy_refers_to_itself(service: Service) -> None:
    balancer = service.create("HTTPS:443->HTTP:80")
    assert attributes_of(balancer, DEFAULT_POLICY)[0] == ("Reference-Security-Policy", DEFAULT_POLICY)
    assert balancer.policy(DEFAULT_POLICY)["PolicyTypeName"] == "SSLNegotiationPolicyType"


def test_a_failing_list_changes_nothing(service: Service) -> None:
    balancer = service.create("HTTPS:443->HTTP:80")
    balancer.set_policies(443, balancer.add_ssl(), balancer.add_sticky())
    before = balancer.describe()
    with refused("PolicyNotFound"):
        balancer.set_policies(443, "sticky", "ghost")
    with refused("PolicyNotFound"):
        balancer.set_backend_policies(80, balancer.add_proxy(), "ghost")
    after = balancer.describe()
    assert after["ListenerDescriptions"] == before["ListenerDescriptions"]
    assert after["BackendServerDescriptions"] == []


def test_backend_policies_are_replaced(service: Service) -> None:
    balancer = service.create("SSL:443->SSL:8443")
    balancer.add_proxy()
    balancer.add_policy("key", "PublicKey", ("PublicKey", "bWFk"))
    balancer.add_policy("auth", "BackendServerAuthentication", ("PublicKeyPolicyName", "key"))
    for names in (["proxy"], ["proxy", "auth"], ["auth"], ["auth"], [], []):
        balancer.set_backend_policies(8443, *names)
        found = balancer.backend_policies()
        assert {port: set(policies) for port, policies in found.items()} == (
            {8443: set(names)} if names else {}
        )
    assert len(balancer.describe()["Policies"]["OtherPolicies"]) == 4


def test_proxy_protocol_fits_an_http_backend(service: Service) -> None:
    balancer = service.create("HTTP:80->HTTP:8181")
    balancer.set_backend_policies(8181, balancer.add_proxy())
    assert balancer.backend_policies() == {8181: ["proxy"]}


@pytest.mark.parametrize("name", ["sticky", "modern", "key", "auth"])
def test_what_does_not_fit_a_plain_backend(service: Service, name: str) -> None:
    balancer = service.create("HTTP:80->HTTP:8080")
    balancer.add_sticky()
    balancer.add_ssl()
    balancer.add_policy("key", "PublicKey", ("PublicKey", "bWFk"))
    balancer.add_policy("auth", "BackendServerAuthentication", ("PublicKeyPolicyName", "key"))
    text = f"{name} cannot be enabled" if name == "modern" else ""  # facts 10a, from aws-cli#2021
    with refused("InvalidConfigurationRequest", text=text):
        balancer.set_backend_policies(8080, name)
    assert balancer.backend_policies() == {}


def test_a_namesake_is_not_bound_as_the_default_policy(service: Service) -> None:
    """The prefix is reserved for SSL policies (facts 1.6); what happens then is choice U24."""
    balancer = service.create("HTTP:80->HTTP:80")
    balancer.add_proxy(DEFAULT_POLICY)
    with refused("InvalidConfigurationRequest"):
        balancer.create_load_balancer_listeners(Listeners=service.certified(listener("HTTPS:443->HTTP:80")))
    assert balancer.listeners().keys() == {80}
    late = service.create("HTTPS:443->HTTP:80", name="late")
    late.set_policies(443, late.add_ssl())
    late.delete_load_balancer_policy(PolicyName=DEFAULT_POLICY)
    late.add_proxy(DEFAULT_POLICY)
    late.add_sticky()
    for names in ([], ["sticky"]):
        with refused("InvalidConfigurationRequest"):
            late.set_policies(443, *names)
    assert late.policies_of(443) == ["modern"]
    late.set_policies(443, "modern", "sticky")


def test_an_unused_policy_is_deleted(service: Service) -> None:
    balancer = service.create()
    balancer.set_policies(80, balancer.add_sticky())
    balancer.set_policies(80)
    balancer.delete_load_balancer_policy(PolicyName="sticky")
    assert balancer.describe()["Policies"]["LBCookieStickinessPolicies"] == []
    with refused("PolicyNotFound"):
        balancer.policy("sticky")
    balancer.add_sticky(CookieExpirationPeriod=90)


def test_a_key_is_in_use_only_while_its_policy_is_enabled(service: Service) -> None:
    balancer = service.create("HTTPS:443->HTTPS:8443")
    balancer.add_policy("key", "PublicKey", ("PublicKey", "bWFk"))
    balancer.add_policy("auth", "BackendServerAuthentication", ("PublicKeyPolicyName", "key"))
    balancer.set_backend_policies(8443, "auth")
    with refused("InvalidConfigurationRequest"):
        balancer.delete_load_balancer_policy(PolicyName="key")
    balancer.set_backend_policies(8443)
    balancer.delete_load_balancer_policy(PolicyName="key")


def test_all_or_the_named_policies_are_described(service: Service) -> None:
    balancer = service.create("HTTPS:443->HTTP:80")
    assert balancer.describe_load_balancer_policies()["PolicyDescriptions"][0]["PolicyName"] == DEFAULT_POLICY
    for make in (balancer.add_sticky, balancer.add_proxy, balancer.add_ssl):
        make()
    for names in ({"sticky", "proxy", "modern", DEFAULT_POLICY}, {"sticky", "proxy"}):
        named = {"PolicyNames": sorted(names)} if len(names) == 2 else {}
        found = balancer.describe_load_balancer_policies(**named)["PolicyDescriptions"]
        assert {each["PolicyName"] for each in found} == names


def test_types_are_described_by_name(service: Service) -> None:
    wanted = ["ProxyProtocolPolicyType", "LBCookieStickinessPolicyType"]
    found = service.elb.describe_load_balancer_policy_types(PolicyTypeNames=wanted)["PolicyTypeDescriptions"]
    assert {each["PolicyTypeName"] for each in found} == set(wanted)
    with refused("PolicyTypeNotFound"):
        service.elb.describe_load_balancer_policy_types(PolicyTypeNames=[*wanted, "Bogus"])


def test_attributes_of_types_have_neither_description_nor_default(service: Service) -> None:
    found = service.elb.describe_load_balancer_policy_types(PolicyTypeNames=list(POLICY_TYPES))
    members = {
        key
        for each in found["PolicyTypeDescriptions"]
        for attribute in each["PolicyAttributeTypeDescriptions"]
        for key in attribute
    }
    assert members == {"AttributeName", "AttributeType", "Cardinality"}
