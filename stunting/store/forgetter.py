"""Forgetting a child (UU 27/2022 on personal data): out of every place, and proof that it is.

An intent is written to the vault first. Every step after it can be done again, so that a killed
process leaves work that the next one finishes; then the intent itself is overwritten and removed.
"""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from stunting import audit
from stunting.store import copies, maintenance, traces
from stunting.store.decider import Decider
from stunting.store.durable import StoreError, locked, make_folder, write_file
from stunting.store.forget_plan import EXPORTS, SYNTHETIC, Intent, check_reason, rows_of
from stunting.store.proof import Proof, table
from stunting.store.scan import Needles, by_place, scan


class Forgetter(Decider):
    """The forgetting part of ``Store``."""

    def __init__(self, home: Path | None = None) -> None:
        super().__init__(home)
        if self._pending():
            try:
                with locked(self.home, wait=False):
                    self._settle()
            except BlockingIOError:
                pass  # a writer is at work: it finishes this, or the next one does

    def forget(self, child_id: str, by: str, reason: str = "") -> Proof:
        """Remove a child's personal data from everything under the home folder.

        Its rows leave the tables (older versions of them vanish too), the folders of the uploads, the
        vault and the decisions; uploaded files that hold it are replaced by a CSV without it; cubes are
        deleted. In the end every byte of every file is searched.

        Parameters
        ----------
        child_id : str
            Ids that were decided to be the same child go with it.
        by : str
            Who does it.
        reason : str
            Kept in the audit log; must not name the child.

        Returns
        -------
        Proof

        Raises
        ------
        StoreError
            If the child is unknown or the reason names it.
        """
        with locked(self.home):
            self._settle()
            intent = self._plan(child_id, by, reason.strip())
            make_folder(self._intents, 0o700)
            path = self._intents / f"{secrets.token_hex(8)}.json"
            write_file(path, json.dumps(asdict(intent)).encode(), mode=0o600)
            return self._carry_out(intent, path)

    def children_with_nik(self, nik: str) -> list[str]:
        """Return the ids of the children that have this NIK, as decided."""
        aliases = self._live().aliases
        return list(dict.fromkeys(aliases.child(child) for child in self._vault.with_nik(nik.strip())))

    def _pending(self) -> list[Path]:
        return sorted(self._intents.iterdir()) if self._intents.is_dir() else []

    def _settle(self) -> None:
        for path in self._pending():
            data = path.read_bytes()
            if path.suffix != ".json" or not data.strip(b"\0"):  # cut while it was written or wiped
                _wipe(path)
                continue
            try:
                self._carry_out(Intent(**json.loads(data)), path)
            except (StoreError, OSError, ValueError, TypeError) as error:  # tried again at the next opening
                audit.record(self.home, "otomatis", "lupa_tertunda", type(error).__name__)

    def _plan(self, child_id: str, by: str, reason: str) -> Intent:
        members = self._live().aliases.members(child_id)
        lines, shared = rows_of(self._uploads, members)
        if not lines and not any(map(self._vault.knows, members)):
            raise StoreError(f"Anak {child_id[:32]} tidak dikenal.")
        held = traces.traces(self._vault, members)
        check_reason(reason, {*held["name"], *held["parents"], *held["nik"]})
        family = traces.family(self._vault, held, members)
        needles = Needles(held["nik"], held["name"], members, family)
        found = scan(self.home, needles)
        namesakes = traces.namesakes(self._vault, held["name"], members)
        originals, samples = {self._uploads.manifest(name).sha256 for name in lines}, []
        for path, (nik, name, _, kin) in found.items():
            if not (nik or kin or (name and not namesakes)):
                continue
            if path.parts[:2] == ("vault", "files"):
                originals.add(path.name.partition(".")[0])
            elif path.parts[0] == EXPORTS and path.name.startswith(SYNTHETIC):
                samples.append(path.as_posix())
        kept = {path.name.partition(".")[0] for path in self._originals.folder.glob("*")}
        return Intent(
            child_id, members, by, reason, datetime.now(UTC).isoformat(timespec="seconds"),
            held["nik"], held["name"], held["identity"], lines, sorted(originals & kept),
            sum(map(len, lines.values())), shared, by_place(found), family, samples,
        )  # fmt: skip

    def _carry_out(self, intent: Intent, path: Path) -> Proof:
        for sha256 in intent.originals:
            self._redact(sha256, intent.child_ids)
        changed = {m for m in self._uploads.ids() if self._uploads.manifest(m).sha256 in intent.originals}
        for name in sorted(changed | intent.uploads.keys()):
            self._uploads.without(name, intent.uploads.get(name, []), intent.child_ids, name in changed)
        for name in self._uploads.ids():
            self._uploads.forget_name(name, intent.name, intent.family, own=name in intent.uploads)
        for sample in intent.samples:
            (self.home / sample).unlink(missing_ok=True)
        if intent.rebuild:
            maintenance.rebuild(self.tables, self._uploads)
        elif intent.uploads:
            for kind in ("rows", "tambahan"):
                own = {n: at for n, at in intent.uploads.items() if self._uploads.manifest(n).kind == kind}
                if own:
                    self.tables[kind].erase(
                        " OR ".join(
                            f"(upload_id = '{name}' AND row IN ({', '.join(map(str, lines))}))"
                            for name, lines in own.items()
                        )
                    )
        traces.erase(self._vault, intent.child_ids, intent.identity)
        self._decisions.clear(set(intent.child_ids))
        self._cubes.clear()
        maintenance.sweep(self.home)
        noted = audit.reword(self.home, {child: self._vault.noted(child) for child in intent.child_ids})
        self._seen = None
        needles = Needles(intent.nik, intent.name, intent.child_ids, intent.family)
        after = by_place(scan(self.home, needles, leave_out=self._intents))
        proof = Proof(
            intent.child_id, intent.child_ids, intent.by, intent.reason, intent.at, intent.rows,
            sorted(intent.uploads), len(intent.originals),
            traces.namesakes(self._vault, intent.name, intent.child_ids),
            table(intent.before, after), noted, len(intent.samples),
        )  # fmt: skip
        counts = {
            "rows": intent.rows,
            "uploads": len(intent.uploads),
            "originals": len(intent.originals),
            "complete": proof.complete,
            "reason": intent.reason,
        }
        audit.record(
            self.home, intent.by, "lupakan", f"anak:{self._vault.noted(intent.child_ids[0])}", counts
        )
        _wipe(path)
        return proof

    def _redact(self, sha256: str, child_ids: list[str]) -> None:
        """Replace an original by the rows of its upload, with names, without the children."""
        uploads = [name for name in self._uploads.ids() if self._uploads.manifest(name).sha256 == sha256]
        if not uploads:  # of an upload that never came about
            for path in (self._originals.folder / sha256, self._originals.redacted(sha256)):
                path.unlink(missing_ok=True)
            return
        self._originals.redact(sha256, copies.copy_of(self._uploads, self._vault, uploads[0], child_ids))


def _wipe(path: Path) -> None:
    """Overwrite a file, then remove it."""
    size = path.stat().st_size
    with path.open("r+b") as stream:
        stream.write(b"\0" * size)
        stream.flush()
        os.fsync(stream.fileno())
    path.unlink()
