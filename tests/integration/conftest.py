# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tests of whole modules need: a service, the modules, and independent clients to look with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import boto3
import pytest

from ansible_collections.classic.elb.plugins.module_utils._service.client import Call, Client
from emulator import Emulator
from support.iam import trespasses
from support.modules import READER, Runner
from support.secrets import ENVIRONMENT, SECRETS
from support.shortcuts import one_botocore, unsigned, without_sockets


@pytest.fixture(scope="session", autouse=True)
def service_models() -> Iterator[None]:
    with one_botocore(), unsigned():
        yield


@pytest.fixture(scope="session")
def service() -> Iterator[Emulator]:
    with Emulator() as emulator, without_sockets(emulator):
        yield emulator


@pytest.fixture
def emulator(service: Emulator) -> Iterator[Emulator]:
    """A service without balancers, that behaves. No module may call what its IAM policy does not allow."""
    service.callers.clear()
    yield service
    service.reset()
    assert trespasses(service.callers) == {}


@pytest.fixture
def run(emulator: Emulator) -> Runner:
    return Runner(emulator)


@pytest.fixture
def network(emulator: Emulator) -> dict[str, Any]:
    return dict(emulator.network)


@pytest.fixture
def healthy_at_once(emulator: Emulator) -> None:
    """Members are healthy, and out, at the next look."""
    emulator.knobs(registration_s=0, health_delay_s=0)


@pytest.fixture(scope="session")
def plain_clients(service: Emulator) -> dict[str, Any]:
    """Clients of AWS' services which know nothing of this collection."""
    return {
        name: boto3.client(
            name,
            endpoint_url=service.url,
            region_name=service.network["region"],
            aws_access_key_id=READER,
            aws_secret_access_key=SECRETS["secret_key"],
        )
        for name in ("elb", "ec2")
    }


@pytest.fixture
def aws(emulator: Emulator, plain_clients: dict[str, Any]) -> Any:
    return plain_clients["elb"]


@pytest.fixture
def ec2(emulator: Emulator, plain_clients: dict[str, Any]) -> Any:
    return plain_clients["ec2"]


@pytest.fixture
def shell(emulator: Emulator, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder to work in, and an environment that has the credentials, and the emulator in the place of AWS."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", emulator.url)
    monkeypatch.setenv("AWS_REGION", emulator.network["region"])
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    return tmp_path


Answer = dict[str, Any]
Send = Callable[[Call], Answer]
Intercept = Callable[[Callable[[Call, Send], Answer]], None]
Meddle = Callable[..., None]


@pytest.fixture
def intercept(monkeypatch: pytest.MonkeyPatch) -> Intercept:
    """Let a function stand between the client and AWS: it gets each attempt at a call, with what sends it."""

    def intercept(answer: Callable[[Call, Send], Answer]) -> None:
        send = Client._send
        monkeypatch.setattr(Client, "_send", lambda client, call: answer(call, partial(send, client)))

    return intercept


@pytest.fixture
def meddle(intercept: Intercept) -> Meddle:
    """Let somebody else do a deed, once: just after our first call of the operation, or just before it."""

    def meddle(operation: str, deed: Callable[[], object], *, before: bool = False) -> None:
        done: list[str] = []

        def do() -> None:
            done.append(operation)
            deed()

        def meddling(call: Call, send: Send) -> Answer:
            has_its_turn = call.operation == operation and not done
            if has_its_turn and before:
                do()
            answer = send(call)
            if has_its_turn and not before:
                do()
            return answer

        intercept(meddling)

    return meddle


PAUSES = {
    "_service.client.FIRST_PAUSE": 0.005,
    "_service.client.LONGEST_PAUSE": 0.05,
    "_service.client.SETTLE_FACTOR": 0.01,
    "_service.reading.LOOK_PAUSE": 0.02,
    "_service.reading.SETTLE": 2.0,
    "_service.interfaces.SHORTEST_PAUSE": 0.02,
    "_service.interfaces.LONGEST_PAUSE": 0.05,
    "_service.interfaces.APPEARANCE": 0.1,
    "_service.waiting.SHORTEST_PAUSE": 0.02,
    "_service.waiting.LONGEST_PAUSE": 0.05,
}


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten the pauses between attempts, not their number."""
    for name, seconds in PAUSES.items():
        monkeypatch.setattr(f"ansible_collections.classic.elb.plugins.module_utils.{name}", seconds)
