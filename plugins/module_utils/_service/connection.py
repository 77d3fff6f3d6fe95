# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Connection options and what becomes of them: botocore clients. Private to classic.elb.

The options, their aliases and environment variables are those of amazon.aws, so that ``module_defaults``, AWX's AWS
credential and instance roles work unchanged. Blank values count as absent, because that is what an empty AWX survey
answer is. Everything that is not said here is left to botocore's own credential chain.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Mapping
from typing import Any

from ansible.module_utils.common.parameters import env_fallback

from ansible_collections.classic.elb.plugins.module_utils._model.errors import ElbError
from ansible_collections.classic.elb.plugins.module_utils._service.lean import (
    is_region,
    new_session,
    read_authorities,
    share_context,
    stamp,
    use_lean_loader,
)

try:
    import botocore
    import botocore.config
    import botocore.credentials
    import botocore.exceptions

    BOTOCORE: str | None = botocore.__version__
    """Its version; without it, no module does anything."""
except ImportError:
    BOTOCORE = None

OLDEST_BOTOCORE = "1.34.0"
VERSION = "1.0.0"
MOST_CONNECTIONS = 16

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


def has_sdk() -> bool:
    """Whether there is a botocore that is new enough: an older one passes over variables that say where AWS is."""
    return BOTOCORE is not None and _release(BOTOCORE) >= _release(OLDEST_BOTOCORE)


def _release(version: str) -> list[int]:
    return [int(number) for number in version.split(".")[:2]]


class Connection:
    """Where to talk to AWS, and as whom. Making one reads no network; the first client may (instance roles)."""

    def __init__(self, options: Mapping[str, Any], environment: Mapping[str, str], caller: str) -> None:
        """Raise ``ElbError`` for options that contradict each other or leave the region open.

        ``caller`` is the module; it is a part of the user agent, by which CloudTrail tells who called.
        """
        self._endpoint_url = _endpoint_url(options, environment)
        self._verify: Any = options["validate_certs"] and (_given(options, "aws_ca_bundle") or None)
        self._config = _config(options.get("aws_config") or {}, caller)
        self._session = _session(options, environment)
        self._clients: dict[str, Any] = {}
        self._lock = threading.Lock()
        self.region = _region(options, environment, self._session)
        _ask_nobody(self._session, self.region)
        use_lean_loader(self._session, self.region, self._config)

    def client(self, service: str) -> Any:
        """botocore's client of a service: the same one whenever it is asked for."""
        with self._lock:
            if service not in self._clients:
                self._clients[service] = self._new_client(service)
            return self._clients[service]

    def _new_client(self, service: str) -> Any:
        try:
            client = self._session.create_client(
                service,
                region_name=self.region,
                endpoint_url=self._endpoint_url,
                verify=self._verify,
                config=self._config,
            )
        # Whatever a source of credentials gives, botocore looks into it unchecked.
        except Exception as error:
            if isinstance(error, botocore.exceptions.PartialCredentialsError) and "key" in str(error):
                raise ElbError(f"{ONE_KEY} The environment or a file has one of them alone.") from error
            raise ElbError(
                f"No connection to AWS can be made: {explanation(error)}{self.how_to_sign_in(error)}"
            ) from error
        share_context(client)
        return client

    def without_credentials(self, answer: Mapping[str, Any]) -> dict[str, Any]:
        """A refusal of AWS without our credentials: of a wrong signature, it repeats all that was signed."""
        text = self.without_secrets(answer.get("Error", {}).get("Message") or "")
        return {**answer, "Error": {**answer.get("Error", {}), "Message": text}}

    def without_secrets(self, text: str) -> str:
        """A text without our credentials, as they are or as Python spells what cannot be printed."""
        try:
            credentials = self._session.get_credentials()
            secrets = credentials.get_frozen_credentials() if credentials else ()
        except Exception:
            return text  # there are none: a role that cannot be assumed is what the text is about
        for secret in map(str, filter(None, secrets)):
            for spelling in (secret, repr(secret)[1:-1], repr(secret.encode())[2:-1]):
                text = text.replace(spelling, "********")
        return text

    def how_to_sign_in(self, error: Exception) -> str:
        """What helps where a session of single sign-on is missing or has ended; nothing for other errors."""
        if not isinstance(error, (botocore.exceptions.SSOError, botocore.exceptions.TokenRetrievalError)):
            return ""
        profile = self._session.get_config_variable("profile")
        return f" Sign in first: aws sso login{f' --profile {profile}' if profile else ''}."

    def where(self) -> str:
        """In words: the address, where one was given in any way, else the region."""
        address = without_password(self._endpoint_url or self.client("elb").meta.endpoint_url)
        return address if self._endpoint_url or self.region not in address else f"the region {self.region}"


