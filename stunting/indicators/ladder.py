"""The ladder of targets: every document's target beside the figure it may be held against.

Targets measured by routine weighing are held against e-PPGBM figures, targets of surveys against survey
figures, and never one against the other. Gap and capaian are taken from figures *as printed* (two decimals),
as the yearly reports do; the number of children from the counts.
"""

from __future__ import annotations

import math
from typing import Any, Final

import pandas as pd

from stunting.indicators.capaian import capaian, round_capaian
from stunting.indicators.format_id import round_half_up
from stunting.indicators.intervals import SMALL_DENOMINATOR
from stunting.indicators.results import SAME_SERIES, check_result
from stunting.indicators.targets import NATIONAL, ROUTINE_KINDS

#: How a target stands to the figure beside it.
HELD: Final = "dibandingkan"
EARLY: Final = "belum jatuh tempo"
QUOTED: Final = "kutipan"
NO_FIGURE: Final = "belum ada angka"
HIDDEN: Final = "disamarkan"
FEW: Final = "terlalu sedikit diukur"
OTHER_RULE: Final = "hitungan lain"
SURVEY: Final = "survei"
#: States in which gap and capaian are shown.
COMPARED: Final = (HELD, EARLY, SURVEY)
COLUMNS: Final = (
    "level", "area", "indicator", "value", "low", "high", "numerator", "denominator", "rule", "source",
    "period", "series", "document", "regulation", "owner", "target_year", "target", "kind", "rank", "note",
    "state", "final", "gap", "children", "capaian", "met", "doubt", "partial",
)  # fmt: skip


def printed(value: float, decimals: int = 2) -> float:
    """Return a fraction as the percent that is printed.

    >>> printed(1346 / 9230)
    14.58
    """
    return math.nan if pd.isna(value) else float(round_half_up(100 * float(value), decimals))


