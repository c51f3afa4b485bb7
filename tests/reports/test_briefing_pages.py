"""Pages of a briefing: each with its own origin, internal ones known as such, units as they are."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import openpyxl
import pandas as pd
import pytest

from stunting.indicators import iku
from stunting.reports.briefing import collect
from stunting.reports.briefing.content import CAUSES, Causes
from stunting.reports.briefing.files import name_of
from stunting.reports.briefing.plots import sides
from stunting.reports.briefing.provenance import INTERNAL, Origin
from stunting.reports.briefing.tables import csv_archive, workbook
from stunting.reports.briefing.typeset import content
from tests.reports.figures import Made, district, frame

TODAY = dt.date(2024, 9, 2)
NOW, THEN = [60, 70, 65, 80, 75, 66, 71, 90], [40, 41, 42, 39, 40, 38, 44, 30]
ASKED = Origin("Kabupaten Balangan", "Tahun 2024, didata Januari–November 2024", "n = 2.702 (401 stunting)",
               source="pendataan keluarga dan e-PPGBM")  # fmt: skip


def made(figures, area="63.11", period="2024"):
    return collect(figures, area, period, today=TODAY)


def causes(**more) -> Causes:
    one = frame("kabupaten", {("63.11", "2024"): (120, 577)}).assign(
        title="Tanpa jamban sehat", kind="bagian kasus yang terkait (PAF)", fitted=2702, model_cases=401
    )
    return Causes(one, "Tanpa jamban sehat paling besar.", "Bukan bukti sebab.", origin=ASKED, **more)


def desa_figures() -> Made:
    cells = {(f"63.11.05.20{i:02d}", p): (c, 60) for i, c in enumerate([12, 17, 19, 6], 1)
             for p in ("2024", "2023")}  # fmt: skip
    return Made({"desa": cells, "kecamatan": {("63.11.05", p): (54, 240) for p in ("2024", "2023")}})


def test_the_page_of_causes_says_whose_answers_and_when_they_were_noted():
    figures = district(NOW, THEN)
    figures._causes = causes()
    briefing = made(figures)
    page = briefing.page(CAUSES)
    assert briefing.foot(page) == (
        "Sumber: pendataan keluarga dan e-PPGBM, ditarik 1 Sep 2024 · menurut e-PPGBM · Kabupaten Balangan · "
        "Tahun 2024, didata Januari–November 2024 · n = 2.702 (401 stunting) · dicetak 2 Sep 2024"
    )
    told = {p["jenis"]: p for p in content(briefing)["halaman"]}
    assert told[CAUSES]["kaki"] == briefing.foot(page)
    assert "didata Januari–November 2024" in told[CAUSES]["atas"]
    assert "n = 2.702 (401 stunting)" in told[CAUSES]["asal"], "the sheet has one foot for all"
    assert told["peta"]["asal"] == ""
    assert "2023 dan 2024" in told["dua_tahun"]["kaki"]
    assert "n = 2.400 tiap tahun" in told["tren"]["kaki"]


def test_answers_from_later_make_no_page_and_the_reason_is_told():
    figures = district(NOW, THEN)
    figures._causes = Causes(pd.DataFrame(), "Halaman penyebab tidak dibuat: baru dicatat 2025.", "")
    briefing = made(figures)
    assert briefing.page(CAUSES) is None
    assert briefing.pages[-1].note == briefing.left_out == "Halaman penyebab tidak dibuat: baru dicatat 2025."
    book = openpyxl.load_workbook(io.BytesIO(workbook(briefing)))
    assert briefing.left_out in {c.value for row in book["Ringkasan"].iter_rows() for c in row}


def test_a_desa_names_the_kecamatan_whose_figures_its_pages_show():
    briefing = made(desa_figures(), "63.11.05.2001")
    for key in ("peta", "wilayah"):
        page = briefing.page(key)
        assert page.takeaway.startswith("Kecamatan Lampihong: ")
        assert "20,0 % (12 dari 60), belum dapat dibedakan dari desa lain." in page.takeaway
        assert "Kecamatan Lampihong" in briefing.foot(page)
        assert "n = 240" in briefing.foot(page)
    assert "n = 60" in briefing.foot(briefing.pages[0])
    assert "n = 60 tiap tahun" in briefing.foot(briefing.page("tren"))


def test_areas_of_few_children_have_no_place_in_the_order():
    counts = [(1, 11), *((c, 60) for c in (5, 9, 8, 7, 6, 10, 11, 12, 13))]
    cells = {(f"63.11.05.20{i:02d}", "2024"): pair for i, pair in enumerate(counts, 1)}
    parts = frame("desa", cells)
    rows, _ = sides(parts, parts.head(0), {})
    assert len(rows) == 8
    assert not any(r["few"] for r in rows)
    assert rows[-1]["counts"] == "5 dari 60"
    rows, _ = sides(parts.head(4), parts.head(0), {})
    assert [r["counts"] for r in rows] == ["9 dari 60", "8 dari 60", "5 dari 60", "1 dari 11"]
    assert [r["few"] for r in rows] == [False, False, False, True]


def test_what_is_made_without_disclosure_control_says_so_everywhere():
    figures = district(NOW, THEN)
    figures.internal = True
    briefing = made(figures)
    assert content(briefing)["sintetis"] == f"Data sintetis · {INTERNAL}"
    assert name_of(briefing) == "stunting-kabupaten-balangan-2024-internal-sintetis"
    book = openpyxl.load_workbook(io.BytesIO(workbook(briefing)))
    for name in book.sheetnames:
        if name != "Definisi":
            assert INTERNAL in book[name]["A2"].value
    with zipfile.ZipFile(io.BytesIO(csv_archive(briefing))) as archive:
        for name in archive.namelist():
            assert INTERNAL in archive.read(name).decode("utf-8-sig")
    open_ = made(district(NOW, THEN))
    assert INTERNAL not in content(open_)["sintetis"]
    assert name_of(open_) == "stunting-kabupaten-balangan-2024-sintetis"


@pytest.fixture(scope="module")
def rich():
    figures = district(NOW, THEN)
    figures._iku, figures._causes = iku.table("63.11", 2024), causes()
    return made(figures)


def test_a_figure_looks_like_its_unit(rich):
    book = openpyxl.load_workbook(io.BytesIO(workbook(rich)))
    sheet = book["IKU"]
    head = {c.value: c.column for c in sheet[3]}
    assert "Nilai" not in head, "per 1.000 and percent in one column are no shares"
    rows, unit = list(sheet.iter_rows(min_row=4)), head["Satuan"] - 1
    deaths = next(row for row in rows if row[unit].value == "per 1.000 KH")
    shown = deaths[head["Realisasi"] - 1]
    assert (shown.value, shown.number_format) == (14.9, "General")
    for name in ("Wilayah", "Penyebab"):
        at = {c.value: c.column for c in book[name][3]}["Nilai"]
        assert book[name].cell(4, at).number_format == "0.00%"
    limits = [row[head[c] - 1].value for row in rows for c in ("Batas bawah", "Batas atas")]
    assert max(v for v in limits if v is not None) > 1, "in the unit of the row"


def test_the_dictionary_says_what_a_column_is_on_each_sheet(rich):
    with zipfile.ZipFile(io.BytesIO(csv_archive(rich))) as archive:
        words = pd.read_csv(io.BytesIO(archive.read("kamus_data.csv")), sep=";", encoding="utf-8-sig")
        sources = archive.read("sumber.txt").decode()
    meaning = words.set_index(["berkas", "kolom"])["arti"]
    assert meaning["wilayah.csv", "penyebut"] == "Balita yang diukur dan dapat dinilai"
    assert meaning["penyebab.csv", "penyebut"].startswith("Anak stunting yang didata")
    assert ("iku.csv", "nilai") not in meaning.index
    assert meaning["penyebab.csv", "anak_model"].startswith("Balita dengan jawaban lengkap")
    assert "Mengapa: Sumber: pendataan keluarga dan e-PPGBM" in sources


def test_the_page_of_key_indicators_has_no_footer_of_another_source(rich):
    page = rich.page("iku")
    foot = rich.foot(page)
    assert "n =" not in foot
    assert "ditarik" not in foot
    assert "menurut e-PPGBM" not in foot
    assert "angka terbit" in foot
    assert "halaman Target" not in page.note
