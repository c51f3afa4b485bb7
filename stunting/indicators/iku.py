"""The table of key performance indicators (IKU) of the yearly report.

A figure comes, in this order, from what the district entered (register ``"iku"``), from what its report
prints (``data/terbit.csv``), from the rows of this system; which one it was stands beside it.
"""

from __future__ import annotations

import math
from typing import Any, Final

import pandas as pd

from stunting.indicators.capaian import capaian, round_capaian
from stunting.indicators.facts import facts, number
from stunting.indicators.format_id import number as show
from stunting.indicators.format_id import round_half_up
from stunting.indicators.iku_edit import WITHDRAWN, own_indicators
from stunting.indicators.ladder import end_target
from stunting.indicators.published import published
from stunting.indicators.results import check_result
from stunting.indicators.targets import main_target, targets

ENTERED: Final = "diisi dinas"
PRINTED: Final = "angka terbit"
COMPUTED: Final = "dihitung sistem ini"
#: Indicators that the rows of this system know.
FROM_ROWS: Final = ("stunting", "wasting")
LOWER: Final = "turun"
#: Percent of the target from which it counts as reached.
_REACHED: Final = 100
COLUMNS: Final = (
    "goal", "area", "indicator", "name", "unit", "direction", "before", "before_kind", "target", "actual",
    "actual_kind", "capaian", "end_target", "end_year", "end_capaian", "computed", "value", "low", "high",
    "numerator", "denominator", "rule", "source", "period", "before_source", "target_source", "end_source",
    "partial",
)  # fmt: skip


