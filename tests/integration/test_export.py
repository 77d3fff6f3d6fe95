# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbook classic.elb.export: what it writes changes nothing, and builds the same balancers elsewhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from emulator import Emulator, Network
from support.modules import Runner
from support.options import everything, http, https, small
from support.playbook import BY_PROCESS, PlaybookRun, run_playbook

EXPORT = Path("classic.elb.export")
FACTS = {"dns_name", "canonical_hosted_zone_id", "canonical_hosted_zone_name", "source_security_group"}
FACTS |= {"created_time", "vpc_id", "aws_tags", "availability_zones", "arn", "region"}


STRANGE = {"edge": "prod\u00a0", "\u3000wide": "\u3000", "lines": "a\u2028b", "next": "a\u2029 c"}
"""Blanks and line separators that AWS takes in tags, and that many tools take for others."""


@pytest.fixture(autouse=True)
def folder(shell: Path) -> Path:
    return shell


@pytest.fixture
def three(run: Runner, network: Network) -> None:
    """shop with everything and two members, api with what is odd, web as small as can be."""
    run("elb_balancer", **everything(network))
    certificate = network["certificates"]["iam"][1]
    run(
        "elb_balancer",
        **small(network, "api")
        | {
            "scheme": "internal",
            "listeners": [https(certificate), http(25, protocol="TCP", instance_port=2525)],
            "policies": [
                {
                    "name": "odd",
                    "type": "AppCookieStickinessPolicyType",
                    "attributes": {"CookieName": "{{ 6 * 7 }}"},
                },
                {"name": "key", "type": "PublicKeyPolicyType", "attributes": {"PublicKey": "QUFB"}},
                {"name": "0123", "type": "LBCookieStickinessPolicyType"},
            ],
            "health_check": {"target": "HTTP:8080/{% if true %}{# yes: 'no' #}", "interval": 60},
            "tags": {"version": "1.10", "on": "yes", "empty": "", "time": "22:22", "who": "Ærø", **STRANGE},
        },
    )
    run("elb_balancer", **small(network, "web"))
    run(
        "elb_member",
        instances=network["instances"][:1] + network["instances"][2:3],
        balancers="shop",
        wait=False,
    )
    run.emulator.clear_log()


def ansible(playbook: Path, variables: dict[str, Any], *arguments: str) -> PlaybookRun:
    done = run_playbook(playbook, variables, *arguments)
    assert done.status == 0, done.output
    assert not done.complaints, done.output
    return done


def settings(run: Runner) -> list[dict[str, Any]]:
    """What makes the balancers what they are; AWS' own policies come and stay by their own rules."""
    shown = run("elb_balancer_info", include=["attributes", "tags", "policies"])["balancers"]
    for balancer in shown:
        balancer["policies"] = [
            each for each in balancer["policies"] if not each["name"].startswith("ELBSec")
        ]
    return [{name: value for name, value in each.items() if name not in FACTS} for each in shown]


def written(path: Path) -> list[dict[str, Any]]:
    (play,) = yaml.safe_load(path.read_text())
    tasks: list[dict[str, Any]] = play["tasks"]
    return tasks


def test_written_playbook_changes_nothing_and_builds_the_same(
    run: Runner, emulator: Emulator, three: None, folder: Path
) -> None:
    before = settings(run)
    blank = {"export_names": "", "export_filters": "", "export_file": " ", "export_region": ""}
    ansible(EXPORT, {**blank, **BY_PROCESS})
    emulator.clear_log()
    assert ansible(folder / "balancers.yml", {}).changed == 0
    assert run.writes() == []
    emulator.reset()
    assert ansible(folder / "balancers.yml", {}).changed == 4
    assert settings(run) == before
    assert ansible(folder / "balancers.yml", {}).changed == 0


