# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What EC2 tells of a balancer's surroundings: subnets, groups, instances, interfaces. Private to classic.elb.

What has no id, or does not exist, is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Callable

from ansible_collections.classic.elb.plugins.module_utils._model.batches import batches
from ansible_collections.classic.elb.plugins.module_utils._model.members import Instance
from ansible_collections.classic.elb.plugins.module_utils._model.state import Network
from ansible_collections.classic.elb.plugins.module_utils._service.client import Client

FREE_ADDRESSES = 8
LONGEST_PREFIX = 27
FILTER_VALUES = 200
"""The most that EC2 takes in one request."""


def read_subnets(client: Client, subnets: frozenset[str], zones: frozenset[str]) -> Network:
    """The zone and VPC of these subnets, and the default subnets of these zones.

    What does not exist, or has no id, zone or VPC, is left out.
    """
    queries = []
    if subnets:
        queries.append([{"Name": "subnet-id", "Values": sorted(subnets)}])
    if zones:
        queries.append(
            [
                {"Name": "availability-zone", "Values": sorted(zones)},
                {"Name": "default-for-az", "Values": ["true"]},
            ]
        )
    answers = [client.start("DescribeSubnets", service="ec2", Filters=filters) for filters in queries]
    found = [
        subnet
        for answer in answers
        for subnet in answer.result().get("Subnets", ())
        if subnet.keys() >= {"SubnetId", "AvailabilityZone", "VpcId"}
    ]
    return Network(
        region=client.connection.region,
        was_read=True,
        zones={subnet["SubnetId"]: subnet["AvailabilityZone"] for subnet in found},
        vpcs={subnet["SubnetId"]: subnet["VpcId"] for subnet in found},
        cramped={subnet["SubnetId"]: why for subnet in found if (why := _cramped(subnet))},
        default_subnets={
            subnet["AvailabilityZone"]: subnet["SubnetId"] for subnet in found if subnet.get("DefaultForAz")
        },
    )


def _cramped(subnet: Mapping[str, Any]) -> str:
    """Why it has no room for a balancer (facts 1.1); blank where it has, or EC2 does not tell."""
    free = subnet.get("AvailableIpAddressCount", FREE_ADDRESSES)
    if free < FREE_ADDRESSES:
        return f"has {free} free addresses, and a balancer takes a subnet with at least {FREE_ADDRESSES}"
    length = subnet.get("CidrBlock", "").rpartition("/")[2]
    if length.isdecimal() and int(length) > LONGEST_PREFIX:
        return f"is a /{length}, and a balancer takes a subnet of /{LONGEST_PREFIX} or larger"
    return ""


def read_security_groups(client: Client, vpc_id: str) -> dict[str, str]:
    """The names of the security groups of a VPC, by id."""
    pages = client.pages(
        "DescribeSecurityGroups", service="ec2", Filters=[{"Name": "vpc-id", "Values": [vpc_id]}]
    )
    return _group_names(pages)


def start_group_names(client: Client, groups: set[str]) -> Callable[[], dict[str, str]]:
    """Ask EC2 for the names of security groups. What is returned waits for them, and tells them by id."""
    answers = [
        client.start("DescribeSecurityGroups", service="ec2", Filters=[{"Name": "group-id", "Values": some}])
        for some in batches(sorted(groups), FILTER_VALUES)
    ]
    return lambda: _group_names(answer.result() for answer in answers)


def _group_names(answers: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    return {
        group["GroupId"]: group.get("GroupName", "")
        for answer in answers
        for group in answer.get("SecurityGroups", ())
        if "GroupId" in group
    }


def read_instances(client: Client, ids: Iterable[str]) -> Mapping[str, Instance]:
    """What EC2 says of these instances; those that do not exist are left out. What it does not tell is blank."""
    answers = [
        client.start("DescribeInstances", service="ec2", Filters=[{"Name": "instance-id", "Values": some}])
        for some in batches(sorted(ids), FILTER_VALUES)
    ]
    return {
        instance["InstanceId"]: Instance(
            state=instance.get("State", {}).get("Name", ""),
            vpc_id=instance.get("VpcId", ""),
            zone=instance.get("Placement", {}).get("AvailabilityZone", ""),
        )
        for answer in answers
        for reservation in answer.result().get("Reservations", ())
        for instance in reservation.get("Instances", ())
        if "InstanceId" in instance
    }


def read_interfaces(client: Client, name: str) -> list[dict[str, Any]]:
    """The network interfaces of the balancer, and of those that had its name before."""
    filters = [{"Name": "description", "Values": [f"ELB {name}"]}]
    pages = client.pages("DescribeNetworkInterfaces", service="ec2", Filters=filters)
    return [interface for page in pages for interface in page.get("NetworkInterfaces", ())]
