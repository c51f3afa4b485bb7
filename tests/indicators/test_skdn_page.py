"""SKDN on the page: streaks, sasaran, zones, sentences; D/S is one figure wherever it stands."""

import math

import numpy as np
import pandas as pd
import pytest

from stunting.indicators import own_indicators as own
from stunting.indicators import skdn
from stunting.indicators.cube import build as build_cube
from stunting.indicators.facts import facts
from stunting.indicators.participation import participation
from stunting.indicators.skdn import card_sentences as card
from stunting.indicators.skdn import sentences
from stunting.indicators.skdn.kalita import FIRST, NOT_YET

MONTHS = [f"2024-{m:02d}" for m in range(1, 9)]


def rows_of(child, weights, **more):
    """One child, month by month: a weight, None (registered, not weighed) or "-" (no row)."""
    out = []
    for month, weight in zip(MONTHS, weights, strict=False):
        if weight == "-":
            continue
        came = weight is not None
        row = {"child_id": child, "period": month, "weight_kg": weight, "measured": came, **more}
        out.append(row | ({"date": f"{month}-10"} if came else {"date": None, "age_days": None}))
    return out


@pytest.fixture(scope="module")
def cube(make_rows):
    rng = np.random.default_rng(1)
    rows = []
    for i in range(120):
        place = {
            "desa": f"99.01.01.20{i % 3:02d}",
            "posyandu": f"Contoh {i % 6}",
            "puskesmas": f"P{i % 3 // 2}",
        }
        weights = [
            round(8 + 0.3 * m + rng.normal(0, 0.2), 1) if rng.random() < 0.8 else None for m in range(8)
        ]
        rows += rows_of(f"c{i:03d}", weights, **place)
    rows += rows_of(
        "tua", [15.0] * 8, age_days=1900, desa="99.01.01.2000", posyandu="Contoh 0", puskesmas="P0"
    )
    return skdn.build(make_rows(*rows))


def test_d_over_s_is_the_same_figure_on_every_page(make_rows):
    """Over 60 months, only a height, two visits in a month: each was counted differently once."""
    rows = [
        *rows_of("a", [10.0, 10.3]), *rows_of("b", [None, 9.0]), *rows_of("tua", [15.0, 15.2], age_days=1900),
        *rows_of("tinggi", [None, None]),
    ]  # fmt: skip
    rows[-1] |= {"measured": True, "date": "2024-02-10", "height_cm": 80.0, "age_days": 600}
    rows.append(rows_of("a", ["-", 10.4])[0] | {"date": "2024-02-20", "weight_kg": None, "height_cm": 80.0})
    frame = make_rows(*rows)
    mine = skdn.ratios(skdn.build(frame), "kabupaten", ["2024-01", "2024-02", "2024"], ratio="ds")
    theirs = participation(build_cube(frame), "kabupaten", ["2024-01", "2024-02", "2024"])
    for column in ("value", "low", "high", "numerator", "denominator"):
        np.testing.assert_array_equal(mine[column], theirs[column])
    assert mine.set_index("period")["denominator"].to_dict() == {"2024": 6, "2024-01": 3, "2024-02": 3}
    assert mine.set_index("period")["numerator"].to_dict() == {"2024": 3, "2024-01": 1, "2024-02": 2}


def test_streaks_are_together_s(cube):
    for level in ("kabupaten", "desa", "posyandu"):
        found = skdn.streaks(cube, "2024-08", level)
        sums = found.groupby("area")["numerator"].sum()
        assert (sums == found.groupby("area")["denominator"].first()).all()
    last = skdn.streaks(cube, "2024-08").set_index("run")
    assert last.loc[6, "numerator"] == skdn.counts(cube, period="2024-08")["card_held"].iloc[0]
    assert last.loc[5, "numerator"] == skdn.counts(cube, period="2024-08")["card_short"].iloc[0]
    assert last["value"].sum() == pytest.approx(1)


