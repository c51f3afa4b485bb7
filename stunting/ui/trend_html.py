"""Tables and small drawings of the page Tren, as HTML."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd

from stunting.charts import small
from stunting.charts.classes import FEW
from stunting.charts.small import as_image
from stunting.charts.theme import rows
from stunting.indicators.change import DOWN, NO_DATA, UP
from stunting.indicators.format_id import number, percent, period_name
from stunting.indicators.results import is_suppressed
from stunting.indicators.two_periods import HIDDEN
from stunting.ui.trend_view import TrendView

MARKS = {DOWN: "▼ ", UP: "▲ "}
#: Small drawings shown at most.
DRAWINGS = 12


def state(row: Mapping[str, Any] | None) -> str:
    """Return why a figure is not there: hidden, nobody measured, not computable, or no data; "" if it is."""
    if row is None:
        return "belum ada data"
    if bool(row.get("suppressed", False)):
        return "disamarkan"
    if pd.notna(row["value"]):
        return ""
    if row.get("measured", 0) > 0:
        return "tidak dapat dihitung"
    return "tidak diukur" if row.get("registered", 0) > 0 else "belum ada data"


def figure(row: Mapping[str, Any] | None) -> str:
    """Return one figure of the table with its counts, or why there is none."""
    why = state(row)
    if why or row is None:
        return f'<span class="tr-tanpa">{why}</span>'
    few = "*" if row["denominator"] < FEW else ""
    return (
        f"{percent(row['value'], 2)}{few}<small>{number(row['numerator'])} dari "
        f"{number(row['denominator'])}</small>"
    )


def ordered(view: TrendView, order: str) -> pd.DataFrame:
    """Return the changes in the order of the table; areas without a change last."""
    names = view.names
    frame = view.changes.assign(_name=[names.get(str(a), str(a)) for a in view.changes["area"]])
    by, up = {
        "turun": ("value", True), "naik": ("value", False), "tinggi": ("value_b", False),
        "nama": ("_name", True),
    }.get(order, ("_size", False))  # fmt: skip
    frame["_size"] = frame["children"].abs()
    return frame.sort_values([by, "_name"], ascending=[up, True], na_position="last", ignore_index=True)


def change_table(view: TrendView, order: str) -> str:
    """Return the table of two periods, the chosen area on top."""
    a, b = (period_name(p) for p in (view.asked.earlier, view.asked.later))
    head = "".join(
        f'<th scope="col">{t}</th>'
        for t in (view.asked.level.capitalize(), a, b, "Perubahan, poin", "Perubahan, balita", "Kesimpulan")
    )
    own = view.own_change.assign(_name=view.choice.label).to_dict("records")[:1]
    first, second = (records(f) for f in (view.own_earlier, view.own_later))
    top = "".join(_line(row, first, second, a, b, "utama") for row in own)
    first, second = (records(f) for f in (view.earlier, view.later))
    body = [_line(row, first, second, a, b) for row in ordered(view, order).to_dict("records")]
    return (
        '<div class="tr-luar gulir" tabindex="0" role="region" aria-label="Perubahan tiap wilayah">'
        f'<table class="tabel tr-tabel" data-uji="tabel"><thead><tr>{head}</tr></thead>'
        f"<tbody>{top}{''.join(body)}</tbody></table></div>"
    )


def records(frame: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Return area → row."""
    return {str(r["area"]): {str(k): v for k, v in r.items()} for r in frame.to_dict("records")}


def _line(
    row: Mapping[Any, Any],
    earlier: Mapping[str, Any],
    later: Mapping[str, Any],
    a: str,
    b: str,
    look: str = "",
) -> str:
    area, name = str(row["area"]), str(row["_name"])
    first, second = (figure(f.get(area)) for f in (earlier, later))
    step = children = '<span class="tr-tanpa">–</span>'
    if pd.notna(row["value"]) and not row["suppressed"]:
        step = f"{number(100 * row['step'], 2, sign=True)}<small>{_ends(row, '', 100, 2)}</small>"
        children = f"{number(row['children'], sign=True)}<small>{_ends(row, 'children_', 1, 0)}</small>"
    return (
        f'<tr data-wilayah="{escape(area)}" class="{look}"><th scope="row">{escape(name)}</th>'
        f'<td data-kolom="{escape(a)}">{first}</td><td data-kolom="{escape(b)}">{second}</td>'
        f'<td data-kolom="Poin">{step}</td><td data-kolom="Balita">{children}</td>'
        f"<td>{verdict(str(row['verdict']))}</td></tr>"
    )


