# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbooks that job templates point at, run as AWX runs them; the rolling update has a file of its own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.classic.elb.plugins.module_utils._service.settings import AWS_OPTIONS
from emulator import Network
from support.clone import ROOT
from support.jobs import JobRun, run_job
from support.modules import Runner
from support.options import STICKY, TLS_1_2, http, https, small
from support.playbook import BY_PROCESS, run_playbook
from support.specs import argument_spec

pytestmark = pytest.mark.slow


@pytest.fixture
def job(tmp_path: Path, run: Runner) -> Any:
    def start(playbook: str, *arguments: str, **answers: Any) -> JobRun:
        return run_job(tmp_path, run.emulator, playbook, answers, *arguments)

    run.emulator.knobs(registration_s=0, health_delay_s=0)
    return start


def blank(prefix: str, names: str, value: str | None) -> dict[str, str | None]:
    """Answers that were left blank, which are the empty text or null, by the version of AWX."""
    return {f"{prefix}_{name}": value for name in names.split()}


@pytest.fixture
def certified(run: Runner, network: Network) -> tuple[str, str]:
    """Four listeners of three balancers with the old certificate, among others; and the new one."""
    old, new, other = network["certificates"]["iam"][:3]
    run("elb_balancer", **small(network, "api") | {"listeners": [https(old), https(old, 8443)]})
    run("elb_balancer", **small(network, "blog") | {"listeners": [https(other), https(old, 444)]})
    run("elb_balancer", **small(network, "shop") | {"listeners": [http(), https(old)]})
    run("elb_balancer", **small(network, "wiki") | {"listeners": [https(other)]})
    run.emulator.clear_log()
    return old, new


def listeners(entries: list[dict[str, Any]]) -> list[str]:
    return [
        f"{entry['region']} {entry['balancer']} {entry['load_balancer_port']}".strip() for entry in entries
    ]


WHERE = ["api 443", "api 8443", "blog 444", "shop 443"]


def rotate(job: Any, certified: tuple[str, str], *arguments: str, **answers: Any) -> JobRun:
    old, new = certified
    given = {"old": old, "new": new, **answers}
    done: JobRun = job(
        "rotate_certificate",
        *arguments,
        **{f"rotate_certificate_{name}": value for name, value in given.items()},
    )
    return done


def test_a_certificate_is_renewed_wherever_it_is_used(job: Any, run: Runner, certified: Any) -> None:
    preview = rotate(job, certified, "--check", regions="", batch=" ")
    assert preview.status == "successful", preview.output
    assert run.writes() == []
    assert listeners(preview.artifacts["rotate_certificate_left"]) == [f"us-east-1 {each}" for each in WHERE]
    assert preview.artifacts["rotate_certificate_renewed"] == []
    assert "these would get the new certificate: us-east-1 api 443, us-east-1 api 8443" in preview.said()
    done = rotate(job, certified, regions="us-east-1", batch=3)
    assert done.status == "successful", done.output
    assert {operation for operation, _parameters in run.writes()} == {"SetLoadBalancerListenerSSLCertificate"}
    assert listeners(done.artifacts["rotate_certificate_renewed"]) == [f"us-east-1 {each}" for each in WHERE]
    assert done.artifacts["rotate_certificate_left"] == []
    assert "All 4 listeners that had the old certificate have the new one." in done.said()
    run.emulator.clear_log()
    again = rotate(job, certified)
    assert again.said() == f"No listener uses {certified[0]} in the region of the environment or the profile."
    assert run.writes() == []


TWICE = """\
- import_playbook: classic.elb.rotate_certificate
  vars: {rotate_certificate_old: "{{ old }}", rotate_certificate_new: "{{ new }}"}
- import_playbook: classic.elb.rotate_certificate
  vars: {rotate_certificate_old: "{{ other }}", rotate_certificate_new: "{{ another }}"}
- import_playbook: classic.elb.provision
  vars: {provision_policies: [{balancer: wiki, name: one, type: LBCookieStickinessPolicyType}]}
- import_playbook: classic.elb.provision
  vars: {provision_policies: '[{"elb": "wiki", "name": "two", "type": "LBCookieStickinessPolicyType"}]'}
"""


