# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Bad input: one sentence that names option, value and rule, and not one call."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from emulator import Network
from support.clone import MODULES
from support.modules import Runner
from support.options import PROXY, STICKY, TLS_1_2, Options, http, small
from support.specs import another_example, argument_spec, example, least, options_of

CERTIFICATE = "arn:aws:iam::123456789012:server-certificate/web-1"
SESSION: Options = {"name": "session", "type": "AppCookieStickinessPolicyType"}
SECURE: Options = {"load_balancer_port": 443, "protocol": "HTTPS", "instance_port": 8080}

BALANCER: list[tuple[Options, str]] = [
    ({"name": "-shop"}, "name: '-shop' is not a valid balancer name; it takes 1 to 32 letters"),
    ({"name": "a" * 33}, f"name: '{'a' * 33}' is not a valid balancer name"),
    ({"name": "my_shop"}, "name: 'my_shop' is not a valid balancer name"),
    ({"name": ""}, "missing required arguments: name"),
    ({"name": "schön"}, "name: 'schön' is not a valid balancer name"),
    ({"subnets": []}, "subnets: the list is empty"),
    ({"subnets": [""]}, "subnets: an entry is empty"),
    ({"availability_zones": []}, "availability_zones: the list is empty"),
    ({"security_groups": []}, "security_groups: the list is empty"),
    ({"scheme": "public"}, "value of scheme must be one of: internet-facing, internal, got: public"),
    ({"listeners": [http(0)]}, "listeners[0].load_balancer_port: 0 is out of range; it takes 1 to 65535."),
    ({"listeners": [http(65536)]}, "listeners[0].load_balancer_port: 65536 is out of range"),
    ({"listeners": [http(), http(81, instance_port=0)]}, "listeners[1].instance_port: 0 is out of range"),
    ({"listeners": [http(protocol="")]}, "listeners[0].protocol: '' is not a protocol of balancers"),
    ({"listeners": [http(), http()]}, "listeners[1].load_balancer_port: 80 is listed twice"),
    (
        {"listeners": [http(instance_protocol="TCP")]},
        "TCP does not go with the protocol HTTP; it takes HTTP or HTTPS.",
    ),
    (
        {"listeners": [SECURE]},
        "listeners[0].ssl_certificate_id: it is missing; a listener of HTTPS needs the ARN",
    ),
    (
        {"listeners": [http(ssl_certificate_id=CERTIFICATE)]},
        "ssl_certificate_id: a listener of HTTP takes no certificate",
    ),
    (
        {"listeners": [http(policy_names=["a b"])]},
        "listeners[0].policy_names: 'a b' is not a valid policy name",
    ),
    (
        {"listeners": [http(), {**SECURE, "ssl_certificate_id": CERTIFICATE}]},
        "instance_protocol: the listeners 80 and 443 use the instance port 8080 with HTTP and with HTTPS",
    ),
    (
        {"listeners": [http(), "80"]},
        "listeners[1]: '80' is not a dictionary; it takes load_balancer_port, protocol",
    ),
    ({"listeners": [[80, 8080, "HTTP"]]}, "listeners[0]: '[80, 8080, 'HTTP']' is not a dictionary"),
    ({"listeners": [[http()]]}, "listeners[0]: '[...]' is not a dictionary; it takes load_balancer_port"),
    ({"listeners": "[{"}, "listeners[0]: '[{' is not a dictionary; it takes"),
    ({"health_check": "HTTP:80/"}, "health_check: 'HTTP:80/' is not a dictionary; it takes target"),
    (
        {"connection_draining": 60},
        "connection_draining: '60' is not a dictionary; it takes enabled, timeout.",
    ),
    (
        {"security_group_ids": ["sg-1"], "security_group_names": ["web"]},
        "security_groups: it was given more than once, as security_group_ids and as security_group_names, and",
    ),
    (
        {"region": "us-east-1", "aws_region": "us-west-2"},
        "region: it was given more than once, as aws_region and as region, and not with the same value; give it once.",
    ),
    ({"idle_timeout": True}, "idle_timeout: true is not a number; it takes 1 to 4000."),
    ({"listeners": [http(instance_port=True)]}, "listeners[0].instance_port: true is not a number"),
    ({"name": "two\nlines"}, "name: 'two lines' is not a valid balancer name"),
    ({"name": "x" * 9999}, f" ... {'x' * 1000}"),
    (
        {"access_logs": {"s3_bucket_name": "a\0b"}},
        "access_logs.s3_bucket_name: 'a\\x00b' is not a valid bucket name, which takes 3 to 63 lower-case letters",
    ),
    ({"tags": {"aws:x": "1"}}, "tags: the key 'aws:x' is not allowed; what begins with aws: belongs to AWS."),
    ({"tags": {"AWS:x": "1"}}, "tags: the key 'AWS:x' is not allowed; what begins with aws: belongs to AWS."),
    ({"tags": {"": "1"}}, "tags: the key '' is not allowed; a key takes 1 to 128"),
    ({"tags": {"k" * 129: "1"}}, "is not allowed; a key takes 1 to 128"),
    ({"tags": {"k": "v" * 257}}, "tags: the value of 'k' is not allowed; a value takes up to 256"),
    ({"tags": {"k": "a*b"}}, "tags: the value of 'k' is not allowed"),
    ({"tags": "{team: f.x(1)}"}, "unable to convert to dict"),
    ({"tags": {"k": ["v"]}}, "tags: the value of 'k' is a list; it takes a text."),
    (
        {"tags": {f"k{number}": "" for number in range(51)}},
        "tags: there are 51 tags; a balancer takes at most 50.",
    ),
    (
        {"policies": [{"name": "a_b", "type": PROXY["type"]}]},
        "policies[0].name: 'a_b' is not a valid policy name",
    ),
    ({"policies": [PROXY, PROXY]}, "policies[1].name: 'proxy' is listed twice."),
    (
        {"policies": [{**TLS_1_2, "attributes": {**TLS_1_2["attributes"], "Protocol-TLSv1.2": True}}]},
        "with Reference-Security-Policy, AWS decides on all others; leave out Protocol-TLSv1.2.",
    ),
    (
        {"policies": [{**PROXY, "attributes": {"ProxyProtocol": "maybe"}}]},
        "takes true or false, not 'maybe'.",
    ),
    (
        {"policies": [{**SESSION, "attributes": {"CookieName": "a\nb"}}]},
        "policies[0].attributes.CookieName: 'a\\nb' has characters that cannot be printed; leave them out.",
    ),
    (
        {"backend_servers": [{"instance_port": 0, "policy_names": []}]},
        "backend_servers[0].instance_port: 0 is out of",
    ),
    ({"backend_servers": [{"instance_port": 80}]}, "policy_names"),
    (
        {"backend_servers": [{"instance_port": 80, "policy_names": []}] * 2},
        "backend_servers[1].instance_port: 80 is listed twice.",
    ),
    ({"tags": {"classic.elb:out:a": "b"}}, "what begins with classic.elb:out: belongs to elb_member."),
    (
        {"policies": [{**PROXY, "attributes": {"ProxyProtocol": ["true", "false"]}}]},
        "policies[0].attributes: 'ProxyProtocol' takes one value, not 2.",
    ),
    ({"idle_timout": 60}, "idle_timout"),
    (
        {"health_check": {"target": "TCP:80", "intervall": 9}},
        "health_check.intervall: there is no such option; did you mean interval?",
    ),
    (
        {"listeners": [{"load_balancer_prt": 80, "protocol": "HTTP", "instance_port": 80}]},
        "listeners.load_balancer_prt: there is no such option; did you mean load_balancer_port?",
    ),
    ({"wait_timeout": -1}, "wait_timeout: -1 is out of range; it takes 1 to 86400 seconds."),
    ({"wait_timeout": False}, "wait_timeout: false is not a number"),
]


