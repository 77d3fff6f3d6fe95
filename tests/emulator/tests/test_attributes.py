# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Health check and attributes (facts 1.3, 1.7, 2.2)."""

from __future__ import annotations

from typing import Any

import pytest

from .service import Service, health_check, refused
from .tables import DEFAULT_ATTRIBUTES, DESYNC
from .wire import call, error_of

TARGETS = [
    "TCP:1",
    "TCP:65535",
    "SSL:443",
    "HTTP:80/",
    "HTTP:80/index.html?x=1&y=/2",
    "HTTPS:8443/a:b/Ünï",
    "HTTP:80/" + "x" * 1000,
]


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: str(target)[:20])
def test_targets(service: Service, target: str) -> None:
    balancer = service.create()
    wanted = health_check(target)
    for _twice in range(2):
        assert balancer.configure_health_check(HealthCheck=wanted)["HealthCheck"] == wanted
    assert balancer.describe()["HealthCheck"] == wanted


@pytest.mark.parametrize("target", ["", "80", "UDP:53", "ICMP", "HTTP", ":80/"])
def test_bad_targets(service: Service, target: str) -> None:
    balancer = service.create()
    with refused("ValidationError"):
        balancer.configure_health_check(HealthCheck=health_check(target))


EXTREMES = [
    {"Interval": 5, "Timeout": 2, "UnhealthyThreshold": 2, "HealthyThreshold": 2},
    {"Interval": 300, "Timeout": 60, "UnhealthyThreshold": 10, "HealthyThreshold": 10},
    {"Interval": 6, "Timeout": 5},
]


@pytest.mark.parametrize("numbers", EXTREMES, ids=str)
def test_extremes(service: Service, numbers: dict[str, int]) -> None:
    balancer = service.create()
    balancer.configure_health_check(HealthCheck=health_check(**numbers))
    assert balancer.describe()["HealthCheck"] == health_check(**numbers)


@pytest.mark.parametrize(
    "numbers",
    [{"Interval": 4, "Timeout": 2}, {"Timeout": 1}, {"UnhealthyThreshold": 1}, {"HealthyThreshold": 1}],
    ids=str,
)
def test_minima(service: Service, numbers: dict[str, int]) -> None:
    service.create()
    with refused("ValidationError"):
        service.client("elb", validate=False).configure_health_check(
            LoadBalancerName="web", HealthCheck=health_check(**numbers)
        )


@pytest.mark.parametrize("member", health_check())
def test_a_health_check_is_given_whole(service: Service, member: str) -> None:
    balancer = service.create()
    check = {key: value for key, value in health_check().items() if key != member}
    status, _headers, root = call(
        service.url, "ConfigureHealthCheck", {"LoadBalancerName": "web", "HealthCheck": check}
    )
    assert (status, error_of(root)[1]) == (400, "ValidationError")
    assert balancer.describe()["HealthCheck"] == health_check("TCP:8080")


ACCEPTED: dict[str, dict[str, Any]] = {
    "cross zone": {"CrossZoneLoadBalancing": {"Enabled": True}},
    "idle 1": {"ConnectionSettings": {"IdleTimeout": 1}},
    "idle 3601": {"ConnectionSettings": {"IdleTimeout": 3601}},
    "idle 4000": {"ConnectionSettings": {"IdleTimeout": 4000}},
    "draining 1": {"ConnectionDraining": {"Enabled": True, "Timeout": 1}},
    "draining 3600": {"ConnectionDraining": {"Enabled": True, "Timeout": 3600}},
    "monitor": {"AdditionalAttributes": [{"Key": DESYNC, "Value": "monitor"}]},
    "defensive": {"AdditionalAttributes": [{"Key": DESYNC, "Value": "defensive"}]},
    "strictest": {"AdditionalAttributes": [{"Key": DESYNC, "Value": "strictest"}]},
    "two blocks": {
        "CrossZoneLoadBalancing": {"Enabled": True},
        "ConnectionDraining": {"Enabled": True, "Timeout": 20},
    },
}


@pytest.mark.parametrize("blocks", ACCEPTED.values(), ids=ACCEPTED)
def test_attributes_are_merged_by_block(service: Service, blocks: dict[str, Any]) -> None:
    balancer = service.create()
    for _twice in range(2):
        assert balancer.modify(**blocks) == blocks
        assert balancer.attributes() == DEFAULT_ATTRIBUTES | blocks


def test_the_answer_names_the_balancer(service: Service) -> None:
    answer = service.create().modify_load_balancer_attributes(
        LoadBalancerAttributes={"CrossZoneLoadBalancing": {"Enabled": False}}
    )
    assert answer["LoadBalancerName"] == "web"


