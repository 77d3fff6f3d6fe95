# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Between AWS' shapes and ours, in both directions. Private to classic.elb.

``*_from_aws`` read what the API answers (or what is sent to it: the shapes are the same), the others write
requests. Absent members and empty ones mean the same here (facts 2.1); what AWS' model does not require may always
be absent, and values that nobody has seen yet are taken as they are (facts 10a).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from ansible_collections.classic.elb.plugins.module_utils._model.aws_policies import (
    described_policies,
    undescribed_policies,
)
from ansible_collections.classic.elb.plugins.module_utils._model.errors import Unreadable, needed
from ansible_collections.classic.elb.plugins.module_utils._model.protocols import SECURE_PROTOCOLS
from ansible_collections.classic.elb.plugins.module_utils._model.render import without_unknown
from ansible_collections.classic.elb.plugins.module_utils._model.state import (
    AccessLogs,
    Balancer,
    ConnectionDraining,
    HealthCheck,
    Listener,
    canonical_target,
)

Shape = Mapping[str, Any]
Block = TypeVar("Block", ConnectionDraining, AccessLogs)

DESYNC_KEY = "elb.http.desyncmitigationmode"
DESYNC_MODES = ("monitor", "defensive", "strictest")

HEALTH_CHECK = {
    "target": "Target",
    "interval": "Interval",
    "timeout": "Timeout",
    "healthy_threshold": "HealthyThreshold",
    "unhealthy_threshold": "UnhealthyThreshold",
}
CONNECTION_DRAINING = {"enabled": "Enabled", "timeout": "Timeout"}
ACCESS_LOG = {
    "enabled": "Enabled",
    "s3_bucket_name": "S3BucketName",
    "s3_bucket_prefix": "S3BucketPrefix",
    "emit_interval": "EmitInterval",
}
"""What AWS calls the members of our blocks."""


def balancer_from_aws(
    description: Shape, attributes: Shape, tags: Iterable[Shape], policies: Iterable[Shape]
) -> Balancer:
    """Compose what DescribeLoadBalancers, ...Attributes, DescribeTags and ...Policies say of one balancer.

    Raises ``Unreadable``.
    """
    try:
        return _balancer_from_aws(description, attributes, tags, policies)
    except Unreadable as odd:
        raise odd.of(description.get("LoadBalancerName", "")) from odd


def scheme_of(description: Shape) -> str:
    """Answers from before there was a choice tell none (facts 10a); the address does."""
    is_internal = description.get("DNSName", "").startswith(f"internal-{description['LoadBalancerName']}-")
    return description.get("Scheme") or ("internal" if is_internal else "internet-facing")


def described_balancer(description: Shape) -> Balancer:
    """As DescribeLoadBalancers alone shows it: without attributes, tags and the content of policies."""
    return balancer_from_aws(description, {}, (), ())


def _balancer_from_aws(
    description: Shape, attributes: Shape, tags: Iterable[Shape], policies: Iterable[Shape]
) -> Balancer:
    created = description.get("CreatedTime")
    listeners = map(_described_listener, description.get("ListenerDescriptions", ()))
    source_group = description.get("SourceSecurityGroup")
    check = description.get("HealthCheck")
    described = described_policies(description, policies)
    balancer = Balancer(
        name=needed(description, "LoadBalancerName", "a balancer"),
        scheme=scheme_of(description),
        subnets=frozenset(description.get("Subnets", ())),
        availability_zones=frozenset(description.get("AvailabilityZones", ())),
        security_groups=tuple(description.get("SecurityGroups", ())),
        # AWS tells them in any order, and another one the next time (facts 2.1); one plan comes of them all the same.
        listeners={
            item.load_balancer_port: item
            for item in sorted(listeners, key=lambda item: item.load_balancer_port)
        },
        policies=described,
        undescribed=undescribed_policies(description, described),
        backend_servers={
            needed(server, "InstancePort", "a back-end server"): frozenset(server["PolicyNames"])
            for server in description.get("BackendServerDescriptions", ())
            if server.get("PolicyNames")
        },
        health_check=health_check_from_aws(check) if check else None,
        instances=instances_from_aws(description),
        account=_account(source_group or {}),
        vpc_id=description.get("VPCId"),
        dns_name=description.get("DNSName"),
        canonical_hosted_zone_id=description.get("CanonicalHostedZoneNameID"),
        canonical_hosted_zone_name=description.get("CanonicalHostedZoneName"),
        source_security_group=_source_group_from_aws(source_group) if source_group else None,
        created_time=created.isoformat(timespec="milliseconds").replace("+00:00", "Z") if created else None,
    )
    return changed_attributes(balancer.with_tags(tags_from_aws(tags)), attributes)


def instances_from_aws(description: Shape) -> frozenset[str]:
    return frozenset(needed(item, "InstanceId", "an instance") for item in description.get("Instances", ()))


def instances_to_aws(instances: Iterable[str]) -> list[dict[str, str]]:
    return [{"InstanceId": instance} for instance in sorted(instances)]


def _described_listener(description: Shape) -> Listener:
    listener = listener_from_aws(needed(description, "Listener", "a listener description"))
    return replace(listener, policy_names=frozenset(description.get("PolicyNames", ())))


