"""The officer's screens without a mouse and for weak eyes: names, contrast, focus, the order of Tab."""

from __future__ import annotations

import shutil

import pytest

from tests.e2e.accessible import basics, nameless, pale, tab_order
from tests.e2e.browser import Visitor, served
from tests.e2e.roles import make_accounts, sign_in

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def own(demo_home, tmp_path_factory):
    """A copy of the district (the audit log grows), and its address."""
    folder = tmp_path_factory.mktemp("akses")
    home = folder / "store"
    shutil.copytree(demo_home, home)
    make_accounts(home, ["Uren"])
    with served(home, folder / "server.log") as base:
        yield home, base


def sound(page):
    """Nothing without a name, nothing pale, an Indonesian page with a title and a heading."""
    assert nameless(page) == []
    assert pale(page) == []
    assert basics(page) == []


def test_upload_works_with_the_keyboard_alone(chromium, own):
    home, base = own
    visitor = Visitor(chromium, base)
    page = visitor.page
    page.goto(base + "/masuk")
    sound(page)
    page.keyboard.type("uren")  # the first field has the focus
    page.keyboard.press("Tab")
    page.keyboard.type("contoh-sintetis")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/masuk" not in url)

    visitor.open("/unggah")
    sound(page)
    met = tab_order(page)
    names = [m["name"] for m in met]
    wanted = ["Ringkasan", "Berkas", "Pilih berkas", "Semua unggahan"]
    at = [next((n for n, name in enumerate(names) if name.removeprefix("upload ").startswith(w)), -1)
          for w in wanted]  # fmt: skip
    assert -1 not in at, (wanted, names)
    assert at == sorted(at), "the order of Tab is not the order on screen"
    blind = [m["name"] for m in met if not m["visible"] and m["name"] != "file"]
    assert blind == [], "no visible focus"

    page.set_input_files("input[type=file]", str(next((home / "ekspor").glob("*_uren.*"))))
    page.wait_for_selector("[data-uji=putusan]", timeout=60_000)
    visitor.settle()
    sound(page)
    met = tab_order(page)
    names = [m["name"] for m in met]
    for words in ("Simpan", "Batal", "Berkas saya", "Daftar perbaikan"):
        assert any(name.startswith(words) for name in names), (words, names)
    cancel = page.get_by_role("button", name="Batal", exact=True)
    cancel.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-uji=putusan]", state="detached")
    assert visitor.errors == []
    visitor.close()


def test_lists_board_and_admin_have_names_contrast_and_headings(chromium, own):
    visitor = Visitor(chromium, own[1])
    sign_in(visitor, "admin")
    for path in (
        "/unggah?bagian=Wilayah", "/unggah?bagian=Riwayat", "/papan", "/tindak_lanjut",
        "/tindak_lanjut?daftar=dini&puskesmas=Puskesmas+Uren", "/admin?bagian=Akun",
        "/admin?bagian=Catatan+audit",
    ):  # fmt: skip
        page = visitor.open(path)
        assert (path, nameless(page), pale(page), basics(page)) == (path, [], [], [])
    assert visitor.errors == []
    visitor.close()
