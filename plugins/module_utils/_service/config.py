# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""botocore's own configuration: ours, with what ``aws_config`` adds to it. Private to classic.elb."""

from __future__ import annotations

import re
from collections.abc import Mapping
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
    try:
        return config.merge(botocore.config.Config(**given))
    except (AttributeError, TypeError, ValueError, botocore.exceptions.BotoCoreError) as error:
        raise bad_config(error) from error


NUMBERS = ("connect_timeout", "read_timeout", "max_pool_connections")
BOOLEANS = ("use_dualstack_endpoint", "use_fips_endpoint", "tcp_keepalive")
DICTIONARIES = ("proxies", "proxies_config", "retries", "s3")
TEXTS = ("signature_version", "user_agent", "user_agent_extra", "user_agent_appid")


def _config_value(name: str, value: Any) -> Any:
    """botocore does not look at these before it stumbles over them; a template makes a text of a number.

    The value of a proxy may be a secret, and is not repeated.
    """
    if name == "retries" and isinstance(value, Mapping):
        return {key: _from_text(item) for key, item in value.items()}
    if name in (*NUMBERS, *BOOLEANS):
        value = _from_text(value)
    if name == "max_pool_connections" and isinstance(value, float) and value.is_integer():
        value = int(value)  # a division leaves a fraction
    if name in BOOLEANS and not isinstance(value, (bool, type(None))):
        raise ElbError(f"aws_config: {name} takes true or false, not '{value}'.")
    if name in NUMBERS and value is not None and type(value) not in (int, float):
        raise ElbError(f"aws_config: {name} takes a number, not '{value}'.")
    if name in NUMBERS and value is not None and value <= 0:
        raise ElbError(f"aws_config: {name} takes a number greater than zero.")
    if name == "max_pool_connections" and isinstance(value, float):
        raise ElbError(f"aws_config: {name} takes a whole number, not '{value}'.")
    if name in TEXTS and value is not None and not (isinstance(value, str) and value.isprintable()):
        raise ElbError(f"aws_config: {name} takes a text on one line.")
    if name in DICTIONARIES and not isinstance(value, (Mapping, type(None))):
        raise ElbError(f"aws_config: {name} takes a dictionary, and was given as {type(value).__name__}.")
    if name == "proxies" and not all(isinstance(each, (str, type(None))) for each in (value or {}).values()):
        raise ElbError("aws_config: proxies takes an address for each scheme.")
    return value


def _from_text(value: Any) -> Any:
    """The number or boolean that a text is."""
    text = value.strip().lower() if isinstance(value, str) else ""
    if text in ("true", "false"):
        return text == "true"
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?", text):
        return float(text) if "." in text else int(text)
    return value
