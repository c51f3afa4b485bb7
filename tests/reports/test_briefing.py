"""Briefings: sentences never claim too much, every page says where it is from, every format says the same."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import numpy as np
import openpyxl
import pandas as pd
import pypdf
import pytest
from PIL import Image
from pptx import Presentation

from stunting.reports.briefing import collect
from stunting.reports.briefing.content import HEADLINE, PAGES, Causes
from stunting.reports.briefing.files import FORMATS, contents, write
from stunting.reports.briefing.slides import pptx
from stunting.reports.briefing.tables import csv_archive, workbook
from stunting.reports.briefing.typeset import pdf, png
from tests.reports.figures import KEC, Made, district, frame

TODAY = dt.date(2024, 9, 2)
RISING = district([60, 70, 65, 80, 75, 66, 71, 90], [40, 41, 42, 39, 40, 38, 44, 30])
EVEN = district([45] * 8, [45] * 8)


def made(figures, area="63.11", period="2024"):
    return collect(figures, area, period, today=TODAY)


def words(data: bytes) -> str:
    return " ".join(" ".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(data)).pages).split())


def slide_texts(data: bytes) -> list[str]:
    def text(shape):
        if shape.shape_type == 6:
            return " ".join(text(s) for s in shape.shapes)
        if getattr(shape, "has_table", False):
            return " ".join(c.text for row in shape.table.rows for c in row.cells)
        return shape.text_frame.text if shape.has_text_frame else ""

    return [" ".join(text(s) for s in slide.shapes) for slide in Presentation(io.BytesIO(data)).slides]


def test_the_whole_has_the_pages_that_have_something_to_say():
    briefing = made(RISING)
    assert [p.key for p in briefing.pages] == ["pokok", "peta", "tren", "wilayah", "dua_tahun", "tindakan"]
    assert briefing.figure == "24,04 %"
    assert briefing.title == "Stunting Kabupaten Balangan, Tahun 2024"
    assert not briefing.sentence.startswith("24,04 %")
    assert "Naik" in briefing.sentence
    assert briefing.tiles[0][:2] == ("Di atas target 2024 (11,6 %)", "12,44 poin")
    assert briefing.tiles[0][2] == "Sekitar 299 balita."
    assert "target" not in briefing.sentence, "the tile beside it says so"
    assert {p.key for p in briefing.pages} <= set(PAGES)


@pytest.mark.parametrize(
    ("figures", "says", "never"),
    [
        (RISING, "Naik", "Turun"),
        (district([30] * 8, [60] * 8), "Turun", "Naik"),
        (EVEN, "belum dapat dibedakan", "Cari sebab"),
        (district([46] * 8, [45] * 8), "belum dapat dibedakan", "Cari sebab"),
    ],
    ids=["rising", "falling", "equal", "undecided"],
)
def test_change_is_claimed_only_where_it_can_be_told(figures, says, never):
    text = words(pdf(made(figures)))
    assert says in text
    assert never not in text


@pytest.mark.parametrize(
    ("figures", "figure", "pages"),
    [
        (Made({}), "belum ada data", ["pokok"]),
        (Made({"kabupaten": {("63.11", "2024"): (0, 0)}}), "belum ada data", ["pokok"]),
        (Made({"kabupaten": {("63.11", "2024"): (6, 17)}}), "6 dari 17", ["pokok"]),
        (Made({"kabupaten": {("63.11", "2024"): (0, 400)}}), "0,00 %", ["pokok"]),
        (district([50], [40]), "16,67 %", ["pokok", "peta", "tren"]),
    ],
    ids=["nothing", "nobody measured", "tiny", "no case", "one area"],
)
def test_what_is_missing_is_left_out_never_empty(figures, figure, pages):
    briefing = made(figures)
    assert briefing.figure == figure
    assert [p.key for p in briefing.pages if p.key != "tindakan"] == pages
    files = contents(briefing)
    text = words(next(data for name, data in files.items() if name.endswith("paparan.pdf")))
    assert "nan" not in text.lower().split()
    assert "None" not in text


@pytest.mark.parametrize("level", ["kabupaten", "kecamatan"])
def test_every_page_of_every_format_carries_its_origin(level):
    figures = RISING
    area = "63.11" if level == "kabupaten" else KEC[0]
    briefing = made(figures, area)
    lines = [briefing.foot(page) for page in briefing.pages]
    line = briefing.provenance.line()
    for part in ("e-PPGBM, ditarik 1 Sep 2024", "Tahun 2024", "n = ", "dicetak 2 Sep 2024"):
        assert part in line
    for layout in ("deck", "sheet"):
        pages = pypdf.PdfReader(io.BytesIO(pdf(briefing, layout))).pages
        for page, own in zip(pages, lines if layout == "deck" else [line], strict=True):
            text = " ".join(page.extract_text().split())
            assert own in text
            assert "Data sintetis" in text
    for text, own in zip(slide_texts(pptx(briefing)), lines, strict=True):
        assert own in text
        assert "Data sintetis" in text
    book = openpyxl.load_workbook(io.BytesIO(workbook(briefing)))
    assert line in {c.value for row in book["Ringkasan"].iter_rows() for c in row}
    for name in book.sheetnames:
        if name != "Definisi":
            assert "sintetis" in str(book[name]["A2"].value).lower()
    with zipfile.ZipFile(io.BytesIO(csv_archive(briefing))) as archive:
        assert line in archive.read("sumber.txt").decode()


def test_pdf_has_title_language_embedded_fonts_and_searchable_text():
    reader = pypdf.PdfReader(io.BytesIO(pdf(made(RISING))))
    assert reader.metadata.title == "Stunting Kabupaten Balangan, Tahun 2024"
    assert reader.trailer["/Root"]["/Lang"] == "id"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "Lampihong" in words(pdf(made(RISING)))
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            font = font.get_object()
            inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
            assert any(key.startswith("/FontFile") for key in inner["/FontDescriptor"].get_object())


def test_pictures_have_their_sizes_and_are_not_blank():
    briefing = made(RISING)
    pages = png(briefing)
    assert len(pages) == len(briefing.pages)
    for data in pages:
        picture = Image.open(io.BytesIO(data))
        assert picture.size == (1920, 1080)
        assert np.asarray(picture.convert("L")).std() > 10
    assert Image.open(io.BytesIO(png(briefing, "phone")[0])).size == (1080, 1920)
    assert len(png(briefing, "sheet")) == 1


def test_powerpoint_is_native():
    shapes = [s for slide in Presentation(io.BytesIO(pptx(made(RISING)))).slides for s in slide.shapes]
    assert any(getattr(s, "has_chart", False) and s.has_chart for s in shapes)
    assert any(getattr(s, "has_table", False) and s.has_table for s in shapes)
    group = next(s for s in shapes if s.shape_type == 6)
    named = {s.name for s in group.shapes}
    assert {"Juai", "Lampihong"} <= named
    assert all(s.fill.fore_color.rgb is not None for s in group.shapes)
    chart = next(s.chart for s in shapes if getattr(s, "has_chart", False) and s.has_chart)
    series = {s.name: list(s.values) for s in chart.plots[0].series}
    assert series["Stunting"] == pytest.approx([314 / 2400, 577 / 2400])


def test_tables_hold_the_counts_and_their_meaning():
    book = openpyxl.load_workbook(io.BytesIO(workbook(made(RISING))))
    head, *rows = [[c.value for c in line] for line in book["Wilayah"].iter_rows(min_row=3)]
    table = pd.DataFrame(rows, columns=head).set_index("Kode")
    assert table.loc[KEC[0], "Pembilang"] == 60
    assert table.loc[KEC[0], "Nilai"] == pytest.approx(0.2)
    defined = {row[1].value for row in book["Definisi"].iter_rows(min_row=2) if row[0].value == "Wilayah"}
    assert set(head) <= defined
    with zipfile.ZipFile(io.BytesIO(csv_archive(made(RISING)))) as archive:
        read = pd.read_csv(
            io.BytesIO(archive.read("wilayah.csv")), sep=";", decimal=",", encoding="utf-8-sig"
        )
        words = pd.read_csv(io.BytesIO(archive.read("kamus_data.csv")), sep=";", encoding="utf-8-sig")
    assert set(read.columns) == set(words.loc[words["berkas"] == "wilayah.csv", "kolom"])
    assert not words.duplicated(["berkas", "kolom"]).any()
    assert read.set_index("kode").loc[KEC[0], "pembilang"] == 60


def test_hidden_counts_stay_hidden_in_every_format():
    desa = {
        (f"63.11.05.20{i:02d}", p): (c, 40) for i, c in enumerate([2, 7, 19, 23], 1) for p in ("2024", "2023")
    }
    kec = {("63.11.05", p): (51, 160) for p in ("2024", "2023")}
    briefing = made(Made({"desa": desa, "kecamatan": kec}), "63.11.05")
    parts = briefing.page("peta").frames["parts"]
    assert parts["suppressed"].tolist() == [True, True, False, False]
    assert parts.loc[parts["suppressed"], ["value", "numerator"]].isna().all(axis=None)
    every = words(pdf(briefing)) + words(pdf(briefing, "sheet")) + " ".join(slide_texts(pptx(briefing)))
    assert "disamarkan" in every
    for secret in ("5,0 %", "2 dari 40", "17,5 %", "7 dari 40"):
        assert secret not in every
    with zipfile.ZipFile(io.BytesIO(csv_archive(briefing))) as archive:
        read = pd.read_csv(
            io.BytesIO(archive.read("wilayah.csv")), sep=";", decimal=",", encoding="utf-8-sig"
        )
    assert read.loc[read["disamarkan"] == "ya", ["nilai", "pembilang"]].isna().all(axis=None)


def test_causes_are_a_page_and_an_action():
    causes = frame("kabupaten", {("63.11", "2024"): (120, 577)}).assign(title="Tanpa jamban sehat")
    figures = district([60, 70, 65, 80, 75, 66, 71, 90], [40, 41, 42, 39, 40, 38, 44, 30])
    figures._causes = Causes(
        causes, "Tanpa jamban sehat paling besar.", "Bukan bukti sebab.", ("jamban", "120 balita.")
    )
    briefing = made(figures)
    assert "Bukan bukti sebab." in words(pdf(briefing))
    assert "Tanpa jamban sehat" in " ".join(slide_texts(pptx(briefing)))


def test_files_have_names_that_say_what_they_are(tmp_path):
    paths = write(made(RISING), tmp_path / "baru")
    names = sorted(p.name for p in paths)
    assert all(n.startswith("stunting-kabupaten-balangan-2024-sintetis-") for n in names)
    assert {p.suffix for p in paths} == {".pdf", ".png", ".pptx", ".xlsx", ".zip"}
    assert all(p.stat().st_size > 1000 for p in paths)
    assert len(FORMATS) == 5
    with pytest.raises(ValueError, match="unknown formats: gif"):
        contents(made(RISING), ["gif"])


def test_a_month_is_compared_with_the_same_month():
    months = {
        ("63.11", "2024-08"): (300, 2000),
        ("63.11", "2023-08"): (400, 2000),
        ("63.11", "2024-07"): (1, 2000),
    }
    briefing = made(Made({"kabupaten": months}), period="2024-08")
    assert "dari Agustus 2023" in briefing.sentence
    assert briefing.page(HEADLINE) is briefing.pages[0]
