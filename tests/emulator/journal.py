# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The log of calls that tests assert on (format in README.md)."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Mapping
from typing import Any


class Journal:
    def __init__(self) -> None:
        self.callers: dict[str, set[str]] = defaultdict(set)
        """What each user agent has called, as IAM names it; ``clear`` leaves it alone."""
        self._entries: list[dict[str, Any]] = []
        self._lock = threading.Lock()

    def record(self, entry: Mapping[str, Any]) -> None:
        """Entries stand in the order in which their calls took effect."""
        with self._lock:
            self.callers[entry["user_agent"]].add(f"{entry['service']}:{entry['operation']}")
            self._entries.append({"index": len(self._entries), "time": time.monotonic(), **entry})

    def entries(self, since: int = 0) -> list[dict[str, Any]]:
        with self._lock:
            return self._entries[since:]

    def clear(self) -> None:
        with self._lock:
            self._entries = []
