"""The pieces that screens share: headline, tiles, map, charts, source line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from html import escape

import plotly.graph_objects as go
import streamlit as st

from stunting import charts
from stunting.charts.theme import CONFIG
from stunting.indicators.format_id import date, number, period_name
from stunting.indicators.results import RULES, synthetic_words
from stunting.ui import (
    data,
    downloads,
    filters,
    kept,
    lokus_data,
    map,
    map_texts,
    method,
    paparan_export,
    places,
    texts,
)
from stunting.ui import tiles as quiet
from stunting.ui.views import Overview, year_before

TREND, DOTS, MAP = "grafik_tren", "grafik_titik", "peta_bagian"
TREND_HEIGHT = 160
MARK = '<span class="lencana">{}</span>'


def headline(view: Overview) -> None:
    """Show the figure, the sentence and the line of small print with its explanation."""
    said, small, how = kept.of(_headline, view)
    st.html(said)
    with st.container(key="baris_catatan", horizontal=True, gap="small", vertical_alignment="center"):
        st.html(small, width="content")
        with st.popover("Bagaimana dihitung?", type="tertiary"):
            st.markdown(how)


def _headline(view: Overview) -> tuple[str, str, str]:
    """Return the figure with its sentence, the small print (both HTML), and the explanation (Markdown)."""
    if view.row is None:
        figure = f'<div class="angka kosong">{"disamarkan" if view.suppressed else "belum ada data"}</div>'
    else:
        figure = texts.figure_html(view)
    return (
        f'<div class="pokok" data-uji="kalimat">{figure}<p>{texts.headline_html(view)}</p></div>',
        f'<p class="catatan">{_small_print(view)}</p>',
        method.method(view),
    )


def _small_print(view: Overview) -> str:
    rule = RULES[view.rule]
    parts = [f"<b>{escape(rule[0].upper() + rule[1:])}</b>"]
    pulled = data.pulled_on()
    if pulled:
        parts.append(f"ditarik {date(pulled)}")
    few = texts.delivered_html(view.choice) if texts.delivery(view) else ""
    return " · ".join([*parts, texts.attendance(view)]) + few


def tiles(view: Overview) -> None:
    """Show the gap to the target and the attendance, equally high."""
    cells = "".join(
        f'<div><h3>{texts.whole(escape(t.title))}</h3><div class="nilai">{escape(t.value)}</div>'
        f"<p>{texts.whole(escape(t.note))}</p></div>"
        for t in (quiet.target_tile(view), quiet.attendance_tile(view))
    )
    st.html(f'<div class="ubin">{cells}</div>')


def title(text: str, small: str = "") -> None:
    """Show a heading of a figure."""
    more = f" <small>{escape(small)}</small>" if small else ""
    st.html(f'<h2 class="judul">{escape(text)}{more}</h2>')


def linked(view: Overview) -> list[dict[str, object]]:
    """Return which charts answer to the map; the order of the points is the charts' own."""
    return [
        {"key": DOTS, "kind": "dots", "codes": kept.figure(_dots, view).codes},
        {"key": TREND, "kind": "lines", "codes": kept.figure(_trend, view, TREND_HEIGHT).codes},
    ]


def map_of_parts(view: Overview, *, height: str) -> None:
    """Show the map of the areas inside the chosen one; a click goes into the area."""
    choice = view.choice
    period = filters.period_label(choice.period).replace("Tahun ", "")
    what = filters.INDICATORS[choice.indicator]
    title(f"{what} per {view.inside}, {period}", texts.where(view))
    st.html(f'<p class="sebut">{texts.whole(escape(kept.of(texts.dots_alt, view)))}</p>')
    inside = choice.kec if view.inside == "desa" else None
    up = (places.parent_of(choice.area) or choice.kab) if choice.area != choice.kab else None
    map.draw(
        view.parts,
        kab=choice.kab,
        level=view.inside,
        key=MAP,
        on_pick=filters.choose_area,
        alt=kept.of(texts.map_alt, view),
        title=f"Prevalensi {what.lower()}",
        selected=choice.area if choice.level == "desa" else None,
        inside=inside,
        up=(up, places.labels(choice.kab)[up]) if up else None,
        height=height,
        linked=linked(view),
        note=synthetic_note(),
        outlined=lokus_data.listed(choice.kab, int(choice.period[:4])),
        outlined_label=map_texts.lokus_label(choice),
    )


