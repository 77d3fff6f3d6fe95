# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads 400 balancers with everything, call after call and with elb_balancer_info, and prints the ratio.

Both sides make the same calls to the same emulator, a process of its own, in one run; only the ratio means anything.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.workspace import Workspace

TESTS = Path(__file__).resolve().parents[1]
COUNT = 400
LATENCY_MS = 50
ROUNDS = 3


class Remote:
    """An emulator in another process, with the part of ``Emulator`` that is needed here."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.network: dict[str, Any] = self._ask("network")

    def knobs(self, **values: Any) -> None:
        self._ask("knobs", "POST", values)

    def clear_log(self) -> None:
        self._ask("log", "DELETE")

    @property
    def log(self) -> list[dict[str, Any]]:
        entries: list[dict[str, Any]] = self._ask("log")
        return entries

    def _ask(self, what: str, method: str = "GET", body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/_emulator/{what}", data, method=method)
        with urllib.request.urlopen(request) as answer:
            text = answer.read()
        return json.loads(text) if text else None


@contextmanager
def emulator() -> Iterator[Remote]:
    ready = Path(tempfile.mkdtemp()) / "ready"
    server = subprocess.Popen(
        [sys.executable, "-m", "emulator", "--port", "0", "--ready-file", str(ready)],
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(TESTS)},
    )
    try:
        while not ready.exists() or not ready.read_text().strip():
            if server.poll() is not None:
                sys.exit("The emulator did not start.")
            time.sleep(0.05)
        yield Remote(json.loads(ready.read_text())["url"])
    finally:
        server.terminate()
        server.wait()


def make_balancers(elb: Any, network: dict[str, Any]) -> None:
    """Each with a member, so that there is health to ask for."""
    subnets = [subnet["id"] for subnet in network["vpc"]["subnets"]]
    for number in range(COUNT):
        name = f"b{number}"
        listener = {"Protocol": "HTTP", "LoadBalancerPort": 80, "InstancePort": 80}
        elb.create_load_balancer(LoadBalancerName=name, Listeners=[listener], Subnets=[subnets[number % 6]])
        member = network["instances"][number % 60]
        elb.register_instances_with_load_balancer(LoadBalancerName=name, Instances=[{"InstanceId": member}])


def one_after_the_other(elb: Any) -> None:
    """The same calls as the module makes, without any concurrency."""
    listed = elb.describe_load_balancers()["LoadBalancerDescriptions"]
    names = [item["LoadBalancerName"] for item in listed]
    for start in range(0, len(names), 20):
        elb.describe_tags(LoadBalancerNames=names[start : start + 20])
    for name in names:
        elb.describe_load_balancer_attributes(LoadBalancerName=name)
        elb.describe_instance_health(LoadBalancerName=name)


def main() -> None:
    with Workspace.temporary() as workspace, emulator() as service:
        workspace.enter()
        import boto3

        from support.modules import Runner

        run = Runner(service)
        elb = boto3.client(
            "elb",
            endpoint_url=service.url,
            region_name="us-east-1",
            aws_access_key_id="any",
            aws_secret_access_key="any",
        )
        service.knobs(limits={"classic-load-balancers": COUNT})
        make_balancers(elb, service.network)
        service.knobs(latency_ms=LATENCY_MS)
        for number in range(1, ROUNDS + 1):
            started = time.perf_counter()
            one_after_the_other(elb)
            sequential = time.perf_counter() - started
            service.clear_log()
            started = time.perf_counter()
            run("elb_balancer_info", include="all")
            together = time.perf_counter() - started
            calls = Counter(entry["operation"] for entry in service.log)
            print(
                f"round {number}: {sum(calls.values())} calls; one after the other {sequential:.1f} s, "
                f"elb_balancer_info {together:.1f} s, ratio {sequential / together:.1f}"
            )
        print(", ".join(f"{name} {count}" for name, count in sorted(calls.items())))


if __name__ == "__main__":
    main()
