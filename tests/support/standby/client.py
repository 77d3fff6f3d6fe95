# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``client.py SOCKET PROGRAM ARGUMENT...``: have the server at that socket run the program, and end as it ends."""

import json
import os
import socket
import sys


def main(address: str, command: list[str]) -> int:
    call = {"command": command, "environment": dict(os.environ), "folder": os.getcwd()}
    with socket.socket(socket.AF_UNIX) as server:
        server.connect(address)
        socket.send_fds(server, [b"!"], [0, 1, 2])
        server.sendall(json.dumps(call).encode() + b"\n")
        status = server.recv(1)
    if not status:
        sys.exit(f"Ansible on standby ended without an answer; {address}.error may tell why.")
    return status[0]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
