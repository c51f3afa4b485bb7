"""The table of the page Tren as CSV, and the line that survives a screenshot."""

from __future__ import annotations

from html import escape

import pandas as pd

from stunting.indicators.format_id import MISSING, number, period_name
from stunting.indicators.results import RULES
from stunting.reports.safe import safe_csv
from stunting.ui import downloads, filters, pieces, trend_html
from stunting.ui.trend_view import TrendView


def table_csv(view: TrendView, order: str) -> bytes:
    """Return the table as it stands on screen, with intervals, rule and source (UTF-8 with BOM, ``;``)."""
    frame = trend_html.ordered(view, order)
    own = view.own_change.assign(_name=view.choice.label)
    both = pd.concat([own, frame], ignore_index=True) if len(frame) else own
    first, second = (pd.concat(f) for f in ((view.own_earlier, view.earlier), (view.own_later, view.later)))
    areas = both["area"].astype("str")
    show = both["value"].notna() & ~both["suppressed"]
    out = pd.DataFrame(
        {
            "kode": [a if "." in a and "?" not in a else "" for a in areas],
            "wilayah": both["_name"],
            "tingkat": both["level"],
            "indikator": filters.INDICATORS[view.choice.indicator],
            **_side(both, first, "awal", "period_a", "value_a"),
            **_side(both, second, "akhir", "period", "value_b"),
            "perubahan_poin": _numbers(100 * both["step"], 2, show),
            "poin_bawah": _numbers(100 * both["low"], 2, show),
            "poin_atas": _numbers(100 * both["high"], 2, show),
            "perubahan_balita": _numbers(both["children"], 0, show),
            "balita_bawah": _numbers(both["children_low"], 0, show),
            "balita_atas": _numbers(both["children_high"], 0, show),
            "putusan": both["verdict"],
            "aturan": [RULES.get(r, r) for r in both["rule"].fillna("")],
            "sumber": both["source"].fillna(""),
        }
    )  # fmt: skip
    return safe_csv(out, sep=";", decimal=",").encode("utf-8-sig")


def _side(
    both: pd.DataFrame, frame: pd.DataFrame, when: str, period: str, value: str
) -> dict[str, list[str]]:
    known = trend_html.records(frame)
    found = [known.get(a) for a in both["area"].astype("str")]
    states = [trend_html.state(row) for row in found]
    return {
        f"periode_{when}": [period_name(p) for p in both[period]],
        f"persen_{when}": [
            s or _plain(100 * v, 2) for s, v in zip(states, both[value].astype("float64"), strict=True)
        ],
        f"pembilang_{when}": [
            "" if s or r is None else _plain(r["numerator"], 0) for s, r in zip(states, found, strict=True)
        ],
        f"penyebut_{when}": [
            "" if s or r is None else _plain(r["denominator"], 0) for s, r in zip(states, found, strict=True)
        ],
    }  # fmt: skip


def _numbers(values: pd.Series, decimals: int, show: pd.Series) -> list[str]:
    return [_plain(v, decimals) if s else "" for v, s in zip(values.astype("float64"), show, strict=True)]


def _plain(value: float, decimals: int) -> str:
    """Return a number that a spreadsheet reads as one: an ASCII minus, no thousands."""
    text = number(value, decimals).replace(".", "").replace("−", "-")
    return "" if text == MISSING else text


def footer(view: TrendView, order: str) -> None:
    """Show source, period, rule and the synthetic mark, with the table to take away."""
    row = view.own_later.iloc[0] if len(view.own_later) else None
    rule = RULES[str(row["rule"]) if row is not None else view.choice.rule]
    source = f"{pieces.source()} · {escape(rule)}"
    pair = [period_name(p) for p in (view.asked.earlier, view.asked.later) if p]
    n = "" if row is None or not row["denominator"] > 0 else f" · n = {number(row['denominator'])}"
    what = f"{escape(view.choice.label)} · {' dan '.join(pair)}{n}"
    with pieces.foot(view.choice, source, what):
        c, ends = view.choice, [view.asked.earlier or view.asked.later, view.asked.later]
        name = ("tren", filters.INDICATORS[c.indicator], c.label, *dict.fromkeys(ends), c.rule)
        downloads.button(
            "Unduh tabel (CSV)", lambda: table_csv(view, order), downloads.figures("csv", *name),
            key="unduh_tren",
        )  # fmt: skip
