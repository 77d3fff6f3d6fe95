# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rows 105-116: tags, limits, plumbing."""

from __future__ import annotations

from ..service import Service, as_tags, refused
from ..wire import call, error_of
from . import row

EXACTLY_ONE = "Exactly 1 LoadBalancerName can be specified"


@row(105)
def tags_are_added_to_one_balancer(service: Service) -> None:
    one, two = service.create(name="one"), service.create(name="two")
    with refused("ValidationError", text=EXACTLY_ONE):
        service.elb.add_tags(LoadBalancerNames=["one", "two"], Tags=as_tags({"a": "b"}))
    assert one.tags() == two.tags() == {}


@row(105)
def tags_are_removed_from_one_balancer(service: Service) -> None:
    one, _two = service.create(name="one", Tags=as_tags({"a": "b"})), service.create(name="two")
    with refused("ValidationError", text=EXACTLY_ONE):
        service.elb.remove_tags(LoadBalancerNames=["one", "two"], Tags=[{"Key": "a"}])
    assert one.tags() == {"a": "b"}


@row(106, 56)
def a_balancer_carries_50_tags(service: Service) -> None:
    balancer = service.create()
    fifty = {f"k{number}": "v" for number in range(50)}
    balancer.add_tags(fifty)
    balancer.add_tags({"k0": "changed"})
    with refused("TooManyTags"):
        balancer.add_tags({"k1": "changed", "one-more": "v"})
    assert balancer.tags() == fifty | {"k0": "changed"}


@row(107)
def the_value_of_a_tag_is_optional(service: Service) -> None:
    balancer = service.create(Tags=[{"Key": "made"}])
    service.elb.add_tags(LoadBalancerNames=["web"], Tags=[{"Key": "added"}])
    assert balancer.tags() == {"made": "", "added": ""}


@row(
    108,
    cases={
        "reserved prefix": ("aws:x", "v"),
        "long key": ("k" * 129, "v"),
        "long value": ("k", "v" * 257),
        "star in key": ("*", "v"),
        "star in value": ("k", "*"),
    },
)
def tag_grammar_is_checked(service: Service, tag: tuple[str, str]) -> None:
    balancer = service.create()
    with refused("ValidationError"):
        balancer.add_tags(dict([tag]))
    with refused("ValidationError"):
        service.create(name="other", Tags=as_tags(dict([tag])))
    assert balancer.tags() == {}
    assert service.names() == ["web"]


@row(109)
def tags_are_described_for_at_most_20_balancers(service: Service) -> None:
    for number in range(20):
        service.create(name=f"web-{number}")
    names = service.names()
    described = service.elb.describe_tags(LoadBalancerNames=names)["TagDescriptions"]
    assert {each["LoadBalancerName"] for each in described} == set(names)
    text = "at 'loadBalancerNames' failed to satisfy constraint: Member must have length less than or equal to 20"
    with refused("ValidationError", text=text):
        service.elb.describe_tags(LoadBalancerNames=[*names, "web-0"])


@row(110)
def account_limits(service: Service) -> None:
    assert service.elb.describe_account_limits()["Limits"] == [
        {"Name": "classic-load-balancers", "Max": "20"},
        {"Name": "classic-listeners", "Max": "100"},
        {"Name": "classic-registered-instances", "Max": "1000"},
    ]


@row(111)
def conflicts_have_status_409(service: Service) -> None:
    service.create()
    status, _headers, root = call(
        service.url,
        "DetachLoadBalancerFromSubnets",
        {"LoadBalancerName": "web", "Subnets": [service.subnet("a")]},
    )
    assert (status, error_of(root)[1]) == (409, "InvalidConfigurationRequest")


@row(112, cases={"action": ("BogusAction", "2012-06-01"), "version": ("DescribeLoadBalancers", "2012-06-99")})
def unknown_actions_and_versions_are_answered(service: Service, case: tuple[str, str]) -> None:
    action, version = case
    status, _headers, root = call(service.url, action, version=version)
    assert status == 400
    kind, _code, message = error_of(root)
    assert (kind, message) == ("Sender", f"Could not find operation {action} for version {version}")


@row(115)
def what_is_not_allowed_is_denied(service: Service) -> None:
    service.knobs(denied=["DescribeLoadBalancers"])
    with refused("AccessDenied", text="elasticloadbalancing:DescribeLoadBalancers"):
        service.elb.describe_load_balancers()


@row(116, stock_agrees=True)
def answers_have_an_envelope(service: Service) -> None:
    status, headers, root = call(service.url, "DescribeLoadBalancers")
    assert status == 200
    assert headers["Content-Type"].startswith("text/xml")
    assert [child.tag for child in root] == ["DescribeLoadBalancersResult", "ResponseMetadata"]
    assert root.findtext("ResponseMetadata/RequestId") == headers["x-amzn-requestid"]


@row(116, stock_agrees=True)
def errors_have_an_envelope(service: Service) -> None:
    status, headers, root = call(service.url, "DescribeTags", {"LoadBalancerNames": ["ghost"]})
    assert status == 400
    assert [child.tag for child in root] == ["Error", "RequestId"]
    assert error_of(root)[:2] == ("Sender", "LoadBalancerNotFound")
    assert root.findtext("RequestId") == headers["x-amzn-requestid"]
