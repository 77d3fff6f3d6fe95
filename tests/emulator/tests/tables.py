# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the facts list: defaults, names, limits, regions. Written from the facts, not from the emulator."""

from __future__ import annotations

from typing import Any

DESYNC = "elb.http.desyncmitigationmode"
DEFAULT_ATTRIBUTES: dict[str, Any] = {
    "CrossZoneLoadBalancing": {"Enabled": False},
    "AccessLog": {"Enabled": False},
    "ConnectionDraining": {"Enabled": False, "Timeout": 300},
    "ConnectionSettings": {"IdleTimeout": 60},
    "AdditionalAttributes": [{"Key": DESYNC, "Value": "defensive"}],
}

HOSTED_ZONES = {
    "us-east-1": "Z35SXDOTRQ7X7K",
    "us-east-2": "Z3AADJGX6KTTL2",
    "us-west-1": "Z368ELLRRE2KJ0",
    "us-west-2": "Z1H1FL5HABSF5",
    "ca-central-1": "ZQSVJUPU6J1EY",
    "sa-east-1": "Z2P70J7HTTTPLU",
    "ap-northeast-1": "Z14GRHDCWA56QT",
    "ap-northeast-2": "ZWKZPGTI48KDX",
    "ap-northeast-3": "Z5LXEXXYW11ES",
    "ap-southeast-1": "Z1LMS91P8CMLE5",
    "ap-southeast-2": "Z1GM3OXH4ZPM65",
    "ap-south-1": "ZP97RAFLXTNZK",
    "eu-west-1": "Z32O12XQLNTSW2",
    "eu-west-2": "ZHURV8PSTC4K8",
    "eu-west-3": "Z3Q77PNBQS71R4",
    "eu-central-1": "Z215JYRZR1TBD5",
    "eu-north-1": "Z23TAZ6LKFMNIO",
    "eu-south-1": "Z3ULH7SSC9OV64",
    "af-south-1": "Z268VQBMOI5EKX",
    "me-south-1": "ZS929ML54UICD",
    "ap-east-1": "Z3DQVH9N71FHZ0",
    "cn-north-1": "Z1GDH35T77C1KE",
    "cn-northwest-1": "ZM7IZAIOVVDZF",
    "us-gov-east-1": "Z166TLBEWOO7G0",
    "us-gov-west-1": "Z33AYJ8TM3BH4J",
}

POLICY_TYPES = {
    "ProxyProtocolPolicyType": [("ProxyProtocol", "Boolean", "ONE")],
    "PublicKeyPolicyType": [("PublicKey", "String", "ONE")],
    "AppCookieStickinessPolicyType": [("CookieName", "String", "ONE")],
    "LBCookieStickinessPolicyType": [("CookieExpirationPeriod", "Long", "ZERO_OR_ONE")],
    "BackendServerAuthenticationPolicyType": [("PublicKeyPolicyName", "PolicyName", "ONE_OR_MORE")],
}

PROTOCOLS = ["Protocol-TLSv1", "Protocol-SSLv3", "Protocol-TLSv1.1", "Protocol-TLSv1.2"]
CIPHERS = """
ECDHE-ECDSA-AES128-GCM-SHA256 ECDHE-RSA-AES128-GCM-SHA256 ECDHE-ECDSA-AES128-SHA256 ECDHE-RSA-AES128-SHA256
ECDHE-ECDSA-AES128-SHA ECDHE-RSA-AES128-SHA DHE-RSA-AES128-SHA ECDHE-ECDSA-AES256-GCM-SHA384
ECDHE-RSA-AES256-GCM-SHA384 ECDHE-ECDSA-AES256-SHA384 ECDHE-RSA-AES256-SHA384 ECDHE-RSA-AES256-SHA
ECDHE-ECDSA-AES256-SHA AES128-GCM-SHA256 AES128-SHA256 AES128-SHA AES256-GCM-SHA384 AES256-SHA256 AES256-SHA
DHE-DSS-AES128-SHA CAMELLIA128-SHA EDH-RSA-DES-CBC3-SHA DES-CBC3-SHA ECDHE-RSA-RC4-SHA RC4-SHA ECDHE-ECDSA-RC4-SHA
DHE-DSS-AES256-GCM-SHA384 DHE-RSA-AES256-GCM-SHA384 DHE-RSA-AES256-SHA256 DHE-DSS-AES256-SHA256 DHE-RSA-AES256-SHA
DHE-DSS-AES256-SHA DHE-RSA-CAMELLIA256-SHA DHE-DSS-CAMELLIA256-SHA CAMELLIA256-SHA EDH-DSS-DES-CBC3-SHA
DHE-DSS-AES128-GCM-SHA256 DHE-RSA-AES128-GCM-SHA256 DHE-RSA-AES128-SHA256 DHE-DSS-AES128-SHA256
DHE-RSA-CAMELLIA128-SHA DHE-DSS-CAMELLIA128-SHA ADH-AES128-GCM-SHA256 ADH-AES128-SHA ADH-AES128-SHA256
ADH-AES256-GCM-SHA384 ADH-AES256-SHA ADH-AES256-SHA256 ADH-CAMELLIA128-SHA ADH-CAMELLIA256-SHA ADH-DES-CBC3-SHA
ADH-DES-CBC-SHA ADH-RC4-MD5 ADH-SEED-SHA DES-CBC-SHA DHE-DSS-SEED-SHA DHE-RSA-SEED-SHA EDH-DSS-DES-CBC-SHA
EDH-RSA-DES-CBC-SHA IDEA-CBC-SHA RC4-MD5 SEED-SHA DES-CBC3-MD5 DES-CBC-MD5 RC2-CBC-MD5 PSK-AES256-CBC-SHA
PSK-3DES-EDE-CBC-SHA KRB5-DES-CBC3-SHA KRB5-DES-CBC3-MD5 PSK-AES128-CBC-SHA PSK-RC4-SHA KRB5-RC4-SHA KRB5-RC4-MD5
KRB5-DES-CBC-SHA KRB5-DES-CBC-MD5 EXP-EDH-RSA-DES-CBC-SHA EXP-EDH-DSS-DES-CBC-SHA EXP-ADH-DES-CBC-SHA
EXP-DES-CBC-SHA EXP-RC2-CBC-MD5 EXP-KRB5-RC2-CBC-SHA EXP-KRB5-DES-CBC-SHA EXP-KRB5-RC2-CBC-MD5 EXP-KRB5-DES-CBC-MD5
EXP-ADH-RC4-MD5 EXP-RC4-MD5 EXP-KRB5-RC4-SHA EXP-KRB5-RC4-MD5
""".split()
SSL_ATTRIBUTES = [*PROTOCOLS, "Server-Defined-Cipher-Order", *CIPHERS]

