# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Balancers: created, described, deleted (facts 1.1 and 2.1)."""

from __future__ import annotations

import re
import secrets
from dataclasses import replace
from datetime import UTC, datetime

from .. import policy_catalogue as catalogue
from ..call import Answer, Call, shuffled
from ..errors import ServiceError, validation_error
from ..estate import ACCOUNT_ID
from ..hosted_zones import HOSTED_ZONES
from ..paging import listing_order, page
from ..rules.listeners import (
    check_together,
    requested_listeners,
    same_listener,
    with_listeners,
    without_repeats,
)
from ..rules.network import (
    check_gateway,
    check_one_per_zone,
    check_one_vpc,
    check_zones,
    create_default_security_group,
    default_security_group,
    default_subnets,
    places,
    require_security_groups,
    require_subnets,
)
from ..rules.tags import check_count, requested_tags
from ..state import Balancer, HealthCheck, Listener, Policy
from .attributes import shown_health_check
from .members import shown_instances
from .network import shown_subnets, shown_zones

_SCHEMES = ("internet-facing", "internal")
_LONGEST_NAME = 32
_UNDELETABLE = Listener(protocol="", load_balancer_port=0, instance_protocol="", instance_port=0)
"""What balancers from before autumn 2012 may carry (facts 10a)."""


def create_load_balancer(call: Call) -> Answer:
    """A repeat with the same listeners, tags and all is answered with the existing DNS name (facts 1.10)."""
    name = call.parameters["LoadBalancerName"]
    _check_name(name)
    listeners = without_repeats(requested_listeners(call), name, "InvalidConfigurationRequest")
    check_together(call, listeners)
    blank = _blank_balancer(call, name, listeners[0])
    present = call.balancers.get(name)
    if present is not None:
        _check_repeat(present, blank, [*blank.listeners, *listeners])
        return {"DNSName": present.dns_name}
    limit = call.knobs.limits["classic-load-balancers"]
    if len(call.balancers) >= limit:
        raise ServiceError("TooManyLoadBalancers", f"The quota of {limit} load balancers has been reached")
    if blank.vpc_id and not blank.security_groups:
        group = create_default_security_group(call, blank.vpc_id)
        blank = replace(blank, security_groups=(group.id,))
    call.save(with_listeners(blank, listeners))
    return {"DNSName": blank.dns_name}


def delete_load_balancer(call: Call) -> Answer:
    """An unknown one is no error."""
    call.changes[call.parameters["LoadBalancerName"]] = None
    return {}


def describe_load_balancers(call: Call) -> Answer:
    """In no useful order; with names there are no pages, and one missing name fails the call."""
    names = list(dict.fromkeys(call.parameters.get("LoadBalancerNames") or []))
    marker = None
    if names:
        names = listing_order(call.find(name).name for name in names)
    else:
        names, marker = page(listing_order(call.balancers), call.parameters)
    return {
        "LoadBalancerDescriptions": [_described(call, call.balancers[name]) for name in names],
        "NextMarker": marker,
    }


# -- creating -----------------------------------------------------------------------------------------


def _check_name(name: str) -> None:
    if len(name) > _LONGEST_NAME:
        raise validation_error(f"LoadBalancer name cannot be longer than {_LONGEST_NAME} characters")
    if not re.fullmatch(r"[A-Za-z0-9-]*", name):
        raise validation_error(
            "LoadBalancer name cannot contain characters that are not letters, or digits or the dash."
        )
    if not name or name != name.strip("-"):
        raise validation_error("LoadBalancer name must begin and end with a letter or a digit")


def _blank_balancer(call: Call, name: str, first_listener: Listener) -> Balancer:
    """Everything but the wanted listeners; no security group stands for one that has to be made, or for EC2-Classic."""
    parameters = call.parameters
    scheme = parameters.get("Scheme") or "internet-facing"
    if scheme not in _SCHEMES:
        raise ServiceError("InvalidScheme", f"Scheme must be one of {', '.join(_SCHEMES)}, not {scheme}")
    tags = requested_tags(parameters.get("Tags", []))
    check_count(tags)
    ids, zones = parameters.get("Subnets"), parameters.get("AvailabilityZones")
    if ids and zones:
        raise validation_error("Only one of SubnetIds or AvailabilityZones may be specified")
    if not ids and not zones:
        raise validation_error("Either AvailabilityZones or SubnetIds must be specified")
    blank = Balancer(
        name=name,
        region=call.region,
        scheme=scheme,
        dns_name=_dns_name(name, scheme, call.region, call.estate.partition),
        created=_now(),
        vpc_id=None,
        subnets=(),
        classic_zones=(),
        security_groups=(),
        listeners=(),
        health_check=HealthCheck(target=f"TCP:{first_listener.instance_port}"),
        tags=tags,
    )
    if zones and call.knobs.antique:
        check_zones(call, zones)
        return replace(blank, classic_zones=tuple(dict.fromkeys(zones)), listeners=(_UNDELETABLE,))
    subnets = require_subnets(call, ids) if ids else default_subnets(call, zones or [])
    vpc_id = subnets[0].vpc_id
    check_one_vpc(subnets, vpc_id)
    check_one_per_zone(subnet.zone for subnet in subnets)
    check_gateway(call, vpc_id, scheme)
    groups = _requested_groups(call, vpc_id)
    return replace(blank, vpc_id=vpc_id, subnets=places(subnets), security_groups=groups)


