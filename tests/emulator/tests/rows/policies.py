# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rows 66-87: policies."""

from __future__ import annotations

from typing import Any

from ..service import DEFAULT_POLICY, Balancer, Service, in_order, refused
from ..tables import POLICY_TYPES, PREDEFINED, SAMPLES, SSL_ATTRIBUTES
from . import row

ALL_FRONTS = ("HTTP:80->HTTP:8080", "HTTPS:443->HTTP:8080", "TCP:81->TCP:81", "SSL:444->TCP:81")


def missing(policy: str) -> str:
    return f"There is no policy with name {policy} for load balancer web"


@row(66)
def unknown_policy_of_a_listener(service: Service) -> None:
    balancer = service.create()
    with refused("PolicyNotFound", text=missing("ghost")):
        balancer.set_policies(80, "ghost")
    assert balancer.policies_of(80) == []


@row(66, cases={name: name for name in ("ELBSecurityPolicy-TLS-1-2-2017-01", "ELBSecurityPolicy-2015-05")})
def predefined_policies_must_be_made_on_the_balancer_first(service: Service, name: str) -> None:
    balancer = service.create("HTTPS:443->HTTP:80")
    with refused("PolicyNotFound", text=missing(name)):
        balancer.set_policies(443, name)


@row(67, 56)
def policies_of_a_missing_listener(service: Service) -> None:
    balancer = service.create()
    with refused("ListenerNotFound"):
        balancer.set_policies(81)


@row(68)
def an_instance_port_without_listener_takes_policies(service: Service) -> None:
    balancer = service.create()
    balancer.set_backend_policies(8081, balancer.add_proxy())
    assert balancer.backend_policies() == {8081: ["proxy"]}


@row(69)
def unknown_policy_of_a_backend(service: Service) -> None:
    balancer = service.create()
    with refused("PolicyNotFound"):
        balancer.set_backend_policies(8080, "ghost")
    assert balancer.backend_policies() == {}


def every_policy(balancer: Balancer) -> None:
    balancer.add_sticky("lb-cookie")
    balancer.create_app_cookie_stickiness_policy(PolicyName="app-cookie", CookieName="sid")
    balancer.add_ssl("ssl")
    balancer.add_ssl("ssl-2", "ELBSecurityPolicy-2015-05")
    balancer.add_proxy("proxy")
    balancer.add_policy("key", "PublicKey", ("PublicKey", "bWFk"))
    balancer.add_policy("auth", "BackendServerAuthentication", ("PublicKeyPolicyName", "key"))


CONFLICTS = {
    "two cookies": (80, ["lb-cookie", "app-cookie"], ""),
    "two cookies on HTTPS": (443, ["ssl", "lb-cookie", "app-cookie"], ""),
    "two SSL policies": (443, ["ssl", "ssl-2"], ""),
    "LB cookie on TCP": (81, ["lb-cookie"], ""),
    "application cookie on TCP": (81, ["app-cookie"], ""),
    "LB cookie on SSL": (444, ["ssl", "lb-cookie"], ""),
    "SSL policy on HTTP": (80, ["ssl"], ""),
    "SSL policy on TCP": (81, ["ssl"], ""),
    "proxy protocol on a listener": (81, ["proxy"], "cannot be enabled"),
    "public key on a listener": (444, ["key"], ""),
    "backend authentication on a listener": (443, ["auth"], ""),
}


@row(70, cases=CONFLICTS)
def conflicting_policies_are_refused(service: Service, case: tuple[int, list[str], str]) -> None:
    port, names, text = case
    balancer = service.create(*ALL_FRONTS)
    every_policy(balancer)
    before = in_order(balancer.describe())
    with refused("InvalidConfigurationRequest", text=text):
        balancer.set_policies(port, *names)
    assert in_order(balancer.describe()) == before


@row(71, cases={"nothing": [], "a cookie": ["sticky"]})
def the_default_ssl_policy_is_put_back(service: Service, names: list[str]) -> None:
    balancer = service.create("HTTPS:443->HTTP:80")
    balancer.add_sticky()
    balancer.set_policies(443, balancer.add_ssl())
    balancer.set_policies(443, *names)
    assert balancer.policies_of(443) == [*names, DEFAULT_POLICY]


@row(
    72,
    cases={
        "reference": ("Reference-Security-Policy", "ELBSecurityPolicy-2015-05"),
        "own": ("AES128-SHA", "true"),
    },
)
def a_policy_cannot_be_made_over(service: Service, attribute: tuple[str, str]) -> None:
    balancer = service.create()
    balancer.add_ssl("ssl")
    with refused("DuplicatePolicyName"):
        balancer.add_policy("ssl", "SSLNegotiation", attribute)


@row(73)
def a_cookie_policy_cannot_be_made_over(service: Service) -> None:
    balancer = service.create()
    balancer.add_sticky(CookieExpirationPeriod=60)
    with refused("DuplicatePolicyName"):
        balancer.add_sticky(CookieExpirationPeriod=90)
    balancer.create_app_cookie_stickiness_policy(PolicyName="app", CookieName="sid")
    with refused("DuplicatePolicyName"):
        balancer.create_app_cookie_stickiness_policy(PolicyName="app", CookieName="other")


