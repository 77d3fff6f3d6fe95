# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rows 57-65: health check and attributes."""

from __future__ import annotations

from typing import Any

from ..service import Service, health_check, refused
from ..tables import DESYNC
from . import row

NEEDS_PATH = "HealthCheck HTTP Target must specify a port followed by a path that begins with a slash"
NEEDS_PORT = "HealthCheck Target must specify a port number"
NEEDS_PROTOCOL = "HealthCheck Target must begin with one of HTTP, TCP, HTTPS, SSL"
BAD_TARGETS = {
    "HTTP:80": NEEDS_PATH,
    "HTTP:80index.html": "",
    "HTTP:/index.html": "",
    "HTTPS:443": "",
    "TCP:80/x": NEEDS_PORT,
    "SSL:443/": "",
    "TCP": "",
    "TCP:": "",
    "TCP:0": "",
    "TCP:99999": "",
    "HTTP:65536/": "",
    "TCP:http": "",
    "HTTPX:80/": NEEDS_PROTOCOL,
    "HTTP:80/" + "x" * 1024: "",
}


@row(57, cases={target[:20]: (target, text) for target, text in BAD_TARGETS.items()})
def health_targets_are_checked(service: Service, case: tuple[str, str]) -> None:
    target, text = case
    balancer = service.create()
    with refused("ValidationError", text=text):
        balancer.configure_health_check(HealthCheck=health_check(target))
    assert balancer.describe()["HealthCheck"]["Target"] == "TCP:8080"


@row(57, cases={"http:80/Ping": "HTTP:80/Ping", "tcp:80": "TCP:80", "hTTps:443/a:B": "HTTPS:443/a:B"})
def protocol_of_a_health_target_is_folded(service: Service, stored: str) -> None:
    protocol, rest = stored.split(":", 1)
    sent = health_check(f"{protocol.lower()}:{rest}")
    balancer = service.create()
    assert balancer.configure_health_check(HealthCheck=sent)["HealthCheck"]["Target"] == stored
    assert balancer.describe()["HealthCheck"]["Target"] == stored


@row(
    58,
    cases={
        "Interval 301": {"Interval": 301},
        "Timeout 61": {"Timeout": 61, "Interval": 100},
        "UnhealthyThreshold 11": {"UnhealthyThreshold": 11},
        "HealthyThreshold 11": {"HealthyThreshold": 11},
        "Timeout above Interval": {"Timeout": 60, "Interval": 5},
        "Timeout equals Interval": {"Timeout": 30, "Interval": 30},
    },
)
def health_check_numbers_are_checked(service: Service, changes: dict[str, int]) -> None:
    balancer = service.create()
    with refused("ValidationError"):
        balancer.configure_health_check(HealthCheck=health_check(**changes))


BLOCKS: dict[str, dict[str, Any]] = {
    "CrossZoneLoadBalancing": {"Enabled": True},
    "ConnectionDraining": {"Enabled": True, "Timeout": 60},
    "ConnectionSettings": {"IdleTimeout": 30},
    "AccessLog": {"Enabled": True, "S3BucketName": "logs", "EmitInterval": 5, "S3BucketPrefix": "web"},
}


def block(service: Service, name: str) -> dict[str, Any]:
    real = {"S3BucketName": service.network["buckets"]["logs"]} if name == "AccessLog" else {}
    return BLOCKS[name] | real


@row(59, cases={name: name for name in BLOCKS})
def the_answer_holds_the_sent_blocks(service: Service, name: str) -> None:
    sent = {name: block(service, name)}
    assert service.create().modify(**sent) == sent


@row(60)
def log_settings_outlive_disabling(service: Service) -> None:
    balancer = service.create()
    logs = block(service, "AccessLog")
    balancer.modify(AccessLog=logs)
    expected = logs | {"Enabled": False}
    assert balancer.modify(AccessLog={"Enabled": False}) == {"AccessLog": expected}
    assert balancer.attributes()["AccessLog"] == expected


@row(61)
def draining_timeout_outlives_disabling(service: Service) -> None:
    balancer = service.create()
    balancer.modify(ConnectionDraining={"Enabled": True, "Timeout": 60})
    balancer.modify(ConnectionDraining={"Enabled": False})
    assert balancer.attributes()["ConnectionDraining"] == {"Enabled": False, "Timeout": 60}


@row(62, cases={"defensive": None, "strictest": "strictest", "monitor": "monitor"})
def desync_mode_is_one_entry(service: Service, mode: str | None) -> None:
    balancer = service.create()
    if mode:
        balancer.modify(AdditionalAttributes=[{"Key": DESYNC, "Value": mode}])
    for name in ("CrossZoneLoadBalancing", "ConnectionDraining", "ConnectionSettings"):
        balancer.modify(**{name: BLOCKS[name]})
    assert balancer.attributes()["AdditionalAttributes"] == [{"Key": DESYNC, "Value": mode or "defensive"}]


@row(
    63,
    cases={
        "IdleTimeout 4001": {"ConnectionSettings": {"IdleTimeout": 4001}},
        "IdleTimeout 99999": {"ConnectionSettings": {"IdleTimeout": 99999}},
        "draining Timeout 3601": {"ConnectionDraining": {"Enabled": True, "Timeout": 3601}},
        "EmitInterval 7": {"AccessLog": {"Enabled": True, "S3BucketName": "logs", "EmitInterval": 7}},
        "prefix with AWSLogs": {
            "AccessLog": {"Enabled": True, "S3BucketName": "logs", "S3BucketPrefix": "a/AWSLogs"}
        },
        "prefix with a blank": {
            "AccessLog": {"Enabled": True, "S3BucketName": "logs", "S3BucketPrefix": "a b"}
        },
    },
)
def attribute_values_are_checked(service: Service, blocks: dict[str, Any]) -> None:
    balancer = service.create()
    before = balancer.attributes()
    with refused("ValidationError", "InvalidConfigurationRequest"):
        balancer.modify(**blocks)
    assert balancer.attributes() == before


@row(63)
def desync_mode_is_checked(service: Service) -> None:
    balancer = service.create()
    with refused("ValidationError", "InvalidConfigurationRequest"):
        balancer.modify(AdditionalAttributes=[{"Key": DESYNC, "Value": "lax"}])


@row(63)
def logs_need_a_bucket(service: Service) -> None:
    with refused("ValidationError", text="S3Bucket name cannot be empty"):
        service.create().modify(AccessLog={"Enabled": True})


@row(63)
def logs_need_a_bucket_that_lets_the_service_write(service: Service) -> None:
    bucket = service.network["buckets"]["private"]
    text = f"Access Denied for bucket: {bucket}. Please check S3bucket permission"
    with refused("InvalidConfigurationRequest", text=text):
        service.create().modify(AccessLog={"Enabled": True, "S3BucketName": bucket})


@row(64, 65)
def unknown_attributes_are_refused(service: Service) -> None:
    balancer = service.create()
    with refused("LoadBalancerAttributeNotFound"):
        balancer.modify(AdditionalAttributes=[{"Key": "elb.http.unknown", "Value": "true"}])
    assert [each["Key"] for each in balancer.attributes()["AdditionalAttributes"]] == [DESYNC]
