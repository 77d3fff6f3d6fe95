# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is fixed for each region: the hosted zone of its balancers, who writes their logs. Private to classic.elb.

Sources: facts 2.7 and 5; the accounts of the commercial regions are in the user guide's page on access logs.
"""

from __future__ import annotations

from typing import Any

HOSTED_ZONES = dict(
    pair.split(":")
    for pair in """
    us-east-1:Z35SXDOTRQ7X7K us-east-2:Z3AADJGX6KTTL2 us-west-1:Z368ELLRRE2KJ0 us-west-2:Z1H1FL5HABSF5
    ca-central-1:ZQSVJUPU6J1EY sa-east-1:Z2P70J7HTTTPLU eu-west-1:Z32O12XQLNTSW2 eu-west-2:ZHURV8PSTC4K8
    eu-west-3:Z3Q77PNBQS71R4 eu-central-1:Z215JYRZR1TBD5 eu-north-1:Z23TAZ6LKFMNIO eu-south-1:Z3ULH7SSC9OV64
    ap-northeast-1:Z14GRHDCWA56QT ap-northeast-2:ZWKZPGTI48KDX ap-northeast-3:Z5LXEXXYW11ES
    ap-southeast-1:Z1LMS91P8CMLE5 ap-southeast-2:Z1GM3OXH4ZPM65 ap-south-1:ZP97RAFLXTNZK ap-east-1:Z3DQVH9N71FHZ0
    af-south-1:Z268VQBMOI5EKX me-south-1:ZS929ML54UICD cn-north-1:Z1GDH35T77C1KE cn-northwest-1:ZM7IZAIOVVDZF
    us-gov-east-1:Z166TLBEWOO7G0 us-gov-west-1:Z33AYJ8TM3BH4J
    """.split()
)
"""The hosted zone of the DNS names of balancers (facts 2.7)."""


PARTITIONS = {
    "cn-": "aws-cn",
    "us-gov-": "aws-us-gov",
    "us-iso-": "aws-iso",
    "us-isob-": "aws-iso-b",
    "eu-isoe-": "aws-iso-e",
    "us-isof-": "aws-iso-f",
    "eusc-": "aws-eusc",
}
"""By how the names of their regions begin."""
DNS_SUFFIXES = {
    "aws-cn": "amazonaws.com.cn",
    "aws-iso": "c2s.ic.gov",
    "aws-iso-b": "sc2s.sgov.gov",
    "aws-iso-e": "cloud.adc-e.uk",
    "aws-iso-f": "csp.hci.ic.gov",
    "aws-eusc": "amazonaws.eu",
}


def partition(region: str) -> str:
    """The first part of every ARN after ``arn:`` (facts 8)."""
    return next((name for prefix, name in PARTITIONS.items() if region.startswith(prefix)), "aws")


def dns_suffix(region: str) -> str:
    return DNS_SUFFIXES.get(partition(region), "amazonaws.com")


def balancer_arn(region: str, account: str, name: str) -> str:
    """No answer of AWS has it (facts 5)."""
    return f"arn:{partition(region)}:elasticloadbalancing:{region}:{account}:loadbalancer/{name}"


LOG_ACCOUNTS = dict(
    pair.split(":")
    for pair in """
    us-east-1:127311923021 us-east-2:033677994240 us-west-1:027434742980 us-west-2:797873946194
    ca-central-1:985666609251 sa-east-1:507241528517 eu-west-1:156460612806 eu-west-2:652711504416
    eu-west-3:009996457667 eu-central-1:054676820928 eu-north-1:897822967062 eu-south-1:635631232127
    ap-northeast-1:582318560864 ap-northeast-2:600734575887 ap-northeast-3:383597477331
    ap-southeast-1:114774131450 ap-southeast-2:783225319266 ap-southeast-3:589379963580
    ap-south-1:718504428378 ap-east-1:754344448648 af-south-1:098369216593 me-south-1:076674570225
    us-gov-west-1:048591011584 us-gov-east-1:190560391635 cn-north-1:638102146993 cn-northwest-1:037604701340
    """.split()
)
"""The account by which AWS writes access logs; in a newer region a service does (facts 5)."""
LOG_SERVICE = "logdelivery.elasticloadbalancing.amazonaws.com"


def log_statement(region: str, bucket: str, prefix: str) -> dict[str, Any]:
    """What the policy of a bucket must allow, so that AWS writes access logs there (facts 5)."""
    arn = f"arn:{partition(region)}"
    writer = LOG_ACCOUNTS.get(region)
    folder = f"{bucket}/{prefix}/" if prefix else f"{bucket}/"
    return {
        "Effect": "Allow",
        "Principal": {"AWS": f"{arn}:iam::{writer}:root"} if writer else {"Service": LOG_SERVICE},
        "Action": "s3:PutObject",
        "Resource": f"{arn}:s3:::{folder}AWSLogs/*/*",
    }


def region_facts(region: str) -> dict[str, str]:
    """What is known of a region without asking AWS; of a newer one, some is not."""
    facts = {
        "name": region,
        "partition": partition(region),
        "hosted_zone_id": HOSTED_ZONES.get(region, ""),
        "log_account": LOG_ACCOUNTS.get(region, ""),
    }
    return {name: value for name, value in facts.items() if value}
