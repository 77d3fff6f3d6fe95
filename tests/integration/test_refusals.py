# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Words and shapes of other tools, given to our modules: answered before any call."""

from __future__ import annotations

import importlib
from typing import Any

import pytest

from emulator import Network
from support.clone import MODULES
from support.modules import Runner
from support.options import Options, http, small
from support.specs import argument_spec, find_option

WORDS: Any = importlib.import_module("ansible_collections.classic.elb.plugins.module_utils._options.refusals")
FACTS = sorted(WORDS.FACT_OPTIONS)
OLD = [(module, word) for module, (_taker, words) in WORDS.INSTEAD.items() for word in words]
OTHERS = [(module, word) for module, words in WORDS.ELSEWHERE.items() for word in words]
GIVEN: Options = {
    "connection_draining_timeout": 60,
    "health_check.ping_path": {"ping_path": "/"},
    "health_check.ping_port": {"ping_port": 80},
    "health_check.ping_protocol": {"ping_protocol": "http"},
    "listeners.proxy_protocol": [http(), {**http(81), "proxy_protocol": True}],
    "stickiness": {"enabled": False},
}


@pytest.mark.parametrize(("module", "word"), OLD + OTHERS)
def test_a_word_of_another_tool_is_answered(run: Runner, module: str, word: str) -> None:
    option, _dot, inner = word.partition(".")
    value = {inner: "x"} if inner else ["i-0123456789abcdef0"]
    failed = run.fails(module, **{option: GIVEN.get(word, [value] if option == "listeners" else value)})
    assert failed["msg"].startswith(f"{word}: here it is ")
    assert run.emulator.log == []
    assert not find_option(argument_spec(module), word)


@pytest.mark.parametrize(("module", "word"), OLD + OTHERS)
def test_no_word_of_another_tool_is_one_of_ours(module: str, word: str) -> None:
    """The answer to it would take the place of what is wrong."""
    option, _dot, inner = word.partition(".")
    known = argument_spec(module)
    spec = known if not inner else known.get(option, {}).get("options", {})
    ours = {name for name, each in spec.items() for name in (name, *each.get("aliases", ()))}
    assert (inner or option) not in ours


def test_an_answer_does_not_hide_what_goes_wrong_later(run: Runner, network: Network) -> None:
    """Words that are taken here are no mistake of a task that fails for another reason."""
    run("elb_balancer", **small(network))
    logs = {"s3_location": "nobodys-logs", "interval": 5}
    assert "Access Denied for bucket" in run.fails("elb_balancer", name="shop", access_logs=logs)["msg"]


OTHER_SPELLINGS = [
    ("elb_listener", "SSLCertificateId", "ssl_certificate_id"),
    ("elb_listener", "load-balancer-port", "load_balancer_port"),
    ("elb_listener", "load_balancer_ports", "load_balancer_port"),
    ("elb_member", "instance", "instances"),
    ("elb_listener", "LoadBalancerName", "balancer"),
    ("elb_balancer", "listeners.LoadBalancerPort", "listeners.load_balancer_port"),
    ("elb_balancer", "access_logs.S3BucketName", "access_logs.s3_bucket_name"),
    ("elb_classic_lb", "HealthCheck", "health_check"),
    ("elb_balancer_info", "Names", "names"),
]


@pytest.mark.parametrize(("module", "word", "here"), OTHER_SPELLINGS)
def test_the_spelling_of_aws_is_answered(run: Runner, module: str, word: str, here: str) -> None:
    """As it is in JSON, in CloudFormation and on AWS' command line."""
    option, _dot, inner = word.partition(".")
    value: Any = {inner: "x"} if inner else "x"
    failed = run.fails(module, **{option: [value] if option == "listeners" else value})
    assert failed["msg"] == f"{word}: here it is {here}."
    assert run.emulator.log == []