def test_the_first_month_of_rewards_says_what_it_counts(cube):
    found = skdn.rewards(cube).set_index("period")
    assert found.loc["2024-05", "note"] == NOT_YET
    assert math.isnan(found.loc["2024-05", "value"])
    assert found.loc["2024-06", "note"] == FIRST
    assert found.loc["2024-07", "note"] == ""
    text = card.rewards_takeaway(skdn.rewards(cube))
    assert f"({int(found.loc['2024-06', 'value'])})" not in text
    early = skdn.rewards(cube[cube["period"].astype("str") < "2024-04"])
    assert card.rewards_takeaway(early) == f"Hadiah belum dapat dihitung: {NOT_YET}."


def late_and_gap(make_rows):
    """P0 has files from January, P1 from February on but none in May; everybody comes each time."""
    rows = []
    for i in range(10):
        rows += rows_of(f"a{i}", [9.0] * 8, puskesmas="P0", desa="99.01.01.2000")
        weights = ["-", 9.0, 9.0, 9.0, "-", 9.0, 9.0, 9.0]
        rows += rows_of(f"b{i}", weights, puskesmas="P1", desa="99.01.01.2001")
    return skdn.build(make_rows(*rows))


def test_each_puskesmas_counts_from_its_own_last_gap(make_rows):
    cube = late_and_gap(make_rows)
    places = skdn.rewards(cube, "puskesmas").set_index(["area", "period"])
    assert places.loc[("P0", "2024-06"), ["value", "note"]].tolist() == [10, FIRST]
    assert places.loc[("P0", "2024-07"), ["value", "note"]].tolist() == [0, ""]
    # the seventh month of the whole cube, the third since its own gap
    for month in ("2024-06", "2024-07", "2024-08"):
        assert math.isnan(places.loc[("P1", month), "value"])
        assert places.loc[("P1", month), "note"] == NOT_YET
    whole = skdn.rewards(cube).set_index("period")
    assert whole.loc["2024-06", ["value", "note", "left_out"]].tolist() == [10, FIRST, "P1"]
    assert whole.loc["2024-05", "left_out"] == ""  # it has no rows there: the file itself is missing
    assert "(tanpa P1: data belum cukup bulan)" in card.rewards_takeaway(skdn.rewards(cube))


def test_an_opening_month_is_no_wave_of_rewards_of_the_kabupaten(make_rows):
    """P1 begins in the third month: its sixth, in which all its children seem to fill the card at once."""
    rows = []
    for i in range(10):
        rows += rows_of(f"a{i}", [9.0] * 8, puskesmas="P0", desa="99.01.01.2000")
        rows += rows_of(f"b{i}", ["-", "-", *[9.0] * 6], puskesmas="P1", desa="99.01.01.2001")
    cube = skdn.build(make_rows(*rows))
    last = skdn.rewards(cube).set_index("period").loc["2024-08"]
    assert last[["value", "note", "left_out"]].tolist() == [0, "", "P1"]
    own = skdn.rewards(cube, "puskesmas").set_index(["area", "period"])
    assert own.loc[("P1", "2024-08"), ["value", "note"]].tolist() == [10, FIRST]


def test_the_screen_says_where_a_missing_file_broke_the_streaks(make_rows):
    cube = late_and_gap(make_rows)
    assert skdn.gaps_words(skdn.gaps(cube, "2024-08")) == (
        "Berkas yang tidak ada memutus hitungan: P1 (Mei 2024), dihitung lagi mulai Juni 2024. "
        "Berkas baru mulai: P1 (Februari 2024)."
    )
    assert skdn.gaps(cube, "2024-04", "P0") == []
    assert skdn.gaps_words(skdn.gaps(cube, "2024-08", "99.01.01.2000")) == ""
    assert skdn.gaps(cube.iloc[:0], "2024-08") == []


