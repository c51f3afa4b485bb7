"""The puskesmas' own indicator table: printed or entered figures beside computed ones, never one series.

Printed figures are facts (``data/indikator_puskesmas.csv``); what a puskesmas enters is a register of the
same columns. Targets are those of the kabupaten.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from stunting.indicators.facts import facts, number
from stunting.indicators.results import check_result
from stunting.indicators.skdn.targets import target
from stunting.indicators.targets import main_target, targets

#: Name and columns of the register: ``value`` in percent, as printed.
REGISTER: Final = "indikator_puskesmas"
COLUMNS: Final = ("puskesmas", "year", "indicator", "value", "source", "by")
PRINTED, ENTERED = "angka terbit", "diisi puskesmas"
NO_TARGET: Final = "tidak ada target"


class Kind(NamedTuple):
    """An indicator: code, title, whether more is better, whether it stands in every table, is computed."""

    code: str
    title: str
    up: bool
    main: bool
    computed: bool
    note: str


@lru_cache(maxsize=1)
def kinds() -> tuple[Kind, ...]:
    """Return the indicators of the table, in order."""
    return tuple(
        Kind(r["kode"], r["judul"], r["arah"] == "naik", r["utama"] == "ya", r["hitung"] == "ya",
             "" if pd.isna(r["catatan"]) else r["catatan"])
        for r in facts("indikator_puskesmas_jenis").to_dict("records")
    )  # fmt: skip


def figures(kab: str, puskesmas: str, entered: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return every printed and entered figure of one puskesmas, newest year first.

    Parameters
    ----------
    kab, puskesmas : str
    entered : DataFrame, optional
        The register, columns `COLUMNS`.

    Returns
    -------
    DataFrame
        Result frame (rule ``"terbit"``): ``level, area, indicator, title, period`` (year), ``value``
        (fraction), ``printed`` (percent as printed), ``series`` (`PRINTED`, `ENTERED`), ``source``,
        ``note``. Two sources of one year stand side by side.
    """
    table = facts("indikator_puskesmas")
    table = table[(table["wilayah"] == kab) & (table["puskesmas"] == puskesmas)]
    parts = [pd.DataFrame({
        "indicator": table["indikator"], "period": table["tahun"], "printed": number(table["nilai"]),
        "source": table["sumber"], "note": table["catatan"].fillna(""), "series": PRINTED,
    })]  # fmt: skip
    if entered is not None and len(entered):
        own = entered[entered["puskesmas"] == puskesmas]
        parts.append(pd.DataFrame({
            "indicator": own["indicator"], "period": own["year"].astype("str"),
            "printed": own["value"].astype("float64"), "source": own["source"], "note": "", "series": ENTERED,
        }))  # fmt: skip
    out = pd.concat(parts, ignore_index=True)
    out = out[out["indicator"].isin([k.code for k in kinds()])]
    titles = {k.code: k.title for k in kinds()}
    out = out.assign(
        level="puskesmas", area=puskesmas, title=out["indicator"].map(titles), rule="terbit",
        value=(out["printed"] / 100).round(12), low=np.nan, high=np.nan, numerator=np.nan, denominator=np.nan,
    )  # fmt: skip
    return check_result(out.sort_values(["period", "series"], ascending=[False, True], ignore_index=True))


class Aim(NamedTuple):
    """A target as a fraction (NaN: none), its document (else `NO_TARGET`), and its year ("": any)."""

    value: float
    document: str
    year: str


def aim(kab: str, indicator: str, year: str, changed: pd.DataFrame | None = None) -> Aim:
    """Return the target of a year; where that year has none, the next one's, else the last one's.

    A target of another year is no measure of a figure: the screen says whose it is, and no verdict.
    `changed` is the register of targets, laid over those of the file.

    >>> aim("00.00", "kek", "2024").document
    'tidak ada target'
    """
    if indicator == "ds":
        found = target(kab, "ds", year, extra=changed)
        return Aim(found, "target D/S" if found == found else NO_TARGET, "")
    rows = targets(kab, indicator, extra=changed)
    years = sorted({str(y) for y in rows.loc[rows["area"] == kab, "year"].dropna()})
    later = [y for y in years if y >= year]
    for at in [*later, *reversed([y for y in years if y < year])]:
        row = main_target(kab, indicator, at, found=rows)
        if row is not None:
            return Aim(float(row["value"]), str(row["document"]), at)
    return Aim(float("nan"), NO_TARGET, "")


def with_entry(
    entered: pd.DataFrame | None,
    *,
    puskesmas: str,
    year: int,
    indicator: str,
    value: float,
    source: str,
    by: str,
) -> pd.DataFrame:
    """Return the register with one figure added; the same puskesmas, year and indicator is replaced.

    Raises
    ------
    ValueError
        If a field is outside its range; the message is Indonesian.
    """
    if indicator not in {k.code for k in kinds()}:
        raise ValueError("Pilih indikatornya.")
    if not puskesmas:
        raise ValueError("Pilih puskesmasnya.")
    if not 2000 <= year <= 2100:
        raise ValueError("Tahun ditulis empat angka, misalnya 2024.")
    if not 0 <= value <= 100:
        raise ValueError("Nilai dalam persen, dari 0 sampai 100.")
    if not source.strip():
        raise ValueError("Tulis sumbernya, misalnya: Laporan tahunan puskesmas 2024.")
    old = pd.DataFrame(columns=list(COLUMNS)) if entered is None else entered
    same = (old["puskesmas"] == puskesmas) & (old["year"] == year) & (old["indicator"] == indicator)
    line = pd.DataFrame(
        [[puskesmas, year, indicator, value, " ".join(source.split()), by]], columns=list(COLUMNS)
    )
    out = line if not len(old[~same]) else pd.concat([old[~same], line], ignore_index=True)
    return out.astype({"year": "int64", "value": "float64"})
