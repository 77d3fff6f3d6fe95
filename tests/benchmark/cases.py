# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is compared: the tasks, the state that they start from, and how often there is time for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from benchmark import ours, peer
from benchmark.playbook import Task
from benchmark.world import DRAINING_S, THREE, Network, World, looped

REGISTRATION_S = 2
HEALTHY_S = 8
"""On AWS both sides wait for minutes, most of the time for nothing that a module could hurry."""

SELDOM = (0, 50)
ONCE = (50,)


@dataclass(frozen=True)
class Case:
    """
    Something to do, from a state that is built anew each time.

    ``latencies`` (ms) and ``rounds`` are there where all of them would take too long.
    """

    name: str
    title: str
    prepare: Callable[[World], None]
    ours: Callable[[Network], list[Task]]
    peer: Callable[[Network], list[Task]]
    latencies: tuple[int, ...] | None = None
    rounds: int | None = None
    service_s: float | None = None
    """How long AWS itself takes, where the tasks wait for it."""


def _nothing(world: World) -> None:
    world.clear()


def _balancers(*names: str) -> Callable[[World], None]:
    def prepare(world: World) -> None:
        world.clear()
        for name in names:
            world.build(name, world.network["instances"][:2])
        world.settle()

    return prepare


def _many(count: int) -> list[str]:
    return [f"shop-{number}" for number in range(count)]


def _three(members: int, interval: int = 10) -> Callable[[World], None]:
    def prepare(world: World) -> None:
        world.clear()
        for name in THREE:
            world.build(name, world.network["instances"][:members], interval)
        world.settle()
        world.service.knobs(registration_s=REGISTRATION_S, health_delay_s=HEALTHY_S)

    return prepare


def _ping(_network: Network) -> list[Task]:
    return [{"ansible.builtin.ping": {}}]


def _info(name: str, count: int, latencies: tuple[int, ...] | None = None, rounds: int | None = None) -> Case:
    title = f"{count} balancers read" if count > 1 else "1 balancer read"
    return Case(name, title, _balancers(*_many(count)), ours.info, peer.info, latencies, rounds)


def _waiting(name: str, interval: int) -> Case:
    return Case(
        name,
        f"1 instance out of 3 balancers and back, waiting, checks every {interval} s",
        _three(3, interval),
        ours.one_out_and_in,
        peer.one_out_and_in,
        latencies=ONCE,
        rounds=2,
        service_s=DRAINING_S + REGISTRATION_S + HEALTHY_S,
    )


_SHOP = _balancers("shop")
_FIFTY = _many(50)

_CASES = [
    Case("ping", "`ansible.builtin.ping` on all sides", _nothing, _ping, _ping, latencies=(0,)),
    Case("no_change", "full balancer, nothing to change", _SHOP, ours.everything, peer.everything),
    Case("create", "full balancer created", _nothing, ours.everything, peer.everything),
    Case("delete", "balancer deleted", _SHOP, ours.nothing, peer.nothing),
    Case(
        "certificate",
        "certificate of a live listener renewed",
        _SHOP,
        ours.new_certificate,
        peer.new_certificate,
    ),
    Case("listener", "listener added", _SHOP, ours.new_listener, peer.new_listener),
    Case("tags", "tags changed", _SHOP, ours.new_tags, peer.new_tags),
    _info("info_1", 1),
    _info("info_14", 14),
    _info("info_200", 200, SELDOM, rounds=1),
    _waiting("member_5", 5),
    _waiting("member_30", 30),
    Case(
        "members_50",
        "50 instances into 3 balancers and out",
        _three(2),
        ours.fifty_in_and_out,
        peer.fifty_in_and_out,
        SELDOM,
    ),
    Case(
        "loop_50",
        "loop of 50 full balancers, nothing to change",
        _balancers(*_FIFTY),
        lambda network: looped(ours.everything(network), _FIFTY),
        lambda network: looped(peer.everything(network), _FIFTY),
        (20, 50),
        rounds=1,
    ),
]
CASES = {case.name: case for case in _CASES}
