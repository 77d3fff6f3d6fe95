# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the tests save must not show: the emulator answers by a call as it does through a socket."""

from __future__ import annotations

import copy
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3
import botocore.config
import botocore.exceptions
import botocore.hooks
import pytest

from emulator import Emulator, Network
from support.modules import Runner
from support.options import everything, small
from support.secrets import SECRETS
from support.shortcuts import SharedTree

Clients = dict[str, Any]


def clients(emulator: Emulator, secret: str = "example-secret") -> Clients:
    keys = {"aws_access_key_id": "AKIAEXAMPLE", "aws_secret_access_key": secret}
    config = botocore.config.Config(retries={"total_max_attempts": 1})
    place = {"endpoint_url": emulator.url, "region_name": emulator.network["region"], "config": config}
    return {name: boto3.client(name, **place, **keys) for name in ("elb", "ec2")}


@pytest.fixture
def served() -> Iterator[Emulator]:
    """Another emulator, which nobody has a shortcut to."""
    with Emulator() as emulator:
        yield emulator


ASKED: dict[str, Callable[[Clients], Any]] = {
    "an answer": lambda aws: aws["elb"].describe_account_limits(),
    "an empty answer": lambda aws: aws["elb"].describe_load_balancers(),
    "a text": lambda aws: aws["elb"].describe_load_balancers(LoadBalancerNames=["Ærø & <b>"]),
    "a refusal": lambda aws: aws["elb"].describe_load_balancer_attributes(LoadBalancerName="ghost"),
    "EC2": lambda aws: aws["ec2"].describe_subnets(),
    "a refusal of EC2": lambda aws: aws["ec2"].describe_subnets(SubnetIds=["subnet-01234567"]),
}
FAULTS: dict[str, Any] = {
    "none": None,
    "dropped": "drop",
    "500": {"code": "SomethingNew", "status": 500, "message": ""},
    "denied": {"code": "AccessDenied", "status": 403, "message": "no"},
}


def outcome(emulator: Emulator, ask: Callable[[Clients], Any], fault: Any) -> Any:
    """The answer or the exception, without what differs from one call to the next."""
    faults = [{"operation": operation, "answer": fault} for operation in ("*", "ec2:*") if fault]
    emulator.knobs(faults=faults)
    aws = clients(emulator)
    try:
        answer = ask(aws)
    except botocore.exceptions.ClientError as error:
        answer = error.response
    except botocore.exceptions.BotoCoreError as error:
        return type(error), str(error).replace(emulator.url, "")
    metadata = answer["ResponseMetadata"]
    metadata.pop("RequestId")
    metadata["HTTPHeaders"] = {
        name: value
        for name, value in metadata["HTTPHeaders"].items()
        if name not in ("date", "server", "connection", "x-amzn-requestid")
    }
    return answer


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("asked", ASKED)
def test_an_answer_is_the_same(emulator: Emulator, served: Emulator, asked: str, fault: str) -> None:
    by_call, by_socket = (outcome(each, ASKED[asked], FAULTS[fault]) for each in (emulator, served))
    assert by_call == by_socket
    logs = [
        [{**entry, "time": None} for entry in each.log if entry["service"] != "unknown"]
        for each in (emulator, served)
    ]
    assert logs[0] == logs[1]


def test_a_signature_makes_no_difference(emulator: Emulator) -> None:
    entries = []
    for secret in ("example-secret", SECRETS["secret_key"]):
        emulator.clear_log()
        clients(emulator, secret)["elb"].describe_account_limits()
        entries.append([{**entry, "time": None} for entry in emulator.log])
    assert entries[0] == entries[1] != []


def test_copies_of_handlers_keep_to_themselves() -> None:
    """Each of them has what it was copied with and what it was given, as with botocore's own tree."""

    def heard(events: Any, name: str) -> list[str]:
        return [answer for _handler, answer in events.emit(name)]

    def handler(word: str) -> Callable[..., str]:
        return lambda **_event: word

    first, gone = botocore.hooks.HierarchicalEmitter(), handler("gone")
    assert isinstance(first._handlers, SharedTree)
    first.register("before-call.elb", handler("first"))
    first.register("before-call.elb", gone)
    second = copy.copy(first)
    second.register_first("before-call.elb", handler("second"))
    second.register_last("before-call.elb.Sub", handler("below"))
    second.unregister("before-call.elb", gone)
    second.unregister("never.registered", gone)
    third = copy.copy(second)
    third.register("before-call.*.Sub", handler("third"))
    assert heard(first, "before-call.elb.Sub") == ["first", "gone"]
    assert heard(second, "before-call.elb.Sub") == ["below", "second", "first"]
    assert heard(third, "before-call.elb.Sub") == ["third", "below", "second", "first"]
    assert heard(third, "before-call.ec2") == []


def test_a_run_is_the_same(run: Runner, served: Emulator, network: Network) -> None:
    birth = ("created_time", "dns_name", "canonical_hosted_zone_name")
    results = []
    for runner in (run, Runner(served)):
        done = runner.converges("elb_balancer", **everything(network))
        results.append({key: value for key, value in done["balancer"].items() if key not in birth})
    assert results[0] == results[1]
    assert Counter(run.reads()) == Counter(Runner(served).reads())


@pytest.mark.parametrize("token", ["two\nlines", "folded\n line", "Ærø", "💥", "a\0b"])
def test_a_header_that_cannot_be_sent_is_not(run: Runner, served: Emulator, token: str) -> None:
    by_call, by_socket = (
        runner.attempt("elb_balancer", name="shop", state="absent", session_token=token)
        for runner in (run, Runner(served))
    )
    assert by_call.get("msg", "").replace(run.emulator.url, served.url) == by_socket.get("msg", "")


def test_the_socket_is_not_used(run: Runner, network: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.socket.connect", None)
    run("elb_balancer", **small(network))


@pytest.mark.parametrize("by_socket", [False, True], ids=["by call", "by socket"])
def test_calls_wait_at_the_same_time(emulator: Emulator, served: Emulator, by_socket: bool) -> None:
    place = served if by_socket else emulator
    place.knobs(latency_ms=300)
    elb = clients(place)["elb"]
    started = time.monotonic()
    with ThreadPoolExecutor(8) as crowd:
        list(crowd.map(lambda _number: elb.describe_account_limits(), range(8)))
    assert 0.3 <= time.monotonic() - started < 1.5


def test_a_proxy_stands_between(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    assert "proxy" in run.fails("elb_balancer", name="shop", state="absent")["msg"]
    assert run.emulator.log == []
