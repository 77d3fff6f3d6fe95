# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The credentials that all tests use, and the search for them in whatever a run has written."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from urllib.parse import quote

SECRETS = {
    "access_key": "AKIAZQ3DRSTUVWXY2345",
    "secret_key": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYzEXAMPLEKEY",
    "session_token": "FwoGZ/XIvYXdzEJr1+TESTTOKEN//////////xyz==",
}
ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": SECRETS["access_key"],
    "AWS_SECRET_ACCESS_KEY": SECRETS["secret_key"],
    "AWS_SESSION_TOKEN": SECRETS["session_token"],
}
"""As AWS' own tools and AWX' credentials pass them on."""


def leaks(text: str) -> list[str]:
    """Which of them are in a text: as they are, or in one of the spellings that logs and results have."""
    return [name for name, secret in SECRETS.items() if any(form in text for form in _spellings(secret))]


def leaking_files(artifacts: Path) -> dict[str, list[str]]:
    """Which of them are in the files that ansible-runner keeps of its jobs, by file."""
    found = {
        str(path.relative_to(artifacts)): leaks(path.read_text())
        for path in artifacts.rglob("*")
        # ansible-runner notes the whole environment in the file "command", of any job.
        if path.is_file() and path.name != "command"
    }
    return {name: secrets for name, secrets in found.items() if secrets}


def _spellings(secret: str) -> set[str]:
    encoded = base64.b64encode(secret.encode()).decode()
    return {secret, quote(secret), quote(secret, safe=""), json.dumps(secret)[1:-1], encoded}
