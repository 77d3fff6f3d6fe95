# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The only place that calls the services of AWS. Private to classic.elb.

It repeats what is worth repeating (throttling, server faults, dropped connections, answers that only need time), counts
every call, runs reads at the same time, and turns every failure into a ``CallFailed`` or, where nothing left the
machine, a ``NotSent``.
"""

from __future__ import annotations

import contextlib
import math
import random
import threading
import time
import traceback
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from ansible_collections.classic.elb.plugins.module_utils._model.errors import THROTTLES, CallFailed, NotSent
from ansible_collections.classic.elb.plugins.module_utils._model.step import Step
from ansible_collections.classic.elb.plugins.module_utils._service.config import MOST_CONNECTIONS
from ansible_collections.classic.elb.plugins.module_utils._service.connection import Connection
from ansible_collections.classic.elb.plugins.module_utils._service.explain import (
    CREDENTIAL_REMEDY,
    bad_config,
    call_refused,
    explanation,
    sign_in_refused,
)
from ansible_collections.classic.elb.plugins.module_utils._service.readers import Readers
from ansible_collections.classic.elb.plugins.module_utils._service.sdk import botocore

IAM_PREFIX = {"elb": "elasticloadbalancing", "ec2": "ec2"}
PAGING = {"elb": ("Marker", "NextMarker"), "ec2": ("NextToken", "NextToken")}
"""What to ask for the next page with, and where the answer tells it."""

UNREACHABLE = "Unreachable"
STRANGE = "StrangeAnswer"
LOST = "ConnectionLost"
"""Codes of our own, where AWS gives none."""

OUR_OWN_REPEATED = frozenset(
    (
        ("CreateAppCookieStickinessPolicy", "DuplicatePolicyName"),
        ("CreateLBCookieStickinessPolicy", "DuplicatePolicyName"),
        ("CreateLoadBalancerPolicy", "DuplicatePolicyName"),
        ("DeleteLoadBalancerListeners", "ListenerNotFound"),
        ("DeleteLoadBalancerPolicy", "PolicyNotFound"),
    )
)
"""What AWS may answer to a call that it has carried out before; other calls are quiet then (facts 1.10)."""

THROTTLE_BUDGET = 300.0
"""Seconds for which one call is repeated while AWS throttles it."""
SETTLE_FACTOR = 1.0
"""Scales the time that a step gives AWS to settle; tests have less of it."""
MOST_FAULTS = 8
"""Server faults, dropped connections and the like that one call survives."""
MOST_AT_A_STRANGER = 2
"""How often an endpoint that is not there, or not AWS, is tried again as long as AWS has not answered from it."""
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 15.0


@dataclass(frozen=True)
class Call:
    """One operation of a service (``elb`` or ``ec2``), with what botocore takes for it."""

    service: str
    operation: str
    parameters: Mapping[str, Any]
    is_write: bool = False

    @property
    def action(self) -> str:
        """As IAM names it."""
        return f"{IAM_PREFIX[self.service]}:{self.operation}"

    @property
    def target(self) -> str:
        """What it is about, for messages."""
        names = self.parameters.get("LoadBalancerNames") or [self.parameters.get("LoadBalancerName")]
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        return f" for {', '.join(names[:3])}{more}" if names[0] else ""


class Client:
    """``total``, ``writes`` and ``throttled`` count the calls that were sent, repeats included; ``held_up`` counts all
    throttling, also where a role was to be assumed."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.total = 0
        self.writes = 0
        self.throttled = 0
        self.held_up = 0
        self.actions: set[str] = set()
        self._met: set[str] = set()
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._until = math.inf
        self._readers = Readers(MOST_CONNECTIONS)

    def __enter__(self) -> Client:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_failure: object) -> None:
        """End the reads that nobody waits for any more; an interrupt (a time-out, Ctrl-C) waits for none of them."""
        self._closing.set()
        self._readers.close(wait=kind is None or issubclass(kind, Exception))

    def api_calls(self) -> dict[str, int]:
        return {"total": self.total, "writes": self.writes, "throttled": self.throttled}

    @contextlib.contextmanager
    def bounded(self, seconds: float) -> Iterator[None]:
        """Within it, no call is repeated when these seconds are over."""
        self._until = time.monotonic() + seconds
        try:
            yield
        finally:
            self._until = math.inf

    def read(self, operation: str, service: str = "elb", **parameters: Any) -> dict[str, Any]:
        return self._answer(Call(service, operation, parameters))

    def start(self, operation: str, service: str = "elb", **parameters: Any) -> Future[dict[str, Any]]:
        """A read that runs beside others; ``result()`` waits for it and raises as ``read`` does."""
        self.connection.client(service)
        return self._readers.submit(self.read, operation, service, **parameters)

    def pages(self, operation: str, service: str = "elb", **parameters: Any) -> Iterator[dict[str, Any]]:
        """Every page of a listing (facts 4.4)."""
        asked, told = PAGING[service]
        while True:
            page = self.read(operation, service, **parameters)
            yield page
            if page.get(told) in (None, "", parameters.get(asked)):
                return
            parameters[asked] = page[told]

    def write(self, step: Step) -> None:
        self._answer(Call("elb", step.operation, step.parameters, is_write=True), step.settles)

    def _answer(self, call: Call, settles: Mapping[str, float] | None = None) -> dict[str, Any]:
        """What AWS answers in the end; nothing, where an attempt whose answer was lost has done the work."""
        patience = Patience(settles or {}, self._closing, self._until)
        while True:
            try:
                return self._send(call)
            except CallFailed as failure:
                if patience.was_ours(failure):
                    return {}
                patience.after(failure, call.service in self._met)
            except NotSent as failure:
                failure.ambiguous = patience.may_have_worked
                raise

    def _send(self, call: Call) -> dict[str, Any]:
        client = self.connection.client(call.service)
        try:
            answer: dict[str, Any] = getattr(client, botocore.xform_name(call.operation))(**call.parameters)
        # Whatever it is: a plan that fails in the middle puts back what it took.
        except Exception as error:
            failure: CallFailed | NotSent
            if isinstance(error, botocore.exceptions.ClientError) and _is_of_aws(error.response):
                failure = self._refused(call, error)
            else:
                failure = self._unanswered(call, error)
            if isinstance(failure, CallFailed):
                self._count_failure(call, failure)
            raise failure from error
        self._met.add(call.service)
        self._count(call, 1 + _repeats(answer))
        return answer

    def _count_failure(self, call: Call, failure: CallFailed) -> None:
        if failure.sent:
            self._count(call, 1 + failure.repeats)
        with self._lock:
            self.held_up += failure.is_throttled
            self.throttled += failure.is_throttled and failure.sent

    def _refused(self, call: Call, error: Any) -> CallFailed:
        answer = self.connection.without_credentials(error.response)
        if error.operation_name != call.operation:
            return sign_in_refused(f"{call.operation}{call.target} failed", error.operation_name, answer)
        failure = call_refused(call.operation, call.action, call.target, answer)
        failure.repeats = _repeats(answer)
        if answer["ResponseMetadata"].get("RequestId"):
            self._met.add(call.service)
        return failure

    def _count(self, call: Call, times: int) -> None:
        with self._lock:
            self.total += times
            self.writes += times if call.is_write else 0
            self.actions.add(call.action)

    def _unanswered(self, call: Call, error: Exception) -> CallFailed | NotSent:
        """There is no answer of AWS to translate: the call was not sent, or its answer got lost."""
        exceptions = botocore.exceptions
        what = f"{call.operation}{call.target} failed"
        text = explanation(error)
        is_of_signing = _is_of_signing(error)
        if isinstance(error, exceptions.SSLError) and call.service not in self._met:
            return NotSent(f"{what}: {text}. {self.connection.remedy_for_tls()}")
        if _is_of_the_address(error):
            return NotSent(
                f"{what}: it cannot be sent, because a proxy, a key or a path of the settings has a character that "
                "does not go there. In the password of a proxy, characters like / and # have to be percent-encoded."
            )
        if isinstance(error, (exceptions.InvalidProxiesConfigError, exceptions.UnknownSignatureVersionError)):
            return NotSent(bad_config(error).message)
        if on_the_way := self._lost_on_the_way(error, text, is_of_signing):
            code, sentence = on_the_way
            sentence = f"no credentials were to be had: {sentence}" if is_of_signing else sentence
            return CallFailed(
                call.operation,
                code,
                f"{what}: {sentence}",
                may_pass=True,
                sent=code != UNREACHABLE and not is_of_signing,
                message=sentence,
                request_id=None,
            )
        if isinstance(error, (exceptions.NoCredentialsError, exceptions.PartialCredentialsError)):
            return NotSent(
                f"No AWS credentials were found, or only a part of them. {CREDENTIAL_REMEDY} A profile "
                "or the role of the instance does as well."
            )
        advice = self.connection.how_to_sign_in(error)
        return NotSent(f"{what}: {text}.{advice}")

    def _lost_on_the_way(self, error: Exception, text: str, is_of_signing: bool) -> tuple[str, str] | None:
        """Our code and words for a failure of the network, which may pass; ``None`` for any other."""
        exceptions = botocore.exceptions
        where = "the service that gives them" if is_of_signing else self.connection.where()
        if isinstance(error, exceptions.ProxyConnectionError):
            return UNREACHABLE, f"{text}. Check the proxy settings."
        if isinstance(error, (exceptions.EndpointConnectionError, exceptions.ConnectTimeoutError)):
            address = "" if is_of_signing else "endpoint_url, "
            remedy = f"Check the region, {address}the network and the proxy settings."
            return UNREACHABLE, f"{where} cannot be reached ({text}). {remedy}"
        if isinstance(error, (exceptions.HTTPClientError, exceptions.SSLError)):
            return LOST, f"the connection was lost ({self.connection.without_secrets(text)})."
        if not isinstance(error, (exceptions.BotoCoreError, OSError, RuntimeError)) and not is_of_signing:
            remedy = "Check endpoint_url, the network and the proxy settings."
            return STRANGE, f"{where} answers, but not as AWS does. {remedy}"
        return None


