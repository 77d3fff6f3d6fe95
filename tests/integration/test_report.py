# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The report: the playbook as AWX runs it, and its page as people use it, in a browser if there is one."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.classic.elb.plugins.filter.findings import FilterModule
from emulator import Network
from support.browser import CHROMIUM, look
from support.clone import ROOT
from support.jobs import JobRun, run_job
from support.modules import Runner
from support.options import STICKY, TLS_1_2, everything, http, https, small
from support.playbook import run_playbook

pytestmark = pytest.mark.slow


find = FilterModule().filters()["findings"]
in_a_browser = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

FILL = {
    "YOUR-LOG-BUCKET": lambda network: network["buckets"]["logs"],
    "SUBNET-IN-ANOTHER-ZONE": lambda network: network["vpc"]["subnets"][2]["id"],
    "arn:aws:acm:REGION:ACCOUNT:certificate/ID": lambda network: network["certificates"]["acm"][0],
    "YOUR-INSTANCE": lambda network: network["instances"][0],
}
"""What only users can know, in the tasks that mend."""


@pytest.fixture
def poor(run: Runner, network: Network) -> None:
    """shop is fine but for its certificate in IAM, api and web are as AWS makes them, and web has a policy too many."""
    run.emulator.knobs(registration_s=0, health_delay_s=0)
    run("elb_balancer", **everything(network))
    run("elb_balancer", **small(network, "api") | {"listeners": [https(network["certificates"]["acm"][1])]})
    run("elb_balancer", **small(network, "web") | {"policies": [STICKY], "desync_mitigation_mode": "monitor"})
    run("elb_member", instances=network["instances"][0], balancers=["shop", "api"])
    run.emulator.clear_log()


def told(job: JobRun) -> dict[str, list[str]]:
    found: dict[str, list[str]] = job.artifacts["report_findings"]
    return {rule: [where.removeprefix("us-east-1 ") for where in places] for rule, places in found.items()}


EXPECTED = {
    "certificate_not_acm": ["shop"],
    "cross_zone_off": ["api", "web"],
    "desync_monitor": ["web"],
    "no_draining": ["api", "web"],
    "no_logs": ["api", "web"],
    "no_member": ["web"],
    "old_tls": ["api"],
    "one_zone": ["api", "web"],
    "plain_only": ["web"],
    "unused_policy": ["web"],
}


@pytest.mark.parametrize("blank", ["", None])
def test_the_job_tells_and_writes_a_page(run: Runner, poor: None, tmp_path: Path, blank: str | None) -> None:
    page = tmp_path / "page.html"
    names = ("regions", "filters", "title", "certificates", "days", "ignore", "fail_on")
    answers = {f"report_{name}": blank for name in names} | {"report_file": str(page)}
    preview = run_job(tmp_path, run.emulator, "report", answers, "--check", "--diff")
    assert preview.status == "successful", preview.output
    assert not page.exists()
    job = run_job(tmp_path, run.emulator, "report", answers)
    assert job.status == "successful", job.output
    assert preview.artifacts == job.artifacts
    assert told(job) == EXPECTED
    assert job.artifacts["report_counts"] == {"high": 0, "medium": 9, "low": 5}
    assert job.said() == f"{page} shows 3 balancers."
    assert '"name": "shop"' in page.read_text()
    assert not [entry for entry in run.emulator.log if entry["write"]]
    assert max(job.longest_result, preview.longest_result) < 5_000, "a result grows with the balancers"


