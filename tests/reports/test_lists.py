"""Workbook and printed list say the same, to those who may see it."""

import datetime as dt
import io

import numpy as np
import openpyxl
import pandas as pd
import pytest

from stunting.indicators import follow_up
from stunting.reports.follow_up_frame import actions
from stunting.reports.lists import About, printable, printable_png, workbook
from tests.indicators.test_follow_up import MONTH, frame, visit

pypdf = pytest.importorskip("pypdf", reason="pypdf reads the PDF back")


def about(**other):
    given = {"period": MONTH, "source": "e-PPGBM, ditarik 1 Sep 2024", "printed": dt.date(2024, 9, 2)}
    return About(**(given | {"label": lambda key: f"Desa {key}"} | other))


def found(names=True) -> pd.DataFrame:
    rows = frame(
        visit("a", whz=-3.5), visit("b", period="2024-07"), visit("b"),
        visit("c", weight=None, height=None, posyandu="Mawar"), visit("d", posyandu="Mawar"),
        *(visit("e", period=f"2024-0{m}", weight=9.0 + m, posyandu="Mawar") for m in range(3, 9)),
    )  # fmt: skip
    out = follow_up.lists(rows, MONTH)
    if names:
        out["name"] = "CONTOH ANAK " + out["child_id"].astype("str").str.upper()
        out["parent"] = "=CONTOH IBU"
        out["rt"], out["rw"] = "003", None
    return out


