"""Words around the figures. Sentences with figures in them come from `stunting.indicators.sentences`."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

import pandas as pd

from stunting import regions
from stunting.indicators import sentences, takeaways
from stunting.indicators.delivery import partial, some
from stunting.indicators.format_id import number, percent, period_name
from stunting.indicators.results import RULES
from stunting.indicators.words import HIDDEN_WHY
from stunting.ui import data, places
from stunting.ui.filters import INDICATORS, Choice, period_label
from stunting.ui.views import Overview

CASES = {
    "stunting": "Stunting",
    "severe_stunting": "Sangat pendek",
    "wasting": "Gizi buruk dan kurang (wasting)",
    "underweight": "Berat badan kurang (underweight)",
    "overweight": "Gizi lebih dan obesitas",
}
HIDDEN = "disamarkan"


def headline_html(view: Overview) -> str:
    """Return the headline sentence as HTML; the figure that stands beside it in large type is left out."""
    if view.row is None:
        return no_figure(view)
    text = escape(headline(view), quote=False)
    text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text)
    return whole(re.sub(r"^<b>([^<]*%|[\d.]+ dari [\d.]+)</b>\s*", "", text))


def figure_html(view: Overview) -> str:
    """Return the figure in large type: a percentage, of fewer than 30 measured the counts."""
    if view.row is None:
        return ""
    if view.few:
        cases, children = number(view.row["numerator"]), number(view.row["denominator"])
        return f'<div class="angka">{cases}<small>\u00a0dari {children}</small></div>'
    return f'<div class="angka">{percent(view.row["value"], 2).removesuffix(" %")}<small>%</small></div>'


def whole(text: str) -> str:
    """Return `text` with figure and unit held together at the end of a line.

    >>> whole("turun 0,03 poin menjadi 14,58 %").count("\\u00a0")
    2
    """
    text = re.sub(r"(?<=\d)–(?=\d)", "\u2060–\u2060", text)
    return re.sub(r"(?<=\d) (?=%|poin|balita\b)", "\u00a0", text)


def headline(view: Overview) -> str:
    """Return the headline sentence as Markdown."""
    return sentences.headline(
        view.now, previous=view.before if len(view.before) else None, target=view.aim, label=view.choice.label
    )


def no_figure(view: Overview) -> str:
    """Return why there is no figure: hidden and absent are two things."""
    where, when = escape(view.choice.label), escape(period_label(view.choice.period))
    if view.suppressed:
        return (
            f"{where}, {when}: jumlahnya kecil (di bawah 5 balita) atau dapat disimpulkan dari jumlah lain, "
            "sehingga disamarkan untuk umum."
        )
    return f"{where}, {when}: belum ada balita yang tercatat diukur."


def case_words(view: Overview) -> str:
    """Return what the cases are called."""
    return CASES[view.choice.indicator]


def attendance(view: Overview) -> str:
    """Return D/S in words for the line of small print."""
    if view.attendance_suppressed:
        return f"D/S {HIDDEN}"
    if not len(view.attendance) or pd.isna(view.attendance["value"].iloc[0]):
        return "D/S belum ada"
    return f"D/S {percent(view.attendance['value'].iloc[0], 1)}"


def delivery(view: Overview) -> str:
    """Return how many puskesmas the figure rests on where some are missing, else nothing."""
    if view.row is None or view.rule != view.choice.rule:
        return ""
    return delivered(view.choice)


@data.resource
def _delivered(code: str, data_version: str, area: str, period: str) -> str:
    return partial(data.cube(), code, area, period)


def delivered(choice: Choice, period: str | None = None) -> str:
    """Return on how much the figures of a choice rest where some is missing ("baru 1 dari 12 puskesmas")."""
    return _delivered(choice.kab, data.version(), choice.area, period or choice.period)


@data.resource
def _some(code: str, data_version: str, area: str, period: str) -> tuple[int, int]:
    return some(data.cube(), code, area, period)


def parts_missing(choice: Choice, period: str) -> bool:
    """Return whether a puskesmas of the choice has not delivered a period that others have."""
    there, of = _some(choice.kab, data.version(), choice.area, period)
    return 0 < there < of


def delivered_html(choice: Choice, period: str | None = None) -> str:
    """Return `delivered` as the end of a line of small print, empty where nothing is missing."""
    few = delivered(choice, period)
    return f' · <b data-uji="baru">{few}</b>' if few else ""


def where(view: Overview) -> str:
    """Return where the map and the dots look, for their heading."""
    return (
        ""
        if view.choice.level == "kabupaten"
        else f"Kec. {places.names(view.choice.kab)[view.choice.kec or '']}"
    )


def trend_title(view: Overview) -> str:
    """Return the heading of the trend."""
    return "Tren bulanan" if view.choice.monthly else "Tren tahunan"


def trend_legend(view: Overview) -> str:
    """Return the key of the marks in the trend, in one line."""
    parts = ["pita: selang 95 %"]
    if len(view.target):
        parts.append("- - target")
    rules = set(view.published["rule"])
    parts += [mark for rule, mark in (("survei", "◆ survei"), ("terbit", "□ angka terbit")) if rule in rules]
    return " · ".join(parts)


def trend_alt(view: Overview) -> str:
    """Return the takeaway of the trend."""
    return f"{view.choice.label}. {takeaways.trend_takeaway(view.series)}"


def dots_title(view: Overview) -> str:
    """Return the heading of the dots."""
    return f"{view.inside.capitalize()}, dari yang tertinggi"


def map_alt(view: Overview) -> str:
    """Return the takeaway of the map of parts."""
    return levels_alt(view.choice, view.parts)


def dots_alt(view: Overview) -> str:
    """Return the takeaway of the areas side by side: highest, lowest, most changed."""
    if not view.parts["value"].notna().any():
        return no_parts(view)
    return takeaways.areas_takeaway(view.parts, view.parts_before, label=_short(view.choice))


def levels_alt(choice: Choice, frame: pd.DataFrame) -> str:
    """Return the takeaway of a map."""
    title, when = INDICATORS[choice.indicator], period_label(choice.period)
    try:
        said = takeaways.map_takeaway(frame, label=_short(choice))
    except ValueError:  # an indicator without bands of its own
        said = takeaways.areas_takeaway(frame, label=_short(choice))
    return f"{title}, {when}. {said}"


def _short(choice: Choice) -> Callable[[str], str]:
    names = places.names(choice.kab)
    return lambda area: names.get(area) or regions.area_name(area)


def no_parts(view: Overview) -> str:
    """Return why the list of areas inside is empty."""
    if len(view.parts) and bool(view.parts["suppressed"].any()):
        return f"Angka {view.inside} disamarkan untuk umum: {HIDDEN_WHY}."
    return f"Belum ada data per {view.inside}."


def table_csv(view: Overview) -> bytes:
    """Return the table as it stands, with interval, counts, rule and source (UTF-8 with BOM, ``;``)."""
    whole = pd.concat([view.now, view.parts], ignore_index=True)
    whole = whole.drop_duplicates(["level", "area"])
    out = pd.DataFrame(
        {
            "kode": [a if "?" not in a else "" for a in whole["area"]],
            "wilayah": [regions.area_name(a) for a in whole["area"]],
            "tingkat": whole["level"],
            "periode": [period_name(p) for p in whole["period"]],
            "indikator": INDICATORS[view.choice.indicator],
            "persen": [number(100 * v, 2) for v in whole["value"]],
            "batas_bawah": [number(100 * v, 2) for v in whole["low"]],
            "batas_atas": [number(100 * v, 2) for v in whole["high"]],
            "pembilang": [number(v) for v in whole["numerator"]],
            "penyebut": [number(v) for v in whole["denominator"]],
            "aturan": [RULES.get(r, r) for r in whole["rule"]],
            "sumber": whole["source"],
            "keterangan": ["disamarkan" if s else "" for s in whole["suppressed"]],
        }
    )
    return out.to_csv(index=False, sep=";").encode("utf-8-sig")