def _requested_groups(call: Call, vpc_id: str) -> tuple[str, ...]:
    if "SecurityGroups" in call.parameters:
        return require_security_groups(call, call.items("SecurityGroups"), vpc_id)
    group = default_security_group(call, vpc_id)
    return (group.id,) if group else ()


def _dns_name(name: str, scheme: str, region: str, partition: str) -> str:
    """Ends in random digits, so that a re-created balancer has another one (facts 1.1)."""
    prefix = "internal-" if scheme == "internal" else ""
    suffix = "amazonaws.com.cn" if partition == "aws-cn" else "amazonaws.com"
    return f"{prefix}{name}-{10**9 + secrets.randbelow(10**9)}.{region}.elb.{suffix}"


def _now() -> datetime:
    """In steps of 10 ms (facts 2.1)."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 10_000 * 10_000)


def _check_repeat(present: Balancer, wanted: Balancer, listeners: list[Listener]) -> None:
    """Listeners and tags take part in the comparison, as they are now (facts 1.1)."""
    same_listeners = len(present.listeners) == len(listeners) and all(
        any(same_listener(each, other) for other in listeners) for each in present.listeners
    )
    same_place = (present.scheme, set(present.subnets), set(present.security_groups)) == (
        wanted.scheme,
        set(wanted.subnets),
        set(wanted.security_groups),
    )
    text = f"Load Balancer named '{present.name}' already exists and it is configured with different"
    if not (same_listeners and same_place):
        raise ServiceError("DuplicateLoadBalancerName", f"{text} parameters.")
    if dict(present.tags) != dict(wanted.tags):
        raise ServiceError("DuplicateLoadBalancerName", f"{text} tags.")


# -- describing ---------------------------------------------------------------------------------------


def _described(call: Call, balancer: Balancer) -> Answer:
    """Lists are always there, values that do not exist are left out (facts 2.1)."""
    listeners = {listener.load_balancer_port: listener for listener in balancer.listeners}
    return {
        "LoadBalancerName": balancer.name,
        "DNSName": balancer.dns_name,
        "CanonicalHostedZoneName": None if balancer.is_internal else balancer.dns_name,
        "CanonicalHostedZoneNameID": HOSTED_ZONES.get(balancer.region),
        "ListenerDescriptions": [
            {"Listener": _shown_listener(listeners[port]), "PolicyNames": listeners[port].policy_names}
            for port in shuffled(listeners)
        ],
        "Policies": _shown_policies(balancer.policies),
        "BackendServerDescriptions": [
            {"InstancePort": port, "PolicyNames": balancer.backend_policies[port]}
            for port in shuffled(balancer.backend_policies)
        ],
        "AvailabilityZones": shown_zones(balancer),
        "Subnets": shown_subnets(balancer),
        "VPCId": balancer.vpc_id,
        "Instances": shown_instances(balancer.members),
        "HealthCheck": shown_health_check(balancer.health_check),
        "SourceSecurityGroup": _source_group(call, balancer),
        "SecurityGroups": balancer.security_groups,
        "CreatedTime": balancer.created,
        "Scheme": balancer.scheme,
    }


def _shown_listener(listener: Listener) -> Answer:
    return {
        "Protocol": listener.protocol or None,
        "LoadBalancerPort": listener.load_balancer_port,
        "InstanceProtocol": listener.instance_protocol or None,
        "InstancePort": listener.instance_port,
        "SSLCertificateId": listener.ssl_certificate_id,
    }


def _shown_policies(policies: tuple[Policy, ...]) -> Answer:
    def of_type(type_name: str, attribute: str) -> list[Answer]:
        return [
            {"PolicyName": each.name, attribute: dict(each.attributes)[attribute]}
            for each in policies
            if each.type_name == type_name
        ]

    return {
        "AppCookieStickinessPolicies": of_type(catalogue.APP_COOKIE, "CookieName"),
        "LBCookieStickinessPolicies": of_type(catalogue.LB_COOKIE, "CookieExpirationPeriod"),
        "OtherPolicies": [each.name for each in policies if each.type_name not in catalogue.COOKIES],
    }


def _source_group(call: Call, balancer: Balancer) -> Answer:
    if balancer.vpc_id is None:
        return {"OwnerAlias": "amazon-elb", "GroupName": "amazon-elb-sg"}
    group = call.estate.security_group(balancer.security_groups[0])
    return {"OwnerAlias": ACCOUNT_ID, "GroupName": group.name if group else balancer.security_groups[0]}
