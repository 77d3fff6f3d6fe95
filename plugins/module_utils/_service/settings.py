# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What options and environment say: where AWS is, and as whom to talk to it. Private to classic.elb.

The options, their aliases and environment variables are those of amazon.aws, so that ``module_defaults``, AWX's AWS
credential and instance roles work unchanged. Blank values count as absent, because that is what an empty AWX survey
answer is. Everything that is not said here is left to botocore's own credential chain.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from ansible.module_utils.common.parameters import env_fallback

from ansible_collections.classic.elb.plugins.module_utils._model.errors import ElbError
from ansible_collections.classic.elb.plugins.module_utils._service.explain import sentence
from ansible_collections.classic.elb.plugins.module_utils._service.lean import is_region, new_session
from ansible_collections.classic.elb.plugins.module_utils._service.sdk import botocore

HOST = re.compile(r"((?!-)[a-z0-9-]{1,63}(?<!-)\.)*(?!-)[a-z0-9-]{1,63}(?<!-)\.?")
"""As botocore takes it."""

AWS_OPTIONS: Mapping[str, Mapping[str, Any]] = {
    "access_key": {
        "type": "str",
        "no_log": True,
        "aliases": ["aws_access_key_id", "aws_access_key", "ec2_access_key"],
    },
    "secret_key": {
        "type": "str",
        "no_log": True,
        "aliases": ["aws_secret_access_key", "aws_secret_key", "ec2_secret_key"],
    },
    "session_token": {
        "type": "str",
        "no_log": True,
        "aliases": ["aws_session_token", "security_token", "aws_security_token", "access_token"],
    },
    "profile": {"type": "str", "aliases": ["aws_profile"]},
    "region": {"type": "str", "aliases": ["aws_region", "ec2_region"]},
    "endpoint_url": {"type": "str", "aliases": ["aws_endpoint_url", "ec2_url"]},
    "validate_certs": {"type": "bool", "default": True},
    "aws_ca_bundle": {"type": "path"},
    "aws_config": {"type": "dict"},
    "debug_botocore_endpoint_logs": {
        "type": "bool",
        "default": False,
        "fallback": (env_fallback, ["ANSIBLE_DEBUG_BOTOCORE_LOGS"]),
    },
}


def own_name(option: str) -> str:
    """What an option of the connection is called without its aliases; others are called as they are."""
    return next((name for name, known in AWS_OPTIONS.items() if option in known.get("aliases", ())), option)


def tidy_environment() -> None:
    """botocore would take a blank variable for a value: a region named ''; and a line break after one for a part.

    Of two that mean the same it would take the older one, as no other tool does.
    """
    for name, value in [item for item in os.environ.items() if item[0].startswith("AWS_")]:
        if not value.strip():
            del os.environ[name]
        elif name in (*KEY_VARIABLES, "AWS_REGION", "AWS_DEFAULT_REGION"):
            os.environ[name] = value.strip()
    for newer, older in OLDER.items():
        if newer in os.environ:
            os.environ.pop(older, None)


def given_text(options: Mapping[str, Any], name: str) -> str | None:
    return (options.get(name) or "").strip() or None


BOTOCORES_KEY_VARIABLES = (
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_SECURITY_TOKEN",
)
KEY_VARIABLES = (*BOTOCORES_KEY_VARIABLES, "AWS_ACCESS_KEY", "AWS_SECRET_KEY")
OLDER = {"AWS_PROFILE": "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN": "AWS_SECURITY_TOKEN"}
VARIABLES_OF = {
    "access_key": ("AWS_ACCESS_KEY_ID", "AWS_ACCESS_KEY"),
    "secret_key": ("AWS_SECRET_ACCESS_KEY", "AWS_SECRET_KEY"),
    "session_token": ("AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN"),
}
ONE_KEY = (
    "access_key: it goes together with secret_key; give both, or neither to use the environment, or one where the "
    "environment has the other one."
)
ONLY_A_TOKEN = (
    "session_token: it goes together with access_key and secret_key, and the environment has no pair either; give all "
    "three, or none."
)


def endpoint_url(options: Mapping[str, Any], environment: Mapping[str, str]) -> str | None:
    """The address that takes the place of AWS' own, but for what botocore itself looks up."""
    for source, url in (
        ("endpoint_url", given_text(options, "endpoint_url")),
        ("AWS_URL", environment.get("AWS_URL")),
    ):
        if url:
            require_address(source, url)
            return url
    return None


def require_address(source: str, url: str) -> None:
    """Raise ``ElbError`` for what is none."""
    try:
        address = urlsplit(url)
        is_one = address.scheme in ("http", "https") and address.port != 0 and not re.search(r"\s", url)
        is_one = is_one and bool(HOST.fullmatch(address.hostname or "") or "[" in address.netloc)
    except ValueError:
        is_one = False
    if not is_one:
        raise no_address(source, url)


def no_address(source: str, url: str) -> ElbError:
    """With an @ it may hold a password, and is not repeated."""
    shown = repr(url) if url and "@" not in url else "what it has"
    advice = " In a password, characters like / and # have to be percent-encoded." if "@" in url else ""
    return ElbError(
        f"{source}: {shown} is not an address; one is like https://host or http://host:port.{advice}"
    )