def test_playbooks_that_are_imported_twice_know_nothing_of_each_other(
    run: Runner, network: Network, certified: Any, shell: Path
) -> None:
    (shell / "twice.yml").write_text(TWICE)
    old, new, other, another = network["certificates"]["iam"][:4]
    variables = {"old": old, "new": new, "other": other, "another": another}
    done = run_playbook(shell / "twice.yml", variables)
    assert done.status == 0, done.output
    used = {
        f"{balancer['name']} {listener['load_balancer_port']}": listener.get("ssl_certificate_id")
        for balancer in run("elb_balancer_info")["balancers"]
        for listener in balancer["listeners"]
    }
    assert used == {"shop 80": None, "blog 443": another, "wiki 443": another, **dict.fromkeys(WHERE, new)}
    assert done.output.count("1 of 1 entries changed something, none failed.") == 2


def test_a_listener_that_failed_is_told_also_where_none_has_the_old_one(
    job: Any, run: Runner, certified: Any
) -> None:
    answer = {"code": "ListenerNotFound", "status": 400, "message": "no"}
    operation = "SetLoadBalancerListenerSSLCertificate"
    fault = {"operation": operation, "skip": 3, "when": "after", "answer": answer}
    run.emulator.knobs(faults=[fault])
    done = rotate(job, certified)
    assert done.status == "failed"
    assert len(done.artifacts["rotate_certificate_renewed"]) == 3
    assert done.said().startswith("3 of 4 listeners have the new certificate. None has the old one. SetLoad")


def test_who_cannot_look_again_tells_what_is_renewed(job: Any, run: Runner, certified: Any) -> None:
    """As with credentials that expire."""
    rotate(job, certified)
    last = run.reads().count("DescribeLoadBalancers") - 1
    run.emulator.clear_log()
    denied = {"code": "AccessDenied", "status": 403, "message": "no"}
    fault = {"operation": "DescribeLoadBalancers", "skip": last, "times": None, "answer": denied}
    run.emulator.knobs(faults=[fault])
    done = rotate(job, certified[::-1])
    assert done.status == "failed"
    assert len(done.artifacts["rotate_certificate_renewed"]) == 4
    assert done.said().startswith("4 of 4 listeners have the new certificate. None has the old one. Describe")


def test_after_a_batch_with_a_failure_none_begins(job: Any, run: Runner, certified: Any) -> None:
    """And the other listener of that batch is done all the same."""
    denied = {"code": "AccessDenied", "status": 403, "message": "no"}
    operation = "SetLoadBalancerListenerSSLCertificate"
    run.emulator.knobs(faults=[{"operation": operation, "skip": 1, "times": 1, "answer": denied}])
    done = rotate(job, certified, regions='["us-east-1", "eu-west-1"]', batch="2")
    assert done.status == "failed"
    assert listeners(done.artifacts["rotate_certificate_renewed"]) == [
        "us-east-1 api 443",
        "us-east-1 blog 444",
    ]
    assert done.said().startswith(
        "2 of 4 listeners have the new certificate. The old one is still used by us-east-1 api 8443, "
        "us-east-1 shop 443. "
    )
    assert f"must allow elasticloadbalancing:{operation}" in done.said()


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"old": ""}, "rotate_certificate_old ('') and rotate_certificate_new ('arn:"),
        ({"regions": "us-east-1 nowhere"}, "'nowhere' is not an AWS region"),
        *(
            ({"batch": batch}, f"rotate_certificate_batch: '{batch}' has to be a whole number, 1 or more.")
            for batch in ("0", "-3", "many", "1.5")
        ),
        (
            {"region": "us-east-1"},
            (
                "rotate_certificate_region: this playbook has no such variable; it has rotate_certificate_old, "
                "rotate_certificate_new, rotate_certificate_regions, rotate_certificate_"
            ),
        ),
    ],
)
def test_nothing_is_renewed_by_mistake(
    job: Any, run: Runner, certified: Any, answers: dict[str, str], sentence: str
) -> None:
    done = rotate(job, certified, **answers)
    assert done.status == "failed"
    assert sentence in done.output
    assert run.writes() == []


