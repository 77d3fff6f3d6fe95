# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Credentials leak nowhere when things go wrong either: not in output, results, logs, job events or artifacts.

That they do not when all goes well, every test that runs a module or a playbook sees to.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ansible_runner
import pytest

from emulator import Emulator
from support.clone import MODULES
from support.playbook import INVENTORY, run_playbook
from support.secrets import SECRETS, leaking_files, leaks

from .reader import Reader
from .scenarios import send, shop

pytestmark = pytest.mark.slow

OLDER_ENVIRONMENT = {
    "AWS_ACCESS_KEY": SECRETS["access_key"],
    "AWS_SECRET_KEY": SECRETS["secret_key"],
    "AWS_SECURITY_TOKEN": SECRETS["session_token"],
}

TASKS: dict[str, dict[str, Any]] = {
    "elb_balancer": {"name": "shop", "idle_timeout": 77},
    "elb_balancer_info": {"include": ["all"]},
    "elb_classic_lb": {"name": "shop", "state": "present", "idle_timeout": 78},
    "elb_classic_lb_info": {},
    "elb_instance": {"instance_id": "{{ instance }}", "state": "absent", "wait": False},
    "elb_listener": {"balancer": "shop", "load_balancer_port": 80, "instance_port": 8081},
    "elb_member": {"instances": ["{{ instance }}"], "balancers": ["shop"], "state": "absent", "wait": False},
    "elb_policy": {"balancer": "shop", "name": "sticky", "attributes": {"CookieExpirationPeriod": 77}},
    "elb_service_info": {},
}
KEYS = {name: f"{{{{ the_{name} }}}}" for name in SECRETS}
REFUSED_SIGNATURE = (
    "The request signature we calculated does not match the signature you provided. "
    "Check your AWS Secret Access Key and signing method.\n\n"
    "The Canonical String for this request should have been\n"
    "'POST\n/\n\nhost:127.0.0.1\nx-amz-security-token:{session_token}\n\nhost;x-amz-security-token'\n\n"
    "The String-to-Sign should have been\n'AWS4-HMAC-SHA256\n20261123T000000Z\nCredential={access_key}/20261123'"
)
"""What AWS answers to a secret key that does not belong to the access key: it repeats the request."""


def knobs(**values: Any) -> dict[str, Any]:
    body = {
        "url": "{{ endpoint_url }}/_emulator/knobs",
        "method": "POST",
        "body_format": "json",
        "body": values,
    }
    return {"name": "Turn the emulator's knobs", "ansible.builtin.uri": body, "no_log": True}


def each_module(title: str, keys: dict[str, str], **more: Any) -> Iterator[dict[str, Any]]:
    """A task for every module; what the modules do not do each in its own way is tried with two of them."""
    for module in TASKS if title in ("well", "denied", "wrongly signed") else ["elb_balancer", "elb_member"]:
        yield {
            "name": f"{module}, {title}",
            f"classic.elb.{module}": {**TASKS[module], **keys, **more},
            "ignore_errors": True,
        }


def nested_nonsense(keys: dict[str, str]) -> dict[str, Any]:
    """What ansible-core by itself shows the credentials for."""
    options = {"name": "shop", "listeners": ["80"], **keys}
    return {
        "name": "A text among the listeners",
        "classic.elb.elb_balancer": options,
        "ignore_errors": True,
    }


def play(keys: dict[str, str]) -> str:
    fault = {"operation": "*", "times": None}
    denied = {"code": "AccessDenied", "status": 403, "message": "User: x is not authorized"}
    wrong = {"code": "SignatureDoesNotMatch", "status": 403, "message": REFUSED_SIGNATURE.format(**SECRETS)}
    tasks = [
        *each_module("well", keys, debug_botocore_endpoint_logs=True),
        *each_module("misspelt", keys, acces_key="x"),
        *each_module("of a region that is none", keys, region="mars-1"),
        *each_module("with a profile that is none", keys, profile="none"),
        *each_module("with bad settings", keys, aws_config={"retires": 1}),
        nested_nonsense(keys),
        *each_module("unreachable", keys, endpoint_url="http://127.0.0.1:1"),
        knobs(faults=[{**fault, "answer": denied}]),
        *each_module("denied", keys),
        knobs(faults=[{**fault, "answer": wrong}]),
        *each_module("wrongly signed", keys),
        knobs(faults=[], credentials=["AKIAOTHER"]),
        *each_module("unknown", keys),
    ]
    whole = {
        "name": "Everything goes wrong",
        "hosts": "localhost",
        "gather_facts": False,
        "module_defaults": {
            "group/classic.elb.elb": {"endpoint_url": "{{ endpoint_url }}", "region": "us-east-1"}
        },
        "tasks": tasks,
    }
    return json.dumps([whole])


@pytest.fixture
def variables(emulator: Emulator, reader: Reader) -> dict[str, Any]:
    send(reader.aws, shop(emulator.network))
    return {"endpoint_url": emulator.url, "instance": emulator.network["instances"][0]}


def used_keys(emulator: Emulator) -> set[str]:
    return {entry["access_key"] for entry in emulator.log if entry["service"] == "elasticloadbalancing"}


def test_options_leak_nowhere(emulator: Emulator, variables: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "play.yml").write_text(play(KEYS))
    secrets = {f"the_{name}": secret for name, secret in SECRETS.items()}
    run = run_playbook(tmp_path / "play.yml", variables | secrets, "--diff")
    assert run.status == 0, run.output[-3000:]
    assert SECRETS["access_key"] in used_keys(emulator)


def test_the_environment_leaks_nowhere(
    emulator: Emulator, variables: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As AWX runs a job: its credential is in the environment of the process."""
    for name, secret in OLDER_ENVIRONMENT.items():
        monkeypatch.setenv(name, secret)
    monkeypatch.setenv("ANSIBLE_LOG_PATH", str(tmp_path / "ansible.log"))
    (tmp_path / "play.yml").write_text(play({}))
    data = tmp_path / "private"
    data.mkdir()
    run = ansible_runner.run(
        private_data_dir=str(data),
        playbook=str(tmp_path / "play.yml"),
        inventory=str(INVENTORY),
        extravars=variables,
        verbosity=4,
        quiet=True,
        settings={"idle_timeout": 300},
    )
    assert run.status == "successful", run.stdout.read()[-3000:]
    assert SECRETS["access_key"] in used_keys(emulator)
    assert len(list((data / "artifacts").glob("*/job_events/*"))) > 50
    assert leaking_files(data / "artifacts") == {}
    assert leaks((tmp_path / "ansible.log").read_text()) == []


def test_every_module_is_tried() -> None:
    assert sorted(TASKS) == MODULES
