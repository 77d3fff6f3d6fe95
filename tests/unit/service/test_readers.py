# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads that run beside each other, and end with the task."""

from __future__ import annotations

import threading
from queue import Empty, SimpleQueue
from typing import Any

import pytest

from ansible_collections.classic.elb.plugins.module_utils._service.readers import Readers


class Contended(SimpleQueue[Any]):
    """Whoever looks whether something is there, finds it, and then somebody else has taken it."""

    def empty(self) -> bool:
        was_empty = super().empty()
        try:
            while True:
                self.get_nowait()
        except Empty:
            return was_empty


def test_a_task_that_ends_does_not_wait_for_a_read_that_somebody_is_just_beginning(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(f"{Readers.__module__}.SimpleQueue", Contended)
    readers = Readers(0)
    for _read in range(8):
        readers.submit(int)
    end = threading.Thread(target=readers.close, args=(False,), daemon=True)
    end.start()
    end.join(timeout=5)
    assert not end.is_alive()