def synthetic_note() -> str:
    """Return the mark of a figure's data: all made up, some of it, or none (empty)."""
    return synthetic_words(data.made_up()).capitalize()


def synthetic_mark() -> str:
    """Return the same with what it means, as the end of a footer."""
    if not data.synthetic():
        return ""
    mixed = "" if data.only_synthetic() else " dari berkas itu"
    return f"{MARK.format(synthetic_note())}: anak dan angka{mixed} dibuat, bukan data nyata"


def _trend(view: Overview, height: int) -> go.Figure:
    return charts.trend(
        view.series,
        targets=view.target,
        published=view.published,
        others=view.others,
        names=places.names_of(view.choice.kab, view.others["area"].unique()),
        height=height,
    )


def trend(view: Overview, *, height: int = TREND_HEIGHT) -> None:
    """Show the trend of the area with its parts as faint lines."""
    title(texts.trend_title(view), texts.trend_legend(view))
    figure, alt = kept.figure(_trend, view, height), kept.of(texts.trend_alt, view)
    st.plotly_chart(figure, key=TREND, theme=None, config=CONFIG, alt=alt)


def _dots(view: Overview) -> go.Figure:
    row = view.row
    return charts.dots(
        view.parts,
        names=places.names_of(view.choice.kab, view.parts["area"]),
        before=view.parts_before,
        reference=None if row is None else float(row["value"]),
        limit=9,
    )


def dots(view: Overview) -> None:
    """Show the areas inside, highest first."""
    before = view.parts_before["value"].notna().any()
    title(texts.dots_title(view), f"○ {period_name(year_before(view.choice.period))}" if before else "")
    if not view.parts["value"].notna().any():
        st.html(f'<p class="catatan">{escape(texts.no_parts(view))}</p>')
        return
    figure, alt = kept.figure(_dots, view), kept.of(texts.dots_alt, view)
    st.plotly_chart(figure, key=DOTS, theme=None, config=CONFIG, alt=alt)


def source(of: str = "e-PPGBM") -> str:
    """Return where the figures come from and when the files were pulled, as HTML."""
    pulled = data.pulled_on()
    return f"Sumber: {escape(of)}{f', ditarik {date(pulled)}' if pulled else ''}"


@contextmanager
def foot(choice: filters.Choice | None, *parts: str, mark: str | None = None) -> Iterator[None]:
    """Show the last line of a page, what is drawn inside it, and the briefings of the choice (None: none).

    Parameters
    ----------
    choice : Choice or None
        What the briefing is about.
    *parts : str
        Source, area and period, n: HTML.
    mark : str, optional
        The synthetic mark, where the usual one would not be true.
    """
    said = "".join(f"<span>{part}</span>" for part in (*parts, synthetic_mark() if mark is None else mark))
    with st.container(key="kaki", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f'<p class="kaki">{said}</p>')
        yield
        if choice is not None:
            paparan_export.button(choice)


def footer(view: Overview) -> None:
    """Show source, period and the synthetic mark: the line that survives a screenshot."""
    c = view.choice
    origin = f"{source()} · {escape(RULES[view.rule])}"
    what = f"{escape(c.label)} · {escape(filters.period_label(c.period))}"
    n = "" if view.row is None else f" · n = {number(view.row['denominator'])}"
    with foot(c, origin, f"{what}{n}"):
        downloads.button(
            "Unduh tabel (CSV)", lambda: texts.table_csv(view),
            downloads.figures("csv", filters.INDICATORS[c.indicator], c.label, c.period, c.rule), key="unduh",
        )  # fmt: skip
