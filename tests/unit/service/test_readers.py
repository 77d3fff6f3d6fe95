# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads that run beside each other, and end with the task."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator

import pytest

from ansible_collections.classic.elb.plugins.module_utils._service.readers import Readers


@pytest.fixture
def restless() -> Iterator[None]:
    """Threads take turns as often as can be."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def test_a_task_that_ends_does_not_wait_for_a_read_that_somebody_is_just_beginning(restless: None) -> None:
    rounds = 2000
    done = []

    def begin_and_end() -> None:
        for _round in range(rounds):
            readers = Readers(4)
            for _read in range(8):
                readers.submit(int)
            readers.close(wait=False)
            done.append(True)

    tasks = threading.Thread(target=begin_and_end, daemon=True)
    tasks.start()
    tasks.join(timeout=30)
    assert len(done) == rounds