AFTER_A_LOOK: list[tuple[Options, str]] = [
    (
        {"listeners": [http(protocol="gopher")]},
        "listeners[0].protocol: 'gopher' is not a protocol of balancers",
    ),
    ({"desync_mitigation_mode": "defensiv"}, "it takes monitor, defensive, strictest."),
    ({"desync_mitigation_mode": "Strictest"}, "it takes monitor, defensive, strictest."),
    ({"desync_mitigation_mode": "strict-est"}, "it takes monitor, defensive, strictest."),
    (
        {"access_logs": {"s3_bucket_name": ["elb-logs"]}},
        """access_logs.s3_bucket_name: "['elb-logs']" is not a valid bucket name""",
    ),
    ({"health_check": {"target": "HTTP:80"}}, "health_check.target: 'HTTP:80' is not a health check target"),
    (
        {"health_check": {"target": "TCP:80/x"}},
        "health_check.target: 'TCP:80/x' is not a health check target",
    ),
    (
        {"health_check": {"target": "HTTP:80/a\nb"}},
        "health_check.target: 'HTTP:80/a\\nb' has characters that",
    ),
    ({"health_check": {"target": "TCP:0"}}, "health_check.target: 'TCP:0' is not a health check target"),
    ({"health_check": {"target": "TCP:" + "9" * 5000}}, "health_check.target: 'TCP:9"),
    ({"health_check": {"target": "TCP:\uff18\uff10"}}, "health_check.target: 'TCP:"),
    (
        {
            "policies": [
                {
                    "name": "sticky",
                    "type": "LBCookieStickinessPolicyType",
                    "attributes": {"CookieExpirationPeriod": "9" * 5000},
                }
            ]
        },
        "takes a number of seconds, not '9",
    ),
    (
        {"health_check": {"target": "TCP:70000"}},
        "health_check.target: 'TCP:70000' is not a health check target",
    ),
    ({"health_check": {"target": "UDP:53"}}, "health_check.target: 'UDP:53' is not a health check target"),
    ({"health_check": {"target": "HTTP:80/" + "x" * 1024}}, "in at most 1024 characters"),
    (
        {"health_check": {"interval": 4}},
        "health_check.interval: 4 is out of range; it takes 5 to 300 seconds.",
    ),
    ({"health_check": {"interval": 301}}, "health_check.interval: 301 is out of range"),
    ({"health_check": {"timeout": 1}}, "health_check.timeout: 1 is out of range; it takes 2 to 60 seconds."),
    ({"health_check": {"timeout": 61}}, "health_check.timeout: 61 is out of range"),
    (
        {"health_check": {"healthy_threshold": 1}},
        "health_check.healthy_threshold: 1 is out of range; it takes 2 to 10.",
    ),
    ({"health_check": {"unhealthy_threshold": 11}}, "health_check.unhealthy_threshold: 11 is out of range"),
    (
        {"zones": ["us-east-1a"], "health_check": {"timeout": 10, "interval": 10}},
        "health_check.timeout: 10 seconds must be below the interval of 10 seconds",
    ),
    (
        {"connection_draining": {"timeout": 0}},
        "connection_draining.timeout: 0 is out of range; it takes 1 to 3600 seconds.",
    ),
    ({"connection_draining": {"timeout": 3601}}, "connection_draining.timeout: 3601 is out of range"),
    ({"idle_timeout": 0}, "idle_timeout: 0 is out of range; it takes 1 to 4000 seconds."),
    ({"idle_timeout": 4001}, "idle_timeout: 4001 is out of range"),
    (
        {"access_logs": {"s3_bucket_name": "logs", "emit_interval": 7}},
        "access_logs.emit_interval: 7 is out of range; it takes 5 or 60 minutes.",
    ),
    (
        {"access_logs": {"s3_bucket_name": "logs", "s3_bucket_prefix": "a b"}},
        "access_logs.s3_bucket_prefix: 'a b' is not a prefix",
    ),
    ({"access_logs": {"s3_bucket_name": "logs", "s3_prefix": "AWSLogs/x"}}, "must not contain AWSLogs"),
    (
        {"subnets": ["subnet-1"], "zones": ["us-east-1a"]},
        "subnets: there is no subnet-1 in us-east-1 and this account.",
    ),
    ({"access_logs": {"enabled": True}}, "access_logs.s3_bucket_name: it is missing"),
    (
        {"access_logs": {"emit_interval": 5, "s3_bucket_name": " "}},
        "access_logs.s3_bucket_name: it is missing",
    ),
    (
        {"policies": [{**PROXY, "type": "Proxy"}]},
        "policies[0].type: 'Proxy' is not a policy type; it takes AppCookieStickinessPolicyType",
    ),
    (
        {"policies": [{**PROXY, "attributes": {"ProxyProtokoll": True}}]},
        "ProxyProtocolPolicyType has no attribute 'ProxyProtokoll'; did you mean ProxyProtocol?",
    ),
    (
        {"policies": [{**TLS_1_2, "attributes": {"qqq_zzz": True}}]},
        " and 82 others.",
    ),
    (
        {"policies": [{**STICKY, "type": "AppCookieStickinessPolicyType"}]},
        "AppCookieStickinessPolicyType has no attribute 'CookieExpirationPeriod'",
    ),
    (
        {"listeners": [{**SECURE, "ssl_certificate_id": "shop"}]},
        "listeners[0].ssl_certificate_id: 'shop' is not a certificate ARN; one is like arn:aws:iam::",
    ),
]
"""What is there already is not judged, so these are refused when it has been read."""