PLAIN_SHA = {"ECDHE-ECDSA-AES128-SHA", "ECDHE-RSA-AES128-SHA", "AES128-SHA"} | {
    "ECDHE-ECDSA-AES256-SHA",
    "ECDHE-RSA-AES256-SHA",
    "AES256-SHA",
}
AES_SUITES = ("AES128-GCM-SHA256", "AES128-SHA256", "AES128-SHA", "AES256-GCM-SHA384")
BASE = (
    {f"ECDHE-{key}-{suite}" for key in ("ECDSA", "RSA") for suite in (*AES_SUITES, "AES256-SHA384", "AES256-SHA")}
    | {*AES_SUITES, "AES256-SHA256", "AES256-SHA"}
)  # fmt: skip
ORDER = {"Server-Defined-Cipher-Order"}
TLS_1_2 = {"Protocol-TLSv1.2"}
TLS_1_1 = {"Protocol-TLSv1.1"} | TLS_1_2
TLS_1_0 = {"Protocol-TLSv1"} | TLS_1_1
DHE = {"DHE-RSA-AES128-SHA", "DHE-DSS-AES128-SHA"}
RC4 = {"ECDHE-RSA-RC4-SHA", "RC4-SHA"}
OLDEST = """
DHE-RSA-AES128-SHA AES128-SHA AES256-SHA DHE-DSS-AES128-SHA CAMELLIA128-SHA EDH-RSA-DES-CBC3-SHA DES-CBC3-SHA RC4-SHA
DHE-RSA-AES256-SHA DHE-DSS-AES256-SHA DHE-RSA-CAMELLIA256-SHA DHE-DSS-CAMELLIA256-SHA CAMELLIA256-SHA
EDH-DSS-DES-CBC3-SHA DHE-RSA-CAMELLIA128-SHA DHE-DSS-CAMELLIA128-SHA
""".split()

# name -> what is "true" in it, in the order the service lists them
PREDEFINED: dict[str, set[str]] = {
    "ELBSecurityPolicy-2016-08": TLS_1_0 | ORDER | BASE,
    "ELBSecurityPolicy-TLS-1-2-2017-01": TLS_1_2 | ORDER | BASE - PLAIN_SHA,
    "ELBSecurityPolicy-TLS-1-1-2017-01": TLS_1_1 | ORDER | BASE,
    "ELBSecurityPolicy-2015-05": TLS_1_0 | ORDER | BASE | {"DES-CBC3-SHA"},
    "ELBSecurityPolicy-2015-03": TLS_1_0 | ORDER | BASE | {"DES-CBC3-SHA"} | DHE,
    "ELBSecurityPolicy-2015-02": TLS_1_0 | ORDER | BASE | DHE,
    "ELBSecurityPolicy-2014-10": TLS_1_0 | ORDER | BASE | DHE | RC4,
    "ELBSecurityPolicy-2014-01": TLS_1_0 | ORDER | BASE | DHE | RC4 | {"Protocol-SSLv3"},
    "ELBSecurityPolicy-2011-08": {"Protocol-TLSv1", "Protocol-SSLv3", *OLDEST},
}
SAMPLES = ["ELBSample-ELBDefaultCipherPolicy", "ELBSample-OpenSSLDefaultCipherPolicy"]

# What DescribeInstanceHealth says of a member: state, reason code, description
Health = tuple[str, str, str]
HEALTHY: Health = ("InService", "N/A", "N/A")
DRAINING: Health = ("InService", "N/A", "Instance deregistration currently in progress.")
CLOSING_ZONE: Health = ("InService", "N/A", "Disable Availability Zone is currently in progress.")
REGISTERING: Health = ("OutOfService", "ELB", "Instance registration is still in progress.")
FAILING: Health = (
    "OutOfService",
    "Instance",
    "Instance has failed at least the UnhealthyThreshold number of health checks consecutively.",
)
WARMING_UP: Health = (
    "OutOfService",
    "Instance",
    "Instance has not passed the configured HealthyThreshold number of health checks consecutively.",
)
ZONE_NOT_ENABLED: Health = (
    "OutOfService",
    "ELB",
    "Instance is in the EC2 Availability Zone for which LoadBalancer is not configured to route traffic to.",
)
STOPPED: Health = ("OutOfService", "Instance", "Instance is in stopped state.")
TERMINATED: Health = ("OutOfService", "Instance", "Instance is in terminated state.")
NOT_REGISTERED = "Instance is not currently registered with the LoadBalancer."  # the reason code is unknown