LISTS = "balancers policies listeners members"


@pytest.mark.parametrize("value", ["", None])
def test_provision_without_entries_does_nothing(job: Any, run: Runner, value: str | None) -> None:
    done = job("provision", **blank("provision", f"{LISTS} region", value))
    assert done.status == "successful", done.output
    assert done.artifacts["provision_changed"] == []
    assert run.emulator.log == []


CREDENTIALS = sorted(
    spelling
    for name, option in AWS_OPTIONS.items()
    if option.get("no_log")
    for spelling in (name, *option["aliases"])
)


def test_credentials_are_refused_by_whatever_name() -> None:
    """AWX would show them, with the entry that has them. No other option is taken for one."""
    (play,) = yaml.safe_load((ROOT / "playbooks/provision.yml").read_text())
    secret = re.compile(play["vars"]["__provision_secrets"])
    misspelt = [
        "secretkey",
        "AWS-Secret-Key",
        "aws-access-key",
        "acess_key",
        "secet_key",
        "sekret_key",
        "sessiontok",
        "sceret_key",
        "sectet_key",
    ]
    assert all(map(secret.search, [*CREDENTIALS, *misspelt]))
    assert [
        option
        for module in NAMED
        for name, spec in argument_spec(module).items()
        for option in (name, *spec.get("aliases", ()))
        if secret.search(option) and option not in CREDENTIALS
    ] == []


def test_every_name_of_an_entry_is_known() -> None:
    (play,) = yaml.safe_load((ROOT / "playbooks/provision.yml").read_text())
    words = yaml.safe_load(play["vars"]["__provision_words"].strip(" {}\n"))
    for module, options in NAMED.items():
        spec = argument_spec(module)
        for option in options:
            assert {option, *spec[option].get("aliases", ())} <= set(words), module


def test_what_an_entry_is_about_is_known_by_each_of_its_names() -> None:
    (play,) = yaml.safe_load((ROOT / "playbooks/provision.yml").read_text())
    for module, options in NAMED.items():
        spec = argument_spec(module)

        def spellings(*names: str, spec: dict[str, Any] = spec) -> list[list[str]]:
            return sorted(sorted((name, *spec[name].get("aliases", ()))) for name in names)

        kind = module.removeprefix("elb_").replace("policy", "policie") + "s"
        if kind in play["vars"]["__provision_about"]:
            assert sorted(map(sorted, play["vars"]["__provision_about"][kind])) == spellings(*options)
        places = [play["vars"]["__provision_region_words"], *play["vars"]["__provision_where"]]
        where = sorted(map(sorted, places))
        assert where == spellings("region", "profile", "endpoint_url")


NAMED = {
    "elb_balancer": ["name"],
    "elb_listener": ["balancer", "load_balancer_port"],
    "elb_member": ["balancers"],
    "elb_policy": ["balancer", "name"],
}


def test_all_that_failed_is_told(job: Any, run: Runner) -> None:
    """Also of entries that are called alike, in one region or in several, and by aliases."""
    entries = {
        "provision_balancers": [
            {"name": "shop"},
            {"name": "shop", "aws_region": "us-west-2", "names": "x"},
            {"name": "typo", "health_check": {"intervall": 5}},
        ],
        "provision_members": [{"instances": "i-0123456789abcdef0", "balancers": "shop"}],
        "provision_listeners": [{"elb": "shop", "port": 80}, {"port": 81}],
        "provision_policies": " ",
    }
    done = job("provision", **entries)
    assert done.status == "failed"
    told = done.artifacts["provision_failed"]
    assert sorted(told) == ["81", "shop 80", "typo", "us-east-1 shop", "us-west-2 shop"]
    assert "to create it takes at least one" in told["us-east-1 shop"]
    assert "there is no balancer 'shop'" in told["us-east-1 shop"]
    assert "81: missing required arguments: balancer. us-east-1 shop: " in done.said()
    assert re.search(r"; did you mean interval\? \S", done.said())


