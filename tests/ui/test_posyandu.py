"""The page Posyandu: what the public does not see, the forms of indicators and sasaran, the tables."""

import math

import pandas as pd
import pytest

from stunting.access import User
from stunting.access.disclosure import SMALLEST_COUNT
from stunting.indicators import skdn, target_edit
from stunting.ingest.sasaran import Problem, Sasaran
from stunting.store.registers import Registers
from stunting.ui import (
    data,
    posyandu_data,
    posyandu_heat,
    posyandu_html,
    posyandu_own_form,
    posyandu_public,
    posyandu_sasaran,
    posyandu_table,
    target_editor,
)  # fmt: skip
from stunting.ui.filters import Choice
from tests.ui.conftest import FakeStore, rows


def cells(*rows):
    """Cells of an SKDN cube: kec, puskesmas, desa, month, S, D."""
    frame = pd.DataFrame(rows, columns=["kec", "puskesmas", "desa", "period", "s", "d"])
    frame = frame.assign(kab="99.01", posyandu="Contoh")
    for name in skdn.COUNTS:
        if name not in frame:
            frame[name] = 0
    frame["n"], frame["t"] = frame["d"] // 2, frame["d"] - frame["d"] // 2
    return frame


@pytest.fixture
def cube():
    return cells(
        ("99.01.01", "A", "99.01.01.01", "2024-08", 60, 50),
        ("99.01.01", "A", "99.01.01.02", "2024-08", 40, 38),
        ("99.01.01", "B", "99.01.01.03", "2024-08", 70, 50),
        ("99.01.01", "B", "99.01.01.04", "2024-08", 50, 40),
        ("99.01.02", "C", "99.01.02.01", "2024-08", 90, 70),
        ("99.01.02", "C", "99.01.02.02", "2024-08", 80, 60),
    )  # fmt: skip


@pytest.mark.parametrize("level", ["puskesmas", "desa", "posyandu"])
def test_below_the_kecamatan_the_public_sees_s_and_d_alone(cube, level):
    counts = skdn.counts(cube, level, "2024-08")
    first = (counts["area"].iloc[0], "2024-08")
    keys = pd.MultiIndex.from_frame(counts[["area", "period"]])
    hidden = pd.Series([k == first for k in keys], index=keys)
    shown = posyandu_public.hide(counts, hidden)
    letters = [c for c in skdn.COUNTS if c not in ("s", "d")]
    assert shown[letters].isna().all(axis=None)
    assert shown["suppressed"].tolist() == hidden.tolist()
    assert shown.loc[shown["suppressed"], ["s", "d"]].isna().all(axis=None)
    assert shown.loc[~shown["suppressed"], "d"].tolist() == counts["d"].tolist()[1:]
    ratios = posyandu_public.hide(skdn.ratios(cube, level, "2024-08"), hidden)
    assert set(ratios.loc[ratios["value"].notna(), "indicator"]) == {"ds"}
    assert ratios.loc[ratios["suppressed"], ["numerator", "denominator", "low", "high"]].isna().all(axis=None)
    nothing = posyandu_public.hide(counts, pd.Series(False, index=keys[:0], dtype=bool))
    assert nothing["suppressed"].all()  # what the pattern does not know is hidden


def drawn(cube, level, hidden=None):
    counts = posyandu_public.hide(skdn.counts(cube, level, "2024-08"), hidden)
    ratios = posyandu_public.hide(skdn.ratios(cube, level, "2024-08", kab="63.11"), hidden)
    return posyandu_table.wide(counts, ratios), ratios


def test_no_small_count_is_left_in_what_the_public_gets(cube):
    keys = pd.MultiIndex.from_tuples([(a, "2024-08") for a in "ABC"])
    hidden = pd.Series([True, True, False], index=keys)
    wide, ratios = drawn(cube, "puskesmas", hidden)
    page = posyandu_html.table(wide, str, kia=False) + posyandu_heat.heat(
        ratios, ["A", "B", "C"], ["2024-08"], str
    )
    csv = posyandu_table.table_csv(wide, str, "x").decode("utf-8-sig")
    for text in (page, csv):
        for number in ("88", "90", "100", "120"):  # D and S of A and B
            assert f">{number}<" not in text
            assert f";{number};" not in text
    assert "130" in page
    assert "disamarkan" in page
    assert csv.count("disamarkan") == 3  # C too: its N, T, … are hidden
    assert SMALLEST_COUNT == 5


