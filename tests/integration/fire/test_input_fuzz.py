# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every option of every module is given what nobody should give it."""

from __future__ import annotations

import functools
import importlib
import json
import math
import re
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

import pytest

from support.clone import MODULES
from support.modules import Runner

from .front import QUICK
from .length import EVERYTHING
from .reader import Reader
from .scenarios import begin, shop

Options = dict[str, Any]
Path = tuple[str, ...]

pytestmark = pytest.mark.slow


def nested(depth: int) -> Any:
    value: Any = "bottom"
    for _level in range(depth):
        value = [{"deeper": value}]
    return value


NASTY: dict[str, list[Any]] = {
    "blank": [None, "", " \t\n ", [], [None], [""], {}, {"": None}, "null", "[]"],
    "bounds": [0, 1, -1, 80, 65536, 2**31, 10**30, 1.5, "-1", "0x10", "1e3", "a" * 33],
    "types": [True, "yes", 1, [["a"]], [{}], {"a": 1}, [1, "two", None, {}], {"1": {"2": [3]}}, nested(30)],
    "unicode": ["٣", "é", "💥", "\u202etxt.exe", "a\0b", {"ключ": ["значение"]}],
    "texts": [
        "-a-",
        "a_b",
        "two\nlines",
        "../../etc",
        "%s%n{0}",
        "{{ 1 + 1 }}",
        "<b>&amp;",
        "a=1,b=2",
        "a,,b",
        '{"a": [1, {"b": null}]}',
        ["a", "a"],
    ],
    "huge": [
        "ä" * 300,
        "x" * 100_000,
        list(range(2000)),
        ["web"] * 500,
        {str(number): number for number in range(500)},
    ],
}


@functools.cache
def specification(module: str) -> Mapping[str, Any]:
    """The options of a module, as it hands them to Ansible."""
    imported = importlib.import_module(f"ansible_collections.classic.elb.plugins.modules.{module}")
    common = importlib.import_module("ansible_collections.classic.elb.plugins.module_utils._service.settings")
    found: dict[str, Any] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(imported, "run_module", lambda _name, options, *_rest, **_more: found.update(options))
        imported.main()
    return {**common.AWS_OPTIONS, **found}


def paths(specification: Mapping[str, Any], above: Path = ()) -> Iterator[Path]:
    """Every option, and every option within an option."""
    for name, option in specification.items():
        yield (*above, name)
        yield from paths(option.get("options") or {}, (*above, name))


def option_at(module: str, path: Path) -> Mapping[str, Any]:
    option: Mapping[str, Any] = {"options": specification(module)}
    for name in path:
        option = option["options"][name]
    return option


HARMLESS: dict[str, Options] = {
    "elb_balancer": {"name": "shop"},
    "elb_balancer_info": {},
    "elb_listener": {"balancer": "shop", "load_balancer_port": 80},
    "elb_member": {"instances": [], "balancers": ["shop"], "wait": False},
    "elb_policy": {"balancer": "shop", "name": "sticky", "type": "LBCookieStickinessPolicyType"},
    "elb_service_info": {},
    "elb_classic_lb": {"name": "shop", "state": "present"},
    "elb_classic_lb_info": {},
    "elb_instance": {"instance_id": "i-0123456789abcdef0", "state": "present", "ec2_elbs": [], "wait": False},
}
"""Tasks that change nothing; the fuzz goes on top."""
WITHIN: dict[str, Any] = {
    "listeners": [{"load_balancer_port": 80, "protocol": "HTTP", "instance_port": 8080}],
    "policies": [{"name": "sticky", "type": "LBCookieStickinessPolicyType", "attributes": {}}],
    "backend_servers": [{"instance_port": 2525, "policy_names": ["proxy"]}],
    "health_check": {},
    "connection_draining": {"enabled": False},
    "access_logs": {"enabled": False},
    "filters": {},
}
OLD_WITHIN: dict[str, Any] = {
    "health_check": {
        "ping_protocol": "tcp",
        "ping_port": 8080,
        "interval": 30,
        "timeout": 5,
        "healthy_threshold": 10,
        "unhealthy_threshold": 2,
    },
    "stickiness": {"type": "loadbalancer"},
}
"""What is otherwise in elb_classic_lb."""


def spoilt(module: str, path: Path, value: Any, network: Options) -> Options:
    options = json.loads(json.dumps(HARMLESS[module]))
    if module == "elb_member":
        options["instances"] = network["instances"][:1]
    if len(path) == 1:
        return {**options, path[0]: value}
    within = {**WITHIN, **OLD_WITHIN} if module == "elb_classic_lb" else WITHIN
    block = json.loads(json.dumps(within[path[0]]))
    (block[0] if isinstance(block, list) else block)[path[1]] = value
    return (
        {**options, path[0]: block, f"purge_{path[0]}": False}
        if isinstance(block, list)
        else {**options, path[0]: block}
    )