@pytest.mark.parametrize(("options", "sentence"), AFTER_A_LOOK, ids=str)
def test_balancer_after_a_look(run: Runner, options: Options, sentence: str) -> None:
    for check in (True, False):
        assert (
            sentence
            in run.fails("elb_balancer", check=check, **{"name": "shop", "listeners": [http()], **options})[
                "msg"
            ]
        )
    assert run.writes() == []


@pytest.mark.parametrize(("options", "sentence"), BALANCER, ids=lambda value: str(value)[:60])
def test_balancer(run: Runner, options: Options, sentence: str | None) -> None:
    result = run.attempt("elb_balancer", **{"name": "shop", "listeners": [http()], **options})
    if sentence is not None:
        assert result["failed"], result
        assert sentence in result["msg"]
        assert result["msg"].count("\n") == 0
        assert run.emulator.log == []


AT_THE_EDGE: list[Options] = [
    {"name": "a" * 32},
    {"access_logs": {"enabled": False, "s3_bucket_name": "Old_logs." + "x" * 246}},
    {"access_logs": {"enabled": False, "s3_bucket_name": "abc", "s3_bucket_prefix": "a/b_c-d.e"}},
    {"health_check": {"target": "HTTP:80/" + "x" * 1016}},
    {"health_check": {"target": "TCP:65535", "interval": 300, "timeout": 60, "healthy_threshold": 10}},
    {"health_check": {"interval": 5, "timeout": 2, "healthy_threshold": 2, "unhealthy_threshold": 2}},
    {"connection_draining": {"timeout": 3600}},
    {"listeners": [http(65535, instance_port=65535)]},
    {"listeners": [http(protocol="http", instance_protocol="http")]},
    {"tags": {"k" * 128: "v" * 256, "a b_.:/=+-@\u00e9\u4e8c9": "\u2167"}},
    {"tags": {"old": None, **{f"k{number}": "" for number in range(50)}}},
]


