"""The path and the funnel as figures."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from stunting.charts import theme
from stunting.charts.funnel import MARKS, funnel
from stunting.charts.path import path, required_path
from stunting.charts.scenario import scenario
from stunting.indicators import funnel as limits
from stunting.indicators.path import Rates, projection, what_if
from tests.indicators.test_funnel import areas
from tests.indicators.test_path_words import series


def drawn(values, **more):
    rows = series(values, **more)
    return "contoh", rows, projection(rows, 2029)


def test_path_draws_series_fans_required_and_target():
    one, two = drawn([0.3, 0.25, 0.2, 0.18]), drawn([0.28, 0.24, 0.2], first=2019)
    need = required_path(0.18, 2021, 0.08, 2029)
    fig = path([one, two], target=0.08, target_year=2029, required=need)
    fans = [t for t in fig.data if t.fill == "toself"]
    assert len(fans) == 2
    assert fans[1].y[0] == pytest.approx(18)  # opens at the last figure
    assert max(fans[1].y) == pytest.approx(100 * one[2]["high"].max())
    dashed = [t for t in fig.data if t.line.color == theme.TARGET and t.mode == "lines"]
    assert dashed[0].y[0] == pytest.approx(18)
    assert dashed[0].y[-1] == pytest.approx(8)
    assert fig.layout.yaxis.range[1] > max(fans[1].y)
    assert "proyeksi" in " ".join(map(str, fig.data[1].hovertext))


def test_path_of_one_year_none_and_too_many():
    rows = series([0.2])
    fig = path([("contoh", rows, projection(rows, 2026))], target=0.1, target_year=2026)
    assert not [t for t in fig.data if t.fill == "toself"]
    assert len(path([], target=0.1, target_year=2026).data) == 1  # the target alone
    with pytest.raises(ValueError, match="two series"):
        path([drawn([0.2, 0.1])] * 3, target=0.1, target_year=2026)
    with pytest.raises(ValueError, match="result frame"):
        path([("x", pd.DataFrame({"period": ["2024"]}), rows)], target=0.1, target_year=2026)
    assert required_path(0.2, 2024, 0.1, 2024).empty
    assert required_path(0.0, 2024, 0.1, 2026).empty


def test_scenario_draws_both_and_the_target():
    base = Rates(0.05, 0.3, 0.2, 0.1, {"new_cases": (50, 1000)})
    kept, moved = what_if(0.2, 900, 2024, 2027, base), what_if(0.2, 900, 2024, 2027, base, recovery=0.6)
    fig = scenario(kept, moved, target=0.08)
    lines = [t for t in fig.data if t.mode == "lines+markers"]
    assert [float(t.y[-1]) for t in lines] == pytest.approx(
        [100 * kept["value"].iloc[-1], 100 * moved["value"].iloc[-1]]
    )
    assert fig.layout.shapes[0].y0 == pytest.approx(8)


def test_funnel_marks_by_place_and_names_the_far_ones():
    found = limits.funnel(areas([(60, 100), (15, 100), (14, 140), (0, 90), (16, 100)]), 0.15)
    names = {a: f"Contoh {i}" for i, a in enumerate(found["area"])}
    fig = funnel(found, names=names)
    dots = fig.data[-1]
    codes = fig.layout.meta["codes"]
    assert dots.marker.symbol[codes.index(found["area"].iloc[0])] == MARKS[limits.ABOVE][2]
    assert dots.marker.symbol[codes.index(found["area"].iloc[3])] == MARKS[limits.BELOW][2]
    texts = [a.text for a in fig.layout.annotations]
    assert "Contoh 0" in texts
    assert "Contoh 1" not in texts
    assert {"95 %", "99,8 %"} <= set(texts)
    last = fig.layout.xaxis.range[1]
    assert all(a.x <= last for a in fig.layout.annotations)
    assert len(funnel(found.head(0), names={}).data) == 0
    assert np.isfinite(fig.layout.yaxis.range[1])
