# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a plain boto3 client sees, in the words of the options: a reading that owes nothing to the plugins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Shown = dict[str, Any]

NOTE = "classic.elb:out:"
DEFAULT_TLS = "ELBSecurityPolicy-2016-08"
BORN_WITH = ("canonical_hosted_zone_name", "created_time", "dns_name")
"""What a balancer is given at its birth, and its successor of the same name gets anew."""


@dataclass(frozen=True)
class Seen:
    """``shown`` is what a module has to return; the rest is what AWS knows besides.

    ``noted`` are the instances that elb_member's tags name; ``remembered`` are the draining time-out and the places of
    the logs, which AWS keeps while they are switched off (facts 1.7).
    """

    shown: Shown
    noted: frozenset[str]
    remembered: Shown

    @property
    def lasting(self) -> Shown:
        """All but what changes with every birth."""
        return {key: value for key, value in self.shown.items() if key not in BORN_WITH}


class Reader:
    def __init__(self, aws: Any) -> None:
        self.aws = aws

    def balancers(self) -> dict[str, Seen]:
        pages = self.aws.get_paginator("describe_load_balancers").paginate()
        return {
            item["LoadBalancerName"]: self._seen(item)
            for page in pages
            for item in page["LoadBalancerDescriptions"]
        }

    def _seen(self, description: Shown) -> Seen:
        name = description["LoadBalancerName"]
        answer = self.aws.describe_load_balancer_attributes(LoadBalancerName=name)
        attributes = answer["LoadBalancerAttributes"]
        policies = self.aws.describe_load_balancer_policies(LoadBalancerName=name)
        tags = self.aws.describe_tags(LoadBalancerNames=[name])["TagDescriptions"][0]["Tags"]
        values = {tag["Key"]: tag.get("Value", "") for tag in tags}
        notes = {key: value for key, value in values.items() if key.startswith(NOTE)}
        shown = {
            **_description(description, self.aws.meta.region_name),
            **_attributes(attributes),
            "policies": sorted(map(_policy, policies["PolicyDescriptions"]), key=lambda item: item["name"]),
            "tags": {key: value for key, value in values.items() if key not in notes},
        }
        remembered = {
            "connection_draining": {"enabled": True, "timeout": attributes["ConnectionDraining"]["Timeout"]},
            "access_logs": _logs({**attributes["AccessLog"], "Enabled": True}),
        }
        return Seen(shown, frozenset(" ".join(notes.values()).split()), remembered)


def source_group(owner: str, name: str, groups: Sequence[str]) -> Shown:
    """Of one security group the id is known, of several it is not known which one it is."""
    group_id = {"group_id": groups[0]} if len(groups) == 1 else {}
    return {"owner_alias": owner, "group_name": name, **group_id}


def source_first(groups: Sequence[str]) -> list[str]:
    """The first one is the source group, and the order of the others means nothing."""
    return [*groups[:1], *sorted(groups[1:])]


