"""What the map component is told about each area, and its legend: values in words, never raw figures."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Literal

import pandas as pd

from stunting.charts import bivariate
from stunting.charts.change_classes import change_classes, change_legend
from stunting.charts.classes import circle_sizes, classes, indicator_of, legend_rows, map_classes
from stunting.charts.theme import rows
from stunting.indicators.change import UNCLEAR
from stunting.indicators.format_id import interval, number, percent, points
from stunting.indicators.words import HIDDEN_WHY

Measure = Literal["prevalensi", "jumlah", "perubahan", "dwiwarna"]

HIDDEN_ROW = {"kind": "samar", "range": "disamarkan", "words": "kecil atau dapat disimpulkan"}


def classed(frame: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    """Return how the map draws each row: ``area, k, uncertain`` (and ``count`` of a rate)."""
    if measure == "dwiwarna":
        return bivariate.bivariate_classes(frame)
    return change_classes(frame) if measure == "perubahan" else map_classes(frame)


def values(shown: pd.DataFrame, drawn: pd.DataFrame, measure: Measure) -> dict[str, dict[str, Any]]:
    """Return area → class ``k``, text ``t``, small text ``s``, count ``n``, uncertain ``u``, hidden ``h``."""
    out: dict[str, dict[str, Any]] = {}
    hidden = shown["suppressed"] if "suppressed" in shown else pd.Series(False, index=shown.index)
    for row, k, few, hide in zip(rows(shown), drawn["k"], drawn["uncertain"], hidden, strict=True):
        if hide:
            # hidden, not missing: the class of the rate would give the count away
            out[str(row.area)] = {"k": None, "h": True, "t": "disamarkan", "s": HIDDEN_WHY.capitalize()}
            continue
        if k < 0:
            continue
        text, more = _change(row) if measure == "perubahan" else _rate(row, measure)
        out[str(row.area)] = {"k": int(k), "t": text, "s": more}
        if measure != "perubahan":
            out[str(row.area)]["n"] = int(row.numerator)
        if few:
            out[str(row.area)]["u"] = True
    return out


def _rate(row: Any, measure: Measure) -> tuple[str, str]:
    of = f"{number(row.numerator)} dari {number(row.denominator)} diukur"
    if measure == "dwiwarna":
        other, own = str(row.bivariate).split("–")
        return (
            f"stunting {own}, {row.against} {other}",
            f"{percent(row.value, 1)} ({of}) · {number(row.x, 1, trim=True)} {row.unit}".strip(),
        )
    if measure == "prevalensi":
        return percent(row.value, 1), f"{of} · {interval(row.low, row.high)}"
    return (
        f"{number(row.numerator)} balita",
        f"{percent(row.value, 1)} dari {number(row.denominator)} diukur",
    )


def _change(row: Any) -> tuple[str, str]:
    said = "belum dapat dinilai dari rekap" if row.recap else UNCLEAR if row.verdict == UNCLEAR else ""
    low, high = (number(100 * x, 1, sign=True) for x in (row.low, row.high))
    parts = [
        f"{percent(row.value_a, 1)} → {percent(row.value_b, 1)}",
        f"{number(row.numerator_a)} dari {number(row.denominator_a)} → "
        f"{number(row.numerator)} dari {number(row.denominator)} diukur",
        "" if row.recap else f"selang 95 %: {low} sampai {high} poin",
        said,
    ]
    return points(row.value, 1, sign=True), " · ".join(p for p in parts if p)


def change_notes(found: pd.DataFrame) -> dict[str, str]:
    """Return area → its change in a few words, for the tips of two maps side by side."""
    seen = found[found["value"].notna()]
    return {
        str(r.area): f"{points(r.value, 1, sign=True)}"
        + (
            f": {'belum dapat dinilai' if r.recap else UNCLEAR}"
            if r.verdict == UNCLEAR
            else f": {r.verdict} (selang 95 %: {number(100 * r.low, 1, sign=True)} sampai "
            f"{number(100 * r.high, 1, sign=True)})"
        )
        for r in rows(seen)
    }


def legend(
    shown: pd.DataFrame, drawn: pd.DataFrame, total: int, measure: Measure, title: str, note: str
) -> dict[str, Any]:
    """Return the legend of the areas in `drawn`, `total` of which stand on the map.

    ``rows`` (one line each), ``classes`` (colours by ``k``), ``max`` (the count of the largest circle).
    """
    hidden = 0
    if "suppressed" in shown:
        hidden = int(shown.loc[shown["area"].isin(drawn["area"]), "suppressed"].sum())
    if measure == "perubahan":
        listed = change_legend(drawn)
        colors = sorted((r for r in listed if r["kind"] == "kelas"), key=lambda r: r["k"])
        return _with_states(listed, colors, total, drawn, hidden, title, note)
    if measure == "dwiwarna":  # the nine colours stand beside the map, as a square
        colors = [{"color": c} for c in bivariate.PALETTE]
        return _with_states(bivariate.bivariate_legend(drawn), colors, total, drawn, hidden, title, note)
    what = indicator_of(shown)
    colors = [{"color": c.color, "range": c.range} for c in classes(what)]
    if measure == "prevalensi":
        return _with_states(legend_rows(drawn, what), colors, total, drawn, hidden, title, note)
    most = max([*drawn["count"].tolist(), 1])
    out = {"title": title, "classes": colors, "max": most, "note": note}
    return out | {"rows": _circles(drawn["count"].tolist(), most, hidden)}


def _circles(counts: list[int], most: int, hidden: int) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = [
        {"kind": "bulat", "range": f"{number(n)} balita", "size": round(44 * (n / most) ** 0.5, 1)}
        for n in circle_sizes(counts)
    ]
    lines.append({"kind": "kosong", "range": "belum ada data", "words": ""})
    return [*lines, dict(HIDDEN_ROW)] if hidden else lines


def _with_states(
    listed: list[dict[str, Any]],
    colors: list[dict[str, Any]],
    total: int,
    drawn: pd.DataFrame,
    hidden: int,
    title: str,
    note: str,
) -> dict[str, Any]:
    # areas on the map without a row have no data either; the hidden ones have
    listed[-1]["n"] += total - len(drawn) - hidden
    if hidden:
        listed.append({**HIDDEN_ROW, "n": hidden})
    return {"title": title, "rows": listed, "classes": colors, "max": 1, "note": note}


def pair_legend(before: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    """Return one legend for two maps: a row of either, with the number of areas before (``n0``) and now."""
    if any(r["kind"] == "bulat" for r in (*before["rows"], *now["rows"])):
        # the same circle is the same count on both
        larger = max(before, now, key=lambda side: side["max"])
        hidden = any(r["kind"] == "samar" for r in (*before["rows"], *now["rows"]))
        lines = [r for r in larger["rows"] if r["kind"] != "samar"]
        return larger | {"title": now["title"], "rows": [*lines, dict(HIDDEN_ROW)] if hidden else lines}
    counts = {r["range"]: r["n"] for r in before["rows"]}
    lines = [{**r, "n0": counts.pop(r["range"], 0)} for r in now["rows"]]
    gone = [{**r, "n0": r["n"], "n": 0} for r in before["rows"] if r["range"] in counts]
    return now | {"rows": [*lines, *gone]}


def lokus(outlined: Collection[str], label: str, level: str, inside: str | None) -> dict[str, Any]:
    """Return the outlines: the desa of a list, or their number in each kecamatan, and their legend row."""
    if not outlined:
        return {"codes": [], "counts": {}, "row": None, "word": ""}
    head, _, decree = label.partition(", ")
    inner = [code for code in sorted(outlined) if not inside or code.startswith(inside)]
    counts: dict[str, int] = {}
    if level == "kecamatan":
        for code in outlined:
            above = code.rpartition(".")[0]
            counts[above] = counts.get(above, 0) + 1
    kind = "lokus" if level == "desa" else "lencana"
    row = {"kind": kind, "range": head, "words": decree, "n": len(inner)}
    return {"codes": sorted(outlined) if level == "desa" else [], "counts": counts, "row": row, "word": head}