STICKY_SHOP = {"name": "sticky", "balancer": "shop", "type": "LBCookieStickinessPolicyType"}


@pytest.mark.parametrize(
    ("kind", "entries", "told"),
    [
        ("balancers", [{"name": "shop"}, {"elb": " shop "}], "shop: two entries are about it"),
        (
            "balancers",
            [
                {"name": "b", "region": "us-east-1"},
                {"name": "a"},
                {"name": "a"},
                {"name": "b", "region": None},
            ],
            "b, a: two entries are about each",
        ),
        (
            "policies",
            '[{"name": "sticky", "elb": "shop"}, {"policy_name": "sticky", "balancer": "shop"}]',
            "sticky shop: two entries are about it",
        ),
        (
            "listeners",
            [
                {"elb": "shop", "port": 80},
                {"balancer": "shop", "load_balancer_port": "80", "state": "absent"},
            ],
            "shop 80: two entries are about it",
        ),
    ],
)
def test_two_entries_about_the_same_are_refused(
    job: Any, run: Runner, kind: str, entries: Any, told: str
) -> None:
    """Each would undo what the other does, in every run."""
    members = {"instances": "i-0123456789abcdef0", "balancers": "shop"}
    done = job("provision", **{f"provision_{kind}": entries}, provision_members=[members])
    assert done.status == "failed"
    assert f"provision_{kind}: {told}; make them one, as one may undo what the other does." in done.output
    assert run.emulator.log == []


def test_entries_that_are_only_alike_are_not_the_same(job: Any, run: Runner, network: Network) -> None:
    """And those without a name fail by themselves, as does one of another region or profile."""
    run("elb_balancer", **small(network))
    entries = {
        "provision_balancers": [
            {"name": "shop"},
            {"name": "Shop"},
            {"name": "shop", "profile": "none"},
            {"name": "shop", "region": "eu-west-1"},
            {},
            {},
            {"name": " "},
            {"name": None},
            {"name": "{{ omit }}"},
            {"name": "{{ omit }}"},
        ],
        "provision_policies": [
            STICKY_SHOP,
            {"name": "sticky"},
            {"name": "sticky"},
            {**STICKY_SHOP, "balancer": "no"},
        ],
        "provision_listeners": [{"port": 80}, {"port": 80}, {"balancer": "shop"}, {"balancer": "shop"}],
        "provision_members": [{"instances": network["instances"][n], "balancers": "shop"} for n in (0, 1)],
    }
    done = job("provision", **entries)
    assert done.artifacts["provision_changed"] == ["sticky shop", "us-east-1 shop", "us-east-1 shop"], (
        done.output
    )
    assert done.said().startswith("16 of 20 entries failed; ")


