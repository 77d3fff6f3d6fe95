# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rows 1-30: the balancer's life cycle."""

from __future__ import annotations

import re
from typing import Any

from ..service import REGION, Service, as_tags, listener, refused
from ..tables import DEFAULT_ATTRIBUTES, HOSTED_ZONES
from . import row


@row(1)
def identical_repeat_of_create_answers_the_same_dns_name(service: Service) -> None:
    first = service.create(Tags=as_tags({"env": "dev"}))
    assert service.create(Tags=as_tags({"env": "dev"})).dns == first.dns
    assert service.names() == ["web"]


@row(
    2,
    cases={
        "listener": ({"Listeners": [listener("HTTP:80->HTTP:9090")]}, "parameters"),
        "scheme": ({"Scheme": "internal"}, "parameters"),
        "tags": ({"Tags": as_tags({"env": "prod"})}, "tags"),
        "no tags": ({"Tags": None}, "tags"),
    },
)
def differing_repeat_of_create_is_refused(service: Service, case: tuple[dict[str, Any], str]) -> None:
    changes, kind = case
    service.create(Tags=as_tags({"env": "dev"}))
    text = f"Load Balancer named 'web' already exists and it is configured with different {kind}."
    with refused("DuplicateLoadBalancerName", text=text if kind == "parameters" else f"different {kind}."):
        service.create(**({"Tags": as_tags({"env": "dev"})} | changes))


TOO_LONG = "LoadBalancer name cannot be longer than 32 characters"
BAD_CHARACTER = "LoadBalancer name cannot contain characters that are not letters, or digits or the dash."


@row(
    3,
    cases={
        "33 characters": ("a" * 33, TOO_LONG),
        "underscore": ("a_b", BAD_CHARACTER),
        "dot": ("a.b", BAD_CHARACTER),
        "blank": ("a b", BAD_CHARACTER),
        "letter beyond ASCII": ("straße", BAD_CHARACTER),
        "leading dash": ("-a", ""),
        "trailing dash": ("a-", ""),
    },
)
def bad_names_are_refused(service: Service, case: tuple[str, str]) -> None:
    name, text = case
    with refused("ValidationError", text=text):
        service.create(name=name)


@row(
    4,
    cases={
        "port": "HTTP:99999->HTTP:80",
        "port 0": "HTTP:0->HTTP:80",
        "instance port": "HTTP:80->HTTP:99999",
        "HTTP over TCP": "HTTP:80->TCP:80",
        "TCP over HTTP": "TCP:80->HTTP:80",
        "HTTPS over SSL": "HTTPS:443->SSL:443",
        "SSL over HTTPS": "SSL:443->HTTPS:443",
    },
)
def listener_values_are_checked(service: Service, text: str) -> None:
    with refused("ValidationError"):
        service.create(text)
    assert service.names() == []


@row(4, cases={"front end": "gopher:70->HTTP:70", "back end": "HTTP:70->gopher:70"})
def unknown_protocols_are_refused(service: Service, text: str) -> None:
    with refused("ValidationError", "UnsupportedProtocol"):
        service.create(text)


@row(4)
def unknown_scheme_is_refused(service: Service) -> None:
    with refused("InvalidScheme"):
        service.create(Scheme="bogus")


@row(5)
def zones_or_subnets_are_needed(service: Service) -> None:
    with refused("ValidationError", text="Either AvailabilityZones or SubnetIds must be specified"):
        service.create(Subnets=None, SecurityGroups=None)


@row(6)
def zones_and_subnets_exclude_each_other(service: Service) -> None:
    with refused("ValidationError", text="Only one of SubnetIds or AvailabilityZones may be specified"):
        service.create(AvailabilityZones=[f"{REGION}a"])


@row(7)
def unknown_zone_is_refused(service: Service) -> None:
    with refused("ValidationError"):
        service.create_by_zone(AvailabilityZones=["mars-1a"])


@row(8)
def unknown_subnet_is_refused(service: Service) -> None:
    with refused("SubnetNotFound"):
        service.create(Subnets=["subnet-00000000000000000"])


@row(9)
def two_subnets_of_one_zone_are_refused(service: Service) -> None:
    text = "ELB cannot be attached to multiple subnets in the same AZ."
    with refused("InvalidConfigurationRequest", text=text):
        service.create(Subnets=[service.subnet("a"), service.subnet("a", 1)])


