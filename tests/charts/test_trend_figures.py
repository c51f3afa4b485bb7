"""Slope, attendance strip, weighing months and small multiples: what they draw, and what they refuse."""

from __future__ import annotations

import base64
import re

import numpy as np
import pandas as pd
import pytest

from stunting import charts
from stunting.charts.slope import spread
from stunting.charts.small import as_image
from stunting.indicators.two_periods import two_periods
from stunting.indicators.weighing import by_month
from tests.charts.frames import AREAS, NAMES, result
from tests.charts.frames import by_month as months_of


def changes(n: int = 4) -> pd.DataFrame:
    cells = [(f"99.01.{i:02d}", 30 + i, 100) for i in range(n)]
    a = result([(c, "2023", k, d) for c, k, d in cells])
    b = result([(c, "2024", k - (20 if i == 0 else 0), d) for i, (c, k, d) in enumerate(cells)])
    return two_periods(a, b)


def texts(fig) -> list[str]:
    return [a.text for a in fig.layout.annotations if a.text]


def test_slope_marks_only_what_is_told_from_chance() -> None:
    fig = charts.slope(changes(), names={})
    assert sum("▼" in t for t in texts(fig)) == 1
    assert not any("▲" in t for t in texts(fig))
    colors = {t.line.color for t in fig.data}
    assert len(colors) == 2
    assert fig.layout.meta["codes"] == [c for c in fig.layout.meta["codes"] if c]


def test_labels_of_a_slope_never_overlap() -> None:
    fig = charts.slope(changes(12), names={}, height=300)
    low, high = fig.layout.yaxis.range
    for side in (0, 1):
        spots = sorted(a.y for a in fig.layout.annotations if a.x == side and a.text and a.yref != "paper")
        assert len(spots) == 12
        assert np.diff(spots).min() * (300 - 34) / (high - low) >= 15.9


def test_slope_of_a_crowd_names_some_and_keeps_the_rest_as_one_trace() -> None:
    fig = charts.slope(changes(60), names={}, limit=14)
    assert fig.layout.meta["codes"].count(None) == 1
    assert len(fig.data) == 11
    assert len(fig.data[0].x) == 3 * 50


def test_slope_of_nothing_one_equal_and_twice() -> None:
    assert len(charts.slope(changes(0), names={}).data) == 0
    one = changes(1)
    assert len(charts.slope(one, names={}).data) == 1
    none = two_periods(result([(AREAS[0], "2023", 0, 0)]), result([(AREAS[0], "2024", 1, 10)]))
    assert len(charts.slope(none, names=NAMES).data) == 0
    with pytest.raises(ValueError, match="more than once"):
        charts.slope(pd.concat([one, one]), names={})
    with pytest.raises(ValueError, match="not a result frame"):
        charts.slope(one.drop(columns="source"), names={})


def test_spread_keeps_order_range_and_gap() -> None:
    assert spread([], 1, 0, 1) == []
    found = spread([5, 5.1, 5.2, 9.9, 10], 1, 0, 10)
    assert found == sorted(found)
    assert np.diff(found).min() >= 1 - 1e-9
    assert min(found) >= 0
    assert max(found) <= 10


def test_attendance_shares_the_axis_of_the_trend() -> None:
    frame = months_of(n=6)
    ds = frame.assign(value=0.8, low=0.7, high=0.9, rule="skdn", indicator="ds")
    fig = charts.with_attendance(charts.trend(frame), ds, target=0.85, weighing=[False] * 5 + [True])
    bar = fig.data[-1]
    assert bar.type == "bar"
    assert bar.yaxis == "y2"
    assert fig.layout.xaxis.anchor == "y2"
    assert fig.layout.yaxis.domain[0] > fig.layout.yaxis2.domain[1]
    assert [pd.Timestamp(x) for x in bar.x] == list(pd.to_datetime(frame["period"] + "-01"))
    assert len(set(bar.marker.color)) == 2
    assert "bulan timbang" in bar.hovertext[-1]
    assert any("85 %" in t for t in texts(fig))
    assert len(fig.layout.meta["codes"]) == len(fig.data)
    empty = charts.with_attendance(charts.trend(frame), ds.assign(value=np.nan), target=float("nan"))
    assert not len(empty.data[-1].x)
    with pytest.raises(ValueError, match="more than one row"):
        charts.with_attendance(charts.trend(frame), pd.concat([ds, ds]))


def test_weighing_months_are_one_line_each_with_their_attendance() -> None:
    frame = by_month(months_of(first="2022-01", n=30), "99.99")
    fig = charts.weighing(frame, frame.assign(value=0.8))
    lines = [t for t in fig.data if t.type == "scatter"]
    assert [len(t.x) for t in lines] == [3, 2]
    assert len([t for t in fig.data if t.type == "bar"]) == 2
    assert len({t.marker.symbol for t in lines}) == 2  # not by colour alone
    assert not charts.weighing(frame.head(0), frame.head(0)).data
    with pytest.raises(ValueError, match="more than once"):
        charts.weighing(pd.concat([frame, frame]), frame)


def test_small_trend_breaks_at_a_gap_and_stays_in_its_box() -> None:
    frame = months_of(n=6, skip=(2,))
    periods = list(frame["period"])
    svg = charts.small(frame, periods, 0.3, frame)
    assert svg.count("<polygon") == 2
    assert svg.count("<polyline") == 5  # two pieces twice, and the last dot
    heights = [float(y) for y in re.findall(r",(\d+\.\d)", svg)]
    assert 0 <= min(heights) <= max(heights) <= 64
    assert "nan" not in svg
    assert charts.small(frame.head(0), periods, 0.3).count("<polyline") == 0
    assert charts.small(frame.head(1), periods[:1], 0.0).count("<polyline") == 2
    image = as_image(svg, 'Desa "A"')
    assert base64.b64decode(re.search(r"base64,([^\"]+)", image).group(1)).decode() == svg
    assert "&quot;A&quot;" in image
    with pytest.raises(ValueError, match="more than one row"):
        charts.small(pd.concat([frame, frame]), periods, 0.3)
