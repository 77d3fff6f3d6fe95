# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Policy types, SSL attribute names and predefined SSL policies (facts 2.5 and 2.6)."""

from __future__ import annotations

from typing import NamedTuple

from .state import Policy

DEFAULT_SSL_POLICY = "ELBSecurityPolicy-2016-08"
REFERENCE = "Reference-Security-Policy"
RESERVED_SSL_PREFIXES = ("ELBSecurityPolicy-", "ELBSample-")

SSL_NEGOTIATION = "SSLNegotiationPolicyType"
BACKEND_AUTHENTICATION = "BackendServerAuthenticationPolicyType"
PUBLIC_KEY = "PublicKeyPolicyType"
APP_COOKIE = "AppCookieStickinessPolicyType"
LB_COOKIE = "LBCookieStickinessPolicyType"
PROXY_PROTOCOL = "ProxyProtocolPolicyType"
COOKIES = (APP_COOKIE, LB_COOKIE)

# In the order of the answers.
SSL_ATTRIBUTES = """
Protocol-TLSv1 Protocol-SSLv3 Protocol-TLSv1.1 Protocol-TLSv1.2 Server-Defined-Cipher-Order
ECDHE-ECDSA-AES128-GCM-SHA256 ECDHE-RSA-AES128-GCM-SHA256 ECDHE-ECDSA-AES128-SHA256 ECDHE-RSA-AES128-SHA256
ECDHE-ECDSA-AES128-SHA ECDHE-RSA-AES128-SHA DHE-RSA-AES128-SHA ECDHE-ECDSA-AES256-GCM-SHA384
ECDHE-RSA-AES256-GCM-SHA384 ECDHE-ECDSA-AES256-SHA384 ECDHE-RSA-AES256-SHA384 ECDHE-RSA-AES256-SHA
ECDHE-ECDSA-AES256-SHA AES128-GCM-SHA256 AES128-SHA256 AES128-SHA AES256-GCM-SHA384 AES256-SHA256 AES256-SHA
DHE-DSS-AES128-SHA CAMELLIA128-SHA EDH-RSA-DES-CBC3-SHA DES-CBC3-SHA ECDHE-RSA-RC4-SHA RC4-SHA
ECDHE-ECDSA-RC4-SHA DHE-DSS-AES256-GCM-SHA384 DHE-RSA-AES256-GCM-SHA384 DHE-RSA-AES256-SHA256
DHE-DSS-AES256-SHA256 DHE-RSA-AES256-SHA DHE-DSS-AES256-SHA DHE-RSA-CAMELLIA256-SHA DHE-DSS-CAMELLIA256-SHA
CAMELLIA256-SHA EDH-DSS-DES-CBC3-SHA DHE-DSS-AES128-GCM-SHA256 DHE-RSA-AES128-GCM-SHA256
DHE-RSA-AES128-SHA256 DHE-DSS-AES128-SHA256 DHE-RSA-CAMELLIA128-SHA DHE-DSS-CAMELLIA128-SHA
ADH-AES128-GCM-SHA256 ADH-AES128-SHA ADH-AES128-SHA256 ADH-AES256-GCM-SHA384 ADH-AES256-SHA ADH-AES256-SHA256
ADH-CAMELLIA128-SHA ADH-CAMELLIA256-SHA ADH-DES-CBC3-SHA ADH-DES-CBC-SHA ADH-RC4-MD5 ADH-SEED-SHA DES-CBC-SHA
DHE-DSS-SEED-SHA DHE-RSA-SEED-SHA EDH-DSS-DES-CBC-SHA EDH-RSA-DES-CBC-SHA IDEA-CBC-SHA RC4-MD5 SEED-SHA
DES-CBC3-MD5 DES-CBC-MD5 RC2-CBC-MD5 PSK-AES256-CBC-SHA PSK-3DES-EDE-CBC-SHA KRB5-DES-CBC3-SHA
KRB5-DES-CBC3-MD5 PSK-AES128-CBC-SHA PSK-RC4-SHA KRB5-RC4-SHA KRB5-RC4-MD5 KRB5-DES-CBC-SHA KRB5-DES-CBC-MD5
EXP-EDH-RSA-DES-CBC-SHA EXP-EDH-DSS-DES-CBC-SHA EXP-ADH-DES-CBC-SHA EXP-DES-CBC-SHA EXP-RC2-CBC-MD5
EXP-KRB5-RC2-CBC-SHA EXP-KRB5-DES-CBC-SHA EXP-KRB5-RC2-CBC-MD5 EXP-KRB5-DES-CBC-MD5 EXP-ADH-RC4-MD5
EXP-RC4-MD5 EXP-KRB5-RC4-SHA EXP-KRB5-RC4-MD5
""".split()


class AttributeType(NamedTuple):
    name: str
    type: str
    cardinality: str
    description: str | None = None

    @property
    def is_required(self) -> bool:
        return self.cardinality in ("ONE", "ONE_OR_MORE")

    @property
    def is_single(self) -> bool:
        return self.cardinality in ("ONE", "ZERO_OR_ONE")


class PolicyType(NamedTuple):
    name: str
    description: str
    attributes: tuple[AttributeType, ...]

    def attribute(self, name: str) -> AttributeType | None:
        return next((each for each in self.attributes if each.name == name), None)


def _ssl_attribute(name: str, type_name: str = "Boolean") -> AttributeType:
    return AttributeType(name, type_name, "ZERO_OR_ONE", f"A description for {name}")


