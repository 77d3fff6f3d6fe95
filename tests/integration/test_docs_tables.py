# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tables of the guides for those who come from elsewhere: complete, and true of the modules."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from botocore import xform_name
from botocore.session import get_session

from support.clone import MODULES, ROOT
from support.pages import snippets
from support.specs import argument_spec, documented, find_option

AMAZON = (ROOT / "docs/from_amazon_aws.md").read_text()
LIBCLOUD = (ROOT / "docs/from_libcloud.md").read_text()
TERRAFORM = (ROOT / "docs/from_terraform.md").read_text()

OPTIONS_THERE = {
    "elb_classic_lb": """
        name state scheme subnets purge_subnets zones purge_zones security_group_ids security_group_names
        listeners listeners.load_balancer_port listeners.protocol listeners.instance_port listeners.instance_protocol
        listeners.ssl_certificate_id listeners.proxy_protocol purge_listeners instance_ids purge_instance_ids
        health_check health_check.ping_protocol health_check.ping_port health_check.ping_path health_check.interval
        health_check.timeout health_check.response_timeout health_check.unhealthy_threshold
        health_check.healthy_threshold access_logs access_logs.enabled access_logs.s3_location access_logs.s3_prefix
        access_logs.interval connection_draining_timeout idle_timeout cross_az_load_balancing stickiness
        stickiness.type stickiness.enabled stickiness.cookie stickiness.expiration tags resource_tags purge_tags
        wait wait_timeout
    """.split(),
    "elb_classic_lb_info": ["names"],
    "elb_instance": "state instance_id ec2_elbs enable_availability_zone wait wait_timeout validate_certs".split(),
}
"""The options of amazon.aws and community.aws, aliases included, connection options aside."""

LIBCLOUD_METHODS = """
    get_driver list_protocols list_balancers get_balancer create_balancer destroy_balancer
    balancer_attach_compute_node balancer_detach_member balancer_list_members ex_list_balancer_policies
    ex_list_balancer_policy_types ex_create_balancer_policy ex_delete_balancer_policy
    ex_set_balancer_policies_listener ex_set_balancer_policies_backend_server ex_create_balancer_listeners
""".split()
LIBCLOUD_SCRIPTS = """
    create_lb_connection_for_aws list_load_balancer create_load_balancer create_lb_policy ex_list_balancer_policies
    ex_list_balancer_policy_types ex_delete_balancer_policy ex_set_balancer_policies_backend_server
    ex_create_balancer_listeners ex_set_balancer_policies_listener complete_tut
""".split()


def tables(page: str) -> Iterator[list[list[str]]]:
    """Yield every table of a page as rows of cells, the header first."""
    for block in re.findall(r"(?:^\|.*\|\n)+", page, re.MULTILINE):
        rows = [[cell.strip() for cell in line[1:-1].split("|")] for line in block.splitlines()]
        yield [rows[0], *rows[2:]]