@pytest.mark.parametrize("options", AT_THE_EDGE, ids=lambda value: str(value)[:60])
def test_what_aws_takes_is_taken_to_the_edge(run: Runner, network: Network, options: Options) -> None:
    assert run.converges("elb_balancer", **{**small(network), **options})["changed"]


CONNECTION = argument_spec("elb_service_info").keys() - {"include"}
SEVERAL_NAMES = [
    (module, path, alias)
    for module in MODULES
    for path, option in options_of(argument_spec(module))
    for alias in option.get("aliases", ())
    if path[0] not in CONNECTION
]


@pytest.mark.parametrize(("module", "path", "alias"), SEVERAL_NAMES, ids=str)
def test_by_two_names(run: Runner, module: str, path: tuple[str, ...], alias: str) -> None:
    """Also within an option, where ansible-core only warns, and takes one of them; the same value will do."""
    options, place = argument_spec(module), ""
    task = block = least(options)
    for name in path[:-1]:
        option = options[name]
        place += f"{name}[0]." if option["type"] == "list" else f"{name}."
        block[name] = example(option)
        block = block[name][0] if option["type"] == "list" else block[name]
        options = option["options"]
    value = example(options[path[-1]])
    block[path[-1]] = value
    assert "more than once" not in str(run.attempt(module, check=True, **task))
    block[alias] = value
    told = str(run.attempt(module, check=True, **task))
    assert "more than once" not in told and "its alias" not in told
    block[alias] = another_example(options[path[-1]])
    names = " and as ".join(sorted((path[-1], alias)))
    message = run.fails(module, **task)["msg"]
    assert message.startswith(f"{place}{path[-1]}: it was given more than once, as {names}, and not with ")
    block[alias] = None
    assert "more than once" not in str(run.attempt(module, check=True, **task))
    assert run.writes() == []


