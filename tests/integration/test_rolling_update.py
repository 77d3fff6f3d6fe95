# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rolling update, run as AWX runs it: some hosts at a time, never too many, and nobody is forgotten."""

from __future__ import annotations

import json
import os
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from support.modules import Runner
from support.options import small
from support.playbook import BY_PROCESS, run_playbook
from support.rolling import HOSTS, NAMES, UPDATE, Estate

pytestmark = pytest.mark.slow

BROKEN = "web3"
OUT = "Take the host out of its balancers"
WAIT = "Wait until its connections have ended"
BACK = "Put the host back where it was, and wait until it serves"


@pytest.fixture
def estate(tmp_path: Path, run: Runner, aws: Any) -> Estate:
    """Six hosts that serve in two balancers, on a service that takes half a second to call a member healthy."""
    estate = Estate(tmp_path, run, aws)
    estate.emulator.knobs(registration_s=0, health_delay_s=0)
    subnets = [subnet["id"] for subnet in run.emulator.network["vpc"]["subnets"][::2]]
    check = {
        "target": "TCP:8080",
        "interval": 5,
        "timeout": 2,
        "healthy_threshold": 2,
        "unhealthy_threshold": 2,
    }
    for name in NAMES:
        run(
            "elb_balancer", **{**small(run.emulator.network, name), "subnets": subnets, "health_check": check}
        )
    run("elb_member", instances=list(estate.instances.values()), balancers=NAMES)
    estate.emulator.knobs(registration_s=0.5, health_delay_s=0.5)
    estate.emulator.advance(1)  # it is true of those that came a moment ago, too
    estate.emulator.clear_log()
    return estate


def both(hosts: list[str]) -> dict[str, list[str]]:
    """The same hosts in, or noted on, each balancer."""
    return dict.fromkeys(NAMES, hosts)


OWN = {
    "name": "A play of the user's own",
    "hosts": "web1",
    "gather_facts": False,
    "module_defaults": {"group/classic.elb.elb": {"region": "us-east-1"}},
}
OTHERS = [name for name in HOSTS if name != BROKEN]


def test_two_at_a_time_and_the_one_that_fails_stays_out(estate: Estate) -> None:
    job = estate.job(serial=2, max_fail_percentage=50, min_in_service="50%", broken=[BROKEN])
    assert job.status == "failed"
    assert job.waited_for(BACK) == OTHERS
    assert estate.fewest() == 3  # three in service, one that failed, and two of the last batch
    assert estate.members() == both(OTHERS)
    assert estate.notes() == both([BROKEN])
    assert job.message(BROKEN) == (
        f"The update of {BROKEN} ({estate.instances[BROKEN]}) failed at 'Install the new version': no space left "
        "on device. It stays out of api, shop. The balancers note it, and the next run brings it back."
    )
    assert job.statistics == {
        "rolling_update_updated_hosts": OTHERS,
        "rolling_update_failed_hosts": [BROKEN],
        "rolling_update_out_hosts": [BROKEN],
    }


def test_two_at_a_time_and_the_one_that_fails_goes_back(estate: Estate) -> None:
    """As many as possible have to serve, so the next batch can go only if the failed host serves again."""
    answers: dict[str, Any] = {"on_failure": "put_back", "max_fail_percentage": "50", "min_in_service": 4}
    job = estate.job(serial="34%", broken=[BROKEN], **answers)
    assert job.status == "failed"
    assert estate.fewest() == 4
    assert estate.members() == both(HOSTS)
    assert estate.notes() == both([])
    assert job.message(BROKEN).endswith("no space left on device. It was put back into api, shop.")
    assert job.statistics["rolling_update_updated_hosts"] == OTHERS
    assert job.waited_for(BACK, "Put the host back") == HOSTS
    assert job.statistics["rolling_update_out_hosts"] == []