def test_order_puts_missing_last(cube):
    wide, _ = drawn(cube, "puskesmas")
    by_ds = posyandu_table.ordered(wide, "ds", str, down=False)["area"].tolist()
    assert by_ds == sorted(by_ds, key=lambda a: wide.set_index("area").at[a, "ds_value"])
    assert posyandu_table.ordered(wide, "wilayah", str, down=True)["area"].tolist() == ["C", "B", "A"]
    wide.loc[0, "ds_value"] = math.nan
    for down in (True, False):
        assert posyandu_table.ordered(wide, "ds", str, down=down)["area"].iloc[-1] == wide["area"].iloc[0]


def test_the_table_tells_missing_from_not_recorded_from_zero(cube):
    wide, ratios = drawn(cube, "kecamatan")
    page = posyandu_html.table(wide, str, kia=True)
    assert "tidak dicatat" in page
    assert "<td>0</td>" in page
    assert "nan" not in page.lower()
    assert "disamarkan" not in page
    heat = posyandu_heat.heat(ratios[ratios["indicator"] == "ds"], ["99.01.01"], ["2024-07", "2024-08"], str)
    assert "belum ada data" in heat
    assert "di bawah target" in heat  # a word, not the colour alone
    assert "10 poin" in posyandu_heat.legend(ratios[ratios["indicator"] == "ds"])
    assert "tidak ada target" in posyandu_heat.legend(ratios[ratios["indicator"] == "nd"])


@pytest.fixture
def registers(tmp_path, monkeypatch):
    kept = Registers(tmp_path)
    store = type("S", (), {"registers": kept})()
    for module in (posyandu_own_form, posyandu_sasaran):
        monkeypatch.setattr(module.data, "store", lambda: store)
    return kept


def test_a_puskesmas_enters_its_own_figures_only(registers):
    mine = User("ani", "puskesmas", "Uren")
    given = {"indicator": "bblr", "year": "2024", "value": "7,8", "source": "Laporan"}
    assert posyandu_own_form.save(mine, "Uren", **given) == "Tersimpan: Puskesmas Uren, 2024, 7,8 %."
    assert "sendiri" in posyandu_own_form.save(mine, "Halong", **given)
    for who in (User("", "publik"), User("t", "tpps")):
        assert "sendiri" in posyandu_own_form.save(who, "Uren", **given)
    assert "tidak terbaca" in posyandu_own_form.save(mine, "Uren", **(given | {"value": "tujuh"}))
    assert "empat angka" in posyandu_own_form.save(mine, "Uren", **(given | {"year": "24a"}))
    assert "0 sampai 100" in posyandu_own_form.save(mine, "Uren", **(given | {"value": "780"}))
    assert posyandu_own_form.save(User("d", "dinas"), "Halong", **given).startswith("Tersimpan")
    table = posyandu_own_form.entered()
    assert table[["puskesmas", "value", "by"]].to_numpy().tolist() == [
        ["Uren", 7.8, "ani"],
        ["Halong", 7.8, "d"],
    ]


def test_only_dinas_and_admin_keep_a_sasaran(registers):
    rows = pd.DataFrame({"level": ["desa"], "area": ["99.01.01.01"], "period": ["2024"], "s": [60]})
    assert "Hanya dinas" in posyandu_sasaran.save(User("a", "puskesmas", "Uren"), rows, "", b"x", "s.csv")
    assert registers.read("sasaran") is None
    said = posyandu_sasaran.save(User("d", "dinas"), rows, " SK  1 ", b"x", "s.csv")
    assert said == "Sasaran versi 1 berlaku: 1 baris."
    assert registers.history("sasaran")["note"].tolist() == ["SK 1"]
    assert registers.original("sasaran", 1) == b"x"
    shown = posyandu_sasaran.preview_html(
        Sasaran(rows, [Problem(3, "Sasaran", "<b>", "Tulis jumlah anak.")], 2)
    )
    assert "<b>&lt;b&gt;" not in shown
    assert "&lt;b&gt;" in shown
    assert "desa, 2024: 60 balita" in shown
    assert "2 baris tanpa angka" in shown