def test_runs_longer_than_the_files_are_not_nought(make_rows):
    cube = late_and_gap(make_rows)
    month = skdn.streaks(cube, "2024-08", "puskesmas", "P1").set_index("run")
    assert month.loc[3, "numerator"] == 10
    assert month.loc[[4, 5, 6], "numerator"].isna().all()
    assert set(month.loc[[4, 5, 6], "note"]) == {NOT_YET}
    assert month["numerator"].sum() == month["denominator"].iloc[0]
    said = card.streaks_takeaway(skdn.streaks(cube, "2024-08", "puskesmas", "P1"))
    assert said == (
        "10 dari 10 balita hadir 3 bulan berturut-turut, semua bulan yang ada berkasnya; 0 tidak hadir bulan "
        "ini. Hadir 6 bulan berturut-turut: data belum cukup bulan."
    )
    first = card.streaks_takeaway(skdn.streaks(cube, "2024-01"))
    assert first.startswith("10 dari 10 balita hadir bulan ini; 0 tidak hadir")
    whole = skdn.streaks(cube, "2024-08")
    assert (whole["left_out"].iloc[0], whole["denominator"].iloc[0]) == ("P1", 10)
    assert "(tanpa P1: data belum cukup bulan)" in card.streaks_takeaway(whole)
    nothing = skdn.streaks(cube, "2020-01")
    assert card.streaks_takeaway(nothing) == "Belum ada data kehadiran."


def test_late_dates_of_another_file_are_no_month(make_rows):
    rows = [r for i in range(12) for r in rows_of(f"a{i}", [9.0, "-", 9.0, 9.0])]
    cube = skdn.build(make_rows(*rows, *rows_of("b", [9.0, 9.0, 9.0, 9.0])))
    found = skdn.streaks(cube, "2024-04").set_index("run")["numerator"]
    assert found.loc[2] == 13  # one child with a date in February does not make it a month
    assert found.loc[3:].isna().all()


def test_one_area_is_neither_highest_nor_lowest(make_rows):
    came = [r for i in range(40) for r in rows_of(f"c{i}", [9.0 if i < 30 else None])]
    cube = skdn.build(make_rows(*came))
    one = skdn.ratios(cube, "puskesmas", "2024-01", ratio="ds", kab=facts("target")["wilayah"].iloc[0])
    said = sentences.areas_takeaway(one, label=lambda a: a)
    assert said == "Contoh: D/S 75,0 % (30 dari 40), belum mencapai target 85 %."
    assert sentences.heat_takeaway(one) == (
        "Satu angka saja, Januari 2024: D/S 75,0 % (30 dari 40), belum mencapai target 85 %."
    )
    two = pd.concat([one, one.assign(period="2024-02")], ignore_index=True)
    assert sentences.heat_takeaway(two) == "0 dari 2 bulan mencapai target D/S."


def test_books_of_a_part_are_said_as_a_part(make_rows):
    rows = [r for i in range(4) for r in rows_of(f"c{i}", [9.0], puskesmas=f"P{i // 2}")]
    frame = make_rows(*rows)
    frame["kia"] = pd.array([True, True, None, None], dtype="boolean")
    cube = skdn.build(frame)
    said = sentences.bars_takeaway(skdn.counts(cube), label="Contoh")
    assert "2 punya buku KIA (K) di antara yang tercatat: 2 (2 tidak tercatat)" in said
    places = skdn.ratios(cube, "puskesmas", "2024-01", ratio="ks")
    assert places["value"].tolist()[0] == 1
    assert "1 puskesmas tanpa K/S" in sentences.areas_takeaway(places, label=lambda a: a)


def register(*lines):
    return pd.DataFrame(lines, columns=["level", "area", "period", "s"])


