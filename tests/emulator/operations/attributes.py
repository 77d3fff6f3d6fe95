# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Health check and attributes (facts 1.3 and 1.7)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from ..call import Answer, Call
from ..errors import ServiceError, conflict, validation_error
from ..estate import ACCOUNT_ID
from ..state import AccessLog, Attributes, HealthCheck

_DESYNC_KEY = "elb.http.desyncmitigationmode"
_DESYNC_MODES = ("monitor", "defensive", "strictest")
_LONGEST_TARGET = 1024


# -- health check -------------------------------------------------------------------------------------


def configure_health_check(call: Call) -> Answer:
    given = call.parameters["HealthCheck"]
    if given["Timeout"] >= given["Interval"]:
        raise validation_error("HealthCheck timeout must be less than interval")
    check = HealthCheck(
        target=_checked_target(given["Target"]),
        interval=given["Interval"],
        timeout=given["Timeout"],
        unhealthy_threshold=given["UnhealthyThreshold"],
        healthy_threshold=given["HealthyThreshold"],
    )
    call.save(replace(call.balancer, health_check=check))
    return {"HealthCheck": shown_health_check(check)}


def shown_health_check(check: HealthCheck) -> Answer:
    return {
        "Target": check.target,
        "Interval": check.interval,
        "Timeout": check.timeout,
        "UnhealthyThreshold": check.unhealthy_threshold,
        "HealthyThreshold": check.healthy_threshold,
    }


def _checked_target(target: str) -> str:
    """Protocol in upper case (choice 11), the path as it is."""
    protocol, _colon, rest = target.partition(":")
    protocol = protocol.upper()
    if protocol not in ("HTTP", "TCP", "HTTPS", "SSL"):
        raise validation_error("HealthCheck Target must begin with one of HTTP, TCP, HTTPS, SSL")
    port, slash, path = rest.partition("/")
    if not re.fullmatch(r"[0-9]{1,5}", port) or not 1 <= int(port) <= 65535:
        raise validation_error("HealthCheck Target must specify a port number between 1 and 65535")
    if protocol in ("HTTP", "HTTPS") and not slash:
        raise validation_error(
            f"HealthCheck {protocol} Target must specify a port followed by a path that begins with a slash. "
            f"e.g. {protocol}:80/ping/this/path"
        )
    if protocol in ("TCP", "SSL") and slash:
        raise validation_error("HealthCheck Target must specify a port number")
    if len(path) >= _LONGEST_TARGET:
        raise validation_error(f"HealthCheck path must not be longer than {_LONGEST_TARGET} characters")
    return f"{protocol}:{rest}"


# -- attributes ---------------------------------------------------------------------------------------


def describe_load_balancer_attributes(call: Call) -> Answer:
    return {"LoadBalancerAttributes": _shown(call.balancer.attributes)}


def modify_load_balancer_attributes(call: Call) -> Answer:
    """Blocks left out stay; the answer has the blocks that were sent, with what else they hold."""
    given = call.parameters["LoadBalancerAttributes"]
    before = call.balancer.attributes
    after = before
    if "CrossZoneLoadBalancing" in given:
        after = replace(after, cross_zone=given["CrossZoneLoadBalancing"]["Enabled"])
    if "ConnectionDraining" in given:
        after = _with_draining(after, given["ConnectionDraining"])
    if "ConnectionSettings" in given:
        after = replace(after, idle_timeout=given["ConnectionSettings"]["IdleTimeout"])
    for attribute in given.get("AdditionalAttributes", []):
        after = _with_additional(after, attribute.get("Key", ""), attribute.get("Value", ""))
    if "AccessLog" in given:
        after = replace(after, access_log=_merged_log(after.access_log, given["AccessLog"]))
        if after.access_log.enabled and after.access_log != before.access_log:
            _open_log(call, after.access_log)
    call.save(replace(call.balancer, attributes=after))
    return {
        "LoadBalancerName": call.balancer.name,
        "LoadBalancerAttributes": {name: block for name, block in _shown(after).items() if name in given},
    }


def _shown(attributes: Attributes) -> Answer:
    log = attributes.access_log
    return {
        "CrossZoneLoadBalancing": {"Enabled": attributes.cross_zone},
        "AccessLog": {
            "Enabled": log.enabled,
            "S3BucketName": log.s3_bucket_name,
            "EmitInterval": log.emit_interval,
            "S3BucketPrefix": log.s3_bucket_prefix,
        },
        "ConnectionDraining": {
            "Enabled": attributes.draining_enabled,
            "Timeout": attributes.draining_timeout,
        },
        "ConnectionSettings": {"IdleTimeout": attributes.idle_timeout},
        "AdditionalAttributes": [{"Key": _DESYNC_KEY, "Value": attributes.desync_mitigation_mode}],
    }


def _with_draining(attributes: Attributes, given: dict[str, Any]) -> Attributes:
    """A timeout sent with Enabled=false changes nothing (facts 1.7); the old one is remembered (choice 23)."""
    timeout = given.get("Timeout", attributes.draining_timeout)
    if not 1 <= timeout <= 3600:
        raise validation_error("ConnectionDraining timeout must be between 1 and 3600 seconds")
    if not given["Enabled"]:
        timeout = attributes.draining_timeout
    return replace(attributes, draining_enabled=given["Enabled"], draining_timeout=timeout)


def _with_additional(attributes: Attributes, key: str, value: str) -> Attributes:
    if key != _DESYNC_KEY:
        raise ServiceError("LoadBalancerAttributeNotFound", f"There is no load balancer attribute {key}")
    if value not in _DESYNC_MODES:
        raise validation_error(f"{_DESYNC_KEY} must be one of {', '.join(_DESYNC_MODES)}, not {value}")
    return replace(attributes, desync_mitigation_mode=value)


def _merged_log(log: AccessLog, given: dict[str, Any]) -> AccessLog:
    """What was set once can be changed, but not taken away; only a prefix can be emptied (facts 0.1)."""
    merged = AccessLog(
        enabled=given["Enabled"],
        s3_bucket_name=given.get("S3BucketName") or log.s3_bucket_name,
        emit_interval=given.get("EmitInterval", log.emit_interval),
        s3_bucket_prefix=given.get("S3BucketPrefix", log.s3_bucket_prefix),
    )
    if merged.enabled and (not merged.s3_bucket_name or given.get("S3BucketName") == ""):
        raise validation_error("S3Bucket name cannot be empty")
    if merged.emit_interval not in (None, 5, 60):
        raise validation_error("EmitInterval must be 5 or 60 minutes")
    prefix = merged.s3_bucket_prefix or ""
    if not re.fullmatch(r"[A-Za-z0-9._/-]*", prefix) or "AWSLogs" in prefix:
        raise validation_error(
            "S3Bucket prefix may have letters, digits, period, dash, underscore and slash, but not AWSLogs"
        )
    return replace(merged, emit_interval=merged.emit_interval or 60) if merged.enabled else merged


def _open_log(call: Call, log: AccessLog) -> None:
    """Enabling writes a test file, which shows whether the bucket's policy permits it."""
    bucket = log.s3_bucket_name or ""
    prefix = f"{log.s3_bucket_prefix}/" if log.s3_bucket_prefix else ""
    key = f"{prefix}AWSLogs/{ACCOUNT_ID}/ELBAccessLogTestFile"
    if not call.estate.bucket_accepts_logs(bucket, key):
        raise conflict(f"Access Denied for bucket: {bucket}. Please check S3bucket permission")
    call.estate.write_object(bucket, key, b"Enable AccessLog for ELB\n")