@pytest.mark.parametrize(
    "setting", [{"ANSIBLE_ANY_ERRORS_FATAL": "true"}, {"ANSIBLE_STRATEGY": "free"}], ids=str
)
def test_settings_of_others_do_not_change_how_a_play_ends(estate: Estate, setting: dict[str, str]) -> None:
    """In ansible.cfg, one would end it before the host that failed is back, and the other not at all."""
    estate.setting(**setting)
    job = estate.job(hosts="web1:web2:web3", serial=2, broken=["web1"], on_failure="put_back")
    assert job.status == "failed"
    assert estate.members() == both(HOSTS)
    assert job.message("web1").endswith("no space left on device. It was put back into api, shop.")
    assert job.statistics["rolling_update_updated_hosts"] == ["web2"]
    assert estate.moment("DeregisterInstancesFromLoadBalancer", "web3") is None


def test_only_a_number_or_a_list_is_many_at_a_time(shell: Path) -> None:
    """Ansible begins the play once for each batch, also where --tags leaves nothing to do."""
    asked: list[tuple[Any, int]] = [
        *((one, 6) for one in (0, "0", " 0 ", "00", "0%", -1, "-1", "", " \n", None, [], 1, "1")),
        (" 50 % ", 2),
        *((two, 3) for two in (2, " 2 ", "34%", [1, "50%", 0])),
        (["4"], 2),
        ("100%", 1),
    ]
    (shell / "hosts").write_text("\n".join(HOSTS))
    plays = [
        {"import_playbook": "classic.elb.rolling_update", "vars": {"rolling_update_serial": serial}}
        for serial, _batches in asked
    ]
    (shell / "all.yml").write_text(json.dumps(plays))
    arguments = ("--inventory", "hosts", "--limit", "!localhost", "--tags", "none")
    done = run_playbook(shell / "all.yml", {}, *arguments)
    assert done.status == 0, done.output
    begun = [part.count("PLAY [Rolling update]") for part in done.output.split("PLAY [Find the hosts")[1:]]
    assert list(zip(asked, begun, strict=True)) == [((serial, batches), batches) for serial, batches in asked]


def test_a_failure_ends_the_play_when_its_batch_is_back(estate: Estate) -> None:
    """Blank answers: nobody may fail. The host beside the one that fails is not left behind."""
    job = estate.job(serial=3, hosts="web2:web3:web4:web5", broken=["web2"], min_in_service=1)
    assert job.status == "failed"
    assert estate.notes() == both(["web2"])
    assert estate.members() == both(["web1", "web3", "web4", "web5", "web6"])
    assert job.statistics["rolling_update_updated_hosts"] == ["web3", "web4"]
    assert "web5" not in job.order(OUT)


def test_hosts_that_leave_together_are_counted_together(estate: Estate) -> None:
    """Slow calls: two that looked at the same time would both find six."""
    estate.emulator.knobs(latency_ms=100)
    job = estate.job(serial=2, hosts="web1:web2", min_in_service=5)
    assert job.status == "failed"
    assert estate.fewest() == 5
    assert estate.members() == both(HOSTS)
    refused = [item["host"] for item in job.results if "would keep 4 of 5" in item["msg"]]
    assert len(set(refused)) == 1
    assert job.message(refused[0]).endswith("Nothing was changed; min_in_service is 5. It is where it was.")


def test_two_updates_of_one_run_know_nothing_of_each_other(estate: Estate, shell: Path) -> None:
    """A host that an earlier run left out belongs to the first of them alone."""
    estate.run("elb_member", instances=estate.instances["web1"], state="absent", remember=True, wait=False)
    from_home = os.path.relpath(estate.folder / "project/update.yml", Path.home())
    halves = [
        {
            "import_playbook": "classic.elb.rolling_update",
            "vars": {"rolling_update_hosts": hosts, "rolling_update_tasks": tasks},
        }
        for hosts, tasks in (("web1:web2", "project/update.yml"), ("web3:web4", f"~/{from_home}"))
    ]
    estate.write("project/halves.yml", json.dumps(halves))
    estate.emulator.clear_log()
    inventory = str(estate.folder / "inventory")
    done = run_playbook(estate.folder / "project/halves.yml", {}, "--inventory", inventory)
    assert done.status == 0, done.output
    back = [
        estate.named(member["InstanceId"] for member in entry["parameters"]["Instances"])
        for entry in estate.emulator.log
        if entry["operation"] == "RegisterInstancesWithLoadBalancer"
        and entry["parameters"]["LoadBalancerName"] == "shop"
    ]
    assert back == [["web1"], ["web2"], ["web3"], ["web4"]]