@row(9)
def the_same_subnet_twice_is_refused(service: Service) -> None:
    with refused("InvalidConfigurationRequest"):
        service.create(Subnets=[service.subnet("a")] * 2)


@row(9)
def subnets_of_two_vpcs_are_refused(service: Service) -> None:
    with refused("InvalidConfigurationRequest"):
        service.create(Subnets=[service.subnet("a"), service.subnet("b", vpc="other_vpc")])


@row(10)
def internet_facing_needs_an_internet_gateway(service: Service) -> None:
    text = f"VPC {service.network['isolated_vpc']['id']} has no internet gateway"
    with refused("InvalidSubnet", text=text):
        service.create(Subnets=[service.subnet("a", vpc="isolated_vpc")], SecurityGroups=None)


@row(11)
def zones_follow_from_the_subnets(service: Service) -> None:
    balancer = service.create(Subnets=[service.subnet("c"), service.subnet("b")])
    assert set(balancer.describe()["AvailabilityZones"]) == {f"{REGION}b", f"{REGION}c"}


@row(12)
def a_vpc_s_default_group_is_used(service: Service) -> None:
    assert service.create(SecurityGroups=None).describe()["SecurityGroups"] == [service.group("default")]


def default_elb_groups(service: Service) -> dict[str, str]:
    groups = service.ec2.describe_security_groups()["SecurityGroups"]
    return {
        each["GroupId"]: each["Description"]
        for each in groups
        if each["GroupName"].startswith("default_elb_")
    }


@row(13)
def the_default_vpc_has_one_shared_group(service: Service) -> None:
    first, second = (
        service.create_by_zone(name=name).describe()["SecurityGroups"] for name in ("one", "two")
    )
    assert first == second
    assert default_elb_groups(service)[first[0]].startswith(
        "ELB created security group used when no security group"
    )
    for name in ("one", "two"):
        service.elb.delete_load_balancer(LoadBalancerName=name)
    assert first[0] in default_elb_groups(service), "the group stays"
    assert service.create_by_zone().describe()["SecurityGroups"] == first


@row(13)
def a_failed_create_leaves_no_group_behind(service: Service) -> None:
    before = default_elb_groups(service)
    with refused("CertificateNotFound"):
        service.create_by_zone(
            Listeners=[listener("HTTPS:443->HTTP:80", "arn:aws:acm:us-east-1:1:certificate/none")]
        )
    assert default_elb_groups(service) == before


@row(14)
def unknown_security_group_is_refused(service: Service) -> None:
    with refused("InvalidSecurityGroup"):
        service.create(SecurityGroups=["sg-00000000000000000"])


@row(
    15,
    cases={
        "duplicate key": ([{"Key": "a", "Value": "1"}, {"Key": "a", "Value": "2"}], "DuplicateTagKeys"),
        "too many": ([{"Key": f"k{n}", "Value": ""} for n in range(51)], "TooManyTags"),
    },
)
def bad_tags_create_nothing(service: Service, case: tuple[list[dict[str, str]], str]) -> None:
    tags, code = case
    with refused(code):
        service.create(Tags=tags)
    assert service.names() == []


@row(16)
def one_port_twice_in_a_create_is_refused(service: Service) -> None:
    with refused("DuplicateListener", "InvalidConfigurationRequest", "ValidationError"):
        service.create("HTTP:80->HTTP:8080", "HTTP:80->HTTP:9090")


@row(17)
def dns_name_carries_digits(service: Service) -> None:
    assert re.fullmatch(rf"web-\d+\.{REGION}\.elb\.amazonaws\.com", service.create().dns)


@row(17)
def dns_name_of_an_internal_balancer_is_prefixed(service: Service) -> None:
    assert re.fullmatch(
        rf"internal-web-\d+\.{REGION}\.elb\.amazonaws\.com", service.create(Scheme="internal").dns
    )


def create_in(service: Service, region: str) -> dict[str, Any]:
    elb, ec2 = service.client("elb", region), service.client("ec2", region)
    zone = ec2.describe_availability_zones()["AvailabilityZones"][0]["ZoneName"]
    elb.create_load_balancer(
        LoadBalancerName="web", Listeners=[listener("HTTP:80->HTTP:80")], AvailabilityZones=[zone]
    )
    description = elb.describe_load_balancers(LoadBalancerNames=["web"])["LoadBalancerDescriptions"][0]
    elb.delete_load_balancer(LoadBalancerName="web")
    return dict(description)


