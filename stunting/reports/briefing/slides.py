"""A briefing as PowerPoint: native text, charts, tables, and a map of shapes that can be recoloured."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import pandas as pd
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import PP_ALIGN
from pptx.util import Emu, Pt

from stunting import regions
from stunting.charts import theme
from stunting.charts.classes import NO_DATA, PALETTE, classes, indicator_of, map_classes
from stunting.indicators.format_id import percent
from stunting.indicators.results import is_suppressed
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
from stunting.reports.briefing.draw import bounds, polygons
from stunting.reports.briefing.slide_base import (
    HIGH,
    MARGIN,
    WIDE,
    put_footer,
    put_table,
    put_title,
    text_box,
)
from stunting.reports.briefing.slide_charts import put_trend, put_years
from stunting.reports.briefing.typeset import iku_rows
from stunting.settings import settings


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
        HEADLINE: _headline, MAP: _map, TREND: put_trend, AREAS: _areas, YEARS: put_years, CAUSES: _causes,
        IKU: _iku, ACTIONS: _actions,
    }  # fmt: skip
    for number, page in enumerate(briefing.pages, 1):
        slide = deck.slides.add_slide(deck.slide_layouts[6])
        put_footer(slide, briefing, number)
        makers[page.key](slide, briefing, page)
        slide.notes_slide.notes_text_frame.text = page.takeaway or briefing.title
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def _headline(slide: Any, briefing: Briefing, page: Page) -> None:
    about = briefing.provenance
    what = INDICATOR_WORDS[about.indicator].title
    text_box(slide, f"{what} · {about.label}, {about.when}", MARGIN, 24, 900, 26, size=20, color=theme.SOFT)
    size = 100 if len(briefing.figure) < 10 else 54
    text_box(
        slide, briefing.figure, MARGIN, 110, 520, 130, size=size, bold=True, color=theme.TEAL, middle=True
    )
    text_box(slide, briefing.sentence, MARGIN, 262, 520, 200, size=22)
    for at, (title, value, note) in enumerate(briefing.tiles):
        top = 130 + 160 * at
        bar = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Pt(590), Pt(top), Pt(3), Pt(118))
        bar.fill.solid()
        bar.fill.fore_color.rgb = RGBColor.from_string(theme.TEAL.lstrip("#"))
        bar.line.fill.background()
        text_box(slide, title, 608, top, 320, 22, size=16, color=theme.SOFT)
        text_box(slide, value, 608, top + 24, 320, 50, size=40, bold=True)
        text_box(slide, note, 608, top + 76, 320, 44, size=15)


def _map(slide: Any, briefing: Briefing, page: Page) -> None:
    put_title(slide, briefing, page)
    parts = page.frames["parts"]
    layer = regions.svg_layer(briefing.provenance.kab, str(parts["level"].iloc[0]), settings().home)
    drawn = map_classes(parts[parts["area"].astype("str").isin(layer["areas"])])
    hidden = set(parts.loc[is_suppressed(parts), "area"].astype("str"))
    _shapes(slide, drawn, hidden, layer["areas"], briefing.names, parts, page.takeaway)
    what = indicator_of(parts)
    text_box(
        slide, f"Prevalensi {INDICATOR_WORDS[what].title.lower()}", 690, 150, 240, 20, size=15, bold=True
    )
    rows = [(c.color, c.range, c.words) for c in reversed(classes(what))]
    rows += [(NO_DATA, "disamarkan" if hidden else "belum ada data", "")] * bool(
        len(hidden) or (drawn["k"] < 0).any()
    )
    for at, (color, span, words) in enumerate(rows):
        top = 178 + 27 * at
        box = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Pt(690), Pt(top), Pt(26), Pt(17))
        box.fill.solid()
        box.fill.fore_color.rgb = RGBColor.from_string(color.lstrip("#"))
        box.line.color.rgb = RGBColor.from_string(theme.SOFT.lstrip("#"))
        text_box(slide, f"{span}  {words}", 726, top - 2, 210, 20, size=15)
    caption = layer["caption"][:1].upper() + layer["caption"][1:]
    text_box(slide, caption, 690, 190 + 27 * len(rows), 240, 34, size=12, color=theme.SOFT)


def _shapes(
    slide: Any, drawn: pd.DataFrame, hidden: set[str], known: Mapping[str, Any], names: Mapping[str, str],
    parts: pd.DataFrame, alt: str,
) -> None:  # fmt: skip
    """Add one freeform an area, grouped, named after it."""
    if not len(drawn):
        return
    left, top, wide, high = bounds([known[a]["d"] for a in drawn["area"]])
    scale = min(620 / wide, 355 / high)
    x0, y0 = MARGIN + (620 - scale * wide) / 2, 140
    group = slide.shapes.add_group_shape()
    group.name = "Peta"
    group._element.nvGrpSpPr.cNvPr.set("descr", alt)
    value = dict(zip(parts["area"].astype("str"), parts["value"], strict=True))
    labelled = len(drawn) <= 12
    for code, k in zip(drawn["area"], drawn["k"], strict=True):
        seen = k >= 0 and code not in hidden
        color = PALETTE[int(k)] if seen else NO_DATA
        ring = max(polygons(known[code]["d"]), key=len)
        points = [(x0 + scale * (x - left), y0 + scale * (y - top)) for x, y in ring]
        pen = group.shapes.build_freeform(int(Pt(points[0][0])), int(Pt(points[0][1])), scale=1.0)
        pen.add_line_segments([(int(Pt(x)), int(Pt(y))) for x, y in points[1:]], close=True)
        shape = pen.convert_to_shape()
        shape.name = names.get(code, code)
        shape.fill.solid()
        shape.fill.fore_color.rgb = RGBColor.from_string(color.lstrip("#"))
        shape.line.color.rgb = RGBColor(255, 255, 255)
        shape.line.width = Emu(9525)
        shape.shadow.inherit = False
        said = percent(value[code], 1) if seen else "disamarkan" if code in hidden else "belum ada data"
        shape._element.nvSpPr.cNvPr.set("descr", f"{names.get(code, code)}: {said}")
        if labelled:
            cx = x0 + scale * (known[code]["x"] - left)
            cy = y0 + scale * (known[code]["y"] - top)
            ink = "#FFFFFF" if seen and k >= 3 else theme.INK
            text_box(
                slide,
                names.get(code, ""),
                cx - 60,
                cy - 15,
                120,
                15,
                size=12,
                bold=True,
                color=ink,
                align=PP_ALIGN.CENTER,
            )
            text_box(slide, said, cx - 60, cy, 120, 15, size=12, color=ink, align=PP_ALIGN.CENTER)


def _areas(slide: Any, briefing: Briefing, page: Page) -> None:
    put_title(slide, briefing, page)
    rows = plots.sides(page.frames["parts"], page.frames["before"], briefing.names)
    head = ("Wilayah", "Prevalensi", "Balita", "Berubah setahun")
    body = [
        (r["name"], r["value"] + ("*" if r["few"] else ""), r["counts"], r["change"] or "–") for r in rows
    ]
    gap = next((r["gap"] for r in rows if r["gap"]), 0)
    notes = [f"{gap} wilayah di tengah tidak ditampilkan."] if gap else []
    notes += ["* kurang dari 30 diukur: belum pasti."] if any(r["few"] for r in rows) else []
    put_table(slide, head, body, " ".join(notes), (330, 170, 200, 200))


def _iku(slide: Any, briefing: Briefing, page: Page) -> None:
    put_title(slide, briefing, page)
    year = int(briefing.provenance.period[:4])
    head = ("Indikator", "Satuan", f"Realisasi {year - 1}", f"Target {year}", f"Realisasi {year}", "Capaian",
            "Target akhir")  # fmt: skip
    rows = iku_rows(page.frames["iku"])
    body = [
        tuple(r[c] for c in ("name", "unit", "before", "target", "actual", "capaian", "end")) for r in rows
    ]
    put_table(slide, head, body, page.note, (310, 100, 100, 90, 100, 100, 100), strong=0)


def _causes(slide: Any, briefing: Briefing, page: Page) -> None:
    put_title(slide, briefing, page)
    rows = plots.spans(page.frames["causes"])
    body = [(r["name"], r["value"], r["counts"] or "–") for r in rows]
    put_table(slide, ("Faktor", "Bagian", "Balita"), body, page.note, (500, 200, 200))


def _actions(slide: Any, briefing: Briefing, page: Page) -> None:
    put_title(slide, briefing, page)
    step = 350 / max(len(briefing.actions), 1)
    for at, action in enumerate(briefing.actions):
        top = 125 + step * (at + 0.5) - 45
        text_box(slide, str(at + 1), MARGIN, top, 60, 70, size=54, bold=True, color=theme.TEAL)
        text_box(slide, action.title, 110, top + 4, 820, 36, size=27, bold=True)
        text_box(slide, action.why, 110, top + 44, 820, 50, size=19, color=theme.SOFT)
