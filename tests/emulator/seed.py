# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The network that every emulator starts with (its shape is described in README.md)."""

from __future__ import annotations

import datetime
import json
from functools import cache
from itertools import cycle, islice
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from .estate import ACCOUNT_ID, backend
from .rules.network import DEFAULT_GROUP_PREFIX

REGION = "us-east-1"
LOG_BUCKET = "elb-logs"
PRIVATE_BUCKET = "no-logs"

Network = dict[str, Any]
"""What is there beside balancers, by kind: VPCs, instances, certificates and so on."""


@cache
def seed_network() -> Network:
    """Made once for a process, because moto's resources belong to the process."""
    shop = _vpc("shop", "10.0", {"us-east-1a": 2, "us-east-1b": 2, "us-east-1c": 2}, ("web", "admin", "db"))
    other = _vpc("other", "10.1", {"us-east-1a": 2, "us-east-1b": 2}, ("web",))
    isolated = _vpc("isolated", "10.2", {"us-east-1a": 1, "us-east-1b": 1}, ("web",), gateway=False)
    return {
        "region": REGION,
        "account_id": ACCOUNT_ID,
        "default_vpc": _default_vpc(),
        "vpc": shop,
        "other_vpc": other,
        "isolated_vpc": isolated,
        "instances": _instances("app", 60, shop),
        "other_instances": _instances("other-app", 2, other),
        "certificates": _certificates(),
        "buckets": _buckets(),
    }


def restore_network(network: Network) -> None:
    """Start what a test has stopped, take away the group that the service made in the default VPC.

    An instance that was terminated comes back too, but without its disk and network interface.
    """
    ec2 = backend("ec2", REGION)
    seeded = {*network.get("instances", []), *network.get("other_instances", [])}
    for instance in ec2.all_instances():
        if instance.id in seeded and instance.state != "running":
            instance.start()
    groups = ec2.groups[ec2.get_default_vpc().id]
    for group_id in [each.id for each in groups.values() if each.name.startswith(DEFAULT_GROUP_PREFIX)]:
        del groups[group_id]


def _vpc(
    name: str, prefix: str, zones: dict[str, int], groups: tuple[str, ...], gateway: bool = True
) -> dict[str, Any]:
    ec2 = backend("ec2", REGION)
    vpc = ec2.create_vpc(f"{prefix}.0.0/16", tags=[_name(name)])
    places = [(zone, number) for zone, count in zones.items() for number in range(1, count + 1)]
    subnets = []
    for index, (zone, number) in enumerate(places):
        label = f"{name}-{zone[-1]}{number}"
        subnet = ec2.create_subnet(vpc.id, f"{prefix}.{index}.0/24", availability_zone=zone)
        subnet.add_tag("Name", label)
        subnets.append({"id": subnet.id, "zone": zone, "name": label})
    if gateway:
        _attach_gateway(vpc.id, name)
    for group in groups:
        ec2.create_security_group(group, f"{group} of {name}", vpc_id=vpc.id, tags={"Name": group})
    return {"id": vpc.id, "name": name, "subnets": subnets, "security_groups": _groups(vpc.id)}


def _default_vpc() -> dict[str, Any]:
    ec2 = backend("ec2", REGION)
    vpc = ec2.get_default_vpc()
    vpc.add_tag("Name", "default")
    subnets = {
        each.availability_zone: each
        for zone in ec2.subnets.values()
        for each in zone.values()
        if each.vpc_id == vpc.id
    }
    for zone, subnet in subnets.items():
        subnet.add_tag("Name", f"default-{zone[-1]}")
    _attach_gateway(vpc.id, "default")
    return {
        "id": vpc.id,
        "subnets": {zone: subnet.id for zone, subnet in subnets.items()},
        "security_groups": _groups(vpc.id),
    }


def _attach_gateway(vpc_id: str, name: str) -> None:
    ec2 = backend("ec2", REGION)
    gateway = ec2.create_internet_gateway(tags=[_name(name)])
    ec2.attach_internet_gateway(gateway.id, vpc_id)


def _groups(vpc_id: str) -> dict[str, str]:
    ec2 = backend("ec2", REGION)
    groups = ec2.groups[vpc_id].values()
    for group in groups:
        group.add_tag("Name", group.name)
    return {group.name: group.id for group in groups}


def _instances(name: str, count: int, vpc: dict[str, Any]) -> list[str]:
    """Spread over the zones: one subnet after the other."""
    ec2 = backend("ec2", REGION)
    ids = []
    for number, subnet in enumerate(islice(cycle(vpc["subnets"]), count), start=1):
        reservation = ec2.run_instances(
            "ami-12345678",
            1,
            None,
            [],
            instance_type="t3.micro",
            is_instance_type_default=True,  # else moto looks for it among all types, each time
            region_name=REGION,
            subnet_id=subnet["id"],
            security_group_ids=[vpc["security_groups"]["web"]],
            tags={"instance": {"Name": f"{name}-{number}"}},
        )
        ids += [instance.id for instance in reservation.instances]
    return ids


def _certificates() -> dict[str, list[str]]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    iam = backend("iam", "aws")
    uploaded = [
        iam.upload_server_certificate(name, _certificate(key, name).decode(), private.decode(), path="/")
        for name in (f"web-{number}" for number in range(1, 13))
    ]
    acm = backend("acm", REGION)
    imported = [
        acm.import_certificate(
            _certificate(key, f"acm-{number}"), private, None, None, [_name(f"acm-{number}")]
        )
        for number in range(1, 4)
    ]
    return {"iam": [certificate.arn for certificate in uploaded], "acm": imported}


def _certificate(key: rsa.RSAPrivateKey, host: str) -> bytes:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{host}.example.com")])
    start = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=1)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + datetime.timedelta(days=365))
        .sign(key, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.PEM)


def _buckets() -> dict[str, str]:
    s3 = backend("s3", "aws")
    for name in (LOG_BUCKET, PRIVATE_BUCKET):
        s3.create_bucket(name, REGION)
    principals = [
        {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
        {"AWS": "arn:aws:iam::127311923021:root"},
    ]
    statements = [
        {
            "Effect": "Allow",
            "Principal": principal,
            "Action": "s3:PutObject",
            "Resource": f"arn:aws:s3:::{LOG_BUCKET}/*",
        }
        for principal in principals
    ]
    policy = {"Version": "2012-10-17", "Statement": statements}
    s3.put_bucket_policy(LOG_BUCKET, json.dumps(policy).encode())
    return {"logs": LOG_BUCKET, "private": PRIVATE_BUCKET}


def _name(value: str) -> dict[str, str]:
    return {"Key": "Name", "Value": value}