def _keys(options: Mapping[str, Any], environment: Mapping[str, str]) -> dict[str, str | None]:
    """Those to sign with, all ``None`` where botocore is to find them."""
    given = {name: given_text(options, name) for name in VARIABLES_OF}
    if given["access_key"] and given["secret_key"]:
        _require_printable(given)
        return given
    are_of_botocore = not any(given.values()) and "AWS_ACCESS_KEY_ID" in environment
    used = BOTOCORES_KEY_VARIABLES if are_of_botocore else KEY_VARIABLES
    _require_printable({**given, **{name: environment.get(name) for name in used}})
    there = {
        name: next(filter(None, map(environment.get, variables)), None)
        for name, variables in VARIABLES_OF.items()
    }
    if any(given.values()):
        return _completed(given, there)
    if are_of_botocore:
        if "AWS_SECRET_ACCESS_KEY" not in environment:
            raise _half_a_pair("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
        return dict.fromkeys(there)
    if not (there["access_key"] or there["secret_key"]):
        return dict.fromkeys(there)
    if there["access_key"] and there["secret_key"]:
        return there
    if "AWS_PROFILE" in environment or "AWS_DEFAULT_PROFILE" in environment:
        return dict.fromkeys(there)
    found = next(name for name in KEY_VARIABLES if name in environment and "TOKEN" not in name)
    other = "AWS_ACCESS_KEY_ID" if "SECRET" in found else "AWS_SECRET_ACCESS_KEY"
    raise _half_a_pair(found, other)


def _half_a_pair(found: str, other: str) -> ElbError:
    return ElbError(
        f"{found}: it goes together with {other}, which the environment does not have; set both, or neither."
    )


def _completed(given: dict[str, str | None], there: dict[str, str | None]) -> dict[str, str | None]:
    """The keys that were given, with what the environment has of them, unless it has another pair."""
    whole = {name: given[name] or there[name] for name in given}
    for name, other in (("access_key", "secret_key"), ("secret_key", "access_key")):
        if given[name] and there[other] and there[name] not in (None, given[name]):
            raise ElbError(
                f"{name}: the environment has another one, so its {other} is not taken for this one; give {other}, too."
            )
        if not whole[other]:
            raise ElbError(ONE_KEY if given["access_key"] or given["secret_key"] else ONLY_A_TOKEN)
    return whole


def session_of(options: Mapping[str, Any], environment: Mapping[str, str]) -> Any:
    profile = given_text(options, "profile")
    named = ", ".join(name for name in VARIABLES_OF if given_text(options, name))
    if profile and named:
        raise ElbError(f"profile: it cannot be combined with {named}; give the profile, or the keys.")
    keys = dict.fromkeys(VARIABLES_OF) if profile else _keys(options, environment)
    try:
        session = new_session(profile)
        if keys["access_key"]:
            session.set_credentials(keys["access_key"], keys["secret_key"], keys["session_token"])
        session.get_scoped_config()  # where a profile that does not exist shows
        return session
    except botocore.exceptions.ProfileNotFound as error:
        source = (
            "profile" if profile else "AWS_PROFILE" if "AWS_PROFILE" in environment else "AWS_DEFAULT_PROFILE"
        )
        files = [session.get_config_variable(name) for name in ("config_file", "credentials_file")]
        raise ElbError(f"{source}: {sentence(error)} Check {' and '.join(files)}.") from error
    except botocore.exceptions.BotoCoreError as error:
        raise ElbError(f"AWS' configuration cannot be read: {sentence(error)}") from error


def ask_nobody(session: Any, region: str) -> None:
    """Without this, botocore would ask for the code of an MFA device at the terminal, in the middle of a play."""

    def refuse(_question: str) -> str:
        raise botocore.exceptions.CredentialRetrievalError(
            provider="the profile",
            error_msg="its mfa_serial wants a code, and a task can ask nobody; get a session with it first, and give "
            "access_key, secret_key and session_token",
        )

    def resolver() -> Any:
        sources = botocore.credentials.create_credential_resolver(session, region_name=region)
        sources.get_provider("assume-role")._prompter = refuse
        return sources

    session.lazy_register_component("credential_provider", resolver)


def _require_printable(keys: Mapping[str, str | None]) -> None:
    """Else the HTTP client refuses it, and shows it."""
    for name, value in keys.items():
        if value and (not value.isprintable() or " " in value):
            raise ElbError(f"{name}: it has a blank, a line break or the like in it, which no key has.")


def has_region(options: Mapping[str, Any]) -> bool:
    """Whether the options or the environment name a region; a profile may still do."""
    named = (
        given_text(options, "region"),
        os.environ.get("AWS_REGION"),
        os.environ.get("AWS_DEFAULT_REGION"),
    )
    return any((region or "").strip() for region in named)


def region_of(options: Mapping[str, Any], environment: Mapping[str, str], session: Any) -> str:
    """The first one that is named. Raises ``ElbError``."""
    candidates = (
        ("region", given_text(options, "region")),
        ("AWS_REGION", environment.get("AWS_REGION")),
        ("AWS_DEFAULT_REGION", environment.get("AWS_DEFAULT_REGION")),
        ("the region of the profile", session.get_config_variable("region")),
    )
    is_elsewhere = endpoint_url(options, environment) is not None
    for source, region in candidates:
        if region:
            if not (is_region(str(region)) or (is_elsewhere and _is_of_others(str(region)))):
                raise ElbError(
                    f"{source}: '{region}' is not an AWS region; a region is named like eu-west-1."
                )
            return str(region)
    raise ElbError("region: it is missing; give the option, or set AWS_REGION or AWS_DEFAULT_REGION.")


def _is_of_others(region: str) -> bool:
    """Whether a private cloud may have it: what looks like a region of AWS, and is none, is a slip."""
    try:
        botocore.utils.validate_region_name(region)
    except botocore.exceptions.InvalidRegionError:
        return False
    return not re.search(r"[a-z]-\d", region, re.IGNORECASE)
