# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The EXAMPLES of the modules: right by the argument specifications, and run in order as they stand."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from emulator import Emulator, Network
from support.clone import MODULES
from support.modules import Runner
from support.options import STICKY, TLS_1_2, http, https, small
from support.pages import Snippet, write_playbook
from support.playbook import BY_PROCESS, run_playbook
from support.specs import argument_spec, documented, strange_options

OURS = "classic.elb."
BUILTIN = "ansible.builtin."
KEYWORDS = {"name", "register", "when", "vars", "loop", "loop_control", "until", "retries", "delay"}
CREATING = {"elb_balancer", "elb_classic_lb"}
"""The modules whose examples begin without a balancer."""
READING = {module for module in MODULES if module.endswith("_info")}
REFUSED: dict[str, str] = {}
"""Examples of what a module refuses, by name, with its sentence."""
RUNS = [(module, []) for module in MODULES] + [
    (module, ["--check"]) for module in MODULES if module not in READING
]


MEMBERS_KEY = {"name": "members-key", "type": "PublicKeyPolicyType", "attributes": {"PublicKey": "QkJC"}}


def actions(task: dict[str, Any]) -> list[str]:
    return [name for name in task if name not in KEYWORDS]


def examples(module: str) -> Iterator[Snippet]:
    """Each task as it stands, with what it is refused with, if that is its point."""
    text = documented(module, "EXAMPLES", raw=True)
    for start in re.finditer(r"^- name: (.*)$", text, re.MULTILINE):
        end = text.find("\n- name:", start.end())
        task = text[start.start() : end if end > 0 else None]
        yield Snippet(text.count("\n", 0, start.start()) + 1, task, refusal=REFUSED.get(start[1]))


@pytest.mark.parametrize("module", MODULES)
def test_examples_use_what_there_is(module: str) -> None:
    for task in documented(module, "EXAMPLES"):
        (action,) = actions(task)
        assert action.startswith((OURS, BUILTIN)), action
        if action.startswith(OURS):
            spec = argument_spec(action.removeprefix(OURS))
            assert not list(strange_options(spec, task[action] or {})), task["name"]
            missing = {name for name, option in spec.items() if option.get("required")}
            named = {
                name
                for name, option in spec.items()
                if {name, *option.get("aliases", ())} & (task[action] or {}).keys()
            }
            assert missing <= named, task["name"]


@pytest.mark.parametrize("module", MODULES)
def test_examples_show_the_module(module: str) -> None:
    shown = {action for task in documented(module, "EXAMPLES") for action in actions(task)}
    assert OURS + module in shown


def build(run: Runner, network: Network) -> None:
    """The balancer that examples are about, with a member besides theirs."""
    certificate = network["certificates"]["iam"][0]
    members = https(certificate, 8443, instance_port=8443, instance_protocol="HTTPS")
    listeners = [http(), http(8080), https(certificate, policy_names=["sticky"]), members]
    policies = {"policies": [TLS_1_2, STICKY, MEMBERS_KEY], "listeners": listeners}
    subnets = [network["vpc"]["subnets"][index]["id"] for index in (0, 2)]
    run("elb_balancer", **{**small(network), **policies, "subnets": subnets, "tags": {"env": "prod"}})
    run("elb_member", instances=network["instances"][3], balancers="shop")


class Metadata(BaseHTTPRequestHandler):
    """Version 2 of the instance metadata service, as far as it is asked."""

    instance = ""

    def do_PUT(self) -> None:
        self._answer("the-token")

    def do_GET(self) -> None:
        self._answer(self.instance if self.path.endswith("/instance-id") else "us-east-1")

    def _answer(self, text: str) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_arguments: Any) -> None:
        """Say nothing."""


@pytest.fixture
def folder(
    shell: Path, emulator: Emulator, network: Network, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """Where examples run: the emulator in the place of AWS, on the first instance, beside the file that they read."""
    (shell / "members.pem").write_text("-----BEGIN PUBLIC KEY-----\nQUFB\n-----END PUBLIC KEY-----\n")
    emulator.knobs(registration_s=0, health_delay_s=0, clock_speed=100)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Metadata)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Metadata.instance = network["instances"][0]
    monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", f"http://127.0.0.1:{server.server_port}")
    yield shell
    server.shutdown()


@pytest.mark.parametrize(
    ("module", "arguments"), RUNS, ids=lambda value: " ".join([value] if isinstance(value, str) else value)
)
def test_examples_run(module: str, arguments: list[str], run: Runner, network: Network, folder: Path) -> None:
    if module not in CREATING or arguments:
        build(run, network)
    run.emulator.clear_log()
    playbook = write_playbook(module, list(examples(module)), folder, run.emulator)
    way = BY_PROCESS if (module, arguments) == ("elb_listener", []) else {}
    done = run_playbook(playbook, {"emulator_url": run.emulator.url, **way}, *arguments)
    assert done.status == 0, done.output
    assert not [complaint for complaint in done.complaints if not complaint.startswith("[ERROR]")], (
        done.output
    )
    assert bool(run.writes()) == (not arguments and module not in READING)
