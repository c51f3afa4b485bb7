"""The ranking's chart and the evaluation's: points where the frames say, edges drawn without an error."""

import numpy as np
import pandas as pd
import pytest

from stunting.charts.ranking import before_after, rank_intervals
from stunting.indicators import ranking
from tests.indicators.test_ranking import desa


def ranked(m=40, k=5):
    rng = np.random.default_rng(3)
    d = rng.integers(20, 150, m)
    return ranking.composite(desa(rng.binomial(d, rng.beta(4, 16, m)), d), k)


def test_points_are_the_ranks_and_their_limits():
    frame = ranked()
    listed = {frame["area"].iloc[1]}
    names = {a: f"Contoh {a[-2:]}" for a in frame["area"]}
    figure = rank_intervals(frame, 5, names=names, listed=listed, limit=12)
    top = frame.head(12).iloc[::-1]
    trace = figure.data[0]
    assert list(figure.layout.meta["codes"]) == top["area"].tolist()
    assert np.allclose(trace.x, top["rank_expected"])
    assert np.allclose(np.array(trace.x) + np.array(trace.error_x.array), top["rank_high"])
    assert np.allclose(np.array(trace.x) - np.array(trace.error_x.arrayminus), top["rank_low"])
    shown = [a.text for a in figure.layout.annotations]
    assert f"{round(100 * float(top['probability_top'].iloc[-1]))} %" in shown
    assert sum(t.startswith("◆") for t in figure.layout.yaxis.ticktext) == 1
    assert "nan" not in str(figure.to_plotly_json())


@pytest.mark.parametrize("m", [1, 2])
@pytest.mark.parametrize("k", [1, 5, 54])
def test_few_areas(m, k):
    figure = rank_intervals(ranked(m, k), k, names={})
    assert len(figure.data[0].x) == m


def test_no_area_at_all_and_what_is_refused():
    nobody = ranking.composite(desa([0, 0], [0, 0]), 5)
    assert len(rank_intervals(nobody, 5, names={}).data[0].x) == 0
    with pytest.raises(ValueError, match="not a result frame"):
        rank_intervals(pd.DataFrame({"area": ["a"]}), 5, names={})
    frame = ranked(3)
    with pytest.raises(ValueError, match="more than once"):
        rank_intervals(pd.concat([frame, frame]), 5, names={})


def test_before_and_after_of_both_groups():
    rng = np.random.default_rng(4)
    d = rng.integers(40, 120, 50)
    before, after = (desa(rng.binomial(d, p), d, str(y)) for p, y in ((0.25, 2021), (0.18, 2024)))
    row = ranking.evaluate(before, after, before["area"].head(6)).iloc[0]
    figure = before_after(row, before="2021", after="2024")
    ends = {tuple(np.round(t.y, 8)) for t in figure.data}
    assert ends == {
        tuple(np.round([100 * row["lokus_before"], 100 * row["lokus_after"]], 8)),
        tuple(np.round([100 * row["comparable_before"], 100 * row["comparable_after"]], 8)),
    }
    assert list(figure.layout.xaxis.ticktext) == ["2021", "2024"]
    with pytest.raises(ValueError, match="not a result frame"):
        before_after(pd.Series({"lokus_before": 0.1}), before="2021", after="2024")
