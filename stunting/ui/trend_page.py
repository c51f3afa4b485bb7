"""The pieces of the page Tren, from the sentence on top to the printed figures below."""

from __future__ import annotations

from html import escape
from typing import Final

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from stunting import charts
from stunting.charts.theme import CONFIG, HAIR, SOFT
from stunting.charts.weighing import legend as weighing_legend
from stunting.indicators import coverage, takeaways, trend_reasons, weighing
from stunting.indicators import trend_sentences as say
from stunting.indicators.change import change
from stunting.indicators.format_id import listing, period_name
from stunting.ui import data, kept, pieces, trend_controls, trend_html
from stunting.ui.texts import whole
from stunting.ui.trend_view import TrendView

HEIGHT: Final = 356
#: Areas drawn behind the trend at most: more would be a carpet.
BEHIND: Final = 12


def said(text: str, test: str = "") -> None:
    """Show a sentence under a heading."""
    mark = f' data-uji="{test}"' if test else ""
    if text:
        st.html(f'<p class="sebut"{mark}>{whole(escape(text, quote=False))}</p>')


def trend(view: TrendView) -> None:
    """Show the trend of the chosen area with its D/S underneath, and what D/S did meanwhile."""
    pieces.title("Tren bulanan" if view.monthly else "Tren tahunan", kept.of(_legend, view))
    text, figure = kept.of(trend_text, view), kept.figure(trend_figure, view)
    alt = f"{view.choice.label}. {text}"
    st.plotly_chart(figure, key="grafik_tren_besar", theme=None, config=CONFIG, alt=alt)
    said(text, "kalimat-tren")


def trend_text(view: TrendView) -> str:
    """Return the takeaway of `trend`."""
    return f"{takeaways.trend_takeaway(view.series)} {_coverage(view.series, view.attendance)}".strip()


def trend_figure(view: TrendView) -> go.Figure:
    """Return the figure of `trend`."""
    few = view.parts["area"].nunique() <= BEHIND and view.choice.level != "desa"
    fig = charts.trend(
        view.series,
        targets=data.targets(view.choice.kab, view.choice.indicator),
        published=view.published,
        others=view.parts if few else None,
        names=view.names,
        height=HEIGHT,
    )
    for period in {view.asked.earlier, view.asked.later} - {None}:
        if period in set(view.series["period"]) and len(str(period)) == (7 if view.monthly else 4):
            at = f"{period}-01" if view.monthly else int(str(period))
            fig.add_shape(
                type="line", x0=at, x1=at, yref="paper", y0=0.33, y1=1, layer="below",
                line={"color": HAIR if view.monthly else SOFT, "width": 1, "dash": "dot"},
            )  # fmt: skip
    return charts.with_attendance(
        fig,
        view.attendance,
        target=data.attendance_target(view.choice.kab, view.choice.period[:4]),
        weighing=weighing.is_weighing(view.attendance["period"], view.choice.kab),
    )


def _legend(view: TrendView) -> str:
    dark = f"batang gelap: bulan timbang ({listing(weighing.month_words(view.choice.kab))})"
    parts = ["pita: selang 95 %"]
    if len(data.targets(view.choice.kab, view.choice.indicator)):
        parts.append("- - target kabupaten")
    rules = set(view.published["rule"])
    marks = (("survei", "◆ survei (SSGI/SKI)"), ("terbit", "□ e-PPGBM terbit"))
    parts += [text for rule, text in marks if rule in rules]
    return " · ".join([*parts, dark] if view.monthly else parts)


def _coverage(series: pd.DataFrame, attended: pd.DataFrame) -> str:
    """Return what D/S did between the first and the last figure of a series."""
    ends = coverage.span(series)
    if ends is None:
        return ""
    periods = [str(end["period"].iloc[0]) for end in ends]
    first, last = (attended[attended["period"].eq(p)] for p in periods)
    if bool(first["suppressed"].any() or last["suppressed"].any()):
        return ""
    verdict = str(change(*ends)["verdict"].iloc[0])
    undo = coverage.break_even(ends[0].iloc[0], ends[1].iloc[0])
    return trend_reasons.coverage_sentence(coverage.shift(first, last), periods[0], periods[1], verdict, undo)


