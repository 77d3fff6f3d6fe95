# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Stock moto's server with a network like the emulator's: prints its address as JSON and serves until stdin closes."""

from __future__ import annotations

import json
import logging
import sys
from typing import Any

import boto3
from moto.server import ThreadedMotoServer

REGION = "us-east-1"


def main() -> None:
    logging.getLogger("werkzeug").disabled = True
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    url = f"http://{host}:{port}"
    print(json.dumps({"url": url, "network": seed(url)}), flush=True)
    sys.stdin.read()
    server.stop()


def seed(url: str) -> dict[str, Any]:
    session = boto3.Session("testing", "testing", region_name=REGION)
    ec2, iam, acm, s3, sts = (
        session.client(name, endpoint_url=url) for name in ("ec2", "iam", "acm", "s3", "sts")
    )
    vpc = make_vpc(ec2, "10.1", zones="aabbcc", groups=("web", "admin", "db"))
    other_vpc = make_vpc(ec2, "10.2", zones="ab", groups=("web",))
    for bucket in ("logs", "private"):
        s3.create_bucket(Bucket=bucket)
    return {
        "region": REGION,
        "account_id": sts.get_caller_identity()["Account"],
        "default_vpc": default_vpc(ec2),
        "vpc": vpc,
        "other_vpc": other_vpc,
        "isolated_vpc": make_vpc(ec2, "10.3", zones="ab", gateway=False),
        "instances": run_instances(ec2, vpc["subnets"][0]["id"], 6),
        "other_instances": run_instances(ec2, other_vpc["subnets"][0]["id"], 2),
        "certificates": {"iam": [upload(iam, f"c{n}") for n in range(3)], "acm": [request(acm)]},
        "buckets": {"logs": "logs", "private": "private"},
    }


def make_vpc(
    ec2: Any, prefix: str, zones: str, groups: tuple[str, ...] = (), gateway: bool = True
) -> dict[str, Any]:
    vpc = ec2.create_vpc(CidrBlock=f"{prefix}.0.0/16")["Vpc"]["VpcId"]
    if gateway:
        made = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
        ec2.attach_internet_gateway(InternetGatewayId=made, VpcId=vpc)
    subnets = []
    for number, letter in enumerate(zones):
        zone, cidr = f"{REGION}{letter}", f"{prefix}.{number}.0/24"
        made = ec2.create_subnet(VpcId=vpc, CidrBlock=cidr, AvailabilityZone=zone)["Subnet"]["SubnetId"]
        subnets.append({"id": made, "zone": zone, "name": f"{letter}{number}"})
    for group in groups:
        ec2.create_security_group(GroupName=group, Description=group, VpcId=vpc)
    return {"id": vpc, "name": prefix, "subnets": subnets, "security_groups": groups_of(ec2, vpc)}


def default_vpc(ec2: Any) -> dict[str, Any]:
    vpc = ec2.describe_vpcs(Filters=[{"Name": "is-default", "Values": ["true"]}])["Vpcs"][0]["VpcId"]
    subnets = ec2.describe_subnets(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["Subnets"]
    zones = {subnet["AvailabilityZone"]: subnet["SubnetId"] for subnet in subnets}
    return {"id": vpc, "subnets": zones, "security_groups": groups_of(ec2, vpc)}


def groups_of(ec2: Any, vpc: str) -> dict[str, str]:
    groups = ec2.describe_security_groups(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["SecurityGroups"]
    return {group["GroupName"]: group["GroupId"] for group in groups}


def run_instances(ec2: Any, subnet: str, count: int) -> list[str]:
    made = ec2.run_instances(ImageId="ami-12c6146b", MinCount=count, MaxCount=count, SubnetId=subnet)
    return [instance["InstanceId"] for instance in made["Instances"]]


def upload(iam: Any, name: str) -> str:
    made = iam.upload_server_certificate(ServerCertificateName=name, CertificateBody="body", PrivateKey="key")
    return str(made["ServerCertificateMetadata"]["Arn"])


def request(acm: Any) -> str:
    return str(acm.request_certificate(DomainName="stock.example")["CertificateArn"])


if __name__ == "__main__":
    main()
