"""What a screen shows, from the cube to the words."""

from __future__ import annotations

import csv
import io
import re

import pytest

from stunting.charts.classes import map_classes
from stunting.ui import data, places, texts, views
from stunting.ui.filters import Choice
from stunting.ui.map import _legend, _values


def choice(area=None, period="2024-08", rule="eppgbm", indicator="stunting"):
    return Choice(data.kab(), area or data.kab(), period, rule, indicator)


def test_periods_are_newest_first(store):
    assert data.months() == ["2024-08", "2024-02", "2023-08"]
    assert data.years() == ["2024", "2023"]


def test_the_cube_is_built_once_for_a_version_and_again_for_the_next(store):
    data.cube()
    data.cube()
    assert store.built == 1
    store.stamp += 1
    data.cube()
    assert store.built == 2


def test_overview_of_the_kabupaten(store):
    view = views.overview(choice())
    assert view.inside == "kecamatan"
    assert view.row["denominator"] > 900
    assert view.before["period"].tolist() == ["2023-08"]
    assert set(view.series["period"]) == {"2023-08", "2024-02", "2024-08"}
    assert view.attendance["denominator"].iloc[0] == 1200
    assert view.aim is not None


def test_a_year_is_compared_with_the_year_before(store):
    view = views.overview(choice(period="2024"))
    assert view.before["period"].tolist() == ["2023"]
    assert set(view.series["period"]) == {"2023", "2024"}


def test_of_a_kecamatan_the_desa_and_of_a_desa_its_neighbours(store):
    kec = next(c for c in data.rates("kecamatan", "2024", "eppgbm", "stunting")["area"])
    assert set(views.overview(choice(kec, "2024")).parts["area"].str.rpartition(".")[0]) == {kec}
    desa = next(c for c in views.overview(choice(kec, "2024")).parts["area"])
    assert views.overview(choice(desa, "2024")).parts["area"].str.startswith(kec).all()


def test_small_counts_below_the_kecamatan_are_hidden_from_the_public(store):
    shown = data.rates("desa", "2024", "eppgbm", "stunting")
    whole = data.rates("desa", "2024", "eppgbm", "stunting", public=False)
    small = whole.loc[whole["numerator"].between(1, 4), "area"]
    assert len(small) >= 1
    hidden = shown.set_index("area").loc[small]
    assert hidden["suppressed"].all()
    assert hidden[["value", "numerator"]].isna().all(axis=None)
    assert not data.rates("kecamatan", "2024", "eppgbm", "stunting")["suppressed"].any()


def test_what_is_hidden_does_not_depend_on_where_one_looks(store):
    everywhere = data.rates("desa", "2024", "eppgbm", "stunting").set_index("area")["suppressed"]
    for kec in {a.rpartition(".")[0] for a in everywhere.index}:
        here = data.rates("desa", "2024", "eppgbm", "stunting", kec).set_index("area")["suppressed"]
        assert here.equals(everywhere[here.index])


def test_hidden_missing_and_zero_are_told_apart_on_the_map(store):
    frame = data.rates("desa", "2024", "eppgbm", "stunting")
    drawn = map_classes(frame)
    values = _values(frame, drawn, "prevalensi")
    hidden = frame.loc[frame["suppressed"], "area"].tolist()
    missing = frame.loc[frame["value"].isna() & ~frame["suppressed"], "area"].tolist()
    assert hidden
    assert missing
    assert all(values[a]["h"] and values[a]["t"] == "disamarkan" and "n" not in values[a] for a in hidden)
    assert all(a not in values for a in missing)
    rows = {r["range"]: r["n"] for r in _legend(frame, drawn, 157, "prevalensi", "x", "")["rows"]}
    assert rows["disamarkan"] == len(hidden)
    classes = sum(n for r, n in rows.items() if "%" in r)
    assert classes + rows["disamarkan"] + rows["belum ada data"] == 157


def test_the_sentence_continues_the_figure(store):
    html = texts.headline_html(views.overview(choice()))
    assert html.startswith("balita Kabupaten")
    assert "**" not in html
    assert re.search(r"\d\u00a0%", html)


def test_no_figure_says_why(store):
    desa = data.rates("desa", "2024", "eppgbm", "stunting")
    hidden = desa.loc[desa["suppressed"], "area"].iloc[0]
    assert "disamarkan" in texts.headline_html(views.overview(choice(hidden, "2024")))
    missing = desa.loc[desa["value"].isna() & ~desa["suppressed"], "area"].iloc[0]
    assert "belum ada balita" in texts.headline_html(views.overview(choice(missing, "2024")))


def test_target_tile_shows_the_gap_or_that_there_is_none(store):
    tile = texts.target_tile(views.overview(choice(period="2024")))
    assert re.search(r"poin|Tercapai|%", tile.value)
    assert "2024" in tile.title
    none = texts.target_tile(views.overview(choice(period="2024", indicator="overweight")))
    assert none.value == "–"


def test_table_as_it_stands(store):
    view = views.overview(choice(period="2024"))
    text = texts.table_csv(view).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert rows[0]["tingkat"] == "kabupaten"
    assert {"persen", "batas_bawah", "pembilang", "penyebut", "aturan", "sumber"} <= set(rows[0])
    assert len(rows) == 1 + len(view.parts)
    assert "." not in rows[0]["persen"]


@pytest.mark.parametrize("indicator", ["stunting", "severe_stunting", "wasting", "underweight", "overweight"])
@pytest.mark.parametrize("rule", ["eppgbm", "who"])
def test_every_indicator_and_rule_has_words(store, indicator, rule):
    view = views.overview(choice(rule=rule, indicator=indicator))
    for said in (texts.headline_html(view), texts.map_alt(view), texts.trend_alt(view), texts.method(view)):
        assert said.strip()
        assert "nan" not in said.lower().split()


def test_every_area_has_a_label_of_its_own(store):
    labels = list(places.labels(data.kab()).values())
    assert len(labels) == len(set(labels))
