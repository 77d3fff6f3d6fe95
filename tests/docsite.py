# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""
The documentation as a site, built offline: ``python -m support --copy python tests/docsite.py FOLDER``.

The modules come from antsibull-docs, the guides are the Markdown of docs, as GitHub shows it. Any warning is an error.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zlib
from pathlib import Path

GUIDES = Path("docs")
REPOSITORY = "https://github.com/classic-elb/classic.elb/blob/main/"

CONFIGURATION = """\
project = "classic.elb"
extensions = ["sphinx_antsibull_ext", "sphinx.ext.intersphinx", "myst_parser"]
intersphinx_mapping = {"ansible": ("https://docs.ansible.com/projects/ansible/latest/", "ansible.inv")}
html_theme = "sphinx_ansible_theme"
highlight_language = "yaml+jinja"
myst_heading_anchors = 4
"""


ELSEWHERE = {
    "action_plugins": "plugins/action.html",
    "ansible_collections.amazon.aws.elb_classic_lb_info_module": "collections/amazon/aws/",
    "ansible_collections.amazon.aws.elb_classic_lb_module": "collections/amazon/aws/",
    "ansible_collections.community.aws.elb_instance_module": "collections/community/aws/",
    "ansible_configuration_settings": "reference_appendices/config.html",
    "common_return_values": "reference_appendices/common_return_values.html",
}
"""What the modules' pages refer to on the site of Ansible, which cannot be asked offline."""


def inventory() -> bytes:
    """It as Sphinx reads it, in version 2 of its format."""
    head = "# Sphinx inventory version 2\n# Project: ansible\n# Version: latest\n# zlib\n"
    lines = "".join(f"{label} std:label -1 {where} {label}\n" for label, where in ELSEWHERE.items())
    return head.encode() + zlib.compress(lines.encode())


def page(text: str) -> str:
    """A guide for the site: links to what is not on it lead to the repository."""
    text = re.sub(r"\]\(\.\./([^)]+)\)", rf"]({REPOSITORY}\1)", text)
    text = re.sub(r"\]\(([^):#]+\.json)\)", rf"]({REPOSITORY}docs/\1)", text)
    return text.replace("](README.md", "](guides.md")


def main() -> None:
    """Write the sources, and have Sphinx make pages of them."""
    folder = Path(sys.argv[1])
    source = folder / "source"
    shutil.rmtree(folder, ignore_errors=True)
    source.mkdir(parents=True)
    command = ["antsibull-docs", "collection", "--use-current", "--squash-hierarchy", "--fail-on-error"]
    subprocess.run([*command, "--dest-dir", source, "classic.elb"], check=True)
    names = []
    for path in sorted(GUIDES.glob("*.md")):
        name = "guides" if path.stem == "README" else path.stem
        names.append(name)
        (source / f"docsite/{name}.md").write_text(page(path.read_text()))
    (source / "docsite/guides.rst").unlink()
    others = "\n".join(name for name in names if name != "guides")
    guides = source / "docsite/guides.md"
    guides.write_text(f"{guides.read_text()}\n```{{toctree}}\n:hidden:\n\n{others}\n```\n")
    for picture in GUIDES.glob("*.svg"):
        shutil.copy(picture, source / "docsite")
    (source / "ansible.inv").write_bytes(inventory())
    (source / "conf.py").write_text(CONFIGURATION)
    subprocess.run(
        ["sphinx-build", "-M", "html", source, folder, "-W", "--keep-going", "-q", "-j", "auto"], check=True
    )
    print(f"{folder}/html/index.html is written.")


if __name__ == "__main__":
    main()
