"""What the commands share: the store, and who is at work."""

from __future__ import annotations

import getpass
from typing import Any


def who() -> str:
    """Return the account of the audit log."""
    try:
        return f"cli:{getpass.getuser()}"
    except (KeyError, OSError):  # a container without a passwd entry
        return "cli"


def store() -> Any:
    """Return the store of ``STUNTING_HOME``."""
    from stunting.store import Store  # late: `stunting --help` needs no table engine

    return Store()