def _description(item: Shown, region: str) -> Shown:
    check = item["HealthCheck"]
    group = item["SourceSecurityGroup"]
    shown = {
        "name": item["LoadBalancerName"],
        "scheme": item["Scheme"],
        "subnets": sorted(item["Subnets"]),
        "availability_zones": sorted(item["AvailabilityZones"]),
        "security_groups": source_first(item["SecurityGroups"]),
        "listeners": sorted(
            map(_listener, item["ListenerDescriptions"]), key=lambda each: each["load_balancer_port"]
        ),
        "backend_servers": [
            {"instance_port": server["InstancePort"], "policy_names": sorted(server["PolicyNames"])}
            for server in sorted(item["BackendServerDescriptions"], key=lambda each: each["InstancePort"])
        ],
        "health_check": {
            "target": check["Target"],
            "interval": check["Interval"],
            "timeout": check["Timeout"],
            "healthy_threshold": check["HealthyThreshold"],
            "unhealthy_threshold": check["UnhealthyThreshold"],
        },
        "instances": sorted(instance["InstanceId"] for instance in item["Instances"]),
        "vpc_id": item.get("VPCId"),
        "dns_name": item["DNSName"],
        "canonical_hosted_zone_id": item["CanonicalHostedZoneNameID"],
        "source_security_group": source_group(
            group["OwnerAlias"], group["GroupName"], item["SecurityGroups"]
        ),
        "region": region,
        "created_time": f"{item['CreatedTime']:%Y-%m-%dT%H:%M:%S}.{item['CreatedTime'].microsecond // 1000:03}Z",
    }
    if "VPCId" in item:  # else the group is AWS' own
        place = f"arn:aws:elasticloadbalancing:{region}:{group['OwnerAlias']}"
        shown["arn"] = f"{place}:loadbalancer/{item['LoadBalancerName']}"
    if "CanonicalHostedZoneName" in item:
        shown["canonical_hosted_zone_name"] = item["CanonicalHostedZoneName"]
    unknown_to_ec2_classic = ("vpc_id", "subnets", "security_groups")
    return {key: value for key, value in shown.items() if value or key not in unknown_to_ec2_classic}


def _listener(item: Shown) -> Shown:
    listener = item["Listener"]
    shown = {
        "load_balancer_port": listener["LoadBalancerPort"],
        "protocol": listener.get("Protocol", ""),
        "instance_port": listener["InstancePort"],
        "instance_protocol": listener.get("InstanceProtocol", ""),
        "policy_names": sorted(item["PolicyNames"]),
    }
    if "SSLCertificateId" in listener:
        shown["ssl_certificate_id"] = listener["SSLCertificateId"]
    return shown


def _attributes(blocks: Shown) -> Shown:
    """Draining that is switched off is just that."""
    draining, logs = blocks["ConnectionDraining"], blocks["AccessLog"]
    extra = {item["Key"]: item["Value"] for item in blocks["AdditionalAttributes"]}
    return {
        "connection_draining": {"enabled": True, "timeout": draining["Timeout"]}
        if draining["Enabled"]
        else {"enabled": False},
        "idle_timeout": blocks["ConnectionSettings"]["IdleTimeout"],
        "cross_zone_load_balancing": blocks["CrossZoneLoadBalancing"]["Enabled"],
        "access_logs": _logs(logs),
        "desync_mitigation_mode": extra["elb.http.desyncmitigationmode"],
    }


def _logs(block: Shown) -> Shown:
    """AWS tells what it was told of logs also while they are switched off (facts 10a)."""
    told = {
        "enabled": block["Enabled"],
        "s3_bucket_prefix": block.get("S3BucketPrefix", ""),
        "emit_interval": block.get("EmitInterval", 60),
        **({"s3_bucket_name": block["S3BucketName"]} if block.get("S3BucketName") else {}),
    }
    return {"enabled": False} if told == LOGS_AT_BIRTH else told


LOGS_AT_BIRTH = {"enabled": False, "s3_bucket_prefix": "", "emit_interval": 60}


def _policy(item: Shown) -> Shown:
    """A TLS policy is its reference, or what it switches on (facts 2.5)."""
    values: dict[str, list[str]] = defaultdict(list)
    for attribute in item["PolicyAttributeDescriptions"]:
        values[attribute["AttributeName"]].append(attribute["AttributeValue"])
    if item["PolicyTypeName"] == "SSLNegotiationPolicyType":
        if "Reference-Security-Policy" in values:
            values = {"Reference-Security-Policy": values["Reference-Security-Policy"]}  # type: ignore[assignment]
        else:
            values = {key: value for key, value in values.items() if value == ["true"]}  # type: ignore[assignment]
    if item["PolicyTypeName"] == "ProxyProtocolPolicyType":
        values = {key: [each.lower() for each in value] for key, value in values.items()}  # type: ignore[assignment]
    attributes = {key: value[0] if len(value) == 1 else sorted(value) for key, value in values.items()}
    return {"name": item["PolicyName"], "type": item["PolicyTypeName"], "attributes": attributes}