def test_an_empty_text_by_another_name_does_not_count(run: Runner) -> None:
    listener = {**SECURE, "certificate": "", "ssl_certificate_id": "shop"}
    assert (
        "'shop' is not a certificate ARN"
        in run.fails("elb_balancer", name="shop", listeners=[listener])["msg"]
    )


@pytest.mark.parametrize(
    ("connection", "sentence"),
    [
        ({"region": ""}, "region: it is missing; give the option, or set AWS_REGION or AWS_DEFAULT_REGION."),
        ({"region": "mars-1"}, "region: 'mars-1' is not an AWS region"),
        ({"region": "US-EAST-1A"}, "region: 'US-EAST-1A' is not an AWS region"),
        ({"region": "mars/1"}, "region: 'mars/1' is not an AWS region; a region is named like eu-west-1."),
        ({"endpoint_url": "http://127.0.0.1:1"}, "http://127.0.0.1:1 cannot be reached"),
        ({"endpoint_url": "http://[::1]:1"}, "http://[::1]:1 cannot be reached"),
        ({"endpoint_url": "http://127.0.0.1:1/us-east-1"}, "http://127.0.0.1:1/us-east-1 cannot be reached"),
        (
            {"endpoint_url": "nowhere"},
            "endpoint_url: 'nowhere' is not an address; one is like https://host or http",
        ),
        ({"endpoint_url": "http:///path"}, "endpoint_url: 'http:///path' is not an address"),
        ({"endpoint_url": "http://a b/"}, "endpoint_url: 'http://a b/' is not an address"),
        ({"profile": "prod"}, "profile: it cannot be combined with access_key, secret_key"),
        (
            {"profile": "prod", "access_key": "", "secret_key": ""},
            "profile: The config profile (prod) could not be found.",
        ),
        ({"secret_key": ""}, "access_key: it goes together with secret_key"),
        ({"access_key": "", "secret_key": ""}, "No AWS credentials were found"),
        (
            {"access_key": "", "secret_key": "", "session_token": "x"},
            "session_token: it goes together with access_key and secret_key",
        ),
        ({"aws_config": {"retires": 1}}, "aws_config: "),
        (
            {"aws_config": {"retries": 3}},
            "aws_config: retries takes a dictionary, as in retries: {...: ...}.",
        ),
        (
            {"aws_config": {"proxies": "proxy"}},
            "aws_config: proxies takes a dictionary, as in proxies: {...: ...}.",
        ),
        (
            {"aws_config": {"connect_timeout": "soon"}},
            "aws_config: connect_timeout takes a number, not 'soon'.",
        ),
        (
            {"aws_config": {"max_pool_connections": True}},
            "aws_config: max_pool_connections takes a number, not",
        ),
        ({"aws_config": {"read_timeout": "0"}}, "aws_config: read_timeout takes a number greater than zero."),
        (
            {"aws_config": {"use_fips_endpoint": "no"}},
            "aws_config: use_fips_endpoint takes true or false, not 'no'.",
        ),
        ({"aws_config": {"signature_version": "v0"}}, "aws_config: Unknown Signature Version: v0. It takes"),
    ],
    ids=str,
)
def test_connection(run: Runner, connection: Options, sentence: str) -> None:
    failed = run.fails("elb_balancer", name="shop", state="absent", **connection)
    message = failed["msg"]
    assert sentence in message
    assert "Traceback" not in message
    assert run.emulator.log == []
    assert not failed.get("api_calls", {}).get("total")