@row(73)
def identical_repeat_of_a_cookie_policy_adds_nothing(service: Service) -> None:
    balancer = service.create()
    for _twice in range(2):
        balancer.add_sticky(CookieExpirationPeriod=60)
        balancer.create_app_cookie_stickiness_policy(PolicyName="app", CookieName="sid")
    policies = balancer.describe()["Policies"]
    assert policies["LBCookieStickinessPolicies"] == [{"PolicyName": "sticky", "CookieExpirationPeriod": 60}]
    assert policies["AppCookieStickinessPolicies"] == [{"PolicyName": "app", "CookieName": "sid"}]


@row(74)
def types_share_the_names(service: Service) -> None:
    balancer = service.create()
    balancer.add_sticky("name")
    with refused("DuplicatePolicyName"):
        balancer.create_app_cookie_stickiness_policy(PolicyName="name", CookieName="sid")
    with refused("DuplicatePolicyName"):
        balancer.add_proxy("name")


@row(75)
def unknown_policy_type(service: Service) -> None:
    with refused("PolicyTypeNotFound"):
        service.create().add_policy("p", "Bogus")


@row(
    75,
    cases={
        "unknown for SSL": ("SSLNegotiation", [("Protocol-TLSv1.3", "true")]),
        "unknown for proxy": ("ProxyProtocol", [("ProxyProtocol", "true"), ("Other", "true")]),
        "missing for proxy": ("ProxyProtocol", []),
        "missing for public key": ("PublicKey", []),
        "missing for application cookie": ("AppCookieStickiness", []),
        "missing for authentication": ("BackendServerAuthentication", []),
        "twice for proxy": ("ProxyProtocol", [("ProxyProtocol", "true"), ("ProxyProtocol", "false")]),
        "not Boolean": ("SSLNegotiation", [("AES128-SHA", "perhaps")]),
        "not Long": ("LBCookieStickiness", [("CookieExpirationPeriod", "soon")]),
    },
)
def policy_attributes_are_checked(service: Service, case: tuple[str, list[tuple[str, str]]]) -> None:
    kind, attributes = case
    with refused("InvalidConfigurationRequest", "ValidationError"):
        service.create().add_policy("p", kind, *attributes)


@row(75)
def the_public_key_policy_must_exist(service: Service) -> None:
    with refused("PolicyNotFound", "InvalidConfigurationRequest", modelled=False):
        service.create().add_policy("p", "BackendServerAuthentication", ("PublicKeyPolicyName", "ghost"))


@row(75, cases={"unknown": "ELBSecurityPolicy-1999-01", "own": "own"})
def the_reference_must_be_predefined(service: Service, reference: str) -> None:
    balancer = service.create()
    balancer.add_ssl("own")
    text = (
        f"Invalid Reference Security Policy: {reference}. "
        "Use DescribeLoadBalancerPolicies API to list valid security policies."
    )
    with refused("ValidationError", text=text):
        balancer.add_ssl("p", reference)


def described(name: str, kind: str, attribute: str, value: str) -> dict[str, Any]:
    return {
        "PolicyName": name,
        "PolicyTypeName": kind,
        "PolicyAttributeDescriptions": [{"AttributeName": attribute, "AttributeValue": value}],
    }


@row(76)
def cookie_policies_are_described_with_type_and_attribute(service: Service) -> None:
    balancer = service.create()
    balancer.add_sticky("lb", CookieExpirationPeriod=60)
    balancer.create_app_cookie_stickiness_policy(PolicyName="app", CookieName="sid")
    assert balancer.policy("lb") == described(
        "lb", "LBCookieStickinessPolicyType", "CookieExpirationPeriod", "60"
    )
    assert balancer.policy("app") == described("app", "AppCookieStickinessPolicyType", "CookieName", "sid")


@row(77)
def cookie_policies_have_their_own_lists(service: Service) -> None:
    balancer = service.create()
    balancer.add_policy("lb", "LBCookieStickiness", ("CookieExpirationPeriod", "60"))
    balancer.add_policy("app", "AppCookieStickiness", ("CookieName", "sid"))
    assert balancer.describe()["Policies"] == {
        "LBCookieStickinessPolicies": [{"PolicyName": "lb", "CookieExpirationPeriod": 60}],
        "AppCookieStickinessPolicies": [{"PolicyName": "app", "CookieName": "sid"}],
        "OtherPolicies": [],
    }


@row(78, cases={"absent": {}, "explicit": {"CookieExpirationPeriod": 0}})
def a_session_cookie_has_period_0(service: Service, period: dict[str, int]) -> None:
    balancer = service.create()
    balancer.add_sticky("lb", **period)
    listed = balancer.describe()["Policies"]["LBCookieStickinessPolicies"]
    assert listed == [{"PolicyName": "lb", "CookieExpirationPeriod": 0}]
    assert balancer.policy("lb") == described(
        "lb", "LBCookieStickinessPolicyType", "CookieExpirationPeriod", "0"
    )


