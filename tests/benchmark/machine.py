# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where it was measured, and what."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from pathlib import Path

_VERSIONS = """
import json, platform, sysconfig
from importlib.metadata import version
from pathlib import Path

found = {"Python": platform.python_version()}
found |= {name: version(name) for name in ("ansible", "ansible-core", "boto3", "botocore")}
for name in ("amazon.aws", "community.aws"):
    manifest = Path(sysconfig.get_path("purelib"), "ansible_collections", *name.split("."), "MANIFEST.json")
    found[name] = json.loads(manifest.read_text())["collection_info"]["version"]
print(json.dumps(found))
"""


def versions(python: Path) -> dict[str, str]:
    """What is installed for that Python, which both sides run on."""
    answer = subprocess.run([python, "-c", _VERSIONS], capture_output=True, text=True, check=True)
    found: dict[str, str] = json.loads(answer.stdout)
    return found


def machine() -> dict[str, str]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "processor": f"{_processor()}, {os.cpu_count()} cores",
        "memory": f"{memory:.0f} GiB",
        "system": f"{platform.system()} {platform.release()}",
        "load at the start": load(),
    }


def load() -> str:
    return f"{os.getloadavg()[0]:.1f}"


def _processor() -> str:
    described = Path("/proc/cpuinfo")
    lines = described.read_text().splitlines() if described.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or platform.machine()