def test_what_did_not_answer_is_told_with_every_key(run: Runner) -> None:
    """As what AWS answers is: a rescue may look into any of them."""
    failed = run.fails("elb_balancer_info", endpoint_url="http://127.0.0.1:1")
    error = failed["error"]
    assert (error["code"], error["request_id"]) == ("Unreachable", None)
    assert error["message"] in failed["msg"]
    assert error["message"].startswith("http://127.0.0.1:1 cannot be reached (")


def test_a_number_of_the_configuration_may_be_a_text(run: Runner) -> None:
    config = {
        "connect_timeout": "2.5",
        "read_timeout": None,
        "retries": {"max_attempts": "3"},
        "use_fips_endpoint": "false",
        "use_dualstack_endpoint": "false",
        "user_agent_extra": "3",
    }
    assert not run("elb_balancer", name="shop", state="absent", aws_config=config)["changed"]


def test_credentials_that_aws_does_not_know(run: Runner) -> None:
    run.emulator.knobs(credentials=["AKIAOTHER"])
    failed = run.fails("elb_balancer", name="shop", state="absent")
    assert "AWS does not know these credentials. Check access_key, secret_key" in failed["msg"]
    assert failed["error"]["code"] == "InvalidClientTokenId"


ENVIRONMENTS: list[dict[str, str]] = [
    {"AWS_ACCESS_KEY_ID": "AKIAENV", "AWS_SECRET_ACCESS_KEY": "s", "AWS_REGION": "us-east-1"},
    {"AWS_ACCESS_KEY": "AKIAENV", "AWS_SECRET_KEY": "s", "AWS_DEFAULT_REGION": "us-east-1"},
    {
        "AWS_ACCESS_KEY_ID": "AKIAENV",
        "AWS_SECRET_ACCESS_KEY": "s",
        "AWS_SECURITY_TOKEN": "t",
        "AWS_REGION": "",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_PROFILE": " ",
    },
]


