# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Creating, deleting and describing balancers (facts 1.1, 2.1, 2.2)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from .rows.balancers import create_in
from .service import (
    DEFAULT_POLICY,
    REGION,
    Balancer,
    Service,
    as_tags,
    health_check,
    in_order,
    listener,
    refused,
)
from .tables import DEFAULT_ATTRIBUTES, DESYNC, HOSTED_ZONES


def expected_description(service: Service, dns: str, **changes: Any) -> dict[str, Any]:
    plain = {"Protocol": "HTTP", "LoadBalancerPort": 80, "InstanceProtocol": "HTTP", "InstancePort": 8080}
    return {
        "LoadBalancerName": "web",
        "DNSName": dns,
        "CanonicalHostedZoneName": dns,
        "CanonicalHostedZoneNameID": HOSTED_ZONES[REGION],
        "ListenerDescriptions": [{"Listener": plain, "PolicyNames": []}],
        "Policies": {
            "AppCookieStickinessPolicies": [],
            "LBCookieStickinessPolicies": [],
            "OtherPolicies": [],
        },
        "BackendServerDescriptions": [],
        "AvailabilityZones": [f"{REGION}a"],
        "Subnets": [service.subnet("a")],
        "VPCId": service.network["vpc"]["id"],
        "Instances": [],
        "HealthCheck": health_check("TCP:8080"),
        "SourceSecurityGroup": {"OwnerAlias": service.network["account_id"], "GroupName": "web"},
        "SecurityGroups": [service.group("web")],
        "Scheme": "internet-facing",
    } | changes


def test_description_of_a_new_balancer(service: Service) -> None:
    balancer = service.create()
    found = balancer.describe()
    assert found.pop("CreatedTime").tzinfo
    assert found == expected_description(service, balancer.dns)


def test_description_of_a_new_internal_balancer(service: Service) -> None:
    balancer = service.create(Scheme="internal")
    found = balancer.describe()
    assert found.pop("CreatedTime").tzinfo
    expected = expected_description(service, balancer.dns, Scheme="internal")
    del expected["CanonicalHostedZoneName"]
    assert found == expected


def test_description_of_a_new_balancer_in_the_default_vpc(service: Service) -> None:
    found = service.create_by_zone(zones="ab").describe()
    assert set(found["AvailabilityZones"]) == {f"{REGION}a", f"{REGION}b"}
    assert set(found["Subnets"]) == {service.default_subnet("a"), service.default_subnet("b")}
    assert found["VPCId"] == service.network["default_vpc"]["id"]
    assert found["SourceSecurityGroup"]["GroupName"].startswith("default_elb_")


def test_created_time_is_now(service: Service) -> None:
    created = service.create().describe()["CreatedTime"]
    assert abs(datetime.now(UTC) - created) < timedelta(minutes=1)


def test_a_group_may_be_chosen_in_the_default_vpc(service: Service) -> None:
    group = service.group("default", "default_vpc")
    assert service.create_by_zone(SecurityGroups=[group]).describe()["SecurityGroups"] == [group]


@pytest.mark.parametrize("name", ["a", "A" * 32, "0-9", "Web-1"])
def test_names_are_kept(service: Service, name: str) -> None:
    assert service.create(name=name).describe()["LoadBalancerName"] == name


def test_names_differ_by_case(service: Service) -> None:
    assert service.create(name="web").dns != service.create(name="Web").dns
    assert set(service.names()) == {"web", "Web"}


def test_internal_needs_no_internet_gateway(service: Service) -> None:
    balancer = service.create(
        Scheme="internal", Subnets=[service.subnet("a", vpc="isolated_vpc")], SecurityGroups=None
    )
    assert balancer.describe()["VPCId"] == service.network["isolated_vpc"]["id"]


@pytest.mark.parametrize(
    "changes",
    [{"Listeners": []}, {"LoadBalancerName": ""}, {"SecurityGroups": None, "Subnets": []}],
    ids=["listeners", "name", "subnets"],
)
def test_empty_values_are_refused(service: Service, changes: dict[str, Any]) -> None:
    with refused("ValidationError"):
        service.create(**changes)
    assert service.names() == []


def test_groups_of_another_vpc_are_refused(service: Service) -> None:
    foreign = service.group("web", "other_vpc")
    text = f"Security group '{foreign}' does not belong to VPC '{service.network['vpc']['id']}'"
    with refused("InvalidConfigurationRequest", text=text):
        service.create(SecurityGroups=[foreign])