def test_a_second_update_of_a_host_asks_anew(estate: Estate) -> None:
    """What the first made good is not in the way of the second, which leaves one balancer only."""
    estate.run("elb_member", instances=estate.instances["web1"], state="absent", remember=True, wait=False)
    own = {**OWN, "roles": ["classic.elb.rolling_update"]}
    estate.write(
        "project/site.yml", json.dumps([{"import_playbook": "classic.elb.rolling_update"}, own, own])
    )
    estate.emulator.clear_log()
    job = estate.job(hosts="web1", balancers="shop")
    assert job.status == "successful", job.output
    assert job.order(BACK) == ["web1"] * 3
    left = [
        parameters["LoadBalancerName"]
        for operation, parameters in estate.run.writes()
        if operation == "DeregisterInstancesFromLoadBalancer"
    ]
    assert left == ["shop", "shop"]
    assert estate.members() == both(HOSTS)


def test_the_wait_tells_whom_it_takes_out(estate: Estate) -> None:
    """Somebody puts the host back between the question and its turn; it leaves that balancer as well."""
    member = estate.instances["web1"]
    estate.run("elb_member", instances=member, balancers="api", state="absent", remember=True, wait=False)
    ask = {"import_role": {"name": "classic.elb.rolling_update", "tasks_from": "unfinished"}}
    back = {"classic.elb.elb_member": {"instances": member, "remember": True}, "delegate_to": "localhost"}
    own = {**OWN, "pre_tasks": [ask, back], "roles": ["classic.elb.rolling_update"]}
    estate.write("project/site.yml", json.dumps([own]))
    job = estate.job(balancers="shop")
    assert job.status == "successful", job.output
    (waited,) = [item["res"] for item in job.results if item["task"].endswith(WAIT)]
    assert waited["deregistered_from"] == ["api"] and waited["changed"]


def calls(log: list[dict[str, Any]], operation: str) -> int:
    return sum(entry["operation"] == operation for entry in log)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="it has to know the processes of the job")
@pytest.mark.parametrize(
    ("operation", "count"),
    [
        ("DeregisterInstancesFromLoadBalancer", 1),  # out of one balancer, not yet out of the other
        ("DeregisterInstancesFromLoadBalancer", 6),  # all three are out
        ("RegisterInstancesWithLoadBalancer", 1),  # back in one balancer
    ],
)
def test_a_play_that_is_killed_is_made_good(estate: Estate, operation: str, count: int) -> None:
    hangs = operation.startswith("Deregister")
    some: dict[str, Any] = {"hosts": "web1:web2:web3", "serial": "100%"}
    estate.kill(lambda log: calls(log, operation) >= count, hangs=hangs, **some)
    time.sleep(0.5)  # what the dead had sent already arrives
    killed = len(estate.emulator.log)
    if hangs:  # on the way back, the others may have come back before the job is dead
        assert estate.members() != both(HOSTS)
        assert estate.notes() != both([])
    time.sleep(0.5)
    assert len([entry for entry in estate.emulator.log[killed:] if entry["write"]]) == 0, "something lived on"
    job = estate.job(**some)
    assert job.status == "successful", job.output
    assert estate.members() == both(HOSTS)
    assert estate.notes() == both([])


def test_who_was_left_out_comes_first(estate: Estate) -> None:
    """As long as one is missing, nobody else can go."""
    estate.inventory(
        localhost={
            "ansible_connection": "local",
            "ansible_python_interpreter": "/no/python",
            "ansible_become": True,
            "ansible_become_user": "nobody",
            "ansible_become_exe": "/no/sudo",
        }
    )
    left = estate.instances["web4"]
    estate.run("elb_member", instances=left, state="absent", remember=True)
    estate.emulator.clear_log()
    job = estate.job(hosts="web2:web4", min_in_service=5)
    assert job.status == "successful", job.output
    assert job.order(BACK) == ["web4", "web2"]
    assert estate.moment("DeregisterInstancesFromLoadBalancer", "web4") is None, (
        "it was put back to be taken out"
    )
    assert estate.members() == both(HOSTS)
    assert estate.notes() == both([])


