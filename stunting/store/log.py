"""The parts of a Delta log that deltalake does not give quickly: position, all transactions, durability.

deltalake answers 0,3 ms for one transaction and syncs nothing; a store asks for hundreds at a time
and acknowledges an upload only when it is on the disk.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

import pyarrow.parquet as pq

from stunting.store.durable import fsync_path


def entry(log: Path, version: int) -> Path:
    """Return the path of one commit of the log."""
    return log / f"{version:020}.json"


def local(path: str) -> str:
    """Return the file path of an action's (URL-encoded) path, relative to the table.

    >>> local("kab=%253FCONTOH/year=2024/a.parquet")
    'kab=%3FCONTOH/year=2024/a.parquet'
    """
    return unquote(path)


class Place:
    """Where a log stands, remembered so that asking again costs two system calls."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self.birth = (-1, -1)
        self._table_id = ""
        self._version = -1

    def look(self) -> tuple[str, int]:
        """Return identity of the table and its newest version (``("", -1)``: no table)."""
        birth = self._birth()
        if birth == (-1, -1):
            self.birth, self._table_id, self._version = birth, "", -1
            return "", -1
        if birth != self.birth or not self._table_id:  # first look, or the table was rebuilt
            versions = [int(p.stem) for p in self.log.glob("*.json") if p.stem.isdigit()]
            if not versions:
                return "", -1
            self.birth, self._version = birth, max(versions)
            self._table_id = _table_id(self.log)
        while entry(self.log, self._version + 1).exists():
            self._version += 1
        return self._table_id, self._version

    def _birth(self) -> tuple[int, int]:
        """Return what stays the same for the life of a table and no other one has."""
        try:
            first = os.stat(entry(self.log, 0))
            return first.st_ino, first.st_mtime_ns
        except FileNotFoundError:
            return (os.stat(self.log).st_ino, 0) if self.log.is_dir() else (-1, -1)


def _table_id(log: Path) -> str:
    first = entry(log, 0)
    for action in _actions(first) if first.exists() else []:
        if "metaData" in action:
            return str(action["metaData"]["id"])
    return f"inode-{os.stat(log).st_ino}"


def _actions(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]


def transactions(log: Path, version: int, since: int, known: Mapping[str, int]) -> dict[str, int]:
    """Return the number of every application transaction at `version`.

    Parameters
    ----------
    log : Path
        The ``_delta_log`` folder.
    version : int
        Version wanted.
    since : int
        Version at which `known` is right; -1 where nothing is known.
    known : Mapping
        Application id → number.
    """
    found = dict(known)
    if since < 0:
        since, found = _checkpoint(log, version)
    for number in range(since + 1, version + 1):
        for action in _actions(entry(log, number)):
            if "txn" in action:
                found[action["txn"]["appId"]] = int(action["txn"]["version"])
    return found


def _checkpoint(log: Path, version: int) -> tuple[int, dict[str, int]]:
    """Start from the newest whole checkpoint, else from the beginning (our logs never expire)."""
    for path in sorted(log.glob("*.checkpoint.parquet"), reverse=True):
        number = path.name.split(".")[0]
        if len(path.name.split(".")) != 3 or int(number) > version:
            continue
        try:
            column = pq.read_table(path, columns=["txn"])["txn"].to_pylist()
        except (OSError, ValueError, KeyError):
            continue  # damaged, or of a kind that another writer made
        return int(number), {t["appId"]: int(t["version"]) for t in column if t and t["appId"]}
    return -1, {}


def sync(table: Path, before: int, after: int) -> None:
    """Flush commits ``before + 1 … after``: their data files, the folders, then the log entries."""
    log = table / "_delta_log"
    folders = {table, log}
    for version in range(before + 1, after + 1):
        for action in _actions(entry(log, version)):
            if "add" in action:
                path = table / local(action["add"]["path"])
                if path.exists():
                    fsync_path(path)
                    folders |= {path.parent, path.parent.parent}
        fsync_path(entry(log, version))
    for folder in sorted(folders, key=lambda f: len(f.parts), reverse=True):
        fsync_path(folder)