def test_draining_on_without_timeout_takes_the_stored_one(service: Service) -> None:
    balancer = service.create()
    assert balancer.modify(ConnectionDraining={"Enabled": True}) == {
        "ConnectionDraining": {"Enabled": True, "Timeout": 300}
    }
    balancer.modify(ConnectionDraining={"Enabled": True, "Timeout": 20})
    assert balancer.modify(ConnectionDraining={"Enabled": True})["ConnectionDraining"]["Timeout"] == 20


@pytest.mark.parametrize("prefix", ["", "web", "a/b_c-d.e/1"])
def test_log_prefixes(service: Service, prefix: str) -> None:
    balancer = service.create()
    logs = {"Enabled": True, "S3BucketName": service.network["buckets"]["logs"], "S3BucketPrefix": prefix}
    expected = logs | {"EmitInterval": 60}
    assert balancer.modify(AccessLog=logs) == {"AccessLog": expected}
    assert balancer.attributes()["AccessLog"] == expected


@pytest.mark.parametrize("interval", [5, 60])
def test_log_intervals(service: Service, interval: int) -> None:
    balancer = service.create()
    logs = {"Enabled": True, "S3BucketName": service.network["buckets"]["logs"], "EmitInterval": interval}
    balancer.modify(AccessLog=logs)
    found = balancer.attributes()["AccessLog"]
    assert found["EmitInterval"] == interval
    assert found["S3BucketName"] == logs["S3BucketName"]


def test_logs_are_enabled_again_with_the_remembered_settings(service: Service) -> None:
    balancer = service.create()
    logs = {
        "Enabled": True,
        "S3BucketName": service.network["buckets"]["logs"],
        "EmitInterval": 5,
        "S3BucketPrefix": "web",
    }
    balancer.modify(AccessLog=logs)
    balancer.modify(AccessLog={"Enabled": False})
    assert balancer.modify(AccessLog={"Enabled": True}) == {"AccessLog": logs}


@pytest.mark.parametrize(
    "settings",
    [
        {"S3BucketName": "no-such-bucket", "EmitInterval": 5},
        {"S3BucketName": "no-such-bucket"},
        {"EmitInterval": 5, "S3BucketPrefix": "web"},
    ],
    ids=str,
)
def test_settings_of_disabled_logs_are_stored_and_shown(service: Service, settings: dict[str, Any]) -> None:
    """Facts 10a, from Terraform's acceptance tests. Nobody looks at the bucket then."""
    balancer = service.create()
    stored = {"Enabled": False, **settings}
    assert balancer.modify(AccessLog=stored) == {"AccessLog": stored}
    assert balancer.modify(AccessLog={"Enabled": False}) == {"AccessLog": stored}
    assert balancer.attributes() == DEFAULT_ATTRIBUTES | {"AccessLog": stored}


def test_enabling_logs_writes_a_test_file(service: Service) -> None:
    bucket = service.network["buckets"]["logs"]
    service.create().modify(AccessLog={"Enabled": True, "S3BucketName": bucket, "S3BucketPrefix": "web"})
    keys = [each["Key"] for each in service.client("s3").list_objects_v2(Bucket=bucket)["Contents"]]
    assert any(key.startswith("web/AWSLogs/") and key.endswith("ELBAccessLogTestFile") for key in keys)


def test_logs_need_an_existing_bucket(service: Service) -> None:
    balancer = service.create()
    with refused("InvalidConfigurationRequest", "ValidationError"):
        balancer.modify(AccessLog={"Enabled": True, "S3BucketName": "no-such-bucket"})
    assert balancer.attributes() == DEFAULT_ATTRIBUTES


def test_a_bad_block_spoils_the_good_one(service: Service) -> None:
    balancer = service.create()
    with refused("ValidationError", "InvalidConfigurationRequest"):
        balancer.modify(CrossZoneLoadBalancing={"Enabled": True}, AccessLog={"Enabled": True})
    assert balancer.attributes() == DEFAULT_ATTRIBUTES


def test_at_most_10_additional_attributes(service: Service) -> None:
    with refused("ValidationError"):
        service.create().modify(AdditionalAttributes=[{"Key": DESYNC, "Value": "monitor"}] * 11)


@pytest.mark.parametrize(
    "block", [{"ConnectionSettings": {"IdleTimeout": 0}}, {"ConnectionDraining": {"Timeout": 5}}]
)
def test_attributes_are_checked_below_too(service: Service, block: dict[str, Any]) -> None:
    service.create()
    with refused("ValidationError"):
        service.client("elb", validate=False).modify_load_balancer_attributes(
            LoadBalancerName="web", LoadBalancerAttributes=block
        )