def test_connections_end_before_the_update(estate: Estate) -> None:
    """Those of a host that leaves, and those of one that an earlier run took out a moment ago.

    A general time-out for tasks does not end the wait for them.
    """
    estate.setting(ANSIBLE_TASK_TIMEOUT="5")
    estate.run("elb_balancer", name="shop", connection_draining={"timeout": 8})
    estate.run("elb_member", instances=estate.instances["web4"], state="absent", remember=True, wait=False)
    job = estate.job(hosts="web1:web4", serial=2)
    assert job.status == "successful", job.output
    for host in ("web1", "web4"):
        out = estate.moment("DeregisterInstancesFromLoadBalancer", host)
        back = estate.moment("RegisterInstancesWithLoadBalancer", host)
        assert out is not None and back is not None and back - out >= 8


def test_check_mode_writes_nothing(estate: Estate) -> None:
    """The playbook as the collection brings it, not by way of a project."""
    estate.blank = None
    job = estate.job(
        "--check",
        "--diff",
        playbook="classic.elb.rolling_update",
        hosts="web1:web2:web5",
        serial=2,
        broken=["web5"],
    )
    assert job.status == "failed"
    assert estate.run.writes() == []
    assert job.statistics["rolling_update_failed_hosts"] == ["web5"]
    assert job.statistics["rolling_update_out_hosts"] == []
    assert job.message("web5").endswith("It is where it was, as nothing is sent in check mode.")
    assert sorted(job.order(OUT)) == ["web1", "web2", "web5"]
    assert estate.members() == both(HOSTS)


def test_a_host_that_does_not_serve_after_its_update_stays_out(estate: Estate) -> None:
    estate.emulator.knobs(unhealthy=[estate.instances["web2"]])
    job = estate.job(hosts="web2", wait_timeout="5", **BY_PROCESS)
    assert job.status == "failed"
    assert f"web2 ({estate.instances['web2']}) was updated, but could not be brought back" in job.message(
        "web2"
    )
    assert "Instance has failed at least the UnhealthyThreshold" in job.message("web2")
    assert estate.notes() == both(["web2"])
    assert "web2" not in estate.members()["shop"]


def test_a_wait_that_is_no_number_is_refused_while_the_host_serves(estate: Estate) -> None:
    job = estate.job(hosts="web2", wait_timeout="5m")
    assert job.status == "failed"
    assert "wait_timeout" in job.message("web2")
    assert estate.run.writes() == []


def test_a_host_that_could_not_leave_all_its_balancers_goes_back(estate: Estate) -> None:
    """Its update has not begun, so there is no reason to leave it out."""
    fault = {"operation": "DeregisterInstancesFromLoadBalancer", "skip": 1, "times": 1}
    denied = {"code": "AccessDenied", "status": 403, "message": "no"}
    estate.emulator.knobs(faults=[{**fault, "answer": denied}])
    job = estate.job(hosts="web2", on_failure="stay_out")
    assert job.status == "failed"
    assert estate.members() == both(HOSTS)
    assert "web2 (" in job.message("web2")
    assert "was not updated, because it could not be taken out" in job.message("web2")
    assert job.message("web2").endswith("It was put back into api.")


SKIPPED = "tasks that take it out were skipped, as --start-at-task and --step do; run it from the beginning."


@pytest.mark.parametrize(
    ("task", "on_failure"),
    [
        ("Update", "stay_out"),
        ("Update", "put_back"),
        (OUT, "stay_out"),
        (WAIT, "put_back"),
        (BACK, "stay_out"),
    ],
)
def test_who_was_not_taken_out_is_not_updated(estate: Estate, task: str, on_failure: str) -> None:
    answers: dict[str, Any] = {"hosts": "web1:web2", "serial": 2, "on_failure": on_failure}
    job = estate.job("--start-at-task", f"'{task}'", broken=["web1", "web2"], **answers)
    assert job.status == "failed"
    for host in ("web1", "web2"):
        assert job.message(host) == (
            f"{host} ({estate.instances[host]}) was not updated, because it could not be taken out: {SKIPPED} "
            "It is where it was."
        )
    assert job.order("Install the new version") == []
    assert estate.run.writes() == []
    assert job.statistics == {
        "rolling_update_updated_hosts": [],
        "rolling_update_failed_hosts": ["web1", "web2"],
        "rolling_update_out_hosts": [],
    }