FUZZ = [(module, path) for module in MODULES for path in paths(specification(module))]
SAMPLE = 2
"""Values of each kind for each option in make test; make fire takes all."""

KNOWN_BY_AWS = {
    "availability_zones",
    "balancer",
    "balancers",
    "ec2_elbs",
    "instance_id",
    "instance_ids",
    "instances",
    "load_balancer_ports",
    "instance_ports",
    "load_balancer_port",
    "name",
    "names",
    "policy_names",
    "security_group_ids",
    "security_group_names",
    "security_groups",
    "subnets",
    "zones",
}
"""What these name may exist or not; only AWS can tell."""
KNOWN_BY_WHAT_IS_THERE = {
    "attributes",
    "desync_mitigation_mode",
    "emit_interval",
    "enabled",
    "healthy_threshold",
    "idle_timeout",
    "instance_protocol",
    "interval",
    "ping_path",
    "ping_port",
    "ping_protocol",
    "protocol",
    "response_timeout",
    "s3_bucket_name",
    "ssl_certificate_id",
    "s3_bucket_prefix",
    "s3_location",
    "s3_prefix",
    "target",
    "timeout",
    "type",
    "unhealthy_threshold",
}
"""What AWS might know by now, or what the balancer completes; it is judged after a look, before any write."""
CONNECTION = {"access_key", "secret_key", "session_token", "endpoint_url", "aws_config", "profile", "region"}
OF_ANSIBLE = re.compile(
    r"(argument '|Elements value |value of |missing required|Unsupported parameters|parameters are |.*found in )"
)
"""How messages of ansible-core begin, which quotes values as they are."""


def values(path: Path) -> list[Any]:
    draw = Random(".".join(path))
    return [value for kind in NASTY.values() for value in (kind if EVERYTHING else draw.sample(kind, SAMPLE))]


@pytest.mark.parametrize(
    ("module", "path"), FUZZ, ids=lambda value: value if isinstance(value, str) else ".".join(value)
)
def test_nonsense(run: Runner, reader: Reader, module: str, path: Path) -> None:
    emulator = run.emulator
    emulator.knobs(**QUICK)
    begin(emulator, reader.aws, shop)
    for value in values(path):
        options = spoilt(module, path, value, emulator.network)
        emulator.clear_log()
        result = run.attempt(module, **options)
        log = emulator.log
        assert "Traceback" not in str(result), value
        if not result.get("failed"):
            if any(entry["effect"] for entry in log):
                emulator.reset()
                begin(emulator, reader.aws, shop)
            continue
        message = result["msg"]
        assert message.strip(), value
        assert "\n" not in message or OF_ANSIBLE.match(message), message
        writes = [entry["operation"] for entry in log if entry["write"]]
        if path[-1] in REFUSED_BY_AWS and POSSIBLE.fullmatch(str(value).strip()):
            assert not any(entry["effect"] for entry in log), message
        else:
            assert writes == [], f"{value!r:.80}: {message}"
        if path[-1] not in KNOWN_BY_AWS | KNOWN_BY_WHAT_IS_THERE | CONNECTION:
            assert [entry["operation"] for entry in log] == [], f"{value!r:.80}: {message}"


REFUSED_BY_AWS = {"s3_bucket_name", "s3_location", "desync_mitigation_mode"}
"""No module looks into S3, and AWS may have modes by now that are not known here."""
POSSIBLE = re.compile(r"[A-Za-z0-9._-]+")


def test_every_module_is_fuzzed() -> None:
    assert {module for module, _path in FUZZ} == set(HARMLESS)


NUMBERS = [
    (module, path)
    for module, path in FUZZ
    if "int" in (option := option_at(module, path)).get("type", "") or option.get("elements") == "int"
]


@pytest.mark.parametrize(
    ("module", "path"), NUMBERS, ids=lambda value: value if isinstance(value, str) else ".".join(value)
)
def test_a_boolean_is_no_number(run: Runner, reader: Reader, module: str, path: Path) -> None:
    """Ansible takes one for the other; AWS does not."""
    begin(run.emulator, reader.aws, shop)
    run.emulator.clear_log()
    refused_beforehand(run, module, path, True)


@pytest.mark.parametrize("value", [math.inf, "inf", "-Infinity"])
@pytest.mark.parametrize(
    ("module", "path"), NUMBERS, ids=lambda value: value if isinstance(value, str) else ".".join(value)
)
def test_infinity_is_no_number(run: Runner, module: str, path: Path, value: Any) -> None:
    """To wait for ever is a natural thing to wish; ansible-core ends in a traceback."""
    refused_beforehand(run, module, path, value)


def refused_beforehand(run: Runner, module: str, path: Path, value: Any) -> None:
    for given in (value, [value]) if option_at(module, path)["type"] == "list" else (value,):
        result = run.attempt(module, **spoilt(module, path, given, run.emulator.network))
        assert result.get("failed"), result
        assert path[-1] in result["msg"]
        assert run.emulator.log == []
