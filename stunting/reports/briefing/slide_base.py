"""Texts, titles, footers and tables of a PowerPoint slide of 960 × 540 points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from stunting.charts import theme
from stunting.reports.briefing.content import Briefing, Page, message
from stunting.reports.briefing.typeset import over

#: A slide of 960 × 540 points; everything below is in points.
WIDE, HIGH = 960, 540
MARGIN: Final = 30
#: A font that office computers have; a PPTX cannot carry ours.
FONT: Final = "Calibri"
#: How wide a letter of it is at most, as a share of its size: where it is missing, fonts are wider.
LETTER: Final = 0.6
AMBER: Final = "#7A4A00"


def text_box(
    slide: Any, text: str, left: float, top: float, wide: float, high: float, *, size: float = 15,
    bold: bool = False, color: str = theme.INK, align: Any = PP_ALIGN.LEFT, middle: bool = False,
) -> Any:  # fmt: skip
    """Add a text box; sizes and places in points."""
    box = slide.shapes.add_textbox(Pt(left), Pt(top), Pt(wide), Pt(high))
    frame = plain(box.text_frame, middle=middle)
    frame.paragraphs[0].alignment = align
    write(frame.paragraphs[0], text, size, bold, color)
    return box


def plain(frame: Any, *, middle: bool = False) -> Any:
    """Return a frame without margins, whose lines wrap."""
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE if middle else MSO_ANCHOR.TOP
    return frame


def write(paragraph: Any, text: str, size: float, bold: bool = False, color: str = theme.INK) -> None:
    """Add a run to a paragraph; no line breaks between a number and its percent sign."""
    run = paragraph.add_run()
    run.text = text.replace(" %", "\u00a0%")
    face(run.font, size, bold, color)


def face(font: Any, size: float, bold: bool = False, color: str = theme.INK) -> None:
    """Set size, weight, family and colour of a font."""
    font.size, font.bold, font.name = Pt(size), bold, FONT
    font.color.rgb = rgb(color)


def flat(shape: Any) -> None:
    """Take the shadow of the theme away, also where an empty list of effects is not understood."""
    shape.shadow.inherit = False
    for effect in shape._element.iter(qn("a:effectRef")):
        effect.set("idx", "0")


def rgb(color: str) -> RGBColor:
    """Return a colour of the theme ("#0B6E6E")."""
    return RGBColor.from_string(color.lstrip("#"))


def shrunk(text: str, wide: float, most: float, least: float) -> float:
    """Return the size at which a text stays on one line, even in a fallback font wider than `FONT`.

    >>> shrunk("x" * 50, 720, 12, 8), shrunk("x" * 150, 720, 12, 8), shrunk("x" * 400, 720, 12, 8)
    (12, 8.0, 8)
    """
    return max(min(most, int(2 * wide / (LETTER * max(len(text), 1))) / 2), least)


def put_footer(slide: Any, briefing: Briefing, page: Page, number: int) -> None:
    """Add the line of origin, the synthetic mark and the page number."""
    rule = slide.shapes.add_connector(1, Pt(MARGIN), Pt(505), Pt(WIDE - MARGIN), Pt(505))
    rule.line.color.rgb, rule.line.width = rgb(theme.HAIR), Pt(0.75)
    flat(rule)
    mark, line = briefing.provenance.badge, briefing.foot(page)
    room = LETTER * 11 * len(mark) + 15 if mark else 0
    wide = 870 - room
    size = shrunk(line, wide, 11, 8)
    text_box(slide, line, MARGIN, 510, wide, 24, size=size, color=theme.SOFT)
    if mark:
        left = 900 - room
        text_box(slide, mark, left, 510, room, 20, size=11, bold=True, color=AMBER, align=PP_ALIGN.RIGHT)
    text_box(slide, str(number), 905, 510, 25, 20, size=11, color=theme.SOFT, align=PP_ALIGN.RIGHT)


def head(
    slide: Any, text: str, left: float, top: float, wide: float, high: float, *, size: float,
    bold: bool = True, color: str = theme.INK,
) -> None:  # fmt: skip
    """Fill the slide's title, which outlines and screen readers look for."""
    title = slide.shapes.title
    title.left, title.top, title.width, title.height = Pt(left), Pt(top), Pt(wide), Pt(high)
    frame = plain(title.text_frame)
    frame.auto_size = MSO_AUTO_SIZE.NONE
    frame.paragraphs[0].alignment = PP_ALIGN.LEFT
    write(frame.paragraphs[0], text, size, bold, color)


def put_title(slide: Any, briefing: Briefing, page: Page) -> None:
    """Add what the page is about, its message, and the sentences that did not fit it."""
    first, rest = message(page.takeaway or page.title)
    text_box(slide, over(briefing, page), MARGIN, 22, 900, 20, size=15, color=theme.SOFT)
    size = 26 if len(first) < 60 else 21
    head(slide, first if page.takeaway else page.title, MARGIN, 44, 900, 60, size=size)
    if rest:
        small = 14 if len(rest) < 200 else 11.5
        text_box(slide, rest, MARGIN, 104, 900, 36, size=small)


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
            cell.fill.fore_color.rgb = rgb("#E8F1F1" if row == 0 else "#FFFFFF")
            cell.margin_top = cell.margin_bottom = Pt(2)
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            paragraph = cell.text_frame.paragraphs[0]
            paragraph.alignment = PP_ALIGN.LEFT if at == 0 else PP_ALIGN.RIGHT
            write(paragraph, text, 15 if row else 14, bold=row == 0 or at == strong)
    if note:
        text_box(slide, note, MARGIN, 482, 900, 18, size=12, color=theme.SOFT)
