# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The instance that a module runs on, by the EC2 instance metadata service. Private to classic.elb."""

from __future__ import annotations

import os
from dataclasses import dataclass

from ansible.module_utils.urls import open_url

from ansible_collections.classic.elb.plugins.module_utils._model.errors import ElbError

ENDPOINT = "http://169.254.169.254"
ENDPOINT_VARIABLE = "AWS_EC2_METADATA_SERVICE_ENDPOINT"
TIMEOUT = 2
TOKEN_SECONDS = "60"


@dataclass(frozen=True)
class Identity:
    instance_id: str
    region: str


def identity() -> Identity:
    """Ask version 2 of the service, with a token. Raises ``ElbError`` where it cannot be reached."""
    endpoint = (os.environ.get(ENDPOINT_VARIABLE) or ENDPOINT).rstrip("/")
    try:
        token = _ask(
            f"{endpoint}/latest/api/token", "PUT", {"X-aws-ec2-metadata-token-ttl-seconds": TOKEN_SECONDS}
        )
        headers = {"X-aws-ec2-metadata-token": token}
        return Identity(
            _ask(f"{endpoint}/latest/meta-data/instance-id", "GET", headers),
            _ask(f"{endpoint}/latest/meta-data/placement/region", "GET", headers),
        )
    except Exception as error:  # urllib, sockets and TLS each raise their own
        raise ElbError(
            f"instances: 'self' is known only on an EC2 instance, and its metadata service at {endpoint} does not "
            f"tell ({error}); run the task on the instance itself, with that service switched on, or give the id."
        ) from error


def _ask(url: str, method: str, headers: dict[str, str]) -> str:
    answer = open_url(url, method=method, headers=headers, timeout=TIMEOUT, use_proxy=False)
    return str(answer.read().decode().strip())