def test_it_writes_settings_only(run: Runner, three: None, folder: Path) -> None:
    ansible(EXPORT, {})
    tasks = written(folder / "balancers.yml")
    assert [set(task) - {"name"} for task in tasks] == [
        {"classic.elb.elb_balancer"},
        {"classic.elb.elb_balancer"},
        {"classic.elb.elb_member", "tags"},
        {"classic.elb.elb_balancer"},
    ]
    (balancer,) = [task["classic.elb.elb_balancer"] for task in tasks if task["name"] == "The balancer shop"]
    assert balancer == everything(run.emulator.network) | {
        "listeners": balancer["listeners"],
        "policies": balancer["policies"],
        "subnets": balancer["subnets"],
    }
    assert not FACTS & balancer.keys()
    assert [policy["name"] for policy in balancer["policies"]] == ["proxy", "sticky", "tls-1-2"]


def test_it_takes_names(three: None, folder: Path) -> None:
    """As a list from a playbook, or as a text from a survey; filters that are blank are none."""
    blank = {"export_filters": {"instance": "", "tags": {}}}
    asked: list[dict[str, Any]] = [
        {"export_names": ["web", "api"], "export_file": str(folder / "list.yml")},
        {"export_names": "web \napi,\n", "export_file": "text.yml", **blank},
        {"export_names": '\n["web", "api"]\n', "export_file": "json.yml"},
        {"export_names": "web", "export_file": None},
    ]
    plays = [{"import_playbook": str(EXPORT), "vars": variables} for variables in asked]
    (folder / "four.json").write_text(json.dumps(plays))
    ansible(folder / "four.json", {})
    assert [task["name"] for task in written(folder / "balancers.yml")] == ["The balancer web"]
    for name in ("list.yml", "text.yml", "json.yml"):
        assert [task["name"] for task in written(folder / name)] == ["The balancer api", "The balancer web"]


def test_it_takes_filters_and_a_region(
    run: Runner, three: None, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_REGION")
    here = {"export_region": run.emulator.network["region"], "export_file": "prod.yml"}
    ansible(EXPORT, {**here, "export_filters": {"tags": {"env": "prod"}}})
    assert [task["name"] for task in written(folder / "prod.yml")] == [
        "The balancer shop",
        "The members of shop",
    ]
    rerun = ansible(folder / "prod.yml", {}, "--skip-tags", "members")
    assert rerun.changed == 0 and "The members of shop" not in rerun.output


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ({"export_names": "shop, none"}, "names: there is no balancer 'none' in us-east-1."),
        ({"export_filters": {"scheme": "internal", "tags": {"env": "prod"}}}, "No balancer matches."),
        ({"export_file": "~"}, "/home is a folder; give the name of a file."),
        ({"export_file": "~/none/it.yml"}, "/home/none."),
    ],
)
def test_it_writes_nothing_by_mistake(
    three: None, folder: Path, chosen: dict[str, Any], sentence: str
) -> None:
    done = run_playbook(EXPORT, chosen)
    assert done.status != 0
    assert sentence in done.output
    assert not list(folder.glob("*.yml"))


def test_check_mode_writes_nothing(three: None, folder: Path) -> None:
    assert ansible(EXPORT, {}, "--check", "--diff").changed == 1
    assert not list(folder.glob("*.yml"))


def test_what_somebody_has_made_theirs_is_kept(three: None, folder: Path) -> None:
    """A copy of it is, where the text is another one."""
    target = folder / "balancers.yml"
    for _time in range(2):
        assert "describes api, shop, web." in ansible(EXPORT, {}).output
    exported = target.read_text()
    target.write_text("# mine\n" + exported)
    preview = ansible(EXPORT, {}, "--check")
    assert "would describe" in preview.output and "what was there before" not in preview.output
    assert sorted(folder.glob("balancers*")) == [target]
    done = ansible(EXPORT, {})
    assert target.read_text() == exported
    (copy,) = set(folder.glob("balancers*")) - {target}
    assert copy.read_text() == "# mine\n" + exported
    assert f"describes api, shop, web; what was there before is in {copy}." in done.output
