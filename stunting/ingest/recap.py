"""Recap files: counts of children by area and month, checked against what they print beside them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from stunting.ingest.batch import Batch
from stunting.ingest.cells.column import Column
from stunting.ingest.cells.number import parse_count
from stunting.ingest.columns import Match
from stunting.ingest.findings import Findings, sentence
from stunting.ingest.parsed import Parsed
from stunting.ingest.places import only_names, read_places
from stunting.ingest.recap_checks import check_details, check_numerators, check_percents
from stunting.ingest.recap_period import read_periods
from stunting.ingest.reject import blank_lines, is_total
from stunting.ingest.schema import RECAP_DTYPES, conform

_COUNTS = (
    "registered", "measured", "stunting", "wasting", "underweight",
    "waz_severe", "waz_moderate", "waz_normal", "waz_high",
    "haz_severe", "haz_moderate", "haz_normal", "haz_high",
    "whz_severe", "whz_moderate", "whz_normal", "whz_risk", "whz_over", "whz_obese",
)  # fmt: skip
_AREAS = ("kab", "kec", "puskesmas", "desa")


def parse(
    table: pa.Table,
    found: Match,
    *,
    kab: str,
    first_row: int,
    period: str | None,
    title: str,
    findings: Findings,
) -> Parsed:
    """Return the recap rows of `table`; see `stunting.ingest.table.parse_table`.

    A count that the file states is kept as stated; where it lacks one it is the sum of its classes.
    A row whose numerator exceeds the measured, or that has no area, month or denominator,
    is rejected with a finding.
    """
    _second_normal(table, found)
    everything = [Column.encode(cells) for cells in table.columns]
    columns = {}
    for name, at in found.place.items():
        columns[name] = Column(everything[at].codes, everything[at].distinct, found.title[name])
    batch = Batch(columns, np.arange(first_row, first_row + table.num_rows, dtype=np.int32), findings)
    batch = batch.take(~blank_lines(everything, columns.get("no")))
    read = len(batch)
    batch = _drop(
        batch, "BARIS_JUMLAH", np.logical_or.reduce([is_total(batch[name]) for name in (*_AREAS, "no")])
    )
    batch = only_names(batch)
    named = np.logical_or.reduce([batch[name].filled for name in _AREAS])
    batch = _drop(batch, "REKAP_TANPA_WILAYAH", ~named)
    months, unreadable = read_periods(batch, period, title)
    batch, months = batch.take(~unreadable), months[~unreadable]

    counts = {name: _counts(batch, name) for name in _COUNTS}
    counts["measured"] = _measured(counts)
    unusable = check_numerators(batch, counts)
    batch, months = batch.take(~unusable), months[~unusable]
    counts = {name: values[~unusable] for name, values in counts.items()}
    check_details(batch, counts)
    check_percents(batch, counts)

    out = Parsed("recap", rows_read=read, rows_rejected=read - len(batch), variant="recap")
    out.recap = _frame(batch, counts, months, kab)
    _report_doubles(batch, out.recap)
    out.periods = sorted(out.recap["period"].dropna().unique().tolist())
    return out


def _second_normal(table: pa.Table, found: Match) -> None:
    """``Normal`` after the classes of weight-for-height is the second one of the official layout."""
    names = [str(name).strip().lower() for name in table.column_names]
    places = [at for at, name in enumerate(names) if name == "normal"]
    start = found.place.get("whz_severe")
    for at in places:
        if start is not None and at > start and "whz_normal" not in found.place:
            found.place["whz_normal"], found.title["whz_normal"] = at, table.column_names[at]
    if len(places) == 2:
        found.double = [(title, used) for title, used in found.double if title.lower() != "normal"]
    if found.place.get("haz_normal") == found.place.get("whz_normal"):
        found.place.pop("haz_normal", None)


def _drop(batch: Batch, code: str, mask: np.ndarray) -> Batch:
    batch.report_rows(code, mask)
    return batch.take(~mask) if mask.any() else batch


def _counts(batch: Batch, name: str) -> np.ndarray:
    """Return counts (float64 of whole numbers, NaN missing); a percent sign or a fraction is no count."""
    column = batch[name]
    values = np.full(len(column.distinct), np.nan)
    wrong, negative = [], []
    for at, text in enumerate(column.distinct):
        value = None if "%" in text else parse_count(text)
        if value is None or value != int(value) or value > 1e8:
            wrong.append(at)
        elif value < 0:
            negative.append(at)
        else:
            values[at] = value
    batch.report("REKAP_ANGKA", column, wrong)
    batch.report("REKAP_NEGATIF", column, negative)
    return column.spread(values, np.nan)


def _measured(counts: dict[str, np.ndarray]) -> np.ndarray:
    """Return the stated number of measured children, else the sum of the four classes of height-for-age."""
    classes = sum(counts[f"haz_{name}"] for name in ("severe", "moderate", "normal", "high"))
    return np.where(np.isnan(counts["measured"]), classes, counts["measured"])


def _stated_or_sum(counts: dict[str, np.ndarray], name: str, index: str) -> np.ndarray:
    total = counts[f"{index}_severe"] + counts[f"{index}_moderate"]
    return np.where(np.isnan(counts[name]), total, counts[name])


def _frame(batch: Batch, counts: dict[str, np.ndarray], months: np.ndarray, kab: str) -> pd.DataFrame:
    places = {name: column.series() for name, column in read_places(batch, kab, recap=True).items()}
    level = np.select(
        [batch["desa"].filled, batch["puskesmas"].filled, batch["kec"].filled],
        ["desa", "puskesmas", "kecamatan"],
        "kabupaten",
    )
    over = np.where(
        np.isnan(counts["whz_obese"]), counts["whz_over"], counts["whz_over"] + counts["whz_obese"]
    )
    data = {
        "row": batch.rows,
        "level": level,
        **places,
        "period": [str(np.datetime64(int(month), "M")) for month in months],
        "registered": counts["registered"],
        "measured": counts["measured"],
        "severe_stunting": counts["haz_severe"],
        "stunting": _stated_or_sum(counts, "stunting", "haz"),
        "severe_underweight": counts["waz_severe"],
        "underweight": _stated_or_sum(counts, "underweight", "waz"),
        "severe_wasting": counts["whz_severe"],
        "wasting": _stated_or_sum(counts, "wasting", "whz"),
        "overweight": over,
    }
    return conform(pd.DataFrame(data), RECAP_DTYPES)


def _report_doubles(batch: Batch, frame: pd.DataFrame) -> None:
    keys = ["level", "kab", "kec", "puskesmas", "desa", "period"]
    again = frame.duplicated(keys, keep="last").to_numpy()
    if again.any():
        last = frame.groupby(keys, dropna=False)["row"].transform("max").to_numpy()
        says = [sentence("REKAP_GANDA", baris=int(row)) for row in last[again]]
        batch.findings.add("REKAP_GANDA", batch.rows[again], "", "", says)