def test_sasaran_is_summed_only_where_it_is_complete(cube):
    desa = [f"99.01.01.20{i:02d}" for i in range(3)]
    two = register(*(("desa", d, "2024", 50) for d in desa[:2]))
    assert set(skdn.sasaran(two, cube, "desa")["area"]) == set(desa[:2])
    assert skdn.sasaran(two, cube, "kecamatan").empty
    # P0 serves the first two desa, P1 the third
    assert skdn.sasaran(two, cube, "puskesmas")["area"].unique().tolist() == ["P0"]
    three = register(*(("desa", d, "2024", 50) for d in desa), ("desa", desa[0], "2024-08", 70))
    whole = skdn.sasaran(three, cube, "kabupaten").set_index("period")["s"]
    assert (whole["2024-07"], whole["2024-08"]) == (150, 170)
    own_figure = register(("kabupaten", "99.01", "2024", 999), *(("desa", d, "2024", 50) for d in desa))
    assert (skdn.sasaran(own_figure, cube, "kabupaten")["s"] == 999).all()
    for none in (None, register()):
        assert skdn.sasaran(none, cube, "desa").empty
    found = skdn.ratios(
        cube, "kabupaten", "2024-08", ratio="ds", sasaran=skdn.sasaran(three, cube, "kabupaten")
    )
    assert (found["denominator"].iloc[0], found["s_from"].iloc[0]) == (170, "berkas sasaran")


def test_zones_have_words_and_sharp_borders():
    target = pd.Series([0.85] * 6)
    value = pd.Series([0.85, 0.8499, 0.7501, 0.75, 0.0, math.nan])
    assert skdn.zone_of(value, target).tolist() == ["capai", "kurang", "kurang", "jauh", "jauh", ""]
    assert skdn.zone_of(value, target * math.nan).tolist() == [""] * 6
    assert all(z.name for z in skdn.zones())


def of(**values):
    base = {
        "level": "kabupaten", "area": "99.01", "indicator": "ds", "title": "D/S", "period": "2024-08",
        "rule": "skdn", "value": 0.8, "low": 0.78, "high": 0.82, "numerator": 80.0, "denominator": 100.0,
        "target": 0.85, "reached": "tidak", "note": "", "s_from": "baris terdaftar", "source": "x",
        "months": 1, "suppressed": False,
    }  # fmt: skip
    return pd.DataFrame([base | values])


def test_headline_says_the_gap_in_children():
    assert sentences.headline(of(), label="Kabupaten Contoh") == (
        "80,0 % balita terdaftar Kabupaten Contoh ditimbang pada Agustus 2024 (80 dari 100; 78,0–82,0 %). "
        "Target 85 %: kurang 5,0 poin, yaitu 5 balita lagi."
    )
    reached = sentences.headline(of(value=0.85, numerator=85, reached="ya"), label="X")
    assert reached.endswith("Target 85 %: tercapai.")
    one_short = sentences.headline(of(value=846 / 1000, numerator=846, denominator=1000), label="X")
    assert "yaitu 4 balita lagi" in one_short
    few = sentences.headline(of(value=0.5, numerator=4, denominator=8), label="X")
    assert few.startswith("4 dari 8 balita terdaftar X ditimbang pada Agustus 2024: terlalu sedikit untuk")
    assert few.endswith("Target 85 %.")
    above = sentences.headline(
        of(value=1.2, numerator=120, low=math.nan, high=math.nan, note=skdn.ABOVE_S, s_from="berkas sasaran"),
        label="X",
    )
    assert "lebih banyak dari 100 sasaran: D melebihi sasaran" in above
    assert "nan" not in above + few
    assert "disamarkan" in sentences.headline(of(value=math.nan, suppressed=True), label="X")
    assert sentences.headline(of().iloc[:0], label="X") == "X: belum ada data."
    assert "Tidak ada target" in sentences.headline(of(target=math.nan), label="X")


