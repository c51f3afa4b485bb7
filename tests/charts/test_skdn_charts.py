"""The SKDN bars and the charts of the attendance card: figures on them are the functions' own."""

import math

import pandas as pd
import pytest

from stunting.charts.card import reward_bars, streak_bars
from stunting.charts.skdn import skdn_bars
from stunting.indicators.skdn.kalita import FIRST, NOT_YET

COUNTS = pd.DataFrame([{"s": 100.0, "k": math.nan, "d": 80.0, "n": 40.0}])


def shares(**more):
    base = {
        "indicator": "ds", "title": "D/S", "value": 0.8, "low": 0.7, "high": 0.9, "numerator": 80,
        "denominator": 100, "rule": "skdn", "source": "x", "period": "2024-08", "target": 0.85,
    }  # fmt: skip
    return pd.DataFrame([base | more])


def texts(fig):
    return [a.text for a in fig.layout.annotations]


def test_four_bars_and_the_target_across_d():
    fig = skdn_bars(COUNTS, shares())
    assert [bar.y[0] for bar in fig.data] == [100, 0, 80, 40]
    assert "tidak dicatat" in texts(fig)
    assert "D/S 80,0 %" in texts(fig)
    lines = [s for s in fig.layout.shapes if s.type == "line"]
    assert [(s.y0, s.x0, s.x1) for s in lines] == [(85.0, 1.6, 2.4)]


def test_without_target_hidden_or_empty():
    assert not [s for s in skdn_bars(COUNTS, shares(target=math.nan)).layout.shapes if s.type == "line"]
    secret = pd.DataFrame([dict.fromkeys("skdn", math.nan)])
    hidden = texts(skdn_bars(secret, shares(value=math.nan, numerator=math.nan, denominator=math.nan)))
    assert hidden.count("disamarkan") == 3
    assert hidden.count("tidak dicatat") == 1
    assert "nan" not in " ".join(filter(None, hidden))
    zero = pd.DataFrame([dict.fromkeys("skdn", 0.0)])
    assert texts(skdn_bars(zero, shares(value=math.nan, denominator=0))).count("<b>0</b>") == 4
    with pytest.raises(ValueError, match="one row"):
        skdn_bars(COUNTS.iloc[:0], shares())
    with pytest.raises(ValueError, match="not a result frame"):
        skdn_bars(COUNTS, pd.DataFrame({"value": [1]}))


def result(**columns):
    frame = pd.DataFrame(columns)
    return frame.assign(low=math.nan, high=math.nan, rule="skdn", source="x")


def test_streaks_and_rewards():
    runs = result(
        run=range(7), value=[0.1] * 7, numerator=range(7), denominator=[21] * 7, period=["2024-08"] * 7
    )
    fig = streak_bars(runs)
    assert list(fig.data[0].y) == list(range(7))
    assert fig.layout.xaxis.ticktext[-1] == "6+"
    months = [f"2024-{m:02d}" for m in range(5, 9)]
    value = [math.nan, 900.0, 12.0, 20.0]
    cards = result(
        period=months, value=value, numerator=value, denominator=[50] * 4, note=[NOT_YET, FIRST, "", ""]
    )
    fig = reward_bars(cards, start="2024-07")
    assert max(v for v in fig.data[0].y if v == v) == pytest.approx(
        22
    )  # the first month is cut, its number written
    assert any(t.startswith("900: bulan pertama") for t in texts(fig))
    assert "program mulai" in texts(fig)
    nothing = result(
        period=months[:1], value=[math.nan], numerator=[math.nan], denominator=[0], note=[NOT_YET]
    )
    assert len(reward_bars(nothing).data[0].x) == 1
