"""Bringing a vault of an earlier version up to date: which upload said what of which child.

Until version 2 an identity was noted with the upload that changed it, and not with those that said the
same again; names and NIK that a child is found by did not know their upload at all. The rows beside the
uploads tell which of them hold a child, and of which puskesmas. What cannot be told apart any more is
taken as said by all uploads of the child, as it counted until now.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from contextlib import closing
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from stunting.store.durable import StoreError
from stunting.store.known import Person, plain_name
from stunting.store.people_db import PEOPLE_COLUMNS, SCHEMA, VERSION, Line, insert, opened, upload, version
from stunting.store.uploads import Uploads

_Said = tuple[tuple, tuple[str, str]]
_NOTHING = (None,) * len(PEOPLE_COLUMNS)
_OLD = ("children", "names", "identities")


def upgrade(home: Path, database: Path) -> None:
    """Rewrite the tables of an earlier version in one step; one that is up to date is left alone."""
    with opened(database, read_only=True) as db:
        if not 0 < version(db) < VERSION:
            return
    with closing(sqlite3.connect(database, timeout=30, isolation_level=None)) as db:
        db.execute("PRAGMA secure_delete = ON")
        db.execute("BEGIN IMMEDIATE")
        if version(db) >= VERSION:  # another process was faster
            db.execute("ROLLBACK")
            return
        for name in ("children_nik", "identities_child"):
            db.execute(f"DROP INDEX IF EXISTS {name}")
        for name in _OLD:
            db.execute(f"ALTER TABLE {name} RENAME TO old_{name}")
        for statement in filter(str.strip, SCHEMA.split(";")):
            db.execute(statement)
        said = _said(db, Uploads(home))
        numbers = {line: seq for seq, line in enumerate(dict.fromkeys(chain(*said.values())), 1)}
        insert(db, numbers)
        for upload_id, lines in said.items():
            number = upload(db, upload_id)
            at_once = sorted((numbers[line], number, at) for line, at in lines.items())
            db.executemany("INSERT INTO said VALUES (?, ?, ?)", at_once)
        for name in _OLD:
            db.execute(f"DROP TABLE old_{name}")
        db.execute(f"PRAGMA user_version = {VERSION}")
        db.execute("COMMIT")


def _said(db: sqlite3.Connection, uploads: Uploads) -> dict[str, dict[Line, int]]:
    """Return upload → what it said, oldest upload first."""
    told, rest = _told(db)
    noted = {upload_id for lines in told.values() for upload_id, _ in lines}
    there = set(uploads.ids())
    order = sorted(noted | there, key=lambda name: (_at(uploads, name), name))
    place = {name: number for number, name in enumerate(order)}
    out: dict[str, dict[Line, int]] = {}
    for upload_id in order:
        here, lines = _children(uploads, upload_id), out.setdefault(upload_id, {})
        for at, (child_id, health) in enumerate(here.items()):
            every = told.get(child_id, [])
            known = [said for name, said in every if place[name] <= place[upload_id]]
            newest = known[-1:] or [said for _, said in every[:1]]
            for columns, (key, mother) in [*rest.get(child_id, ()), *newest]:
                lines[child_id, columns, (key, mother, health)] = at
    for child_id, every in told.items():
        for upload_id, (columns, (key, mother)) in every:
            if upload_id not in there:  # it never came about: it counts for nothing
                out[upload_id][child_id, columns, (key, mother, "")] = 0
    return out


def _told(db: sqlite3.Connection) -> tuple[dict[str, list[tuple[str, _Said]]], dict[str, list[_Said]]]:
    """Return child → (upload that noted it, what), and child → what is known with no upload to it."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for child_id, key, mother in db.execute(
        "SELECT c.child_id, n.name_key, n.mother FROM old_names n JOIN old_children c ON c.id = n.child"
    ):
        found[child_id].add((key, mother))
    told: dict[str, list[tuple[str, _Said]]] = defaultdict(list)
    for child_id, upload_id, *columns in db.execute(
        f"SELECT child_id, upload_id, {', '.join(PEOPLE_COLUMNS)} FROM old_identities ORDER BY seq"
    ):
        told[child_id].append((upload_id, (tuple(columns), _compared(columns, found[child_id]))))
    rest: dict[str, list[_Said]] = defaultdict(list)
    for child_id, nik, birth, sex in db.execute("SELECT child_id, nik, birth, sex FROM old_children"):
        said = [said for _, said in told[child_id]]
        if (nik and nik not in {columns[0] for columns, _ in said}) or not said:
            rest[child_id].append(((nik or None, *_NOTHING[1:7], sex or None, birth or None), ("", "")))
        for pair in sorted(found[child_id] - {pair for _, pair in said}):
            rest[child_id].append((_NOTHING, pair))
    return told, rest


def _compared(columns: list[str | None], found: set[tuple[str, str]]) -> tuple[str, str]:
    """Return name key and mother as they were compared; without a birth date the key has a place in it."""
    said = dict(zip(PEOPLE_COLUMNS, columns, strict=True))
    name, mother = plain_name(said["name"] or ""), plain_name(said["mother"] or "")
    key = Person("", name, said["birth_date"] or "", said["sex"] or "", mother).name_key
    if key and not said["birth_date"]:
        key = next((other for other, _ in sorted(found) if other.startswith(key)), key)
    return key, mother


def _children(uploads: Uploads, upload_id: str) -> dict[str, str]:
    """Return the children of an upload and the puskesmas of their last row (`Person.health`)."""
    try:
        table = uploads.rows(upload_id)
    except (OSError, ValueError):
        return {}
    if "child_id" not in table.column_names:
        return {}
    lines = zip(*(table[name].to_pylist() for name in ("child_id", "kab", "puskesmas")), strict=True)
    return {child: f"{kab or ''}|{name}" if name else "" for child, kab, name in lines if child}


def _at(uploads: Uploads, upload_id: str) -> datetime:
    try:
        return uploads.manifest(upload_id).uploaded_at
    except StoreError:
        return datetime.min.replace(tzinfo=UTC)
