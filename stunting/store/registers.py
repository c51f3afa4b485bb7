"""Small tables that a district adds by hand: lists of desa lokus, targets, sasaran, indicators.

Every save is a version of its own; nothing is overwritten, and the newest one that is not withdrawn counts.
No identity of a child belongs here: a register is read without asking for a role.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pandas as pd

from stunting import audit
from stunting.store.durable import StoreError, fsync_path, locked, make_folder, write_file

FOLDER: Final = "registers"
IN_FORCE, REPLACED, WITHDRAWN = "berlaku", "diganti", "ditarik"
HISTORY: Final = ("version", "saved_at", "by", "note", "rows", "state")
#: Columns that would make a register a second place of identities.
_IDENTITY: Final = frozenset({"nik", "nama", "nama_anak", "nama_ortu", "name", "no_hp", "alamat"})
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,40}")
_VERSION: Final = re.compile(r"\d{6}")
_TABLE, _FACTS, _ORIGINAL, _GONE = "tabel.parquet", "keterangan.json", "asli", ".ditarik"


class Registers:
    """The registers of one store.

    Parameters
    ----------
    home : Path
        The store's folder. Nothing is created before the first save.
    """

    def __init__(self, home: Path) -> None:
        self.home = home

    def read(self, name: str) -> pd.DataFrame | None:
        """Return the version in force with the dtypes it was saved with; None where none is."""
        live = self._live(name)
        return pd.read_parquet(self._at(name, live[-1]) / _TABLE) if live else None

    def save(
        self, name: str, frame: pd.DataFrame, *, by: str, note: str = "", original: bytes | None = None
    ) -> int:
        """Add `frame` as the newest version and return its number; it is on the disk when this returns.

        Parameters
        ----------
        name : str
            Lower-case letters, digits, underscores.
        frame : pandas.DataFrame
            The whole table, not a change to it.
        by : str
            Account.
        note : str
            What the user said about it, e.g. the regulation's number.
        original : bytes, optional
            The file it came from, kept beside it.

        Raises
        ------
        StoreError
            If a column could hold a person's identity.
        """
        if personal := sorted(_IDENTITY & {str(c).lower() for c in frame.columns}):
            raise StoreError(
                f"Tabel ini memuat kolom identitas ({', '.join(personal)}). Hapus, lalu simpan lagi."
            )
        table = io.BytesIO()
        frame.reset_index(drop=True).to_parquet(table)
        with locked(self.home):
            folder = self._folder(name)
            make_folder(folder)
            version = max(self._versions(name), default=0) + 1
            facts = {
                "by": by, "note": note, "rows": len(frame),
                "saved_at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            }  # fmt: skip
            # aside and renamed as a whole: a killed save leaves no version
            aside = folder / f".{version:06d}.{os.getpid()}.tmp"
            shutil.rmtree(aside, ignore_errors=True)
            make_folder(aside)
            write_file(aside / _TABLE, table.getvalue(), sync_folder=False)
            write_file(aside / _FACTS, json.dumps(facts, ensure_ascii=False).encode(), sync_folder=False)
            if original is not None:
                write_file(aside / _ORIGINAL, original, sync_folder=False)
            fsync_path(aside)
            aside.rename(self._at(name, version))
            fsync_path(folder)
        audit.record(self.home, by, "daftar", f"{name}/{version}", {"rows": len(frame)})
        return version

    def undo(self, name: str, *, by: str) -> int | None:
        """Withdraw the version in force and return its number, or None; the one before counts again."""
        with locked(self.home):
            live = self._live(name)
            if not live:
                return None
            facts = {"by": by, "at": datetime.now(UTC).isoformat(timespec="milliseconds")}
            mark = self._at(name, live[-1]).with_suffix(_GONE)
            write_file(mark, json.dumps(facts, ensure_ascii=False).encode())
        audit.record(self.home, by, "daftar-tarik", f"{name}/{live[-1]}")
        return live[-1]

    def history(self, name: str) -> pd.DataFrame:
        """Return every version, oldest first: version, saved_at (UTC), by, note, rows, state."""
        live = self._live(name)
        lines = []
        for version in self._versions(name):
            facts = json.loads((self._at(name, version) / _FACTS).read_text("utf-8"))
            state = WITHDRAWN if version not in live else IN_FORCE if version == live[-1] else REPLACED
            lines.append({**facts, "version": version, "state": state})
        frame = pd.DataFrame(lines, columns=list(HISTORY))
        return frame.astype({"version": "int64", "rows": "int64"}).assign(
            saved_at=pd.to_datetime(frame["saved_at"], utc=True)
        )

    def original(self, name: str, version: int) -> bytes:
        """Return the file that a version came from.

        Raises
        ------
        StoreError
            If it was entered on screen, or there is no such version.
        """
        path = self._at(name, version) / _ORIGINAL
        if not path.is_file():
            raise StoreError("Daftar ini diisi di layar: tidak ada berkas aslinya.")
        return path.read_bytes()

    def stamp(self, name: str) -> str:
        """Return a text that changes whenever `read` would (empty: never saved)."""
        live = self._live(name)
        return f"{max(self._versions(name))}:{live[-1] if live else 0}" if self._versions(name) else ""

    def _folder(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise ValueError(f"not the name of a register: {name!r}")
        return self.home / FOLDER / name

    def _at(self, name: str, version: int) -> Path:
        return self._folder(name) / f"{version:06d}"

    def _versions(self, name: str) -> list[int]:
        folder = self._folder(name)
        names = os.listdir(folder) if folder.is_dir() else []
        return sorted(int(n) for n in names if _VERSION.fullmatch(n))

    def _live(self, name: str) -> list[int]:
        return [v for v in self._versions(name) if not self._at(name, v).with_suffix(_GONE).exists()]