@row(79, cases={"own": ("AES128-SHA", "true"), "reference": ("Reference-Security-Policy", DEFAULT_POLICY)})
def ssl_policies_are_described_in_full(service: Service, attribute: tuple[str, str]) -> None:
    balancer = service.create()
    balancer.add_policy("ssl", "SSLNegotiation", attribute)
    found = [
        (each["AttributeName"], each["AttributeValue"])
        for each in balancer.policy("ssl")["PolicyAttributeDescriptions"]
    ]
    head, true = (
        ([attribute], PREDEFINED[DEFAULT_POLICY]) if "Reference" in attribute[0] else ([], {"AES128-SHA"})
    )
    assert found == head + [(name, "true" if name in true else "false") for name in SSL_ATTRIBUTES]


@row(80)
def the_missing_policy_is_named(service: Service) -> None:
    balancer = service.create()
    balancer.add_sticky()
    with refused("PolicyNotFound", text=missing("ghost")):
        balancer.describe_load_balancer_policies(PolicyNames=["sticky", "ghost"])


@row(81)
def predefined_policies_are_listed_without_balancer(service: Service) -> None:
    found = service.elb.describe_load_balancer_policies()["PolicyDescriptions"]
    names = [each["PolicyName"] for each in found if each["PolicyTypeName"] == "SSLNegotiationPolicyType"]
    assert names[: len(PREDEFINED)] == list(PREDEFINED)
    assert set(names) - set(PREDEFINED) <= set(SAMPLES)


IN_USE = "You cannot delete policy [{}] since it is enabled or referred by other enabled policy."


@row(82, cases={"listener": "sticky", "backend": "proxy", "other policy": "key", "default": DEFAULT_POLICY})
def a_policy_in_use_stays(service: Service, name: str) -> None:
    balancer = service.create("HTTP:80->HTTP:8080", "HTTPS:443->HTTPS:8443")
    balancer.set_policies(80, balancer.add_sticky())
    balancer.set_backend_policies(8080, balancer.add_proxy())
    balancer.add_policy("key", "PublicKey", ("PublicKey", "bWFk"))
    balancer.add_policy("auth", "BackendServerAuthentication", ("PublicKeyPolicyName", "key"))
    balancer.set_backend_policies(8443, "auth")
    with refused("InvalidConfigurationRequest", text=IN_USE.format(name)):
        balancer.delete_load_balancer_policy(PolicyName=name)
    assert balancer.policy(name)["PolicyName"] == name


@row(83, stock_agrees=True)
def deleting_a_missing_policy_is_fine(service: Service) -> None:
    balancer = service.create()
    before = in_order(balancer.describe())
    balancer.delete_load_balancer_policy(PolicyName="ghost")
    assert in_order(balancer.describe()) == before


@row(84, stock_agrees=True)
def backend_policies_outlive_the_listener(service: Service) -> None:
    balancer = service.create("HTTP:80->HTTP:8080", "TCP:81->TCP:9090")
    balancer.set_backend_policies(9090, balancer.add_proxy())
    balancer.delete_load_balancer_listeners(LoadBalancerPorts=[81])
    assert balancer.backend_policies() == {9090: ["proxy"]}


@row(85)
def policy_types_are_described(service: Service) -> None:
    found = {
        each["PolicyTypeName"]: [
            (attribute["AttributeName"], attribute["AttributeType"], attribute["Cardinality"])
            for attribute in each["PolicyAttributeTypeDescriptions"]
        ]
        for each in service.elb.describe_load_balancer_policy_types()["PolicyTypeDescriptions"]
    }
    ssl = found.pop("SSLNegotiationPolicyType")
    assert found == POLICY_TYPES
    assert {name: kind for name, kind, _cardinality in ssl} == {
        "Reference-Security-Policy": "String",
        **dict.fromkeys(SSL_ATTRIBUTES, "Boolean"),
    }
    assert {cardinality for _name, _kind, cardinality in ssl} == {"ZERO_OR_ONE"}


@row(86)
def the_newest_policy_is_listed_first(service: Service) -> None:
    balancer = service.create()
    for name in ("one", "two", "three"):
        balancer.add_proxy(name)
    assert balancer.describe()["Policies"]["OtherPolicies"] == ["three", "two", "one"]


@row(87, 56)
def a_balancer_has_a_quota_of_policies(service: Service) -> None:
    balancer = service.create()
    for number in range(98):
        balancer.add_sticky(f"sticky-{number}")
    balancer.add_sticky("sticky-0")
    for make in (balancer.add_sticky, balancer.add_ssl):
        with refused("TooManyPolicies"):
            make("one-more")
    with refused("TooManyPolicies"):
        balancer.create_app_cookie_stickiness_policy(PolicyName="one-more", CookieName="sid")
