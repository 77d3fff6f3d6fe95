# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The shapes that several modules take as options: their specifications and their parsing. Private to classic.elb.

Parsing turns what Ansible hands over into the frozen shapes of ``_model``, and refuses what AWS would refuse.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ansible_collections.classic.elb.plugins.module_utils._model.errors import ElbError
from ansible_collections.classic.elb.plugins.module_utils._model.policy import Doubt, Policy, canonical_policy
from ansible_collections.classic.elb.plugins.module_utils._model.policy_types import (
    APP_COOKIE,
    BACKEND_AUTHENTICATION,
    LB_COOKIE,
    POLICY_TYPES,
    PREDEFINED_SSL_POLICIES,
    PROXY_PROTOCOL,
    PUBLIC_KEY,
    REFERENCE,
    SSL,
    is_reserved,
    missing_attribute,
)
from ansible_collections.classic.elb.plugins.module_utils._model.protocols import PROTOCOLS
from ansible_collections.classic.elb.plugins.module_utils._model.state import Listener
from ansible_collections.classic.elb.plugins.module_utils._options import checks
from ansible_collections.classic.elb.plugins.module_utils._options.common import Options
from ansible_collections.classic.elb.plugins.module_utils._options.normalize import is_unset, whole_number

LISTENER_OPTIONS: Options = {
    "load_balancer_port": {"type": "int", "required": True, "aliases": ["port"]},
    "protocol": {"type": "str", "required": True},
    "instance_port": {"type": "int", "required": True},
    "instance_protocol": {"type": "str"},
    "ssl_certificate_id": {"type": "str", "aliases": ["certificate"]},
    "policy_names": {"type": "list", "elements": "str"},
}

POLICY_OPTIONS: Options = {
    "name": {"type": "str", "required": True, "aliases": ["policy_name"]},
    "type": {"type": "str", "required": True, "aliases": ["policy_type"]},
    "attributes": {"type": "dict", "aliases": ["policy_attributes"]},
}

BACKEND_SERVER_OPTIONS: Options = {
    "instance_port": {"type": "int", "required": True},
    "policy_names": {"type": "list", "elements": "str", "required": True},
}


def parse_listeners(values: Sequence[Options] | None) -> dict[int, Listener] | None:
    """Listeners by port. Raises ``ElbError`` for a port that is listed twice, and for what AWS would refuse.

    A protocol that is not known, or a certificate that has no ARN, is noted: it is never wrong where it is there.
    """
    if values is None:
        return None
    listeners: dict[int, Listener] = {}
    for index, value in enumerate(values):
        listener = _listener(f"listeners[{index}].", value)
        if listener.load_balancer_port in listeners:
            raise ElbError(
                f"listeners[{index}].load_balancer_port: {listener.load_balancer_port} is listed twice."
            )
        listeners[listener.load_balancer_port] = listener
    return listeners


def _listener(where: str, value: Options) -> Listener:
    if value["load_balancer_port"] == 0 and not checks.text(value["protocol"]):
        return _relic(f"{where}policy_names", value)
    front = (checks.text(value["protocol"]) or "").upper()
    back = (checks.text(value.get("instance_protocol")) or front).upper()
    certificate = checks.certificate(f"{where}ssl_certificate_id", value.get("ssl_certificate_id"))
    refusal = ""
    try:
        checks.certificate_arn(f"{where}ssl_certificate_id", certificate)
    except ElbError as wrong:
        refusal = wrong.message
    try:
        checks.protocol(f"{where}protocol", value["protocol"])
        checks.protocol(f"{where}instance_protocol", value.get("instance_protocol") or front)
        checks.protocol_pair(where, front, back)
        checks.no_certificate_without_tls(where, front, certificate)
        checks.certificate_for_tls(where, front, certificate)
    except ElbError as wrong:
        if not front or {front, back} <= set(PROTOCOLS):
            raise
        refusal = refusal or wrong.message
    return Listener(
        load_balancer_port=checks.port(f"{where}load_balancer_port", value["load_balancer_port"]),
        protocol=front,
        instance_port=checks.port(f"{where}instance_port", value["instance_port"]),
        instance_protocol=back,
        ssl_certificate_id=certificate,
        policy_names=parse_policy_names(f"{where}policy_names", value.get("policy_names")),
        refusal=refusal,
    )


