# Copyright (c) 2026 classic.elb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""botocore's failures in words. Private to classic.elb."""

from __future__ import annotations

import re
import traceback

from ansible_collections.classic.elb.plugins.module_utils._model.errors import ElbError

try:
    import botocore
    import botocore.exceptions
except ImportError:
    pass  # reported by the module base, with the remedy


def bad_config(error: Exception) -> ElbError:
    return ElbError(f"aws_config: {sentence(error)} It takes the options of botocore.config.Config.")


def sentence(error: Exception) -> str:
    return without_password(str(error).strip().rstrip(".: ")) + "."


SETTINGS = {"ProcessProvider": "credential_process", "FileWebIdentityTokenLoader": "web_identity_token_file"}
"""botocore's classes that do not tell which line of a profile, or which variable, has made them fail."""


def explanation(error: Exception) -> str:
    """What kept botocore from a call: in its words or, where they were not meant for users, in ours before them."""
    text = sentence(error)
    if not isinstance(
        error, (botocore.exceptions.BotoCoreError, botocore.exceptions.ClientError, OSError, RuntimeError)
    ):
        what = f"{type(error).__name__}: {text[:-1]}"
        text = f"settings or credentials of AWS cannot be understood ({what})."
    met = (
        type(frame.f_locals.get("self")).__name__ for frame, _line in traceback.walk_tb(error.__traceback__)
    )
    setting = next((SETTINGS[name] for name in met if name in SETTINGS), None)
    return f"{setting}: {text}" if setting else text


def without_password(text: str) -> str:
    """An address in it may have a name and a password, as those of proxies do."""
    return re.sub(r"//[^\s/]*@", "//********@", text)
