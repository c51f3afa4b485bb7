import re

import numpy as np
import pandas as pd
import pytest

from stunting.charts import bars, dots, theme, trend
from tests.charts.frames import AREAS, NAMES, by_area, by_month, result

CHARTS = {
    "trend": lambda f: trend(f),
    "dots": lambda f: dots(f, names=NAMES),
    "bars": lambda f: bars(f, names=NAMES),
}


@pytest.mark.parametrize("column", ["low", "denominator", "rule", "source", "period"])
@pytest.mark.parametrize("chart", CHARTS)
def test_a_figure_never_travels_alone(chart, column):
    frame = by_month(n=3) if chart == "trend" else by_area()
    with pytest.raises(ValueError, match=column):
        CHARTS[chart](frame.drop(columns=column))


def texts(fig) -> str:
    """Every word a reader can see or hover."""
    words = [t for trace in fig.data for t in (trace.hovertext or ()) if isinstance(t, str)]
    words += [t for trace in fig.data for t in (trace.text or ()) if isinstance(t, str)]
    words += [a.text for a in fig.layout.annotations]
    words += list(fig.layout.xaxis.ticktext or ()) + list(fig.layout.yaxis.ticktext or ())
    return "\n".join(words)


@pytest.mark.parametrize("fig", [trend(by_month()), dots(by_area("2024-08"), names=NAMES)])
def test_words_are_indonesian_and_numbers_have_commas(fig):
    shown = texts(fig)
    assert not re.search(r"\d{4}-\d{2}", shown), "ISO month on screen"
    assert not re.search(r"\d\.\d+ ?%", shown), "decimal point on screen"
    assert "nan" not in shown.lower()
    assert fig.layout.separators == ",."


def test_a_month_without_data_is_a_gap():
    fig = trend(by_month(n=10, skip=(4,)))
    lines = [t for t in fig.data if t.mode == "lines" and t.fill is None]
    assert [len(t.x) for t in lines] == [4, 5]


def test_interval_band_encloses_the_line():
    frame = by_month(n=6)
    fig = trend(frame)
    band = next(t for t in fig.data if t.fill == "toself")
    assert max(band.y) == pytest.approx(100 * frame["high"].max())
    assert min(band.y) == pytest.approx(100 * frame["low"].min())


def test_a_single_period_is_a_point_with_its_value():
    fig = trend(by_month(n=1))
    assert "20,0 %" in texts(fig)
    assert any(t.mode == "markers" for t in fig.data)


def test_an_empty_trend_draws_nothing_and_does_not_fail():
    frame = by_month(n=2).iloc[:0]
    assert not [t for t in trend(frame).data if t.x is not None and len(t.x)]


def test_all_missing():
    assert "nan" not in texts(trend(by_month(n=3, skip=(0, 1, 2)))).lower()


def test_more_than_one_area_is_refused():
    with pytest.raises(ValueError, match="more than one row"):
        trend(by_area())


def test_survey_is_a_shape_of_its_own_never_the_line():
    years = result([(AREAS[0], str(y), 15, 100) for y in range(2020, 2025)])
    other = pd.concat([result([(AREAS[0], "2022", 30, 100)], rule="survei", source="SSGI 2022")])
    fig = trend(years, published=other)
    survey = [t for t in fig.data if t.marker and t.marker.symbol == "diamond"]
    assert [list(t.y) for t in survey] == [[30.0]]
    assert all(30.0 not in list(t.y) for t in fig.data if t.mode == "lines" and t.fill is None)
    assert "SSGI 2022" in texts(fig)


def test_targets_are_steps_of_their_years_and_named():
    targets = pd.DataFrame({"year": [2022, 2023, 2024, 2031], "value": [0.18, 0.17, 0.1161, 0.05]})
    fig = trend(by_month("2023-01", 24), targets=targets)
    assert [s.y0 for s in fig.layout.shapes] == pytest.approx([17.0, 11.61])
    assert "target 2024: 11,61 %" in texts(fig)


def test_faint_lines_know_their_area():
    others = pd.concat([by_month(n=5).assign(area=a) for a in AREAS[1:3]])
    fig = trend(by_month(n=5), others=others, names=NAMES)
    assert list(fig.layout.meta["codes"])[:2] == AREAS[1:3]
    assert set(fig.layout.meta["codes"][2:]) == {None}
    assert len(fig.layout.meta["codes"]) == len(fig.data)


def test_dots_are_sorted_with_the_highest_on_top():
    fig = dots(by_area(), names=NAMES)
    assert list(fig.layout.yaxis.ticktext) == ["Contoh Hilir", "Contoh Kota", "Contoh Hulu"]
    assert fig.layout.meta["codes"] == (AREAS[1], AREAS[2], AREAS[0]) or fig.layout.meta["codes"] == [
        AREAS[1], AREAS[2], AREAS[0],
    ]  # fmt: skip


def test_an_uncertain_dot_is_not_filled_and_is_marked():
    fig = dots(by_area(), names=NAMES)
    fill = dict(zip(fig.layout.yaxis.ticktext, fig.data[0].marker.color, strict=True))
    assert fill["Contoh Kota"] == "#FFFFFF"
    assert fill["Contoh Hulu"] != "#FFFFFF"
    assert "25,0 %*" in texts(fig)


def test_last_year_is_hollow_and_matched_by_area():
    before = result([(AREAS[0], "2023", 20, 100), (AREAS[2], "2023", 4, 20)])
    fig = dots(by_area(), names=NAMES, before=before)
    old = fig.data[1]
    assert old.marker.symbol == "circle-open"
    np.testing.assert_allclose(np.array(old.x, dtype=float), [np.nan, 20.0, 20.0])


def test_equal_values_keep_one_order():
    frame = result([(a, "2024", 10, 100) for a in reversed(AREAS)])
    assert list(dots(frame, names=NAMES).layout.meta["codes"]) == list(reversed(AREAS))


def test_zero_everywhere():
    frame = result([(a, "2024", 0, 100) for a in AREAS])
    fig = dots(frame, names=NAMES)
    assert fig.layout.xaxis.range[1] > 0
    assert "0,0 %" in texts(fig)


def test_no_area_with_data():
    fig = dots(result([(AREAS[0], "2024", 0, 0)]), names=NAMES)
    assert list(fig.layout.meta["codes"]) == []


def test_duplicates_are_refused():
    with pytest.raises(ValueError, match="more than once"):
        dots(pd.concat([by_area(), by_area()]), names=NAMES)


def test_bars_count_children():
    fig = bars(by_area(), names=NAMES)
    assert list(fig.data[0].x) == [0, 5, 12, 30]
    assert fig.data[0].text[-1] == "30"


def test_percent_ticks_fill_the_range():
    for top in (0.2, 3, 7, 14.58, 33.4, 50, 77, 100):
        ticks = theme.percent_ticks(top)
        assert ticks[0] == 0
        assert 0.45 * top <= ticks[-1] <= top + 1e-9
        assert 2 <= len(ticks) <= 6


def test_config_shows_no_tool_bar_and_indonesian_months():
    assert theme.CONFIG["displayModeBar"] is False
    assert theme.CONFIG["locales"]["id"]["format"]["months"][7] == "Agustus"
