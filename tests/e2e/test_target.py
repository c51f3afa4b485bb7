"""The page Target in a real browser: three sizes, every part, the slider, and an admin's change."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest

from tests.e2e.browser import SIZES, Visitor
from tests.e2e.test_screens import ENGLISH, ISO

pytestmark = pytest.mark.e2e


def sane(visitor: Visitor) -> str:
    page = visitor.page
    page.wait_for_selector(".st-key-target .kaki")  # the last piece of every part
    assert visitor.errors == []
    assert visitor.outside == []
    wide = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide[0] <= wide[1], "the page scrolls sideways"
    text = page.inner_text("[data-testid=stMain]")
    assert not ENGLISH.search(text), ENGLISH.search(text)
    assert not ISO.search(text), ISO.search(text)
    return text


@pytest.mark.parametrize("size", SIZES)
def test_the_page_says_gap_children_capaian_and_path(visit, size):
    visitor = visit(size)
    page = visitor.open("/target?periode=Tahun+2024")
    text = sane(visitor).replace("\u00a0", " ")
    assert re.search(
        r"poin di atas target 2024 \(11,6 %, Perjanjian Kinerja 2024\)|Target 2024 .* tercapai", text
    )
    assert "Data sintetis" in text
    assert "hanya dibandingkan dengan survei" in text
    assert "tahun yang dipilih" in text
    assert page.locator("[data-uji=tangga] tbody tr").count() == 12  # ten documents, two headings
    tiles = page.locator(".ubin > div").evaluate_all("es => es.map(e => e.offsetHeight)")
    assert len(set(tiles)) == 1
    if size != "laptop":
        return
    for part, mark in (("Tabel IKU", "[data-uji=iku]"), ("Perbandingan", "[data-uji=provinsi]"),
                       ("Kelola", "[data-uji=tanpa-hak]")):  # fmt: skip
        _part(visitor, part, mark)
        text = sane(visitor)
        assert f"bagian_target={part.split()[0]}" in page.url
    assert page.get_by_text("Simpan target").count() == 0


def test_the_iku_workbook_a_slider_and_a_kecamatan(visit):
    visitor = visit()
    page = visitor.open("/target?periode=Tahun+2024&bagian_target=Tabel+IKU")
    with page.expect_download() as waiting:
        page.get_by_text("Unduh tabel IKU (XLSX)").click()
    with open(waiting.value.path(), "rb") as file:
        sheet = openpyxl.load_workbook(io.BytesIO(file.read()))["IKU"]
    rows = {r[2]: r for r in sheet.iter_rows(min_row=8, values_only=True)}
    assert rows["Prevalensi stunting balita"][5:8] == (11.6, 14.58, 74.3)
    assert rows["Bayi berat lahir rendah (BBLR)"][7] == -123.3
    on_screen = page.locator('[data-indikator="bblr"] .kuat').inner_text()
    assert on_screen.endswith("−123,3")
    # a slider moves the scenario
    _part(visitor, "Andaian", "p[data-uji=andaian]")
    said = page.locator("p[data-uji=andaian]")
    assert said.inner_text().startswith("Bila laju tetap")
    page.get_by_role("slider").first.focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    page.wait_for_function(
        "() => document.querySelector('p[data-uji=andaian]').innerText.startsWith('Dengan laju')"
    )
    visitor.settle()
    assert said.inner_text().endswith("Ini skenario, bukan ramalan.")
    visitor.open("/target?periode=Tahun+2024&wilayah=Kecamatan+Halong")  # only oriented by the targets
    assert "di sini hanya orientasi" in sane(visitor)


def test_an_admin_adds_a_target_and_takes_it_back(enter):
    visitor = enter("admin", path="/target?periode=Tahun+2024&bagian_target=Kelola")
    page = visitor.page
    fields = {"Nama dokumen": "RPJMD uji", "Nomor peraturan atau keputusan": "Perda 9/2025",
              "Tahun (kosong: target akhir tanpa tahun)": "2026", "Target": "127",
              "Sumber (berkas, halaman, tabel)": "Lampiran"}  # fmt: skip
    for label, value in fields.items():
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_text("Simpan target").click()
    page.wait_for_selector("[data-uji=galat]")
    assert "lebih dari 100 %" in page.inner_text("[data-uji=galat]")
    visitor.settle()
    page.get_by_label("Target", exact=True).fill("12,7")
    page.get_by_text("Simpan target").click()
    page.wait_for_selector("[data-uji=disimpan]")
    visitor.settle()
    assert "Perda 9/2025" in page.inner_text("[data-uji=riwayat]")
    try:
        _part(visitor, "Target dan jalur", "[data-uji=tangga]")
        assert re.search(
            r"RPJMD uji\s+2026 · belum jatuh tempo\s+12,7 %", page.inner_text("[data-uji=tangga]")
        )
    finally:  # other tests read this store
        _part(visitor, "Kelola", "[data-uji=riwayat]")
        page.get_by_text("Batalkan perubahan terakhir").click()
        page.wait_for_selector("[data-uji=disimpan]")
    visitor.settle()
    assert "ditarik" in page.inner_text("[data-uji=riwayat]")
    assert visitor.errors == []


def _part(visitor: Visitor, name: str, mark: str) -> None:
    """Open a part of the page by its button, and wait for `mark`."""
    page = visitor.page
    page.get_by_role("radio", name=name).or_(page.get_by_role("button", name=name)).first.click()
    page.wait_for_selector(mark)
    visitor.settle()