@row(17, cases={"Ireland": "eu-west-1.elb.amazonaws.com", "China": "cn-north-1.elb.amazonaws.com.cn"})
def dns_name_carries_the_region(service: Service, suffix: str) -> None:
    assert create_in(service, suffix.partition(".")[0])["DNSName"].endswith(f".{suffix}")


@row(18)
def internal_balancers_have_no_canonical_zone_name(service: Service) -> None:
    assert "CanonicalHostedZoneName" not in service.create(Scheme="internal").describe()


@row(19, cases={region: region for region in ("us-east-1", "eu-west-1", "cn-north-1")})
def hosted_zone_of_the_region(service: Service, region: str) -> None:
    assert create_in(service, region)["CanonicalHostedZoneNameID"] == HOSTED_ZONES[region]


@row(20)
def source_group_is_the_first_group_by_name(service: Service) -> None:
    description = service.create(SecurityGroups=[service.group("admin"), service.group("web")]).describe()
    assert description["SourceSecurityGroup"] == {
        "OwnerAlias": service.network["account_id"],
        "GroupName": "admin",
    }


@row(21)
def health_check_has_defaults_from_the_start(service: Service) -> None:
    expected = {
        "Target": "TCP:8080",
        "Interval": 30,
        "Timeout": 5,
        "UnhealthyThreshold": 2,
        "HealthyThreshold": 10,
    }
    assert service.create("HTTP:80->HTTP:8080", "TCP:81->TCP:9090").describe()["HealthCheck"] == expected


@row(22)
def attributes_have_the_api_s_defaults(service: Service) -> None:
    assert service.create().attributes() == DEFAULT_ATTRIBUTES


@row(23)
def created_time_comes_in_steps_of_10_ms(service: Service) -> None:
    times = [service.create(name=name).describe()["CreatedTime"] for name in ("one", "two", "three")]
    assert [time.microsecond % 10_000 for time in times] == [0, 0, 0]


@row(24, 56)
def the_account_has_a_quota_of_balancers(service: Service) -> None:
    for number in range(20):
        service.create(name=f"web-{number}")
    with refused("TooManyLoadBalancers"):
        service.create(name="web-20")


@row(25)
def the_missing_name_is_named(service: Service) -> None:
    service.create()
    with refused("LoadBalancerNotFound", text="There is no ACTIVE Load Balancer named 'ghost'"):
        service.elb.describe_load_balancers(LoadBalancerNames=["web", "ghost"])


@row(26)
def a_name_twice_is_described_once(service: Service) -> None:
    service.create()
    answer = service.elb.describe_load_balancers(LoadBalancerNames=["web", "web"])
    assert [each["LoadBalancerName"] for each in answer["LoadBalancerDescriptions"]] == ["web"]


@row(27)
def a_page_holds_more_than_50(service: Service) -> None:
    service.knobs(limits={"classic-load-balancers": 51})
    names = {f"web-{number}" for number in range(51)}
    for name in names:
        service.create(name=name)
    assert set(service.names()) == names


@row(27)
def a_page_holds_at_most_400(service: Service) -> None:
    service.elb.describe_load_balancers(PageSize=400)
    with refused("ValidationError"):
        service.elb.describe_load_balancers(PageSize=401)


@row(28)
def unknown_marker_is_refused(service: Service) -> None:
    service.create()
    with refused("ValidationError"):
        service.elb.describe_load_balancers(Marker="nowhere")


@row(29, cases={"Throttling": "Throttling", "DependencyThrottle": "DependencyThrottle"})
def throttling_happens(service: Service, code: str) -> None:
    answer = {"code": code, "status": 400, "message": "Rate exceeded"}
    service.knobs(faults=[{"operation": "DescribeLoadBalancers", "times": 1, "answer": answer}])
    with refused(code, text="Rate exceeded"):
        service.elb.describe_load_balancers()
    service.elb.describe_load_balancers()


@row(30)
def interfaces_linger_after_the_delete(service: Service) -> None:
    service.knobs(interface_linger_s=120)
    service.create(Subnets=[service.subnet("a"), service.subnet("b")])
    found = service.interfaces()
    assert {each["SubnetId"] for each in found} == {service.subnet("a"), service.subnet("b")}
    assert {each["RequesterId"] for each in found} == {"amazon-elb"}
    assert {each["Status"] for each in found} == {"in-use"}
    service.elb.delete_load_balancer(LoadBalancerName="web")
    service.advance(60)
    assert len(service.interfaces()) == 2
    service.advance(120)
    assert service.interfaces() == []