def test_a_target_that_the_admin_edits_reaches_the_page(home, monkeypatch):
    fake = FakeStore(rows(["2024-02", "2024-08"]).assign(weight_kg=9.0))
    monkeypatch.setattr(data, "store", lambda: fake)
    choice = Choice(data.kab(), data.kab(), "2024-08", "", "")

    def aim():
        shares = posyandu_data.board(choice, "kecamatan", "ds", public=True).shares
        return float(shares.set_index("indicator").loc["ds", "target"])

    before = aim()
    fields = dict.fromkeys(target_edit.COLUMNS, "") | {
        "wilayah": data.kab(), "indikator": "ds", "dokumen": "Dokumen kabupaten", "satuan": "%",
        "jenis_data": "e-PPGBM", "target": "61,5", "sumber": "SK contoh", "nomor": "1/2026",
    }  # fmt: skip
    made = target_edit.put(None, target_edit.entry(fields))
    fake.registers.save(target_edit.NAME, made, by="admin")
    assert aim() == pytest.approx(0.615)
    assert data.attendance_target(data.kab(), "2024") == pytest.approx(0.615)
    fake.registers.undo(target_edit.NAME, by="admin")
    assert aim() == before
    assert "ds" in target_editor.indicators(choice)  # else its row would be saved as another indicator's


def test_the_first_month_says_that_nobody_knows(cube):
    cube[["n", "t"]], cube["undecided"] = 0, cube["d"]
    wide, _ = drawn(cube, "puskesmas")
    page = posyandu_html.table(wide, str, kia=False)
    assert ">N</abbr>" not in page
    assert ">2T</abbr>" not in page
    assert "<td>0</td>" in page  # nobody below the red line: that is known
    csv = posyandu_table.table_csv(wide, str, "x").decode("utf-8-sig").splitlines()
    at = csv[0].split(";").index("N")
    assert [line.split(";")[at] for line in csv[1:]] == ["", "", ""]
    assert csv[1].count("N, T, O, B, 2T: belum dapat dinilai") == 1
    said = posyandu_html.letters(skdn.counts(cube, "kabupaten", "2024-08").iloc[0])
    assert "N, T, O, B, dan 2T: belum dapat dinilai" in said
    assert "<b>0</b> tidak naik" not in said
    # where one puskesmas knows, the others say that they do not
    cube.loc[cube["puskesmas"] == "C", ["n", "undecided"]] = [30, 0]
    mixed, _ = drawn(cube, "puskesmas")
    page = posyandu_html.table(mixed, str, kia=False)
    assert page.count('title="belum dapat dinilai">tak dinilai') == 10  # N, T, O, B, 2T of A and B
    assert "disamarkan" not in page


def test_books_recorded_of_a_part_are_no_percentage(cube):
    cube["k"], cube["k_recorded"] = cube["s"] * (cube["puskesmas"] != "A"), 0
    cube.loc[cube["puskesmas"] != "A", "k_recorded"] = cube["s"]
    whole = posyandu_public.hide(skdn.ratios(cube, "kabupaten", "2024-08"), None)
    tile = posyandu_html.tiles(whole)
    assert "290 dari 290" in tile
    assert "di antara yang tercatat; 100 tidak tercatat" in tile
    assert "100,0 %" not in tile
    wide, ratios = drawn(cube, "kabupaten")
    assert "290 dari 290" in posyandu_html.table(wide, str, kia=True)
    csv = posyandu_table.table_csv(wide, str, "x").decode("utf-8-sig")
    assert "K/S: 290 dari 290 di antara yang tercatat; 100 tidak tercatat" in csv
    ks = ratios[ratios["indicator"] == "ks"]
    heat = posyandu_heat.heat(ks, [str(ks["area"].iloc[0])], ["2024-08"], str)
    assert "290 dari 290 di antara yang tercatat" in heat
    places, _ = drawn(cube, "puskesmas")
    page = posyandu_html.table(places, str, kia=True)
    assert page.count("tidak dicatat") == 2  # K and K/S of A
    assert page.count(">100,0</td>") == 2
