# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A service, the modules, and an independent client to look with."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

import boto3
import botocore.session
import pytest

from emulator import Emulator
from support.modules import Runner

from .reader import Reader


@pytest.fixture(scope="session", autouse=True)
def service_models() -> Iterator[None]:
    """Parse the models of the services once, not in every run of a module."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(botocore.session, "create_loader", functools.cache(botocore.session.create_loader))
        yield


@pytest.fixture(scope="session")
def service() -> Iterator[Emulator]:
    with Emulator() as emulator:
        yield emulator


@pytest.fixture
def emulator(service: Emulator) -> Emulator:
    """A service without balancers, that behaves."""
    service.reset()
    return service


@pytest.fixture
def run(emulator: Emulator) -> Runner:
    return Runner(emulator)


@pytest.fixture
def network(emulator: Emulator) -> dict[str, Any]:
    return emulator.network


@pytest.fixture(scope="session")
def session_aws(service: Emulator) -> Any:
    return boto3.client(
        "elb",
        endpoint_url=service.url,
        region_name=service.network["region"],
        aws_access_key_id="AKIAREADER",
        aws_secret_access_key="example-secret",
    )


@pytest.fixture
def aws(session_aws: Any, emulator: Emulator) -> Any:
    """A plain client of the service, which knows nothing of this collection."""
    return session_aws


@pytest.fixture
def reader(aws: Any) -> Reader:
    return Reader(aws)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten the pauses between attempts, not their number."""
    from ansible_collections.classic.elb.plugins.module_utils import (
        _client,
        _execute,
        _wait_interfaces,
        _wait_members,
    )

    monkeypatch.setattr(_client, "FIRST_PAUSE", 0.005)
    monkeypatch.setattr(_client, "LONGEST_PAUSE", 0.05)
    monkeypatch.setattr(_client, "PATIENCE", 0.01)
    monkeypatch.setattr(_execute, "CONFIRM_PAUSE", 0.02)
    monkeypatch.setattr(_execute, "SETTLE", 2.0)
    for module in (_wait_interfaces, _wait_members):
        monkeypatch.setattr(module, "SHORTEST_PAUSE", 0.02)
        monkeypatch.setattr(module, "LONGEST_PAUSE", 0.05)
    monkeypatch.setattr(_wait_interfaces, "APPEARANCE", 0.1)
