# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A throw-away home in which this clone, whatever its folder is called, is the installed collection classic.elb."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from support.clone import ROOT, clone_files

_BELONGS_TO_THE_USER = ("ANSIBLE_", "AWS_", "BOTO_", "MOTO_")


@dataclass(frozen=True)
class Workspace:
    """
    A temporary directory with a home and a collections path of its own.

    Nothing that runs in it reads or writes the user's home, configuration or AWS credentials.
    """

    path: Path

    @classmethod
    def create(cls, *, copy: bool = False) -> Workspace:
        """
        Make the directory; whoever calls this calls ``remove`` in the end.

        The collection in it is a symbolic link to the clone or, for the tools that refuse links or look into every
        folder they find, a copy of what is committed or could be.
        """
        workspace = cls(Path(tempfile.mkdtemp(prefix="classic-elb-")).resolve())
        namespace = workspace.collection.parent
        namespace.mkdir(parents=True)
        # Regular packages win over an ansible_collections that the ansible package put into site-packages.
        for package in (namespace, namespace.parent):
            (package / "__init__.py").touch()
        if copy:
            for name in clone_files():
                (workspace.collection / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, workspace.collection / name, follow_symlinks=False)
        else:
            workspace.collection.symlink_to(ROOT, target_is_directory=True)
        workspace.home.mkdir()
        (workspace.home / "ansible.cfg").touch()
        return workspace

    @classmethod
    @contextmanager
    def temporary(cls, *, copy: bool = False) -> Iterator[Workspace]:
        """Make the directory as ``create`` does, and remove it at the end of the block."""
        workspace = cls.create(copy=copy)
        try:
            yield workspace
        finally:
            workspace.remove()

    @property
    def home(self) -> Path:
        """The home directory of everything that runs here."""
        return self.path / "home"

    @property
    def collections(self) -> Path:
        """The directory to name in ANSIBLE_COLLECTIONS_PATH, sys.path or MYPYPATH."""
        return self.path / "collections"

    @property
    def collection(self) -> Path:
        """The directory of the collection."""
        return self.collections / "ansible_collections/classic/elb"

    def environment(self) -> dict[str, str]:
        """Return this process' environment without what is the user's own, and with what is the workspace's."""
        inherited = {
            key: value for key, value in os.environ.items() if not key.startswith(_BELONGS_TO_THE_USER)
        }
        home = str(self.home)
        return inherited | {
            "HOME": home,
            # The directory of this interpreter first: ansible-playbook and its kin are those of the same environment.
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), inherited.get("PATH", os.defpath)]),
            "ANSIBLE_HOME": f"{home}/.ansible",
            "ANSIBLE_CONFIG": f"{home}/ansible.cfg",
            "ANSIBLE_COLLECTIONS_PATH": str(self.collections),
            # Ansible expands ~ to the home in the password database, not to $HOME: name both directories.
            "ANSIBLE_REMOTE_TMP": f"{home}/.ansible/tmp",
            "ANSIBLE_ASYNC_DIR": f"{home}/.ansible_async",
            "AWS_CONFIG_FILE": f"{home}/no-aws-config",
            "AWS_SHARED_CREDENTIALS_FILE": f"{home}/no-aws-credentials",
            "AWS_EC2_METADATA_DISABLED": "true",
            "NO_PROXY": "127.0.0.1,localhost",
            "no_proxy": "127.0.0.1,localhost",
        }

    def enter(self) -> None:
        """Turn this process into one that runs in the workspace: its environment and its import path."""
        environment = self.environment()
        os.environ.clear()
        os.environ.update(environment)
        sys.path.insert(0, str(self.collections))

    def remove(self) -> None:
        """Delete the directory and all that was written into it; the clone behind the symbolic link stays."""
        shutil.rmtree(self.path, ignore_errors=True)