def test_one_entry_that_fails_does_not_stop_the_others(job: Any, run: Runner, network: Network) -> None:
    old = network["certificates"]["iam"][0]
    entries = {
        "provision_balancers": [
            small(network) | {"policies": [TLS_1_2], "purge_listeners": False, "purge_policies": False},
            small(network, "api") | {"subnets": ["subnet-00000000"]},
            small(network, "web") | {"region": "us-east-1"},
        ],
        "provision_policies": '[{"balancer": "shop", "name": "sticky", "type": "LBCookieStickinessPolicyType"}]',
        "provision_listeners": [
            {"balancer": "shop", **https(old, policy_names=["tls-1-2", "sticky"])},
            {"balancer": "shop", "load_balancer_port": 81, "protocoll": "HTTP"},
        ],
        "provision_members": f"- {{instances: [{network['instances'][0]}], balancers: [shop, web]}}",
    }
    preview = job("provision", "--check", **entries)
    assert run.writes() == []
    assert sorted(preview.artifacts["provision_failed"]) == ["api", "shop 81"], preview.output
    changed = ["shop", "web", "sticky shop", "shop 443", "shop web"]
    assert preview.artifacts["provision_changed"] == changed
    assert preview.said().startswith("2 of 7 entries would fail; nothing was sent. api: ")
    done = job("provision", **entries)
    assert done.status == "failed"
    assert done.artifacts["provision_changed"] == changed
    assert sorted(done.artifacts["provision_failed"]) == ["api", "shop 81"]
    assert "subnet-00000000" in done.artifacts["provision_failed"]["api"]
    assert sorted(done.artifacts["provision_dns_names"]) == ["shop", "web"]
    assert done.said().startswith("2 of 7 entries failed; the others are as described. api: ")
    assert ". shop 81: " in done.said() and ".." not in done.said()
    assert "protocoll" in done.said()
    (shop,) = run("elb_balancer_info", names="shop")["balancers"]
    assert [each["policy_names"] for each in shop["listeners"]] == [[], ["sticky", "tls-1-2"]]
    good = {
        **entries,
        "provision_balancers": entries["provision_balancers"][::2],
        "provision_listeners": None,
    }
    again = job("provision", **good)
    assert again.status == "successful", again.output
    assert again.artifacts["provision_changed"] == []


def test_what_aws_refuses_for_one_listener_is_not_tried_on_twenty(
    job: Any, run: Runner, certified: Any
) -> None:
    """AWS refuses a certificate that does not exist after two minutes; the batch would wait for that each time."""
    denied = {"code": "AccessDenied", "status": 403, "message": "no"}
    operation = "SetLoadBalancerListenerSSLCertificate"
    run.emulator.knobs(faults=[{"operation": operation, "times": None, "answer": denied}])
    run.emulator.clear_log()
    assert rotate(job, certified).status == "failed"
    assert {call[1]["LoadBalancerPort"] for call in run.writes()} == {443}
    assert {call[1]["LoadBalancerName"] for call in run.writes()} == {"api"}


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("- {balancer: shop}\n- balancer: [\n", "line 3, column 1"),
        ("a: \x07b", "control characters are not allowed"),
        ("- name: a\n---\n- name: b", "expected a single document"),
        ("{{ lookup('ansible.builtin.file', '/no/file') }}", "/no/file"),
    ],
    ids=["bracket", "control character", "two documents", "file"],
)
def test_what_cannot_be_read_is_told_with_its_reason(job: Any, run: Runner, value: str, reason: str) -> None:
    done = job("provision", provision_listeners=value)
    assert done.status == "failed"
    assert "provision_listeners" in done.said()
    assert "it cannot be read; a text has to be YAML or JSON. " in done.said()
    assert reason in done.said()
    assert run.emulator.log == []


def test_a_job_that_becomes_somebody_does_not_on_the_controller(
    job: Any, run: Runner, served: list[str]
) -> None:
    """As a template does whose privilege escalation is on."""
    become = ("--become", "--become-user", "nobody")
    done = job("members", *become, members_instances=served[0], members_state="absent")
    assert done.status == "successful", done.said()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("provision_balancers", "shop"),
        ("provision_members", {"instances": "i-0"}),
        ("provision_policies", [["sticky"]]),
        ("provision_listeners", [{"balancer": "shop", "secret_key": "hidden"}]),
    ],
)
def test_entries_of_another_shape_are_refused(job: Any, run: Runner, name: str, value: Any) -> None:
    done = job("provision", **{name: value})
    assert done.status == "failed"
    assert f"{name}: it has to be a list of dictionaries" in done.output
    assert run.emulator.log == []


OPTIONAL = "state balancers remember min_in_service wait_timeout region"


@pytest.fixture
def served(run: Runner, network: Network) -> list[str]:
    """Two members of two balancers."""
    run.emulator.knobs(registration_s=0, health_delay_s=0)
    for name in ("api", "shop"):
        run("elb_balancer", **small(network, name))
    members: list[str] = network["instances"][:2]
    run("elb_member", instances=members, balancers=["api", "shop"])
    run.emulator.clear_log()
    return members


