# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Asking EC2 about the surroundings of a balancer, only where the plan depends on them. Private to classic.elb."""

from __future__ import annotations

from dataclasses import replace

from ansible_collections.classic.elb.plugins.module_utils._model.errors import CallFailed, ElbError, NotSent
from ansible_collections.classic.elb.plugins.module_utils._model.state import Balancer, Network
from ansible_collections.classic.elb.plugins.module_utils._model.wishes import WantedBalancer
from ansible_collections.classic.elb.plugins.module_utils._plan.balancer import plan_balancer
from ansible_collections.classic.elb.plugins.module_utils._plan.network import (
    require_subnets,
    require_zones,
    security_group_ids,
)
from ansible_collections.classic.elb.plugins.module_utils._plan.replacement import is_replacement, leaves_vpc
from ansible_collections.classic.elb.plugins.module_utils._run.manage import announced
from ansible_collections.classic.elb.plugins.module_utils._run.module import Task
from ansible_collections.classic.elb.plugins.module_utils._run.stand_ins import (
    stand_in_for_balancer,
    without_predicted,
)
from ansible_collections.classic.elb.plugins.module_utils._service.client import Client
from ansible_collections.classic.elb.plugins.module_utils._service.ec2 import (
    read_instances,
    read_security_groups,
    read_subnets,
)

NEW = "; to create it, this task would need listeners, and subnets or availability_zones"


def look_around(
    task: Task, before: Balancer | None, wanted: WantedBalancer, beforehand: bool = False
) -> tuple[Balancer | None, WantedBalancer, Network]:
    """What a plan begins with: the balancer, the wish and the network, as ``_survey`` gives them.

    In check mode something stands in for a balancer that is not there, and that the wish alone cannot make.
    """
    if not task.check_mode:
        return before, *_survey(task.client, before, wanted, beforehand)
    wanted, network = _survey(task.client, before, without_predicted(wanted), beforehand=True)
    stand_in = None if before else stand_in_for_balancer(wanted)
    return announced(task, stand_in, NEW) if stand_in else before, wanted, network


def _survey(
    client: Client, before: Balancer | None, wanted: WantedBalancer, beforehand: bool
) -> tuple[WantedBalancer, Network]:
    """The wish with its security groups as ids, and the network facts that planning for it needs.

    A creation whose groups are ids needs none: AWS checks them, and the new balancer is read afterwards. Who has to
    know ``beforehand`` asks all the same, as check mode does in order to predict.
    """
    groups = frozenset(wanted.security_groups or ())
    has_names = any(not group.startswith("sg-") for group in groups)
    if before is None:
        network_matters = beforehand or has_names or bool(wanted.subnets and wanted.availability_zones)
        groups_matter = bool(groups) if beforehand else has_names
    else:
        network_matters = _differ(wanted, before)
        groups_matter = has_names or bool(groups and groups != set(before.security_groups or ()))
    network = Network(region=client.connection.region)
    if network_matters:
        network = _read_network(client, before, wanted)
    if before is not None and is_replacement(before, wanted, network):
        members = read_instances(client, before.instances)
        running = frozenset(name for name, member in members.items() if member.is_running)
        network = replace(network, running=running)
    vpc_id = _vpc(network, before, wanted) if groups_matter else None
    if vpc_id:
        names = read_security_groups(client, vpc_id)
        network = replace(network, groups=names)
        wanted = replace(
            wanted, security_groups=security_group_ids(wanted.security_groups or (), names, vpc_id)
        )
    return wanted, network


OF_THE_NETWORK = frozenset(
    (
        "InvalidConfigurationRequest",
        "InvalidSecurityGroup",
        "InvalidSubnet",
        "SubnetNotFound",
        "ValidationError",
    )
)


def raise_if_foreseeable(client: Client, wanted: WantedBalancer, refusal: ElbError) -> None:
    """Raise what check mode says beforehand, with the option's name, of a network that AWS refused a new balancer."""
    error = refusal.details.get("error", {})
    is_new = error.get("operation") == "CreateLoadBalancer" and not refusal.details.get("changed")
    if not is_new or error["code"] not in OF_THE_NETWORK:
        return
    try:
        plan_balancer(None, *_survey(client, None, wanted, beforehand=True))
    except (CallFailed, NotSent):
        return  # EC2 tells nothing, and AWS' own words have to do
    except ElbError as reason:
        raise ElbError(reason.message, **refusal.details) from refusal


def _differ(wanted: WantedBalancer, before: Balancer) -> bool:
    return (
        (wanted.scheme is not None and wanted.scheme != before.scheme)
        or (wanted.subnets is not None and wanted.subnets != before.subnets)
        or (wanted.availability_zones is not None and wanted.availability_zones != before.availability_zones)
    )


def _read_network(client: Client, before: Balancer | None, wanted: WantedBalancer) -> Network:
    """Of what is wanted and what is there: a subnet in a wanted zone stays, and a successor may need the same zones."""
    subnets, zones = wanted.subnets or frozenset(), wanted.availability_zones or frozenset()
    if before is not None and before.is_in_vpc:
        subnets |= before.subnets or frozenset()
    if before is not None and (zones or not before.is_in_vpc):
        zones |= before.availability_zones or frozenset()
    return read_subnets(client, subnets, zones)


def _vpc(network: Network, before: Balancer | None, wanted: WantedBalancer) -> str | None:
    """The VPC in which the balancer is going to live; ``None`` if nothing tells, which the plan will complain of.

    Raises ``ElbError`` for subnets and zones that are not there, or are not of one VPC.
    """
    subnets, zones = wanted.subnets or frozenset(), wanted.availability_zones or frozenset()
    leaves = before and is_replacement(before, wanted, network) and leaves_vpc(before, wanted, network)
    if before and leaves and not before.is_in_vpc:  # its successor has its zones, where no others are wanted
        zones = zones or before.availability_zones or frozenset()
    if not subnets and (before is None or (zones and leaves)):
        require_zones(zones, network)
        subnets = frozenset(network.default_subnets[zone] for zone in zones)
    if network.was_read and subnets:
        require_subnets(subnets, network)
        return network.vpcs[min(subnets)]
    return before.vpc_id if before else None
