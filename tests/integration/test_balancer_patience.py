# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""elb_balancer where AWS takes its time, or does not say what became of a call."""

from __future__ import annotations

import io
import time
from typing import Any

import botocore.exceptions
import pytest
import urllib3
from botocore.awsrequest import AWSResponse
from botocore.httpsession import URLLib3Session

from ansible_collections.classic.elb.plugins.module_utils._service import client, interfaces, reading
from ansible_collections.classic.elb.plugins.module_utils._service.client import Call
from emulator import Emulator, Network
from support.modules import Runner
from support.options import PROXY, STICKY, Options, everything, http, https, small

GONE = {"code": "LoadBalancerNotFound", "status": 400, "message": "There is no ACTIVE Load Balancer"}


AFTER_CREATION = """
    ConfigureHealthCheck
    CreateLBCookieStickinessPolicy
    ModifyLoadBalancerAttributes
    SetLoadBalancerPoliciesForBackendServer
    SetLoadBalancerPoliciesOfListener
""".split()


@pytest.mark.parametrize("operation", AFTER_CREATION)
def test_a_new_balancer_need_not_be_known_everywhere_at_once(
    run: Runner, emulator: Emulator, network: Network, operation: str
) -> None:
    emulator.knobs(faults=[{"operation": operation, "times": 2, "when": "before", "answer": GONE}])
    run("elb_balancer", **everything(network))
    assert not run("elb_balancer", **everything(network))["changed"]


def test_a_security_group_need_not_be_known_at_once(
    run: Runner, emulator: Emulator, network: Network
) -> None:
    """The play has made it a moment ago (facts 3.1)."""
    answer = {"code": "InvalidSecurityGroup", "status": 400, "message": "There is no such group"}
    emulator.knobs(
        faults=[{"operation": "CreateLoadBalancer", "times": 2, "when": "before", "answer": answer}]
    )
    assert run("elb_balancer", **everything(network))["changed"]


REFUSED_BY_EC2 = [
    ("You are not authorized to perform this operation.", "elasticloadbalancing:CreateLoadBalancer and what"),
    ("API: ec2:DescribeInternetGateways You are not authorized", "ec2:DescribeInternetGateways."),
    ("You are not authorized to perform: ec2:DescribeSubnets", "ec2:DescribeSubnets."),
]


@pytest.mark.parametrize(("text", "action"), REFUSED_BY_EC2)
def test_a_right_in_ec2_that_is_missing_is_named(
    run: Runner, emulator: Emulator, network: Network, text: str, action: str
) -> None:
    """Elastic Load Balancing calls EC2 with the credentials of its caller (facts 1.1, 4.3)."""
    answer = {"code": "UnauthorizedOperation", "status": 403, "message": text}
    emulator.knobs(faults=[{"operation": "CreateLoadBalancer", "when": "before", "answer": answer}])
    failed = run.fails("elb_balancer", **small(network))
    assert f"The IAM policy of these credentials must allow {action}" in failed["msg"]
    assert "ec2:DescribeInternetGateways" in failed["msg"] or "ec2:DescribeSubnets" in failed["msg"]


def test_waiting_for_the_interfaces(run: Runner, emulator: Emulator, network: Network) -> None:
    run("elb_balancer", wait=True, **small(network))
    emulator.knobs(interface_linger_s=300, clock_speed=100)
    emulator.clear_log()
    run("elb_balancer", name="shop", state="absent", wait=True)
    assert run.reads().count("DescribeNetworkInterfaces") > 1


@pytest.mark.parametrize("module", ["elb_balancer", "elb_classic_lb"])
def test_the_interfaces_of_a_predecessor_are_not_waited_for(
    run: Runner,
    emulator: Emulator,
    network: Network,
    ec2: Any,
    monkeypatch: pytest.MonkeyPatch,
    module: str,
) -> None:
    """They are in use for a while yet, and have the name of the new balancer (facts 3.1)."""
    monkeypatch.setattr(interfaces, "APPEARANCE", 10)
    run("elb_balancer", **small(network))
    emulator.knobs(interface_linger_s=36000, interface_delay_s=30, clock_speed=100)
    run("elb_balancer", name="shop", state="absent")
    old = interfaces_of_shop(ec2)
    created = small(network) if module == "elb_balancer" else {**small(network), "state": "present"}
    run(module, wait=True, **created)
    assert len(old) == 1
    assert len(interfaces_of_shop(ec2) - old) == 1