POLICY_TYPES = {
    each.name: each
    for each in (
        PolicyType(
            PROXY_PROTOCOL,
            "Adds the Proxy Protocol header to what is sent to the instance port. For TCP and SSL.",
            (AttributeType("ProxyProtocol", "Boolean", "ONE"),),
        ),
        PolicyType(
            PUBLIC_KEY,
            "Holds a public key, for policies that authenticate back-end servers.",
            (AttributeType("PublicKey", "String", "ONE"),),
        ),
        PolicyType(
            APP_COOKIE,
            "Keeps a session on one instance for as long as the application's cookie. For HTTP and HTTPS.",
            (AttributeType("CookieName", "String", "ONE"),),
        ),
        PolicyType(
            LB_COOKIE,
            "Keeps a session on one instance for as long as the balancer's cookie. For HTTP and HTTPS.",
            (AttributeType("CookieExpirationPeriod", "Long", "ZERO_OR_ONE"),),
        ),
        PolicyType(
            SSL_NEGOTIATION,
            "Protocols and ciphers offered to clients. For HTTPS and SSL.",
            (_ssl_attribute(REFERENCE, "String"), *map(_ssl_attribute, SSL_ATTRIBUTES)),
        ),
        PolicyType(
            BACKEND_AUTHENTICATION,
            "Lets only back-end servers in that show one of the public keys. For HTTPS and SSL.",
            (AttributeType("PublicKeyPolicyName", "PolicyName", "ONE_OR_MORE"),),
        ),
    )
}

_RSA = (
    "AES128-GCM-SHA256",
    "AES128-SHA256",
    "AES128-SHA",
    "AES256-GCM-SHA384",
    "AES256-SHA256",
    "AES256-SHA",
)
_ECDHE = (
    "AES128-GCM-SHA256",
    "AES128-SHA256",
    "AES128-SHA",
    "AES256-GCM-SHA384",
    "AES256-SHA384",
    "AES256-SHA",
)
_BASE = {*_RSA, *(f"ECDHE-{kind}-{cipher}" for kind in ("ECDSA", "RSA") for cipher in _ECDHE)}
_PLAIN_SHA = {cipher for cipher in _BASE if cipher.endswith("-SHA")}
_ORDER = {"Server-Defined-Cipher-Order"}
_TLS_1_2 = {"Protocol-TLSv1.2"}
_TLS_1_1 = {"Protocol-TLSv1.1", *_TLS_1_2}
_TLS_1_0 = {"Protocol-TLSv1", *_TLS_1_1}
_DHE_AES = {"DHE-RSA-AES128-SHA", "DHE-DSS-AES128-SHA"}
_RC4 = {"ECDHE-RSA-RC4-SHA", "RC4-SHA"}
_IN_2011 = """
DHE-RSA-AES128-SHA AES128-SHA AES256-SHA DHE-DSS-AES128-SHA CAMELLIA128-SHA EDH-RSA-DES-CBC3-SHA DES-CBC3-SHA
RC4-SHA DHE-RSA-AES256-SHA DHE-DSS-AES256-SHA DHE-RSA-CAMELLIA256-SHA DHE-DSS-CAMELLIA256-SHA CAMELLIA256-SHA
EDH-DSS-DES-CBC3-SHA DHE-RSA-CAMELLIA128-SHA DHE-DSS-CAMELLIA128-SHA
""".split()

# What is switched on in each, in the order in which the service lists them. The two ELBSample policies are
# left out, because nobody recorded what is in them (choice 20).
PREDEFINED_SSL_POLICIES: dict[str, set[str]] = {
    "ELBSecurityPolicy-2016-08": _TLS_1_0 | _ORDER | _BASE,
    "ELBSecurityPolicy-TLS-1-2-2017-01": _TLS_1_2 | _ORDER | (_BASE - _PLAIN_SHA),
    "ELBSecurityPolicy-TLS-1-1-2017-01": _TLS_1_1 | _ORDER | _BASE,
    "ELBSecurityPolicy-2015-05": _TLS_1_0 | _ORDER | _BASE | {"DES-CBC3-SHA"},
    "ELBSecurityPolicy-2015-03": _TLS_1_0 | _ORDER | _BASE | {"DES-CBC3-SHA"} | _DHE_AES,
    "ELBSecurityPolicy-2015-02": _TLS_1_0 | _ORDER | _BASE | _DHE_AES,
    "ELBSecurityPolicy-2014-10": _TLS_1_0 | _ORDER | _BASE | _DHE_AES | _RC4,
    "ELBSecurityPolicy-2014-01": _TLS_1_0 | {"Protocol-SSLv3"} | _ORDER | _BASE | _DHE_AES | _RC4,
    "ELBSecurityPolicy-2011-08": {"Protocol-TLSv1", "Protocol-SSLv3", *_IN_2011},
}


def expanded_ssl_attributes(
    switched_on: set[str], reference: str | None = None
) -> tuple[tuple[str, str], ...]:
    """All 93 names with true or false, behind the reference if there is one (facts 2.5)."""
    values = tuple((name, "true" if name in switched_on else "false") for name in SSL_ATTRIBUTES)
    return ((REFERENCE, reference), *values) if reference else values


def predefined_policy(name: str) -> Policy:
    """Its own name is its reference (facts 2.4)."""
    return Policy(name, SSL_NEGOTIATION, expanded_ssl_attributes(PREDEFINED_SSL_POLICIES[name], name))
