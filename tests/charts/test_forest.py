"""Forest plot and the map of two figures: what is drawn is what the frames hold."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from stunting.charts.bivariate import PALETTE, bivariate_classes, bivariate_legend, legend_grid, scatter
from stunting.charts.forest import forest
from stunting.indicators.determinants import area_association

ENDS = ("value", "low", "high")
FOUR = ((1.4, 1.1, 1.8), (0.9, 0.6, 1.3), (np.nan, np.nan, np.nan), (0.5, 0.3, 0.8))


def ratio_rows():
    about = {
        "level": "kabupaten", "area": "63.11", "indicator": "stunting", "measure": "pr", "refusal": "",
        "model": "disesuaikan", "reason": "Belum ada data.", "rule": "determinan", "source": "",
        "period": "2024", "numerator": 100.0, "denominator": 800,
    }  # fmt: skip
    return pd.DataFrame(FOUR, columns=list(ENDS)).assign(
        **about, factor=[f"f{i}" for i in range(4)], name=[f"Faktor {i}" for i in range(4)],
        verdict=["lebih sering", "belum dapat dibedakan", "tidak dihitung", "lebih jarang"],
    )  # fmt: skip


def test_forest_draws_each_ratio_and_says_which_was_not_computed():
    frame = ratio_rows()
    fig = forest(frame, crude=frame.assign(model="kasar"))
    assert fig.layout.meta["codes"] == ["f2", "f3", "f1", "f0"]
    dots = next(t for t in fig.data if t.name == "titik")
    assert list(dots.x) == [0.5, 0.9, 1.4]
    assert list(dots.y) == [1, 2, 3]
    colors = list(dots.marker.color)
    assert colors[1] == "#FFFFFF"  # not told from 1: hollow
    assert len(set(colors)) == 3
    words = [a.text for a in fig.layout.annotations]
    assert words == ["–", "0,50", "0,90", "1,40"]
    assert fig.layout.xaxis.type == "log"
    assert 10 ** fig.layout.xaxis.range[0] < 0.3
    assert "1,40 (95 %: 1,10–1,80)" in dots.hovertext[-1]


def test_the_crude_ratio_drawn_is_that_of_the_same_children():
    frame = ratio_rows()
    crude = frame.assign(model="kasar", value=[2.0, 2.1, 2.2, 0.6], low=1.5, high=2.5)
    fig = forest(frame.assign(own_crude=[1.7, 1.8, np.nan, 0.55]), crude=crude)
    old = next(t for t in fig.data if t.name == "kasar")
    assert sorted(old.x) == [0.55, 1.7, 1.8, 2.2]
    said = dict(zip(old.x, old.hovertext, strict=True))
    assert said[1.7] == "kasar, anak yang sama: 1,70"
    assert said[2.2] == "kasar: 2,20 (95 %: 1,50–2,50)"  # refused: no model, so all of them


@pytest.mark.parametrize("frame", [ratio_rows().head(0), ratio_rows().iloc[[2]], ratio_rows().head(1)])
def test_forest_of_nothing_or_one(frame):
    fig = forest(frame)
    assert len(fig.layout.meta["codes"]) == len(frame)
    low, high = fig.layout.xaxis.range
    assert low < 0 < high


def test_forest_by_area_and_refuses_doubles_and_huge_intervals():
    frame = ratio_rows().assign(factor="f", area=[f"a{i}" for i in range(4)], high=[900, 2, None, 0.8])
    fig = forest(frame, by="area", names={"a0": "Satu"})
    assert fig.layout.yaxis.ticktext[-1] == "Satu"
    assert 10 ** fig.layout.xaxis.range[1] <= 20.001
    with pytest.raises(ValueError, match="more than once"):
        forest(frame)


def areas(n=12):
    value = np.linspace(0.05, 0.3, n)
    frame = pd.DataFrame({
        "level": "desa", "area": [f"63.11.01.20{i:02d}" for i in range(n)], "indicator": "stunting",
        "value": value, "low": value, "high": value, "numerator": np.round(value * 100), "denominator": 100,
        "rule": "eppgbm", "source": "", "period": "2024",
    })  # fmt: skip
    other = pd.DataFrame({"area": frame["area"], "value": np.arange(n)[::-1], "name": "BBLR", "unit": "%"})
    return frame, other


def test_bivariate_map_and_scatter():
    found = area_association(*areas())
    drawn = bivariate_classes(found.areas)
    assert set(drawn["k"]) == {2, 4, 6}  # the higher the one, the lower the other
    grid = legend_grid(drawn, "BBLR & lain")
    assert grid.count("<td style") == 9
    assert "BBLR &amp; lain" in grid
    fig = scatter(found.areas, found.summary, names={"63.11.01.2000": "Satu"}, selected="63.11.01.2000")
    assert list(fig.data[0].y) == pytest.approx(100 * np.linspace(0.05, 0.3, 12))
    assert fig.data[0].marker.color[0] == PALETTE[2]
    assert len(fig.data) == 2
    assert "Satu" in fig.data[0].hovertext[0]


def test_areas_without_one_figure_are_no_class_and_few_areas_have_no_line():
    frame, other = areas(6)
    found = area_association(frame.assign(denominator=[10] + [100] * 5), other.iloc[1:])
    drawn = bivariate_classes(found.areas)
    assert drawn["k"].iloc[0] == -1
    assert not drawn["uncertain"].any()  # the one with few children has no class
    assert bivariate_legend(drawn)[-1]["n"] == 1
    assert len(scatter(found.areas, found.summary, names={}).data) == 1
    none = area_association(frame, other.head(0))
    assert (bivariate_classes(none.areas)["k"] == -1).all()
    assert len(scatter(none.areas, none.summary, names={}).data[0].x) == 0
