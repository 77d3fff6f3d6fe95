# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the integration tests share: a service, the modules, and an independent client to look with."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

import boto3
import botocore.session
import pytest

from emulator import Emulator
from support.modules import Runner


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


@pytest.fixture
def aws(emulator: Emulator) -> Any:
    """A plain client of the service, which knows nothing of this collection."""
    return plain_client(emulator, "elb")


@pytest.fixture
def ec2(emulator: Emulator) -> Any:
    return plain_client(emulator, "ec2")


def plain_client(emulator: Emulator, service: str) -> Any:
    return boto3.client(
        service,
        endpoint_url=emulator.url,
        region_name=emulator.network["region"],
        aws_access_key_id="AKIAEXAMPLE",
        aws_secret_access_key="example-secret",
    )


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten the pauses between attempts, not their number."""
    from ansible_collections.classic.elb.plugins.module_utils import _client, _execute, _wait_interfaces

    monkeypatch.setattr(_client, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(_client, "LONGEST_PAUSE", 0.1)
    monkeypatch.setattr(_client, "PATIENCE", 0.0125)
    monkeypatch.setattr(_execute, "CONFIRM_PAUSE", 0.05)
    monkeypatch.setattr(_wait_interfaces, "SHORTEST_PAUSE", 0.05)
    monkeypatch.setattr(_wait_interfaces, "APPEARANCE", 0.5)
