"""The SQLite file that holds the accounts."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SCHEMA = """
create table if not exists accounts (
    name text primary key, role text not null, puskesmas text, hash text not null,
    disabled integer not null default 0, demo integer not null default 0,
    epoch integer not null default 1, created real not null
) strict
"""
#: Sessions that somebody signed out of, until their tokens would have run out anyhow.
_ENDED = "create table if not exists ended (session text primary key, until real not null) strict"
#: Wrong passwords in a row by typed name (keyed hashes: some type a password there), account or not.
_TRIES = """
create table if not exists tries (
    name text primary key, failures integer not null, locked_until real not null, at real not null
) strict
"""


@contextmanager
def opened(path: Path, *, write: bool = True) -> Iterator[sqlite3.Connection]:
    """Open the accounts at `path` in one transaction, which an exception takes back."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    connection = sqlite3.connect(path, timeout=10, isolation_level=None)
    try:
        connection.execute("pragma synchronous = full")
        connection.execute(_SCHEMA)
        connection.execute(_ENDED)
        connection.execute(_TRIES)
        connection.execute("begin immediate" if write else "begin")
        yield connection
        connection.execute("commit")
    except BaseException:
        if connection.in_transaction:
            connection.execute("rollback")
        raise
    finally:
        connection.close()
