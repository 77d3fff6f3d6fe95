# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The fixtures: an emulator and a stock moto per session, with the same clients and the same kind of network."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .service import Service

HERE = Path(__file__).parent
TESTS = str(HERE.parent.parent)
if TESTS not in sys.path:
    sys.path.insert(0, TESTS)


@pytest.fixture(scope="session")
def running_emulator() -> Iterator[Any]:
    from emulator import Emulator

    with Emulator() as emulator:
        yield emulator


@pytest.fixture(scope="session")
def session_service(running_emulator: Any) -> Service:
    return Service(running_emulator.url, running_emulator.network, emulator=running_emulator)


@pytest.fixture
def service(session_service: Service) -> Service:
    """The emulator as newly started, with the helpers of `Service`."""
    session_service.reset()
    return session_service


@pytest.fixture
def emulator(service: Service) -> Any:
    """The emulator's own interface, as newly started."""
    return service.emulator


@pytest.fixture
def elb(service: Service) -> Any:
    return service.elb


@pytest.fixture
def ec2(service: Service) -> Any:
    return service.ec2


@pytest.fixture(scope="session")
def stock_server() -> Iterator[Service]:
    """moto's own server. In a process of its own: the emulator replaces parts of moto in this one."""
    command = [sys.executable, str(HERE / "stock_moto.py")]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as server:
        assert server.stdin and server.stdout
        yield Service(**json.loads(server.stdout.readline()))
        server.stdin.close()


@pytest.fixture
def stock(stock_server: Service) -> Service:
    stock_server.reset()
    return stock_server