@pytest.mark.parametrize(
    ("answers", "consequence"),
    [
        ("y" * 7 + "nc", "It was put back into api, shop."),  # yes to all before the wait
        (
            "y" * 14 + "nnnnnyc",
            "It is where it was.",
        ),  # all of the first time; of the second, the update alone
    ],
)
def test_who_left_in_part_or_another_time_is_not_updated(
    estate: Estate, shell: Path, answers: str, consequence: str
) -> None:
    apply = {"import_role": {"name": "classic.elb.rolling_update"}}
    play = {**OWN, "vars": {"rolling_update_tasks": "update.yml"}, "tasks": [apply, apply]}
    estate.write("project/own.yml", json.dumps([play]))
    done = subprocess.run(
        ["ansible-playbook", "--inventory", str(estate.folder / "inventory"), "--step", "project/own.yml"],
        cwd=estate.folder,
        input="\n".join(answers),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert f"{SKIPPED} {consequence}" in done.stdout, done.stdout
    assert estate.members() == both(HOSTS)
    assert estate.notes() == both([])


@pytest.mark.parametrize("on_failure", ["stay_out", "put_back"])
def test_of_who_was_nowhere_no_notes_are_told(estate: Estate, on_failure: str) -> None:
    """One fails during the update, the other on the way back."""
    stray = {"ansible_connection": "local", "instance_id": "i-0123456789abcdef0"}
    estate.inventory(web8=stray, web9={**stray, "lost": True})
    estate.write(
        "project/update.yml",
        UPDATE
        + "- name: Lose the id\n  ansible.builtin.set_fact: {__rolling_update_chosen: nonsense}\n"
        + "  when: lost | default(false)\n",
    )
    job = estate.job(
        hosts="web8:web9", serial=2, unknown_host="update", on_failure=on_failure, broken=["web8"]
    )
    assert job.status == "failed"
    assert job.message("web8").endswith("no space left on device. It is where it was.")
    assert "could not be brought back into service: instances: 'nonsense'" in job.message("web9")
    assert job.message("web9").endswith(" It is where it was.")
    assert estate.run.writes() == []


def test_who_is_taken_out_by_another_run_meanwhile_is_not_unknown(estate: Estate) -> None:
    """It leaves between the question and the answer, and is told as one that an earlier run left out."""
    asked = {
        "name": "Ask",
        "ansible.builtin.import_role": {"name": "classic.elb.rolling_update", "tasks_from": "ask"},
    }
    taken_out = {
        "name": "Another run",
        "classic.elb.elb_member": {
            "instances": "{{ instance_id }}",
            "state": "absent",
            "remember": True,
            "wait": False,
        },
        "vars": {"ansible_python_interpreter": "{{ ansible_playbook_python }}"},
    }
    play = {**OWN, "pre_tasks": [asked, taken_out], "roles": ["classic.elb.rolling_update"]}
    estate.write("project/site.yml", json.dumps([play]))
    job = estate.job()
    assert job.status == "successful", job.output
    assert estate.members() == both(HOSTS)
    assert estate.notes() == both([])


@pytest.mark.parametrize("broken", [[], ["web1"]], ids=["updated", "broken"])
def test_a_note_that_shows_late_is_not_missed(estate: Estate, broken: list[str]) -> None:
    """The way back begins before AWS tells that there is one."""
    estate.emulator.knobs(lag_ms=5000, lagging=["DescribeTags"])
    job = estate.job(hosts="web1", broken=broken, on_failure="put_back")
    assert (job.status == "failed") == bool(broken)
    assert estate.members() == both(HOSTS)
    assert job.statistics["rolling_update_out_hosts"] == []
    estate.emulator.knobs(lag_ms=0)
    assert estate.notes() == both([])


def test_a_host_that_may_be_out_goes_back(estate: Estate) -> None:
    """The answer got lost, the repeat was refused, and so was the look whether the host has left."""
    operation = "DeregisterInstancesFromLoadBalancer"
    denied = {"code": "AccessDenied", "status": 403, "message": "no"}
    lost, refused = {"when": "after", "answer": "drop"}, {"when": "before", "answer": denied}
    look = {"operation": "DescribeLoadBalancers", "skip": 2, "answer": denied}
    estate.emulator.knobs(faults=[*({"operation": operation, **fault} for fault in (lost, refused)), look])
    job = estate.job(hosts="web1")
    assert job.status == "failed"
    failed = [entry["operation"] for entry in estate.emulator.log if entry["fault"]]
    assert failed == [operation, operation, look["operation"]]
    assert job.message("web1").endswith("It was put back into api.")
    assert estate.members() == both(HOSTS)
    assert estate.notes() == both([])


def test_a_host_that_would_not_come_back_into_service_is_told_beforehand(estate: Estate) -> None:
    """One balancer does not serve the zone of some."""
    first = estate.emulator.network["vpc"]["subnets"][0]["id"]
    estate.run("elb_balancer", name="api", subnets=[first])
    served = {
        instance
        for balancer in estate.run("elb_balancer_info", names="api", include="health")["balancers"]
        for instance in (item["instance_id"] for item in balancer["members"] if item["state"] == "InService")
    }
    told = {}
    for host in HOSTS[:3]:
        warnings = [str(item["res"].get("warnings")) for item in estate.job("--check", hosts=host).results]
        told[host] = "does not serve in api, and will not when it comes back: " in "".join(warnings)
    assert told == {host: estate.instances[host] not in served for host in told}
    assert set(told.values()) == {True, False}


LOSE_NOTE = """\
- name: Lose the note of one balancer
  ansible.builtin.command:
    argv:
      - "{{ ansible_playbook_python }}"
      - -c
      - |
        import boto3
        elb = boto3.client("elb", region_name="us-east-1")
        tags = elb.describe_tags(LoadBalancerNames=["shop"])["TagDescriptions"][0]["Tags"]
        elb.remove_tags(LoadBalancerNames=["shop"], Tags=[{"Key": tag["Key"]} for tag in tags])
  vars:
    ansible_python_interpreter: "{{ ansible_playbook_python }}"
"""
LOSE_BALANCER = """\
- name: Lose a balancer
  classic.elb.elb_balancer:
    name: shop
    state: absent
  vars:
    ansible_python_interpreter: "{{ ansible_playbook_python }}"
"""


@pytest.mark.parametrize("broken", [[], ["web1"]], ids=["updated", "broken"])
def test_where_no_note_is_left_the_host_goes_back_by_name(estate: Estate, broken: list[str]) -> None:
    """Nobody could find it later, and a tool that purges tags has done nothing unusual."""
    lose_notes = LOSE_NOTE + LOSE_NOTE.replace("shop", "api")
    estate.write("project/update.yml", lose_notes + UPDATE)
    job = estate.job(hosts="web1", broken=broken, on_failure="put_back")
    assert (job.status == "failed") == bool(broken), job.output
    assert estate.members() == both(HOSTS)
    assert job.statistics["rolling_update_out_hosts"] == []
    if broken:
        assert job.message("web1").endswith("no space left on device. It was put back into api, shop.")


@pytest.mark.parametrize(
    ("update", "left"), [(LOSE_NOTE, NAMES), (LOSE_BALANCER, ["api"])], ids=["note", "balancer"]
)
@pytest.mark.parametrize("broken", [[], ["web1"]], ids=["updated", "broken"])
def test_what_one_balancer_loses_keeps_the_host_out_of_none(
    estate: Estate, update: str, left: list[str], broken: list[str]
) -> None:
    estate.write("project/update.yml", update + UPDATE)
    job = estate.job(hosts="web1", broken=broken, on_failure="put_back")
    assert (job.status == "failed") == bool(broken), job.output
    found = estate.aws.describe_load_balancers(LoadBalancerNames=left)["LoadBalancerDescriptions"]
    assert [len(balancer["Instances"]) for balancer in found] == [len(HOSTS)] * len(left)
    assert job.statistics["rolling_update_out_hosts"] == []


@pytest.mark.parametrize(("message", "sentence"), [("boom", "boom."), ("is it there?", "is it there?")])
def test_a_task_without_a_name_is_told_by_its_action(estate: Estate, message: str, sentence: str) -> None:
    estate.write("project/update.yml", f"- ansible.builtin.fail: {{msg: {message}}}\n")
    told = estate.job(hosts="web1").message("web1")
    assert f"failed at 'ansible.builtin.fail': {sentence} It stays out " in told


def test_the_instance_of_the_inventory_may_be_anything_where_another_is_given(estate: Estate) -> None:
    here = {"ansible_connection": "local", "instance_id": "{{ ansible_facts.instance_id }}"}
    estate.inventory(web1=here)
    job = estate.job(hosts="web1", instance_id=estate.instances["web1"])
    assert job.status == "successful", job.output


def test_the_first_host_gets_the_update_of_all(estate: Estate) -> None:
    """What it registers has not been registered before, by no look into it."""
    estate.write(
        "project/update.yml",
        """\
- name: Install
  ansible.builtin.debug:
    msg: "{{ version | default('unknown') }} {{ instance_id }}"
- name: Set
  ansible.builtin.debug: {msg: "2.0"}
  register: version
- name: Another one that looks for its instance
  ansible.builtin.debug: {msg: i-0123456789abcdef0}
  register: instance_id
""",
    )
    job = estate.job(hosts="web1:web2")
    assert job.status == "successful", job.output
    installed = [item["res"]["msg"] for item in job.results if item["task"].endswith("Install")]
    assert installed == [f"unknown {estate.instances[host]}" for host in ("web1", "web2")]
    assert estate.members() == both(HOSTS)


def test_a_host_comes_back_by_the_instance_that_left(estate: Estate) -> None:
    other = estate.instances["web6"]
    estate.run("elb_member", instances=other, state="absent", remember=True, wait=False)
    estate.write(
        "project/update.yml", f"- name: Mistake\n  ansible.builtin.set_fact: {{instance_id: {other}}}\n"
    )
    job = estate.job(hosts="web1")
    assert job.status == "successful", job.output
    assert estate.members() == both(HOSTS[:5])
    assert estate.notes() == both(["web6"])


def test_what_an_update_hides_stays_hidden(estate: Estate) -> None:
    estate.write(
        "project/update.yml",
        "- name: Log in\n  ansible.builtin.fail: {msg: 'with hunter2'}\n  no_log: true\n",
    )
    job = estate.job(hosts="web1")
    assert "failed at 'Log in': its message is hidden by no_log." in job.message("web1")
    assert "hunter2" not in str(job.results)


def test_an_empty_list_of_hosts_is_nobody(estate: Estate) -> None:
    for empty in ([], " [ ]\n"):
        assert estate.job(hosts=empty).status == "successful"
    assert estate.run.writes() == []


def test_an_update_may_consist_of_several_files(estate: Estate) -> None:
    """Where it names one without a folder, an import would make ansible-core 2.16 crash."""
    estate.write("project/update.yml", "- name: The first part\n  ansible.builtin.include_tasks: part.yml\n")
    estate.write("project/part.yml", "- name: Install\n  ansible.builtin.debug:\n    msg: part one\n")
    job = estate.job(hosts="web1")
    assert job.status == "successful"
    assert [item["res"]["msg"] for item in job.results if item["task"].endswith("Install")][-1] == "part one"


def test_handlers_run_while_the_host_is_out(estate: Estate) -> None:
    estate.write(
        "project/site.yml",
        """\
- name: A play of the user's own
  hosts: web1
  gather_facts: false
  roles:
    - classic.elb.rolling_update
  handlers:
    - name: Restart
      ansible.builtin.fail:
        msg: it does not start
""",
    )
    estate.write(
        "project/update.yml",
        """\
- name: New configuration
  ansible.builtin.debug:
    msg: new
  changed_when: true
  notify: Restart
""",
    )
    estate.setting(AWS_REGION="us-east-1")
    job = estate.job()
    assert job.status == "failed"
    assert estate.run.writes()[-1][0] == "DeregisterInstancesFromLoadBalancer"
    assert estate.notes() == both(["web1"])
    assert "It stays out of api, shop." in job.message("web1")


@pytest.mark.parametrize(
    ("text", "hosts", "answers", "sentence"),
    [
        (
            "- name: Nonsense\n  no.such.module:\n",
            "web1",
            {},
            "couldn't resolve module/action 'no.such.module'",
        ),
        ("- name: Nothing\n  ansible.builtin.import_tasks: none.yml\n", "web1", {}, "none.yml"),
        (
            "- name: Nobody\n  ansible.builtin.import_role: {name: none}\n",
            "web1",
            {},
            "role 'none' was not found",
        ),
        (UPDATE, "web9", {}, "i-0123456789abcdef0 is in none of the balancers, and none notes that it was."),
        (
            UPDATE,
            "web10",
            {},
            "'self' is known only on an EC2 instance, and its metadata service at http://127.0.0.1:1",
        ),
        (
            UPDATE,
            "web1",
            {"on_failure": "putback"},
            "rolling_update_on_failure: 'putback' is neither stay_out nor put_back.",
        ),
        (UPDATE, "web10", {"run_on": "controller"}, "'self' is the host that the module runs on"),
        (
            UPDATE,
            "web1",
            {"tasks": ""},
            "rolling_update_tasks: it is missing; give the file of tasks that updates a host.",
        ),
        (UPDATE, "web1", {"serials": "2"}, "rolling_update_serials: this playbook has no such variable"),
        (UPDATE, "web1", {"first": "web1"}, "rolling_update_first: this playbook has no such variable"),
        (
            UPDATE,
            "web1",
            {"out_hosts": "web1"},
            "rolling_update_out_hosts: this playbook has no such variable",
        ),
        *(
            (
                UPDATE,
                "web1",
                {"serial": serial},
                f"rolling_update_serial: '{serial}' is neither a number nor a",
            )
            for serial in ("two", "1.5", "2,50%", "1 2", "1\n2")
        ),
        *(
            (
                UPDATE,
                "web1",
                {"balancers": empty},
                "rolling_update_balancers: the list is empty; give names, or",
            )
            for empty in ([], "[]")
        ),
        (
            UPDATE,
            "web1",
            {"max_fail_percentage": "x"},
            "rolling_update_max_fail_percentage: 'x' is no percentage.",
        ),
        *(
            (
                UPDATE,
                "web1",
                {name: "{{ nowhere.to_be_found }}"},
                f"rolling_update_{name}: it refers to a variable that is not defined.",
            )
            for name in ("balancers", "instance_id", "min_in_service")
        ),
        (
            UPDATE,
            "{{ nowhere }}",
            {},
            "rolling_update_hosts: it refers to a variable that is not defined.",
        ),
        (
            UPDATE,
            "web11",
            {},
            "instance_id: it refers to a variable that is not defined.",
        ),
        (UPDATE, "web1", {"run_on": "moon"}, "rolling_update_run_on: 'moon' is neither controller nor host."),
        (
            UPDATE,
            "web1",
            {"unknown_host": "ask"},
            "rolling_update_unknown_host: 'ask' is neither fail nor update.",
        ),
        (
            None,
            "web1",
            {},
            "there is no file 'update.yml'; looked for /",
        ),
    ],
)
def test_what_cannot_work_touches_nobody(
    estate: Estate, text: str | None, hosts: str, answers: dict[str, str], sentence: str
) -> None:
    if text is None:
        (estate.folder / "project/update.yml").unlink()
    else:
        estate.write("project/update.yml", text)
    here = {"ansible_connection": "local"}
    python = {"ansible_python_interpreter": "{{ ansible_playbook_python }}"}
    estate.inventory(
        web9={**here, "instance_id": "i-0123456789abcdef0"},
        web10={**here, **python},
        web11={**here, "instance_id": "{{ nowhere }}"},
    )
    job = estate.job(hosts=hosts, **answers)
    assert job.status == "failed"
    said = " ".join([job.output, *(str(item["msg"]) for item in job.results)])
    assert sentence in said, said
    assert estate.run.writes() == []
