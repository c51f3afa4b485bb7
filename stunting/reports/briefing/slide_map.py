"""The map of a briefing on a PowerPoint slide: one shape an area, which can be recoloured and moved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd
from pptx.enum.dml import MSO_PATTERN
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import PP_ALIGN
from pptx.util import Pt

from stunting import regions
from stunting.charts import theme
from stunting.charts.classes import indicator_of
from stunting.indicators.words import INDICATOR_WORDS
from stunting.reports.briefing import plot_map
from stunting.reports.briefing.content import Briefing, Page
from stunting.reports.briefing.draw import Placed, bounds, polygons
from stunting.reports.briefing.slide_base import LETTER, MARGIN, flat, put_title, rgb, text_box, write
from stunting.reports.briefing.typeset import caption, own_area
from stunting.settings import settings

#: Room of the map, and of the legend right of it, in points.
_WIDE, _HIGH, _TOP, _LEGEND = 620.0, 355.0, 142.0, 690.0
#: Size of a label on the map, in points.
_SIZE: Final = 12.0
#: How much wider a label may be in a font that stands in for ours.
_WIDER: Final = LETTER / 0.48
_PATTERNS: Final = {
    "ragu": (MSO_PATTERN.WIDE_UPWARD_DIAGONAL, theme.INK),
    "samar": (MSO_PATTERN.DOTTED_GRID, plot_map.DOTS),
}


def put_map(slide: Any, briefing: Briefing, page: Page) -> None:
    """Add the map with its legend, the key of its numbers and its small print."""
    put_title(slide, briefing, page)
    parts = page.frames["parts"]
    layer = regions.svg_layer(briefing.provenance.kab, str(parts["level"].iloc[0]), settings().home)
    drawn = plot_map.drawn_areas(parts, layer, briefing.names, own_area(briefing))
    placed = _shapes(slide, drawn, layer, page.takeaway) if len(drawn) else None
    what = indicator_of(parts)
    title = f"Prevalensi {INDICATOR_WORDS[what].title.lower()}"
    text_box(slide, title, _LEGEND, 146, 240, 20, size=15, bold=True)
    rows = plot_map.legend(drawn, what)
    for at, row in enumerate(rows):
        top = 172 + 23 * at
        box = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Pt(_LEGEND), Pt(top), Pt(26), Pt(16))
        paint(box, "#FFFFFF" if row["kind"] == "ragu" else row["color"], str(row["kind"]))
        box.line.color.rgb, box.line.width = rgb(theme.SOFT), Pt(0.5)
        flat(box)
        range_ = f"{row['range']}:" if row["kind"] != "kelas" and row["words"] else row["range"]
        said = " ".join(part for part in (range_, row["words"], f"({row['n']})") if part)
        text_box(slide, said, _LEGEND + 34, top - 1, 206, 18, size=13)
    below = 178 + 23 * len(rows)
    if placed is not None and placed.key:
        key = [f"{k['number']} {k['name']} {k['said']}".replace(" ", "\u00a0") for k in placed.key]
        text_box(slide, "   ".join(key), _LEGEND, below, 240, 446 - below, size=11)
    text_box(slide, caption(briefing, page, layer), _LEGEND, 462, 240, 34, size=11, color=theme.SOFT)


def paint(shape: Any, color: str, kind: str = "") -> None:
    """Fill a shape: a plain colour, hatched where few were measured, dotted where the figure is hidden."""
    if kind not in _PATTERNS:
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb(color)
        return
    pattern, over = _PATTERNS[kind]
    shape.fill.patterned()
    shape.fill.pattern = pattern
    shape.fill.fore_color.rgb, shape.fill.back_color.rgb = rgb(over), rgb(color)


def _shapes(slide: Any, drawn: pd.DataFrame, layer: Mapping[str, Any], alt: str) -> Placed:
    """Add one freeform an area, grouped, named after it, and return the labels beside them."""
    known = layer["areas"]
    frame = bounds([known[a]["d"] for a in drawn["area"]])
    left, top, wide, high = frame
    scale = min(_WIDE / wide, _HIGH / high)
    x0 = MARGIN + (_WIDE - scale * wide) / 2
    group = slide.shapes.add_group_shape()
    group.name = "Peta"
    group._element.nvGrpSpPr.cNvPr.set("descr", alt)
    for row in drawn.sort_values("outline", kind="stable").to_dict("records"):  # outlines on top
        ring = max(polygons(known[row["area"]]["d"]), key=len)
        points = [(int(Pt(x0 + scale * (x - left))), int(Pt(_TOP + scale * (y - top)))) for x, y in ring]
        pen = group.shapes.build_freeform(*points[0], scale=1.0)
        pen.add_line_segments(points[1:], close=True)
        shape = pen.convert_to_shape()
        shape.name = row["name"]
        paint(shape, row["fill"], row["pattern"])
        plain = plot_map.DOTS if row["hidden"] else "#FFFFFF"
        shape.line.color.rgb = rgb(theme.INK if row["outline"] else plain)
        shape.line.width = Pt(max(row["outline"] * 0.43, 0.75))
        flat(shape)
        few = ", kurang dari 30 diukur: belum pasti" if row["uncertain"] else ""
        said = row["said"] if row["hidden"] or row["k"] >= 0 else "belum ada data"
        shape._element.nvSpPr.cNvPr.set("descr", f"{row['name']}: {said}{few}")
    em = scale * wide / (_SIZE * _WIDER)
    placed = plot_map.labels(drawn, layer, frame, (em,))[0]
    for label in placed.labels:
        lines = [(label.text, True)] + ([(label.second, False)] if label.second else [])
        x, y = x0 + label.x * scale * wide, _TOP + label.y * scale * high
        box = text_box(slide, "", x - 80, y - 8 * len(lines), 160, 16 * len(lines), middle=True)
        _lines(box.text_frame, lines, label.color)
    return placed


def _lines(frame: Any, lines: list[tuple[str, bool]], color: str) -> None:
    for at, (text, bold) in enumerate(lines):
        paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.CENTER
        write(paragraph, text, _SIZE, bold, color)
