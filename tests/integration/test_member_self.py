# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""elb_member on the instance that it is about."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from emulator import Network
from support.members import balancers
from support.modules import Runner

pytestmark = pytest.mark.usefixtures("healthy_at_once")


class Metadata(http.server.BaseHTTPRequestHandler):
    """Version 2 of the instance metadata service, as far as it is asked."""

    instance, region = "", "us-east-1"

    def do_PUT(self) -> None:
        self._answer("the-token" if self.path == "/latest/api/token" else None)

    def do_GET(self) -> None:
        known = {
            "/latest/meta-data/instance-id": self.instance,
            "/latest/meta-data/placement/region": self.region,
        }
        has_token = self.headers.get("X-aws-ec2-metadata-token") == "the-token"
        self._answer(known.get(self.path) if has_token else None)

    def _answer(self, text: str | None) -> None:
        self.send_response(200 if text else 401)
        self.end_headers()
        self.wfile.write((text or "").encode())

    def log_message(self, *_arguments: Any) -> None:
        """Say nothing."""


@pytest.fixture
def metadata(network: Network, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """This host is the first instance."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Metadata)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Metadata.instance = network["instances"][0]
    monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", f"http://127.0.0.1:{server.server_port}/")
    yield Metadata.instance
    server.shutdown()


def test_self_is_the_host_and_tells_the_region(run: Runner, network: Network, metadata: str) -> None:
    balancers(run, network, ["shop"])
    done = run("elb_member", instances="self", balancers="shop", region="")
    assert done["balancers"][0]["instances"] == [metadata]


@pytest.mark.parametrize("variable", ["AWS_REGION", "AWS_DEFAULT_REGION"])
def test_a_region_that_is_given_is_not_that_of_the_host(
    run: Runner, network: Network, metadata: str, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    balancers(run, network, ["shop"])
    monkeypatch.setattr(Metadata, "region", "eu-west-1")
    monkeypatch.setenv(variable, run.connection.pop("region"))
    assert run("elb_member", instances="self", balancers="shop")["changed"]


def test_self_elsewhere_ends_with_a_sentence(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:1")
    message = run.fails("elb_member", instances="self", balancers="shop")["msg"]
    assert (
        "instances: 'self' is known only on an EC2 instance, and its metadata service at http://127.0.0.1:1"
        in message
    )
