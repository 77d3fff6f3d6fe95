# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Open a page in Chromium, without a window, a driver or a network, and have a script use it and tell what it saw."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)

OPTIONS = """
    --headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync
    --disable-extensions --no-first-run --window-size=1280,1000 --virtual-time-budget=20000 --dump-dom
    --host-resolver-rules=MAP\\ *\\ ~NOTFOUND
""".replace("\\ ", "\0").split()
DARK = "--blink-settings=preferredColorScheme=0"

FRAME = """
<script>
(async () => {
  const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
  let verdict;
  try {
    verdict = { saw: await (async () => { %s })() };
  } catch (error) {
    verdict = { error: String(error.stack || error) };
  }
  const told = document.createElement("pre");
  told.id = "verdict";
  told.textContent = JSON.stringify(verdict);
  document.documentElement.append(told);
})();
</script>
"""


def look(page: str, script: str, *, dark: bool = False) -> Any:
    """
    Return what the script returns: the body of an async function, with ``pause(milliseconds)`` at hand.

    It runs once the page has drawn itself. An error in it is an ``AssertionError`` here.
    """
    assert CHROMIUM
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "page.html")
        file.write_text(page + FRAME % script)
        options = [option.replace("\0", " ") for option in OPTIONS]
        command = [
            CHROMIUM,
            *options,
            f"--user-data-dir={folder}/profile",
            *([DARK] if dark else []),
            file.as_uri(),
        ]
        seen = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout
    told = re.search(r'<pre id="verdict">(.*?)</pre>', seen, re.DOTALL)
    assert told, f"the page never came to an end:\n{seen[-2000:]}"
    verdict = json.loads(html.unescape(told[1]))
    assert "error" not in verdict, verdict["error"]
    return verdict.get("saw")