def _ends(row: Mapping[Any, Any], prefix: str, scale: int, decimals: int) -> str:
    low, high = (number(scale * float(row[f"{prefix}{c}"]), decimals, sign=True) for c in ("low", "high"))
    return f"{low} sampai {high}" if "–" not in (low, high) else "selang belum ada"


def verdict(text: str) -> str:
    """Return a verdict with its mark: a direction is never told by colour alone."""
    if text in MARKS:
        return f'<span class="{text}">{MARKS[text]}{text}</span>'
    said = {NO_DATA: "tidak dapat dibandingkan", HIDDEN: "disamarkan"}.get(text, text)
    return f'<span class="tr-tanpa">{said}</span>'


def drawings(view: TrendView) -> str:
    """Return the small trends of the areas inside, the highest first, all on one scale."""
    periods = sorted(set(view.series["period"].astype("str")))
    there = view.parts.dropna(subset=["value"])
    last = there[there["period"] == there["period"].max()]
    if not len(last) or not periods:
        return ""
    last = last.sort_values(["value", "area"], ascending=[False, True]).head(DRAWINGS)
    shown = view.parts[view.parts["area"].isin(last["area"])]
    top = float(max(shown["value"].max(), view.series["value"].max())) * 1.15
    cells = "".join(_drawing(view, r, shown[shown["area"] == r.area], periods, top) for r in rows(last))
    return f'<div class="tr-kecil" data-uji="kecil">{cells}</div>'


def _drawing(view: TrendView, last: Any, own: pd.DataFrame, periods: list[str], top: float) -> str:
    name = view.names.get(str(last.area), str(last.area))
    image = as_image(
        small(own, periods, top, view.series),
        f"{name}: {percent(last.value, 1)}, {period_name(str(last.period))}",
    )
    few = "*" if last.denominator < FEW else ""
    return (
        f'<figure data-wilayah="{escape(str(last.area))}"><figcaption><b>{escape(name)}</b>'
        f"<span>{percent(last.value, 1)}{few}</span></figcaption>{image}</figure>"
    )


def drawings_note(view: TrendView) -> str:
    """Return what the small trends show, in one line."""
    areas = view.parts["area"].nunique()
    there = view.parts.dropna(subset=["value"])
    shown = min(int((there["period"] == there["period"].max()).sum()), DRAWINGS)
    when = period_name(str(there["period"].max())) if len(there) else ""
    many = (
        f"{number(shown)} dari {number(areas)} {view.asked.level}, tertinggi {when} dahulu; "
        if shown < areas
        else ""
    )
    hidden = int(is_suppressed(view.parts).groupby(view.parts["area"].astype("str")).all().sum())
    secret = f" {number(hidden)} {view.asked.level} disamarkan." if hidden else ""
    return f"{many}abu-abu: {view.choice.label}; skala sama.{secret}"


def followed_table(row: pd.Series) -> str:
    """Return the McNemar table of the children measured in both periods."""
    a, b = (period_name(str(row[c])) for c in ("period_a", "period"))
    cells = (
        ("Kasus pada keduanya", row["stayed"]),
        (f"Baru: hanya {b}", row["new"]),
        (f"Pulih: hanya {a}", row["recovered"]),
        ("Tidak pada keduanya", row["healthy"]),
    )
    body = "".join(f"<div><b>{number(n)}</b><span>{escape(t)}</span></div>" for t, n in cells)
    return f'<div class="tr-empat" data-uji="mcnemar">{body}</div>'
