# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""
Run a command in a workspace: ``PYTHONPATH=tests python -m support ansible-doc classic.elb.elb_balancer``.

With ``--copy`` before it, the command runs inside a copy of what is committed or could be, and of nothing else.
"""

from __future__ import annotations

import subprocess
import sys

from support.workspace import Workspace


def main() -> None:
    """Run it, and end as it ended."""
    copy = sys.argv[1] == "--copy"
    command = sys.argv[2:] if copy else sys.argv[1:]
    with Workspace.temporary(copy=copy) as workspace:
        folder = workspace.collection if copy else None
        try:
            status = subprocess.run(command, cwd=folder, env=workspace.environment(), check=False).returncode
        except KeyboardInterrupt:  # the command has been told as well
            status = 130
    sys.exit(status)


if __name__ == "__main__":
    main()
