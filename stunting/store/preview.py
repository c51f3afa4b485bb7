"""What an upload would do, before it does anything."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa

from stunting.store import areas
from stunting.store.live import Live, arrange
from stunting.store.read import chosen, load, replaced_in
from stunting.store.receive import Prepared
from stunting.store.report import UploadReport
from stunting.store.resolve import codes, resolve
from stunting.store.schema import MEASUREMENT_DTYPES


@dataclass(frozen=True)
class Preview:
    """An upload as it would be; nothing of it is stored.

    Attributes
    ----------
    report : UploadReport
        As a dry run gives it; ``replaces`` says which months of which puskesmas would vanish.
    findings : DataFrame
        All findings, those of the store included (`FINDING_DTYPES`).
    children_new, children_known : int
    duplicates_in_file : int
        Rows of the file that a later row of the same file takes the place of.
    duplicates_in_store : int
        Rows that count now and would be overridden by the same child and date of this file.
    replaced_rows : int
        Rows that count now and would vanish because their month is replaced.
    restored_rows : int
        Earlier rows that would count again, because what overrode them vanishes.
    months : list of str
    areas_matched : int
        Distinct desa of the file that are known.
    unmatched : DataFrame
        Unmatched areas of the file, as ``Store.unmatched`` lists them.
    rows_before, rows_after : DataFrame
        Rows that count now, and that would count: of every puskesmas in which anything changes.
        Rows of this file have the upload id ``"pratinjau"``, new children provisional ids.
    """

    report: UploadReport
    findings: pd.DataFrame
    rows_before: pd.DataFrame
    rows_after: pd.DataFrame
    unmatched: pd.DataFrame
    areas_matched: int = 0
    duplicates_in_file: int = 0
    duplicates_in_store: int = 0
    replaced_rows: int = 0
    restored_rows: int = 0
    months: list[str] = field(default_factory=list)

    @property
    def children_new(self) -> int:
        """Children that the store does not know yet."""
        return self.report.children_new

    @property
    def children_known(self) -> int:
        """Children that the store knows."""
        return self.report.children_known

    @property
    def replaces(self) -> list[tuple[str, str, int]]:
        """(puskesmas, period, rows) that would vanish."""
        return self.report.replaces


def preview(prepared: Prepared, report: UploadReport, live: Live, columns: list[str] | None) -> Preview:
    """Return what storing `prepared` on top of `live` would change.

    One reading of each kabupaten, resolved twice: without and with the new rows.
    """
    wanted = list(MEASUREMENT_DTYPES) if columns is None else list(dict.fromkeys(columns))
    name = prepared.manifest.upload_id
    then = arrange(live.snapshots, [*live.manifests.values(), prepared.manifest], live.undone, live.aliases)
    last = then.order[name]
    in_file = in_store = gone = restored = 0
    before, after, unknown, known = [], [], [], set()
    for kab in sorted(set(prepared.table["kab"].drop_null().to_pylist())):
        new = prepared.table.filter(pa.compute.equal(prepared.table["kab"], kab))
        table = load(live, kab, [*wanted, *areas.NEEDED], new)
        own_start = table.num_rows - new.num_rows
        own = np.arange(own_start, table.num_rows)
        old = resolve(table, live.order, replaced_in(live, kab))
        replaced = replaced_in(then, kab)
        now = resolve(table, then.order, replaced)
        alone = resolve(table.slice(own_start), {name: 0}, {})
        in_file += len(own) - len(alone)

        health, names = codes(table["puskesmas"])
        lost = np.setdiff1d(old, now, assume_unique=True)
        back = np.setdiff1d(now[now < own_start], old, assume_unique=True)
        restored += len(back)
        period, periods = codes(table["period"])
        vanished = np.array(
            [
                replaced.get((names[h], periods[p]), -1) == last if h >= 0 and p >= 0 else False
                for h, p in zip(health[lost].tolist(), period[lost].tolist(), strict=True)
            ],
            bool,
        )
        gone += int(vanished.sum())
        in_store += int((~vanished).sum())

        affected = np.zeros(len(names) + 1, bool)  # the last place is that of rows without a puskesmas
        affected[np.concatenate([health[own], health[lost], health[back]])] = True
        before.append(chosen(table, old[affected[health[old]]], wanted, kab))
        after.append(chosen(table, now[affected[health[now]]], wanted, kab))
        frame = chosen(table, own_start + alone, areas.NEEDED, kab)
        unknown.append(areas.unmatched(frame, kab))
        known |= {desa for desa in frame["desa"].cat.categories if "?" not in desa}
    return Preview(
        report,
        prepared.findings,
        _one(before, live, wanted),
        _one(after, live, wanted),
        pd.concat(unknown, ignore_index=True) if unknown else areas.unmatched(nothing(live), ""),
        areas_matched=len(known),
        duplicates_in_file=in_file,
        duplicates_in_store=in_store,
        replaced_rows=gone,
        restored_rows=restored,
        months=list(prepared.manifest.periods),
    )


def nothing(live: Live, wanted: list[str] | None = None) -> pd.DataFrame:
    """Return a frame without rows, typed as rows are."""
    columns = list(MEASUREMENT_DTYPES) if wanted is None else wanted
    return chosen(load(live, "", columns), np.empty(0, np.int64), columns, "")


def _one(frames: list[pd.DataFrame], live: Live, wanted: list[str]) -> pd.DataFrame:
    if len(frames) == 1:
        return frames[0]
    if not frames:
        return nothing(live, wanted)
    strings = [n for n in wanted if isinstance(frames[0][n].dtype, pd.CategoricalDtype)]
    plain = [frame.astype(dict.fromkeys(strings, "str")) for frame in frames]
    return pd.concat(plain, ignore_index=True).astype(dict.fromkeys(strings, "category"))