def _relic(option: str, value: Options) -> Listener:
    """As a returned balancer holds it; whether there is one, the plan sees (facts 10a)."""
    names = parse_policy_names(option, value.get("policy_names"))
    protocol = (checks.text(value.get("instance_protocol")) or "").upper()
    return Listener(0, "", value["instance_port"], protocol, policy_names=names)


def parse_policy_names(option: str, values: Iterable[Any] | None) -> frozenset[str] | None:
    return None if values is None else frozenset(checks.policy_name(option, value) for value in values)


def parse_backend_servers(values: Sequence[Options] | None) -> dict[int, frozenset[str]] | None:
    """Policy names by instance port."""
    if values is None:
        return None
    servers: dict[int, frozenset[str]] = {}
    for index, value in enumerate(values):
        where = f"backend_servers[{index}]."
        number = checks.port(f"{where}instance_port", value["instance_port"])
        if number in servers:
            raise ElbError(f"{where}instance_port: {number} is listed twice.")
        servers[number] = parse_policy_names(f"{where}policy_names", value["policy_names"]) or frozenset()
    return servers


def parse_policies(values: Sequence[Options] | None) -> dict[str, Policy] | None:
    """Policies by name."""
    if values is None:
        return None
    policies: dict[str, Policy] = {}
    for index, value in enumerate(values):
        policy = parse_policy(f"policies[{index}].", value)
        if policy.name in policies:
            raise ElbError(f"policies[{index}].name: '{policy.name}' is listed twice.")
        policies[policy.name] = policy
    return policies


def parse_policy(where: str, value: Options) -> Policy:
    """Without a word on its attributes, it is one whose content stays.

    What AWS might know by now, although it is not known here, is a doubt; what it cannot know is a refusal.
    """
    name = checks.policy_name(f"{where}name", value["name"])
    type_name = checks.text(value["type"]) or ""
    unknown = _Unknown()
    if type_name not in POLICY_TYPES:
        unknown.add(
            f"{where}type: '{type_name}' is not a policy type",
            checks.closest(type_name, POLICY_TYPES),
            might_be=bool(NEW_TYPE.fullmatch(type_name)),
        )
    option = f"{where}attributes"
    attributes = _attributes(option, type_name, value.get("attributes") or {}, unknown) or None
    if attributes is not None and not is_reserved(name) and not unknown.refusal:
        _require_attributes(option, type_name, attributes)
    for reference in (attributes or {}).get(REFERENCE, ()):
        if type_name == SSL and reference not in PREDEFINED_SSL_POLICIES:
            unknown.add(
                f"{option}: '{REFERENCE}': '{reference}' is not a predefined TLS policy",
                f"they are {', '.join(PREDEFINED_SSL_POLICIES[:9])}.",
                might_be=is_reserved(reference),
                tls_word=reference,
                alike=PREDEFINED_SSL_POLICIES,
            )
    policy = canonical_policy(name, type_name, attributes)
    return replace(policy, doubts=tuple(unknown.doubts), refusal=unknown.refusal)


NEW_TYPE = re.compile(r"[A-Z]\w*PolicyType")
NEW_TLS_NAME = re.compile(r"Protocol-(TLS|SSL)v\d(\.\d)?|[A-Z0-9]+(-[A-Z0-9]+)+")
"""What types of policies, protocols and ciphers are called; AWS may have more of them than are known here."""


class _Unknown:
    """What is not known here of a policy."""

    def __init__(self) -> None:
        self.doubts: list[Doubt] = []
        self.refusal = ""

    def add(
        self, sentence: str, hint: str, might_be: bool, tls_word: str = "", alike: Iterable[str] = ()
    ) -> None:
        doubt = Doubt(sentence, hint, tls_word, frozenset(alike))
        if might_be:
            self.doubts.append(doubt)
        else:
            self.refusal = self.refusal or doubt.refusal