def test_subnets_need_room(service: Service) -> None:
    vpc = service.network["vpc"]["id"]
    network = service.ec2.describe_vpcs(VpcIds=[vpc])["Vpcs"][0]["CidrBlock"].rsplit(".", 2)[0]
    made = service.ec2.create_subnet(
        VpcId=vpc, CidrBlock=f"{network}.250.0/28", AvailabilityZone=f"{REGION}a"
    )
    small = made["Subnet"]["SubnetId"]
    with refused("InvalidSubnet"):
        service.create(Subnets=[small])
    service.ec2.delete_subnet(SubnetId=small)  # what happens to EC2 stays for the session


def test_zones_need_a_default_vpc(service: Service) -> None:
    region = "me-central-1"  # no other test is there: what happens to EC2 stays for the session
    ec2, elb = service.client("ec2", region), service.client("elb", region)
    vpc = [{"Name": "is-default", "Values": ["true"]}]
    (default,) = ec2.describe_vpcs(Filters=vpc)["Vpcs"]
    for subnet in ec2.describe_subnets(Filters=[{"Name": "vpc-id", "Values": [default["VpcId"]]}])["Subnets"]:
        ec2.delete_subnet(SubnetId=subnet["SubnetId"])
    ec2.delete_vpc(VpcId=default["VpcId"])
    with refused("InvalidConfigurationRequest", text="Default VPC not found"):
        elb.create_load_balancer(
            LoadBalancerName="web", Listeners=[listener("HTTP:80->HTTP:80")], AvailabilityZones=[f"{region}a"]
        )


DECISIVE: dict[str, Any] = {
    "a listener more": lambda web: web.create_load_balancer_listeners(Listeners=[listener("TCP:81->TCP:81")]),
    "a listener less": lambda web: web.delete_load_balancer_listeners(LoadBalancerPorts=[80]),
    "a tag more": lambda web: web.add_tags({"added": "later"}),
    "a tag less": lambda web: web.remove_tags("env"),
}
INDIFFERENT: dict[str, Any] = {
    "health check": lambda web: web.configure_health_check(HealthCheck=health_check("TCP:81")),
    "attributes": lambda web: web.modify(ConnectionSettings={"IdleTimeout": 30}),
    "policies": lambda web: web.add_sticky(),
}


def made_by_zone(service: Service) -> Balancer:
    return service.create_by_zone("HTTP:80->HTTP:8080", "TCP:82->TCP:82", Tags=as_tags({"env": "dev"}))


@pytest.mark.parametrize("change", DECISIVE.values(), ids=DECISIVE)
def test_a_repeat_after_a_change_is_refused(service: Service, change: Any) -> None:
    change(made_by_zone(service))
    with refused("DuplicateLoadBalancerName"):
        made_by_zone(service)


def test_a_repeat_after_a_change_of_zones_is_refused(service: Service) -> None:
    made_by_zone(service).attach_load_balancer_to_subnets(Subnets=[service.default_subnet("c")])
    with refused("DuplicateLoadBalancerName"):
        made_by_zone(service)


@pytest.mark.parametrize("change", INDIFFERENT.values(), ids=INDIFFERENT)
def test_a_repeat_ignores_what_create_does_not_set(service: Service, change: Any) -> None:
    balancer = made_by_zone(service)
    change(balancer)
    before = in_order([balancer.describe(), balancer.attributes()])
    assert made_by_zone(service).dns == balancer.dns
    assert in_order([balancer.describe(), balancer.attributes()]) == before


def test_an_identical_repeat_is_fine_at_the_quota(service: Service) -> None:
    first, *_others = [service.create(name=f"web-{number}") for number in range(20)]
    assert service.create(name=first.name).dns == first.dns


def test_delete_forgets_everything(service: Service) -> None:
    old = service.create("HTTP:80->HTTP:8080", "HTTPS:443->HTTP:8080", Tags=as_tags({"env": "dev"}))
    old.set_policies(80, old.add_sticky())
    old.set_backend_policies(8080, old.add_proxy())
    old.register(service.instances(0, 1))
    old.configure_health_check(HealthCheck=health_check("HTTP:80/"))
    old.modify(
        ConnectionSettings={"IdleTimeout": 30}, AdditionalAttributes=[{"Key": DESYNC, "Value": "monitor"}]
    )
    service.elb.delete_load_balancer(LoadBalancerName="web")
    with refused("LoadBalancerNotFound"):
        old.describe()
    new = service.create()
    found = new.describe()
    assert new.dns != old.dns
    assert new.tags() == {}
    assert new.attributes() == DEFAULT_ATTRIBUTES
    del found["CreatedTime"]
    assert found == expected_description(service, new.dns)


