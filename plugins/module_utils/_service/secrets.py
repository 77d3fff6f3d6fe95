# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What no output may show, beside what ansible-core hides by itself. Private to classic.elb."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

WITH_PASSWORD = re.compile(r"[^/]*:(?![0-9]+(/|$))")
"""What precedes the last @ of an address, if that is a name and a password. It is not ``host:8080/path``, where the @
stands in the path and the colon precedes a port."""
PRIVATE_KEY = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY")
ENDPOINT_VARIABLES = ("AWS_ENDPOINT_URL", "AWS_URL")
SECRET_WORDS = ("secret", "token", "password", "accesskey", "credential")
LONG_ENOUGH = 4
"""Fewer letters would be hidden in many a word."""
HIDDEN = "********"

Options = Mapping[str, Any]
Spec = Mapping[str, Mapping[str, Any]]


def hidden_values(spec: Spec, options: Options) -> set[str]:
    """The secrets among the options, under whatever name they were given, and in the addresses of the environment."""
    spellings = {
        spelling: option for name, option in spec.items() for spelling in (name, *option.get("aliases", ()))
    }
    strange = {name: value for name, value in options.items() if name not in spellings}
    endpoints = [options.get(name) for name in ("endpoint_url", *spec["endpoint_url"]["aliases"])]
    private_keys = {text for text in _texts(options) if PRIVATE_KEY.search(text)}
    return (
        _passwords(endpoints, options.get("aws_config"), strange)
        | _misspelt_secrets(spellings, options, {**strange, "aws_config": options.get("aws_config")})
        | private_keys
    )


def _passwords(endpoints: list[Any], config: Any, strange: Options) -> set[str]:
    """Of the endpoint and of proxies, also with the names before them."""
    proxies = list(_texts(config.get("proxies"))) if isinstance(config, Mapping) else []
    proxies += [value for name, value in os.environ.items() if name.lower().endswith("_proxy")]
    variables = [value for name, value in os.environ.items() if name.startswith(ENDPOINT_VARIABLES)]
    found = [_person(text) for text in proxies]
    found += [
        person
        for text in _texts([endpoints, variables, config, strange])
        if WITH_PASSWORD.match(person := _person(text))
    ]
    secrets = set()
    for person in filter(None, found):
        name, _colon, password = person.partition(":")
        secret = password or name
        # One that is not escaped is told in parts by whoever cannot read the address.
        parts = [part for part in re.split(r"[/?#@\s]", secret) if len(part) >= LONG_ENOUGH]
        secrets |= {person, secret, *parts}
    return secrets


def _misspelt_secrets(spellings: Spec, options: Options, strange: Options) -> set[str]:
    """Of an option that is called otherwise, ansible-core does not know that it hides something.

    What is only like a secret by its name is no word of the options, which a message may list.
    """
    secret = {_root(spelling) for spelling, option in spellings.items() if option.get("no_log")}
    given = [value for name, value in options.items() if _root(name) in secret]
    guessed = {
        text
        for text in _texts(list(_suspects(strange, secret)))
        if len(text) >= LONG_ENOUGH and not any(text in spelling for spelling in spellings)
    }
    return {text for text in _texts(given) if text} | guessed


def _suspects(value: Any, secret: set[str]) -> Iterator[Any]:
    """What is called like a secret, however deep."""
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from _suspects(item, secret)
    elif isinstance(value, Mapping):
        for name, item in value.items():
            if _is_like(_root(str(name)), secret):
                yield item
            else:
                yield from _suspects(item, secret)


def _is_like(root: str, secret: set[str]) -> bool:
    import difflib  # noqa: PLC0415 (few runs need it)

    is_near = difflib.get_close_matches(root, sorted(secret), n=1, cutoff=0.8)
    return bool(is_near) or any(word in root for word in SECRET_WORDS)


def without_password(text: str) -> str:
    """An address in it may have a name and a password, as those of proxies do."""
    return re.sub(r"//\S*@", f"//{HIDDEN}@", text)


def without(secrets: Iterable[str | None], text: str) -> str:
    """A text without these, as they are or as Python spells what cannot be printed."""
    for secret in map(str, filter(None, secrets)):
        for spelling in (secret, repr(secret)[1:-1], repr(secret.encode())[2:-1]):
            text = text.replace(spelling, HIDDEN)
    return text


def _root(name: str) -> str:
    """What a name has in common with its other spellings."""
    return re.sub("[^a-z0-9]|^(aws|ec2)|s$", "", name.lower())


def _person(address: str) -> str:
    """All between the scheme and the last @, blank if there is none: a password may have what an address may not."""
    return re.sub(r"^\s*([a-z][a-z0-9+.-]*:)?//", "", address.rpartition("@")[0], flags=re.IGNORECASE)


def _texts(value: Any) -> Iterator[str]:
    """All that are in a value, however deep."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from _texts(item)
    elif value is not None:
        yield str(value)
