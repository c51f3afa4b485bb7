"""A briefing as PowerPoint: native text, charts, tables, and a map of shapes that can be recoloured."""

from __future__ import annotations

import io
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE
from pptx.util import Pt

from stunting.charts import theme
from stunting.indicators.format_id import MISSING
from stunting.indicators.words import INDICATOR_WORDS
from stunting.reports.briefing import plots
from stunting.reports.briefing.content import (
    ACTIONS,
    AREAS,
    CAUSES,
    HEADLINE,
    IKU,
    MAP,
    TREND,
    YEARS,
    Briefing,
    Page,
)
from stunting.reports.briefing.slide_base import (
    HIGH,
    MARGIN,
    WIDE,
    flat,
    head,
    put_footer,
    put_table,
    put_title,
    rgb,
    text_box,
    write,
)
from stunting.reports.briefing.slide_charts import put_trend, put_years
from stunting.reports.briefing.slide_map import put_map
from stunting.reports.briefing.typeset import iku_rows


def pptx(briefing: Briefing) -> bytes:
    """Return the slides as PPTX.

    Every slide has the footer with source, period, n and date, and *data sintetis* where so; pictures have
    the takeaway as alternative text.
    """
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(WIDE), Pt(HIGH)
    deck.core_properties.title = briefing.title
    deck.core_properties.author = "Pantau Stunting"
    deck.core_properties.comments = briefing.provenance.mark
    deck.core_properties.language = "id-ID"
    makers = {
        HEADLINE: _headline, MAP: put_map, TREND: put_trend, AREAS: _areas, YEARS: put_years, CAUSES: _causes,
        IKU: _iku, ACTIONS: _actions,
    }  # fmt: skip
    for number, page in enumerate(briefing.pages, 1):
        slide = deck.slides.add_slide(deck.slide_layouts[5])  # a title and nothing else
        put_footer(slide, briefing, page, number)
        makers[page.key](slide, briefing, page)
        slide.notes_slide.notes_text_frame.text = page.takeaway or briefing.title
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def _headline(slide: Any, briefing: Briefing, page: Page) -> None:
    about = briefing.provenance
    what = INDICATOR_WORDS[about.indicator].title
    title = f"{what} · {about.label}, {about.when}"
    head(slide, title, MARGIN, 24, 900, 28, size=20, bold=False, color=theme.SOFT)
    size = 100 if len(briefing.figure) < 10 else 54
    text_box(
        slide, briefing.figure, MARGIN, 110, 520, 130, size=size, bold=True, color=theme.TEAL, middle=True
    )
    text_box(slide, briefing.sentence, MARGIN, 262, 520, 200, size=22)
    for at, (title, value, note) in enumerate(briefing.tiles):
        top = 130 + 160 * at
        bar = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Pt(590), Pt(top), Pt(3), Pt(118))
        bar.fill.solid()
        bar.fill.fore_color.rgb = rgb(theme.TEAL)
        bar.line.fill.background()
        flat(bar)
        text_box(slide, title, 608, top, 320, 22, size=16, color=theme.SOFT)
        text_box(slide, value, 608, top + 24, 320, 50, size=40, bold=True)
        text_box(slide, note, 608, top + 76, 320, 44, size=15)


def _areas(slide: Any, briefing: Briefing, page: Page) -> None:
    put_title(slide, briefing, page)
    rows, _ = plots.sides(page.frames["parts"], page.frames["before"], briefing.names)
    titles = ("Wilayah", "Prevalensi", "Selang 95 %", "Balita", "Berubah setahun")
    body = [
        (
            r["name"],
            r["value"] + ("*" if r["few"] else ""),
            r["interval"],
            r["counts"],
            r["change"] or MISSING,
        )
        for r in rows
    ]
    gap = next((r["gap"] for r in rows if r["gap"]), 0)
    notes = [f"{gap} wilayah di tengah tidak ditampilkan."] if gap else []
    notes += ["* kurang dari 30 diukur: tidak diperingkat."] if any(r["few"] for r in rows) else []
    put_table(slide, titles, body, " ".join(notes), (270, 130, 180, 160, 160))


def _iku(slide: Any, briefing: Briefing, page: Page) -> None:
    put_title(slide, briefing, page)
    year = int(briefing.provenance.period[:4])
    titles = (
        "Indikator", "Satuan", f"Realisasi {year - 1}", f"Target {year}", f"Realisasi {year}", "Capaian",
        "Tercapai?", "Target akhir",
    )  # fmt: skip
    rows = iku_rows(page.frames["iku"])
    body = [
        tuple(r[c] for c in ("name", "unit", "before", "target", "actual", "capaian", "met", "end"))
        for r in rows
    ]
    put_table(slide, titles, body, page.note, (280, 90, 90, 80, 90, 100, 90, 80), strong=0)


def _causes(slide: Any, briefing: Briefing, page: Page) -> None:
    put_title(slide, briefing, page)
    rows, _ = plots.spans(page.frames["causes"])
    body = [(r["name"], r["value"], r["interval"], r["counts"] or MISSING) for r in rows]
    put_table(slide, ("Faktor", "Bagian", "Selang 95 %", "Balita"), body, page.note, (420, 150, 180, 150))


def _actions(slide: Any, briefing: Briefing, page: Page) -> None:
    put_title(slide, briefing, page)
    step = 370 / max(len(briefing.actions), 1)
    high = min(step, 116)
    for at, action in enumerate(briefing.actions):
        top = 118 + step * (at + 0.5) - high / 2
        text_box(slide, str(at + 1), MARGIN, top, 60, high, size=54, bold=True, color=theme.TEAL, middle=True)
        box = text_box(slide, action.title, 110, top, 820, high, size=25, bold=True, middle=True)
        why = box.text_frame.add_paragraph()  # one box: a title of two lines moves the reason down
        why.space_before = Pt(3)
        write(why, action.why, 17, color=theme.SOFT)