def ladder(aims: pd.DataFrame, figures: pd.DataFrame, surveys: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return every target with the figure beside it.

    Parameters
    ----------
    aims : DataFrame
        Of `targets`, of the kabupaten, the nation, and the area itself.
    figures : DataFrame
        Result frame of the area, one row a year at most (``period`` a year or a month of it); rows of
        another rule than e-PPGBM are not compared. ``partial`` (optional) says on how little a figure rests.
    surveys : DataFrame
        Of `published` (series ``"survei"``), of kabupaten and nation.
    year : int
        Year of the reader's choice: undated and later targets are held against its figure.

    Returns
    -------
    DataFrame
        Result frame `COLUMNS`, own targets first, by year: the figure beside each target, ``target``
        (fraction as printed), ``state``, ``final`` (an end target), ``gap`` (fraction, above target
        positive, as printed), ``children`` (cases above target, not rounded), ``capaian`` (percent, rounded;
        only where the target belongs to the figure's own area), ``met``, ``doubt`` (the interval
        holds the target), ``partial`` (of the figure; empty: complete).
    """
    rows = [_row(aim, figures, surveys, year) for aim in aims.to_dict("records")]
    out = pd.DataFrame(rows, columns=list(COLUMNS))
    out = out.sort_values("target_year", kind="stable", na_position="last")
    own = out["kind"].isin(ROUTINE_KINDS)
    return check_result(pd.concat([out[own], out[~own]], ignore_index=True))


def end_target(aims: pd.DataFrame, area: str, year: int) -> pd.Series | None:
    """Return the end target of an area for routine data: the one without a year, else the latest to come."""
    own = aims[(aims["area"] == area) & aims["kind"].isin(ROUTINE_KINDS)]
    undated = own[own["year"].isna()]
    if len(undated):
        return undated.iloc[-1]
    later = own[(own["year"] > year).fillna(False) & own["rank"].notna()]
    return later.sort_values(["year", "rank"], ascending=[True, False]).iloc[-1] if len(later) else None


def _row(aim: dict[Any, Any], figures: pd.DataFrame, surveys: pd.DataFrame, year: int) -> dict[str, Any]:
    dated = not pd.isna(aim["year"])
    aim_year = int(aim["year"]) if dated else None
    routine = aim["kind"] in ROUTINE_KINDS
    found = (
        _figure(figures, year if aim_year is None else min(aim_year, year))
        if routine
        else _survey(surveys, aim_year or year)
    )
    row: dict[str, Any] = dict.fromkeys(COLUMNS, math.nan) | {
        "document": aim["document"], "regulation": aim.get("regulation", ""), "owner": aim["area"],
        "target_year": aim_year, "target": float(aim["printed"]), "kind": aim["kind"], "rank": aim["rank"],
        "note": "" if pd.isna(aim["note"]) else str(aim["note"]), "final": routine and not dated,
        "indicator": aim["indicator"], "met": False, "doubt": False, "series": "", "rule": "", "partial": "",
        "source": aim["source"], "period": "" if aim_year is None else str(aim_year), "area": aim["area"],
        "level": "",
    }  # fmt: skip
    if found is not None:
        row |= {c: found[c] for c in ("value", "low", "high", "numerator", "denominator", "rule", "source",
                                      "period", "area") if c in found}  # fmt: skip
        row["level"] = found.get("level", "kabupaten")
        series = found.get("series")
        row["series"] = series if isinstance(series, str) else "e-PPGBM"
        few = found.get("partial")
        row["partial"] = few if isinstance(few, str) else ""
    row["state"] = _state(aim, found, dated, routine, (aim_year or 0) > year)
    if row["state"] not in COMPARED:
        return row
    value, target = printed(row["value"]), printed(row["target"])
    row["gap"] = round(value - target, 2) / 100
    row["met"] = row["gap"] <= 0
    ends = row["low"], row["high"]
    row["doubt"] = not any(pd.isna(x) for x in ends) and ends[0] <= row["target"] <= ends[1]
    counted = routine and not pd.isna(row["numerator"])
    row["children"] = row["numerator"] - row["target"] * row["denominator"] if counted else math.nan
    same_year = routine or str(row["period"])[:4] == str(aim_year)
    if row["area"] == aim["area"] and same_year:
        row["capaian"] = round_capaian(capaian(value, target, lower_is_better=True))
    return row


def _state(
    aim: dict[Any, Any], found: pd.Series | None, dated: bool, routine: bool, later: bool
) -> str:  # fmt: skip
    if routine and dated and pd.isna(aim["rank"]):
        return QUOTED
    hidden = False if found is None else found.get("suppressed", False)
    if not pd.isna(hidden) and bool(hidden):  # printed figures, joined to counted ones, say nothing of it
        return HIDDEN
    if found is None or pd.isna(found["value"]):
        return NO_FIGURE
    if not routine:
        return SURVEY
    if found["rule"] not in {*SAME_SERIES, "terbit"}:
        return OTHER_RULE
    if found["denominator"] < SMALL_DENOMINATOR:
        return FEW
    return EARLY if later else HELD


def _figure(figures: pd.DataFrame, year: int) -> pd.Series | None:
    rows = figures[figures["period"].astype("str").str.slice(0, 4) == str(year)]
    return rows.iloc[-1] if len(rows) else None


def _survey(surveys: pd.DataFrame, upto: int) -> pd.Series | None:
    """Return the newest survey figure of the kabupaten up to a year; the nation's where it has none."""
    rows = surveys[surveys["value"].notna()]
    if len(rows):
        rows = rows[rows["period"].str.slice(0, 4).astype("int64") <= upto]
        own = rows[rows["area"] != NATIONAL]
        rows = own if len(own) else rows
    return rows.sort_values("period").iloc[-1] if len(rows) else None


__all__ = [
    "COLUMNS", "COMPARED", "EARLY", "FEW", "HELD", "HIDDEN", "NATIONAL", "NO_FIGURE", "OTHER_RULE", "QUOTED",
    "SURVEY", "end_target", "ladder", "printed",
]  # fmt: skip
