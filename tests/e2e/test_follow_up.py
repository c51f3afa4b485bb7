"""The officer's screens in a real browser: choose, see, open a child, go back, print."""

from __future__ import annotations

import re
import secrets
from pathlib import Path

import pytest

from stunting.store import Store
from tests.e2e.browser import SIZES, Visitor
from tests.e2e.roles import make_accounts, parts_of, sign_in
from tests.e2e.test_screens import ENGLISH, ISO

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def puskesmas(demo_home):
    """The smallest puskesmas, with an account."""
    rows = Store(demo_home).rows("63.11", ["puskesmas"])
    found = str(rows["puskesmas"].value_counts().index[-1])
    make_accounts(demo_home, [found])
    return found


@pytest.fixture(scope="module")
def officer(chromium, base, puskesmas):
    """An officer who stays signed in."""
    visitor = Visitor(chromium, base)
    sign_in(visitor, puskesmas.casefold().replace(" ", "_"), "/tindak_lanjut")
    yield visitor
    visitor.close()


def sane(visitor):
    page = visitor.page
    assert visitor.errors == []
    assert visitor.outside == []
    wide = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide[0] <= wide[1], "the page scrolls sideways"
    text = page.inner_text("[data-testid=stMain]")
    assert not ENGLISH.search(text), ENGLISH.search(text)
    told = re.sub(r"SINTETIS\S+", "", text)  # names of files stand as they are
    assert not ISO.search(told), ISO.search(told)
    return text


@pytest.mark.parametrize("size", SIZES)
def test_an_officer_finds_the_list_opens_a_child_and_comes_back(enter, puskesmas, size):
    visitor = enter(puskesmas.casefold().replace(" ", "_"), size, path="/tindak_lanjut?daftar=t1")
    page = visitor.page
    text = sane(visitor)
    assert f"Puskesmas {puskesmas}" in text, "the own puskesmas is not preselected"
    assert re.search(r"Ditimbang [\d.]+ dari [\d.]+", text)
    first = page.locator(".tl-anak a").first
    name = first.inner_text()
    assert name.startswith("CONTOH Balita")
    first.click()
    page.wait_for_url(re.compile(r"/anak\?anak=[0-9a-f]{16}"))
    page.wait_for_function("() => document.querySelectorAll('.stPlotlyChart .main-svg').length >= 3")
    visitor.settle()
    text = sane(visitor)
    assert name in text
    assert "CONTOH" not in page.url
    assert page.locator(".an-tabel tbody tr").count() >= 1
    page.get_by_text("Kembali ke daftar").click()
    page.wait_for_url(re.compile("/tindak_lanjut"))
    visitor.settle()
    assert page.locator('.tl-baris[data-pilih="daftar:t1"]').get_attribute("aria-pressed") == "true"


def test_the_back_button_of_the_browser_returns_to_the_list(officer):
    visitor, page = officer, officer.page
    page.locator('.tl-baris[data-pilih="daftar:stunting"]').click()
    page.wait_for_function("() => location.search.includes('daftar=stunting')")
    visitor.settle()
    page.locator(".tl-anak a").first.click()
    page.wait_for_url(re.compile("/anak"))
    visitor.settle()
    page.go_back()
    page.wait_for_url(re.compile("/tindak_lanjut"))
    visitor.settle()
    page.wait_for_function("() => location.search.includes('daftar=stunting')")
    assert page.locator('.tl-baris[data-pilih="daftar:stunting"]').get_attribute("aria-pressed") == "true"


def test_a_count_filters_the_table_and_is_in_the_address(officer):
    visitor, page = officer, officer.page
    visitor.go("/tindak_lanjut")
    row = page.locator('.tl-baris[data-pilih="daftar:tidak_ditimbang"]')
    count = int(re.search(r"([\d.]+)\s*dari", row.inner_text()).group(1).replace(".", ""))
    row.click()
    page.wait_for_function("() => location.search.includes('daftar=tidak_ditimbang')")
    visitor.settle()
    assert "Tidak ditimbang bulan ini" in page.inner_text(".tl-kepala")
    shown = page.locator(".tl-anak tbody tr").count()
    assert shown == min(count, 25)
    if count:
        assert f"dari {count} anak" in page.inner_text(".tl-halaman")


def test_the_early_warning_is_never_shown_without_its_caveat(officer):
    page = officer.page
    page.locator('.tl-baris[data-pilih="daftar:dini"]').click()
    page.wait_for_function("() => location.search.includes('daftar=dini')")
    officer.settle()
    text = page.inner_text("[data-testid=stMain]")
    assert "belum divalidasi di daerah ini" in text


def test_counts_roles_walk_down_by_clicking_areas(enter):
    visitor = enter("tpps", path="/tindak_lanjut?daftar=stunting")
    page = visitor.page
    sane(visitor)
    assert page.locator(".tl-anak").count() == 0
    first = page.locator(".tl-wilayah button").first
    name = first.inner_text()
    first.click()
    page.wait_for_function("() => location.search.includes('puskesmas=')")
    visitor.settle()
    assert name in page.inner_text(".tl-kepala")
    assert page.locator(".tl-wilayah thead").inner_text().startswith("Desa")


def test_lists_are_printed_and_saved(officer, demo_home):
    page = officer.go("/tindak_lanjut")
    before = (Store(demo_home).audit()["action"] == "identitas diekspor").sum()
    files = {}
    for label in ("Cetak per posyandu", "Excel", "Hitungan (CSV)"):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=label).click()
        name = waiting.value.suggested_filename
        files[name.rpartition(".")[2]] = Path(waiting.value.path()).read_bytes()
        assert "contoh" not in name.lower()
    assert files["pdf"].startswith(b"%PDF")
    assert any(b"CONTOH Balita" in part for part in parts_of(files["xlsx"]))
    assert "CONTOH" not in files["csv"].decode("utf-8-sig")
    exported = Store(demo_home).audit()
    assert (exported["action"] == "identitas diekspor").sum() == before + 2


def test_an_admin_adds_an_account_and_sees_its_password_once(enter, demo_home):
    visitor = enter("admin", path="/admin")
    page = visitor.page
    sane(visitor)
    name = f"contoh.{secrets.token_hex(4)}"
    page.get_by_label("Nama akun").fill(name)
    page.get_by_role("button", name="Tambah akun").click()
    page.wait_for_selector('[data-testid="stCode"]')
    visitor.settle()
    password = page.inner_text('[data-testid="stCode"]').strip()
    assert len(password) >= 12
    sign_in(enter(), name, "/papan", password)
    visitor.go("/admin?bagian=Catatan+audit")
    text = page.inner_text(".klik .ad-tabel")
    assert "akun ditambah" in text
    visitor.open("/admin")
    assert password not in page.content()
    assert password not in (demo_home / "audit.log").read_text()


def test_staff_pages_refuse_the_public_with_the_way_in(visit):
    visitor = visit()
    page = visitor.open("/admin")
    for path in ("/anak?anak=0000000000000000", ""):
        assert page.locator('[data-uji="tolak"] a').get_attribute("href").startswith("/masuk?ke=")
        assert page.locator(".ad-tabel, .an-kepala").count() == 0
        if path:
            visitor.go(path)