def test_a_certificate_that_is_never_shown_is_told(
    run: Runner, network: Network, intercept: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "SETTLE", 0)
    one, two = network["certificates"]["iam"][:2]
    run("elb_balancer", **{**small(network), "listeners": [https(one)]})
    shown: list[Any] = []

    def behind(call: Call, send: Any) -> Any:
        if call.operation != "DescribeLoadBalancers":
            return send(call)
        shown.append(shown[0] if shown else send(call))
        return shown[0]

    intercept(behind)
    failed = run.fails("elb_balancer", name="shop", listeners=[https(two)])
    assert failed["msg"] == (
        "AWS does not show shop as it was set even after 0 seconds; run the task again to see where it stands. All "
        "calls were accepted before that: SetLoadBalancerListenerSSLCertificate."
    )
    assert failed["changed"]


def interfaces_of_shop(ec2: Any) -> set[str]:
    of_shop = [{"Name": "description", "Values": ["ELB shop"]}]
    shown = ec2.describe_network_interfaces(Filters=of_shop)["NetworkInterfaces"]
    return {interface["NetworkInterfaceId"] for interface in shown}


def test_a_wait_for_interfaces_ends_in_time_also_where_ec2_throttles(
    run: Runner, emulator: Emulator, network: Network
) -> None:
    """Each call alone may be repeated for minutes."""
    run("elb_balancer", **small(network))
    answer = {"code": "RequestLimitExceeded", "status": 503, "message": "Request limit exceeded."}
    emulator.knobs(faults=[{"operation": "ec2:DescribeNetworkInterfaces", "times": None, "answer": answer}])
    started = time.monotonic()
    failed = run.fails("elb_balancer", name="shop", state="absent", wait=True, wait_timeout=1)
    assert time.monotonic() - started < 30
    assert failed["msg"].startswith(
        "wait_timeout: after 1 seconds these network interfaces of shop are not gone yet:"
    )
    assert "The balancer itself is deleted. In the end EC2 told nothing: " in failed["msg"]
    assert failed["error"]["code"] == "RequestLimitExceeded"


def test_what_botocore_repeats_is_counted(run: Runner, emulator: Emulator, network: Network) -> None:
    run("elb_balancer", **small(network))
    emulator.knobs(faults=[{"operation": "DescribeLoadBalancers", "when": "after", "answer": "drop"}])
    emulator.clear_log()
    done = run("elb_balancer_info", aws_config=BOTOCORE_REPEATS)
    assert done["api_calls"]["total"] == len(emulator.log)


def test_waiting_ends_with_a_sentence(run: Runner, emulator: Emulator, network: Network) -> None:
    run("elb_balancer", **small(network))
    emulator.knobs(interface_linger_s=3600)
    failed = run.fails("elb_balancer", name="shop", state="absent", wait=True, wait_timeout=1)
    assert "after 1 seconds these network interfaces of shop are not gone yet: eni-" in failed["msg"]


def test_a_wait_that_times_out_tells_what_was_done(run: Runner, emulator: Emulator, network: Network) -> None:
    run("elb_balancer", **small(network))
    emulator.knobs(interface_linger_s=3600)
    failed = run.fails("elb_balancer", name="shop", state="absent", wait=True, wait_timeout=1)
    assert failed["changed"]
    assert [action["operation"] for action in failed["actions"]] == ["DeleteLoadBalancer"]


@pytest.mark.parametrize("operation", ["DescribeLoadBalancers", "ec2:DescribeNetworkInterfaces"])
def test_a_read_that_fails_after_the_writes_does_not_hide_them(
    run: Runner, emulator: Emulator, network: Network, operation: str
) -> None:
    denial = {"code": "AccessDenied", "status": 403, "message": None}
    emulator.knobs(
        faults=[{"operation": operation, "skip": 1, "times": None, "when": "before", "answer": denial}]
    )
    failed = run.fails("elb_balancer", **small(network), wait=True)
    assert failed["changed"]
    assert [action["operation"] for action in failed["actions"]] == ["CreateLoadBalancer"]
    assert "CreateLoadBalancer" in failed["msg"]
    assert f"{operation.removeprefix('ec2:')} " in failed["msg"]


BUSY: list[tuple[str, str, Options]] = [
    ("AttachLoadBalancerToSubnets", "InvalidConfigurationRequest", {"purge_subnets": False}),
    ("AttachLoadBalancerToSubnets", "InvalidSubnet", {"purge_subnets": False}),
    ("ApplySecurityGroupsToLoadBalancer", "InvalidConfigurationRequest", {"security_groups": ["web"]}),
    (
        "ModifyLoadBalancerAttributes",
        "InvalidConfigurationRequest",
        {"access_logs": {"s3_bucket_name": "elb-logs"}},
    ),
]


