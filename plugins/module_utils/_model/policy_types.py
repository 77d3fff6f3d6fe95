# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The six policy types of the service: their attributes, where they may be enabled. Private to classic.elb.

The service can be asked for all of this (``elb_service_info`` does), but it has been frozen for years, and
knowing it here lets a typo be refused before the first call. Source: facts 2.5 and 2.6.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass

from ansible_collections.classic.elb.plugins.module_utils._model.protocols import (
    LAYER_7_PROTOCOLS,
    PROTOCOLS,
    SECURE_PROTOCOLS,
)

SSL = "SSLNegotiationPolicyType"
BACKEND_AUTHENTICATION = "BackendServerAuthenticationPolicyType"
PUBLIC_KEY = "PublicKeyPolicyType"
APP_COOKIE = "AppCookieStickinessPolicyType"
LB_COOKIE = "LBCookieStickinessPolicyType"
PROXY_PROTOCOL = "ProxyProtocolPolicyType"

REFERENCE = "Reference-Security-Policy"
KEY_NAMES = "PublicKeyPolicyName"
"""Of a back-end authentication: the public keys that it refers to."""
DEFAULT_SSL_POLICY = "ELBSecurityPolicy-2016-08"
RESERVED_PREFIXES = ("ELBSecurityPolicy-", "ELBSample-")

PREDEFINED_SSL_POLICIES = (
    "ELBSecurityPolicy-2016-08",
    "ELBSecurityPolicy-TLS-1-2-2017-01",
    "ELBSecurityPolicy-TLS-1-1-2017-01",
    "ELBSecurityPolicy-2015-05",
    "ELBSecurityPolicy-2015-03",
    "ELBSecurityPolicy-2015-02",
    "ELBSecurityPolicy-2014-10",
    "ELBSecurityPolicy-2014-01",
    "ELBSecurityPolicy-2011-08",
    "ELBSample-ELBDefaultCipherPolicy",
    "ELBSample-OpenSSLDefaultCipherPolicy",
    "ELBSample-ELBDefaultNegotiationPolicy",
    "ELBSample-OpenSSLDefaultNegotiationPolicy",
)

SSL_PROTOCOLS = ("Protocol-SSLv2", "Protocol-SSLv3", "Protocol-TLSv1", "Protocol-TLSv1.1", "Protocol-TLSv1.2")
SERVER_ORDER = "Server-Defined-Cipher-Order"
SSL_CIPHERS = tuple(
    """
    ECDHE-ECDSA-AES128-GCM-SHA256 ECDHE-RSA-AES128-GCM-SHA256 ECDHE-ECDSA-AES128-SHA256
    ECDHE-RSA-AES128-SHA256 ECDHE-ECDSA-AES128-SHA ECDHE-RSA-AES128-SHA DHE-RSA-AES128-SHA
    ECDHE-ECDSA-AES256-GCM-SHA384 ECDHE-RSA-AES256-GCM-SHA384 ECDHE-ECDSA-AES256-SHA384
    ECDHE-RSA-AES256-SHA384 ECDHE-RSA-AES256-SHA ECDHE-ECDSA-AES256-SHA AES128-GCM-SHA256 AES128-SHA256
    AES128-SHA AES256-GCM-SHA384 AES256-SHA256 AES256-SHA DHE-DSS-AES128-SHA CAMELLIA128-SHA
    EDH-RSA-DES-CBC3-SHA DES-CBC3-SHA ECDHE-RSA-RC4-SHA RC4-SHA ECDHE-ECDSA-RC4-SHA
    DHE-DSS-AES256-GCM-SHA384 DHE-RSA-AES256-GCM-SHA384 DHE-RSA-AES256-SHA256 DHE-DSS-AES256-SHA256
    DHE-RSA-AES256-SHA DHE-DSS-AES256-SHA DHE-RSA-CAMELLIA256-SHA DHE-DSS-CAMELLIA256-SHA CAMELLIA256-SHA
    EDH-DSS-DES-CBC3-SHA DHE-DSS-AES128-GCM-SHA256 DHE-RSA-AES128-GCM-SHA256 DHE-RSA-AES128-SHA256
    DHE-DSS-AES128-SHA256 DHE-RSA-CAMELLIA128-SHA DHE-DSS-CAMELLIA128-SHA ADH-AES128-GCM-SHA256
    ADH-AES128-SHA ADH-AES128-SHA256 ADH-AES256-GCM-SHA384 ADH-AES256-SHA ADH-AES256-SHA256
    ADH-CAMELLIA128-SHA ADH-CAMELLIA256-SHA ADH-DES-CBC3-SHA ADH-DES-CBC-SHA ADH-RC4-MD5 ADH-SEED-SHA
    DES-CBC-SHA DHE-DSS-SEED-SHA DHE-RSA-SEED-SHA EDH-DSS-DES-CBC-SHA EDH-RSA-DES-CBC-SHA IDEA-CBC-SHA
    RC4-MD5 SEED-SHA DES-CBC3-MD5 DES-CBC-MD5 RC2-CBC-MD5 PSK-AES256-CBC-SHA PSK-3DES-EDE-CBC-SHA
    KRB5-DES-CBC3-SHA KRB5-DES-CBC3-MD5 PSK-AES128-CBC-SHA PSK-RC4-SHA KRB5-RC4-SHA KRB5-RC4-MD5
    KRB5-DES-CBC-SHA KRB5-DES-CBC-MD5 EXP-EDH-RSA-DES-CBC-SHA EXP-EDH-DSS-DES-CBC-SHA EXP-ADH-DES-CBC-SHA
    EXP-DES-CBC-SHA EXP-RC2-CBC-MD5 EXP-KRB5-RC2-CBC-SHA EXP-KRB5-DES-CBC-SHA EXP-KRB5-RC2-CBC-MD5
    EXP-KRB5-DES-CBC-MD5 EXP-ADH-RC4-MD5 EXP-RC4-MD5 EXP-KRB5-RC4-SHA EXP-KRB5-RC4-MD5
    """.split()
)


