# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run the emulator from the command line: `PYTHONPATH=tests python -m emulator --port 5000`."""

from __future__ import annotations

import argparse
import json
import signal
import threading
from pathlib import Path

from . import Emulator


def main() -> None:
    parser = argparse.ArgumentParser(prog="emulator", description="An AWS Classic Load Balancer service.")
    parser.add_argument(
        "--port", type=int, default=5000, help="on 127.0.0.1; 0 takes a free one (%(default)s)"
    )
    parser.add_argument(
        "--no-seed", action="store_true", help="do not make VPCs, instances, certificates, buckets"
    )
    parser.add_argument(
        "--ready-file", type=Path, help="write URL and network there, as JSON, once it listens"
    )
    options = parser.parse_args()

    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with Emulator(seed=not options.no_seed, port=options.port) as emulator:
        description = json.dumps({"url": emulator.url, "network": emulator.network}, indent=2)
        print(description, flush=True)
        if options.ready_file:
            options.ready_file.write_text(description, encoding="utf-8")
        stop.wait()


if __name__ == "__main__":
    main()
