# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One call of an operation: what it was given, what it may look at, what it wants to change."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from .errors import ServiceError, balancer_not_found, validation_error
from .estate import Estate
from .health import HealthView
from .knobs import Knobs
from .state import Balancer
from .store import Balancers

Answer = dict[str, Any]
T = TypeVar("T", str, int)


@dataclass
class Call:
    region: str
    parameters: dict[str, Any]
    balancers: Balancers
    estate: Estate
    health: HealthView
    certificates_heard: dict[str, float]
    """Certificate ARN to when a call named it first."""
    changes: dict[str, Balancer | None] = field(default_factory=dict)

    @property
    def now(self) -> float:
        return self.health.now

    @property
    def knobs(self) -> Knobs:
        return self.health.knobs

    @cached_property
    def balancer(self) -> Balancer:
        """The one that the call names, as it was before the call."""
        return self.find(self.parameters["LoadBalancerName"])

    def find(self, name: str) -> Balancer:
        if name not in self.balancers:
            raise balancer_not_found(name)
        return self.balancers[name]

    def save(self, balancer: Balancer) -> None:
        self.changes[balancer.name] = balancer

    def items(self, name: str) -> list[Any]:
        """A list that needs at least one item (README, choice U4)."""
        if not self.parameters[name]:
            raise validation_error(f"{name} must not be empty")
        return list(self.parameters[name])

    def require_certificate(self, arn: str) -> None:
        """A fresh certificate is unknown for a while (facts 3.1)."""
        delay = self.knobs.certificate_delay_s
        is_fresh = delay > 0 and self.now < self.certificates_heard.setdefault(arn, self.now) + delay
        if is_fresh or not self.estate.has_certificate(arn):
            raise ServiceError("CertificateNotFound", f"Server Certificate not found for the key: {arn}")


_ROUNDS = itertools.count()


def shuffled(items: Iterable[T]) -> list[T]:
    """In no useful order, and in another one the next time (facts 0.1: lists come unsorted)."""
    turn = next(_ROUNDS)
    return sorted(items, key=lambda item: digest(f"{turn}/{item}"))


def digest(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