_last: tuple[Any, Connection] | None = None


def connect(options: Mapping[str, Any], caller: str) -> Connection:
    """A connection from module options and the environment: the last one, where nothing of both has changed.

    A loop in Ansible's worker so keeps its connections from item to item; a module's own process makes one.
    """
    global _last  # noqa: PLW0603 (a process has one last connection)
    _forget_blanks()
    own = {name: options.get(name) for name in AWS_OPTIONS}
    given = (caller, own, dict(os.environ), [stamp(path) for path in _files(options, os.environ)])
    if _last is None or _last[0] != given:
        _last = (given, Connection(options, os.environ, caller))
    return _last[1]


def disconnect() -> None:
    """Have the next ``connect`` look anew for whatever may have failed: credentials may come or be renewed."""
    global _last  # noqa: PLW0603
    _last = None


def _files(options: Mapping[str, Any], environment: Mapping[str, str]) -> list[str | None]:
    """What else a connection is made of."""
    return [
        environment.get("AWS_CONFIG_FILE", "~/.aws/config"),
        environment.get("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials"),
        _given(options, "aws_ca_bundle") or environment.get("AWS_CA_BUNDLE"),
    ]


def warm_up() -> None:
    """Load what every client needs, before Ansible forks workers that would each load it again."""
    if has_sdk():
        session, config = new_session(), _config({}, "")
        session.set_credentials("none", "none")
        use_lean_loader(session, "us-east-1", config)
        read_authorities(session.create_client("elb", region_name="us-east-1", config=config))


def _forget_blanks() -> None:
    """botocore would take a blank variable for a value: a region named ''; and a line break after a key for a part."""
    for name, value in [item for item in os.environ.items() if item[0].startswith("AWS_")]:
        if not value.strip():
            del os.environ[name]
        elif name in KEY_VARIABLES:
            os.environ[name] = value.strip()


def _given(options: Mapping[str, Any], name: str) -> str | None:
    return (options.get(name) or "").strip() or None


KEY_VARIABLES = (
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_SECURITY_TOKEN",
    "AWS_ACCESS_KEY",
    "AWS_SECRET_KEY",
)
VARIABLES_OF = {
    "access_key": ("AWS_ACCESS_KEY_ID", "AWS_ACCESS_KEY"),
    "secret_key": ("AWS_SECRET_ACCESS_KEY", "AWS_SECRET_KEY"),
    "session_token": ("AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN"),
}
ONE_KEY = (
    "access_key: it goes together with secret_key; give both, or neither to use the environment, or one where the "
    "other of the same pair is in the environment."
)


def _endpoint_url(options: Mapping[str, Any], environment: Mapping[str, str]) -> str | None:
    """The address that takes the place of AWS' own, but for what botocore itself looks up."""
    for source, url in (
        ("endpoint_url", _given(options, "endpoint_url")),
        ("AWS_URL", environment.get("AWS_URL")),
    ):
        if url:
            if not re.fullmatch(r"https?://[^\s/]\S*", url):
                shown = "what it has" if "@" in url else repr(url)
                raise ElbError(
                    f"{source}: {shown} is no address; one is like https://host or http://host:port."
                )
            return url
    return None


def _keys(options: Mapping[str, Any], environment: Mapping[str, str]) -> dict[str, str | None]:
    """Those to sign with, all ``None`` where botocore is to find them.

    One that was not given may be in the environment, unless there is one of another pair.
    """
    given = {name: _given(options, name) for name in VARIABLES_OF}
    there = {
        name: next(filter(None, map(environment.get, variables)), None)
        for name, variables in VARIABLES_OF.items()
    }
    if given["access_key"] and given["secret_key"]:
        _require_printable(given)
        return given
    used = (
        KEY_VARIABLES if any(given.values()) or "AWS_ACCESS_KEY_ID" not in environment else KEY_VARIABLES[:4]
    )
    _require_printable({**given, **{name: environment.get(name) for name in used}})
    whole = {name: given[name] or there[name] for name in given}
    if any(given.values()):
        pair = ("access_key", "secret_key")
        if not all(whole[name] and there[name] in (None, whole[name]) for name in pair):
            raise ElbError(ONE_KEY)
        return whole
    found_by_botocore = "AWS_ACCESS_KEY_ID" in environment or not (
        there["access_key"] and there["secret_key"]
    )
    return dict.fromkeys(whole) if found_by_botocore else whole


