"""The folder of an upload: manifest, findings, and its rows without identity (for redo and rebuild)."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from stunting.ingest.schema import FINDING_DTYPES, empty
from stunting.store import recovered
from stunting.store.durable import ConflictError, StoreError, fsync_path, make_folder, write_file
from stunting.store.filenames import names_child, without_name
from stunting.store.manifest import Manifest

_Stamp = tuple[int, int, int] | None
_ID: Final = re.compile(r"\d{8}T\d{6}-[0-9a-f]{8}(-\d+)?")


def new_id(at: datetime, sha256: str) -> str:
    """Return a name that sorts by time and cannot hold a path.

    >>> new_id(datetime(2024, 2, 29, 8, 15, 30), "ab12cd34" * 8)
    '20240229T081530-ab12cd34'
    """
    return f"{at:%Y%m%dT%H%M%S}-{sha256[:8]}"


class Uploads:
    """Folders of uploads under ``home/uploads``; only forgetting a child changes what is in them."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "uploads"
        #: Manifests as they were at a state of their file: another process may forget a child meanwhile.
        self._known: dict[str, tuple[_Stamp, Manifest]] = {}

    def path(self, upload_id: str) -> Path:
        """Return the folder of one upload.

        Raises
        ------
        StoreError
            If `upload_id` is not the name of an upload.
        """
        if not _ID.fullmatch(upload_id):
            raise StoreError(f"Unggahan “{upload_id}” tidak dikenal; lihat daftar unggahan.")
        return self.folder / upload_id

    def write(self, manifest: Manifest, findings: pd.DataFrame, rows: pa.Table) -> None:
        """Write the whole folder and then give it its name: it exists whole or not at all."""
        make_folder(self.folder)
        target = self.path(manifest.upload_id)
        temporary = self.folder / f".tmp-{manifest.upload_id}-{os.getpid()}"
        shutil.rmtree(temporary, ignore_errors=True)
        temporary.mkdir(mode=0o750)
        try:
            found = pa.Table.from_pandas(findings, preserve_index=False)
            for name, data in (
                ("rows.parquet", _parquet(rows)),
                ("findings.parquet", _parquet(found)),
                ("manifest.json", manifest.to_json()),
            ):
                write_file(temporary / name, data, sync_folder=False)
            fsync_path(temporary)
            try:
                temporary.rename(target)
            except OSError as error:
                if not target.is_dir():
                    raise
                raise ConflictError("Unggahan yang sama sedang diproses di tempat lain.") from error
        except BaseException:
            shutil.rmtree(temporary, ignore_errors=True)
            raise
        fsync_path(self.folder)
        self._remember(manifest)

    def manifest(self, upload_id: str) -> Manifest:
        """Return the manifest; of a damaged one, as much as the rows beside it tell."""
        now = self._stamp(upload_id)
        stamp, found = self._known.get(upload_id, (None, None))
        if found is None or stamp != now:
            path = self.path(upload_id) / "manifest.json"
            try:
                found = recovered.grouped(Manifest.from_json(path.read_bytes()), self.rows)
            except (OSError, ValueError, KeyError, TypeError):
                found = recovered.from_rows(upload_id, self.rows)
            self._known[upload_id] = now, found
        return found

    def _stamp(self, upload_id: str) -> _Stamp:
        """Return what changes whenever the manifest is written anew (one system call)."""
        try:
            now = (self.path(upload_id) / "manifest.json").stat()
        except FileNotFoundError:
            return None
        return now.st_mtime_ns, now.st_ino, now.st_size

    def _remember(self, manifest: Manifest) -> None:
        self._known[manifest.upload_id] = self._stamp(manifest.upload_id), manifest

    def rows(self, upload_id: str) -> pa.Table:
        """Return the rows of an upload as stored."""
        return pq.read_table(self.path(upload_id) / "rows.parquet", partitioning=None)

    def findings(self, upload_id: str) -> pd.DataFrame:
        """Return the findings of an upload (`FINDING_DTYPES`)."""
        path = self.path(upload_id) / "findings.parquet"
        if not path.exists():
            return empty(FINDING_DTYPES)
        return pq.read_table(path, partitioning=None).to_pandas().astype(FINDING_DTYPES)

    def without(self, upload_id: str, lines: list[int], child_ids: list[str], redacted: bool) -> None:
        """Take the rows of children and the findings at `lines` (row numbers) out of a folder.

        Each file is replaced as a whole; doing it again changes nothing more. `redacted` marks the
        manifest: the original is no longer the file that was sent.
        """
        folder = self.path(upload_id)
        for name, column, values in (
            ("rows.parquet", "child_id", pa.array(child_ids, pa.string())),
            ("findings.parquet", "row", pa.array(lines, pa.int32())),
        ):
            if not (folder / name).exists():
                continue
            table = pq.read_table(folder / name, partitioning=None)
            if column not in table.column_names:
                continue
            kept = table.filter(pc.invert(pc.is_in(table[column], value_set=values)))
            if kept.num_rows != table.num_rows:
                write_file(folder / name, _parquet(kept))
        manifest = self.manifest(upload_id)
        changed = replace(
            manifest,
            asli_disunting=manifest.asli_disunting or redacted,
            rows_forgotten=manifest.rows_stored - self.rows(upload_id).num_rows,
        )
        if changed != manifest and (folder / "manifest.json").exists():
            write_file(folder / "manifest.json", changed.to_json())
            self._remember(changed)

    def forget_name(self, upload_id: str, names: list[str], family: list[str], *, own: bool) -> None:
        """Take the file's name away where it holds one of a child's `names`, or of its `family`'s.

        `own`: the upload holds rows of the child, so that one word of a name is enough.
        """
        manifest = self.manifest(upload_id)
        if names_child(manifest.filename, names, parts=own) or names_child(manifest.filename, family):
            changed = replace(manifest, filename=without_name(manifest.filename))
            write_file(self.path(upload_id) / "manifest.json", changed.to_json())
            self._remember(changed)

    def ids(self) -> list[str]:
        """Return the names of all folders, also of uploads that were never committed."""
        if not self.folder.is_dir():
            return []
        return sorted(name for name in os.listdir(self.folder) if _ID.fullmatch(name))

    def note_state(self, upload_id: str, number: int) -> None:
        """Keep a copy of the transaction number, for the day the Delta log cannot be read."""
        write_file(self.path(upload_id) / "state.json", json.dumps({"transaction": number}).encode())

    def noted_state(self, upload_id: str) -> int:
        """Return the copied transaction number (0: never committed, as far as known)."""
        try:
            return int(json.loads((self.path(upload_id) / "state.json").read_bytes())["transaction"])
        except (OSError, ValueError, KeyError, TypeError):
            return 0

    def remove_abandoned(self, committed: set[str], grace: timedelta) -> list[str]:
        """Delete folders that no commit knows and that are older than `grace`; return their names."""
        gone = []
        limit = time.time() - grace.total_seconds()
        for name in os.listdir(self.folder) if self.folder.is_dir() else []:
            path = self.folder / name
            if name in committed or not (name.startswith(".tmp-") or _ID.fullmatch(name)):
                continue
            if path.stat().st_mtime <= limit:
                shutil.rmtree(path, ignore_errors=True)
                self._known.pop(name, None)
                gone.append(name)
        return sorted(gone)


def _parquet(table: pa.Table) -> bytes:
    stream = io.BytesIO()
    pq.write_table(table, stream, compression="zstd")
    return stream.getvalue()
