"""The whole way of an upload in a real browser: sign in, drop, read, save, see the figure, undo."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from stunting.demo.accounts import make_accounts
from tests.e2e.browser import SIZES, Visitor, served
from tests.e2e.roles import sign_in
from tests.e2e.test_screens import ENGLISH, ISO

pytestmark = pytest.mark.e2e

NAMES = re.compile(r"\S+\.(csv|xlsx?)\b")


@pytest.fixture(scope="module")
def own_home(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the district, because these tests change it."""
    home = tmp_path_factory.mktemp("unggah") / "store"
    shutil.copytree(demo_home, home)
    make_accounts(home, ["Uren", "Halong"])
    return home


@pytest.fixture(scope="module")
def own_base(own_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(own_home, tmp_path_factory.mktemp("log") / "server.log") as address:
        yield address


@pytest.fixture
def enter(chromium, own_base):
    opened: list[Visitor] = []

    def new(name: str = "", size: str = "laptop", path: str = "/unggah") -> Visitor:
        visitor = Visitor(chromium, own_base, size)
        opened.append(visitor)
        if name:
            sign_in(visitor, name, path)
        else:
            visitor.open(path)
        return visitor

    yield new
    for visitor in opened:
        visitor.close()


def export_of(home: Path, name: str) -> Path:
    return next((home / "ekspor").glob(f"*_{name}.*"))


def drop(visitor: Visitor, *files: Path) -> str:
    """Drop files and return the verdict."""
    visitor.page.set_input_files("input[type=file]", [str(f) for f in files])
    visitor.page.wait_for_selector("[data-uji=putusan]")
    visitor.settle()
    return visitor.page.inner_text("[data-uji=putusan]")


def fits(visitor: Visitor) -> None:
    wide = visitor.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide[0] <= wide[1], "the page scrolls sideways"
    text = NAMES.sub("", visitor.page.inner_text("body"))
    assert not ENGLISH.search(text), ENGLISH.search(text)
    assert not ISO.search(re.sub(r"\d{4}-\d\d-\d\d", "", text)), ISO.search(text)
    assert visitor.errors == []
    assert visitor.outside == []


def test_upload_preview_save_figure_undo(enter, own_home):
    visitor = enter("uren", path="/")
    page = visitor.page
    before = page.inner_text(".pokok")
    visitor.go("/unggah")
    verdict = drop(visitor, export_of(own_home, "uren"))
    assert "baris siap disimpan" in verdict
    change = page.inner_text("[data-uji=ubah]")
    assert "belum ada" in change
    cases, measured = re.search(r"\(([\d.]+) dari ([\d.]+)\)", change).groups()
    assert "belum pernah masuk" in page.inner_text("[data-uji=ganti]")

    page.get_by_role("button", name=re.compile("^Simpan")).click()
    page.wait_for_selector("[data-uji=tersimpan]")
    visitor.settle()
    assert "Tersimpan" in page.inner_text("[data-uji=tersimpan]")
    assert page.locator("[data-uji=putusan]").count() == 0, "the uploader still holds the file"
    month = visitor.open("/?periode=Desember+2024").inner_text(".pokok")
    assert f"{cases} dari {measured} " in " ".join(month.split())
    assert "Desember 2024" in month

    visitor.go("/unggah")
    assert "sudah tersimpan" in drop(visitor, export_of(own_home, "uren"))
    assert page.get_by_role("button", name=re.compile("^Simpan")).count() == 0
    visitor.go("/papan")
    assert "Belum masuk untuk Desember 2024" in page.inner_text("[data-uji=kalimat]")
    assert "Uren" in page.inner_text("[data-uji=kalimat]").partition("Yang sudah")[2]

    visitor.go("/unggah?bagian=Riwayat")
    page.get_by_role("button", name="Batalkan").first.click()
    page.wait_for_selector(".riwayat.batal")
    visitor.settle()
    assert visitor.open("/").inner_text(".pokok") == before
    visitor.go("/unggah?bagian=Riwayat")
    page.get_by_role("button", name="Pulihkan").first.click()
    page.wait_for_selector(".riwayat.batal", state="detached")
    visitor.settle()
    assert "Desember 2024" in visitor.open("/?periode=Desember+2024").inner_text(".pokok")
    visitor.go("/unggah?bagian=Riwayat")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Berkas", exact=False).filter(has_text="Berkas").last.wait_for()
        page.locator("[class*=st-key-riwayat_] [data-testid=stPopover] button:not([disabled])").first.click()
        page.get_by_role("button", name="Berkas asli").click()
    assert Path(taken.value.path()).read_bytes() == export_of(own_home, "uren").read_bytes()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Batalkan").first.click()
    page.wait_for_selector(".riwayat.batal")
    assert visitor.errors == []


def test_cancel_leaves_no_trace(enter, own_home):
    visitor = enter("halong")
    before = (own_home / "audit.log").read_text()
    drop(visitor, export_of(own_home, "halong"))
    visitor.page.get_by_role("button", name="Batal", exact=True).click()
    visitor.page.wait_for_selector("[data-uji=putusan]", state="detached")
    visitor.settle()
    assert "halong" not in (own_home / "audit.log").read_text().removeprefix(before)
    assert visitor.page.locator("[data-testid=stFileUploaderFile]").count() == 0


def test_count_in_the_checklist_filters_the_findings_and_says_what_to_do(enter, own_home):
    visitor = enter("dinas")
    drop(visitor, export_of(own_home, "halong"))
    first = visitor.page.locator(".st-key-perlu_anda button").first
    label = re.sub(r"^\S+\s+", "", first.inner_text().replace("\n", " ")).strip()
    first.click()
    visitor.page.wait_for_selector("[data-uji=nasihat]")
    assert label in visitor.page.inner_text("[data-uji=nasihat]")
    with visitor.page.expect_download() as taken:
        visitor.page.get_by_role("button", name=re.compile("Berkas saya")).click()
    assert Path(taken.value.path()).read_bytes()[:2] == b"PK"


def test_bad_file_and_a_file_of_another_puskesmas_are_one_sentence_each(enter, own_home, tmp_path):
    bad = tmp_path / "rusak.xlsx"
    bad.write_bytes(b"PK\x03\x04rusak")
    visitor = enter("uren")
    assert "rusak" in drop(visitor, bad)
    assert visitor.page.get_by_role("button", name=re.compile("^Simpan")).count() == 0
    visitor.open("/unggah")  # with an empty field
    said = drop(visitor, export_of(own_home, "halong"))
    assert "Puskesmas Halong" in said
    assert visitor.page.get_by_role("button", name=re.compile("^Simpan")).count() == 0


@pytest.mark.parametrize("name", ["", "tpps"])
def test_other_roles_get_a_sentence_and_the_way_to_sign_in(enter, name):
    page = enter(name).page
    assert page.locator("[data-uji=tolak]").is_visible()
    assert page.locator("input[type=file]").count() == 0
    assert page.locator("[data-uji=tolak] a").get_attribute("href").startswith("/masuk?ke=")
    page.get_by_text("Lapangan", exact=True).first.click()
    links = page.get_by_test_id("stTopNavDropdownLink")
    links.filter(has_text="Kelengkapan").first.wait_for()
    assert links.filter(has_text="Unggah").count() == 0


def test_top_bar_says_who_is_signed_in_on_every_page(enter):
    visitor = enter("uren", path="/peta")
    bar = visitor.page.inner_text(".akun")
    assert "Puskesmas Uren" in bar
    visitor.page.get_by_text("Lapangan", exact=True).first.click()
    link = visitor.page.get_by_test_id("stTopNavDropdownLink").filter(has_text="Unggah")
    link.first.wait_for()
    visitor.page.keyboard.press("Escape")
    visitor.page.click(".akun >> text=Keluar")
    visitor.page.wait_for_url(re.compile("/masuk"))
    assert "Masuk" in visitor.open("/").inner_text(".akun")


@pytest.mark.parametrize("size", SIZES)
def test_no_size_overflows_and_nothing_is_english(enter, own_home, size):
    visitor = enter("dinas", size)
    fits(visitor)
    drop(visitor, export_of(own_home, "halong"), export_of(own_home, "juai"))
    fits(visitor)
    assert visitor.page.locator(".akun").is_visible()
    for path in ("/unggah?bagian=Wilayah", "/unggah?bagian=Anak", "/unggah?bagian=Riwayat", "/papan"):
        visitor.go(path)
        fits(visitor)