@pytest.mark.parametrize("value", ["", None])
def test_a_member_leaves_and_comes_back(job: Any, run: Runner, served: list[str], value: str | None) -> None:
    """The way back needs no names."""
    answers = {**blank("members", OPTIONAL, value), "members_instances": f" {served[0]},\n"}
    preview = job("members", "--check", **{**answers, "members_state": "absent"})
    assert preview.status == "successful", preview.output
    assert run.writes() == []
    assert preview.artifacts["members_deregistered_from"] == ["api", "shop"]
    out = job("members", **{**answers, **BY_PROCESS, "members_state": "absent"})
    assert out.artifacts == {
        "members_registered_with": [],
        "members_deregistered_from": ["api", "shop"],
        "members_in_service": {"api": 1, "shop": 1},
    }
    assert out.said() == "1 instance left api, shop. api: 1 of 1 serve. shop: 1 of 1 serve."
    back = job("members", **answers)
    assert back.artifacts["members_registered_with"] == ["api", "shop"]
    assert back.artifacts["members_in_service"] == {"api": 2, "shop": 2}


def test_members_that_did_not_all_come_there_are_told_to_the_job(
    job: Any, run: Runner, network: Network, served: list[str]
) -> None:
    denied = {"code": "AccessDenied", "status": 403, "message": "no"}
    fault = {"operation": "DeregisterInstancesFromLoadBalancer", "skip": 1, "times": None, "answer": denied}
    run.emulator.knobs(faults=[fault])
    failed = job("members", members_instances=served[0], members_state="absent")
    run.emulator.knobs(faults=[])
    assert failed.status == "failed" and "answered AccessDenied" in failed.said()
    assert failed.artifacts["members_deregistered_from"] == ["api"]
    assert failed.artifacts["members_in_service"]["api"] == 1
    unknown = "i-0123456789abcdef0"
    back = job("members", members_instances=[served[0], unknown])
    assert back.artifacts["members_registered_with"] == ["api"]
    left = job("members", members_instances=[served[0], unknown], members_state="absent")
    assert f"1 of 2 instances left api, shop. In none of them: {unknown}. api: " in left.said()


def test_members_in_named_balancers_as_long_as_enough_remain(
    job: Any, run: Runner, network: Network, served: list[str]
) -> None:
    chosen = {"members_instances": served, "members_balancers": "shop, api"}
    refused = job("members", **chosen, members_state="absent", members_min_in_service="50%")
    assert refused.status == "failed"
    assert "min_in_service is 50%" in refused.output
    nowhere = job("members", members_instances=served, members_balancers=[], members_state="absent")
    assert nowhere.status == "successful", nowhere.output
    assert "instances stayed where they are, as members_balancers is empty." in nowhere.said()
    assert run.writes() == []
    third = {"members_instances": f'["{network["instances"][6]}"]', "members_balancers": '["shop"]'}
    came = job("members", **third, members_remember=False)
    left = job("members", **third, members_state="absent", members_min_in_service=0, members_remember=False)
    assert left.status == "successful", left.output
    assert "AddTags" not in [operation for operation, _parameters in run.writes()]
    assert came.status == "successful", came.said()
    assert came.artifacts["members_in_service"] == {"shop": 3}


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"members_instances": " "}, "members_instances: it is blank"),
        (
            {"members_instances": "i-0", "members_state": "out"},
            "members_state: 'out' is neither present nor absent.",
        ),
    ],
)
def test_members_says_what_is_wrong(job: Any, run: Runner, answers: dict[str, str], sentence: str) -> None:
    done = job("members", **answers)
    assert done.status == "failed"
    assert sentence in done.said()
    assert run.emulator.log == []


def known(playbook: str) -> tuple[list[str], list[str]]:
    """The variables that a playbook takes, and those that it sets."""
    play = yaml.safe_load((ROOT / f"playbooks/{playbook}.yml").read_text())[0]
    if playbook == "rolling_update":
        return play["vars"]["__rolling_update_variables"], play["vars"]["__rolling_update_results"]
    (check,) = (
        task["vars"]
        for task in play["tasks"]
        if "known_variables" in str(task.get("ansible.builtin.import_tasks"))
    )
    assert check["known_playbook"] == playbook
    return check["known_names"], check["known_results"]


