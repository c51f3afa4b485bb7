"""The officer's screens without a mouse and for weak eyes: names, contrast, focus, the order of Tab."""

from __future__ import annotations

import pytest

from tests.e2e.accessible import basics, nameless, pale, tab_order
from tests.e2e.roles import make_accounts

pytestmark = pytest.mark.e2e


def sound(page):
    """Nothing without a name, nothing pale, an Indonesian page with a title and a heading."""
    assert nameless(page) == []
    assert pale(page) == []
    assert basics(page) == []


def wrong(visitor, paths):
    """Return what is wrong, by page: one list for all of them, so that nothing hides behind the first."""
    found = {}
    for path in paths:
        page = visitor.go(path)
        faults = nameless(page) + pale(page) + basics(page)
        if faults:
            found[path] = faults
    assert visitor.errors == []
    return found


def blind(page, wanted=()):
    """Walk over the page by Tab: `wanted` is met in this order; return what takes the focus unseen."""
    met = tab_order(page)
    names = [m["name"].removeprefix("upload ") for m in met]
    at = [next((n for n, name in enumerate(names) if name.startswith(w)), -1) for w in wanted]
    assert -1 not in at, (wanted, names)
    assert at == sorted(at), "the order of Tab is not the order on screen"
    return [m["name"] for m in met if not m["visible"] and m["name"] != "file"]


def test_upload_works_with_the_keyboard_alone(visit, demo_home):
    make_accounts(demo_home, ["Uren"])
    visitor = visit()
    page = visitor.page
    page.goto(visitor.base + "/masuk?ke=%2Funggah")
    sound(page)
    page.keyboard.type("uren")  # the first field has the focus
    page.keyboard.press("Tab")
    page.keyboard.type("contoh-sintetis")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/masuk" not in url)
    visitor.settle()
    sound(page)
    assert blind(page, ["Ringkasan", "Berkas", "Pilih berkas", "Semua unggahan"]) == []

    page.set_input_files("input[type=file]", str(next((demo_home / "ekspor").glob("*_uren.*"))))
    page.wait_for_selector("[data-uji=putusan]")
    visitor.settle()
    sound(page)
    names = [m["name"] for m in tab_order(page)]
    for words in ("Simpan", "Batal", "Berkas saya", "Daftar perbaikan"):
        assert any(name.startswith(words) for name in names), (words, names)
    cancel = page.get_by_role("button", name="Batal", exact=True)
    cancel.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-uji=putusan]", state="detached")
    assert visitor.errors == []


def test_pages_of_figures_have_names_contrast_and_headings(visit):
    visitor = visit()
    visitor.open("/")
    assert wrong(visitor, [
        "/peta?banding=Dua+periode", "/tren", "/target", "/target?bagian_target=Andaian",
        "/target?bagian_target=Tabel+IKU", "/target?bagian_target=Perbandingan", "/posyandu",
        "/posyandu?bagian_posyandu=Kartu+kehadiran", "/posyandu?bagian_posyandu=Indikator+puskesmas",
        "/lokus", "/lokus?lokus_bagian=Daftar+SK", "/lokus?lokus_bagian=Evaluasi", "/determinan",
        "/determinan?telaah=Per+wilayah", "/determinan?telaah=Lembar+parameter",
        "/determinan?telaah=Antarwilayah", "/bumil", "/papan",
    ]) == {}  # fmt: skip
    # two of them by Tab alone
    assert blind(visitor.go("/lokus"), ["Ringkasan", "Wilayah", "Peringkat"]) == []
    assert blind(visitor.go("/determinan"), ["Ringkasan", "Wilayah", "Faktor"]) == []


def test_the_full_screen_show_has_names_contrast_and_keys(visit):
    visitor = visit()
    page = visitor.open("/paparan")
    page.wait_for_selector(".pp[data-siap]")
    found = {}
    for theme in ("terang", "gelap"):
        for n in range(page.locator(".pp-slide").count()):
            faults = nameless(page) + pale(page) + basics(page)
            if faults:
                found[theme, n + 1] = faults
            page.keyboard.press("ArrowRight")
        page.keyboard.press("Home")
        page.keyboard.press("t")
    assert found == {}


def test_pages_of_staff_have_names_contrast_and_headings(enter):
    visitor = enter("admin", path="/unggah")
    assert wrong(visitor, [
        "/unggah?bagian=Wilayah", "/unggah?bagian=Riwayat", "/papan", "/tindak_lanjut",
        "/tindak_lanjut?daftar=dini&puskesmas=Puskesmas+Uren", "/bumil", "/lokus?lokus_bagian=Daftar+SK",
        "/target?bagian_target=Kelola", "/posyandu?bagian_posyandu=Berkas+sasaran",
        "/posyandu?bagian_posyandu=Indikator+puskesmas", "/determinan?telaah=Lembar+parameter",
        "/admin?bagian=Akun", "/admin?bagian=Catatan+audit", "/admin?bagian=Sistem",
    ]) == {}  # fmt: skip
    assert blind(visitor.go("/tindak_lanjut"), ["Ringkasan", "Wilayah"]) == []
