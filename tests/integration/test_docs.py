# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The guides: every YAML snippet is run, or at least right by Ansible's syntax check, or says why it is neither."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from emulator import Network
from support.clone import ROOT
from support.modules import Runner
from support.options import STICKY, TLS_1_2, http, https, small
from support.pages import Snippet, example_ids, snippets, with_real_ids, write_playbook
from support.playbook import BY_PROCESS, run_playbook

Log = list[dict[str, Any]]

PAGES = {
    path.relative_to(ROOT).as_posix(): path.read_text()
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
}
ALL_SNIPPETS = {page: snippets(text) for page, text in PAGES.items()}
SNIPPETS = {page: found for page, found in ALL_SNIPPETS.items() if found}
RUNNABLE = {page: found for page, found in SNIPPETS.items() if any(not snippet.not_run for snippet in found)}


def nothing(run: Runner, network: Network) -> None:
    """The page builds what it needs."""


def certificates(run: Runner, network: Network) -> None:
    """Three balancers with the certificate that expires, one with another; AWS learns late of the new ones."""
    old, other = network["certificates"]["iam"][0], network["certificates"]["iam"][5]
    secure = https(old, policy_names=["sticky", "tls-1-2"])
    run("elb_balancer", **small(network) | {"policies": [TLS_1_2, STICKY], "listeners": [http(), secure]})
    run("elb_balancer", **small(network, "api") | {"listeners": [https(old), https(old, 8443)]})
    run("elb_balancer", **small(network, "blog") | {"listeners": [https(other), https(old, 444)]})
    run("elb_balancer", **small(network, "wiki") | {"listeners": [https(other)]})
    run.emulator.knobs(certificate_delay_s=100)


def no_listener_was_interrupted(log: Log) -> None:
    """In the page on certificates, although AWS did not know the new ones at first."""
    assert "CertificateNotFound" in [entry["error"] for entry in log]
    assert {entry["operation"] for entry in log if entry["write"]} == {
        "SetLoadBalancerListenerSSLCertificate"
    }


def stickiness_was_never_off(log: Log) -> None:
    """In the page on policies: from the task that enables it on listener 80 to the one that disables it there."""
    states = [entry["balancers"].get("shop", {}).get("listeners", {}).get("80") for entry in log]
    names = [state["PolicyNames"] for state in states if state]
    first, *_between, last = [number for number, enabled in enumerate(names) if enabled == ["sticky"]]
    assert ["sticky-elb-successor"] in names[first:last]
    assert [] not in names[first:last]


def shop(run: Runner, network: Network) -> None:
    """The balancer that docs/export.md shows."""
    secure = https(network["certificates"]["iam"][0], policy_names=["tls-1-2"])
    settings = {
        "security_groups": ["web"],
        "listeners": [secure],
        "policies": [TLS_1_2],
        "tags": {"env": "prod"},
    }
    run("elb_balancer", **small(network) | settings)
    run("elb_member", instances=network["instances"][0], balancers="shop")


SETUPS: dict[str, Callable[[Runner, Network], None]] = {
    "README.md": nothing,
    "docs/certificates.md": certificates,
    "docs/cookbook.md": nothing,
    "docs/export.md": shop,
    "docs/from_amazon_aws.md": nothing,
    "docs/from_libcloud.md": nothing,
    "docs/from_terraform.md": nothing,
    "docs/policies.md": nothing,
    "docs/report.md": shop,
    "docs/testing_offline.md": nothing,
}
"""What is there when a page begins. A page that is not listed is not run, but its syntax is checked."""

CHECKS: dict[str, Callable[[Log], None]] = {
    "docs/certificates.md": no_listener_was_interrupted,
    "docs/policies.md": stickiness_was_never_off,
}
"""What has to be true of all calls of a page."""


@pytest.fixture
def folder(shell: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a page runs: the emulator in the place of AWS, and the files that snippets read."""
    for name in ("MY_ACCESS_ID", "MY_SECRET_KEY"):
        monkeypatch.setenv(name, "emulator")
    for name, key in (("members.pem", "QUFB"), ("members-2027.pem", "QkJC")):
        (shell / name).write_text(f"-----BEGIN PUBLIC KEY-----\n{key}\n-----END PUBLIC KEY-----\n")
    return shell


WARNINGS = {"docs/policies.md": ["falls back to AWS' default"]}
"""What a page says that its tasks warn of."""


@pytest.mark.parametrize("page", RUNNABLE)
def test_snippets_do_what_the_page_says(page: str, run: Runner, folder: Path) -> None:
    emulator = run.emulator
    playbook = write_playbook(page, RUNNABLE[page], folder, emulator)
    if page in SETUPS:
        emulator.knobs(registration_s=0, health_delay_s=0, clock_speed=100)
        SETUPS[page](run, emulator.network)
        emulator.clear_log()
    variables = {"emulator_url": emulator.url, **(BY_PROCESS if page == "README.md" else {})}
    done = run_playbook(playbook, variables, *([] if page in SETUPS else ["--syntax-check"]))
    assert done.status == 0, done.output
    warnings = [complaint for complaint in done.complaints if not complaint.startswith("[ERROR]")]
    assert len(warnings) == len(WARNINGS.get(page, [])), done.output
    for said, expected in zip(warnings, WARNINGS.get(page, []), strict=True):
        assert expected in said and expected in PAGES[page], said
    if page in CHECKS:
        CHECKS[page](emulator.log)


def test_export_writes_what_the_page_shows(run: Runner, folder: Path) -> None:
    run.emulator.knobs(registration_s=0, health_delay_s=0, clock_speed=100)
    shop(run, run.emulator.network)
    done = run_playbook(Path("classic.elb.export"), {})
    assert done.status == 0, done.output
    *_others, shown = SNIPPETS["docs/export.md"]
    assert (folder / "balancers.yml").read_text() == with_real_ids(shown.text, example_ids(run.emulator))


@pytest.mark.parametrize(
    ("page", "snippet"),
    [(page, snippet) for page, found in SNIPPETS.items() for snippet in found],
    ids=lambda value: f"line {value.line}" if isinstance(value, Snippet) else value,
)
def test_snippet_is_yaml(page: str, snippet: Snippet) -> None:
    assert snippet.content
    assert snippet.not_run or snippet.is_tasks or snippet.is_plays


def test_no_page_is_forgotten() -> None:
    assert set(SETUPS) <= set(PAGES)
    assert {page for page, text in PAGES.items() if "<!-- then:" in text} <= set(SETUPS)
    assert set(CHECKS) <= set(SETUPS)