STRANGE = {
    "provision": ["balancer", "results"],
    "report": ["region", "heading"],
    "export": ["balancer", "destination"],
    "members": ["balancer", "min_service", "ids"],
    "rotate_certificate": ["region", "fact"],
}


@pytest.mark.parametrize("playbook", STRANGE)
def test_a_misspelt_variable_is_named(job: Any, run: Runner, playbook: str) -> None:
    """Also a statistic that the playbook sets, or what is only called like a variable of its own."""
    _names, results = known(playbook)
    names = [*results, *(f"{playbook}_{word}" for word in STRANGE[playbook])]
    done = job(playbook, **{name: 2 if number % 2 else "2" for number, name in enumerate(names)})
    assert done.status == "failed"
    (sentence,) = re.findall(
        r"(\S+(?: and \S+)*): this playbook has no such variable; it has [a-z_, ]+\.", done.said()
    )
    assert sorted(sentence.split(" and ")) == sorted({*names})
    assert run.emulator.log == []


def test_a_blank_region_is_that_of_all_entries_and_an_alias_is_no_second_one(
    job: Any, run: Runner, network: Network
) -> None:
    blank: list[dict[str, Any]] = [
        {"name": "shop", "region": ""},
        {"name": "api", "region": None},
        {"name": "web", "aws_region": " "},
        {"name": "wiki", "region": "{{ omit }}"},
    ]
    for each in blank:
        run("elb_balancer", **small(network, each["name"]))
    run.emulator.clear_log()
    odd = {"name": "odd", "idle_timeout": 120, "region": ["us-east-1", "us-east-2"]}
    entries = [{"idle_timeout": 120, **each} for each in blank]
    here = {"name": "shop", "idle_timeout": 99, "ec2_region": run.connection["region"]}
    done = job("provision", provision_region="eu-west-1", provision_balancers=[*entries, here, odd])
    assert done.artifacts["provision_changed"] == [f"{run.connection['region']} shop"]
    *blank_ones, other = done.artifacts["provision_failed"]
    assert blank_ones == ["eu-west-1 shop", "api", "web", "wiki"]
    assert "region" in done.artifacts["provision_failed"][other]
    ((operation, parameters),) = run.writes()
    assert operation == "ModifyLoadBalancerAttributes"
    assert parameters["LoadBalancerAttributes"]["ConnectionSettings"]["IdleTimeout"] == 99


@pytest.mark.parametrize("playbook", STRANGE)
def test_what_refers_to_nothing_is_not_blank(job: Any, run: Runner, playbook: str) -> None:
    """Blank balancers are all of them."""
    names, _results = known(playbook)
    nothing = ["{{ nowhere.to_be_found }}", [{"name": "{{ nowhere }}"}]]
    done = job(playbook, **{name: nothing[number % 2] for number, name in enumerate(names)})
    assert done.status == "failed"
    (told,) = re.findall(r"(\S+(?: and \S+)*): it refers to a variable that is not defined\.", done.said())
    assert sorted(told.split(" and ")) == sorted(names)
    assert run.emulator.log == []


def test_who_is_in_no_balancer_is_told(job: Any, run: Runner) -> None:
    done = job("members", members_instances="i-0123456789abcdef0", members_state="absent")
    assert done.status == "successful", done.output
    assert "1 instance is in no balancer of the region of the environment." in done.said()
    done = job("members", members_instances="i-0123456789abcdef0")
    assert "1 instance is noted as taken out by no balancer of the region of the" in done.said()


def test_who_moved_is_counted(job: Any, run: Runner, network: Network) -> None:
    run("elb_balancer", **small(network))
    member = network["instances"][0]
    run("elb_member", instances=member, balancers="shop", wait=False)
    two = f"{member} i-0123456789abcdef0"
    for state, moved in (("absent", "left"), ("present", "came to")):
        done = job("members", members_instances=two, members_state=state, members_min_in_service="0")
        assert done.said().startswith(f"1 of 2 instances {moved} shop."), done.said()


