"""WHO curves against WHO's printed tables, and a child on them."""

import re

import numpy as np
import pandas as pd
import pytest

from stunting.charts.growth_curves import growth_curves
from stunting.charts.who_curves import SDS, curve
from stunting.growth import zscores

#: WHO Child Growth Standards (2006), simplified field tables, as in Permenkes 2/2020, one decimal:
#: index, sex, part, month or cm, then −3 −2 −1 0 +1 +2 +3
PUBLISHED = [
    ("haz", "L", "length", 0, (44.2, 46.1, 48.0, 49.9, 51.8, 53.7, 55.6)),
    ("haz", "L", "length", 24, (78.7, 81.7, 84.8, 87.8, 90.9, 93.9, 97.0)),
    ("haz", "L", "height", 24.02, (78.0, 81.0, 84.1, 87.1, 90.2, 93.2, 96.3)),
    ("haz", "L", "height", 60, (96.1, 100.7, 105.3, 110.0, 114.6, 119.2, 123.9)),
    ("haz", "P", "length", 12, (66.3, 68.9, 71.4, 74.0, 76.6, 79.2, 81.7)),
    ("haz", "P", "height", 24.02, (76.0, 79.3, 82.5, 85.7, 88.9, 92.2, 95.4)),
    ("haz", "P", "height", 60, (95.2, 99.9, 104.7, 109.4, 114.2, 118.9, 123.7)),
    ("waz", "L", "", 12, (6.9, 7.7, 8.6, 9.6, 10.8, 12.0, 13.3)),
    ("waz", "P", "", 12, (6.3, 7.0, 7.9, 8.9, 10.1, 11.5, 13.1)),
    ("waz", "L", "", 60, (12.4, 14.1, 16.0, 18.3, 21.0, 24.2, 27.9)),
    ("whz", "L", "wfl", 80.0, (8.2, 8.9, 9.6, 10.4, 11.4, 12.4, 13.6)),
    ("whz", "P", "wfh", 100.0, (11.7, 12.8, 13.9, 15.2, 16.7, 18.4, 20.3)),
]


@pytest.mark.parametrize(("index", "sex", "part", "x", "values"), PUBLISHED)
def test_curves_are_the_published_ones(index, sex, part, x, values):
    for sd, expected in zip(SDS, values, strict=True):
        at, y = curve(index, sex, sd, part)
        # printed with one decimal; 24 months are day 730.5, between the two tables: 0.02 cm of growth
        assert np.interp(x, at, y) == pytest.approx(expected, abs=0.071), sd


@pytest.mark.parametrize("sex", ["L", "P"])
def test_a_child_on_a_curve_has_its_z_score(sex):
    number = {"L": 1, "P": 2}[sex]
    for sd in SDS:
        x, y = curve("waz", sex, sd, "")
        got = zscores(np.full(len(x), number, "int8"), x * 30.4375, y).waz
        np.testing.assert_allclose(got, sd, atol=0.011)
        for part, position in (("wfl", 1), ("wfh", 2)):
            size, kg = curve("whz", sex, sd, part)
            n = len(size)
            age = np.full(n, 400.0 if position == 1 else 1200.0)
            got = zscores(np.full(n, number, "int8"), age, kg, size, np.full(n, position, "int8")).whz
            np.testing.assert_allclose(got, sd, atol=0.011)


def test_curves_never_cross():
    for index, parts in (("haz", ("length", "height")), ("waz", ("",)), ("whz", ("wfl", "wfh"))):
        for sex in "LP":
            for part in parts:
                lines = np.array([curve(index, sex, sd, part)[1] for sd in SDS])
                assert (np.diff(lines, axis=0) > 0).all()


def history(n=4, first=3, step=4, sex="P", **columns) -> pd.DataFrame:
    age = (first + step * np.arange(n)) * 30.4375
    base = {
        "measured": True, "measured_on": pd.Timestamp("2024-01-15") + pd.to_timedelta(age.round(), unit="D"),
        "age_days": pd.array(age.round(), dtype="Int32"), "sex": sex, "weight_kg": 6.5 + np.arange(n),
        "height_cm": 62.0 + 4 * np.arange(n), "position": "l", "state": "berlaku",
        "waz": -0.5, "haz": -1.25, "whz": 0.1, "flag_waz": False, "flag_haz": False, "flag_whz": False,
    }  # fmt: skip
    return pd.DataFrame(base | columns, index=range(n))


