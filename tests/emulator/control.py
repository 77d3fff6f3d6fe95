# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The emulator's own interface under /_emulator/: what tests turn and read, as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from .reply import Reply
from .service import Service

PREFIX = "/_emulator/"


@dataclass
class Controls:
    service: Service
    network: dict[str, Any]
    restore: Callable[[], None]
    """Puts the seeded network back in shape."""

    def reset(self) -> None:
        self.service.reset(self.restore)

    def advance(self, seconds: Any) -> None:
        if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or seconds < 0:
            raise ValueError(f"'seconds' must be a number that is not negative, not {seconds!r}.")
        self.service.advance(seconds)

    def answer(self, environ: dict[str, Any]) -> Reply:
        """200 with JSON; 400 with a sentence for bad input, 404 for an unknown address."""
        route = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO'].removeprefix(PREFIX).rstrip('/')}"
        try:
            if route not in _ROUTES:
                return _reply(404, {"message": f"There is no {route}; there are {', '.join(_ROUTES)}."})
            return _reply(200, _ROUTES[route](self, _Input(environ)))
        except ValueError as problem:
            return _reply(400, {"message": str(problem)})


class _Input:
    """Body and query string of a control request."""

    def __init__(self, environ: dict[str, Any]) -> None:
        self._query = parse_qs(environ.get("QUERY_STRING", ""))
        self._body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))

    def json(self) -> dict[str, Any]:
        try:
            value = json.loads(self._body or b"{}")
        except json.JSONDecodeError as problem:
            raise ValueError(f"The body is not JSON: {problem}.") from problem
        if not isinstance(value, dict):
            raise ValueError(f"The body must be a JSON object, not {value!r}.")
        return value

    def number(self, name: str) -> int:
        text = self._query.get(name, ["0"])[0]
        if not text.isdecimal():
            raise ValueError(f"'{name}' must be a whole number, not '{text}'.")
        return int(text)


def _reset(controls: Controls, _input: _Input) -> Any:
    controls.reset()
    return {}


def _clear_log(controls: Controls, _input: _Input) -> Any:
    controls.service.journal.clear()
    return {}


def _advance(controls: Controls, given: _Input) -> Any:
    controls.advance(given.json().get("seconds"))
    return {"now": controls.service.clock.now()}


_ROUTES: dict[str, Callable[[Controls, _Input], Any]] = {
    "POST reset": _reset,
    "GET log": lambda controls, given: controls.service.journal.entries(given.number("since")),
    "DELETE log": _clear_log,
    "GET knobs": lambda controls, _input: controls.service.knobs({}),
    "POST knobs": lambda controls, given: controls.service.knobs(given.json()),
    "POST advance": _advance,
    "GET network": lambda controls, _input: controls.network,
}


def _reply(status: int, value: Any) -> Reply:
    return Reply(status, json.dumps(value).encode(), (("Content-Type", "application/json"),))