def test_a_job_can_fail_on_findings(run: Runner, network: Network, poor: None, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    answers = {
        "report_file": str(page),
        "report_regions": ["us-east-1"],
        "report_ignore": '["no_logs", "one_zone", "cross_zone_off"]',
        "report_title": " ",
        "report_certificates": " ",
        "report_days": " ",
        "report_filters": {"ssl_certificate_id": network["certificates"]["acm"][1]},
    }
    fine = run_job(tmp_path, run.emulator, "report", {**answers, "report_fail_on": "high"})
    assert fine.status == "successful", fine.output
    assert told(fine) == {"no_draining": ["api"], "old_tls": ["api"]}
    bad = run_job(tmp_path, run.emulator, "report", {**answers, "report_fail_on": "medium"})
    assert bad.status == "failed"
    assert bad.said() == (
        f"1 finding is medium or worse; the page is {page}. "
        "us-east-1 api: Port 443 accepts TLS 1.0 and TLS 1.1 (ELBSecurityPolicy-2016-08)."
    )
    expiring = {network["certificates"]["acm"][1]: "2026-01-01T00:00:00Z"}
    worse = run_job(
        tmp_path,
        run.emulator,
        "report",
        {**answers, "report_fail_on": "high", "report_certificates": expiring},
    )
    assert worse.status == "failed"
    assert told(worse)["certificate_expires"] == ["api"]


@pytest.mark.parametrize(
    ("answers", "sentence", "reads"),
    [
        ({"report_fail_on": "severe"}, "report_fail_on: 'severe' is neither high nor medium nor low.", 0),
        ({"report_regions": "us-east-1 mars"}, "mars: region: 'mars' is not an AWS region", 1),
        ({"report_ignore": "no_lugs"}, "there is no rule 'no_lugs'", 0),
        ({"report_days": "soon"}, "days: 'soon' is not a number of days.", 0),
        ({"report_file": "~"}, "/home is a folder; give the name of a file.", 0),
        ({"report_file": "~/none/it.html"}, "/home/none.", 0),
    ],
)
def test_what_is_wrong_is_said(
    run: Runner, tmp_path: Path, answers: dict[str, str], sentence: str, reads: int
) -> None:
    job = run_job(tmp_path, run.emulator, "report", {"report_file": str(tmp_path / "page.html"), **answers})
    assert job.status == "failed"
    assert sentence in job.output
    described = [entry for entry in run.emulator.log if entry["operation"] == "DescribeLoadBalancers"]
    assert len(described) == reads, "nobody waits for all regions to be told that"
    assert not (tmp_path / "page.html").exists()


def test_the_tasks_mend_what_is_wrong(run: Runner, network: Network, poor: None) -> None:
    for finding in find(run("elb_balancer_info", include="all")["balancers"]):
        text = finding["task"]
        for placeholder, value in FILL.items():
            text = text.replace(placeholder, value(network))
        (_name, (module, options)) = yaml.safe_load(text)[0].items()
        result = run(module.removeprefix("classic.elb."), **options)
        assert result["changed"], finding
    rest = {finding["rule"] for finding in find(run("elb_balancer_info", include="all")["balancers"])}
    # A new HTTPS listener comes with AWS' default policy, and with the next report.
    assert rest <= {"old_tls"}


def test_the_tasks_for_tls_leave_nothing_weak(run: Runner, network: Network) -> None:
    """Of three listeners, one is fine, by the very policy that the two others get."""
    certificate = network["certificates"]["acm"][0]
    listeners = [https(certificate, port) for port in (443, 8443)]
    listeners.append(https(certificate, 9443, policy_names=["tls-1-2"]))
    shop = small(network) | {"listeners": listeners, "policies": [TLS_1_2]}

    def weak() -> list[dict[str, Any]]:
        found = find(run("elb_balancer_info", include="all")["balancers"])
        return [each for each in found if each["rule"] in ("old_ssl", "old_tls", "weak_cipher")]

    run("elb_balancer", **shop)
    findings = weak()
    assert {finding["message"][:9] for finding in findings} == {"Port 443 ", "Port 8443"}
    for finding in findings:
        run("elb_balancer", name="shop", state="absent")
        run("elb_balancer", **shop)
        (_name, (_module, options)) = yaml.safe_load(finding["task"])[0].items()
        run("elb_policy", **options)
        assert weak() == []


EVIL = [
    "</script><script>window.hacked = 1</script>",
    "<img src=x onerror='window.hacked = 2'>",
    '"><b class=hacked>',
    "<!--<script>",
    "&lt;b class=hacked&gt; </script ",
    "javascript:window.hacked = 3",
    "\u2028\u2029'`${window.hacked = 4}",
]


def made(count: int) -> list[dict[str, Any]]:
    """Balancers in two regions; every third has no healthy member, and everything that AWS may name is hostile."""
    return [
        {
            "name": f"lb-{number} {EVIL[number % len(EVIL)]}",
            "dns_name": f"lb-{number}.elb.amazonaws.com",
            "region": "eu-west-1" if number % 2 else "us-east-1",
            "scheme": "internal" if number % 5 == 0 else "internet-facing",
            "availability_zones": ["a", "b"],
            "listeners": [
                {**http(), "instance_protocol": "HTTP", "policy_names": []},
                https(f"arn:aws:acm:x:1:certificate/{EVIL[1]}", policy_names=[EVIL[0], f"p{number}"]),
            ],
            "policies": [{"name": EVIL[0], "type": "X", "attributes": {"CookieName": EVIL[2]}}],
            "backend_servers": [{"instance_port": 8080, "policy_names": [EVIL[3]]}],
            "health_check": {"target": f"HTTP:8080/{EVIL[4]}"},
            "tags": {EVIL[5]: EVIL[6], "number": str(number)},
            "instances": [f"i-{number:017x}"],
            "members": [
                {
                    "instance_id": f"i-{number:017x}",
                    "state": "InService" if number % 3 else EVIL[2],
                    "reason_code": "ELB",
                    "description": EVIL[1],
                }
            ],
        }
        for number in range(count)
    ]


@pytest.fixture
def render(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The page of the template, with any data."""
    for folder in ("files", "templates"):
        shutil.copytree(ROOT / "playbooks" / folder, tmp_path / folder)
    page = tmp_path / "page.html"
    task = {"ansible.builtin.template": {"src": "report.html.j2", "dest": str(page)}}
    play = {"hosts": "localhost", "gather_facts": False, "tasks": [task]}
    (tmp_path / "play.yml").write_text(json.dumps([play]))
    monkeypatch.chdir(tmp_path)

    def write(balancers: list[dict[str, Any]], heading: str = "All") -> str:
        data = {"balancers": balancers, "findings": find(balancers), "now": "2026-11-23T00:00:00Z"}
        done = run_playbook(tmp_path / "play.yml", {"__report_data": data, "__report_heading": heading})
        assert done.status == 0, done.output
        return page.read_text()

    return write


USE = """
  const shown = () => [...document.querySelectorAll(".card")].length;
  const drawn = () => document.querySelectorAll(".drawing").length;
  await pause(500);
  const saw = { all: shown(), drawn: drawn(), theme: document.documentElement.dataset.theme };
  const search = document.getElementById("search");
  const type = async (text) => {
    search.value = text;
    search.dispatchEvent(new Event("input"));
    await pause(300);
    return [shown(), document.getElementById("count").textContent];
  };
  saw.tag = await type("number=7");
  saw.instance = await type("  I-00000000000000007 Number=7 ");
  saw.nothing = [...await type("no such thing"), document.getElementById("none").hidden];
  await type("");
  document.querySelector("[data-severity=high]").click();
  saw.high = [shown(), document.querySelector("[data-severity=high]").getAttribute("aria-pressed")];
  document.querySelector("[data-rule=no_healthy_member]").click();
  saw.rule = shown();
  document.querySelector("[data-rule=no_healthy_member]").click();
  saw.again = shown();
  for (const [id, value] of [["region", "eu-west-1"], ["scheme", "internal"]]) {
    document.getElementById(id).value = value;
    document.getElementById(id).dispatchEvent(new Event("change"));
  }
  saw.internal = shown();
  document.querySelector(".card").scrollIntoView();
  await pause(300);
  const details = document.querySelector(".card .findings details");
  details.querySelector("summary").click();
  saw.task = [details.open, details.querySelector("pre").textContent];
  document.getElementById("theme").click();
  saw.switched = document.documentElement.dataset.theme;
  saw.colour = getComputedStyle(document.body).backgroundColor;
  dispatchEvent(new Event("beforeprint"));
  const printed = document.querySelectorAll(".card .drawing").length;
  saw.printed = [document.documentElement.dataset.theme, printed];
  dispatchEvent(new Event("afterprint"));
  saw.after = document.documentElement.dataset.theme;
  return saw;
"""


@in_a_browser
def test_the_page_is_searched_filtered_and_read(render: Any) -> None:
    """A thousand balancers, of which those near the window are drawn."""
    saw = look(render(made(1000)), USE)
    assert saw["all"] == 1000
    assert 0 < saw["drawn"] < 40
    assert saw["theme"] == "light"
    assert saw["tag"] == [111, "111 of 1,000 balancers"]  # 7, 70 to 79, 700 to 799
    assert saw["instance"] == [1, "1 of 1,000 balancers"]
    assert saw["nothing"] == [0, "0 of 1,000 balancers", False]
    assert saw["high"] == [334, "true"]
    assert saw["rule"] == 334
    assert saw["again"] == 1000
    assert saw["internal"] == 100
    assert saw["task"][0]
    assert list(yaml.safe_load(saw["task"][1])[0])[1].startswith("classic.elb.elb_")
    assert saw["switched"] == "dark"
    assert saw["colour"] == "rgb(15, 20, 27)"
    assert saw["printed"] == ["light", 100]
    assert saw["after"] == "dark"


@in_a_browser
def test_the_page_is_dark_where_the_reader_likes_it_dark(render: Any) -> None:
    saw = look(render(made(1)), "return document.documentElement.dataset.theme;", dark=True)
    assert saw == "dark"


@in_a_browser
def test_hostile_names_are_shown_and_nothing_else(render: Any) -> None:
    heading = "</title><script>window.hacked = 5</script>"
    page = render(made(len(EVIL) * 3), heading=heading)
    saw = look(
        page,
        """
        dispatchEvent(new Event("beforeprint"));
        await pause(1000);
        return {
          hacked: window.hacked || null,
          elements: document.querySelectorAll("img, b.hacked, .hacked, iframe, object, link").length,
          scripts: document.scripts.length,
          title: document.title,
          names: [...document.querySelectorAll(".card h2")].map((name) => name.textContent),
          loaded: performance.getEntriesByType("resource").length,
          links: [...new Set([...document.links].map((link) => link.protocol))],
        };
        """,
    )
    assert saw["hacked"] is None
    assert saw["elements"] == 0
    assert saw["scripts"] == 3  # the data, the page's own, and the one that looks
    assert saw["title"] == heading
    assert sorted(saw["names"]) == sorted(balancer["name"] for balancer in made(len(EVIL) * 3))
    assert saw["loaded"] == 0
    assert saw["links"] in ([], ["https:"])


def test_the_page_names_nothing_to_load(render: Any) -> None:
    page = render(made(3))
    frame = re.sub(r'<script type="application/json".*?</script>', "", page, flags=re.DOTALL)
    assert re.findall(r"""(?:src|href|url|@import|import)\s*[=(]\s*["']?\w+:""", frame) == []
    assert "default-src 'none'" in frame
    data = page.partition('id="data">')[2].partition("</script>")[0]
    assert not set("<>&\u2028\u2029") & set(data)
    assert [each["name"] for each in json.loads(data)["balancers"]] == [each["name"] for each in made(3)]
