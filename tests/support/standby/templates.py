# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""
Compiled templates that outlive the process which compiled them.

Ansible's workers compile most templates, and forget them as they end: a fifth of all that playbooks cost goes into the
same ones again.
"""

from __future__ import annotations

import hashlib
import marshal
import os
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2.environment import Environment

SYNTAX = """
    block_start_string block_end_string variable_start_string variable_end_string comment_start_string
    comment_end_string line_statement_prefix line_comment_prefix trim_blocks lstrip_blocks newline_sequence
    keep_trailing_newline
""".split()
"""What, beside its text, decides what a template means."""


def keep_compiled(folder: Path) -> None:
    """Have Jinja put what it compiles into that folder, for all who do this with the same one."""
    folder.mkdir(exist_ok=True)
    compile_anew = Environment.compile

    def compile_once(environment: Environment, source: Any, *place: Any, **more: Any) -> Any:
        if not isinstance(source, str) or place or more:
            return compile_anew(environment, source, *place, **more)
        kept = folder / _name(environment, source)
        try:
            return marshal.loads(kept.read_bytes())
        except FileNotFoundError:
            code = compile_anew(environment, source)
            _write(kept, code)
            return code

    Environment.compile = compile_once  # type: ignore[assignment,method-assign]


def _name(environment: Environment, source: str) -> str:
    syntax = [str(getattr(environment, option)) for option in SYNTAX]
    text = "\0".join([type(environment).__name__, *syntax, source])
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def _write(path: Path, code: CodeType) -> None:
    draft = path.with_suffix(f".{os.getpid()}")
    draft.write_bytes(marshal.dumps(code))
    draft.replace(path)