def test_deleting_what_is_not_there_is_fine(service: Service) -> None:
    service.create()
    for _twice in range(2):
        service.elb.delete_load_balancer(LoadBalancerName="web")
    service.elb.delete_load_balancer(LoadBalancerName="ghost")
    assert service.names() == []


def test_describe_without_names_is_empty_at_first(service: Service) -> None:
    answer = service.elb.describe_load_balancers()
    assert answer["LoadBalancerDescriptions"] == []
    assert "NextMarker" not in answer


def test_pages(service: Service) -> None:
    names = {f"web-{number}" for number in range(7)}
    for name in names:
        service.create(name=name)
    sizes, seen, page = [], [], {"NextMarker": ""}
    while "NextMarker" in page:
        marker = {"Marker": page["NextMarker"]} if page["NextMarker"] else {}
        page = service.elb.describe_load_balancers(PageSize=3, **marker)
        sizes.append(len(page["LoadBalancerDescriptions"]))
        seen += [each["LoadBalancerName"] for each in page["LoadBalancerDescriptions"]]
    assert sizes == [3, 3, 1]
    assert len(seen) == 7
    assert set(seen) == names
    pages = service.elb.get_paginator("describe_load_balancers").paginate(PaginationConfig={"PageSize": 2})
    assert [each["LoadBalancerName"] for page in pages for each in page["LoadBalancerDescriptions"]] == seen


def test_a_full_last_page_is_the_last(service: Service) -> None:
    for name in ("one", "two"):
        service.create(name=name)
    assert "NextMarker" not in service.elb.describe_load_balancers(PageSize=2)


def test_pages_have_at_least_one(service: Service) -> None:
    with refused("ValidationError"):
        service.client("elb", validate=False).describe_load_balancers(PageSize=0)


def test_pages_of_account_limits(service: Service) -> None:
    whole = service.elb.describe_account_limits()
    assert "NextMarker" not in whole
    pages = list(
        service.elb.get_paginator("describe_account_limits").paginate(PaginationConfig={"PageSize": 1})
    )
    assert [len(page["Limits"]) for page in pages] == [1, 1, 1]
    assert [limit for page in pages for limit in page["Limits"]] == whole["Limits"]


def test_only_the_named_are_described(service: Service) -> None:
    for name in ("one", "two", "three"):
        service.create(name=name)
    answer = service.elb.describe_load_balancers(LoadBalancerNames=["three", "one"])
    assert {each["LoadBalancerName"] for each in answer["LoadBalancerDescriptions"]} == {"one", "three"}


def test_regions_are_separate(service: Service) -> None:
    service.create()
    assert service.client("elb", "eu-west-1").describe_load_balancers()["LoadBalancerDescriptions"] == []
    with refused("LoadBalancerNotFound"):
        service.client("elb", "eu-west-1").describe_tags(LoadBalancerNames=["web"])


@pytest.mark.slow
@pytest.mark.parametrize("region", HOSTED_ZONES)
def test_hosted_zones(service: Service, region: str) -> None:
    assert create_in(service, region)["CanonicalHostedZoneNameID"] == HOSTED_ZONES[region]


def test_a_failed_create_makes_no_interfaces(service: Service) -> None:
    with refused("CertificateNotFound"):
        service.create(Listeners=[listener("HTTPS:443->HTTP:80", "ghost")])
    assert service.interfaces() == []


def test_interfaces_follow_the_subnets(service: Service) -> None:
    balancer = service.create()
    (interface,) = service.interfaces()
    assert interface["Status"] in ("available", "in-use")
    assert interface["Attachment"]["InstanceOwnerId"] == "amazon-elb"
    assert [each["GroupId"] for each in interface["Groups"]] == [service.group("web")]
    balancer.attach_load_balancer_to_subnets(Subnets=[service.subnet("b")])
    assert {each["SubnetId"] for each in service.interfaces()} == {service.subnet("a"), service.subnet("b")}
    by_requester = service.ec2.describe_network_interfaces(
        Filters=[{"Name": "requester-id", "Values": ["amazon-elb"]}]
    )
    assert len(by_requester["NetworkInterfaces"]) == 2


def test_secure_listeners_of_a_new_balancer(service: Service) -> None:
    found = service.create("HTTPS:443->HTTP:8080", "SSL:444->TCP:8081").describe()
    assert {tuple(each["PolicyNames"]) for each in found["ListenerDescriptions"]} == {(DEFAULT_POLICY,)}
    assert found["Policies"]["OtherPolicies"] == [DEFAULT_POLICY]