def test_export_leaves_the_text_as_an_artifact(
    job: Any, run: Runner, network: Network, tmp_path: Path
) -> None:
    """In an inventory whose localhost has no Python; braces in AWS' data stay what they are."""
    odd = {"target": "HTTP:8080/{{ 6 * 7 }}"}
    run("elb_balancer", **small(network) | {"health_check": odd, "policies": [STICKY]})
    target = str(tmp_path / "written.yml")
    preview = job("export", "--check", export_names="", export_file=target)
    assert preview.status == "successful", preview.output
    done = job("export", export_names=None, export_file=target)
    assert done.status == "successful", done.output
    written = Path(target).read_text()
    assert done.artifacts == preview.artifacts == {"export_playbook": written}
    assert "{% raw %}{{{% endraw %} 6 * 7 }}" in written


def test_a_rolling_update_has_few_events(run: Runner, served: list[str], tmp_path: Path) -> None:
    """Two for each host and task, and one for each batch; one more task is worth a thought."""
    (tmp_path / "update.yml").write_text("- ansible.builtin.debug:\n    msg: updated\n")
    hosts = {
        f"web{number}": {"instance_id": member, "ansible_connection": "local"}
        for number, member in enumerate(served)
    }
    answers = {
        "rolling_update_tasks": str(tmp_path / "update.yml"),
        "rolling_update_serial": 2,
        "rolling_update_min_in_service": "0",
    }
    job = run_job(tmp_path, run.emulator, "rolling_update", answers, hosts=hosts)
    assert job.status == "successful", job.output
    assert sorted(job.artifacts["rolling_update_updated_hosts"]) == ["web0", "web1"]
    assert job.count <= 74


GUIDE = (ROOT / "docs/awx.md").read_text()


def test_events_grow_with_the_balancers_and_hardly(job: Any, run: Runner, network: Network) -> None:
    """What AWX stores of a job: at 500 balancers about 750 events, as docs/awx.md says."""
    old, new = network["certificates"]["iam"][:2]
    counts: dict[str, dict[int, int]] = {"provision": {}, "rotate_certificate": {}}
    for number in (2, 5):  # the first listener is a batch of its own
        entries = [{**small(network, f"b{each}"), "listeners": [https(old)]} for each in range(number)]
        counts["provision"][number] = job("provision", provision_balancers=entries).count
        counts["rotate_certificate"][number] = job(
            "rotate_certificate", rotate_certificate_old=old, rotate_certificate_new=new
        ).count
        for each in range(number):
            run("elb_balancer", name=f"b{each}", state="absent")
    for count in counts.values():
        each = (count[5] - count[2]) / 3
        assert each <= 1.5, counts
        assert count[2] + each * 498 < 800, counts


@pytest.mark.parametrize("playbook", sorted(path.stem for path in (ROOT / "playbooks").glob("*.yml")))
def test_the_guide_and_the_head_of_a_playbook_name_the_same(playbook: str) -> None:
    """A survey may leave out what is not for everybody, but it asks for nothing else; artifacts are complete."""
    text = (ROOT / f"playbooks/{playbook}.yml").read_text()
    head = text.partition("---\n")[0]
    variables = set(re.findall(rf"^#   ({playbook}_\w+)  ", head, re.MULTILINE))
    statistics = set(re.findall(rf"^ {{10}}({playbook}_\w+): ", text, re.MULTILINE))
    asked = set(re.findall(rf"^\|[^|]*\| `({playbook}_\w+)` \|", GUIDE, re.MULTILINE))
    left = set(re.findall(rf"^\| `({playbook}_\w+)` \|", GUIDE, re.MULTILINE))
    names, results = known(playbook)
    assert variables == set(names)
    assert all(name in head for name in results)
    assert asked <= variables
    if asked:
        assert left >= statistics