def listener_from_aws(shape: Shape) -> Listener:
    """A certificate on HTTP or TCP is dropped, as AWS does (facts 1.0). A relic has no protocol (facts 10a).

    Where the instance protocol is left out, it is AWS' default, which is not known of HTTPS and SSL (facts 1.0).
    """
    protocol = shape.get("Protocol", "").upper()
    default = "" if protocol in SECURE_PROTOCOLS else protocol
    listener = Listener(
        load_balancer_port=needed(shape, "LoadBalancerPort", "a listener"),
        protocol=protocol,
        instance_port=needed(shape, "InstancePort", "a listener"),
        instance_protocol=shape.get("InstanceProtocol", default).upper(),
        ssl_certificate_id=shape.get("SSLCertificateId"),
    )
    return listener if listener.is_secure else replace(listener, ssl_certificate_id=None)


def listener_to_aws(listener: Listener) -> dict[str, Any]:
    """The instance protocol is always sent: AWS' default for it is not documented (facts 1.0)."""
    shape: dict[str, Any] = {
        "Protocol": listener.protocol,
        "LoadBalancerPort": listener.load_balancer_port,
        "InstanceProtocol": listener.instance_protocol,
        "InstancePort": listener.instance_port,
    }
    if listener.ssl_certificate_id:
        shape["SSLCertificateId"] = listener.ssl_certificate_id
    return shape


def _source_group_from_aws(shape: Shape) -> dict[str, str]:
    return {"owner_alias": shape.get("OwnerAlias", ""), "group_name": shape.get("GroupName", "")}


def _account(source_group: Shape) -> str | None:
    """Whose the group is, which is in the account of the balancer; in EC2-Classic it is AWS' own (facts 2.1)."""
    owner = str(source_group.get("OwnerAlias", ""))
    return owner if owner.isdigit() else None


def health_check_from_aws(shape: Shape) -> HealthCheck:
    check = HealthCheck(
        **{ours: needed(shape, theirs, "a health check") for ours, theirs in HEALTH_CHECK.items()}
    )
    return replace(check, target=canonical_target(check.target))


def health_check_to_aws(check: HealthCheck) -> dict[str, Any]:
    return _to_aws(check, HEALTH_CHECK)


def _to_aws(block: HealthCheck | ConnectionDraining | AccessLogs, names: Mapping[str, str]) -> dict[str, Any]:
    return without_unknown({theirs: getattr(block, ours) for ours, theirs in names.items()})


def _changed(block: Block, names: Mapping[str, str], shape: Shape) -> Block:
    """The block with the members that AWS tells, or is told."""
    return replace(block, **{ours: shape[theirs] for ours, theirs in names.items() if theirs in shape})


def tags_from_aws(shapes: Iterable[Shape]) -> dict[str, str]:
    return {needed(shape, "Key", "a tag"): shape.get("Value") or "" for shape in shapes}


def tags_to_aws(tags: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in sorted(tags.items())]


def tag_keys_to_aws(keys: Iterable[str]) -> list[dict[str, str]]:
    return [{"Key": key} for key in sorted(keys)]


def changed_attributes(balancer: Balancer, blocks: Shape) -> Balancer:
    """The balancer with the given blocks of LoadBalancerAttributes; members left out keep their value (facts 1.7)."""
    return replace(
        balancer,
        cross_zone_load_balancing=_member(
            blocks, "CrossZoneLoadBalancing", "Enabled", balancer.cross_zone_load_balancing
        ),
        idle_timeout=_member(blocks, "ConnectionSettings", "IdleTimeout", balancer.idle_timeout),
        connection_draining=_changed(
            balancer.connection_draining, CONNECTION_DRAINING, blocks.get("ConnectionDraining", {})
        ),
        access_logs=_changed(balancer.access_logs, ACCESS_LOG, blocks.get("AccessLog", {})),
        desync_mitigation_mode=_desync_mode(blocks) or balancer.desync_mitigation_mode,
    )


def _member(blocks: Shape, block: str, member: str, otherwise: Any) -> Any:
    return blocks.get(block, {}).get(member, otherwise)


def _desync_mode(blocks: Shape) -> str | None:
    modes = (
        item.get("Value") for item in blocks.get("AdditionalAttributes", ()) if item.get("Key") == DESYNC_KEY
    )
    return next(modes, None)


def attributes_to_aws(before: Balancer, after: Balancer) -> dict[str, Any]:
    """The blocks of LoadBalancerAttributes that differ, each of them whole."""
    blocks: dict[str, Any] = {}
    if after.cross_zone_load_balancing != before.cross_zone_load_balancing:
        blocks["CrossZoneLoadBalancing"] = {"Enabled": after.cross_zone_load_balancing}
    if after.idle_timeout != before.idle_timeout:
        blocks["ConnectionSettings"] = {"IdleTimeout": after.idle_timeout}
    if after.connection_draining != before.connection_draining:
        blocks["ConnectionDraining"] = _draining_to_aws(after.connection_draining)
    if after.access_logs != before.access_logs:
        blocks["AccessLog"] = _access_logs_to_aws(before.access_logs, after.access_logs)
    if after.desync_mitigation_mode != before.desync_mitigation_mode:
        blocks["AdditionalAttributes"] = [{"Key": DESYNC_KEY, "Value": after.desync_mitigation_mode}]
    return blocks


def _draining_to_aws(draining: ConnectionDraining) -> dict[str, Any]:
    """The time-out cannot be set while draining is disabled (facts 1.7)."""
    return _to_aws(draining, CONNECTION_DRAINING) if draining.enabled else {"Enabled": False}


def _access_logs_to_aws(before: AccessLogs, after: AccessLogs) -> dict[str, Any]:
    """An empty prefix is sent as well (facts 1.7): amazon.aws takes one that is not there for another one.

    Logs that are only switched off are told no more; AWS remembers the rest.
    """
    if not after.enabled and replace(before, enabled=False) == after:
        return {"Enabled": False}
    return _to_aws(after, ACCESS_LOG)
