"""Three walks as three people take them: the officer's month, a TPPS meeting, the bupati's briefing."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pypdf
import pytest
from pptx import Presentation

from stunting.access import Accounts
from stunting.demo.exports import write_exports
from stunting.demo.plan import make_plan
from stunting.demo.sheets import Sheets
from stunting.demo.world import make_world
from stunting.indicators import cube, skdn
from stunting.indicators.format_id import number, percent
from stunting.indicators.participation import participation
from stunting.indicators.prevalence import prevalence
from stunting.indicators.targets import main_target
from stunting.store import Store
from tests.e2e.browser import Visitor, served
from tests.e2e.roles import NAME, Listener, parts_of, sign_in
from tests.e2e.test_screens import ANOTHER_AREA, click_area

pytestmark = pytest.mark.e2e

KAB, KEC, PLACE = "63.11", "63.11.02", "Halong"
OFFICER, PASSWORD = "petugas.halong", "langkah-pertama-1"
#: A desa as nobody spells it: too far from every name to be read by itself.
MISSPELT = "HLNG"


def figure(home: Path, period: str, area: str = KAB) -> pd.Series:
    """Return the figure of an area without any code of the screens."""
    store = Store(home)
    level = "kabupaten" if area == KAB else "kecamatan"
    made = prevalence(store.cube(cube.NAME, KAB, cube.build), level=level, period=period, area=area)
    return made[made["area"] == area].iloc[0]


def counts(row: pd.Series) -> str:
    """Return the figure as every screen says it: "1.346 dari 9.230"."""
    return f"{number(row['numerator'])} dari {number(row['denominator'])}"


def text_of(visitor: Visitor, spot: str = "[data-testid=stMain]") -> str:
    """Return what is read at a spot of the page, in one line."""
    return " ".join(visitor.page.inner_text(spot).replace("\u2060", "").split())


def menu(visitor: Visitor, title: str, *, field: bool = False) -> str:
    """Go to a page by the menu, as a person does, and return what stands there."""
    page = visitor.page
    if field:
        page.get_by_text("Lapangan", exact=True).first.click()
    links = page.get_by_test_id("stTopNavDropdownLink" if field else "stTopNavLink")
    links.filter(has_text=title).first.click()
    page.mouse.move(0, 400)
    visitor.settle()
    return text_of(visitor)


def taken(visitor: Visitor, label: str) -> tuple[str, bytes]:
    """Click a download and return the name and content of the file."""
    with visitor.page.expect_download() as waiting:
        visitor.page.get_by_role("button", name=label).first.click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


# the officer --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def fresh(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path, str]]:
    """A store with one account and nothing else, the exports of two months, and its address."""
    folder = tmp_path_factory.mktemp("langkah")
    home = folder / "store"
    Accounts(home).add(OFFICER, "puskesmas", PLACE, PASSWORD)
    sheets = Sheets(make_world(make_plan(900, 2, 2024)))
    for back in (1, 0):
        write_exports(sheets, folder, back=back)
    with served(home, folder / "server.log") as base:
        yield home, folder, base


def export_of(folder: Path, month: str) -> Path:
    """Return the officer's export of a month."""
    return next(folder.glob(f"*{month}_halong.xlsx"))


def misspell(path: Path) -> tuple[str, int]:
    """Spell one desa of an export so that nobody knows it; return its name and how many rows it has."""
    book = openpyxl.load_workbook(path)
    sheet = book.active
    header = next(row for row in sheet.iter_rows() if any(c.value == "Desa/Kel" for c in row))
    column = next(c.column for c in header if c.value == "Desa/Kel")
    cells = [row[column - 1] for row in sheet.iter_rows(min_row=header[0].row + 1)]
    name = next(c.value for c in cells if c.value)
    hit = [c for c in cells if c.value == name]
    for cell in hit:
        cell.value = MISSPELT
    book.save(path)
    return str(name), len(hit)


