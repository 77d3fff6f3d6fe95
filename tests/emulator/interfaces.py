# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The network interfaces that balancers hold in EC2, and that linger after them (facts 3.1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from moto.core.utils import utcnow
from moto.ec2.models.elastic_network_interfaces import NetworkInterface

from .errors import ServiceError
from .estate import backend
from .store import Balancers

_OWNER = "amazon-elb"
_Place = tuple[str, str, str]
"""Region, DNS name (a re-created balancer is another one), subnet."""


class _Attachment:
    """What DescribeNetworkInterfaces shows of it; the service's own machine stays hidden."""

    def __init__(self, interface_id: str) -> None:
        self.attachment_id = interface_id.replace("eni-", "ela-attach-")
        self.attach_time = utcnow()
        self.delete_on_termination = False
        self.device_index = 1
        self.instance_owner_id = _OWNER
        self.status = "attached"


class BalancerInterface(NetworkInterface):
    """A moto interface that belongs to the service."""

    def __init__(self, ec2: Any, subnet_id: str, groups: tuple[str, ...], description: str) -> None:
        super().__init__(ec2, ec2.get_subnet(subnet_id), [], group_ids=list(groups), description=description)
        self.requester_id = _OWNER
        self.requester_managed = True
        self.status = "in-use"
        self.shown_from = 0.0
        self.service_attachment = _Attachment(self.id)

    @property
    def attachment(self) -> Any:
        return self.service_attachment

    def get_filter_value(self, filter_name: str, method_name: str | None = None) -> Any:
        if filter_name == "attachment.instance-owner-id":
            return _OWNER
        return super().get_filter_value(filter_name, method_name)


def _with_more_filters(original: Callable[..., Any]) -> Callable[..., Any]:
    def get_filter_value(self: NetworkInterface, filter_name: str, method_name: str | None = None) -> Any:
        """Balancers' interfaces are found by requester id (facts 0.1), a filter that moto does not know."""
        known = {"requester-id": "requester_id", "status": "status", "interface-type": "interface_type"}
        if filter_name in known:
            return getattr(self, known[filter_name])
        return original(self, filter_name, method_name)

    return get_filter_value


setattr(NetworkInterface, "get_filter_value", _with_more_filters(NetworkInterface.get_filter_value))  # noqa: B010


class Interfaces:
    """One interface for each balancer and subnet, kept in step with the balancers."""

    def __init__(self) -> None:
        self._held: dict[_Place, BalancerInterface] = {}
        self._leaving: list[tuple[float, BalancerInterface]] = []

    def follow(self, region: str, balancers: Balancers, delay: float, linger: float, now: float) -> None:
        """After a write: make what is missing, let go of what is no longer needed."""
        wanted = {
            (region, balancer.dns_name, subnet.id): balancer
            for balancer in balancers.values()
            for subnet in balancer.subnets
        }
        for place in [place for place in self._held if place[0] == region and place not in wanted]:
            self._leaving.append((now + linger, self._held.pop(place)))
        for place, balancer in wanted.items():
            if place not in self._held:
                self._held[place] = _create(place, balancer.security_groups, f"ELB {balancer.name}")
                self._held[place].shown_from = now + delay
            _join(self._held[place], balancer.security_groups)
        self.settle(now)

    def settle(self, now: float) -> None:
        """Remove those whose time is over, and show those whose time has come."""
        for held in self._held.values():
            if held.shown_from <= now:
                held.ec2_backend.enis.setdefault(held.id, held)
        over = [interface for end, interface in self._leaving if end <= now]
        self._leaving = [(end, interface) for end, interface in self._leaving if end > now]
        for interface in over:
            interface.ec2_backend.enis.pop(interface.id, None)

    def reset(self) -> None:
        self._leaving += [(0.0, interface) for interface in self._held.values()]
        self._held = {}
        self.settle(float("inf"))

    def check_deletion(self, operation: str, form: Mapping[str, str]) -> None:
        """EC2 refuses to delete a group or a subnet that an interface uses; moto would do it."""
        present = [*self._held.values(), *(interface for _end, interface in self._leaving)]
        used = {
            "DeleteSecurityGroup": {group.id for each in present for group in each.group_set},
            "DeleteSubnet": {each.subnet.id for each in present},
        }.get(operation, set())
        target = form.get("GroupId") or form.get("SubnetId")
        if target in used:
            raise ServiceError("DependencyViolation", f"resource {target} has a dependent object")


def _join(interface: BalancerInterface, group_ids: tuple[str, ...]) -> None:
    if tuple(group.id for group in interface.group_set) != group_ids:
        groups = map(interface.ec2_backend.get_security_group_from_id, group_ids)
        interface._group_set = [group for group in groups if group]


def _create(place: _Place, groups: tuple[str, ...], description: str) -> BalancerInterface:
    region, _name, subnet_id = place
    ec2 = backend("ec2", region)
    return BalancerInterface(ec2, subnet_id, groups, description)  # type: ignore[abstract] # as in moto
