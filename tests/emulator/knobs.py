# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a test can turn: every knob, its default, and what values it takes (table in README.md)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields
from fnmatch import fnmatchcase
from typing import Any

from .request import Request

DEFAULT_LIMITS = {
    "classic-load-balancers": 20,
    "classic-listeners": 100,
    "classic-registered-instances": 1000,
}


@dataclass
class Fault:
    """One planned failure, of calls on one `balancer` if that is given; `times` None means for ever, `answer` "drop"
    closes the connection."""

    operation: str
    balancer: str | None = None
    times: int | None = 1
    skip: int = 0
    when: str = "before"
    answer: Any = "drop"

    def strikes(self, request: Request) -> bool:
        """Count a call; whether it is one of those to fail."""
        if not names_action(self.operation, request.action):
            return False
        if self.balancer not in (None, request.form.get("LoadBalancerName")):
            return False
        if self.skip > 0:
            self.skip -= 1
            return False
        if self.times is None:
            return True
        if self.times <= 0:
            return False
        self.times -= 1
        return True


def names_action(pattern: str, action: str) -> bool:
    """`AddTags` and `*` mean this service, `ec2:DescribeSubnets` names another one."""
    return fnmatchcase(action, pattern if ":" in pattern else f"elasticloadbalancing:{pattern}")


@dataclass
class Knobs:
    latency_ms: float = 0
    faults: list[Fault] = field(default_factory=list)
    denied: list[str] = field(default_factory=list)
    requests_per_second: float | None = None
    lag_ms: float = 0
    lagging: list[str] = field(default_factory=lambda: ["*"])
    certificate_delay_s: float = 0
    clock_speed: float = 1.0
    registration_s: float = 10
    health_delay_s: float | None = None
    unhealthy: list[str] = field(default_factory=list)
    health_scripts: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    interface_delay_s: float = 0
    interface_linger_s: float = 0
    credentials: list[str] | None = None
    limits: dict[str, int] = field(default_factory=lambda: dict(DEFAULT_LIMITS))
    antique: bool = False

    def merge(self, values: Mapping[str, Any]) -> None:
        """Take over the given knobs, all or none; None puts a default back. ValueError says what is wrong."""
        parsed = {name: _parse(name, value) for name, value in values.items()}
        for name, value in parsed.items():
            setattr(self, name, value)

    def lag(self, action: str) -> float:
        """The seconds by which a read of `service:Operation` is behind."""
        lags = any(names_action(pattern, action) for pattern in self.lagging)
        return self.lag_ms / 1000 if lags else 0

    def as_json(self) -> dict[str, Any]:
        """As they stand: of a fault that is used up, `times` is 0, and what a script has used up is gone."""
        return asdict(self)

    def take_fault(self, request: Request) -> Fault | None:
        """The first fault that strikes; those behind it in the list have not counted the call."""
        return next((fault for fault in self.faults if fault.strikes(request)), None)


def _parse(name: str, value: Any) -> Any:
    if name not in _PARSERS:
        raise ValueError(f"There is no knob '{name}'; the knobs are {', '.join(sorted(_PARSERS))}.")
    if value is None:
        return next(getattr(Knobs(), knob.name) for knob in fields(Knobs) if knob.name == name)
    return _PARSERS[name](name, value)


def _number(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value < 0:
        raise ValueError(f"'{name}' must be a number that is not negative, not {value!r}.")
    return value


def _positive(name: str, value: Any) -> float:
    if _number(name, value) == 0:
        raise ValueError(f"'{name}' must be greater than zero.")
    return float(value)


def _switch(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"'{name}' must be true or false, not {value!r}.")
    return value


def _texts(name: str, value: Any) -> list[str]:
    if not isinstance(value, (list, tuple)) or not all(isinstance(each, str) for each in value):
        raise ValueError(f"'{name}' must be a list of texts, not {value!r}.")
    return list(value)


def _keys(name: str, value: Any) -> list[str]:
    return _texts(name, list(value) if isinstance(value, Mapping) else value)


def _limits(name: str, value: Any) -> dict[str, int]:
    if not isinstance(value, Mapping) or not set(value) <= set(DEFAULT_LIMITS):
        raise ValueError(f"'{name}' must be a mapping with keys of {', '.join(DEFAULT_LIMITS)}.")
    return {**DEFAULT_LIMITS, **{key: int(_number(key, each)) for key, each in value.items()}}


def _scripts(name: str, value: Any) -> dict[str, list[dict[str, str]]]:
    known = {"State", "ReasonCode", "Description"}
    if not isinstance(value, Mapping):
        raise ValueError(f"'{name}' must map instance ids to lists, not be {value!r}.")
    for instance_id, script in value.items():
        for line in script if isinstance(script, list) else [None]:
            if not isinstance(line, Mapping) or not (set(line) == {"error"} or set(line) <= known):
                raise ValueError(
                    f"'{name}' of {instance_id} must be a list of mappings with State, ReasonCode and "
                    f"Description, or with error alone; not {line!r}."
                )
    return {instance_id: [dict(line) for line in script] for instance_id, script in value.items()}


def _faults(name: str, value: Any) -> list[Fault]:
    if not isinstance(value, (list, tuple)):
        raise ValueError(f"'{name}' must be a list of mappings, not {value!r}.")
    return [_fault(each) for each in value]


def _fault(value: Any) -> Fault:
    known = {knob.name for knob in fields(Fault)}
    if not isinstance(value, Mapping) or "operation" not in value or not set(value) <= known:
        raise ValueError(
            f"A fault needs an operation and may have {', '.join(sorted(known))}; not {value!r}."
        )
    fault = Fault(**value)
    if fault.when not in ("before", "after"):
        raise ValueError(f"A fault's 'when' is before or after, not {fault.when!r}.")
    counts = [fault.skip] if fault.times is None else [fault.skip, fault.times]
    if not all(isinstance(count, int) and count >= 0 for count in counts):
        raise ValueError("A fault's 'times' and 'skip' are whole numbers that are not negative.")
    if isinstance(fault.answer, Mapping) and "code" in fault.answer:
        fault.answer = {"status": 400, "message": "", **fault.answer}
    elif fault.answer != "drop":
        raise ValueError(f"A fault's 'answer' is drop or a mapping with a code, not {fault.answer!r}.")
    return fault


_PARSERS: dict[str, Callable[[str, Any], Any]] = {
    "latency_ms": _number,
    "faults": _faults,
    "denied": _texts,
    "requests_per_second": _positive,
    "lag_ms": _number,
    "lagging": _texts,
    "certificate_delay_s": _number,
    "clock_speed": _positive,
    "registration_s": _number,
    "health_delay_s": _number,
    "unhealthy": _texts,
    "health_scripts": _scripts,
    "interface_delay_s": _number,
    "interface_linger_s": _number,
    "credentials": _keys,
    "limits": _limits,
    "antique": _switch,
}
