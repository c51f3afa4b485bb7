"""A Delta table: commits that carry application transactions and are on the disk when they return."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, Transaction, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError

from stunting.store import log as delta_log
from stunting.store.durable import ConflictError, StoreError, fsync_path, make_folder
from stunting.store.schema import PARTITIONS

_CONFIGURATION: Final = {
    # The log is the history of the store: nothing in it expires by itself.
    "delta.logRetentionDuration": "interval 36500 days",
    "delta.enableExpiredLogCleanup": "false",
    "delta.deletedFileRetentionDuration": "interval 7 days",
    "delta.dataSkippingStatsColumns": "upload_id,period",
    "delta.checkpointInterval": "100",
}
_ATTEMPTS: Final = 8


@dataclass(frozen=True)
class Snapshot:
    """One version of a table: its files by kabupaten, and the number of each application transaction."""

    table_id: str = ""
    version: int = -1
    files: Mapping[str, tuple[str, ...]] = None  # type: ignore[assignment]
    transactions: Mapping[str, int] = None  # type: ignore[assignment]


EMPTY: Final = Snapshot(files={}, transactions={})


class Table:
    """A table in a folder; made at its first commit, so that reading creates nothing.

    Parameters
    ----------
    path : Path
    schema : pa.Schema
        Has the columns `PARTITIONS`.
    """

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self.path = path
        self.schema = schema
        self._mutex = threading.RLock()
        self._place = delta_log.Place(path / "_delta_log")
        self._delta: DeltaTable | None = None
        self._opened = (-1, -1)  # birth of the table that `_delta` was opened on
        self._snapshot = EMPTY

    def position(self) -> tuple[str, int]:
        """Return identity and version of the table, ``("", -1)`` where there is none (some stat calls)."""
        with self._mutex, _readable(self.path):
            return self._place.look()

    def snapshot(self) -> Snapshot:
        """Return the newest version; the same object as long as nothing was committed.

        Raises
        ------
        StoreError
            If the table is damaged.
        """
        with self._mutex, _readable(self.path):
            table_id, version = self._place.look()
            old = self._snapshot
            if (table_id, version) == (old.table_id, old.version):
                return old
            if version < 0:
                self._snapshot = EMPTY
                return EMPTY
            delta = self._open()
            actions = pa.table(delta.get_add_actions(flatten=True))
            files: dict[str, list[str]] = {}
            for path, kab in zip(
                actions["path"].to_pylist(), actions["partition.kab"].to_pylist(), strict=True
            ):
                files.setdefault(kab or "", []).append(str(self.path / delta_log.local(path)))
            known = old if old.table_id == table_id and old.version <= delta.version() else EMPTY
            transactions = delta_log.transactions(
                self.path / "_delta_log", delta.version(), known.version, known.transactions
            )
            frozen = {kab: tuple(sorted(paths)) for kab, paths in sorted(files.items())}
            self._snapshot = Snapshot(table_id, delta.version(), frozen, transactions)
            return self._snapshot

    def append(self, data: pa.Table, transactions: Mapping[str, int]) -> None:
        """Add rows (none is allowed) and set transaction numbers, in one durable commit."""
        self._commit(
            lambda delta: write_deltalake(
                delta,
                data,
                mode="append",
                schema_mode=_merge(delta, data),
                commit_properties=_properties(transactions),
            ),
            transactions,
        )

    def delete(self, upload_id: str, transactions: Mapping[str, int]) -> None:
        """Take away the rows of one upload and set transaction numbers, in one durable commit."""

        def remove(delta: DeltaTable) -> None:
            before = delta.version()
            delta.delete(f"upload_id = '{upload_id}'", commit_properties=_properties(transactions))
            if delta.version() == before:  # no such row: Delta commits nothing, the state still changes
                delta.create_write_transaction(
                    [], "append", self.schema, list(PARTITIONS), commit_properties=_properties(transactions)
                )
                delta.update_incremental()

        self._commit(remove, transactions)

    def erase(self, predicate: str) -> None:
        """Take rows away for good: no file keeps them, and no older version can be read any more.

        The predicate stays readable in the log, so it must not name a child.
        """
        if self.position()[1] < 0:
            return
        if predicate:
            self._commit(lambda delta: _nothing(delta.delete(predicate)), {})
        with self._mutex:  # left-over files of killed writers go as well
            self._open().vacuum(retention_hours=0, enforce_retention_duration=False, dry_run=False)

    def compact(self, retention_hours: int) -> dict[str, int]:
        """Merge small files, write a checkpoint, and remove files that nobody can be reading any more."""
        if self.position()[1] < 0:
            return {"merged": 0, "vacuumed": 0}
        with self._mutex:
            delta = self._open()
            before = delta.version()
            merged = delta.optimize.compact()
            delta_log.sync(self.path, before, delta.version())
            delta.create_checkpoint()
            for name in ("_last_checkpoint", f"{delta.version():020}.checkpoint.parquet"):
                if (self.path / "_delta_log" / name).exists():
                    fsync_path(self.path / "_delta_log" / name)
            fsync_path(self.path / "_delta_log")
            gone = delta.vacuum(retention_hours=retention_hours, dry_run=False)
            return {"merged": int(merged["numFilesRemoved"]), "vacuumed": len(gone)}

    def _commit(self, action: Callable[[DeltaTable], None], transactions: Mapping[str, int]) -> None:
        with self._mutex:
            if self.position()[1] < 0:
                self._create()
            for attempt in range(_ATTEMPTS):
                delta = self._open()
                # `delta` is not newer than this snapshot: what is committed after it collides, and what
                # came before it is seen here. Numbers only grow, so a number that is taken means that
                # another writer (without our lock: a second machine) did the same thing first.
                before = self.snapshot()
                if any(before.transactions.get(name, 0) >= n for name, n in transactions.items()):
                    raise ConflictError(
                        "Unggahan yang sama sedang diproses di tempat lain; ulangi sebentar lagi."
                    )
                try:
                    action(delta)
                    break
                except CommitFailedError:
                    self._delta = None
                    if attempt == _ATTEMPTS - 1:
                        raise
            delta_log.sync(self.path, before.version, delta.version())

    def _create(self) -> None:
        make_folder(self.path)
        self._delta = DeltaTable.create(
            self.path,
            self.schema,
            mode="ignore",
            partition_by=list(PARTITIONS),
            configuration=dict(_CONFIGURATION),
        )
        delta_log.sync(self.path, -1, 0)

    def _open(self) -> DeltaTable:
        birth = self._place.birth
        if self._delta is None or self._opened != birth:
            self._delta, self._opened = DeltaTable(self.path), birth
        else:
            self._delta.update_incremental()
        return self._delta


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except (DeltaError, OSError, ValueError, KeyError) as error:
        raise StoreError(
            f"Tabel {path.name} tidak terbaca ({type(error).__name__}). Bangun ulang dari unggahan:"
            " lihat docs/penyimpanan.md, bagian Care."
        ) from error


def _merge(delta: DeltaTable, data: pa.Table) -> Literal["merge"] | None:
    """Return "merge" where `data` has columns that an older table lacks: old rows are missing there."""
    return None if set(data.column_names) <= {f.name for f in delta.schema().fields} else "merge"


def _nothing(_: object) -> None:
    """Return nothing of an action's result."""


def _properties(transactions: Mapping[str, int]) -> CommitProperties:
    return CommitProperties(app_transactions=[Transaction(name, n) for name, n in transactions.items()])
