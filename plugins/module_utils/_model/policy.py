# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Policies by their meaning: what AWS and users spell in several ways is equal here. Private to classic.elb."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ansible_collections.classic.elb.plugins.module_utils._model.errors import ElbError
from ansible_collections.classic.elb.plugins.module_utils._model.policy_types import (
    KEY_NAMES,
    LB_COOKIE,
    PROXY_PROTOCOL,
    PUBLIC_KEY,
    REFERENCE,
    SERVER_ORDER,
    SSL,
    is_reserved,
    missing_attribute,
    policy_type,
)


@dataclass(frozen=True)
class Doubt:
    """What a wish has and is not known here, although AWS might know it by now.

    ``tls_word`` is a predefined TLS policy, a protocol or a cipher, and ``alike`` are those that are known: AWS lists
    all that there are (facts 2.6).
    """

    sentence: str
    hint: str
    tls_word: str = ""
    alike: frozenset[str] = frozenset()

    @property
    def refusal(self) -> str:
        return f"{self.sentence}; {self.hint}"

    @property
    def remark(self) -> str:
        return f"{self.sentence} that is known here ({self.hint.rstrip('.')}); it is sent to AWS as it is."


@dataclass(frozen=True)
class Policy:
    """A named policy of a balancer; build it with ``canonical_policy``.

    ``attributes`` maps a name to its sorted values (only ``KEY_NAMES`` may have several).
    A TLS policy keeps its reference, or else only what it switches on: AWS expands either into 93
    attributes, and what is not mentioned is false (facts 1.6, 2.5). In a wish ``attributes`` may be ``None``: the
    content that is there stays. ``doubts`` are to be cleared up, and ``refusal`` is to be raised, where a wish would
    have to be sent; what is there already is not judged.
    """

    name: str
    type: str
    attributes: Mapping[str, tuple[str, ...]] | None = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = field(default=(), compare=False)
    refusal: str = field(default="", compare=False)

    @property
    def kind(self) -> str:
        """What a port holds once: this policy takes the place of another one of its kind."""
        return policy_type(self.type).kind

    @property
    def content(self) -> Mapping[str, tuple[str, ...]]:
        """The attributes, of which a wish may name none."""
        return self.attributes or {}

    @property
    def public_keys(self) -> tuple[str, ...]:
        """The policies that it refers to, as a back-end authentication does."""
        return self.content.get(KEY_NAMES, ())


def canonical_policy(name: str, type_name: str, attributes: Mapping[str, tuple[str, ...]] | None) -> Policy:
    """A policy reduced to its meaning, from any of the ways in which AWS or a user spells it (facts 2.5).

    ``attributes`` maps names to the values as strings, in any order and case.
    """
    if attributes is None:
        return Policy(name, type_name, None)
    if type_name == SSL:
        return Policy(name, type_name, _ssl_meaning(name, attributes))
    meaning = {key: tuple(sorted(values)) for key, values in attributes.items()}
    if type_name == PROXY_PROTOCOL:
        meaning = {key: tuple(value.lower() for value in values) for key, values in meaning.items()}
    if type_name == LB_COOKIE:
        meaning["CookieExpirationPeriod"] = ("".join(meaning.get("CookieExpirationPeriod", ())) or "0",)
    if type_name == PUBLIC_KEY:
        meaning = {key: tuple("".join(value.split()) for value in values) for key, values in meaning.items()}
    return Policy(name, type_name, meaning)


def bare_policy(option: str, wanted: Policy) -> Policy:
    """A new policy of which no attribute was given. Raises ``ElbError``, for ``option``, if its type needs one."""
    missing = missing_attribute(wanted.type, ())
    if missing and not is_reserved(wanted.name):
        raise ElbError(
            f"{option}: {wanted.type} needs the attribute '{missing}', and there is no policy '{wanted.name}' of that "
            "type yet that has it."
        )
    return replace(wanted, attributes=canonical_policy(wanted.name, wanted.type, {}).attributes)


def negotiates_nothing(policy: Policy) -> bool:
    """Whether it is a TLS policy that names neither a predefined one, nor a protocol and a cipher."""
    named = policy.content.keys() - {SERVER_ORDER}
    protocols = {name for name in named if name.startswith("Protocol-")}
    return policy.type == SSL and REFERENCE not in named and not (protocols and named - protocols)


def _ssl_meaning(name: str, attributes: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    if is_reserved(name):
        return {REFERENCE: (name,)}
    if "".join(attributes.get(REFERENCE, ())):
        return {REFERENCE: attributes[REFERENCE]}
    return {key: ("true",) for key, values in attributes.items() if values[0].lower() == "true"}
