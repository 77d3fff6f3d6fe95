# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A task that is told to stop while it writes: by its time-out, by Ctrl-C, by the end of the job."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.httpsession import URLLib3Session

from emulator import Network
from support.modules import Runner
from support.options import http, small

SIGNALS = [signal.SIGALRM, signal.SIGHUP, signal.SIGINT, signal.SIGTERM]


class StoppedError(BaseException):
    """As Ansible's own, no Exception."""


def stop(_number: int, _frame: Any) -> None:
    raise StoppedError


@pytest.fixture(params=SIGNALS, ids=lambda number: number.name)
def stopped(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The signal comes with the answer to any call whose name is in the list."""
    calls: list[str] = []
    ask = URLLib3Session.send

    def send(session: Any, sent: Any) -> Any:
        answer = ask(session, sent)
        if any(f"Action={call}&" in str(sent.body) for call in calls):
            signal.raise_signal(request.param)
        return answer

    before = signal.signal(request.param, stop)
    monkeypatch.setattr(URLLib3Session, "send", send)
    yield calls
    signal.signal(request.param, before)


def test_a_listener_that_was_deleted_is_created(run: Runner, network: Network, stopped: list[str]) -> None:
    run("elb_balancer", **small(network))
    stopped.append("DeleteLoadBalancerListeners")
    with pytest.raises(StoppedError):
        run.attempt("elb_listener", balancer="shop", port=80, instance_port=8081)
    stopped.clear()
    assert not run("elb_listener", balancer="shop", port=80, instance_port=8081)["changed"]


def test_a_balancer_that_was_deleted_is_created(run: Runner, network: Network, stopped: list[str]) -> None:
    run("elb_balancer", **small(network))
    stopped.append("DeleteLoadBalancer")
    with pytest.raises(StoppedError):
        run.attempt("elb_balancer", name="shop", scheme="internal", max_impact="replacement")
    stopped.clear()
    assert not run("elb_balancer", name="shop", scheme="internal")["changed"]


def test_what_was_taken_away_is_put_back(run: Runner, network: Network, stopped: list[str]) -> None:
    """What failed has more to tell than that the time was over."""
    run("elb_balancer", **small(network))
    stopped.append("DeleteLoadBalancerListeners")
    denied = {"code": "AccessDenied", "status": 403, "message": "no"}
    run.emulator.knobs(faults=[{"operation": "CreateLoadBalancerListeners", "times": 1, "answer": denied}])
    task = {"balancer": "shop", "port": 80, "instance_port": 8081}
    if signal.getsignal(signal.SIGALRM) is stop:
        assert "was put back" in run.fails("elb_listener", **task)["msg"]
    else:
        with pytest.raises(StoppedError):
            run.attempt("elb_listener", **task)
    stopped.clear()
    assert not run("elb_balancer", name="shop", listeners=[http()])["changed"]


def test_members_are_moved_in_all_balancers(run: Runner, network: Network, stopped: list[str]) -> None:
    member = network["instances"][0]
    for name in ("api", "shop"):
        run("elb_balancer", **small(network, name))
    stopped.append("RegisterInstancesWithLoadBalancer")
    with pytest.raises(StoppedError):
        run.attempt("elb_member", instances=member, balancers=["api", "shop"])
    stopped.clear()
    assert not run("elb_member", instances=member, balancers=["api", "shop"], wait=False)["changed"]


def test_a_task_that_only_looks_ends_at_once(run: Runner, network: Network, stopped: list[str]) -> None:
    run("elb_balancer", **small(network))
    run.emulator.clear_log()
    # The last of those that are sent at the same time. Python breaks on a signal while it starts a thread.
    stopped.append("DescribeLoadBalancerPolicies")
    with pytest.raises(StoppedError):
        run.attempt("elb_listener", balancer="shop", port=80, instance_port=8081)
    assert run.writes() == []