def text_of(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def test_each_posyandu_begins_a_page_in_order_of_priority():
    pages = text_of(printable(found(), about()))
    assert len(pages) == 2
    melati, mawar = sorted(pages, key=lambda t: "Posyandu Mawar" in t)
    assert "Tindak lanjut Posyandu Melati" in melati
    assert melati.index("CONTOH ANAK A") < melati.index("CONTOH ANAK B")
    assert "BB/TB −3,50 (gizi buruk)" in melati
    assert "2 anak perlu ditindaklanjuti: 1 P1, 1 P3." in melati
    assert "CONTOH ANAK A" not in mawar
    assert "Kartu KALITA penuh: hadir 6 bulan atau lebih (1)" in mawar
    assert "CONTOH ANAK E (25 bln)" in mawar


def test_every_page_says_what_it_is():
    for page in text_of(printable(found(), about(synthetic=True))):
        for words in (
            "Puskesmas Contoh",
            "Agustus 2024",
            "dicetak 2 Sep 2024",
            "e-PPGBM, ditarik 1 Sep 2024",
        ):
            assert words in page
        assert page.count("DATA SINTETIS") >= 2
        assert "Petugas gizi" in page
        assert "dari 2" in page
        assert "nan" not in page.lower().split()


def test_real_data_bear_no_synthetic_mark():
    assert not any("SINTETIS" in page for page in text_of(printable(found(), about())))


def test_without_names_nobody_is_named():
    pdf = printable(found(names=False), about())
    assert not any("CONTOH ANAK" in page for page in text_of(pdf))
    assert not any("Berisi nama anak" in page for page in text_of(pdf))
    assert any("ID a" in page for page in text_of(pdf))


def test_fonts_are_embedded_and_the_house_one():
    fonts = set()
    for page in pypdf.PdfReader(io.BytesIO(printable(found(), about()))).pages:
        for font in page["/Resources"]["/Font"].values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            fonts.add(str(descendant["/BaseFont"]))
            descriptor = descendant["/FontDescriptor"].get_object()
            assert any(k in descriptor for k in ("/FontFile2", "/FontFile3"))
    assert fonts
    assert all("SourceSans3" in name for name in fonts), fonts


def test_paper_is_a4():
    box = pypdf.PdfReader(io.BytesIO(printable(found(), about()))).pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == (595, 842)


def test_names_are_data_never_markup():
    rows = found()
    rows["name"] = '#panic() $x$ *tebal* [CONTOH] \\ // @x <y> "'
    assert '#panic() $x$ *tebal* [CONTOH] \\ // @x <y> "' in text_of(printable(rows, about()))[0]


def test_an_empty_list_is_a_page_that_says_so():
    pages = text_of(printable(found().iloc[:0], about()))
    assert len(pages) == 1
    assert "Tidak ada anak" in pages[0]


def test_a_long_list_goes_on_with_its_header():
    rows = frame(*(visit(f"k{i:03d}", haz=-2.5) for i in range(60)))
    pages = text_of(printable(follow_up.lists(rows, MONTH), about()))
    assert len(pages) > 2
    assert all("Posyandu Melati" in page for page in pages)
    assert sum(page.count("ID k0") for page in pages) == 60


def test_the_same_pages_as_pictures():
    pages = printable_png(found(), about(), ppi=30)
    assert len(pages) == 2
    assert all(page.startswith(b"\x89PNG") for page in pages)


def book_of(rows, **other):
    return openpyxl.load_workbook(io.BytesIO(workbook(rows, about(**other))))


def test_one_sheet_a_posyandu_and_one_of_all():
    book = book_of(found(), synthetic=True)
    assert set(book.sheetnames) == {"Melati", "Mawar", "Semua daftar"}
    sheet = book["Melati"]
    assert sheet["A1"].value == "Tindak lanjut Posyandu Melati, Agustus 2024"
    assert "e-PPGBM, ditarik 1 Sep 2024" in sheet["A4"].value
    assert sheet["A5"].value == "DATA SINTETIS"
    header = [c.value for c in sheet[6]]
    assert header[:3] == ["Prioritas", "Nama", "Orang tua"]
    first = dict(zip(header, [c.value for c in sheet[7]], strict=True))
    assert first["Prioritas"] == "P1"
    assert first["Nama"] == "CONTOH ANAK A"
    assert first["RT"] == "003"
    assert first["ZS BB/TB"] == -3.5
    assert first["Tanggal ukur"] == dt.datetime(2024, 8, 10)
    assert sheet.freeze_panes == "C7"
    assert str(sheet.page_setup.paperSize) == "9"
    assert "DATA SINTETIS" in sheet.oddFooter.center.text
    assert sheet.print_title_rows == "$6:$6"


def test_the_sheet_of_all_has_one_row_a_child_and_list():
    rows = found()
    sheet = book_of(rows)["Semua daftar"]
    assert sheet.max_row - 6 == len(rows)
    assert sheet["A5"].value is None


def test_nothing_in_the_workbook_is_a_formula_or_link():
    rows = found()
    rows["name"] = ['=HYPERLINK("http://x")', "http://x", "{=1}", "-1", "+1", "@x", *(["x"] * len(rows))][
        : len(rows)
    ]
    for sheet in book_of(rows):
        for line in sheet.iter_rows():
            for cell in line:
                assert cell.data_type != "f"
                assert cell.hyperlink is None


def test_without_names_there_is_no_column_for_them():
    header = [c.value for c in book_of(found(names=False))["Melati"][6]]
    assert "Nama" not in header
    assert "Orang tua" not in header


def test_sheet_names_that_excel_refuses():
    names = ["A" * 40, "A" * 40 + "b", "Mawar/II: [1]?*", "History", "semua daftar", "'"]
    rows = frame(*(visit(str(i), haz=-2.5, posyandu=name) for i, name in enumerate(names)))
    book = book_of(follow_up.lists(rows, MONTH))
    assert len(book.sheetnames) == len({n.lower() for n in book.sheetnames}) == len(names) + 1
    assert all(len(n) <= 31 for n in book.sheetnames)


def test_empty_workbook_and_missing_places():
    assert book_of(found().iloc[:0]).sheetnames == ["Semua daftar"]
    rows = frame(visit(haz=-2.5, posyandu=None, sex=None, birth_date=pd.NaT, lila_cm=np.nan))
    lists = follow_up.lists(rows, MONTH)
    assert "(tidak tercatat)" in book_of(lists).sheetnames
    assert "(tidak tercatat)" in text_of(printable(lists, about()))[0]


def test_a_child_that_stays_away_with_gizi_buruk_is_visited():
    assert actions("tidak_ditimbang", "P1").startswith("Kunjungi rumah")
    assert actions("gizi_buruk bgm", "P1") == "Rujuk ke puskesmas hari ini"
