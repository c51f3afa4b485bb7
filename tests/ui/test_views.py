"""What a screen shows, from the cube to the words."""

from __future__ import annotations

import csv
import dataclasses
import io
import re
import types

import pandas as pd
import pytest

from stunting.access import User
from stunting.charts.classes import map_classes
from stunting.indicators.cube import CUBE_RULES, INDICATORS
from stunting.ui import data, map_page, method, pieces, places, start, texts, tiles, views
from stunting.ui.filters import Choice
from stunting.ui.map_values import legend, values


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
    told = values(frame, drawn, "prevalensi")
    hidden = frame.loc[frame["suppressed"], "area"].tolist()
    missing = frame.loc[frame["value"].isna() & ~frame["suppressed"], "area"].tolist()
    assert hidden
    assert missing
    assert all(told[a]["h"] and told[a]["t"] == "disamarkan" and "n" not in told[a] for a in hidden)
    assert all(a not in told for a in missing)
    rows = {r["range"]: r["n"] for r in legend(frame, drawn, 157, "prevalensi", "x", "")["rows"]}
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
    tile = tiles.target_tile(views.overview(choice(period="2024")))
    assert re.search(r"poin|Tercapai|%", tile.value)
    assert "2024" in tile.title
    none = tiles.target_tile(views.overview(choice(period="2024", indicator="overweight")))
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
    for said in (texts.headline_html(view), texts.map_alt(view), texts.trend_alt(view), method.method(view)):
        assert said.strip()
        assert "nan" not in said.lower().split()


def test_every_area_has_a_label_of_its_own(store):
    labels = list(places.labels(data.kab()).values())
    assert len(labels) == len(set(labels))


def cube_row(desa: str, month: str, registered: int, measured: int) -> dict:
    counts = {
        f"{c}_{i}_{r}": (measured if c == "d" else 0) for c in "nd" for i in INDICATORS for r in CUBE_RULES
    }
    return {
        "kab": desa[:5], "kec": desa[:8], "puskesmas": "Contoh", "desa": desa, "posyandu": "Contoh",
        "period": month, "sex": "L", "age_group": "12-23", "registered": registered, "measured": measured,
        "s": registered, "d": measured, **counts,
    }  # fmt: skip


def attendance_of(cells: list[tuple[str, str, int, int]], monkeypatch, store) -> None:
    frame = pd.DataFrame([cube_row(*c) for c in cells])
    yearly = frame.assign(period=frame["period"].str.slice(0, 4)).drop_duplicates("desa")
    monkeypatch.setattr(data, "_cube", lambda code, version: pd.concat([frame, yearly]))
    store.stamp += 1


def test_attendance_of_a_small_desa_is_hidden(store, monkeypatch):
    kec = f"{data.kab()}.01"
    one, two, three, four = (f"{kec}.200{i}" for i in (1, 2, 3, 4))
    cells = [
        (one, "2024-11", 1, 1),
        (two, "2024-11", 60, 40),
        (three, "2024-11", 70, 50),
        (four, "2024-11", 50, 48),
    ]
    attendance_of(cells, monkeypatch, store)
    shown = data.participation("desa", "2024-11").set_index("area")
    assert shown.loc[one, "suppressed"]  # one child
    assert shown.loc[four, "suppressed"]  # two who were not weighed
    assert not shown.loc[three, "suppressed"]
    # nothing of a hidden cell is left: not D, not S, not the share
    assert shown.loc[one, ["value", "numerator", "denominator", "registered", "measured"]].isna().all()
    whole = data.participation("desa", "2024-11", public=False).set_index("area")
    assert (whole.loc[one, "numerator"], whole["suppressed"].any()) == (1, False)
    kecamatan = data.participation("kecamatan", "2024-11")
    assert not kecamatan["suppressed"].any()
    for part in ("numerator", "denominator"):
        left = float(kecamatan[part].sum() - shown[part].sum())
        assert left >= 5