@dataclass(frozen=True)
class PolicyType:
    """``kind`` is what a port holds once: enabling a policy replaces the one of the same kind.

    ``attributes`` maps each attribute to its cardinality, in the words of the service.
    ``protocols`` are the front-end protocols on which a listener takes it (empty: no listener does);
    ``on_back_end`` says whether an instance port does.
    """

    name: str
    kind: str
    attributes: Mapping[str, str]
    protocols: frozenset[str] = frozenset()
    on_back_end: bool = False


POLICY_TYPES = {
    policy_type.name: policy_type
    for policy_type in (
        PolicyType(
            SSL,
            "TLS policy",
            dict.fromkeys((REFERENCE, *SSL_PROTOCOLS, SERVER_ORDER, *SSL_CIPHERS), "ZERO_OR_ONE"),
            protocols=SECURE_PROTOCOLS,
        ),
        PolicyType(
            BACKEND_AUTHENTICATION,
            "back-end authentication",
            {KEY_NAMES: "ONE_OR_MORE"},
            on_back_end=True,
        ),
        PolicyType(PUBLIC_KEY, "public key", {"PublicKey": "ONE"}),
        PolicyType(APP_COOKIE, "stickiness", {"CookieName": "ONE"}, protocols=LAYER_7_PROTOCOLS),
        PolicyType(
            LB_COOKIE,
            "stickiness",
            {"CookieExpirationPeriod": "ZERO_OR_ONE"},
            protocols=LAYER_7_PROTOCOLS,
        ),
        PolicyType(PROXY_PROTOCOL, "proxy protocol", {"ProxyProtocol": "ONE"}, on_back_end=True),
    )
}


def missing_attribute(type_name: str, given: Container[str]) -> str | None:
    """An attribute without which AWS creates no policy of this type, if one is missing."""
    for name, cardinality in policy_type(type_name).attributes.items():
        if cardinality.startswith("ONE") and name not in given:
            return name
    return None


def is_reserved(name: str) -> bool:
    """Whether the name belongs to AWS: it cannot be created, and a purge leaves it alone (facts 1.6)."""
    return name.startswith(RESERVED_PREFIXES)


def without_reserved(names: frozenset[str]) -> frozenset[str]:
    return frozenset(name for name in names if not is_reserved(name))


def policy_type(name: str) -> PolicyType:
    """A type by its name; one that is not known here is of a kind of its own, and AWS decides where it fits."""
    return POLICY_TYPES.get(name) or PolicyType(
        name, name, {}, protocols=frozenset(PROTOCOLS), on_back_end=True
    )
