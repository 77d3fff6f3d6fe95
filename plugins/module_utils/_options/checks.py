# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks of option values, before any call. Private to classic.elb.

Each raises ``ElbError`` with one sentence that names the option, what was wrong and what is right. The rules are AWS'
(facts, as named), checked here so that nothing is half done when AWS would refuse.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from ansible_collections.classic.elb.plugins.module_utils._model.aws import DESYNC_MODES
from ansible_collections.classic.elb.plugins.module_utils._model.errors import ElbError, in_part
from ansible_collections.classic.elb.plugins.module_utils._model.notes import NOTE_PREFIX, is_note
from ansible_collections.classic.elb.plugins.module_utils._model.protocols import (
    LAYER_7_PROTOCOLS,
    PROTOCOLS,
    SECURE_PROTOCOLS,
    are_of_one_layer,
)
from ansible_collections.classic.elb.plugins.module_utils._model.state import MOST_TAGS, SYSTEM_TAG_PREFIX

NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?")
POLICY_NAME = re.compile(r"[A-Za-z0-9-]+")
LOG_PREFIX = re.compile(r"[A-Za-z0-9._/-]*")
BUCKET = re.compile(r"[A-Za-z0-9._-]{3,255}")
MODE = re.compile(r"[a-z0-9.]{1,64}")
TAG_CHARACTERS = "letters, digits, spaces and any of _ . : / = + - @"


def text(value: Any) -> str | None:
    """A string option; blank counts as absent, as it is what an empty survey answer becomes."""
    return (str(value).strip() or None) if value is not None else None


def texts(option: str, values: Iterable[Any] | None) -> tuple[str, ...] | None:
    """A list of strings, without repeats, in order."""
    if values is None:
        return None
    stripped = [text(value) for value in values]
    if None in stripped:
        raise ElbError(f"{option}: an entry is empty; leave it out.")
    return tuple(dict.fromkeys(value for value in stripped if value))


def printable(option: str, value: str) -> str:
    """A text that goes to AWS as it is. A line break within it, as of a block of YAML, nobody would see."""
    if not value.isprintable():
        raise ElbError(f"{option}: {value[:80]!r} has characters that cannot be printed; leave them out.")
    return value


def balancer_name(option: str, value: Any) -> str:
    """Facts 1.0."""
    name = text(value) or ""
    if not NAME.fullmatch(name):
        raise ElbError(
            f"{option}: '{name}' is not a valid balancer name; it takes 1 to 32 letters (a-z, A-Z), digits and dashes, "
            "neither beginning nor ending with a dash."
        )
    return name


def balancer_names(option: str, values: Any) -> tuple[str, ...] | None:
    names = texts(option, values)
    return None if names is None else tuple(balancer_name(option, name) for name in names)


def policy_name(option: str, value: Any) -> str:
    """Facts 1.6."""
    name = text(value) or ""
    if not POLICY_NAME.fullmatch(name):
        raise ElbError(
            f"{option}: '{name}' is not a valid policy name; it takes letters (a-z, A-Z), digits and dashes."
        )
    return name


def in_range(option: str, value: int | None, low: int, high: int, unit: str = "") -> int | None:
    if isinstance(value, bool):
        raise ElbError(f"{option}: {str(value).lower()} is not a number; it takes {low} to {high}.")
    if value is not None and not low <= value <= high:
        raise ElbError(f"{option}: {value} is out of range; it takes {low} to {high}{unit and ' ' + unit}.")
    return value


def wait_timeout(value: int | None) -> int | None:
    """0 counts as absent: nobody means to wait for no time at all, and forms send it for nothing."""
    if value == 0 and not isinstance(value, bool):
        return None
    return in_range("wait_timeout", value, 1, 86400, "seconds")


def port(option: str, value: int) -> int:
    in_range(option, value, 1, 65535)
    return value


def protocol(option: str, value: Any) -> str:
    name = (text(value) or "").upper()
    if name not in PROTOCOLS:
        raise ElbError(
            f"{option}: '{value}' is not a protocol of balancers; it takes {', '.join(PROTOCOLS)}, in upper or lower "
            "case."
        )
    return name


def protocol_pair(where: str, front: str, back: str) -> None:
    """Both sides are of one layer (facts 1.0); of a protocol that is there already, it may not be known."""
    if {front, back} <= set(PROTOCOLS) and not are_of_one_layer(front, back):
        partners = " or ".join(name for name in PROTOCOLS if are_of_one_layer(front, name))
        raise ElbError(
            f"{where}instance_protocol: {back} does not go with the protocol {front}; it takes {partners}."
        )


def certificate(option: str, value: Any) -> str | None:
    """What names one: an ARN, or whatever AWS shows of a listener that is there."""
    name = text(value)
    if name and "-----BEGIN" in name:
        raise ElbError(
            f"{option}: it takes the ARN of a certificate in IAM or ACM, not a certificate or a key itself."
        )
    return name


def certificate_arn(option: str, value: Any) -> str | None:
    """Facts 1.0. Whether there is such a certificate, only AWS knows, and it may need time to tell."""
    arn = certificate(option, value)
    if arn and not arn.startswith("arn:"):
        raise ElbError(
            f"{option}: '{arn}' is not a certificate ARN; one is like "
            "arn:aws:iam::123456789012:server-certificate/shop or arn:aws:acm:eu-west-1:123456789012:certificate/..."
        )
    return arn


def no_certificate_without_tls(where: str, front: str, certificate: str | None) -> None:
    """AWS would drop it silently and then refuse the repeat (facts 1.0, 1.2)."""
    if certificate and front not in SECURE_PROTOCOLS:
        raise ElbError(
            f"{where}ssl_certificate_id: a listener of {front} takes no certificate; leave it out, or use HTTPS or SSL."
        )


