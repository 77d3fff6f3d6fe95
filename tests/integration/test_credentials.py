# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Credentials and settings that are no options: in files, from programs, in the environment."""

from __future__ import annotations

import itertools
import json
import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from botocore.auth import SigV4Auth
from botocore.httpsession import URLLib3Session

from emulator import Network
from support.modules import Runner
from support.options import small

KEYS = "[default]\naws_access_key_id = {}\naws_secret_access_key = verysecret\n"
OLD, NEW = "AKIAOLDOLDOLDOLDOLDX", "AKIANEWNEWNEWNEWNEWX"
KEY_OPTIONS = ("access_key", "secret_key", "session_token")
KEY_VARIABLES = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
OLD_PAIR = ("AWS_ACCESS_KEY", "AWS_SECRET_KEY")
Signers = list[tuple[str | None, ...]]


@pytest.fixture
def nobody(run: Runner) -> Runner:
    """Modules that are given no credentials."""
    run.connection = {name: run.connection[name] for name in ("endpoint_url", "region")}
    return run


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    return tmp_path / "credentials"


@pytest.fixture
def tokens(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The session tokens that are sent."""
    sent = []
    ask = URLLib3Session.send

    def send(session: Any, request: Any) -> Any:
        token = request.headers.get("X-Amz-Security-Token")
        sent.append(token.decode() if isinstance(token, bytes) else token)
        return ask(session, request)

    monkeypatch.setattr(URLLib3Session, "send", send)
    return sent


@pytest.fixture
def signers(monkeypatch: pytest.MonkeyPatch) -> Signers:
    """The keys that sign, with the token."""
    signed: Signers = []
    sign = SigV4Auth.add_auth

    def add_auth(auth: Any, request: Any) -> None:
        keys = auth.credentials
        signed.append((keys.access_key, keys.secret_key, keys.token))
        sign(auth, request)

    monkeypatch.setattr(SigV4Auth, "add_auth", add_auth)
    return signed


def callers(run: Runner) -> set[str]:
    return {entry["access_key"] for entry in run.emulator.log}


@pytest.mark.parametrize("name", ["credentials", "config"])
@pytest.mark.parametrize("is_at_home", [False, True])
def test_keys_that_are_renewed_are_used(
    nobody: Runner, file: Path, monkeypatch: pytest.MonkeyPatch, name: str, is_at_home: bool
) -> None:
    """In a loop, the worker keeps its connection."""
    file = file.with_name(name)
    if is_at_home:
        monkeypatch.delenv("AWS_SHARED_CREDENTIALS_FILE")
        monkeypatch.delenv("AWS_CONFIG_FILE")
        monkeypatch.setenv("HOME", str(file.parent))
        file = file.parent / ".aws" / name
        file.parent.mkdir()
    file.write_text(KEYS.format(OLD))
    nobody("elb_balancer_info")
    file.write_text(KEYS.format(NEW) + "# renewed\n")
    nobody.emulator.clear_log()
    nobody("elb_balancer_info")
    assert callers(nobody) == {NEW}


def test_a_failure_is_not_kept(nobody: Runner, file: Path, tmp_path: Path) -> None:
    """A task with retries waits for credentials to come, or to be good, wherever they come from."""
    program = tmp_path / "program"
    (tmp_path / "config").write_text(f"[default]\ncredential_process = {program}\n")
    failed = nobody.fails("elb_balancer_info")
    assert failed["msg"].startswith("No connection to AWS can be made: ")
    assert str(program) in failed["msg"]

    def gives(key: str) -> None:
        answer = f'{{"Version": 1, "AccessKeyId": "{key}", "SecretAccessKey": "verysecret"}}'
        program.write_text(f"#!/bin/sh\necho '{answer}'\n")
        program.chmod(0o700)

    nobody.emulator.knobs(credentials=[NEW])
    gives(OLD)
    assert nobody.fails("elb_balancer_info")["error"]["code"] == "InvalidClientTokenId"
    gives(NEW)
    nobody("elb_balancer_info")


ODD_ANSWERS = (
    "",
    "nonsense",
    "[]",
    "1",
    "null",
    '{"Version": 1, "AccessKeyId": 1, "SecretAccessKey": 2}',
    '{"Version": 1, "AccessKeyId": null, "SecretAccessKey": null}',
    '{"Version": 1, "AccessKeyId": ["a"], "SecretAccessKey": {}}',
    '{"Version": 1, "AccessKeyId": "a", "SecretAccessKey": "verysecret", "Expiration": 5}',
    '{"Version": 1, "AccessKeyId": "a", "SecretAccessKey": "verysecret", "Expiration": "soon"}',
    '{"Version": 1, "AccessKeyId": "a", "SecretAccessKey": "verysecret", "Expiration": "2001-01-01T00:00:00Z"}',
)


@pytest.mark.parametrize("answer", ODD_ANSWERS)
def test_a_program_that_gives_no_credentials_is_told(
    nobody: Runner, file: Path, tmp_path: Path, answer: str
) -> None:
    """botocore looks into what it gives unchecked, and may raise anything."""
    (tmp_path / "answer").write_text(answer)
    (tmp_path / "config").write_text(f"[default]\ncredential_process = cat {tmp_path}/answer\n")
    message = nobody.fails("elb_balancer_info")["msg"]
    assert re.fullmatch(
        r"(No connection to AWS can be made|DescribeLoadBalancers failed): (credential_process: )?"
        r"(settings or credentials of AWS cannot be understood \(\w+Error: .+\)"
        r"|Credentials were refreshed, but the refreshed credentials are still expired\. AWS_CREDENTIAL_EXP.+)\.",
        message,
    )
    assert "verysecret" not in message
    assert nobody.emulator.log == []


def test_nobody_is_asked_for_a_code(nobody: Runner, file: Path, tmp_path: Path) -> None:
    """At a terminal, the question would wait for ever in the middle of a play."""
    file.write_text(KEYS.format(NEW).replace("default", "base"))
    role = "role_arn = arn:aws:iam::123456789012:role/web\nsource_profile = base\n"
    (tmp_path / "config").write_text(f"[default]\n{role}mfa_serial = arn:aws:iam::123456789012:mfa/me\n")
    message = nobody.fails("elb_balancer_info")["msg"]
    assert "its mfa_serial wants a code, and a task can ask nobody" in message


PROGRAM = """\
#!/bin/sh
echo >> {folder}/asked
[ $(wc -l < {folder}/asked) -eq {number} ] && echo "[]" && exit
echo '{{"Version": 1, "AccessKeyId": "{key}", "SecretAccessKey": "verysecret", "Expiration": "{end}"}}'
"""


def test_credentials_that_fail_in_the_middle_lose_no_listener(
    nobody: Runner, file: Path, tmp_path: Path, aws: Any
) -> None:
    """Those that end soon are asked for before each call."""
    listeners = [{"load_balancer_port": 80, "protocol": "HTTP", "instance_port": 8080}]
    moved = {"balancer": "shop", "load_balancer_port": 80, "instance_port": 8081}
    end = (datetime.now(UTC) + timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M:%SZ")
    program = tmp_path / "program"
    program.touch(0o700)
    (tmp_path / "config").write_text(f"[default]\ncredential_process = {program}\n")
    put_back = 0
    for number in itertools.count(1):
        # Zero: for what is made here, they never fail.
        program.write_text(PROGRAM.format(folder=tmp_path, number=0, key=NEW, end=end))
        nobody("elb_balancer", name="shop", availability_zones=["us-east-1a"], listeners=listeners)
        (tmp_path / "asked").unlink()
        program.write_text(PROGRAM.format(folder=tmp_path, number=number, key=NEW, end=end))
        result = nobody.attempt("elb_listener", **moved)
        described = aws.describe_load_balancers(LoadBalancerNames=["shop"])["LoadBalancerDescriptions"][0]
        (listener,) = (item["Listener"] for item in described["ListenerDescriptions"])
        assert listener["InstancePort"] == (8080 if result.get("failed") else 8081), result["msg"]
        put_back += "What the task had taken away was put back" in result.get("msg", "")
        if len((tmp_path / "asked").read_text()) < number:
            break
    assert put_back == 1


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        (
            "garbage without a section",
            "AWS' configuration cannot be read: Unable to parse config file: {config}.",
        ),
        (
            "[default]\nrole_arn = arn:aws:iam::123456789012:role/web\nweb_identity_token_file = {missing}\n",
            "DescribeLoadBalancers failed: web_identity_token_file: [Errno 2] No such file or directory: '{missing}'.",
        ),
        (
            "[default]\ncredential_process = {missing}\n",
            "No connection to AWS can be made: credential_process: [Errno 2] No such file or directory: '{missing}'.",
        ),
        (
            "[default]\ncredential_process = false\n",
            "No connection to AWS can be made: credential_process: {failed}.",
        ),
        (
            "[default]\nrole_arn = arn:aws:iam::123456789012:role/web\n",
            "No connection to AWS can be made: Partial credentials found in assume-role, missing: {half}.",
        ),
        (
            "[default]\nmetadata_service_timeout = soon\n",
            "No connection to AWS can be made: settings or credentials of AWS cannot be understood ({number}).",
        ),
    ],
    ids=["nonsense", "no token", "no program", "program fails", "half a role", "no number"],
)
def test_settings_that_do_not_do_are_told(
    nobody: Runner, file: Path, tmp_path: Path, settings: str, sentence: str
) -> None:
    words = {
        "config": tmp_path / "config",
        "missing": tmp_path / "none",
        "half": "source_profile or credential_source",
        "failed": "Error when retrieving credentials from custom-process",
        "number": "ValueError: invalid literal for int() with base 10: 'soon'",
    }
    words["config"].write_text(settings.format(**words))
    assert nobody.fails("elb_balancer_info")["msg"] == sentence.format(**words)


@pytest.mark.parametrize("source", ["aws_ca_bundle", "AWS_CA_BUNDLE", "ca_bundle", "REQUESTS_CA_BUNDLE"])
def test_authorities_that_are_not_there_are_told(
    run: Runner, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    missing = str(tmp_path / "none.pem")
    monkeypatch.delenv("AWS_CA_BUNDLE", raising=False)
    if source.isupper():
        monkeypatch.setenv(source, missing)
    (tmp_path / "config").write_text(f"[default]\n{source} = {missing}\n")
    options = {source: missing} if source == "aws_ca_bundle" else {}
    address = run.connection["endpoint_url"].replace("http:", "https:")
    message = run.fails("elb_balancer_info", **{**options, "endpoint_url": address})["msg"]
    assert message.endswith(f" names {missing}, and there is no such file.")


@pytest.fixture
def role(nobody: Runner, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The profile is that of a role, to be assumed with the keys of another one."""
    file.write_text(KEYS.format(NEW).replace("default", "base"))
    role = "[default]\nrole_arn = arn:aws:iam::123456789012:role/web\nsource_profile = base\n"
    file.with_name("config").write_text(role)
    monkeypatch.setenv("AWS_ENDPOINT_URL", nobody.emulator.url)


def test_a_role_that_cannot_be_assumed_is_told(nobody: Runner, role: None) -> None:
    nobody.emulator.knobs(denied=["sts:AssumeRole"])
    failed = nobody.fails("elb_balancer_info")
    assert failed["msg"].startswith(
        "DescribeLoadBalancers failed: no credentials were to be had. AssumeRole failed: AWS answered AccessDenied: "
    )
    assert "must allow sts:AssumeRole" in failed["msg"]
    assert failed["error"]["operation"] == "AssumeRole"
    assert failed["api_calls"]["total"] == 0


def test_an_answer_on_a_role_that_is_lost_is_none_to_the_call(nobody: Runner, role: None) -> None:
    nobody.emulator.knobs(faults=[{"operation": "sts:AssumeRole", "times": None}])
    failed = nobody.fails("elb_balancer", name="shop", state="absent")
    assert failed["msg"].startswith(
        "DescribeLoadBalancers for shop failed: no credentials were to be had: the connection was lost"
    )
    assert failed["api_calls"]["total"] == 0


def test_a_service_of_roles_that_cannot_be_reached_is_told(
    nobody: Runner, role: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", "http://127.0.0.1:1")
    assert nobody.fails("elb_balancer_info")["msg"] == (
        "DescribeLoadBalancers failed: no credentials were to be had: the service that gives them cannot be reached "
        '(Could not connect to the endpoint URL: "http://127.0.0.1:1/"). Check the region, the network and the proxy '
        "settings."
    )


@pytest.mark.parametrize("broken", ["quite\nlittle", "quite little", "quite\x07little"])
@pytest.mark.parametrize("name", [*KEY_OPTIONS, *KEY_VARIABLES, *OLD_PAIR])
def test_what_is_no_key_is_not_shown(
    nobody: Runner, monkeypatch: pytest.MonkeyPatch, name: str, broken: str
) -> None:
    """The HTTP client refuses to send it, and would show it."""
    if name in KEY_OPTIONS:
        nobody.connection.update(dict.fromkeys(KEY_OPTIONS, "good"), **{name: broken})
    else:
        for variable in OLD_PAIR if name in OLD_PAIR else KEY_VARIABLES:
            monkeypatch.setenv(variable, broken if variable == name else "good")
    failed = nobody.fails("elb_balancer_info")
    assert failed["msg"] == f"{name}: it has a blank, a line break or the like in it, which no key has."
    assert nobody.emulator.log == []
    assert "quite" not in str({**failed, "invocation": None})


@pytest.mark.parametrize("name", ["AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN"])
@pytest.mark.parametrize("key", ["AWS_ACCESS_KEY_ID", "AWS_ACCESS_KEY"])
def test_the_old_words_of_the_environment_are_understood(
    nobody: Runner, tokens: list[str], monkeypatch: pytest.MonkeyPatch, key: str, name: str
) -> None:
    for variable, value in ((key, NEW), ("AWS_SECRET_ACCESS_KEY", "verysecret"), (name, "token")):
        monkeypatch.setenv(variable, value)
    nobody("elb_balancer_info", include=[])
    assert callers(nobody) == {NEW}
    assert tokens == ["token"]


def test_the_newer_variable_wins(nobody: Runner, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As with amazon.aws; botocore takes the older ones first."""
    profiles = [KEYS.format(NEW), KEYS.format(OLD).replace("default", "old")]
    file.write_text("".join(profiles).replace("default", "new"))
    monkeypatch.setenv("AWS_DEFAULT_PROFILE", "old")
    nobody("elb_balancer_info", include=[])
    monkeypatch.setenv("AWS_PROFILE", "new")
    nobody("elb_balancer_info", include=[])
    assert [entry["access_key"] for entry in nobody.emulator.log] == [OLD, NEW]


def test_a_pair_that_is_given_takes_nothing_of_the_environment(
    nobody: Runner, signers: Signers, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in KEY_VARIABLES:
        monkeypatch.setenv(variable, OLD)
    monkeypatch.setenv("AWS_URL", "http://127.0.0.1:1")
    nobody("elb_balancer_info", include=[], access_key=NEW, secret_key="verysecret")
    assert signers == [(NEW, "verysecret", None)]


@pytest.mark.parametrize("pair", [KEY_VARIABLES[:2], OLD_PAIR])
def test_a_profile_that_is_given_wins_over_the_keys_of_the_environment(
    nobody: Runner, file: Path, monkeypatch: pytest.MonkeyPatch, pair: tuple[str, ...]
) -> None:
    file.write_text(KEYS.format(NEW).replace("default", "shop"))
    for variable in pair:
        monkeypatch.setenv(variable, OLD)
    nobody("elb_balancer_info", include=[], profile="shop")
    assert callers(nobody) == {NEW}


@pytest.mark.parametrize("variable", ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"])
def test_a_profile_that_is_none_is_told_by_its_variable(
    nobody: Runner, file: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, "prod")
    message = nobody.fails("elb_balancer_info")["msg"]
    assert message.startswith(
        f"{variable}: The config profile (prod) could not be found. Check {file.parent}/"
    )


def test_the_region_that_is_named_first_counts(
    nobody: Runner, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del nobody.connection["region"]
    for variable in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(variable, raising=False)

    def told() -> str:
        return str(nobody.fails("elb_balancer_info", names="shop", fail_on_missing=True)["msg"])

    file.write_text(KEYS.format(NEW) + "region = eu-west-1\n")
    assert "in eu-west-1" in told()
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-2")
    assert "in eu-west-2" in told()
    monkeypatch.setenv("AWS_REGION", "eu-west-3")
    assert "in eu-west-3" in told()
    nobody.connection["region"] = "eu-north-1"
    assert "in eu-north-1" in told()


def test_when_the_keys_of_the_environment_end_is_known(
    nobody: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in KEY_VARIABLES:
        monkeypatch.setenv(variable, OLD)
    monkeypatch.setenv("AWS_CREDENTIAL_EXPIRATION", "2001-01-01T00:00:00Z")
    assert "AWS_CREDENTIAL_EXPIRATION" in nobody.fails("elb_balancer_info")["msg"]
    assert nobody.emulator.log == []


def test_half_a_pair_in_a_file_is_told(nobody: Runner, file: Path) -> None:
    file.write_text(KEYS.format(NEW).replace("aws_secret_access_key", "secret"))
    message = nobody.fails("elb_balancer_info")["msg"]
    assert message.startswith("access_key: it goes together with secret_key; ")
    assert message.endswith(" A file has one of them alone.")


def test_the_newer_token_wins(nobody: Runner, tokens: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    values = {
        **dict(zip(KEY_VARIABLES, (NEW, "verysecret", "new"), strict=True)),
        "AWS_SECURITY_TOKEN": "old",
    }
    for variable, value in values.items():
        monkeypatch.setenv(variable, value)
    nobody("elb_balancer_info", include=[])
    assert tokens == ["new"]


@pytest.mark.parametrize(
    "variable", ["AWS_ACCESS_KEY_ID", "AWS_ACCESS_KEY", "AWS_SECRET_ACCESS_KEY", "AWS_SECRET_KEY"]
)
def test_with_half_a_pair_nobody_else_is_taken(
    nobody: Runner, file: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    """A misspelt variable must not make whoever comes next in the chain do the work."""
    file.write_text(KEYS.format(OLD))
    monkeypatch.setenv(variable, "verysecret")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "token")
    failed = nobody.fails("elb_balancer_info")
    assert failed["msg"].startswith(f"{variable}: it goes together with AWS_")
    assert nobody.emulator.log == []


@pytest.mark.parametrize("variable", ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"])
def test_half_a_pair_is_passed_over_for_a_profile_that_is_named(
    nobody: Runner, file: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    """But not one that the SDK refuses as well."""
    file.write_text(KEYS.format(OLD).replace("default", "prod"))
    monkeypatch.setenv(variable, "prod")
    for half in ("AWS_SECRET_ACCESS_KEY", "AWS_SECRET_KEY", "AWS_ACCESS_KEY"):
        monkeypatch.setenv(half, "verysecret")
        assert nobody("elb_balancer_info")["balancers"] == []
        monkeypatch.delenv(half)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", OLD)
    assert nobody.fails("elb_balancer_info")["msg"] == (
        "AWS_ACCESS_KEY_ID: it goes together with AWS_SECRET_ACCESS_KEY, which the environment does not have; set "
        "both, or neither."
    )


@pytest.mark.parametrize("older", [{"AWS_ACCESS_KEY": OLD}, {}], ids=["pair", "secret"])
def test_a_new_access_key_takes_no_old_secret(
    nobody: Runner, monkeypatch: pytest.MonkeyPatch, older: dict[str, str]
) -> None:
    for variable, value in {"AWS_ACCESS_KEY_ID": NEW, "AWS_SECRET_KEY": "verysecret", **older}.items():
        monkeypatch.setenv(variable, value)
    assert nobody.fails("elb_balancer_info")["msg"].startswith(
        "AWS_ACCESS_KEY_ID: it goes together with AWS_SECRET_ACCESS_KEY"
    )
    assert nobody.emulator.log == []


@pytest.mark.parametrize(
    "variables",
    [
        {},
        {"AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING": "http://127.0.0.1:1"},
        {"AWS_ENDPOINT_URL": "http://127.0.0.1:1"},
        {"AWS_URL": "http://127.0.0.1:1"},
    ],
    ids=" ".join,
)
def test_a_region_that_aws_has_not_is_refused_before_a_call(
    nobody: Runner, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]
) -> None:
    """What looks like one is a slip, wherever the service is, and where nothing would be asked of it."""
    del nobody.connection["endpoint_url"]
    nobody.connection["region"] = "moon-1"
    for variable, value in variables.items():
        monkeypatch.setenv(variable, value)
    failed = nobody.fails("elb_service_info", include=[])
    assert failed["msg"] == "region: 'moon-1' is not an AWS region; a region is named like eu-west-1."


def test_keys_in_a_file_that_a_variable_names_are_renewed(
    nobody: Runner, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLACE", str(file.parent))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "$PLACE/credentials")
    for key in (OLD, NEW):
        file.write_text(KEYS.format(key))
        nobody("elb_balancer_info", include=[])
        file.unlink()
    assert [entry["access_key"] for entry in nobody.emulator.log] == [OLD, NEW]


@pytest.mark.parametrize(
    ("options", "verified", "own"),
    [
        ({}, True, None),
        ({"validate_certs": False}, False, None),
        ({"aws_ca_bundle": "/a.pem"}, "/a.pem", None),
        ({"aws_config": {"client_cert": ["/own.pem", "/own.key"]}}, True, "/own.pem"),
    ],
    ids=str,
)
def test_certificates_of_both_sides(
    run: Runner, monkeypatch: pytest.MonkeyPatch, options: dict[str, Any], verified: Any, own: str | None
) -> None:
    used = []
    ask = URLLib3Session.send

    def send(session: Any, request: Any) -> Any:
        used.append((session._verify, session._cert_file))
        return ask(session, request)

    monkeypatch.setattr(URLLib3Session, "send", send)
    for variable in ("AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE"):
        monkeypatch.delenv(variable, raising=False)
    run("elb_balancer_info", include=[], **options)
    assert used == [(verified, own)]


def test_what_is_said_of_the_caller_is_added(run: Runner) -> None:
    run("elb_balancer_info", include=[], aws_config={"user_agent_extra": "mine"})
    (agent,) = {entry["user_agent"] for entry in run.emulator.log}
    assert "classic.elb/" in agent
    assert "mine" in agent


@pytest.mark.parametrize("value", ["false", "False", False])
def test_an_address_of_the_environment_is_not_ignored_for_a_text(
    run: Runner, monkeypatch: pytest.MonkeyPatch, value: Any
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", run.connection.pop("endpoint_url"))
    run("elb_balancer_info", include=[], aws_config={"ignore_configured_endpoint_urls": value})


HALVES = {"access_key": "AWS_ACCESS_KEY_ID", "secret_key": "AWS_SECRET_ACCESS_KEY"}


@pytest.mark.parametrize("option", HALVES)
def test_a_half_of_a_pair_may_be_in_the_environment(
    nobody: Runner, signers: Signers, monkeypatch: pytest.MonkeyPatch, option: str
) -> None:
    """With the token that belongs to it, and under the newer of two names."""
    pair = {"access_key": NEW, "secret_key": "verysecret"}
    nobody.connection[option] = pair[option]
    for name, variable in HALVES.items():
        if name != option:
            monkeypatch.setenv(variable, pair[name])
            monkeypatch.setenv(variable.replace("ACCESS_KEY_ID", "ACCESS_KEY").replace("T_ACCESS", "T"), OLD)
    monkeypatch.setenv("AWS_SESSION_TOKEN", "token")
    nobody("elb_balancer_info", include=[])
    assert signers == [(NEW, "verysecret", "token")]


@pytest.mark.parametrize("option", HALVES)
def test_a_half_is_not_paired_with_that_of_another(
    nobody: Runner, monkeypatch: pytest.MonkeyPatch, option: str
) -> None:
    nobody.connection[option] = "AKIAOTHER"
    for variable in HALVES.values():
        monkeypatch.setenv(variable, NEW)
    (other,) = HALVES.keys() - {option}
    assert nobody.fails("elb_balancer_info")["msg"] == (
        f"{option}: the environment has another one, so its {other} is not taken for this one; give {other}, too."
    )
    assert nobody.emulator.log == []


@pytest.mark.parametrize("password", ["verysecret", "verysecret/and", "verysecret#and", "a/verysecret?and"])
@pytest.mark.parametrize(
    "place", ["endpoint_url", "ec2_url", "AWS_ENDPOINT_URL", "aws_config", "HTTP_PROXY", "a file"]
)
def test_a_password_in_an_address_is_not_told(
    nobody: Runner, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, place: str, password: str
) -> None:
    """Also where it is not escaped, as passwords that are made by machines often are."""
    address = f"http://user:{password}@127.0.0.1:1"
    del nobody.connection["endpoint_url"]
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", NEW)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "none")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://10.255.255.1")
    monkeypatch.delenv("NO_PROXY")
    monkeypatch.delenv("no_proxy")
    if place == "aws_config":
        nobody.connection[place] = {"proxies": {"http": address}}
    elif place in {"endpoint_url", "ec2_url"}:
        nobody.connection[place] = address
    elif place == "a file":
        (tmp_path / "config").write_text(f"[default]\nendpoint_url = {address}\n")
        monkeypatch.delenv("AWS_ENDPOINT_URL")
        monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    else:
        monkeypatch.setenv(place, address)
    failed = nobody.fails("elb_balancer_info")
    assert "DescribeLoadBalancers failed: " in failed["msg"] or "is not an address" in failed["msg"]
    assert failed.get("api_calls", {"total": 0})["total"] <= 3
    assert "module_args" in failed["invocation"]
    assert "verysecret" not in str(failed)
    assert "verysecret" not in str(nobody.fails("elb_balancer_info", nonsense=1))


def test_blanks_around_a_key_are_no_part_of_it(nobody: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in KEY_VARIABLES:
        monkeypatch.setenv(variable, f" {NEW}\n")
    monkeypatch.setenv("AWS_REGION", f" {nobody.connection.pop('region')}\n")
    nobody("elb_balancer_info")
    assert callers(nobody) == {NEW}
    assert os.environ["AWS_ACCESS_KEY_ID"] == NEW


@pytest.mark.parametrize(
    "address",
    [
        "user:verysecret@127.0.0.1:1",
        "http://:verysecret@127.0.0.1:1",
        "HTTP://u:verysecret@127.0.0.1",
        "http://verysecret@127.0.0.1:1",
        "http://user:verysecret and@127.0.0.1:1",
    ],
)
@pytest.mark.parametrize("proxies", [{"http": "ADDRESS"}, ["ADDRESS"], "ADDRESS"], ids=str)
def test_the_password_of_a_proxy_is_known_however_its_address_is_written(
    nobody: Runner, monkeypatch: pytest.MonkeyPatch, address: str, proxies: Any
) -> None:
    given = json.loads(json.dumps(proxies).replace("ADDRESS", address))
    nobody.connection["aws_config"] = {"proxies": given}
    failed = nobody.fails("elb_balancer_info")
    assert "proxies" in failed["invocation"]["module_args"]["aws_config"]
    assert "verysecret" not in str(failed)


@pytest.mark.parametrize(
    "options",
    [
        {"EndpointUrl": "http://user:verysecret@127.0.0.1:1"},
        {"endpoint": "http://user:verysecret@127.0.0.1:1"},
        {"proxies": {"http": "http://user:verysecret@127.0.0.1:1"}},
        {"aws_configs": {"proxies": {"http": "http://user:verysecret@127.0.0.1:1"}}},
        {"aws_config": {"aws_secret_access_key": "verysecret"}},
        {"secret_acess_key": "verysecret"},
        {"secret_kye": "verysecret"},
        {"aws_token": "verysecret"},
        {"credentials": {"key": "verysecret"}},
        {"credentials": [{"secret_key": ["verysecret"]}]},
        {"secret_keys": {"a": "verysecret"}},
        {"the_secret_of_prod": "verysecret"},
        {"access_key_of_prod": "verysecret"},
        {"password_of_prod": "verysecret"},
    ],
    ids=" ".join,
)
def test_what_may_be_a_secret_is_not_told_by_whatever_name(nobody: Runner, options: dict[str, Any]) -> None:
    failed = nobody.fails("elb_balancer_info", **options)
    assert "module_args" in failed["invocation"] or "Unsupported" in failed["msg"]
    assert "verysecret" not in str(failed)


@pytest.mark.parametrize("kind", ["", "RSA ", "ENCRYPTED "])
def test_a_private_key_in_the_place_of_a_certificate_is_not_told(nobody: Runner, kind: str) -> None:
    pem = f"-----BEGIN {kind}PRIVATE KEY-----\nverysecret\n-----END {kind}PRIVATE KEY-----"
    listener = {"load_balancer_port": 443, "protocol": "HTTPS", "instance_port": 80}
    options = {"balancer": "shop", **listener, "ssl_certificate_id": pem}
    failed = nobody.fails("elb_listener", **options)
    assert failed["msg"].startswith("ssl_certificate_id: it takes the ARN of a certificate")
    assert "verysecret" not in str(failed)
    failed = nobody.fails("elb_balancer", name="shop", listeners=[{**listener, "ssl_certificate_id": pem}])
    assert "verysecret" not in str(failed)


@pytest.mark.parametrize("place", ["endpoint_url", "AWS_ENDPOINT_URL", "AWS_URL"])
@pytest.mark.parametrize(
    "address",
    ["localhost:5105", "http://host:99999", "http://host:abc", "http://[::1", "http://:80", "http://a_b"],
)
def test_what_is_no_address_is_called_so(
    nobody: Runner, monkeypatch: pytest.MonkeyPatch, place: str, address: str
) -> None:
    del nobody.connection["endpoint_url"]
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", NEW)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "none")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    if place == "endpoint_url":
        nobody.connection[place] = address
    else:
        monkeypatch.setenv(place, address)
    failed = nobody.fails("elb_balancer_info")
    assert "is not an address; one is like https://host or http://host:port" in failed["msg"]
    assert place in failed["msg"]
    assert failed.get("api_calls", {"total": 0})["total"] <= 1


@pytest.mark.parametrize(
    ("config", "problem"),
    [
        ({"max_pool_connections": 1.5}, "max_pool_connections takes a whole number"),
        ({"max_pool_connections": "1.5"}, "max_pool_connections takes a whole number"),
        ({"proxies": {"http": 5}}, "proxies takes an address for each scheme"),
        ({"proxies": {"http": ["a"]}}, "proxies takes an address for each scheme"),
        ({"connect_timeout": 0}, "connect_timeout takes a number greater than zero"),
        ({"connect_timeout": -1}, "connect_timeout takes a number greater than zero"),
        ({"read_timeout": 0}, "read_timeout takes a number greater than zero"),
        ({"s3": "x"}, "s3 takes a dictionary"),
        ({"user_agent": 5}, "user_agent takes a text"),
        ({"user_agent_extra": "a\nb"}, "user_agent_extra takes a text on one line"),
        ({"signature_version": 5}, "signature_version takes a text"),
    ],
    ids=str,
)
def test_a_wrong_setting_of_botocore_is_named_before_any_call(
    nobody: Runner, config: dict[str, Any], problem: str
) -> None:
    failed = nobody.fails("elb_balancer_info", aws_config=config)
    assert failed["msg"].startswith(f"aws_config: {problem}")
    assert failed.get("api_calls", {"total": 0})["total"] == 0


def test_a_name_in_an_address_is_not_taken_out_of_results(run: Runner, network: Network) -> None:
    """It is no secret, and a word of many a result."""
    run("elb_balancer", **small(network))
    expected = run("elb_balancer_info")["balancers"]
    run.connection["endpoint_url"] = run.connection["endpoint_url"].replace("//", "//shop@")
    assert run("elb_balancer_info")["balancers"] == expected


def test_words_of_the_options_stay_in_the_message_that_lists_them(nobody: Runner) -> None:
    failed = nobody.fails("elb_balancer", name="shop", tokens="name", credential="listeners")
    for word in ("dns_name", "listeners", "canonical_hosted_zone_name"):
        assert word in failed["msg"]


def test_a_secret_is_hidden_before_a_long_message_is_cut(run: Runner) -> None:
    """Of half a secret, ansible-core does not know that it is one."""
    secret = run.connection["secret_key"]
    for room in range(1960, 2000, 5):
        message = run.fails("elb_balancer", name=f"{'x' * room}{secret}{'x' * 4000}")["msg"]
        assert secret[:8] not in message
        assert secret[-8:] not in message


def test_a_proxy_that_is_not_set_is_none(run: Runner, network: Network) -> None:
    assert run("elb_balancer_info", aws_config={"proxies": {"https": None}})["balancers"] == []


def test_words_about_keys_are_no_keys(run: Runner, network: Network) -> None:
    tags = {"a": "PRIVATE KEY of none"}
    assert run("elb_balancer", **small(network), tags=tags)["balancer"]["tags"] == tags


@pytest.mark.parametrize("place", ["option", "AWS_URL"])
def test_another_service_names_its_regions_as_it_likes(
    run: Runner, network: Network, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """As a private cloud does, wherever its address is given."""
    monkeypatch.setenv("MOTO_ALLOW_NONEXISTENT_REGION", "true")
    run("elb_balancer", **small(network))
    run.connection["region"] = "RegionOne"
    if place != "option":
        address = run.connection.pop("endpoint_url")
        monkeypatch.setenv(place, address)
    assert run("elb_balancer_info")["balancers"] == []


def test_a_region_that_a_service_has_not_is_told(run: Runner) -> None:
    """AWS says so too, where an address of one region is signed for another one."""
    run.connection["region"] = "RegionTwo"
    message = run.fails("elb_balancer_info")["msg"]
    assert "AWS answered SignatureDoesNotMatch: Credential should be scoped to a valid region" in message
    assert message.endswith("Check region and endpoint_url: they do not belong together.")
