"""Texts, titles, footers and tables of a PowerPoint slide of 960 × 540 points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Pt

from stunting.charts import theme
from stunting.indicators.words import INDICATOR_WORDS
from stunting.reports.briefing.content import (
    Briefing,
    Page,
    message,
)

#: A slide of 960 × 540 points; everything below is in points.
WIDE, HIGH = 960, 540
MARGIN: Final = 30
#: A font that office computers have; a PPTX cannot carry ours.
FONT: Final = "Calibri"
AMBER: Final = "#7A4A00"


def text_box(
    slide: Any, text: str, left: float, top: float, wide: float, high: float, *, size: float = 15,
    bold: bool = False, color: str = theme.INK, align: Any = PP_ALIGN.LEFT, middle: bool = False,
) -> Any:  # fmt: skip
    box = slide.shapes.add_textbox(Pt(left), Pt(top), Pt(wide), Pt(high))
    frame = box.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE if middle else MSO_ANCHOR.TOP
    run = frame.paragraphs[0].add_run()
    run.text = text.replace(" %", "\u00a0%")
    frame.paragraphs[0].alignment = align
    face(run.font, size, bold, color)
    return box


def face(font: Any, size: float, bold: bool = False, color: str = theme.INK) -> None:
    """Set size, weight, family and colour of a font."""
    """Add a text box; sizes and places in points."""
    font.size, font.bold, font.name = Pt(size), bold, FONT
    font.color.rgb = RGBColor.from_string(color.lstrip("#"))


def put_footer(slide: Any, briefing: Briefing, number: int) -> None:
    """Add the line of origin, the synthetic mark and the page number."""
    rule = slide.shapes.add_connector(1, Pt(MARGIN), Pt(504), Pt(WIDE - MARGIN), Pt(504))
    rule.line.color.rgb = RGBColor.from_string(theme.HAIR.lstrip("#"))
    mark = briefing.provenance.mark
    text_box(
        slide, briefing.provenance.line(), MARGIN, 509, 720 if mark else 850, 20, size=12, color=theme.SOFT
    )
    if mark:
        text_box(slide, mark, 760, 509, 140, 20, size=12, bold=True, color=AMBER, align=PP_ALIGN.RIGHT)
    text_box(slide, str(number), 905, 509, 25, 20, size=12, color=theme.SOFT, align=PP_ALIGN.RIGHT)


def put_title(slide: Any, briefing: Briefing, page: Page) -> None:
    """Add what the page is about, its message, and the sentences that did not fit it."""
    about = briefing.provenance
    what = INDICATOR_WORDS[about.indicator].title
    first, rest = message(page.takeaway or page.title)
    over = (
        f"{page.title} · {what}, {about.label}, {about.when}"
        if page.takeaway
        else f"{what}, {about.label}, {about.when}"
    )
    text_box(slide, over, MARGIN, 22, 900, 20, size=15, color=theme.SOFT)
    size = 26 if len(first) < 70 else 21
    text_box(slide, first if page.takeaway else page.title, MARGIN, 44, 900, 62, size=size, bold=True)
    if rest:
        text_box(slide, rest, MARGIN, 104, 900, 36, size=14)


def put_table(
    slide: Any, head: tuple[str, ...], body: Sequence[tuple[str, ...]], note: str, widths: tuple[int, ...],
    *, strong: int = 1,
) -> None:  # fmt: skip
    """Add a native table; the column `strong` is bold."""
    high = min(34.0, 320 / (len(body) + 1))
    place = slide.shapes.add_table(
        len(body) + 1, len(head), Pt(MARGIN), Pt(146), Pt(sum(widths)), Pt(high * (len(body) + 1))
    )
    table = place.table
    for at, width in enumerate(widths):
        table.columns[at].width = Pt(width)
    for row, line in enumerate((head, *body)):
        table.rows[row].height = Pt(high)
        for at, text in enumerate(line):
            cell = table.cell(row, at)
            cell.fill.solid()
            cell.fill.fore_color.rgb = RGBColor.from_string("E8F1F1" if row == 0 else "FFFFFF")
            cell.margin_top = cell.margin_bottom = Pt(2)
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            paragraph = cell.text_frame.paragraphs[0]
            paragraph.alignment = PP_ALIGN.LEFT if at == 0 else PP_ALIGN.RIGHT
            run = paragraph.add_run()
            run.text = text
            face(run.font, 15, bold=row == 0 or at == strong)
    if note:
        text_box(slide, note, MARGIN, 482, 900, 18, size=12, color=theme.SOFT)
