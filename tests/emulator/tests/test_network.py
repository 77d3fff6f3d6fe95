# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The seeded network: what every test may rely on."""

from __future__ import annotations

from typing import Any

import pytest

from .service import REGION, Service


def test_the_shape(service: Service) -> None:
    network = service.network
    assert network.keys() == {
        "region", "account_id", "default_vpc", "vpc", "other_vpc", "isolated_vpc", "instances", "other_instances",
        "certificates", "buckets",
    }  # fmt: skip
    assert network["region"] == REGION
    assert network["account_id"] == service.client("sts").get_caller_identity()["Account"]
    assert (len(network["instances"]), len(network["other_instances"])) == (60, 2)
    assert {issuer: len(arns) for issuer, arns in network["certificates"].items()} == {"iam": 12, "acm": 3}
    assert network["buckets"].keys() == {"logs", "private"}


@pytest.mark.parametrize(("vpc", "zones"), [("vpc", "aabbcc"), ("other_vpc", "ab"), ("isolated_vpc", "ab")])
def test_vpcs(service: Service, vpc: str, zones: str) -> None:
    place: dict[str, Any] = service.network[vpc]
    subnets = {each["id"]: each for each in place["subnets"]}
    found = service.ec2.describe_subnets(SubnetIds=list(subnets))["Subnets"]
    assert {each["SubnetId"]: (each["AvailabilityZone"], each["VpcId"]) for each in found} == {
        key: (each["zone"], place["id"]) for key, each in subnets.items()
    }
    assert {each["zone"] for each in place["subnets"]} == {REGION + zone for zone in zones}
    if vpc == "vpc":
        assert sorted(each["zone"] for each in place["subnets"]) == [REGION + zone for zone in zones]
    gateways = service.ec2.describe_internet_gateways(
        Filters=[{"Name": "attachment.vpc-id", "Values": [place["id"]]}]
    )
    assert bool(gateways["InternetGateways"]) == (vpc != "isolated_vpc")


def test_the_default_vpc(service: Service) -> None:
    place = service.network["default_vpc"]
    (found,) = service.ec2.describe_vpcs(Filters=[{"Name": "is-default", "Values": ["true"]}])["Vpcs"]
    assert found["VpcId"] == place["id"]
    subnets = service.ec2.describe_subnets(SubnetIds=list(place["subnets"].values()))["Subnets"]
    assert {each["AvailabilityZone"]: each["SubnetId"] for each in subnets} == place["subnets"]


def test_security_groups(service: Service) -> None:
    assert service.network["vpc"]["security_groups"].keys() >= {"default", "web", "admin", "db"}
    for vpc in ("vpc", "other_vpc", "isolated_vpc", "default_vpc"):
        for name, group in service.network[vpc]["security_groups"].items():
            (found,) = service.ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"]
            assert (found["GroupName"], found["VpcId"]) == (name, service.network[vpc]["id"])


def test_groups_are_never_shown_as_they_were(service: Service) -> None:
    """Whoever changes them: EC2's clients, the service, or a reset."""
    vpc = service.network["default_vpc"]["id"]

    def names() -> set[str]:
        found = service.ec2.describe_security_groups(Filters=[{"Name": "vpc-id", "Values": [vpc]}])
        return {each["GroupName"] for each in found["SecurityGroups"]}

    before = names()
    made = service.ec2.create_security_group(GroupName="made", Description="made", VpcId=vpc)["GroupId"]
    assert names() == before | {"made"}
    service.ec2.delete_security_group(GroupId=made)
    assert names() == before
    service.create_by_zone()
    assert [each.startswith("default_elb_") for each in names() - before] == [True]
    service.reset()
    assert names() == before


def test_subnets_are_never_shown_as_they_were(service: Service) -> None:
    subnet = service.subnet("a")

    def seen() -> tuple[int, dict[str, str]]:
        found = service.ec2.describe_subnets(SubnetIds=[subnet])["Subnets"][0]
        return found["AvailableIpAddressCount"], {each["Key"]: each["Value"] for each in found["Tags"]}

    free, tags = seen()
    service.create()
    assert seen() == (free - 1, tags)
    service.ec2.create_tags(Resources=[subnet], Tags=[{"Key": "new", "Value": "tag"}])
    assert seen() == (free - 1, {**tags, "new": "tag"})
    service.ec2.delete_tags(Resources=[subnet], Tags=[{"Key": "new"}])
    assert seen() == (free - 1, tags)
    service.reset()
    assert seen() == (free, tags)


@pytest.mark.parametrize(("instances", "vpc"), [("instances", "vpc"), ("other_instances", "other_vpc")])
def test_instances(service: Service, instances: str, vpc: str) -> None:
    found = service.ec2.describe_instances(InstanceIds=service.network[instances])["Reservations"]
    states = {(each["State"]["Name"], each["VpcId"]) for place in found for each in place["Instances"]}
    assert states == {("running", service.network[vpc]["id"])}


def test_certificates(service: Service) -> None:
    uploaded = service.client("iam").list_server_certificates()["ServerCertificateMetadataList"]
    assert {each["Arn"] for each in uploaded} >= set(service.network["certificates"]["iam"])
    issued = service.client("acm").list_certificates()["CertificateSummaryList"]
    assert {each["CertificateArn"] for each in issued} >= set(service.network["certificates"]["acm"])


def test_without_seed(service: Service) -> None:
    from emulator import Emulator

    service.create()
    with Emulator(seed=False) as other:
        assert other.network == {}
        assert Service(other.url, {}, other).names() == []
    assert service.names() == ["web"]