def indicators(kab: str, entered: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the indicators of the table: those of ``data/iku.csv``, then those the district added.

    Returns
    -------
    DataFrame
        ``sasaran, indikator, sebutan, satuan, arah`` as text, in the order of the table.
    """
    table = facts("iku").assign(order=lambda t: number(t["urutan"])).sort_values("order")
    table = table[["sasaran", "indikator", "sebutan", "satuan", "arah"]]
    own = own_indicators(entered, kab)
    own = own[~own["indikator"].isin(table["indikator"])]
    return pd.concat([table, own], ignore_index=True)


def table(
    kab: str,
    year: int,
    *,
    extra: pd.DataFrame | None = None,
    entered: pd.DataFrame | None = None,
    computed: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the IKU table of one kabupaten and year.

    Parameters
    ----------
    extra : DataFrame, optional
        Register of targets.
    entered : DataFrame, optional
        Register of realisations (`iku_edit.COLUMNS`).
    computed : DataFrame, optional
        Result frame of the kabupaten, rule e-PPGBM, its years, of `FROM_ROWS`; ``partial`` (optional) says
        on how little the figure of `year` rests.

    Returns
    -------
    DataFrame
        Result frame `COLUMNS`, a row an indicator. ``before``, ``target``, ``actual``, ``end_target`` in
        the indicator's unit as printed (percent: 14.58), ``value`` of percentages a fraction; ``computed``
        (in the unit) only where another figure stands before that of the rows. ``capaian`` and
        ``end_capaian`` percent, rounded half up to one decimal as the reports print.
    """
    rows = [
        _row(kab, year, line, extra, entered, computed)
        for line in indicators(kab, entered).to_dict("records")
    ]
    return check_result(pd.DataFrame(rows, columns=list(COLUMNS)))


def _row(
    kab: str, year: int, line: dict[Any, Any], extra: Any, entered: Any, computed: Any
) -> dict[str, Any]:  # fmt: skip
    key, unit = str(line["indikator"]), str(line["satuan"])
    lower = line["arah"] == LOWER
    now, before = (_figure(kab, key, unit, y, entered, computed) for y in (year, year - 1))
    aims = targets(kab, key, extra=extra)
    aim, end = main_target(kab, key, year, found=aims), end_target(aims, kab, year)
    scale = 100 if unit == "%" else 1
    out = {
        "goal": line["sasaran"], "area": kab, "indicator": key, "name": line["sebutan"], "unit": unit,
        "direction": line["arah"], "period": str(year), "rule": now["rule"], "source": now["source"],
        "before": before["shown"], "before_kind": before["kind"], "before_source": before["source"],
        "actual": now["shown"], "actual_kind": now["kind"], "computed": now["computed"],
        **{c: now[c] for c in ("value", "low", "high", "numerator", "denominator")},
        "target": math.nan if aim is None else round(scale * float(aim["printed"]), 10),
        "target_source": "" if aim is None else str(aim["source"]),
        "end_target": math.nan if end is None else round(scale * float(end["printed"]), 10),
        "end_year": pd.NA if end is None else end["year"],
        "end_source": "" if end is None else str(end["source"]),
        "partial": now.get("partial", ""),
    }  # fmt: skip
    for name, goal in (("capaian", "target"), ("end_capaian", "end_target")):
        out[name] = round_capaian(capaian(out["actual"], out[goal], lower_is_better=lower))
    return out


def _figure(kab: str, key: str, unit: str, year: int, entered: Any, computed: Any) -> dict[str, Any]:
    """Return the figure of one year: first entered, then printed, then computed."""
    empty: dict[str, Any] = dict.fromkeys(
        ("value", "low", "high", "numerator", "denominator", "shown", "computed"), math.nan
    ) | {"rule": "", "source": "", "kind": ""}  # fmt: skip
    own = _computed(computed, key, year)
    scale = 100 if unit == "%" else 1
    if entered is not None and len(entered):
        found = entered[
            entered["wilayah"].eq(kab) & entered["indikator"].eq(key) & entered["tahun"].eq(str(year))
            & entered["keadaan"].ne(WITHDRAWN)
        ]  # fmt: skip
        if len(found):
            row = found.iloc[-1]
            shown = float(row["nilai"])
            return empty | {
                "value": shown / scale, "shown": shown, "rule": "terbit", "source": str(row["sumber"]),
                "kind": ENTERED, "computed": own.get("shown", math.nan), "partial": own.get("partial", ""),
            }  # fmt: skip
    prints = published(kab, key)
    prints = prints[prints["period"].eq(str(year)) & prints["rule"].eq("terbit")]
    if len(prints):
        row = prints.iloc[-1]
        fields = ("value", "low", "high", "numerator", "denominator", "rule", "source")
        return empty | {c: row[c] for c in fields} | {
            "shown": round(scale * float(row["value"]), 10), "kind": PRINTED,
            "computed": own.get("shown", math.nan), "partial": own.get("partial", ""),
        }  # fmt: skip
    return empty | own


def _computed(computed: pd.DataFrame | None, key: str, year: int) -> dict[str, Any]:
    if computed is None or key not in FROM_ROWS:
        return {}
    rows = computed[computed["indicator"].eq(key) & computed["period"].eq(str(year))]
    rows = rows[rows["value"].notna()]
    if not len(rows):
        return {}
    row = rows.iloc[-1]
    fields = ("value", "low", "high", "numerator", "denominator", "rule", "source")
    return {c: row[c] for c in fields} | {
        "shown": float(round_half_up(100 * float(row["value"]), 2)), "kind": COMPUTED,
        "partial": str(row.get("partial", "")),
    }  # fmt: skip


def reached(found: pd.DataFrame) -> list[str]:
    """Return of each indicator whether its target was reached: "tercapai", "belum", "" where unknown."""
    rates = found["capaian"].astype("float64")
    return ["" if c != c else "tercapai" if c >= _REACHED else "belum" for c in rates]


def takeaway(found: pd.DataFrame, year: int) -> str:
    """Return the sentence of the table: how many targets were met, the farthest one, what is missing."""
    known = found[found["capaian"].notna()]
    if not len(found):
        return "Belum ada indikator dalam tabel ini."
    missing = len(found) - len(known)
    tail = f" {show(missing)} indikator belum punya target atau realisasi {year}." if missing else ""
    if not len(known):
        return f"Belum ada indikator dengan target dan realisasi {year}."
    met = int((known["capaian"] >= _REACHED).sum())
    worst = known.sort_values("capaian", kind="stable").iloc[0]
    said = f"{show(met)} dari {show(len(known))} indikator mencapai target {year}"
    if worst["capaian"] >= _REACHED:
        return f"{said}.{tail}"
    return f"{said}; terjauh {worst['name']} (capaian {show(worst['capaian'], 1)} %).{tail}"