def points(fig):
    return {t.name: t for t in fig.data if t.name in ("anak", "tidak dapat dinilai")}


@pytest.mark.parametrize("index", ["haz", "waz", "whz"])
@pytest.mark.parametrize("sex", ["L", "P"])
def test_seven_curves_and_every_point(index, sex):
    fig = growth_curves(history(sex=sex), index)
    assert {a.text for a in fig.layout.annotations} == {"−3", "−2", "−1", "0", "+1", "+2", "+3"}
    assert len(points(fig)["anak"].x) == 4
    assert fig.layout.meta["unplaced"] == 0
    assert ("laki-laki" if sex == "L" else "perempuan") in fig.layout.meta["title"]


def test_words_are_indonesian_with_commas():
    fig = growth_curves(history(), "haz")
    words = [*points(fig)["anak"].hovertext, fig.layout.meta["sentence"], fig.layout.xaxis.title.text]
    text = "\n".join(words)
    assert "Umur (bulan)" in text
    assert "−1,25" in text
    assert "nan" not in text
    assert not re.search(r"\d\.\d", text)
    assert fig.layout.separators == ",."


def test_flagged_points_are_hollow_with_a_cross_and_stay_on_the_chart():
    fig = growth_curves(history(haz=[-1, -1, 9.9, -1], flag_haz=[False, False, True, False],
                                height_cm=[62, 66, 180, 74.0]), "haz")  # fmt: skip
    odd = points(fig)["tidak dapat dinilai"]
    assert odd.marker.symbol == "circle-x-open"
    assert len(odd.x) == 1
    low, high = fig.layout.yaxis.range
    assert low < odd.y[0] < high < 150
    assert "180,0 cm" in odd.hovertext[0]
    assert "ukur ulang" in odd.hovertext[0]
    assert "1 tidak masuk akal" in fig.layout.meta["sentence"]


def test_replaced_rows_are_not_drawn():
    fig = growth_curves(history(state=["berlaku", "digantikan", "berlaku", "dibatalkan"]), "waz")
    assert len(points(fig)["anak"].x) == 2


def test_a_standing_infant_is_drawn_where_it_is_judged():
    # standing under 24 months: 0.7 cm is added before the z-score, so also before the point is drawn
    fig = growth_curves(history(n=1, first=15, height_cm=76.0, position="h"), "haz")
    assert points(fig)["anak"].y[0] == pytest.approx(76.7)


def test_span_and_size_choose_themselves():
    assert growth_curves(history(), "haz").layout.xaxis.range == (0, 24)
    assert growth_curves(history(first=25), "haz").layout.xaxis.range == (24, 60)
    assert growth_curves(history(first=20), "haz").layout.xaxis.range == (0, 60)
    assert growth_curves(history(), "haz", span="0-60").layout.xaxis.range == (0, 60)
    assert growth_curves(history(), "whz").layout.xaxis.title.text == "Panjang badan (cm)"
    old = history(first=30, height_cm=90.0, position="h")
    assert growth_curves(old, "whz").layout.xaxis.title.text == "Tinggi badan (cm)"
    assert growth_curves(old, "whz", size="length").layout.xaxis.title.text == "Panjang badan (cm)"


def test_nothing_measured_still_shows_the_curves():
    for rows in (history().iloc[:0], history(measured=False)):
        fig = growth_curves(rows, "waz", sex="L")
        assert len(points(fig)["anak"].x) == 0
        assert "0 pengukuran" in fig.layout.meta["sentence"]


def test_one_point_and_points_without_age_or_size():
    assert len(points(growth_curves(history(n=1), "haz"))["anak"].x) == 1
    rows = history(n=2, age_days=pd.array([100, None], dtype="Int32"), height_cm=[62.0, np.nan])
    fig = growth_curves(rows, "haz")
    assert len(points(fig)["anak"].x) == 1
    assert fig.layout.meta["unplaced"] == 1


def test_unknown_sex_has_no_curves():
    for rows in (history(sex=None), history().iloc[:0]):
        with pytest.raises(ValueError, match="Jenis kelamin"):
            growth_curves(rows, "haz")