@pytest.mark.parametrize(("module", "word"), OLD)
def test_who_takes_an_old_word_is_named(run: Runner, module: str, word: str) -> None:
    option = word.partition(".")[0]
    taker = WORDS.INSTEAD[module][0]
    failed = run.fails(module, **{option: GIVEN.get(word, ["i-0123456789abcdef0"])})
    assert failed["msg"].endswith(f"; classic.elb.{taker} takes it as it is.")
    known = argument_spec(taker)
    aliases = {alias for spec in known.values() for alias in spec.get("aliases", ())}
    assert find_option(known, word) or word in aliases


@pytest.mark.parametrize(("module", "word"), OTHERS)
def test_what_a_word_is_called_here_is_an_option(module: str, word: str) -> None:
    here = WORDS.ELSEWHERE[module][word].partition(",")[0].split()[0]
    assert find_option(argument_spec(module), here), here


def test_another_mistake_is_told_as_ever(run: Runner, network: Network) -> None:
    failed = run.fails("elb_balancer", **small(network), stickyness={})
    assert failed["msg"].startswith("Unsupported parameters for")
    assert "idle_timeout: 0 is out of range" in run.fails("elb_balancer", name="shop", idle_timeout=0)["msg"]


MISSPELT = [
    (module, option, option[:2] + option[3:])
    for module in MODULES
    for option in argument_spec(module)
    if not find_option(argument_spec(module), option[:2] + option[3:])
]


@pytest.mark.parametrize(("module", "option", "word"), MISSPELT)
def test_a_misspelt_option_is_told(run: Runner, module: str, option: str, word: str) -> None:
    """Also where it is a required one, that ansible-core misses."""
    message = run.fails(module, **{word: "x"})["msg"]
    hint = f"{option} would be " if option in WORDS.NOT_SET.get(module, {}) else f"did you mean {option}?"
    assert f"{word}: there is no such option; {hint}" in message or f"{word}: here it is" in message
    assert run.emulator.log == []


def test_a_tag_of_the_filters_of_others_is_answered(run: Runner) -> None:
    failed = run.fails("elb_balancer_info", filters={"tag:env": "prod"})
    assert failed["msg"] == "filters.tag:env: here it is filters.tags, a dictionary."


def test_which_listener_lacks_what(run: Runner, network: Network) -> None:
    listeners = [http(), {"load_balancer_port": 81}]
    failed = run.fails("elb_balancer", **{**small(network), "listeners": listeners})
    assert failed["msg"] == "listeners[1].protocol and listeners[1].instance_port: a value is missing."
    assert run.emulator.log == []


BLOCKS = [
    (module, option)
    for module in MODULES
    for option, specification in argument_spec(module).items()
    if "options" in specification
]


@pytest.mark.parametrize(("module", "option"), BLOCKS)
@pytest.mark.parametrize("value", ["HTTP:80/x", 300, True])
def test_a_text_where_a_dictionary_is_wanted(run: Runner, module: str, option: str, value: Any) -> None:
    specification = argument_spec(module)[option]
    failed = run.fails(module, **{option: value})
    where = f"{option}[0]" if specification["type"] == "list" else option
    assert failed["msg"] == (
        f"{where}: '{value}' is not a dictionary; it takes {', '.join(specification['options'])}."
    )
    assert run.emulator.log == []


@pytest.mark.parametrize("option", FACTS)
def test_what_cannot_be_set_is_told_as_such(run: Runner, option: str) -> None:
    """A returned balancer may hold it, but who writes it as AWS does means to set it."""
    spelling = "".join(word.capitalize() for word in option.split("_"))
    failed = run.fails("elb_balancer", name="shop", **{spelling: "x"})
    expected = (
        "the option instances of classic.elb.elb_member"
        if option == "instances"
        else "what AWS tells, and cannot be set"
    )
    assert failed["msg"] == f"{spelling}: it is {expected}."