def _attributes(
    option: str, type_name: str, values: Mapping[Any, Any], unknown: _Unknown
) -> dict[str, tuple[str, ...]]:
    known = POLICY_TYPES[type_name].attributes if type_name in POLICY_TYPES else None
    if {str(key).lower() for key in values} == {"attributename", "attributevalue"}:
        raise ElbError(
            f"{option}: AttributeName and AttributeValue are how AWS lists an attribute; here the key is a name of the "
            "dictionary, as in {ProxyProtocol: true}."
        )
    attributes = {}
    for key, value in values.items():
        if is_unset(value):
            continue
        listed = value if isinstance(value, list) else [value]
        if known is None:
            attributes[str(key)] = tuple(str(item).strip() for item in listed)
            continue
        if key not in known:
            if spelling := _other_spelling(str(key), known):
                raise ElbError(f"{option}: '{key}' is '{spelling}' here, as AWS spells it.")
            might_be = type_name == SSL and bool(NEW_TLS_NAME.fullmatch(str(key)))
            if might_be and [str(item).strip().lower() for item in listed] == ["false"]:
                continue  # as it is with all that is not mentioned (facts 1.6)
            unknown.add(
                f"{option}: {type_name} has no attribute '{key}'",
                checks.closest(str(key), known),
                might_be=might_be,
                tls_word=str(key),
                alike=known,
            )
            if not might_be:
                attributes[str(key)] = tuple(str(item).strip() for item in listed)
                continue
        if len(listed) != 1 and not known.get(key, "").endswith("MORE"):
            raise ElbError(f"{option}: '{key}' takes one value, not {len(listed)}.")
        attributes[str(key)] = tuple(_attribute_value(option, type_name, str(key), item) for item in listed)
    return attributes


def _other_spelling(key: str, known: Iterable[str]) -> str | None:
    """What a name is that differs in case, dashes and underscores alone."""
    plain = re.sub("[-_]", "", key).lower()
    return next((one for one in known if re.sub("[-_]", "", one).lower() == plain), None)


def _kind(value: Any) -> str:
    return "null" if value is None else "a dictionary" if isinstance(value, dict) else "a list"


def _attribute_value(option: str, type_name: str, key: str, value: Any) -> str:
    """A value the way AWS writes it."""
    where = f"{option}: '{key}'"
    if isinstance(value, (dict, list)) or value is None:
        raise ElbError(f"{where} takes a text, a number or a boolean, not {_kind(value)}.")
    string = str(value).strip()
    if type_name == PROXY_PROTOCOL or (type_name == SSL and key != REFERENCE):
        return _boolean(where, string)
    if type_name == LB_COOKIE:
        string = whole_number(string)
        if not re.fullmatch("[0-9]{1,19}", string):
            raise ElbError(
                f"{where} takes a number of seconds, not '{string}'; 0 lasts as long as the browser is open."
            )
        return str(int(string))
    if type_name == APP_COOKIE:
        return checks.printable(f"{option}.{key}", string)
    if type_name == PUBLIC_KEY:
        return _public_key(where, string)
    if type_name == BACKEND_AUTHENTICATION:
        return checks.policy_name(f"{option}.{key}", string)
    return string


def _boolean(where: str, string: str) -> str:
    if string.lower() in ("true", "yes", "on", "1"):
        return "true"
    if string.lower() in ("false", "no", "off", "0"):
        return "false"
    raise ElbError(f"{where} takes true or false, not '{string}'.")


def _public_key(where: str, string: str) -> str:
    """The base64 body that AWS wants, also from a whole PEM file (facts 1.6)."""
    if "PRIVATE KEY" in string:
        raise ElbError(f"{where} takes a public key; this is a private one.")
    body = "".join(line.strip() for line in string.splitlines() if not line.strip().startswith("-----"))
    if not body or not all(
        character.isascii() and (character.isalnum() or character in "+/=") for character in body
    ):
        raise ElbError(f"{where} takes a public key as PEM, or the base64 text within it.")
    return body


def _require_attributes(option: str, type_name: str, attributes: Mapping[str, tuple[str, ...]]) -> None:
    missing = missing_attribute(type_name, attributes)
    if missing:
        raise ElbError(f"{option}: {type_name} needs the attribute '{missing}'.")
    if REFERENCE in attributes and len(attributes) > 1:
        surplus = sorted(attributes.keys() - {REFERENCE})
        raise ElbError(
            f"{option}: with {REFERENCE}, AWS decides on all others; leave out {', '.join(surplus)}."
        )