def _session(options: Mapping[str, Any], environment: Mapping[str, str]) -> Any:
    profile = _given(options, "profile")
    named = ", ".join(name for name in VARIABLES_OF if _given(options, name))
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
        source = "profile" if profile else "AWS_PROFILE"
        files = [session.get_config_variable(name) for name in ("config_file", "credentials_file")]
        raise ElbError(f"{source}: {_sentence(error)} Check {' and '.join(files)}.") from error
    except botocore.exceptions.BotoCoreError as error:
        raise ElbError(f"AWS' configuration cannot be read: {_sentence(error)}") from error


def _ask_nobody(session: Any, region: str) -> None:
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
        if value and (not value.isprintable() or any(map(str.isspace, value))):
            raise ElbError(f"{name}: it has a blank, a line break or the like in it, which no key has.")


def has_region(options: Mapping[str, Any]) -> bool:
    """Whether the options or the environment name a region; a profile may still do."""
    named = (_given(options, "region"), os.environ.get("AWS_REGION"), os.environ.get("AWS_DEFAULT_REGION"))
    return any((region or "").strip() for region in named)


def _region(options: Mapping[str, Any], environment: Mapping[str, str], session: Any) -> str:
    candidates = (
        ("region", _given(options, "region")),
        ("AWS_REGION", environment.get("AWS_REGION")),
        ("AWS_DEFAULT_REGION", environment.get("AWS_DEFAULT_REGION")),
        ("the region of the profile", session.get_config_variable("region")),
    )
    for source, region in candidates:
        if region:
            if not is_region(str(region)):
                raise ElbError(
                    f"{source}: '{region}' is not an AWS region; a region is named like eu-west-1."
                )
            return str(region)
    raise ElbError("region: it is missing; give the option, or set AWS_REGION or AWS_DEFAULT_REGION.")


def _config(extra: Mapping[str, Any], caller: str) -> Any:
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
DICTIONARIES = ("proxies", "proxies_config", "retries")


def _config_value(name: str, value: Any) -> Any:
    """botocore does not look at these before it stumbles over them; a template makes a text of a number.

    The value of a proxy may be a secret, and is not repeated.
    """
    if name in NUMBERS and isinstance(value, str) and value.strip().isdecimal():
        return int(value)
    if name in NUMBERS and value is not None and type(value) not in (int, float):
        raise ElbError(f"aws_config: {name} takes a number, not '{value}'.")
    if name in DICTIONARIES and not isinstance(value, (Mapping, type(None))):
        raise ElbError(f"aws_config: {name} takes a dictionary, and was given as {type(value).__name__}.")
    return value


def bad_config(error: Exception) -> ElbError:
    return ElbError(f"aws_config: {_sentence(error)} It takes the options of botocore.config.Config.")


def _sentence(error: Exception) -> str:
    return without_password(str(error).strip().rstrip(".")) + "."


def explanation(error: Exception) -> str:
    """What kept botocore from a call: in its words or, where they were not meant for users, in ours before them."""
    if isinstance(
        error, (botocore.exceptions.BotoCoreError, botocore.exceptions.ClientError, OSError, RuntimeError)
    ):
        return _sentence(error)
    return f"settings or credentials of AWS cannot be understood ({type(error).__name__}: {_sentence(error)[:-1]})."


def without_password(text: str) -> str:
    """An address in it may have a name and a password, as those of proxies do."""
    return re.sub(r"//[^\s/]*@", "//********@", text)


def passwords(options: Mapping[str, Any]) -> set[str]:
    """What no output may show of the addresses in the options: passwords, alone and with the names before them."""
    names = ("aws_config", "endpoint_url", *AWS_OPTIONS["endpoint_url"]["aliases"])
    given = " ".join(f"//{options.get(name)}" for name in names)
    found = re.findall(r"//([^\s/:]+:([^\s/]+))@", given)
    return {secret for pair in found for secret in pair}
