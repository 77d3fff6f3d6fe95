# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The service itself: takes a request through gate, faults, rules and log to its reply."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from . import wire
from .call import Answer, Call
from .clock import Clock
from .errors import ServiceError, validation_error
from .estate import Estate, Instance
from .gate import Gate
from .health import HealthView
from .interfaces import Interfaces
from .journal import Journal
from .knobs import Fault, Knobs
from .operations import HANDLERS
from .recall import recalled
from .reply import Reply, error_reply, xml_reply
from .request import Request
from .snapshot import snapshot
from .state import Balancer
from .store import Balancers, Store
from .watch import InstanceWatch


@dataclass
class Outcome:
    """What became of a request."""

    reply: Reply | None
    """None: the connection is closed without an answer."""
    error: str | None = None
    fault: str | None = None
    effect: bool = False
    answer: Answer = field(default_factory=dict)


@dataclass(frozen=True)
class Saved:
    """The balancers of each region, and the emulator's time."""

    regions: Mapping[str, Balancers]
    time: float


class Service:
    """One lock guards the balancers, moto and everything else; nobody sleeps while holding it."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.journal = Journal()
        self._knobs = Knobs()
        self._store = Store()
        self._gate = Gate()
        self._watch = InstanceWatch()
        self._interfaces = Interfaces()
        self._certificates_heard: dict[str, float] = {}
        self._instances: dict[str, Mapping[str, Instance]] = {}
        """By region, since moto last wrote: all that changes them is a call that it answers, or a reset."""
        self._lock = threading.RLock()

    # -- what tests turn ----------------------------------------------------------------------------

    def reset(self, restore: Callable[[], None]) -> None:
        """Forget everything but the seeded network, which `restore` puts back in shape."""
        with self._lock:
            self._interfaces.reset()
            self._store.reset()
            self._gate.reset()
            self._watch.reset()
            self._certificates_heard.clear()
            self._knobs = Knobs()
            self.clock.reset()
            restore()
            self._instances.clear()
            self.journal.clear()

    def knobs(self, values: Mapping[str, Any]) -> dict[str, Any]:
        with self._lock:
            self._knobs.merge(values)
            self.clock.set_speed(self._knobs.clock_speed)
            return self._knobs.as_json()

    def save(self) -> Saved:
        with self._lock:
            return Saved(self._store.regions, self.clock.now())

    def restore(self, saved: Saved) -> None:
        with self._lock:
            self.clock.advance(max(0.0, saved.time - self.clock.now()))
            for region in {**self._store.regions, **saved.regions}:
                gone = dict.fromkeys(self._store.present(region))
                self._commit(region, {**gone, **saved.regions.get(region, {})})

    def advance(self, seconds: float) -> None:
        with self._lock:
            self.clock.advance(seconds)
            self._settle()

    # -- requests -----------------------------------------------------------------------------------

    def handle(self, request: Request) -> Reply | None:
        """A call of the classic API."""
        parameters: dict[str, Any] = {}
        problems: list[str] = []
        if request.operation in HANDLERS:
            parameters, problems = wire.decode(wire.MODEL.operation_model(request.operation), request.form)
        with self._turn():
            outcome = self._outcome(request, lambda: self._perform(request, parameters, problems))
            self._log(request, parameters, outcome, self._snapshots(request, parameters, outcome.answer))
        return outcome.reply

    def relay(self, request: Request, forward: Callable[[], Reply]) -> Reply | None:
        """A call of any other service, which moto answers."""

        def perform() -> Outcome:
            self._interfaces.check_deletion(request.operation, request.form)
            reply = recalled(request, forward)
            if request.is_write:
                self._instances.clear()
                self._settle()
            return Outcome(reply, reply.error_code, effect=request.is_write and reply.status < 400)

        with self._turn():
            outcome = self._outcome(request, perform)
            self._log(request, _plain(request.form), outcome, {})
        return outcome.reply

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """The way to the service takes its time; then one request at a time has an effect."""
        if self._knobs.latency_ms:  # to sleep for no time at all costs a change of threads
            time.sleep(self._knobs.latency_ms / 1000)
        with self._lock:
            self._settle()
            yield

    def _outcome(self, request: Request, perform: Callable[[], Outcome]) -> Outcome:
        """Refused at the gate, made to fail, or performed."""
        refusal = self._gate.refusal(request, self._knobs)
        if refusal:
            return _failed(request, refusal.error, refusal.fault)
        fault = self._knobs.take_fault(request)
        if fault and fault.when == "before":
            return _faulted(request, fault, Outcome(None))
        try:
            outcome = perform()
        except ServiceError as error:
            outcome = _failed(request, error)
        return _faulted(request, fault, outcome) if fault else outcome

    def _perform(self, request: Request, parameters: dict[str, Any], problems: list[str]) -> Outcome:
        if request.operation not in HANDLERS or request.form.get("Version") != wire.API_VERSION:
            version = request.form.get("Version", "")
            text = f"Could not find operation {request.operation} for version {version}"
            raise ServiceError("InvalidAction", text)
        if problems:
            raise validation_error(wire.validation_message(problems))
        call = self._call(request, parameters)
        answer = HANDLERS[request.operation](call)
        effect = self._commit(call.region, call.changes)
        operation = wire.MODEL.operation_model(request.operation)
        return Outcome(
            xml_reply(200, lambda request_id: wire.encode(operation, answer, request_id)),
            effect=effect,
            answer=answer,
        )

    def _call(self, request: Request, parameters: dict[str, Any]) -> Call:
        """Reads may lag behind, writes see the newest (knobs `lag_ms`, `lagging`)."""
        lag = 0 if request.is_write else self._knobs.lag(request.action)
        present = self._store.present(request.region)
        return Call(
            region=request.region,
            parameters=parameters,
            balancers=self._store.as_of(request.region, lag) if lag else present,
            estate=Estate(request.region),
            health=self._health(request.region),
            certificates_heard=self._certificates_heard,
        )

    def _commit(self, region: str, changes: Mapping[str, Balancer | None]) -> bool:
        changed = self._store.commit(region, changes)
        if changed:
            present = self._store.present(region)
            knobs = self._knobs
            self._interfaces.follow(
                region, present, knobs.interface_delay_s, knobs.interface_linger_s, self.clock.now()
            )
        return changed

    def _health(self, region: str) -> HealthView:
        if region not in self._instances:
            self._instances[region] = Estate(region).instances()
            self._watch.observe(self._instances[region].values(), self.clock.now())
        return HealthView(self.clock.now(), self._knobs, self._instances[region], self._watch)

    def _settle(self) -> None:
        """Let happen what time and EC2 have brought about since the last look."""
        self._interfaces.settle(self.clock.now())
        for region in self._store.regions:
            health = self._health(region)
            self._store.commit(region, _without_gone_members(self._store.present(region), health))

    # -- the log ------------------------------------------------------------------------------------

    def _log(
        self,
        request: Request,
        parameters: Mapping[str, Any],
        outcome: Outcome,
        balancers: Mapping[str, Any],
    ) -> None:
        self.journal.record(
            {
                "service": request.service,
                "operation": request.operation,
                "parameters": parameters,
                "write": request.is_write,
                "status": outcome.reply.status if outcome.reply else None,
                "error": outcome.error,
                "fault": outcome.fault,
                "effect": outcome.effect,
                "access_key": request.access_key,
                "user_agent": request.user_agent,
                "balancers": balancers,
            }
        )

    def _snapshots(self, request: Request, parameters: Mapping[str, Any], answer: Answer) -> dict[str, Any]:
        """Of the balancers that a write or a look at health names; {} for one that is not there."""
        if not request.is_write and request.operation != "DescribeInstanceHealth":
            return {}
        names = parameters.get("LoadBalancerNames") or [parameters.get("LoadBalancerName")]
        health = self._health(request.region)
        present = self._store.present(request.region)
        shown: dict[str, Any] = {
            name: snapshot(present[name], health) if name in present else {} for name in names if name
        }
        for told in answer.get("InstanceStates", []):
            states = shown[names[0]].setdefault("instances", {})
            states[told["InstanceId"]] = {key: told[key] for key in ("State", "ReasonCode", "Description")}
        return shown


def _failed(request: Request, error: ServiceError, fault: str | None = None) -> Outcome:
    return Outcome(error_reply(request, error), error.code, fault)


def _faulted(request: Request, fault: Fault, outcome: Outcome) -> Outcome:
    """The planned answer in place of the true one; the true effect stays."""
    if fault.answer == "drop":
        return replace(outcome, reply=None, error=None, fault=f"drop-{fault.when}")
    answer = fault.answer
    error = ServiceError(answer["code"], answer["message"], answer["status"])
    return replace(outcome, reply=error_reply(request, error), error=error.code, fault=fault.when)


def _plain(form: Mapping[str, str]) -> dict[str, str]:
    """A form without what the other fields of the log say, and without secrets."""
    hidden = ("Action", "Version", "PrivateKey")
    return {key: value for key, value in form.items() if key not in hidden and not key.startswith("X-Amz-")}


def _without_gone_members(balancers: Balancers, health: HealthView) -> dict[str, Balancer | None]:
    """The service drops terminated instances after a while (facts 4.1)."""
    changes: dict[str, Balancer | None] = {}
    for balancer in balancers.values():
        staying = {each: since for each, since in balancer.members.items() if not health.is_gone(each)}
        if len(staying) < len(balancer.members):
            changes[balancer.name] = replace(balancer, members=staying)
    return changes
