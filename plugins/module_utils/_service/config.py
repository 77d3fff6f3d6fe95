# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""botocore's own configuration: ours, with what ``aws_config`` adds to it. Private to classic.elb."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from ansible_collections.classic.elb.plugins.module_utils._model.errors import ElbError
from ansible_collections.classic.elb.plugins.module_utils._service.explain import bad_config
from ansible_collections.classic.elb.plugins.module_utils._service.sdk import botocore

VERSION = "1.0.0"
MOST_CONNECTIONS = 16


def config_of(extra: Mapping[str, Any], caller: str) -> Any:
    """Retries are ours, so that they are counted and bounded in one place; ``aws_config`` may add botocore's own."""
    config = botocore.config.Config(
        retries={"total_max_attempts": 1, "mode": "standard"},
        connect_timeout=10,
        max_pool_connections=MOST_CONNECTIONS,
        user_agent_extra=f"classic.elb/{VERSION} {caller}",
    )
    given = {name: _config_value(name, value) for name, value in extra.items()}
    if given.get("user_agent_extra"):
        given["user_agent_extra"] = f"{given['user_agent_extra']} {config.user_agent_extra}"
    try:
        return config.merge(botocore.config.Config(**given))
    except (AttributeError, TypeError, ValueError, botocore.exceptions.BotoCoreError) as error:
        raise bad_config(error) from error


def _config_value(name: str, value: Any) -> Any:
    """Checked here, because botocore uses these unchecked; and templates turn numbers into texts."""
    return value if value is None or name not in KINDS else KINDS[name](name, value)


def _number(name: str, value: Any) -> float:
    number: float = _from_text(value)
    if type(number) not in (int, float):
        raise ElbError(f"aws_config: {name} takes a number, not '{number}'.")
    if number <= 0:
        raise ElbError(f"aws_config: {name} takes a number greater than zero.")
    return number


def _whole_number(name: str, value: Any) -> int:
    number = _number(name, value)
    if isinstance(number, float) and not number.is_integer():
        raise ElbError(f"aws_config: {name} takes a whole number, not '{number}'.")
    return int(number)  # a division leaves a fraction


def _boolean(name: str, value: Any) -> bool:
    switch = _from_text(value)
    if not isinstance(switch, bool):
        raise ElbError(f"aws_config: {name} takes true or false, not '{switch}'.")
    return switch


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str) or not value.isprintable():
        raise ElbError(f"aws_config: {name} takes a text on one line.")
    return value


def _dictionary(name: str, value: Any) -> Mapping[str, Any]:
    """What it holds may be a secret, and is not repeated."""
    if not isinstance(value, Mapping):
        raise ElbError(f"aws_config: {name} takes a dictionary, as in {name}: {{...: ...}}.")
    return value


def _retries(name: str, value: Any) -> dict[str, Any]:
    return {key: _from_text(item) for key, item in _dictionary(name, value).items()}


def _proxies(name: str, value: Any) -> Mapping[str, Any]:
    proxies = _dictionary(name, value)
    if not all(isinstance(each, (str, type(None))) for each in proxies.values()):
        raise ElbError(f"aws_config: {name} takes an address for each scheme.")
    return proxies


def _certificate(_name: str, value: Any) -> Any:
    """A file, or a pair of files, which botocore takes for one as a tuple alone."""
    return tuple(value) if isinstance(value, list) else value


KINDS: Mapping[str, Callable[[str, Any], Any]] = {
    **dict.fromkeys(("connect_timeout", "read_timeout"), _number),
    "max_pool_connections": _whole_number,
    **dict.fromkeys(
        (
            "disable_request_compression",
            "ignore_configured_endpoint_urls",
            "inject_host_prefix",
            "parameter_validation",
            "tcp_keepalive",
            "use_dualstack_endpoint",
            "use_fips_endpoint",
        ),
        _boolean,
    ),
    "client_cert": _certificate,
    **dict.fromkeys(("signature_version", "user_agent", "user_agent_extra", "user_agent_appid"), _text),
    **dict.fromkeys(("proxies_config", "s3"), _dictionary),
    "proxies": _proxies,
    "retries": _retries,
}
"""What an option takes, by its name; the others are for botocore to judge."""


def _from_text(value: Any) -> Any:
    """The number or boolean that a text is."""
    text = value.strip().lower() if isinstance(value, str) else ""
    if text in ("true", "false"):
        return text == "true"
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?", text):
        return float(text) if "." in text else int(text)
    return value
