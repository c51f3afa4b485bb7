"""The audit log: one line of JSON for each event, only ever appended, without anything personal."""

from __future__ import annotations

import json
import os
import re
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import pandas as pd

COLUMNS: Final = ("time", "who", "action", "object", "counts")

#: A subject is an id, a code, a role: never a sentence, so never a child's name with its spaces.
_SUBJECT: Final = re.compile(r"[\w.:@?*+/,-]{1,120}")
#: NIK and family-card numbers have 16 digits in a row.
_NIK: Final = re.compile(r"\d{16}")
_LONG: Final = re.compile(r"\d{16,}")


def account(name: str) -> str:
    """Return the name of an account as the log writes it: never sixteen digits in a row.

    The number of a civil servant (NIP, 18 digits) comes in its usual groups, another one in eights.

    >>> account("197001012000031001"), account("dinas")
    ('19700101-200003-1-001', 'dinas')
    """

    def grouped(found: re.Match[str]) -> str:
        cuts = (0, 8, 14, 15, 18) if len(found[0]) == 18 else (*range(0, len(found[0]), 8), len(found[0]))
        return "-".join(found[0][a:b] for a, b in pairwise(cuts))

    return _LONG.sub(grouped, name)


def record(home: Path, who: str, action: str, subject: str, counts: dict[str, Any] | None = None) -> None:
    """Append one line; it is on the disk when this returns.

    Parameters
    ----------
    home : Path
        The store.
    who : str
        Account or program; written as `account` has it.
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
    line = dict(zip(COLUMNS, (now, account(who), action, subject, counts or {}), strict=True))
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


def reword(home: Path, words: dict[str, str]) -> int:
    """Write other words over those of earlier lines; return how many places were changed.

    The only change the log knows: the pseudonym of a forgotten child goes. A word and what takes its place
    have the same length, so that they are written over in place: no line is moved or lost, also of those
    that others append meanwhile, and doing it again changes nothing more.

    Raises
    ------
    ValueError
        If lengths differ.
    """
    path = home / "audit.log"
    pairs = [(old.encode(), new.encode()) for old, new in words.items()]
    if any(len(old) != len(new) for old, new in pairs):
        raise ValueError("what takes the place of a word has its length")
    if not path.exists():
        return 0
    data = path.read_bytes()
    places = [(m.start(), new) for old, new in pairs for m in re.finditer(re.escape(old), data)]
    if places:
        descriptor = os.open(path, os.O_WRONLY)
        try:
            for at, new in places:
                os.pwrite(descriptor, new, at)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    return len(places)