def quoted(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


OPTION_TABLES = [table for table in tables(AMAZON) if table[0][0].strip("`") in OPTIONS_THERE]
OPTION_ROWS = [(quoted(table[0][1])[0], *row[:2]) for table in OPTION_TABLES for row in table[1:]]


def test_every_option_of_amazon_aws_has_its_row() -> None:
    listed = {table[0][0].strip("`"): [quoted(row[0])[0] for row in table[1:]] for table in OPTION_TABLES}
    assert listed == OPTIONS_THERE


@pytest.mark.parametrize(("module", "old", "new"), OPTION_ROWS, ids=str)
def test_option_is_called_what_the_table_says(module: str, old: str, new: str) -> None:
    spec = argument_spec(module)
    path = quoted(old)[0]
    if new == "same":
        assert find_option(spec, path)
    elif new.startswith("alias of"):
        option = find_option(spec, quoted(new)[0])
        assert option
        assert path.rpartition(".")[2] in option["aliases"]
    else:
        named, options = re.fullmatch(r"(?:`(\w+)`: )?(.*)", new).groups()  # type: ignore[union-attr]
        assert quoted(options)
        for option in quoted(options):
            assert find_option(argument_spec(named or module), option), option
        parent, _dot, word = path.rpartition(".")
        known = (find_option(spec, parent) or {}).get("options", {}) if parent else spec
        assert word not in {name for each in known for name in (each, *known[each].get("aliases", ()))}


def test_defaults_of_the_purge_options() -> None:
    (table,) = [table for table in tables(AMAZON) if table[0][0] == "option"]
    spec = argument_spec("elb_balancer")
    known = {alias: option for name, option in spec.items() for alias in (name, *option.get("aliases", ()))}
    purges = {name for name in known if name.startswith("purge_")} - {"purge_availability_zones"}
    assert {quoted(row[0])[0] for row in table[1:]} == purges
    for name, _there, here in table[1:]:
        assert quoted(here) == [str(known[quoted(name)[0]]["default"]).lower()]


@pytest.mark.parametrize(("heading", "module"), [("elb.", "elb_balancer"), ("elbs[].", "elb_balancer_info")])
def test_results_are_called_what_the_table_says(heading: str, module: str) -> None:
    (table,) = [table for table in tables(AMAZON) if table[0][0] == f"`{heading}`"]
    returned = documented(module, "RETURN")
    known = set(documented("elb_balancer", "RETURN")["balancer"]["contains"])
    known |= (returned.get("balancers") or {}).get("contains", {}).keys()
    for old, new, *_rest in table[1:]:
        if ":" not in new and new != "none":
            assert set(quoted(old if new == "same" else new.split(", ")[0])) <= known, new


def test_every_method_of_libcloud_has_its_row() -> None:
    (table,) = [table for table in tables(LIBCLOUD) if table[0][0] == "Libcloud"]
    assert [quoted(row[0])[0].partition("(")[0] for row in table[1:]] == LIBCLOUD_METHODS


def test_options_for_libcloud_exist() -> None:
    (table,) = [table for table in tables(LIBCLOUD) if table[0][0] == "Libcloud"]
    claims = [
        claim
        for row in table[2:]
        for cell in row[1:]
        for claim in re.findall(r"`(elb_\w+)`: ((?:`[^`]+`)+)", cell)
    ]
    assert len(claims) > 10
    for module, options in claims:
        results = set(documented(module, "RETURN"))
        for option in quoted(options):
            assert option in results or find_option(argument_spec(module), option.partition(":")[0]), option


@pytest.mark.parametrize("script", LIBCLOUD_SCRIPTS)
def test_every_script_of_libcloud_has_tasks_that_run(script: str) -> None:
    section = re.search(rf"^### {script}\n(.*?)(?=^###? |\Z)", LIBCLOUD, re.MULTILINE | re.DOTALL)
    assert section
    assert [snippet for snippet in snippets(section[1]) if not snippet.not_run and not snippet.refusal]


TERRAFORM_TABLES = {table[0][0]: table for table in tables(TERRAFORM)}
TERRAFORM_ROWS = [
    (row[0], name)
    for there in ("Terraform", "`AWS::ElasticLoadBalancing::LoadBalancer`")
    for row in TERRAFORM_TABLES[there][1:]
    for name in quoted(row[1])
    if len(TERRAFORM_TABLES[there][0]) == 3
]
SESSION = get_session()
COMMANDS = {xform_name(name, "-") for name in SESSION.get_service_model("elb").operation_names}
WAITERS = SESSION.get_component("data_loader").load_service_model("elb", "waiters-2")["waiters"]


@pytest.mark.parametrize(("there", "here"), TERRAFORM_ROWS)
def test_argument_of_terraform_has_an_option(there: str, here: str) -> None:
    """Or a module, or what every module takes."""
    assert find_option(argument_spec("elb_balancer"), here) or here in (*MODULES, "--check --diff"), there


def test_every_command_of_the_cli_has_its_module() -> None:
    rows = TERRAFORM_TABLES["`aws elb`"][1:]
    assert {command for row in rows for command in quoted(row[0])} == COMMANDS | {
        f"wait {xform_name(name, '-')}" for name in WAITERS
    }
    for _commands, here, _remark in rows:
        module, *options = quoted(here)
        for option in options:
            assert find_option(argument_spec(module), option.partition(":")[0]), option
