"""Everything that changes a store: adding, undoing and redoing uploads, maintenance, rebuilding."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from stunting import audit
from stunting.ingest.parsed import Parsed
from stunting.settings import settings
from stunting.store import maintenance
from stunting.store.durable import ConflictError, StoreError, locked
from stunting.store.live import Live, content_id, next_number
from stunting.store.manifest import Manifest
from stunting.store.receive import content_of, prepare
from stunting.store.report import UploadReport, report_of
from stunting.store.schema import widen
from stunting.store.state import State
from stunting.store.uploads import new_id

_ATTEMPTS: Final = 3


class Writer(State):
    """The writing half of ``Store``; one writer at a time, readers never wait."""

    def add(
        self,
        parsed: Parsed,
        original: bytes | None,
        *,
        by: str = "cli",
        partial: bool = False,
        dry_run: bool = False,
    ) -> UploadReport:
        """Store one file: whole when this returns, absent when it does not.

        Parameters
        ----------
        parsed : Parsed
            What ``ingest`` read.
        original : bytes or None
            The file itself; kept in the vault, and its hash tells whether it is live already.
        by : str
            Who uploads.
        partial : bool
            The file adds to its months instead of replacing them.
        dry_run : bool
            Report only; nothing at all is written.

        Returns
        -------
        UploadReport
        """
        sha256 = content_of(parsed, original)
        if dry_run:
            return self._add(parsed, None, sha256, by, partial, write=False)
        for attempt in range(_ATTEMPTS):
            try:
                with locked(self.home):
                    self._settle()
                    return self._add(parsed, original, sha256, by, partial, write=True)
            except ConflictError:
                if attempt == _ATTEMPTS - 1:
                    raise
        raise AssertionError("unreachable")

    def _settle(self) -> None:
        """Finish what a killed process began and has to be finished before anything is written."""

    def _add(
        self, parsed: Parsed, original: bytes | None, sha256: str, by: str, partial: bool, *, write: bool
    ) -> UploadReport:
        live = self._live()
        if (holder := live.holder(sha256)) is not None:
            return report_of(holder, already_uploaded=True, dry_run=not write)
        upload_id, at = self._next(live, sha256)
        if write and original is not None:
            self._originals.keep(original)
        prepared = prepare(
            parsed, live, self._vault, upload_id=upload_id, at=at, sha256=sha256, by=by,
            partial=partial, original=original is not None, write=write,
        )  # fmt: skip
        report = report_of(prepared.manifest, dry_run=not write)
        if not write:
            return report
        self._uploads.write(prepared.manifest, prepared.findings, prepared.table)
        content = content_id(sha256)
        marks = {upload_id: 1, content: next_number(live.number(content), live=True)}
        self.tables[parsed.kind].append(prepared.table, marks)  # from here on the upload exists
        self._uploads.note_state(upload_id, 1)
        counts = {
            "stored": report.rows_stored,
            "rejected": report.rows_rejected,
            "replaces": len(report.replaces),
        }
        audit.record(self.home, by, "unggah", upload_id, counts)
        self._maintain_if_due(parsed.kind)
        return report

    def undo(self, upload_id: str, by: str = "cli") -> bool:
        """Take an upload back; what it replaced or overrode counts again. False: it was undone already.

        Raises
        ------
        StoreError
            If there is no such upload.
        """
        with locked(self.home):
            manifest, is_live = self._find(upload_id)
            if is_live:
                self._switch(manifest)
                audit.record(self.home, by, "batal", upload_id, {"rows": manifest.rows_stored})
            return is_live

    def redo(self, upload_id: str, by: str = "cli") -> bool:
        """Make an undone upload count again, in its old place in time. False: it is live already.

        Raises
        ------
        StoreError
            If there is no such upload, or the same content is live as another one.
        """
        with locked(self.home):
            manifest, is_live = self._find(upload_id)
            if is_live:
                return False
            other = self._live().holder(manifest.sha256)
            if other is not None:
                raise StoreError(f"Isi yang sama sudah aktif sebagai unggahan {other.upload_id}.")
            self._switch(manifest)
            audit.record(self.home, by, "pulih", upload_id, {"rows": manifest.rows_stored})
            return True

    def _switch(self, manifest: Manifest) -> None:
        live, name = self._live(), manifest.upload_id
        revive = name not in live.manifests
        names = [name, *([content_id(manifest.sha256)] if manifest.sha256 else [])]
        marks = {n: next_number(live.number(n), live=revive) for n in names}
        table = self.tables[manifest.kind]
        if not revive:
            table.delete(name, marks)
        else:
            table.append(widen(self._uploads.rows(name), table.schema), marks)
        self._uploads.note_state(name, marks[name])

    def maintain(self, by: str = "cli") -> dict[str, int]:
        """Merge small files, write checkpoints, and remove what killed uploads left behind."""
        with locked(self.home):
            return self._maintain(by, list(self.tables))

    def rebuild(self, by: str = "cli") -> dict[str, int]:
        """Make the tables again from the uploads (after damage); needs the vault only for later uploads."""
        with locked(self.home):
            counts = maintenance.rebuild(self.tables, self._uploads)
            audit.record(self.home, by, "bangun_ulang", "tabel", counts)
            return counts

    def _maintain(self, by: str, kinds: Sequence[str]) -> dict[str, int]:
        counts = {"merged": 0, "vacuumed": 0}
        for kind in kinds:
            done = self.tables[kind].compact(maintenance.RETENTION_HOURS)
            counts = {name: counts[name] + done[name] for name in counts}
        live = self._live()
        numbers = {name: live.number(name) for name in (*live.manifests, *live.undone)}
        counts |= maintenance.clean(self._uploads, self._originals, numbers)
        audit.record(self.home, by, "rawat", "tabel", counts)
        return counts

    def _maintain_if_due(self, kind: str) -> None:
        try:
            files = dict(self.tables[kind].snapshot().files)
            if maintenance.is_due(files, settings().compact_every):
                self._maintain("otomatis", [kind])
        except Exception as error:  # the upload is stored; tidying up may fail and be tried again
            audit.record(self.home, "otomatis", "rawat_gagal", type(error).__name__)

    def _next(self, live: Live, sha256: str) -> tuple[str, datetime]:
        """Return id and time of a new upload: later than all before, whatever the clock says."""
        at = datetime.now(UTC)
        for manifest in (*live.manifests.values(), *live.undone.values()):
            at = max(at, manifest.uploaded_at + timedelta(microseconds=1))
        upload_id, number = new_id(at, sha256), 1
        while self._uploads.path(upload_id).exists():
            number += 1
            upload_id = f"{new_id(at, sha256)}-{number}"
        return upload_id, at
