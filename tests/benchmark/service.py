# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The emulator in a process of its own, so that it takes no time from what is measured here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

TESTS = Path(__file__).resolve().parents[1]


class Service:
    """What ``Emulator`` offers, as far as it is needed here, from afar."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.network: dict[str, Any] = self._ask("network")

    def reset(self) -> None:
        self._ask("reset", "POST", {})

    def knobs(self, **values: Any) -> None:
        self._ask("knobs", "POST", values)

    def advance(self, seconds: float) -> None:
        self._ask("advance", "POST", {"seconds": seconds})

    def clear_log(self) -> None:
        self._ask("log", "DELETE")

    @property
    def log(self) -> list[dict[str, Any]]:
        entries: list[dict[str, Any]] = self._ask("log")
        return entries

    def _ask(self, what: str, method: str = "GET", body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/_emulator/{what}", data, method=method)
        with urllib.request.urlopen(request) as answer:
            text = answer.read()
        return json.loads(text) if text else None


@contextmanager
def serve() -> Iterator[Service]:
    """Run an emulator on a free port of the loopback interface, for the length of the block."""
    with tempfile.TemporaryDirectory() as folder:
        ready = Path(folder, "ready")
        server = subprocess.Popen(
            [sys.executable, "-m", "emulator", "--port", "0", "--ready-file", str(ready)],
            stdout=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(TESTS)},
        )
        try:
            while not (ready.exists() and ready.read_text().endswith("}")):
                if server.poll() is not None:
                    sys.exit("The emulator did not start.")
                time.sleep(0.05)
            yield Service(json.loads(ready.read_text())["url"])
        finally:
            server.terminate()
            server.wait()
