# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""botocore clients, made of options and environment, and kept. Private to classic.elb."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from typing import Any

from ansible_collections.classic.elb.plugins.module_utils._model.errors import ElbError, NotSent
from ansible_collections.classic.elb.plugins.module_utils._service.config import config_of
from ansible_collections.classic.elb.plugins.module_utils._service.explain import explanation
from ansible_collections.classic.elb.plugins.module_utils._service.lean import (
    new_session,
    read_authorities,
    share_context,
    stamp,
    use_lean_loader,
)
from ansible_collections.classic.elb.plugins.module_utils._service.sdk import botocore, has_sdk
from ansible_collections.classic.elb.plugins.module_utils._service.secrets import without, without_password
from ansible_collections.classic.elb.plugins.module_utils._service.settings import (
    AWS_OPTIONS,
    ONE_KEY,
    ask_nobody,
    endpoint_url,
    given_text,
    no_address,
    region_of,
    require_address,
    session_of,
    tidy_environment,
)

ENDPOINT_SOURCES = "endpoint_url, AWS_ENDPOINT_URL or the configuration file"


class Connection:
    """Where to talk to AWS, and as whom. Making one reads no network; the first client may (instance roles)."""

    def __init__(self, options: Mapping[str, Any], environment: Mapping[str, str], caller: str) -> None:
        """Raise ``ElbError`` for options that contradict each other or leave the region open.

        ``caller`` is the module; it is a part of the user agent, by which CloudTrail tells who called.
        """
        self._endpoint_url = endpoint_url(options, environment)
        self._verify: Any = options["validate_certs"] and (given_text(options, "aws_ca_bundle") or None)
        self._config = config_of(options.get("aws_config") or {}, caller)
        self._session = session_of(options, environment)
        self._clients: dict[str, Any] = {}
        self._lock = threading.Lock()
        self.region = region_of(options, environment, self._session)
        ask_nobody(self._session, self.region)
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
            if isinstance(error, ValueError) and str(error).startswith(("Invalid endpoint", "Invalid IPv6")):
                raise no_address(ENDPOINT_SOURCES, str(error).partition(": ")[2]) from error
            if isinstance(error, botocore.exceptions.PartialCredentialsError) and "key" in str(error):
                raise ElbError(f"{ONE_KEY} A file has one of them alone.") from error
            raise NotSent(
                f"No connection to AWS can be made: {explanation(error)}.{self.how_to_sign_in(error)}"
            ) from error
        require_address(ENDPOINT_SOURCES, client.meta.endpoint_url)
        share_context(client)
        return client

    def without_credentials(self, answer: Mapping[str, Any]) -> dict[str, Any]:
        """A refusal of AWS without our credentials: of a wrong signature, it repeats all that was signed."""
        text = self.without_secrets(answer.get("Error", {}).get("Message") or "")
        return {**answer, "Error": {**answer.get("Error", {}), "Message": text}}

    def without_secrets(self, text: str) -> str:
        """A text without our credentials."""
        try:
            credentials = self._session.get_credentials()
            secrets = credentials.get_frozen_credentials() if credentials else ()
        except Exception:
            return text  # there are none: a role that cannot be assumed is what the text is about
        return without(secrets, text)

    def how_to_sign_in(self, error: Exception) -> str:
        """What helps where a session is missing or has ended; nothing for other errors."""
        if isinstance(error, RuntimeError) and "still expired" in str(error):
            return " AWS_CREDENTIAL_EXPIRATION or credential_process tells when they end: obtain new ones."
        if not isinstance(error, (botocore.exceptions.SSOError, botocore.exceptions.TokenRetrievalError)):
            return ""
        profile = self._session.get_config_variable("profile")
        return f" Sign in first: aws sso login{f' --profile {profile}' if profile else ''}."

    def remedy_for_tls(self) -> str:
        """Where botocore looks for the authorities, in this order."""
        in_files = self._session.get_config_variable("ca_bundle")
        bundle = self._verify or in_files or os.environ.get("REQUESTS_CA_BUNDLE")
        if isinstance(bundle, str) and not os.path.exists(bundle):
            return (
                f"aws_ca_bundle, AWS_CA_BUNDLE, the profile or REQUESTS_CA_BUNDLE names {bundle}, and there is no such "
                "file."
            )
        return "Check validate_certs, aws_ca_bundle, endpoint_url and the proxy settings."

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
    tidy_environment()
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
    """The files that a connection depends on: when one changes, another connection is needed."""
    return [
        environment.get("AWS_CONFIG_FILE", "~/.aws/config"),
        environment.get("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials"),
        given_text(options, "aws_ca_bundle") or environment.get("AWS_CA_BUNDLE"),
    ]


def warm_up() -> None:
    """Load what every client needs, before Ansible forks workers that would each load it again."""
    if has_sdk():
        session, config = new_session(), config_of({}, "")
        session.set_credentials("none", "none")
        use_lean_loader(session, "us-east-1", config)
        read_authorities(session.create_client("elb", region_name="us-east-1", config=config))
