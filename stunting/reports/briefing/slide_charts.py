"""Native PowerPoint charts of a briefing: the trend with its target, and areas in two years."""

from __future__ import annotations

from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.oxml.ns import qn
from pptx.util import Pt

from stunting.charts import theme
from stunting.indicators.format_id import period_name, period_short
from stunting.indicators.words import INDICATOR_WORDS
from stunting.reports.briefing import plots
from stunting.reports.briefing.content import (
    Briefing,
    Page,
)
from stunting.reports.briefing.slide_base import FONT, MARGIN, face, put_title


def put_trend(slide: Any, briefing: Briefing, page: Page) -> None:
    """Add the trend as a line chart with its limits and targets."""
    put_title(slide, briefing, page)
    series = page.frames["series"].sort_values("period")
    targets = page.frames["targets"]
    goal = dict(zip(targets["year"].astype(int), targets["value"], strict=True)) if len(targets) else {}
    data = CategoryChartData(number_format="0.0%")
    data.categories = [period_short(p) for p in series["period"]]
    data.add_series(
        INDICATOR_WORDS[briefing.provenance.indicator].title, [number_or_none(v) for v in series["value"]]
    )
    data.add_series("Batas bawah 95 %", [number_or_none(v) for v in series["low"]])
    data.add_series("Batas atas 95 %", [number_or_none(v) for v in series["high"]])
    if goal:
        data.add_series("Target", [number_or_none(goal.get(int(p[:4]))) for p in series["period"]])
    place = slide.shapes.add_chart(XL_CHART_TYPE.LINE, Pt(MARGIN), Pt(138), Pt(900), Pt(355), data)
    place._element.nvGraphicFramePr.cNvPr.set("descr", page.takeaway)
    chart = place.chart
    looks = ((theme.TEAL, 3.0, None), (theme.TEAL, 0.75, 4), (theme.TEAL, 0.75, 4), (theme.TARGET, 2.0, 7))
    for line, (color, width, dash) in zip(chart.plots[0].series, looks, strict=False):
        line.smooth = False
        line.format.line.color.rgb = RGBColor.from_string(color.lstrip("#"))
        line.format.line.width = Pt(width)
        if dash is not None:
            line.format.line.dash_style = dash
        line.marker.style = XL_MARKER_STYLE.NONE
    axes(chart, max_percent=True)
    if len(series) > 14:  # a label every half year, else they stand on their heads
        skip = chart.category_axis._element.makeelement(qn("c:tickLblSkip"), {"val": "6"})
        after = chart.category_axis._element.find(qn("c:noMultiLvlLbl"))
        after.addprevious(skip)
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    face(chart.legend.font, 13)


def axes(chart: Any, *, max_percent: bool) -> None:
    """Set the look of both axes."""
    chart.font.name = FONT
    for axis in (chart.value_axis, chart.category_axis):
        face(axis.tick_labels.font, 13, color=theme.SOFT)
        axis.format.line.fill.background()
    chart.value_axis.minimum_scale = 0
    chart.value_axis.major_gridlines.format.line.color.rgb = RGBColor.from_string(theme.HAIR.lstrip("#"))
    if max_percent:
        chart.value_axis.tick_labels.number_format = "0%"
        chart.value_axis.tick_labels.number_format_is_linked = False


def number_or_none(value: Any) -> float | None:
    """Return a number, None where it is missing."""
    return None if value is None or value != value else float(value)


def put_years(slide: Any, briefing: Briefing, page: Page) -> None:
    """Two bars an area, native: the yearly report's figure, ready to be pasted."""
    put_title(slide, briefing, page)
    parts, before = page.frames["parts"].sort_values("area"), page.frames["before"]
    then = dict(zip(before["area"].astype("str"), before["value"], strict=True))
    data = CategoryChartData(number_format="0.0%")
    data.categories = [briefing.names.get(a, a) for a in parts["area"]]
    data.add_series(
        period_name(str(before["period"].iloc[0])), [number_or_none(then.get(a)) for a in parts["area"]]
    )
    data.add_series(period_name(str(parts["period"].iloc[0])), [number_or_none(v) for v in parts["value"]])
    place = slide.shapes.add_chart(
        XL_CHART_TYPE.COLUMN_CLUSTERED, Pt(MARGIN), Pt(138), Pt(900), Pt(355), data
    )
    place._element.nvGraphicFramePr.cNvPr.set("descr", page.takeaway)
    chart, plot = place.chart, place.chart.plots[0]
    plot.gap_width, plot.overlap = 60, -5
    for bars, color in zip(plot.series, (plots.BEFORE, theme.TEAL), strict=True):
        bars.format.fill.solid()
        bars.format.fill.fore_color.rgb = RGBColor.from_string(color.lstrip("#"))
    plot.has_data_labels = True
    plot.data_labels.number_format, plot.data_labels.number_format_is_linked = "0.0%", False
    face(plot.data_labels.font, 12)
    axes(chart, max_percent=True)
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    face(chart.legend.font, 13)