@pytest.mark.parametrize("environment", ENVIRONMENTS, ids=" ".join)
def test_the_environment_is_used_where_options_are_blank(
    run: Runner, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {**environment, "AWS_URL": run.emulator.url}.items():
        monkeypatch.setenv(name, value)
    blank: dict[str, Any] = dict.fromkeys(
        ("access_key", "secret_key", "region", "endpoint_url", "profile"), ""
    )
    assert not run("elb_balancer", name="shop", state="absent", **blank)["changed"]
    assert {entry["access_key"] for entry in run.emulator.log} == {"AKIAENV"}


def test_calls_are_listed_on_demand(run: Runner) -> None:
    result = run("elb_balancer", name="shop", state="absent", debug_botocore_endpoint_logs=True)
    assert "elasticloadbalancing:DescribeLoadBalancers" in result["resource_actions"]


@pytest.mark.parametrize(
    ("version", "problem"),
    [
        (None, "the libraries boto3 and botocore are missing"),
        ("1.33.99", "botocore 1.33.99 is too old"),
        ("0.99.0", "botocore 0.99.0 is too old"),
    ],
)
def test_without_an_sdk_the_remedy_is_named(
    run: Runner, monkeypatch: pytest.MonkeyPatch, version: str | None, problem: str
) -> None:
    from ansible_collections.classic.elb.plugins.module_utils._run import module
    from ansible_collections.classic.elb.plugins.module_utils._service import sdk

    monkeypatch.setattr(sdk, "BOTOCORE", version)
    monkeypatch.setattr(module, "BOTOCORE", version)
    assert run.fails("elb_balancer", name="shop", state="absent")["msg"] == (
        f"In {sys.executable}, {problem}: install boto3 1.34.0 or newer for it, or, where Ansible itself has another "
        "Python, set ansible_python_interpreter to '{{ ansible_playbook_python }}' for tasks on localhost."
    )
    assert run.emulator.log == []


def test_what_aws_repeats_of_a_wrong_signature_is_not_shown(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = {
        "AWS_ACCESS_KEY_ID": "AKIAFROMENV",
        "AWS_SECRET_ACCESS_KEY": "env-secret",
        "AWS_SESSION_TOKEN": "env-token",
    }
    for name, value in secrets.items():
        monkeypatch.setenv(name, value)
    words = "The signature does not match. env-token\n\nThe Canonical String should have been\nAKIAFROMENV env-token"
    answer = {"code": "SignatureDoesNotMatch", "status": 403, "message": words}
    run.emulator.knobs(faults=[{"operation": "*", "times": None, "when": "before", "answer": answer}])
    blank: dict[str, Any] = dict.fromkeys(("access_key", "secret_key"), "")
    failed = run.fails("elb_balancer", name="shop", state="absent", **blank)
    assert "The signature does not match." in failed["msg"]
    for value in secrets.values():
        assert value not in str(failed)


def test_a_wrong_clock_is_not_told_as_a_wrong_key(run: Runner) -> None:
    words = "Signature expired: 20261129T150000Z is now earlier than 20261129T150500Z (20261129T152000Z - 15 min.)"
    answer = {"code": "SignatureDoesNotMatch", "status": 403, "message": words}
    run.emulator.knobs(faults=[{"operation": "*", "times": None, "when": "before", "answer": answer}])
    message = run.fails("elb_balancer_info")["msg"]
    assert message.endswith("The clock of the machine that sends is wrong: set it.")
    expired = {"code": "RequestExpired", "status": 400, "message": "Request has expired."}
    run.emulator.knobs(faults=[{"operation": "*", "times": None, "when": "before", "answer": expired}])
    message = run.fails("elb_balancer_info")["msg"]
    assert message.endswith("The session token has expired, or the clock of the machine that sends is wrong.")


BLANKS: list[Options] = [
    {
        "state": None,
        "scheme": None,
        "wait": None,
        "wait_timeout": None,
        "max_impact": None,
        "purge_tags": None,
    },
    {"idle_timeout": " ", "region": None, "validate_certs": "", "wait": True, "wait_timeout": 0},
    {"health_check": {"target": "", "interval": "", "timeout": None}},
    {"connection_draining": {"enabled": None, "timeout": ""}},
    {"access_logs": {"enabled": False, "s3_location": "", "interval": ""}},
    {"listeners": [{**http(), "instance_protocol": "", "ssl_certificate_id": None}]},
    {"listeners": json.dumps([{**http(), "ssl_certificate_id": None}])},
    {"listeners": json.dumps(http())},
    {"listeners": "port=80 protocol=http instance_port=8080, port=81 protocol=http instance_port=8080"},
]
"""What AWX, surveys and templates hand over."""


@pytest.mark.parametrize("options", BLANKS, ids=str)
def test_what_forms_hand_over_is_taken(
    run: Runner, network: Network, options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_REGION", network["region"])
    done = run.converges("elb_balancer", **{**small(network), **options})
    ports = [item["load_balancer_port"] for item in done["balancer"]["listeners"]]
    assert ports == ([80, 81] if "81" in str(options) else [80])


def test_a_text_that_is_like_a_number_is_none(run: Runner, network: Network) -> None:
    session = {**SESSION, "attributes": {"CookieName": "1.0"}}
    done = run("elb_balancer", **small(network), policies=[session])["balancer"]
    assert done["policies"] == [session]


@pytest.mark.parametrize("number", [60.0, "60.0", " 60.00 "])
def test_what_a_division_gives_is_a_whole_number(run: Runner, network: Network, number: float | str) -> None:
    sticky = {**STICKY, "attributes": {"CookieExpirationPeriod": number}}
    done = run.converges(
        "elb_balancer",
        **{**small(network), "listeners": [http(number)]},
        policies=[sticky],
        idle_timeout=number,
        health_check={"interval": number},
    )["balancer"]
    assert done["idle_timeout"] == done["health_check"]["interval"] == 60
    assert done["listeners"][0]["load_balancer_port"] == 60
    assert done["policies"][0]["attributes"] == {"CookieExpirationPeriod": "60"}
    assert not run("elb_policy", balancer="shop", **sticky, load_balancer_ports=[])["changed"]
    member = {"instances": network["instances"][:1], "balancers": "shop", "wait": False}
    assert run("elb_member", **member, min_in_service=number)["changed"]
    assert run("elb_member", **member, state="absent", min_in_service="0.0 %")["changed"]
    run("elb_balancer_info", aws_config={"max_pool_connections": number})


NO_LONGER_RIGHT: dict[str, Options] = {
    "elb_balancer": {
        "name": "shop",
        "listeners": [{"load_balancer_port": 443, "protocol": "HTTPS", "instance_port": 80}],
        "health_check": {"target": "nonsense", "interval": 1},
        "idle_timeout": 0,
    },
    "elb_classic_lb": {
        "name": "shop",
        "listeners": [
            {"load_balancer_port": 443, "protocol": "https", "instance_port": 80, "ssl_certificate_id": ""},
            {"load_balancer_port": 80, "protocol": "http", "instance_port": 80, "instance_protocol": "tcp"},
        ],
        "subnets": [],
        "purge_subnets": True,
        "security_group_ids": ["sg-1", ""],
        "instance_ids": [""],
        "stickiness": {"type": "loadbalancer", "expiration": -1},
        "connection_draining_timeout": 9999,
    },
    "elb_listener": {"balancer": "shop", "load_balancer_port": 80, "protocol": "FTP", "instance_port": 0},
    "elb_policy": {
        "balancer": "shop",
        "name": "sticky",
        "type": "AppCookieStickinessPolicyType",
        "attributes": {"CookieName": ""},
        "load_balancer_ports": [0],
    },
}
"""What a play says of something that it made once, with variables that are empty by now."""


@pytest.mark.parametrize("module", NO_LONGER_RIGHT)
def test_what_goes_needs_no_settings(run: Runner, network: Network, module: str) -> None:
    run("elb_balancer", **{**small(network), "policies": [STICKY], "listeners": [http(), http(81)]})
    assert run(module, **NO_LONGER_RIGHT[module], state="absent")["changed"]
    assert not run(module, **NO_LONGER_RIGHT[module], state="absent")["changed"]


def test_an_alias_beside_a_default_is_no_mistake(run: Runner, network: Network) -> None:
    """module_defaults name the region one way, a task another."""
    run("elb_balancer", name="shop", state="absent", aws_region=network["region"])


PAGES = [
    (200, "<html><body>Please log in</body></html>"),
    (200, ""),
    (400, "<ErrorResponse><Error>denied</Error></ErrorResponse>"),
    (403, "<html><Error>denied</Error></html>"),
    (302, "<html><head><title>Blocked</title></head><body><p>Log in</p></body></html>"),
    (403, "<html><head><title>Blocked</title></head><body><p>Access denied</p></body></html>"),
    (400, "<Response><Error><Code><b>bold</b></Code></Error></Response>"),
    (400, "<Response><Error><Code>Wrong</Code><Code>Wrong</Code></Error></Response>"),
    (400, "<Response><Error><Code>Wrong</Code><Message><b>bold</b></Message></Error></Response>"),
    (400, "<Response><ResponseMetadata>none</ResponseMetadata></Response>"),
]
"""What botocore takes for an answer of AWS, in part or whole, and may stumble over."""


@pytest.fixture
def portal(page: tuple[int, str]) -> Iterator[str]:
    """A server that answers everything with a page."""
    status, text = page

    class Page(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_arguments: object) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_in_place_of_an_answer(run: Runner, portal: str) -> None:
    message = run.fails("elb_balancer", name="shop", state="absent", endpoint_url=portal)["msg"]
    assert f"{portal} answers, but not as AWS does" in message
    assert message.endswith("Check endpoint_url, the network and the proxy settings.")
    assert "<" not in message