class Patience:
    """How long one call is repeated, and after what.

    A time begins with the first failure of its kind: what may settle is repeated, however long AWS took to refuse it.
    """

    def __init__(
        self, settles: Mapping[str, float], closing: threading.Event, until: float = math.inf
    ) -> None:
        self._settles = settles
        self._until = until
        self._closing = closing
        self._since: dict[str, float] = {}
        self._failures = 0
        self._faults = 0
        self._throttled_at: float | None = None
        self.may_have_worked = False

    def was_ours(self, failure: CallFailed) -> bool:
        """What is there, or gone, after a lost answer is the work of our own first attempt."""
        # AWS may have thrown the call out before botocore repeated it; then what is there may be anything.
        is_gone = failure.repeats > 0 and failure.operation.startswith("Delete")
        return (self.may_have_worked or is_gone) and (failure.operation, failure.code) in OUR_OWN_REPEATED

    def after(self, failure: CallFailed, met: bool) -> None:
        """Sleep before the next attempt, or raise the failure. Full jitter, so that many hosts spread out.

        Before AWS was ``met``, a wrong address is likelier than a network that fails for a while.
        """
        budget = self._budget(failure, met)
        self.may_have_worked |= failure.ambiguous
        failure.ambiguous = self.may_have_worked
        now = time.monotonic()
        if self._throttled_at is not None:  # while AWS looked at nothing, nothing could settle
            lost = now - self._throttled_at
            self._since = {
                code: since if code in THROTTLES else since + lost for code, since in self._since.items()
            }
        self._throttled_at = now if failure.is_throttled else None
        waited = now - self._since.setdefault(failure.code, now)
        if budget is None or waited >= budget or now >= self._until:
            raise failure
        pause = random.uniform(0, min(LONGEST_PAUSE, FIRST_PAUSE * 2**self._failures))
        self._failures += 1
        if self._closing.wait(min(pause, budget - waited, self._until - now)):
            raise failure

    def _budget(self, failure: CallFailed, met: bool) -> float | None:
        if failure.is_throttled:
            return THROTTLE_BUDGET
        if failure.code in self._settles:
            return self._settles[failure.code] * SETTLE_FACTOR
        if failure.may_pass:
            self._faults += 1
            at_a_stranger = failure.code in (UNREACHABLE, STRANGE) and not met
            most = MOST_AT_A_STRANGER if at_a_stranger else MOST_FAULTS
            return THROTTLE_BUDGET if self._faults <= most else None
        return None


