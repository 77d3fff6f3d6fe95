# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is fixed for each region: the hosted zone of its balancers, who writes their logs. Private to classic.elb.

Sources: facts 2.7 and 5; the accounts of the commercial regions are in the user guide's page on access logs.
"""

from __future__ import annotations

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


def partition(region: str) -> str:
    """The first part of every ARN after ``arn:`` (facts 8)."""
    for prefix, name in (("cn-", "aws-cn"), ("us-gov-", "aws-us-gov"), ("us-isob-", "aws-iso-b")):
        if region.startswith(prefix):
            return name
    return "aws-iso" if region.startswith("us-iso-") else "aws"


def dns_suffix(region: str) -> str:
    return "amazonaws.com.cn" if partition(region) == "aws-cn" else "amazonaws.com"
