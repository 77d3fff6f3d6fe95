# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rest of the account: EC2, IAM, ACM and S3 resources, looked up in moto's backends."""

from __future__ import annotations

import fnmatch
import functools
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from moto.backends import get_backend
from moto.settings import allow_unknown_region
from moto.utilities.utils import get_partition

ACCOUNT_ID = "123456789012"

_LOG_DELIVERY_SERVICE = "logdelivery.elasticloadbalancing.amazonaws.com"
# The accounts that deliver logs in the Regions opened before August 2022 (guide's table, facts 5).
_LOG_DELIVERY_ACCOUNTS = {
    "us-east-1": "127311923021",
    "us-east-2": "033677994240",
    "us-west-1": "027434742980",
    "us-west-2": "797873946194",
    "eu-central-1": "054676820928",
    "eu-west-1": "156460612806",
    "us-gov-west-1": "048591011584",
    "us-gov-east-1": "190560391635",
    "cn-north-1": "638102146993",
    "cn-northwest-1": "037604701340",
}


def has_region(name: str) -> bool:
    """moto may be told, by MOTO_ALLOW_NONEXISTENT_REGION, to have any."""
    return name in get_backend("ec2")[ACCOUNT_ID].regions or allow_unknown_region()


@dataclass(frozen=True)
class Instance:
    id: str
    state: str
    zone: str
    vpc_id: str | None


@dataclass(frozen=True)
class Subnet:
    id: str
    zone: str
    vpc_id: str
    prefix_length: int
    free_addresses: int


@dataclass(frozen=True)
class SecurityGroup:
    id: str
    name: str
    vpc_id: str


def backend(service: Any, scope: str) -> Any:
    """moto's backend of the account; the scope is a region, or a partition for IAM and S3."""
    return get_backend(service)[ACCOUNT_ID][scope]


class Estate:
    """One region of the account, read at the moment of the question."""

    def __init__(self, region: str) -> None:
        self.region = region
        self.partition = get_partition(region)
        self._ec2 = backend("ec2", region)

    # -- networks -----------------------------------------------------------------------------------

    def zones(self) -> list[str]:
        return [zone.name for zone in self._ec2.describe_availability_zones()]

    def subnet(self, subnet_id: str) -> Subnet | None:
        return next((each for each in self._subnets() if each.id == subnet_id), None)

    def default_vpc(self) -> str | None:
        vpc = self._ec2.get_default_vpc()
        return vpc.id if vpc else None

    def default_subnet(self, zone: str) -> Subnet | None:
        defaults = (each for each in self._raw_subnets() if each.default_for_az in (True, "true"))
        return next((_subnet(each) for each in defaults if each.availability_zone == zone), None)

    def has_internet_gateway(self, vpc_id: str) -> bool:
        """A default VPC comes with its gateway; moto leaves that one out."""
        attached = (gateway.vpc for gateway in self._ec2.internet_gateways.values())
        return vpc_id == self.default_vpc() or any(vpc and vpc.id == vpc_id for vpc in attached)

    def _subnets(self) -> Iterable[Subnet]:
        return map(_subnet, self._raw_subnets())

    def _raw_subnets(self) -> list[Any]:
        return [subnet for zone in self._ec2.subnets.values() for subnet in zone.values()]

    # -- security groups ----------------------------------------------------------------------------

    def security_group(self, group_id: str) -> SecurityGroup | None:
        return next((each for each in self.security_groups() if each.id == group_id), None)

    def security_groups(self, vpc_id: str | None = None) -> list[SecurityGroup]:
        """Of one VPC, or all."""
        groups = [each for vpc in self._ec2.groups.values() for each in vpc.values()]
        return [
            SecurityGroup(each.id, each.name, each.vpc_id) for each in groups if vpc_id in (None, each.vpc_id)
        ]

    def create_security_group(self, name: str, description: str, vpc_id: str) -> SecurityGroup:
        group = self._ec2.create_security_group(name, description, vpc_id=vpc_id)
        return SecurityGroup(group.id, group.name, group.vpc_id)

    # -- instances ----------------------------------------------------------------------------------

    def instances(self) -> Mapping[str, Instance]:
        """Past moto's own listing, which copies all reservations."""
        reservations = list(self._ec2.reservations.values())
        return {
            each.id: _instance(each, each.state)
            for reservation in reservations
            for each in reservation.instances
        }

    # -- certificates and buckets -------------------------------------------------------------------

    def has_certificate(self, arn: str) -> bool:
        if ":server-certificate/" in arn:
            return backend("iam", self.partition).get_certificate_by_arn(arn) is not None
        return arn in backend("acm", self.region)._certificates

    def bucket_accepts_logs(self, bucket_name: str, key: str) -> bool:
        """Same region, and a policy that lets the log delivery write that key."""
        bucket = backend("s3", self.partition).buckets.get(bucket_name)
        if bucket is None or bucket.region_name != self.region or not bucket.policy:
            return False
        statements = json.loads(bucket.policy).get("Statement", [])
        target = f"arn:{self.partition}:s3:::{bucket_name}/{key}"
        return any(self._permits(each, target) for each in _as_list(statements))

    def write_object(self, bucket_name: str, key: str, body: bytes) -> None:
        backend("s3", self.partition).put_object(bucket_name, key, body)

    def _permits(self, statement: Mapping[str, Any], target: str) -> bool:
        account = _LOG_DELIVERY_ACCOUNTS.get(self.region, "")
        trusted = {_LOG_DELIVERY_SERVICE, account, f"arn:{self.partition}:iam::{account}:root", "*"} - {""}
        principal = statement.get("Principal", {})
        given = principal.values() if isinstance(principal, Mapping) else [principal]
        principals = {each for value in given for each in _as_list(value)}
        return (
            statement.get("Effect") == "Allow"
            and bool(principals & trusted)
            and any(fnmatch.fnmatch("s3:PutObject", each) for each in _as_list(statement.get("Action", [])))
            and any(fnmatch.fnmatch(target, each) for each in _as_list(statement.get("Resource", [])))
        )


@functools.lru_cache(4096)
def _instance(raw: Any, state: str) -> Instance:
    """Looked up once for each of its states: moto searches all networks for where an instance is."""
    return Instance(raw.id, state, raw.availability_zone, raw.vpc_id)


def _subnet(raw: Any) -> Subnet:
    return Subnet(
        raw.id, raw.availability_zone, raw.vpc_id, raw.cidr.prefixlen, raw.available_ip_address_count
    )


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