def certificate_for_tls(where: str, front: str, certificate: str | None) -> None:
    if front in SECURE_PROTOCOLS and not certificate:
        raise ElbError(
            f"{where}ssl_certificate_id: it is missing; a listener of {front} needs the ARN of a "
            "certificate in IAM or ACM."
        )


def health_target(option: str, value: Any) -> None:
    """Facts 1.3. The protocol may have any case."""
    target = printable(option, text(value) or "")
    parts = re.fullmatch(r"([A-Za-z]+):([0-9]{1,5})(/.*)?", target)
    name = parts.group(1).upper() if parts else ""
    with_path = name in LAYER_7_PROTOCOLS
    if (
        parts is None
        or name not in PROTOCOLS
        or not 1 <= int(parts.group(2)) <= 65535
        or bool(parts.group(3)) != with_path
        or len(target) > 1024
    ):
        raise ElbError(
            f"{option}: '{target[:80]}' is not a health check target; it is like HTTP:8080/path or HTTPS:443/path, "
            "TCP:80 or SSL:443, with a port from 1 to 65535, in at most 1024 characters."
        )


def log_interval(option: str, value: int) -> None:
    if value not in (5, 60):
        raise ElbError(f"{option}: {value} is out of range; it takes 5 or 60 minutes.")


def log_prefix(option: str, value: str) -> None:
    """Facts 1.7 and 0.1. Blanks around it do not count."""
    value = value.strip()
    if not LOG_PREFIX.fullmatch(value) or "AWSLogs" in value:
        raise ElbError(
            f"{option}: '{value}' is not a prefix for logs; it takes letters, digits, '.', '-', '_' and '/', and must "
            "not contain AWSLogs."
        )


def bucket(option: str, value: Any) -> str | None:
    """The older ones may have capitals and underscores, and more than 63 characters."""
    name = text(value)
    if name and not BUCKET.fullmatch(name):
        raise ElbError(
            f"{option}: {name[:80]!r} is not a valid bucket name, which takes 3 to 63 lower-case letters, digits, dots "
            "and hyphens."
        )
    return name


def desync_mode(option: str, value: str) -> None:
    """Another word may be one that AWS knows by now, if it is one that AWS takes at all (facts 1.7).

    What is nearly one that is known here, is that one, misspelt.
    """
    is_misspelt = value not in DESYNC_MODES and nearest(value, DESYNC_MODES, cutoff=0.8)
    if is_misspelt or not MODE.fullmatch(value):
        raise ElbError(f"{option}: '{value}' is not a mode; it takes {', '.join(DESYNC_MODES)}.")


def tags(option: str, values: Mapping[Any, Any] | None) -> dict[str, str | None] | None:
    """Facts 1.8. Numbers and booleans are taken by their text; null means that there is no such tag."""
    if values is None:
        return None
    checked = {str(key): _tag_value(option, key, value) for key, value in values.items()}
    for key in checked:
        if not 1 <= len(key) <= 128 or not _has_tag_characters(key):
            raise ElbError(
                f"{option}: the key '{key[:140]}' is not allowed; a key takes 1 to 128 {TAG_CHARACTERS}."
            )
        if key.lower().startswith(SYSTEM_TAG_PREFIX):
            raise ElbError(
                f"{option}: the key '{key}' is not allowed; what begins with {SYSTEM_TAG_PREFIX} belongs to AWS."
            )
        if is_note(key):
            raise ElbError(
                f"{option}: the key '{key}' is not allowed; what begins with {NOTE_PREFIX} belongs to elb_member."
            )
    count = sum(value is not None for value in checked.values())
    if count > MOST_TAGS:
        raise ElbError(f"{option}: there are {count} tags; a balancer takes at most {MOST_TAGS}.")
    return checked


def no_pair(option: str, values: Mapping[Any, Any]) -> None:
    """A tag that is written as AWS lists one would be two."""
    if {str(key).lower() for key in values} == {"key", "value"}:
        raise ElbError(
            f"{option}: Key and Value are how AWS lists a tag; here the key is a name of the dictionary, as in "
            "{team: shop}."
        )


def _tag_value(option: str, key: Any, value: Any) -> str | None:
    if isinstance(value, (dict, list)):
        kind = "dictionary" if isinstance(value, dict) else "list"
        raise ElbError(f"{option}: the value of '{key}' is a {kind}; it takes a text.")
    if value is None:
        return None
    string = str(value)
    if len(string) > 256 or not _has_tag_characters(string):
        raise ElbError(
            f"{option}: the value of '{key}' is not allowed; a value takes up to 256 {TAG_CHARACTERS}."
        )
    return string


def _has_tag_characters(string: str) -> bool:
    """Letters, separators and numbers in the sense of Unicode, and some marks (facts 1.8)."""
    return all(character in "_.:/=+-@" or unicodedata.category(character)[0] in "LZN" for character in string)


def closest(name: str, known: Iterable[str]) -> str:
    """A hint for a misspelt name: the closest known one, or else what is known, in part where that is much."""
    names = sorted(known)
    if close := nearest(name, names, cutoff=0.5):
        return f"did you mean {close}?"
    return f"it takes {in_part(names)}."


def nearest(name: str, known: Iterable[str], cutoff: float) -> str | None:
    """The closest known name that is at least so like it; 1 is the same."""
    import difflib  # noqa: PLC0415 (few runs need it)

    return next(iter(difflib.get_close_matches(name, sorted(known), n=1, cutoff=cutoff)), None)