@pytest.mark.parametrize(("operation", "code", "options"), BUSY, ids=lambda value: str(value)[:40])
def test_what_aws_needs_a_moment_for_is_waited_for(
    run: Runner, emulator: Emulator, network: Network, operation: str, code: str, options: Options
) -> None:
    """A subnet that was detached, a gateway, a group or a bucket policy that was made a moment ago (facts 3.1)."""
    run("elb_balancer", **small(network))
    answer = {"code": code, "status": 409, "message": "not yet"}
    emulator.knobs(faults=[{"operation": operation, "times": 2, "answer": answer}])
    if operation.startswith("Attach"):
        options = {**options, "subnets": [network["vpc"]["subnets"][2]["id"]]}
    run("elb_balancer", name="shop", **options)


def test_a_slow_refusal_is_repeated_too(
    run: Runner, emulator: Emulator, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What AWS gets to settle begins with its first refusal, however long that one took."""
    run("elb_balancer", **small(network))
    monkeypatch.setattr(client, "SETTLE_FACTOR", 0.001)
    denied = {"code": "InvalidConfigurationRequest", "status": 409, "message": "not yet"}
    emulator.knobs(
        faults=[{"operation": "ApplySecurityGroupsToLoadBalancer", "answer": denied}], latency_ms=30
    )
    assert run("elb_balancer", name="shop", security_groups=["web"])["changed"]


REPEATED = [
    ("DeleteLoadBalancerListeners", "ListenerNotFound", "elb_listener", {"port": 81, "state": "absent"}),
    ("DeleteLoadBalancerPolicy", "PolicyNotFound", "elb_policy", {"name": "sticky", "state": "absent"}),
    ("CreateLoadBalancerPolicy", "DuplicatePolicyName", "elb_policy", PROXY),
]


BOTOCORE_REPEATS = {"retries": {"mode": "standard", "max_attempts": 4}}
"""So that the client sees the last answer alone."""


@pytest.mark.parametrize("config", [None, BOTOCORE_REPEATS], ids=["by us", "by botocore"])
@pytest.mark.parametrize(("operation", "code", "module", "options"), REPEATED, ids=str)
def test_a_call_whose_answer_got_lost_may_find_its_work_done(
    run: Runner,
    emulator: Emulator,
    network: Network,
    operation: str,
    code: str,
    module: str,
    options: Options,
    config: Options | None,
) -> None:
    """Whether AWS answers quietly to a deletion of what is gone is not certain (facts 1.10)."""
    run("elb_balancer", **{**small(network), "listeners": [http(), http(81)], "policies": [STICKY]})
    lost = {"operation": operation, "when": "after"}
    refused = {
        "operation": operation,
        "answer": {"code": code, "status": 400, "message": "There is no such thing"},
    }
    emulator.knobs(faults=[lost, refused])
    done = run.attempt(module, balancer="shop", aws_config=config, **options)
    # Of what botocore repeats nobody knows why, and what is there may be somebody else's.
    assert bool(done.get("failed")) == (config is not None and operation.startswith("Create"))
    assert done["changed"] or done["failed"]
    emulator.knobs(faults=[refused])
    assert not run(module, balancer="shop", **options)["changed"]


@pytest.mark.parametrize(
    "part", ["DescribeLoadBalancerAttributes", "DescribeLoadBalancerPolicies", "DescribeTags"]
)
def test_a_part_that_aws_does_not_know_yet_is_no_balancer_that_is_gone(
    run: Runner, network: Network, part: str
) -> None:
    run("elb_balancer", **small(network))
    run.emulator.knobs(faults=[{"operation": part, "times": None, "answer": GONE}])
    failed = run.fails("elb_balancer", name="shop", state="absent")
    assert failed["msg"].startswith(f"{part} for shop failed: AWS answered LoadBalancerNotFound")
    run.emulator.knobs(faults=[{"operation": part, "times": 3, "answer": GONE}])
    assert run("elb_balancer", name="shop", state="absent")["changed"]


def test_a_balancer_that_goes_while_it_is_read_is_gone(run: Runner, network: Network) -> None:
    run("elb_balancer", **small(network))
    run.emulator.knobs(
        faults=[
            {"operation": "DescribeTags", "times": 1, "answer": GONE},
            {"operation": "DescribeLoadBalancers", "skip": 1, "times": 1, "answer": GONE},
        ]
    )
    assert not run("elb_balancer", name="shop", state="absent")["changed"]


def test_nobody_takes_what_could_not_be_read_for_gone(run: Runner, network: Network) -> None:
    run("elb_balancer", **small(network))
    broken = {"code": "InternalFailure", "status": 500, "message": ""}
    refused = {"code": "ValidationError", "status": 400, "message": "no"}
    run.emulator.knobs(
        faults=[
            {"operation": "ConfigureHealthCheck", "times": 1, "answer": refused},
            {"operation": "DescribeLoadBalancers", "skip": 1, "times": None, "answer": broken},
        ]
    )
    failed = run.fails("elb_balancer", name="shop", health_check={"interval": 17})
    assert "How the balancer is now could not be read" in failed["msg"]
    assert "balancer" not in failed
    assert not failed["changed"]


def test_a_creation_that_aws_never_admits_is_told(run: Runner, network: Network) -> None:
    broken = {"code": "InternalFailure", "status": 500, "message": ""}
    fault = {"operation": "CreateLoadBalancer", "times": None, "when": "after", "answer": broken}
    run.emulator.knobs(faults=[fault])
    failed = run.fails("elb_balancer", **small(network))
    assert failed["msg"].endswith("The balancer is there all the same: run the task again.")
    assert failed["changed"]
    assert failed["balancer"]["name"] == "shop"
    run.emulator.knobs(faults=[])
    assert not run("elb_balancer", **small(network))["changed"]


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Line:
    return Line(monkeypatch)


class Line:
    """The way to AWS, on which ``cut`` makes the next requests with the ``word`` in their body end badly."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.failed = 0
        self._left = 0
        self._word = self._how = ""
        through = URLLib3Session.send

        def send(session: Any, request: Any) -> Any:
            if not self._left or self._word not in str(request.body):
                return through(session, request)
            self._left -= 1
            self.failed += 1
            return self._end(request.url)

        monkeypatch.setattr(URLLib3Session, "send", send)

    def cut(self, how: str, word: str, times: int = 10**6) -> None:
        self._how, self._word, self._left = how, word, times

    def _end(self, url: str) -> Any:
        if self._how == "page":
            page = urllib3.HTTPResponse(io.BytesIO(b"<p>Back soon"), preload_content=False)
            return AWSResponse(url, 200, page.headers, page)
        raise getattr(botocore.exceptions, self._how)(
            endpoint_url=url, proxy_url="http://proxy", error="alas"
        )


TROUBLES = ["EndpointConnectionError", "ConnectTimeoutError", "ProxyConnectionError", "page"]


@pytest.mark.parametrize("how", [*TROUBLES, "SSLError", "ConnectionClosedError", "ReadTimeoutError"])
def test_a_line_that_fails_in_the_middle_for_a_while_is_survived(
    run: Runner, network: Network, line: Line, how: str
) -> None:
    """By then the listener is deleted: to give up would cost more than to wait."""
    run("elb_balancer", **small(network))
    line.cut(how, "Action=CreateLoadBalancerListeners", times=6)
    moved = run("elb_listener", balancer="shop", port=80, instance_port=8081)
    assert [action["operation"] for action in moved["actions"]] == [
        "DeleteLoadBalancerListeners",
        "CreateLoadBalancerListeners",
    ]
    assert line.failed == 6


@pytest.mark.parametrize("how", TROUBLES)
def test_an_address_that_was_never_that_of_aws_is_not_waited_for(run: Runner, line: Line, how: str) -> None:
    line.cut(how, "Action=")
    failed = run.fails("elb_balancer_info")
    assert failed["msg"].startswith("DescribeLoadBalancers failed: ")
    assert line.failed == 3


def test_a_refusal_is_an_answer_of_aws(run: Runner, network: Network, line: Line) -> None:
    """The first one of every creation says that there is no such balancer."""
    line.cut("EndpointConnectionError", "Action=CreateLoadBalancer&", times=6)
    assert run("elb_balancer", **{**small(network), "security_groups": None})["changed"]
    assert line.failed == 6


def test_a_service_that_was_never_met_is_not_waited_for(run: Runner, network: Network, line: Line) -> None:
    """AWS has answered for the balancer; that there is no way to EC2 is another matter."""
    run("elb_balancer", **small(network))
    line.cut("ConnectTimeoutError", "Action=DescribeSubnets")
    subnets = [network["vpc"]["subnets"][1]["id"]]
    assert "DescribeSubnets failed" in run.fails("elb_balancer", name="shop", subnets=subnets)["msg"]
    assert line.failed == 3