def test_all_foreign_words_are_answered_at_once(run: Runner) -> None:
    options: Options = {
        "LoadBalancerName": "shop",
        "CrossZone": True,
        "Listeners": [{"LoadBalancerPort": 80}],
        "ConnectionSettings": {"IdleTimeout": 30},
        "policies": [{"policy_name": "a", "instance_ports": [80], "attributes": [{"Name": "x"}]}],
        "internal": True,
    }
    assert run.fails("elb_balancer", **options)["msg"] == (
        "ConnectionSettings: here it is idle_timeout. "
        "CrossZone: here it is cross_zone_load_balancing. "
        "internal: here it is scheme, internal or internet-facing. "
        "policies.instance_ports: here it is backend_servers, with the port and policy_names. "
        "Listeners: here it is listeners. "
        "Listeners.LoadBalancerPort: here it is listeners.load_balancer_port. "
        "LoadBalancerName: here it is name. "
        "policies[0].attributes: a list is not a dictionary; write it as NAME: VALUE."
    )


def test_words_with_one_answer_get_one_sentence(run: Runner) -> None:
    check = {"ping_port": 80, "ping_path": "/up", "ping_protocol": "http"}
    message = run.fails("elb_balancer", name="shop", health_check=check)["msg"]
    assert message.startswith(
        "health_check.ping_port and health_check.ping_path and health_check.ping_protocol: here it is "
    )
    assert message.count("HTTP:8080/healthz") == 1


PAIRS: list[Options] = [{"Key": "team", "Value": "x"}, {"key": "team", "value": "x"}]


@pytest.mark.parametrize("pair", PAIRS)
def test_a_tag_as_aws_lists_it_takes_the_place_of_none(run: Runner, network: Network, pair: Options) -> None:
    """As on AWS' command line, where it would add one; here it would remove all others."""
    run("elb_balancer", **small(network), tags={"owner": "ops"})
    run.emulator.clear_log()
    told = "tags: Key and Value are how AWS lists a tag; here the key is a name of the dictionary"
    for failed in (
        run.fails("elb_balancer", name="shop", tags=pair),
        run.fails("elb_balancer", name="shop", tags=",".join("=".join(item) for item in pair.items())),
        run.fails("elb_classic_lb", name="shop", state="present", tags=pair),
        run.fails("elb_balancer_info", filters={"tags": pair}),
    ):
        assert told in failed["msg"]
    assert run.writes() == []
    run("elb_balancer", name="shop", tags={**pair, "owner": "ops"})
    run("elb_balancer", name="shop", tags={"owner": None}, purge_tags=False)
    assert not run("elb_balancer", name="shop", tags=pair)["changed"], "they are there already"


def test_a_policy_is_named_as_in_elb_policy(run: Runner, network: Network) -> None:
    proxy = {
        "policy_name": "proxy",
        "policy_type": "ProxyProtocolPolicyType",
        "policy_attributes": {"ProxyProtocol": True},
    }
    done = run("elb_balancer", **small(network), policies=[proxy])
    assert [policy["name"] for policy in done["balancer"]["policies"]] == ["proxy"]


def test_a_mistake_beside_a_foreign_word_is_told_with_it(run: Runner) -> None:
    failed = run.fails("elb_balancer", name="shop", internal=True, idle_timeot=5, xyzzy=1)
    assert failed["msg"] == (
        "internal: here it is scheme, internal or internet-facing. "
        "idle_timeot: there is no such option; did you mean idle_timeout? "
        "xyzzy: there is no such option."
    )


def test_a_number_is_no_name_of_an_option(run: Runner) -> None:
    failed = run.fails(
        "elb_balancer", name="shop", internal=True, listeners=[{80: "http", "Protocol": "http"}]
    )
    assert "listeners.Protocol: here it is listeners.protocol." in failed["msg"]


@pytest.mark.parametrize(
    "spelling", ["SecretKey", "secret-key", "SecretAccessKey", "aws_secret_access_keys", "SessionToken"]
)
def test_a_misspelt_secret_is_hidden(run: Runner, spelling: str) -> None:
    result = run.attempt("elb_balancer", name="shop", **{spelling: "wJalrXUtnFEMI"})
    assert result["failed"]
    assert "wJalrXUtnFEMI" not in str(result)


def test_of_a_long_text_no_part_is_quoted(run: Runner) -> None:
    """It may hold a secret, which is hidden as a whole alone."""
    failed = run.fails("elb_balancer", name="shop", health_check="x" * 41)
    assert failed["msg"].startswith("health_check: '...' is not a dictionary; it takes")