def test_a_hidden_month_does_not_follow_from_its_year(store, monkeypatch):
    kec = f"{data.kab()}.01"
    desa = [f"{kec}.200{i}" for i in range(1, 6)]
    months = ["2024-02", "2024-05", "2024-08", "2024-11"]
    cells = [(d, m, 60, 3 if (d, m) == (desa[0], months[0]) else 40) for d in desa for m in months]
    attendance_of(cells, monkeypatch, store)
    frames = {m: data.participation("desa", m).set_index("area")["suppressed"] for m in [*months, "2024"]}
    assert frames[months[0]][desa[0]]
    assert not frames["2024"][desa[0]]
    hidden = pd.DataFrame({m: frames[m] for m in months})
    # by row (the year of a desa is shown) and by column (the kecamatan of a month is): never a single one
    assert not hidden.sum(axis=1).eq(1).any()
    assert not hidden.sum(axis=0).eq(1).any()
    assert not hidden.all(axis=None)


def test_hidden_attendance_says_so(store):
    view = views.overview(choice(period="2024"))
    hidden = dataclasses.replace(
        view, attendance=view.attendance.assign(suppressed=True, value=float("nan"), numerator=float("nan"))
    )
    tile = tiles.attendance_tile(hidden)
    assert (tile.value, "belum ada data" in tile.note) == ("disamarkan", False)
    assert texts.attendance(hidden) == "D/S disamarkan"
    assert '<td class="kuat">disamarkan</td>' in map_page._counts(hidden)
    assert "%" in tiles.attendance_tile(view).value


def test_hidden_areas_are_not_called_missing(store):
    hidden = data.rates("desa", "2024", "eppgbm", "stunting")
    area = hidden.loc[hidden["suppressed"], "area"].iloc[0]
    view = views.overview(choice(area, "2024"))
    alone = dataclasses.replace(view, parts=view.parts[view.parts["suppressed"]])
    for said in (texts.dots_alt(alone), texts.no_parts(alone), texts.map_alt(alone)):
        assert "disamarkan" in said
        assert "belum ada data" not in said.lower()
    drawn = values(hidden, map_classes(hidden), "prevalensi")
    assert drawn[area]["s"] == "Jumlahnya kecil atau dapat disimpulkan"
    assert tiles.target_tile(view).note.startswith("Angkanya disamarkan")


def few(view):
    """Return `view` of an area where 5 of 23 measured are cases."""
    row = view.now.assign(numerator=5, denominator=23, value=5 / 23, low=0.074, high=0.437, method="exact")
    return dataclasses.replace(view, now=row)


def test_few_measured_are_counted_in_large_type_too(store):
    view = few(views.overview(choice(period="2024")))
    assert texts.figure_html(view) == '<div class="angka">5<small>\u00a0dari 23</small></div>'
    assert "5 dari 23" not in texts.headline_html(view)
    assert "Terlalu sedikit" in texts.headline_html(view)
    tile = tiles.target_tile(view)
    assert (tile.value, tile.note) == ("–", "Terlalu sedikit diukur untuk dibandingkan.")
    assert "%</small>" in texts.figure_html(views.overview(choice(period="2024")))


def test_a_target_that_is_not_compared_is_no_distance(store):
    tile = tiles.target_tile(views.overview(choice(period="2024", rule="who")))
    assert tile.value == "–"
    assert re.fullmatch(r"Target 2024 \([\d,]+ %\)", tile.title)
    assert tile.note == "Berlaku untuk hitungan e-PPGBM: tidak dibandingkan."


def test_a_routine_target_of_wasting_is_known(store):
    tile = tiles.target_tile(views.overview(choice(period="2024", indicator="wasting")))
    assert "Belum ada target" not in tile.note
    assert len(data.targets(data.kab(), "wasting"))