def slopes(view: TrendView) -> None:
    """Show the areas inside in the two periods, and what can be said about each."""
    level = view.asked.level
    if view.asked.earlier is None:
        pieces.title(f"Perubahan tiap {level}")
        said(
            f"Baru satu periode berisi data ({period_name(view.asked.later)}): belum ada yang dibandingkan.",
            "kalimat-putusan",
        )
        return
    span = f"{period_name(view.asked.earlier)} ke {period_name(view.asked.later)}"
    pieces.title(f"Perubahan tiap {level}, {span}", "▼ turun · ▲ naik")
    text = kept.of(change_text, view)
    if view.changes["value"].notna().any():
        figure = kept.figure(_slopes, view)
        st.plotly_chart(figure, key="grafik_lereng", theme=None, config=CONFIG, alt=text)
    said(text, "kalimat-putusan")


def _slopes(view: TrendView) -> go.Figure:
    selected = view.choice.area if view.choice.level == "desa" else None
    return charts.slope(view.changes, names=view.names, height=HEIGHT, selected=selected)


def change_text(view: TrendView) -> str:
    """Return the takeaway of the two periods."""
    names = view.names
    return say.change_takeaway(view.changes, view.earlier, view.later, label=lambda a: names.get(a, a))


def table(view: TrendView) -> str:
    """Show the change of each area in points and in children; return the order it stands in."""
    if view.asked.earlier is None or not len(view.changes):
        return next(iter(trend_controls.SORTS))
    order = trend_controls.sort()
    st.html(kept.of(trend_html.change_table, view, order))
    st.html(kept.of(_table_note, view))
    return order


def _table_note(view: TrendView) -> str:
    note = (
        "Perubahan balita = perubahan angka × balita yang diukur pada periode akhir. Kesimpulan hanya turun "
        "atau naik bila selang 95 % tidak memuat 0. * kurang dari 30 diukur: belum pasti."
    )
    return f'<p class="catatan">{whole(escape(f"{note} {say.chance_note(view.changes)}"))}</p>'


def small(view: TrendView) -> None:
    """Show a small trend of each area inside."""
    drawn = kept.of(trend_html.drawings, view)
    if not drawn:
        return
    pieces.title(f"Tren tiap {view.asked.level}", kept.of(trend_html.drawings_note, view))
    st.html(drawn)


def same_children(view: TrendView) -> None:
    """Show the children measured in both periods against everybody."""
    pieces.title("Anak yang sama, dan seluruh balita")
    if view.asked.earlier is None:
        said(
            "Baru satu periode berisi data: belum ada anak yang diukur dua kali untuk dibandingkan.",
            "anak-sama",
        )
        return
    if view.followed is None:
        said("Disamarkan untuk umum di bawah kecamatan: jumlahnya kecil.", "anak-sama")
        return
    stayed, everybody, table, why = kept.of(_same, view)
    said(stayed, "anak-sama")
    said(everybody, "anak-semua")
    for html in (table, why):
        if html:
            st.html(html)


def _same(view: TrendView) -> tuple[str, str, str, str]:
    """Return the two sentences, and table and reasons as HTML (empty: nothing to show)."""
    assert view.followed is not None
    own = view.own_change.iloc[0] if len(view.own_change) else None
    came = _coverage(pd.concat([view.own_earlier, view.own_later]), view.pair_attendance)
    why = trend_reasons.why_different(view.followed)
    return (
        trend_reasons.same_children_sentence(view.followed),
        f"{trend_reasons.open_sentence(own)} {came}".strip(),
        trend_html.followed_table(view.followed) if view.followed["denominator"] >= 30 else "",
        f'<p class="catatan">{whole(escape(why))}</p>' if why else "",
    )


def weighing_months(view: TrendView) -> None:
    """Show the months of mass weighing across the years, with their D/S."""
    pieces.title("Bulan timbang antartahun", weighing_legend(weighing.weighing_months(view.choice.kab)))
    text, known = kept.of(_weighing_text, view)
    if known:
        figure = kept.figure(_weighing, view)
        st.plotly_chart(figure, key="grafik_timbang", theme=None, config=CONFIG, alt=text)
    said(text, "kalimat-timbang")


def _weighing_text(view: TrendView) -> tuple[str, bool]:
    """Return the takeaway, and whether there is anything to draw."""
    rates = weighing.by_month(view.months, view.choice.kab)
    text = say.weighing_takeaway(rates, weighing.month_words(view.choice.kab))
    return text, bool(rates["value"].notna().any())


def _weighing(view: TrendView) -> go.Figure:
    rates, attended = (weighing.by_month(f, view.choice.kab) for f in (view.months, view.months_attendance))
    return charts.weighing(rates, attended, height=250)
