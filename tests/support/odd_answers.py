# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Answers of the service that were recorded once, and come back with one element missing or odd.

Where the elements are is read from botocore's model, so that one which a new read brings along is tried as well.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any

import botocore.session
from botocore.model import ListShape, ServiceModel, Shape, StructureShape

Answer = dict[str, Any]
Path = tuple[str, ...]
"""Names of elements; ``*`` is an item of a list."""


@dataclass(frozen=True)
class Element:
    service: str
    operation: str
    path: Path
    is_required: bool
    type: str

    @property
    def name(self) -> str:
        return self.path[-1]

    def __str__(self) -> str:
        return f"{self.operation}: {'.'.join(self.path)}"


@cache
def model(service: str) -> ServiceModel:
    return botocore.session.get_session().get_service_model(service)


@cache
def elements(service: str, operation: str) -> tuple[Element, ...]:
    """Every element that an answer may have."""
    shape = model(service).operation_model(operation).output_shape
    return tuple(Element(service, operation, *each) for each in (_below(shape, (), ()) if shape else ()))


def _below(shape: Shape, path: Path, above: tuple[str, ...]) -> Iterator[tuple[Path, bool, str]]:
    """Paths, whether the model requires them, and of which type they are.

    The shapes on the way are ``above``: those of EC2 hold each other.
    """
    if isinstance(shape, ListShape):
        yield from _below(shape.member, (*path, "*"), above)
    if isinstance(shape, StructureShape) and shape.name not in above:
        for name, member in shape.members.items():
            yield (*path, name), name in shape.required_members, member.type_name
            yield from _below(member, (*path, name), (*above, shape.name))


def holder(answer: Any, path: Path, balancer: str) -> Answer | None:
    """What holds the element in this answer, if it is there; of a list of balancers, in what is said of this one."""
    for name in path[:-1]:
        answer = _item(answer, balancer) if name == "*" else answer.get(name)
        if answer is None:
            return None
    return answer if path[-1] in answer else None


def _item(listed: list[Any], balancer: str) -> Any:
    if any(isinstance(item, dict) and "LoadBalancerName" in item for item in listed):
        listed = [item for item in listed if item.get("LoadBalancerName") == balancer]
    # The one that says most, whatever the order of this answer.
    return max(listed, key=lambda item: (len(str(item)), str(item)), default=None)


Change = Callable[[Answer, str], None]


def take_away(held: Answer, name: str) -> None:
    del held[name]


def make_odd(held: Answer, name: str) -> None:
    if isinstance(held[name], str):
        held[name] = "Odd-1"


def make_huge(held: Answer, name: str) -> None:
    held[name] = 99_999


class Recorder:
    """Stands between the client and AWS: each answer is asked for once, and changed where ``element`` says.

    Of answers on one balancer, only those on ``balancer`` are changed. Every run begins with the same state, and a
    write has its effect only once.
    """

    def __init__(self, balancer: str) -> None:
        self._balancer = balancer
        self._answers: dict[str, Answer] = {}
        self._lock = threading.Lock()
        self.met: set[Element] = set()
        """Which elements were in an answer."""
        self.element: Element | None = None
        self.change: Change = take_away
        self.struck = False

    def forget(self) -> None:
        """Let the next run ask again: what it does need not fit what an earlier one saw."""
        self._answers.clear()

    def __call__(self, call: Any, send: Callable[[Any], Answer]) -> Answer:
        key = f"{call.service} {call.operation} {sorted(call.parameters.items())}"
        with self._lock:
            if key not in self._answers:
                answer = send(call)
                self._answers[key] = answer
                found = (
                    each for each in elements(call.service, call.operation) if self._holder(answer, each)
                )
                self.met.update(found)
            answer = deepcopy(self._answers[key])
        element = self.element
        is_meant = call.parameters.get("LoadBalancerName", self._balancer) == self._balancer
        if element and is_meant and (element.service, element.operation) == (call.service, call.operation):
            held = self._holder(answer, element)
            if held is not None:
                self.change(held, element.name)
                self.struck = True
        return answer

    def _holder(self, answer: Answer, element: Element) -> Answer | None:
        return holder(answer, element.path, self._balancer)