def _repeats(response: Mapping[str, Any]) -> int:
    """How often botocore has sent the call again before this answer."""
    return int(response.get("ResponseMetadata", {}).get("RetryAttempts") or 0)


def _is_of_aws(response: Mapping[str, Any]) -> bool:
    """Whether a refusal has the shape that AWS gives it; botocore takes a page of a proxy for one as well."""
    error, metadata = response.get("Error", {}), response.get("ResponseMetadata")
    return (
        isinstance(error, dict)
        and isinstance(metadata, dict)
        and all(isinstance(error.get(name) or "", str) for name in ("Code", "Message"))
        and bool(error.get("Code") or metadata.get("RequestId") or _is_overload(metadata))
    )


def _is_overload(metadata: Mapping[str, Any]) -> bool:
    """Of these the status says alone what to do."""
    status = metadata.get("HTTPStatusCode", 0)
    return bool(status == 429 or status >= 500)


def _is_of_the_address(error: Exception) -> bool:
    """A call that could not even be begun; what is wrong may hold a password, or the signature."""
    of_the_client = isinstance(error, botocore.exceptions.HTTPClientError)
    return of_the_client and isinstance(getattr(error, "kwargs", {}).get("error"), ValueError)


def _is_of_signing(error: Exception) -> bool:
    """Whether the credentials are odd; otherwise botocore has looked into what it took for an answer, unchecked."""
    modules = {frame.f_globals.get("__name__") for frame, _line in traceback.walk_tb(error.__traceback__)}
    return not modules.isdisjoint(("botocore.credentials", "botocore.signers"))
