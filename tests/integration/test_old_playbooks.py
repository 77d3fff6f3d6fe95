# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks as playbooks for amazon.aws have them: they run by another module name, and both modules agree."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from emulator import Emulator, Network
from support.modules import Runner
from support.old_tasks import Options, building_tasks, named
from support.peer import PEER, needs_peer
from support.specs import argument_spec

OPTIONS_THERE = importlib.import_module(
    "ansible_collections.classic.elb.plugins.module_utils._options.classic_lb"
).OPTIONS

TASKS = sorted(
    building_tasks(
        {
            "vpc": {"subnets": [], "security_groups": {"web": "", "db": ""}},
            "certificates": {"iam": [""], "acm": [""]},
            "buckets": {"logs": ""},
            "instances": [],
        }
    )
)
REPEATED = (
    "zones",
    "internal",
    "tls",
    "mail",
    "proxy",
    "https-check",
    "no-draining",
    "logs",
    "cookie",
    "session",
)
BY_BOTH = (
    *REPEATED,
    *("application", "logs-plain", "members", "more-tags", "public", "subnets-purged", "zones-purged", "all"),
)
"""Those that both modules build; every option is in one of them."""


@pytest.fixture(autouse=True)
def quick(emulator: Emulator) -> None:
    emulator.knobs(registration_s=0, health_delay_s=0)


def test_there_are_thirty_tasks() -> None:
    assert len(TASKS) >= 30


def test_both_build_with_every_option(network: Network) -> None:
    """But with those for waiting, which leave nothing behind to compare, and the one that amazon.aws does not have."""

    def used(value: Any) -> set[str]:
        below = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        return {*(value if isinstance(value, dict) else ()), *(key for item in below for key in used(item))}

    spec = argument_spec("elb_classic_lb")
    options = {name for name in spec if name in OPTIONS_THERE} - {"wait", "wait_timeout", "max_impact"}
    within = {inner for name in options for inner in spec[name].get("options", ())}
    given = used(chosen(network))
    assert (options | within) - given == {"timeout"}, "which is there by its alias"


@pytest.mark.parametrize("name", TASKS)
def test_a_task_runs_as_predicted_and_only_once(run: Runner, network: Network, name: str) -> None:
    done = run.converges("elb_classic_lb", name=name, state="present", **building_tasks(network)[name])
    assert done["elb"]["status"] == "created"


def chosen(network: Network) -> list[Options]:
    return [task for task in named(building_tasks(network)) if task["name"] in BY_BOTH]


def by_the_peer(run: Runner, folder: Path, tasks: list[Options]) -> dict[str, Any]:
    """What amazon.aws returns for these tasks, by the name of the balancer, and without a name, of all of them."""
    results = folder / "results.json"
    kept = {
        "ansible.builtin.copy": {
            "content": "{{ results | combine({'': found}) | to_json }}",
            "dest": str(results),
        }
    }
    play = {
        "hosts": "localhost",
        "connection": "local",
        "gather_facts": False,
        "vars": {"ansible_python_interpreter": str(PEER / "bin/python"), "results": {}},
        "module_defaults": {
            f"amazon.aws.{module}": run.connection for module in ("elb_classic_lb", "elb_classic_lb_info")
        },
        "tasks": [
            item
            for task in tasks
            for item in (
                {"amazon.aws.elb_classic_lb": task, "register": "result"},
                {
                    "ansible.builtin.set_fact": {
                        "results": f"{{{{ results | combine({{'{task['name']}': result}}) }}}}"
                    }
                },
            )
        ]
        + [{"amazon.aws.elb_classic_lb_info": {}, "register": "found"}, kept],
    }
    playbook = folder / "peer.yml"
    playbook.write_text(yaml.safe_dump([play], sort_keys=False))
    environment = {key: value for key, value in os.environ.items() if not key.startswith("ANSIBLE_")}
    command = [str(PEER / "bin/ansible-playbook"), "--inventory", "localhost,", str(playbook)]
    done = subprocess.run(
        command,
        env=environment | {"HOME": str(folder)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, Any] = json.loads(results.read_text())
    return found


def unordered(value: Any) -> Any:
    """The value with its lists, which AWS gives in no order, in one."""
    if isinstance(value, dict):
        return {key: unordered(item) for key, item in value.items()}
    if isinstance(value, list):
        return sorted((unordered(item) for item in value), key=lambda item: json.dumps(item, sort_keys=True))
    return value


def same(theirs: Any, ours: Any) -> bool:
    return bool(unordered(theirs) == unordered(ours))


@needs_peer
@pytest.mark.slow
def test_what_amazon_aws_has_built_is_unchanged_here(run: Runner, network: Network, tmp_path: Path) -> None:
    tasks = chosen(network)
    built = by_the_peer(run, tmp_path, tasks)
    run.emulator.clear_log()
    for task in tasks:
        done = run("elb_classic_lb", **task)
        assert not done["changed"], (task["name"], done["actions"])
        theirs = built[task["name"]]["elb"]
        differing = {key for key in theirs if not same(theirs[key], done["elb"].get(key))}
        assert differing == {"status"}, {key: (theirs[key], done["elb"].get(key)) for key in differing}
        described = built[task["name"]]["load_balancer"]
        differing = {key for key in described if key not in LISTS_OF_OBJECTS} - {
            key for key in described if same(described[key], done["load_balancer"].get(key))
        }
        assert not differing, {key: (described[key], done["load_balancer"].get(key)) for key in differing}
    assert run.writes() == []
    ours, theirs = (
        {item["load_balancer_name"]: item for item in elbs}
        for elbs in (run("elb_classic_lb_info")["elbs"], built[""]["elbs"])
    )
    assert ours.keys() == theirs.keys()
    for name, elb in theirs.items():
        assert {key for key in elb if not same(elb[key], ours[name].get(key))} == set()


LISTS_OF_OBJECTS = {"listener_descriptions", "load_balancer_policies", "policies"}
"""With lists inside, or, of TLS policies, with less; compared by test_classic_lb.py with AWS' own answer."""


@needs_peer
@pytest.mark.slow
def test_what_is_built_here_is_unchanged_by_amazon_aws(run: Runner, network: Network, tmp_path: Path) -> None:
    tasks = chosen(network)
    for task in tasks:
        run("elb_classic_lb", **task)
    run.emulator.clear_log()
    found = by_the_peer(run, tmp_path, tasks)
    assert len(found) == len(tasks) + 1
    assert [name for name, result in found.items() if result["changed"]] == []
    assert run.writes() == []