def test_takeaways_hold_for_full_one_month_one_area_and_nothing(cube):
    name = {"x": "X"}.get
    every = skdn.ratios(cube, "desa", None, kab=facts("target")["wilayah"].iloc[0], ratio="ds")
    month = every[every["period"] == "2024-08"]
    counted = int((month["value"] >= 0.85).sum())
    said = sentences.areas_takeaway(month, label=lambda a: a[-2:])
    assert said.startswith(f"{counted} dari 3 desa mencapai target D/S 85 %.")
    heat = sentences.heat_takeaway(every)
    assert f"{int((every['value'] >= 0.85).sum())} dari {len(every)} bulan-desa" in heat
    nothing = every.iloc[:0]
    assert sentences.areas_takeaway(nothing, label=name) == "Belum ada data untuk perbandingan ini."
    assert sentences.heat_takeaway(nothing) == "Belum ada data untuk peta bulan ini."
    one = skdn.ratios(cube[cube["desa"].astype("str") == "99.01.01.2000"], "desa", "2024-08", ratio="nd")
    assert sentences.areas_takeaway(one, label=lambda a: "Satu").startswith("N/D Satu (")
    hidden = every.assign(suppressed=True, value=math.nan)
    assert "disamarkan" in sentences.heat_takeaway(hidden)
    assert sentences.areas_takeaway(hidden, label=name).endswith("desa disamarkan untuk umum.")
    assert card.streaks_takeaway(skdn.streaks(cube, "2031-01")) == "Belum ada data kehadiran."
    text = sentences.bars_takeaway(skdn.counts(cube, period="2024-08"), label="X")
    assert "K tidak dicatat" in text
    january = sentences.bars_takeaway(skdn.counts(cube, period="2024-01"), label="X")
    assert january.endswith("naik tidaknya berat (N) belum dapat dinilai.")
    assert "belum ada data" in sentences.bars_takeaway(skdn.counts(cube, period="2031-01"), label="X")


def test_before_and_after_claims_no_cause(cube):
    assert card.before_after_takeaway(skdn.before_after(cube, "2024-05")).startswith(
        "Belum ada bulan kalender"
    )
    earlier = cube.assign(period=cube["period"].astype("str").str.replace("2024", "2023").astype("category"))
    both = pd.concat(
        [
            cube.assign(period=cube["period"].astype("str")),
            earlier.assign(period=earlier["period"].astype("str")),
        ]
    )
    both["period"] = both["period"].astype("category")
    text = card.before_after_takeaway(skdn.before_after(both, "2024-01"))
    assert "belum dapat dibedakan" in text
    assert text.endswith("8 bulan kalender yang sama di tiap sisi; bukan bukti sebab-akibat.")


def test_printed_and_entered_figures_stand_side_by_side():
    table = facts("indikator_puskesmas")
    kab, place = table["wilayah"].iloc[0], table["puskesmas"].iloc[0]
    printed = own.figures(kab, place).set_index("indicator")
    assert printed["printed"].to_dict() == {
        "ds": 78.69, "bblr": 7.8, "kek": 14.87, "anemia": 42.51, "asi_eksklusif": 39.7, "stunting": 31.03,
    }  # fmt: skip
    entered = own.with_entry(
        None, puskesmas=place, year=2019, indicator="ds", value=80.0, source=" A  B ", by="x"
    )
    again = own.with_entry(
        entered, puskesmas=place, year=2019, indicator="ds", value=81.0, source="C", by="x"
    )
    assert again["value"].tolist() == [81.0]
    both = own.figures(kab, place, again)
    assert both[both["indicator"] == "ds"][["printed", "series"]].to_numpy().tolist() == [
        [78.69, own.PRINTED], [81.0, own.ENTERED],
    ]  # fmt: skip
    assert own.figures(kab, "Lain", again).empty
    for wrong in ({"year": 24}, {"value": 101.0}, {"value": -1.0}, {"source": " "}, {"indicator": "x"}):
        given = {"puskesmas": place, "year": 2024, "indicator": "ds", "value": 80.0, "source": "A", "by": "x"}
        with pytest.raises(ValueError, match=r"\w"):
            own.with_entry(None, **(given | wrong))


def test_a_target_of_another_year_is_named_by_its_year():
    kab = facts("target")["wilayah"].iloc[0]
    assert own.aim(kab, "kek", "2019").year == "2024"
    assert own.aim(kab, "kek", "2024") == (0.2, "Dokumen kinerja kabupaten", "2024")
    assert own.aim(kab, "ds", "2019")[::2] == (0.85, "")
    assert own.aim(kab, "asi_eksklusif", "2024").document == own.NO_TARGET