def test_the_interval_is_explained_by_its_own_method(store):
    view = views.overview(choice(period="2024"))

    def said(**row):
        return method.method(dataclasses.replace(view, now=view.now.assign(**row)))

    assert "mirip satu sama lain" in said(method="klaster")
    for other in ("wilson", "exact"):
        assert "tidak saling bergantung" in said(method=other)
        assert "mirip" not in said(method=other)
    assert "**tidak** memperhitungkan" in said(method="wilson", rule="rekap")


def test_unmatched_areas_have_names_in_the_download(store):
    view = views.overview(choice(period="2024"))
    odd = view.parts.head(2).assign(area=[f"{data.kab()}.05?DESA CONTOH", "?"])
    rows = csv.DictReader(
        io.StringIO(texts.table_csv(dataclasses.replace(view, parts=odd)).decode("utf-8-sig")), delimiter=";"
    )
    names = [(r["kode"], r["wilayah"]) for r in rows][1:]
    assert names == [("", "Desa Contoh"), ("", "(tidak diisi)")]
    assert places.names_of(data.kab(), odd["area"])["?"] == "(tidak diisi)"


@pytest.mark.parametrize(
    ("flags", "words"),
    [([True], "Data sintetis"), ([True, False], "Sebagian data sintetis"), ([False], "")],
)
def test_the_mark_tells_all_from_some(store, monkeypatch, flags, words):
    uploads = pd.DataFrame({"state": "live", "synthetic": flags})
    monkeypatch.setattr(store, "uploads", lambda: uploads)
    monkeypatch.setattr(store, "synthetic", any(flags), raising=False)
    store.stamp += 1
    assert pieces.synthetic_note() == words


def test_welcome_names_the_kabupaten_that_are_stored():
    said = start.html("63.11", ["35.07", "?CONTOH"])
    assert "Belum ada data untuk Kabupaten" in said
    assert 'kabupaten = "35.07"' in said
    assert "STUNTING_KABUPATEN=35.07" in said
    assert "“Contoh” tidak dikenali" in said
    only = start.html("63.11", ["?<B>"])
    assert "STUNTING_KABUPATEN" not in only
    assert "<B>" not in only
    assert "Belum ada data di sini" in start.html("63.11", [])


def test_welcome_tells_everybody_the_own_next_step():
    officer = start.html("63.11", [], User("ani", "puskesmas", "Uren"))
    assert 'href="/unggah"' in officer
    assert "<code>" not in officer, "no commands for an officer"
    reader = start.html("63.11", [], User("tata", "tpps"))
    assert "/unggah" not in reader
    assert "<code>" not in reader
    admin = start.html("63.11", [], User("admin", "admin"))
    assert 'href="/unggah"' in admin
    assert "stunting demo" in admin
    assert "%2Funggah" in start.html("63.11", [])


def test_a_figure_of_few_puskesmas_says_so(store, monkeypatch):
    rows = data.rates("desa", "2024-08", "eppgbm", "stunting", public=False)
    desa = rows.loc[rows["denominator"].idxmax(), "area"]
    known = pd.DataFrame({"puskesmas": ["Contoh", "Lain"], "kec": [desa[:8], "63.11.08"]})
    monkeypatch.setattr(texts.regions, "puskesmas_of", lambda kab: known)
    assert texts.delivery(views.overview(choice())) == "baru 1 dari 2 puskesmas"
    year = texts.delivery(views.overview(choice(period="2024")))
    assert year == "baru 1 dari 2 puskesmas dan 2 dari 12 bulan"
    assert texts.delivery(views.overview(choice(area=desa[:8]))) == "", "all of its own"
    assert texts.delivery(views.overview(choice(area=desa), public=False)) == ""
    assert texts.delivery(views.overview(choice(period="2020-01"))) == "", "no figure"


def test_an_unknown_kabupaten_is_never_the_watched_one(store, monkeypatch):
    monkeypatch.setattr(data, "settings", lambda: types.SimpleNamespace(kabupaten=""))
    monkeypatch.setattr(store, "kabupaten", lambda: ["?CONTOH", "35.07"])
    assert data.kab() == "35.07"
    assert data.stored_kabupaten() == ["35.07", "?CONTOH"]