def fill(content: bytes, rows: int) -> bytes:
    """Fill in the template for the first children that it names."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["Isi"]
    header = next(row for row in sheet.iter_rows() if row[0].value == "No")
    at = {str(c.value).removesuffix(" *"): c.column for c in header}
    first = header[0].row + 2  # an example stands below the header
    for row in range(first, first + rows):
        sheet.cell(row, at["Tanggal pendataan"]).value = "15/12/2024"
        sheet.cell(row, at["Ada yang merokok di dalam rumah"]).value = "Ya"
        sheet.cell(row, at["Jamban sehat"]).value = "Tidak"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def drop(visitor: Visitor, file: Any) -> str:
    """Drop a file and return everything that the checklist says."""
    visitor.page.set_input_files("input[type=file]", file)
    visitor.page.wait_for_selector("[data-uji=putusan]")
    visitor.settle()
    return text_of(visitor)


def save(visitor: Visitor) -> str:
    """Press the button that stores, and return what is said then."""
    visitor.page.get_by_role("button", name=re.compile("^Simpan")).click()
    visitor.page.wait_for_selector("[data-uji=tersimpan]")
    visitor.settle()
    return text_of(visitor)


def test_the_officers_month(chromium: Any, fresh: tuple[Path, Path, str]) -> None:
    home, folder, base = fresh
    november, december = export_of(folder, "2024-11"), export_of(folder, "2024-12")
    desa, rows = misspell(november)
    visitor = Visitor(chromium, base)
    page = visitor.page

    # the first sign-in: nothing there, and what to do about it, without a word for administrators
    sign_in(visitor, OFFICER, password=PASSWORD)
    said = text_of(visitor)
    assert "Belum ada data" in said
    assert "Daftar Anak Berdasarkan Status Gizi" in said
    assert "stunting demo" not in said
    assert "Unggah berkas pertama" in menu(visitor, "Tren"), "every empty page says it"
    page.locator("[data-uji=mulai]").click()
    page.wait_for_selector("input[type=file]", state="attached")
    visitor.settle()
    for room, words in (("Wilayah", "Semua wilayah dikenal"), ("Riwayat", "Belum ada unggahan"),
                        ("Berkas", "Templat kosong")):  # fmt: skip
        page.get_by_text(room, exact=True).first.click()
        visitor.settle()
        assert words in text_of(visitor)

    # last month: read, taken home, stored
    said = drop(visitor, str(november))
    assert "baris siap disimpan" in said
    assert "bulan ini belum pernah masuk" in said
    assert re.search(r"\b1 wilayah belum dikenal", said)
    assert f"{MISSPELT.title()} desa · {rows} baris" in said
    assert "Desa tidak dikenal" not in text_of(visitor, ".st-key-perlu_anda"), "counted twice"
    told = re.search(r"\(([\d.]+ dari [\d.]+)\)", text_of(visitor, "[data-uji=ubah]")).group(1)
    name, content = taken(visitor, "Berkas saya")
    assert name == f"{november.stem} - temuan.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Berkas saya", "Yang diperbaiki", "Keterangan"]
    assert MISSPELT in {cell for row in book["Berkas saya"].iter_rows(values_only=True) for cell in row}
    said = save(visitor)
    assert counts(figure(home, "2024-11")) == told
    assert "Tindak lanjut November 2024" in said

    # the desa that nobody knew
    assert Store(home).unmatched(KAB)["rows"].tolist() == [rows]
    page.get_by_role("button", name="Padankan 1 wilayah").click()
    visitor.settle()
    assert MISSPELT.title() in text_of(visitor)
    choice = page.get_by_role("combobox", name="Dibaca sebagai")
    if desa.title() not in choice.input_value():
        choice.fill(desa.title())
        page.keyboard.press("Enter")
        visitor.settle()
    page.get_by_role("button", name="Padankan", exact=True).click()
    visitor.settle()
    said = text_of(visitor)
    assert "Semua wilayah dikenal." in said
    assert f"“{MISSPELT.title()}” dibaca sebagai Desa {desa.title()}" in said
    assert not len(Store(home).unmatched(KAB))

    # what e-PPGBM does not ask: the template with one's own children, filled in
    page.get_by_text("Berkas", exact=True).first.click()
    visitor.settle()
    name, content = taken(visitor, "Berisi anak saya")
    assert name == f"templat anak - {PLACE}.xlsx"
    filled = {"name": name, "mimeType": "application/octet-stream", "buffer": fill(content, 5)}
    said = drop(visitor, filled)
    assert "5 baris siap disimpan" in said
    assert "0 baru, 5 sudah dikenal" in said
    save(visitor)
    assert Store(home).supplement(KAB, "anak")["merokok_di_rumah"].tolist() == ["ya"] * 5

    # this month, and the figure that it changes
    page.get_by_role("button", name="Ringkasan Desember 2024").or_(
        page.get_by_role("button", name="Lihat Ringkasan")
    ).first.click()
    page.wait_for_selector(".st-key-ringkasan")
    visitor.settle()
    assert counts(figure(home, "2024")) == told
    assert told in text_of(visitor, ".pokok")
    menu(visitor, "Unggah", field=True)
    said = drop(visitor, str(december))
    told = re.search(r"\(([\d.]+ dari [\d.]+)\)", text_of(visitor, "[data-uji=ubah]")).group(1)
    save(visitor)
    page.get_by_role("button", name="Ringkasan Desember 2024").click()
    page.wait_for_selector(".st-key-ringkasan")
    visitor.settle()
    said = text_of(visitor, ".pokok")
    assert counts(figure(home, "2024-12")) == told
    assert told in said
    assert "Desember 2024" in said
    assert "baru 1 dari 12 puskesmas" in text_of(visitor), "one puskesmas is not the kabupaten"

    # the children of the month: a list, a child, the way back, a sheet for each posyandu
    said = menu(visitor, "Tindak lanjut", field=True)
    assert f"Puskesmas {PLACE}" in said
    assert "Desember 2024" in said
    listed = participation(Store(home).cube(cube.NAME, KAB, cube.build), period="2024-12").iloc[0]
    assert f"Ditimbang {number(listed['numerator'])} dari" in said
    first = page.locator(".tl-anak a").first
    child = first.inner_text()
    first.click()
    page.wait_for_url(re.compile("/anak"))
    visitor.settle()
    said = text_of(visitor)
    assert child in said
    assert "umur tidak diketahui" not in said
    page.get_by_text("Kembali ke daftar").click()
    page.wait_for_url(re.compile("/tindak_lanjut"))
    visitor.settle()
    name, content = taken(visitor, "Cetak per posyandu")
    assert name == "tindak-lanjut-puskesmas-halong-2024-12-sintetis.pdf"
    sheet = pypdf.PdfReader(io.BytesIO(content)).pages[0]
    assert [round(float(x)) for x in sheet.mediabox[2:]] == [595, 842], "A4, upright"
    assert any(child.encode() in part for part in parts_of(content))

    # two months cannot tell who nearly has a full card: no zero, and no way to an empty list
    menu(visitor, "Posyandu")
    page.get_by_text("Kartu kehadiran", exact=True).click()
    visitor.settle()
    assert skdn.NOT_YET in text_of(visitor, "[data-uji=kartu-kurang]")
    assert page.locator("[data-uji=kartu-kurang] a").count() == 0

    # a mistake: the last upload is taken back, and the figure of before is there again
    menu(visitor, "Unggah", field=True)
    page.get_by_text("Riwayat", exact=True).click()
    visitor.settle()
    assert "3 unggahan berlaku" in text_of(visitor)
    page.get_by_role("button", name="Batalkan").first.click()
    page.wait_for_selector(".riwayat.batal")
    visitor.settle()
    said = menu(visitor, "Ringkasan")
    assert counts(figure(home, "2024")) in text_of(visitor, ".pokok")
    assert "Desember 2024" not in text_of(visitor, ".pokok")
    assert visitor.errors == []
    assert visitor.outside == []
    page.click(".akun >> text=Keluar")
    page.wait_for_url(re.compile("/masuk"))
    visitor.close()


# the meeting --------------------------------------------------------------------------------------


def test_a_tpps_meeting(enter: Any, demo_home: Path) -> None:
    visitor = enter("tpps")
    page = visitor.page
    heard = Listener(visitor)
    whole, part = figure(demo_home, "2024"), figure(demo_home, "2024", KEC)
    before = figure(demo_home, "2023", KEC)
    aim = main_target(KAB, "stunting", "2024")
    assert aim is not None
    children = {
        area: number(round(row["numerator"] - aim["printed"] * row["denominator"]))
        for area, row in ((KAB, whole), (KEC, part))
    }
    told = {"stunting": counts(part)}

    def here(title: str, label: str = "Kecamatan Halong", period: str = "Tahun 2024") -> str:
        """Go to a page; it says the same place and time, in the filter row and in its footer."""
        said = menu(visitor, title)
        chosen = page.locator(".st-key-saring [role=combobox]").evaluate_all("es => es.map(e => e.value)")
        assert chosen[:2] == [label, period], title
        assert label in said, title
        heard.look(title)
        return said

    said = text_of(visitor)
    assert counts(whole) in said
    assert f"sekitar {children[KAB]} balita" in said
    assert "puskesmas" not in text_of(visitor, ".st-key-baris_catatan"), "every puskesmas delivered"

    # where: the map, and one kecamatan of it
    here("Peta", "Kabupaten Balangan")
    page.get_by_text("Kecamatan", exact=True).first.click()
    visitor.settle()
    was = page.inner_text(".lembar h2")
    click_area(visitor, KEC)
    page.wait_for_function(ANOTHER_AREA, arg=was)
    visitor.settle()
    assert told["stunting"] in text_of(visitor, ".lembar")
    assert told["stunting"] in here("Ringkasan")
    assert len(page.locator(".panggung .dasar path title").all_text_contents()) > 8, "its desa"

    # since when, and whether that can be told from chance
    said = here("Tren")
    assert told["stunting"] in said
    row = page.locator(f"[data-uji=tabel] tr[data-wilayah='{KEC}']").inner_text().replace("\u2060", "")
    assert counts(before) in " ".join(row.split())
    assert counts(part) in " ".join(row.split())
    assert re.search(r"(turun|naik|belum dapat dibedakan)", row)

    # how far from the plan
    said = here("Target")
    gap = number(100 * round(part["value"], 4) - 100 * aim["printed"], 2)
    assert f"{gap} poin" in said
    assert f"{children[KEC]} balita" in said
    assert re.search(r"Peluang .* pada 20\d\d", said)

    # who comes, which desa first, and a draft to take along
    month = participation(
        Store(demo_home).cube(cube.NAME, KAB, cube.build), level="kecamatan", period="2024-11", area=KEC
    ).iloc[0]
    assert counts(month) in here("Posyandu")
    here("Desa lokus")
    ranked = page.locator("[data-uji=tabel] tbody tr").count()
    name, content = taken(visitor, "Rancangan SK (XLSX)")
    assert name == "rancangan-lokus-stunting-kabupaten-balangan-2024-eppgbm-sintetis.xlsx"
    assert content.startswith(b"PK")
    assert ranked >= 5
    assert not any(NAME.search(part) for part in parts_of(content))

    # why, and the choice is still there on the way back
    assert "bukan bukti sebab" in here("Determinan")
    page.go_back()
    page.wait_for_url(re.compile("/lokus"))
    visitor.settle()
    assert "wilayah=Kecamatan+Halong" in page.url

    # the same figure for everybody in the room
    page.get_by_test_id("stTopNavLink").filter(has_text="Paparan").first.click()
    page.wait_for_selector(".pp[data-siap]")
    shown = text_of(visitor, ".pp-slide:not([hidden])")
    assert told["stunting"] in shown
    assert "Kecamatan Halong" in shown
    heard.look("Paparan")
    page.keyboard.press("Escape")
    page.wait_for_selector(".st-key-ringkasan")
    visitor.settle()
    assert told["stunting"] in text_of(visitor, ".pokok")

    assert heard.identities(set()) == {}
    assert visitor.errors == []
    assert visitor.outside == []


# the briefing -------------------------------------------------------------------------------------


def test_the_bupatis_briefing(visit: Any, demo_home: Path) -> None:
    row = figure(demo_home, "2024", KEC)
    large, told = percent(row["value"], 2), counts(row)
    visitor = visit("layar")
    page = visitor.page
    page.goto(visitor.base + "/paparan?wilayah=Kecamatan+Halong&periode=Tahun+2024")
    page.wait_for_selector(".pp[data-siap]")
    shown = ".pp-slide:not([hidden])"

    # the first slide, from the back of the hall: figure, place, time, source, mark; nothing covers them
    said = text_of(visitor, shown)
    for words in (large, told, "Kecamatan Halong, Tahun 2024", "Sumber: e-PPGBM", "Data sintetis"):
        assert words in said.replace("\xa0", " "), words
    boxes = [page.locator(f"{shown} .pp-kaki").bounding_box(), page.locator(".pp-kendali").bounding_box()]
    foot, bar = boxes
    assert bar["y"] + bar["height"] < foot["y"], "the controls cover source and mark"
    total = page.locator(".pp-slide").count()
    for key, at in (("ArrowRight", 2), ("ArrowRight", 3), ("ArrowLeft", 2), ("End", total), ("Home", 1)):
        page.keyboard.press(key)
        assert page.locator(shown).get_attribute("data-n") == str(at)
        assert "Data sintetis" in text_of(visitor, shown)
    light = page.locator(".pp").evaluate("e => getComputedStyle(e).backgroundColor")
    page.keyboard.press("t")
    assert page.locator(".pp").evaluate("e => getComputedStyle(e).backgroundColor") != light
    page.keyboard.press("t")
    assert page.locator(".pp").evaluate("e => getComputedStyle(e).backgroundColor") == light

    # the way out leads to the page of the same figure, and to the files
    page.keyboard.press("Escape")
    page.wait_for_selector(".st-key-ringkasan")
    visitor.settle()
    assert large.removesuffix(" %") in text_of(visitor, ".pokok .angka")
    assert told in text_of(visitor, ".pokok")
    page.locator(".st-key-kaki").get_by_role("button", name="Paparan").click()
    stem = "stunting-kecamatan-halong-2024-eppgbm-sintetis"
    files: dict[str, bytes] = {}
    for label, end in (("Slide (PDF)", "paparan.pdf"), ("Satu lembar A4", "satu-lembar.pdf"),
                       ("Gambar untuk ponsel", "ponsel.png"), ("Semua gambar slide", "gambar.zip"),
                       ("PowerPoint", "paparan.pptx"),
                       ("Angka (XLSX)", "angka.xlsx")):  # fmt: skip
        name, files[end] = taken(visitor, label)
        assert name == f"{stem}-{end}"
    spoken = {end: _words(end, files[end]) for end in files if not end.endswith((".zip", ".png"))}
    for end, text in spoken.items():
        for words in (large, told, "Kecamatan Halong", "Data sintetis"):
            assert words in text, f"{end}: {words}"
    with zipfile.ZipFile(io.BytesIO(files["gambar.zip"])) as archive:
        pictures = {name: archive.read(name) for name in archive.namelist()}
    assert len(pictures) == total + 1, "every slide, and one for a phone"
    assert all(p.startswith(b"\x89PNG") for p in [files["ponsel.png"], *pictures.values()])
    assert all("sintetis" in name and "kecamatan-halong" in name for name in pictures)
    assert visitor.errors == []
    assert visitor.outside == []


def _words(end: str, content: bytes) -> str:
    """Return what a file says, in one line."""
    if end.endswith(".pdf"):
        text = " ".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(content)).pages)
    elif end.endswith(".pptx"):
        shapes = [s for slide in Presentation(io.BytesIO(content)).slides for s in slide.shapes]
        text = " ".join(s.text_frame.text for s in shapes if s.has_text_frame)
    else:
        book = openpyxl.load_workbook(io.BytesIO(content))
        text = " ".join(
            str(c) for sheet in book for row in sheet.iter_rows(values_only=True) for c in row if c
        )
    return " ".join(text.replace("\u2060", "").split())
