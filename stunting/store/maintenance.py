"""Keeping a store small, and making its tables again from the uploads."""

from __future__ import annotations

import shutil
import time
from datetime import timedelta
from pathlib import Path
from typing import Final

import pyarrow as pa

from stunting.store.durable import StoreError, fsync_path
from stunting.store.live import content_id
from stunting.store.originals import Originals
from stunting.store.schema import widen
from stunting.store.tables import Table
from stunting.store.uploads import Uploads

#: Folders of uploads that were never committed stay this long: a slow upload may still be under way.
GRACE: Final = timedelta(hours=24)
#: Files that a commit took away stay this long for readers of an older version.
RETENTION_HOURS: Final = 168
_BATCH: Final = 200


def is_due(files: dict[str, tuple[str, ...]], compact_every: int) -> bool:
    """Return whether a table has so many more files than partitions that merging them pays."""
    paths = [path for of_kab in files.values() for path in of_kab]
    return len(paths) - len({path.rpartition("/")[0] for path in paths}) >= compact_every


def clean(
    uploads: Uploads, originals: Originals, numbers: dict[str, int], grace: timedelta = GRACE
) -> dict[str, int]:
    """Remove what a killed upload left, and refresh the copies of the states.

    Parameters
    ----------
    numbers : dict
        Transaction number of every committed upload.
    grace : timedelta
        Age from which leftovers go.
    """
    for upload_id, number in numbers.items():
        if uploads.path(upload_id).is_dir() and uploads.noted_state(upload_id) != number:
            uploads.note_state(upload_id, number)
    abandoned = uploads.remove_abandoned(set(numbers), grace)
    wanted = {uploads.manifest(name).sha256 for name in uploads.ids()}
    forgotten = originals.forget(wanted, time.time() - grace.total_seconds())
    return {"abandoned": len(abandoned), "originals": forgotten}


def numbers_of(table: Table) -> dict[str, int] | None:
    """Return the transaction numbers of a table; None where it cannot be read."""
    try:
        return dict(table.snapshot().transactions)
    except Exception:  # whatever is broken in a damaged table: the answer is to make it again
        return None


def rebuild(tables: dict[str, Table], uploads: Uploads) -> dict[str, int]:
    """Make the tables again from the folders of the uploads; a table is exchanged when it is complete.

    The states come from the Delta log where it can be read, else from the copies beside the uploads.

    Raises
    ------
    StoreError
        If rows of a live upload cannot be read; the tables are then as they were.
    """
    ids = uploads.ids()
    counts = {"uploads": 0, "rows": 0}
    for kind, table in tables.items():
        logged = numbers_of(table) if table.path.exists() else None
        mine = [name for name in ids if uploads.manifest(name).kind == kind]
        numbers = {
            name: logged.get(name, 0) if logged is not None else uploads.noted_state(name) for name in mine
        }
        known = [name for name in mine if numbers[name]]
        if not known and not table.path.exists():
            continue
        fresh = Table(table.path.with_name(f"{table.path.name}.new"), table.schema)
        shutil.rmtree(fresh.path, ignore_errors=True)
        contents: dict[str, int] = {}
        for start in range(0, max(len(known), 1), _BATCH):
            batch = known[start : start + _BATCH]
            parts = [table.schema.empty_table()]
            for name in batch:
                sha256, live = uploads.manifest(name).sha256, numbers[name] % 2
                if sha256:
                    contents[sha256] = max(contents.get(sha256, 0), live)
                if live:
                    parts.append(_rows(uploads, name, table.schema))
            rows = pa.concat_tables(parts)
            fresh.append(rows, {name: numbers[name] for name in batch})
            counts["uploads"] += len(batch)
            counts["rows"] += rows.num_rows
        if contents:
            marks = {content_id(sha256): 1 if live else 2 for sha256, live in contents.items()}
            fresh.append(table.schema.empty_table(), marks)
        exchange(table.path, fresh.path)
    return counts


def exchange(path: Path, fresh: Path) -> None:
    """Put the folder `fresh` in the place of `path`."""
    old = path.with_name(f"{path.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if path.exists():
        path.rename(old)
    try:
        fresh.rename(path)
    except FileNotFoundError:
        if not path.exists():  # else a reader has just completed it, see `finish_exchange`
            raise
    fsync_path(path.parent)
    shutil.rmtree(old, ignore_errors=True)


def finish_exchange(path: Path) -> None:
    """Complete an `exchange` that was interrupted between its two renames."""
    fresh, old = path.with_name(f"{path.name}.new"), path.with_name(f"{path.name}.old")
    if not path.exists() and old.exists():
        (fresh if fresh.exists() else old).rename(path)


def _rows(uploads: Uploads, upload_id: str, schema: pa.Schema) -> pa.Table:
    try:
        return widen(uploads.rows(upload_id), schema)
    except (OSError, ValueError, KeyError) as error:
        raise StoreError(
            f"Baris unggahan {upload_id} tidak terbaca; unggah ulang berkas aslinya lalu ulangi."
        ) from error


def sweep(home: Path) -> None:
    """Remove what killed writers left behind; the caller holds the lock, so nobody is writing."""
    for folder in (*home.glob("uploads/.tmp-*"), *home.glob("*.new"), *home.glob("*.old")):
        if folder.is_dir():
            shutil.rmtree(folder, ignore_errors=True)
    for pattern in ("uploads/*/.*.tmp", "vault/.*.tmp", "vault/files/.*.tmp"):
        for path in home.glob(pattern):
            path.unlink(missing_ok=True)
