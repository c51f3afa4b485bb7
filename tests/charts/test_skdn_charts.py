"""The SKDN bars and the charts of the attendance card: figures on them are the functions' own."""

import math

import pandas as pd
import pytest

from stunting.charts.card import reward_bars, streak_bars
from stunting.charts.skdn import skdn_bars
from stunting.indicators.skdn.kalita import FIRST, NOT_YET

COUNTS = pd.DataFrame([{"s": 100.0, "k": math.nan, "d": 80.0, "n": 40.0, "undecided": 2.0}])


def shares(**more):
    base = {
        "indicator": "ds", "title": "D/S", "value": 0.8, "low": 0.7, "high": 0.9, "numerator": 80,
        "denominator": 100, "rule": "skdn", "source": "x", "period": "2024-08", "target": 0.85,
        "note": "",
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
    secret = pd.DataFrame([dict.fromkeys([*"skdn", "undecided"], math.nan)])
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


def test_what_nobody_knows_is_a_word_not_a_bar_of_nought():
    first = COUNTS.assign(n=math.nan, undecided=80.0, k=60.0)
    part = "di antara yang tercatat; 30 tidak tercatat"
    ks = shares(indicator="ks", title="K/S", value=math.nan, denominator=70, target=math.nan, note=part)
    said = texts(skdn_bars(first, pd.concat([shares(), ks])))
    assert "belum<br>dapat<br>dinilai" in said
    assert "<b>0</b>" not in said
    assert "dari 70<br>yang tercatat" in said
    assert not [t for t in said if t and t.startswith("K/S")]


def result(**columns):
    frame = pd.DataFrame(columns)
    return frame.assign(low=math.nan, high=math.nan, rule="skdn", source="x")


def test_streaks_and_rewards():
    runs = result(
        run=range(7), value=[0.1] * 7, numerator=range(7), denominator=[21] * 7, period=["2024-08"] * 7
    ).assign(months=6)
    fig = streak_bars(runs)
    assert list(fig.data[0].y) == list(range(7))
    assert fig.layout.xaxis.ticktext[-1] == "6+"
    short = runs.assign(months=2, numerator=runs["numerator"].where(runs["run"] <= 2))
    fig = streak_bars(short)
    assert list(fig.layout.xaxis.ticktext) == ["0", "1", "2+", "3", "4", "5", "6"]
    assert texts(fig) == [NOT_YET]
    assert list(fig.data[0].text)[3:] == [""] * 4
    months = [f"2024-{m:02d}" for m in range(5, 9)]
    value = [math.nan, 900.0, 12.0, 20.0]
    cards = result(
        period=months, value=value, numerator=value, denominator=[50] * 4, note=[NOT_YET, FIRST, "", ""]
    ).assign(left_out=["", "", "", "P1"])
    fig = reward_bars(cards, start="2024-07")
    assert max(v for v in fig.data[0].y if v == v) == pytest.approx(
        22
    )  # the first month is cut, its number written
    assert any(t.startswith("900: bulan pertama") for t in texts(fig))
    assert "program mulai" in texts(fig)
    assert [s.x0 for s in fig.layout.shapes if s.type == "line"] == [1.5]  # between June and July
    assert fig.data[0].hovertext[-1].endswith("tanpa P1")
    nothing = result(
        period=months[:1], value=[math.nan], numerator=[math.nan], denominator=[0], note=[NOT_YET]
    ).assign(left_out="")
    assert len(reward_bars(nothing).data[0].x) == 1
