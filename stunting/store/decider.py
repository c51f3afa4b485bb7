"""What people decide about areas and children, and what there is to decide."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from stunting import audit
from stunting.ingest.parsed import Parsed
from stunting.ingest.templates import KIND
from stunting.store import ambiguity, areas, read, supplement
from stunting.store import decision_checks as checks
from stunting.store.aliases import aliases_of
from stunting.store.decisions import IDENTITY_KINDS
from stunting.store.durable import StoreError, locked
from stunting.store.preview import Preview, nothing, preview
from stunting.store.receive import content_of, prepare
from stunting.store.report import report_of
from stunting.store.versions import versions
from stunting.store.writer import Writer


class Decider(Writer):
    """The deciding half of ``Store``: nothing stored is changed, so everything can be taken back."""

    def decide_alias(self, kind: str, key: str, target: str, by: str) -> int:
        """Read an unmatched area under another key, in history and in everything to come.

        Parameters
        ----------
        kind : {"kecamatan", "desa", "puskesmas", "posyandu"}
        key : str
            As ``unmatched`` lists it: ``"?NAME"``, ``"<kec>?NAME"``, ``"<kab>|Name"`` of a puskesmas,
            ``"<desa>|Name"`` of a posyandu.
        target : str
            Code of a kecamatan or desa, or the right name.
        by : str
            Who decides.

        Returns
        -------
        int
            Number of the decision, for ``revoke``.

        Raises
        ------
        StoreError
            If the target does not exist, the key is decided already, or names would run in a circle.
        """
        target = target.strip()
        checks.alias(kind, key, target)
        with locked(self.home):
            checks.free(self._decisions.look(), kind, key, target)
            return self._decided(kind, key, target, by)

    def decide_identity(self, kind: str, child_ids: Sequence[str], by: str) -> int:
        """Say that children are the same child (``"sama"``), or different ones (``"beda"``).

        The first of `child_ids` stands for the child. Different ones are not proposed again.

        Returns
        -------
        int
            Number of the decision, for ``revoke``; revoking brings the figures back exactly.

        Raises
        ------
        StoreError
            If a child is unknown, or the opposite is decided already.
        """
        children = list(dict.fromkeys(child_ids))
        if kind not in IDENTITY_KINDS or len(children) < 2:
            raise StoreError("Pilih paling sedikit dua anak, lalu: anak yang sama, atau anak yang berbeda.")
        with locked(self.home):
            for child_id in children:
                if not self._vault.knows(child_id):
                    raise StoreError(f"Anak {child_id[:32]} tidak dikenal.")
            log = self._decisions.look()
            if kind == "beda":
                aliases = aliases_of(log)
                if len({aliases.child(child) for child in children}) < len(children):
                    raise StoreError("Anak ini sudah diputuskan sama; cabut dulu keputusan itu.")
            else:
                checks.apart(log, children)
            return self._decided(kind, children[0], ",".join(children[1:]), by)

    def _decided(self, kind: str, key: str, target: str, by: str) -> int:
        number = self._decisions.add(kind, key, target, by)
        audit.record(self.home, by, "putuskan", f"{kind}:{number}")
        return number

    def revoke(self, decision_id: int, by: str) -> bool:
        """Take a decision back; the figures are as before it. False: it was taken back already.

        Raises
        ------
        StoreError
            If there is no such decision.
        """
        with locked(self.home):
            done = self._decisions.revoke(decision_id, by)
            if done:
                audit.record(self.home, by, "cabut_putusan", f"keputusan:{decision_id}")
            return done

    def decisions(self) -> pd.DataFrame:
        """Return all decisions, oldest first: id, kind, key, target, by, at, state (and who revoked it when).

        ``state`` is ``"berlaku"`` or ``"dicabut"``. Of children, ``key`` is the one that stands for all.
        """
        return self._decisions.frame()

    def unmatched(self, kab: str) -> pd.DataFrame:
        """Return areas of a kabupaten's rows and templates that no list knows: kind, key, name, kec,
        puskesmas, rows, children, last_period; decided ones left out."""
        live = self._live()
        told = (read.rows(live, kab, areas.NEEDED), supplement.places(live, kab))
        return areas.unmatched(pd.concat([areas.odd(f, kab) for f in told], ignore_index=True), kab)

    def ambiguities(self) -> pd.DataFrame:
        """Return open cases of who is who: case, kind, child_ids, puskesmas (lists), reason.

        Each is a pair of children with rows that count; decided ones are left out. See
        ``stunting.store.ambiguity`` for the three kinds.
        """
        live, log = self._live(), self._decisions.look()
        seen: dict[str, str] = {}
        for kab in live.snapshots["rows"].files:
            frame = read.rows(live, kab, ["child_id", "puskesmas"]).drop_duplicates("child_id", keep="last")
            puskesmas = frame["puskesmas"].astype("object").where(frame["puskesmas"].notna(), "")
            seen |= dict(zip(frame["child_id"].tolist(), puskesmas.tolist(), strict=True))
        if not seen:
            return pd.DataFrame({name: pd.Series(dtype="str") for name in ambiguity.COLUMNS})
        with self._vault.connection(read_only=True) as db:
            return ambiguity.ambiguities(db, log, live.aliases, seen, live.manifests.keys())

    def versions(self, kab: str, child_id: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """Return every row of a child in live uploads, oldest upload first.

        Parameters
        ----------
        kab, child_id : str
            Also the id of a child that was decided to be this one.
        columns : sequence of str, optional
            Of ``schema.MEASUREMENT_DTYPES``; all by default. ``upload_id uploaded_at row`` always come.

        Returns
        -------
        DataFrame
            The columns, ``filename`` of the upload, and ``state``: ``"berlaku"`` (in ``rows``) or
            ``"digantikan"`` (overwritten by a newer row, or its month was replaced).
        """
        return versions(self._live(), kab, child_id, columns)

    def preview(
        self,
        parsed: Parsed,
        partial: bool = False,
        *,
        original: bytes | None = None,
        columns: Sequence[str] | None = None,
    ) -> Preview:
        """Return what ``add`` would do; writes nothing.

        Parameters
        ----------
        parsed : Parsed
        partial : bool
            As for ``add``.
        original : bytes, optional
            The file; without it ``parsed.sha256`` tells whether the content is live already.
        columns : sequence of str, optional
            Columns of ``rows_before`` and ``rows_after``; all by default.
        """
        live = self._live()
        sha256 = parsed.sha256 if original is None and parsed.sha256 else content_of(parsed, original)
        holder = live.holder(sha256)
        wanted = None if columns is None else list(columns)
        _, at = self._next(live, sha256)
        prepared = prepare(
            parsed, live, self._vault, upload_id="pratinjau", at=at, sha256=sha256, by="",
            partial=partial, original=False, write=False,
        )  # fmt: skip
        if holder is not None or parsed.kind != "rows":
            report = (
                report_of(prepared.manifest, dry_run=True)
                if holder is None
                else report_of(holder, already_uploaded=True, dry_run=True)
            )
            empty = nothing(live, wanted)
            unknown = areas.unmatched(nothing(live), "")
            if parsed.kind == KIND:
                unknown = supplement.unmatched(prepared.table, live)
            months = list(prepared.manifest.periods)
            return Preview(report, prepared.findings, empty, empty.copy(), unknown, months=months)
        return preview(prepared, report_of(prepared.manifest, dry_run=True), live, wanted)
