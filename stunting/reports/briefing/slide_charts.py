"""Native PowerPoint charts of a briefing: the trend with its target, and areas in two years."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.oxml.ns import qn
from pptx.util import Pt

from stunting.charts import theme
from stunting.indicators.format_id import period_name
from stunting.indicators.words import INDICATOR_WORDS
from stunting.reports.briefing import plot_trend, plots
from stunting.reports.briefing.content import Briefing, Page
from stunting.reports.briefing.slide_base import FONT, MARGIN, face, put_title, rgb, text_box


def put_trend(slide: Any, briefing: Briefing, page: Page) -> None:
    """Add the trend as a line chart with its limits, targets, and surveys in a shape of their own."""
    put_title(slide, briefing, page)
    rows = page.frames["series"].set_index("period").sort_index()
    targets, published = page.frames["targets"], page.frames["published"]
    periods = whole_years(list(rows.index))
    goal = dict(zip(targets["year"].astype(int), targets["value"], strict=True)) if len(targets) else {}
    surveys = published[published["rule"].eq("survei")]
    # a survey is of a year: at its middle, where the axis is of months
    middle = "-07" if len(periods[0]) == 7 else ""
    survey = dict(zip(surveys["period"].astype("str").str[:4] + middle, surveys["value"], strict=True))
    data = CategoryChartData(number_format="0.0%")
    data.categories = [dt.date(int(p[:4]), int(p[5:]), 1) if middle else p for p in periods]
    title = INDICATOR_WORDS[briefing.provenance.indicator].title
    names = (title, "Batas bawah 95 %", "Batas atas 95 %")
    for name, column in zip(names, ("value", "low", "high"), strict=True):
        data.add_series(name, [number_or_none(v) for v in rows[column].reindex(periods)])
    looks = [(theme.TEAL, 3.0, None), (theme.TEAL, 0.75, 4), (theme.TEAL, 0.75, 4)]
    if goal:
        data.add_series("Target", [number_or_none(goal.get(int(p[:4]))) for p in periods])
        looks.append((theme.TARGET, 2.0, 7))
    if survey := {p: v for p, v in survey.items() if p in periods}:
        data.add_series("Survei (SSGI/SKI), seri lain", [number_or_none(survey.get(p)) for p in periods])
    note = plot_trend.gap_note(page.frames["series"])
    high = 340 if note else 360
    place = slide.shapes.add_chart(XL_CHART_TYPE.LINE_MARKERS, Pt(MARGIN), Pt(138), Pt(900), Pt(high), data)
    place._element.nvGraphicFramePr.cNvPr.set("descr", page.takeaway)
    chart = place.chart
    for line, (color, width, dash) in zip(chart.plots[0].series, looks, strict=False):
        line.smooth = False
        line.format.line.color.rgb, line.format.line.width = rgb(color), Pt(width)
        if dash is not None:
            line.format.line.dash_style = dash
        line.marker.style = XL_MARKER_STYLE.NONE
        for at in alone(list(line.values)):  # a line of one point is invisible
            _mark(line.points[at].marker, XL_MARKER_STYLE.CIRCLE, 8 if dash is None else 4, color)
    if survey:
        _put_survey(chart.plots[0].series[-1], len(periods))
    axes(chart, max_percent=True)
    if middle:
        _years_only(chart.category_axis)
    legend_of(chart, XL_LEGEND_POSITION.BOTTOM)
    if note:
        text_box(slide, note, MARGIN, 482, 900, 18, size=12, color=theme.SOFT)


def whole_years(periods: list[str]) -> list[str]:
    """Return all periods from the first to the last, of months those of whole years.

    >>> whole_years(["2021-12", "2022-02"])[::12], whole_years(["2021", "2023"])
    (['2021-01', '2022-01'], ['2021', '2022', '2023'])
    """
    years = [str(y) for y in range(int(periods[0][:4]), int(periods[-1][:4]) + 1)]
    return years if len(periods[0]) == 4 else [f"{y}-{m:02d}" for y in years for m in range(1, 13)]


def alone(values: list[float | None]) -> list[int]:
    """Return the positions of values without a neighbour.

    >>> alone([None, 0.1, None, 0.2, 0.3]), alone([0.1]), alone([])
    ([1], [0], [])
    """
    seen = [False, *(v is not None for v in values), False]
    return [at for at in range(len(values)) if seen[at + 1] and not seen[at] and not seen[at + 2]]


def _mark(marker: Any, style: Any, size: int, color: str) -> None:
    marker.style, marker.size = style, size
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = marker.format.line.color.rgb = rgb(color)


def _put_survey(line: Any, periods: int) -> None:
    """Markers without a line, each with its figure."""
    line.smooth = False
    line.format.line.fill.background()
    _mark(line.marker, XL_MARKER_STYLE.DIAMOND, 10, theme.SURVEY)
    labels = line.data_labels
    labels.show_value, labels.position = (
        True,
        XL_LABEL_POSITION.RIGHT if periods > 5 else XL_LABEL_POSITION.ABOVE,
    )
    labels.number_format, labels.number_format_is_linked = "0.0%", False
    face(labels.font, 12, color=theme.SURVEY)


def _years_only(axis: Any) -> None:
    """Label an axis of months once a year, else its labels stand on their heads."""
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "yyyy", False
    element = axis._element
    units = (("baseTimeUnit", "months"), ("majorUnit", "1"), ("majorTimeUnit", "years"))
    for name, value in units:
        for old in element.findall(qn(f"c:{name}")):
            element.remove(old)
        element.append(element.makeelement(qn(f"c:{name}"), {"val": value}))


def legend_of(chart: Any, position: Any) -> None:
    """Add the legend, outside the plot."""
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = position, False
    face(chart.legend.font, 13)


def axes(chart: Any, *, max_percent: bool) -> None:
    """Set the look of both axes."""
    chart.font.name = FONT
    for axis in (chart.value_axis, chart.category_axis):
        face(axis.tick_labels.font, 13, color=theme.SOFT)
        axis.format.line.fill.background()
    chart.value_axis.minimum_scale = 0
    chart.value_axis.major_gridlines.format.line.color.rgb = rgb(theme.HAIR)
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
        bars.format.fill.fore_color.rgb = rgb(color)
    plot.has_data_labels = True
    plot.data_labels.number_format, plot.data_labels.number_format_is_linked = "0.0%", False
    face(plot.data_labels.font, 12)
    axes(chart, max_percent=True)
    legend_of(chart, XL_LEGEND_POSITION.TOP)
