"""The pieces of the page Tren, from the sentence on top to the printed figures below."""

from __future__ import annotations

from html import escape
from typing import Any, Final

import plotly.graph_objects as go
import streamlit as st

from stunting import charts
from stunting.charts.theme import CONFIG, HAIR, SOFT
from stunting.charts.weighing import legend as weighing_legend
from stunting.indicators import takeaways, trend_reasons, weighing
from stunting.indicators import trend_sentences as say
from stunting.indicators.format_id import listing, period_name
from stunting.indicators.skdn.targets import target as skdn_target
from stunting.ui import data, pieces, trend_controls, trend_html
from stunting.ui.filters import Choice
from stunting.ui.texts import whole
from stunting.ui.trend_controls import Asked
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
    months = weighing.month_words(view.choice.kab)
    dark = f"batang gelap: bulan timbang ({listing(months)})" if view.monthly else ""
    title = "Tren bulanan" if view.monthly else "Tren tahunan"
    pieces.title(title, " · ".join(p for p in (_legend(view), dark) if p))
    alt = f"{view.choice.label}. {takeaways.trend_takeaway(view.series)} {_coverage(view)}"
    st.plotly_chart(_figures(view)["tren"], key="grafik_tren_besar", theme=None, config=CONFIG, alt=alt)
    said(f"{takeaways.trend_takeaway(view.series)} {_coverage(view)}", "kalimat-tren")


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
        target=skdn_target(view.choice.kab, "ds"),
        weighing=weighing.is_weighing(view.attendance["period"], view.choice.kab),
    )


def _figures(view: TrendView) -> dict[str, Any]:
    """Return the figures of a view, made once."""
    return _made(view.choice, view.asked, view.public, view.version, view)


@st.cache_resource(show_spinner=False, max_entries=24)
def _made(choice: Choice, asked: Asked, public: bool, data_version: str, _view: TrendView) -> dict[str, Any]:
    rates, attended = (weighing.by_month(f, choice.kab) for f in (_view.months, _view.months_attendance))
    selected = choice.area if choice.level == "desa" else None
    return {
        "tren": trend_figure(_view),
        "lereng": charts.slope(_view.changes, names=_view.names, height=HEIGHT, selected=selected),
        "timbang": charts.weighing(rates, attended, height=250),
        "kecil": trend_html.drawings(_view),
    }


def _legend(view: TrendView) -> str:
    parts = ["pita: selang 95 %"]
    if len(data.targets(view.choice.kab, view.choice.indicator)):
        parts.append("- - target kabupaten")
    rules = set(view.published["rule"])
    marks = (("survei", "◆ survei (SSGI/SKI)"), ("terbit", "□ e-PPGBM terbit"))
    return " · ".join([*parts, *(text for rule, text in marks if rule in rules)])


def _coverage(view: TrendView) -> str:
    if view.asked.earlier is None:
        return ""
    if bool(view.own_later["suppressed"].any() or view.own_earlier["suppressed"].any()):
        return ""
    verdict = str(view.own_change["verdict"].iloc[0]) if len(view.own_change) else ""
    return trend_reasons.coverage_sentence(
        view.shift, view.asked.earlier, view.asked.later, verdict, view.undo
    )


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
    text = change_text(view)
    if view.changes["value"].notna().any():
        fig = _figures(view)["lereng"]
        st.plotly_chart(fig, key="grafik_lereng", theme=None, config=CONFIG, alt=text)
    said(text, "kalimat-putusan")


def change_text(view: TrendView) -> str:
    """Return the takeaway of the two periods."""
    names = view.names
    return say.change_takeaway(view.changes, view.earlier, view.later, label=lambda a: names.get(a, a))


def table(view: TrendView) -> str:
    """Show the change of each area in points and in children; return the order it stands in."""
    if view.asked.earlier is None or not len(view.changes):
        return next(iter(trend_controls.SORTS))
    order = trend_controls.sort()
    st.html(trend_html.change_table(view, order))
    note = (
        "Perubahan balita = perubahan angka × balita yang diukur pada periode akhir. Putusan hanya turun "
        "atau naik bila selang 95 % tidak memuat 0. * kurang dari 30 diukur: belum pasti."
    )
    st.html(f'<p class="catatan">{whole(escape(f"{note} {say.chance_note(view.changes)}"))}</p>')
    return order


def small(view: TrendView) -> None:
    """Show a small trend of each area inside."""
    drawn = _figures(view)["kecil"]
    if not drawn:
        return
    pieces.title(f"Tren tiap {view.asked.level}", trend_html.drawings_note(view))
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
    own = view.own_change.iloc[0] if len(view.own_change) else None
    said(trend_reasons.same_children_sentence(view.followed), "anak-sama")
    said(trend_reasons.open_sentence(own), "anak-semua")
    if view.followed["denominator"] >= 30:
        st.html(trend_html.followed_table(view.followed))
    why = trend_reasons.why_different(view.followed)
    if why:
        st.html(f'<p class="catatan">{whole(escape(why))}</p>')


def weighing_months(view: TrendView) -> None:
    """Show the months of mass weighing across the years, with their D/S."""
    kab = view.choice.kab
    rates = weighing.by_month(view.months, kab)
    names = weighing.month_words(kab)
    pieces.title("Bulan timbang antartahun", weighing_legend(weighing.weighing_months(kab)))
    text = say.weighing_takeaway(rates, names)
    if rates["value"].notna().any():
        st.plotly_chart(_figures(view)["timbang"], key="grafik_timbang", theme=None, config=CONFIG, alt=text)
    said(text, "kalimat-timbang")
