"""The audit log: one line of JSON for each event, only ever appended, without anything personal."""

from __future__ import annotations

import json
import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pandas as pd

COLUMNS: Final = ("time", "who", "action", "object", "counts")

#: A subject is an id, a code, a role: never a sentence, so never a child's name with its spaces.
_SUBJECT: Final = re.compile(r"[\w.:@?*+/,-]{1,120}")
#: NIK and family-card numbers have 16 digits in a row.
_NIK: Final = re.compile(r"\d{16}")


def record(home: Path, who: str, action: str, subject: str, counts: dict[str, Any] | None = None) -> None:
    """Append one line; it is on the disk when this returns.

    Parameters
    ----------
    home : Path
        The store.
    who : str
        Account or program.
    action : str
        What was done, e.g. ``"unggah"``.
    subject : str
        What it was done to, e.g. an upload id or a child's pseudonym.
    counts : dict, optional
        Numbers that describe it.

    Raises
    ------
    ValueError
        If the subject could hold something personal.
    """
    if not _SUBJECT.fullmatch(subject) or _NIK.search(subject):
        raise ValueError("a subject of the audit log is an id, not a text")
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    line = dict(zip(COLUMNS, (now, who, action, subject, counts or {}), strict=True))
    home.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(home / "audit.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o640)
    try:
        os.write(descriptor, (json.dumps(line, ensure_ascii=False) + "\n").encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read(home: Path) -> pd.DataFrame:
    """Return the log, newest last: time, who, action, object, counts. A line cut by a crash is left out."""
    path = home / "audit.log"
    lines = []
    for line in path.read_text("utf-8").splitlines() if path.exists() else []:
        try:
            lines.append(json.loads(line))
        except ValueError:
            continue
    return pd.DataFrame(lines, columns=list(COLUMNS))
