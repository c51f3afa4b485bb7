"""Every page and every download as every role: nobody receives a name that is not theirs to see."""

from __future__ import annotations

import re
import secrets
import urllib.error
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote_plus

import pandas as pd
import pytest

from stunting.access import COOKIE, Accounts, Sessions
from stunting.store import Store
from tests.e2e.browser import Visitor
from tests.e2e.roles import NAME, NIK, OFTEN, PASSWORD, Listener, make_accounts, sign_in

pytest.importorskip("pypdf", reason="pypdf reads the printed lists")
pytestmark = pytest.mark.e2e

KAB = "63.11"
REFUSED = '[data-uji="tolak"]'
#: Pages of figures with their parts; nothing in them is a person.
FIGURES = (
    "/", "/?wilayah=Kecamatan+Halong", "/peta?banding=Dua+periode", "/peta?banding=Perubahan", "/tren",
    "/tren?rinci=Desa", "/target", "/target?bagian_target=Andaian", "/target?bagian_target=Tabel+IKU",
    "/target?bagian_target=Perbandingan", "/target?bagian_target=Kelola", "/posyandu",
    "/posyandu?tingkat_posyandu=Posyandu", "/posyandu?bagian_posyandu=Kartu+kehadiran",
    "/posyandu?bagian_posyandu=Indikator+puskesmas", "/posyandu?bagian_posyandu=Berkas+sasaran",
    "/lokus?semua_desa=true", "/lokus?lokus_bagian=Daftar+SK", "/lokus?lokus_bagian=Evaluasi",
    "/determinan", "/determinan?telaah=Per+wilayah", "/determinan?telaah=Antarwilayah",
)  # fmt: skip
#: Pages that show people to those who may see them.
PEOPLE = (
    "/determinan?telaah=Lembar+parameter", "/determinan?telaah=Lembar+parameter&baris_det=Desa",
    "/bumil", "/bumil?tingkat_bumil=Desa", "/papan", "/tindak_lanjut", "/unggah", "/unggah?bagian=Wilayah",
    "/unggah?bagian=Anak", "/unggah?bagian=Riwayat", "/admin?bagian=Akun", "/admin?bagian=Catatan+audit",
    "/admin?bagian=Sistem",
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """The district that is walked through, and who is where."""

    home: Path
    base: str
    log: Path
    a: str
    b: str
    child_of: dict[str, str]
    own: dict[str, set[bytes]]
    women: dict[str, set[bytes]]

    @property
    def known(self) -> set[bytes]:
        """Every name and NIK of the district."""
        return set().union(*self.own.values())

    def account(self, puskesmas: str) -> str:
        return puskesmas.casefold().replace(" ", "_")


def latest_puskesmas(rows: pd.DataFrame, order: list[str]) -> dict[str, str]:
    """Return person → puskesmas of the last row."""
    last = rows.sort_values(order, na_position="first").drop_duplicates("child_id", keep="last")
    return last.set_index("child_id")["puskesmas"].astype("object").to_dict()


def identities_in(people: pd.DataFrame) -> dict[str, set[bytes]]:
    """Return each puskesmas' names and NIK."""
    own: dict[str, set[bytes]] = {}
    for place, frame in people.groupby("puskesmas"):
        text = "\n".join(
            str(v) for c in ("name", "parent", "mother", "nik") for v in frame[c].dropna()
        ).encode()
        own[str(place)] = {*NAME.findall(text), *NIK.findall(text)}
    return own


@pytest.fixture(scope="module")
def place(demo_home: Path, base: str, server_log: Path) -> Place:
    store = Store(demo_home)
    rows = store.rows(KAB, ["child_id", "puskesmas", "period", "measured_on"])
    rows = rows.assign(period=rows["period"].astype("str"))
    children = latest_puskesmas(rows, ["period", "measured_on"])
    mothers = latest_puskesmas(store.supplement(KAB, "bumil"), ["noted_on"])
    people = store.people()
    people["puskesmas"] = people["child_id"].map({**mothers, **children})
    women = identities_in(people[people["child_id"].isin(list(mothers))])
    few = people[people["child_id"].isin(list(children))]
    sizes = few["puskesmas"].value_counts()
    a, b = sizes.index[-1], sizes.index[-2]  # the two smallest: quick to print
    make_accounts(demo_home, [a, b])
    child_of = {str(p): str(f["child_id"].iloc[0]) for p, f in few.groupby("puskesmas")}
    return Place(demo_home, base, server_log, str(a), str(b), child_of, identities_in(people), women)


def deep_links(place: Place) -> list[str]:
    """Return addresses that are loaded anew: other people's children, lists and files."""
    a, b = (quote_plus(f"Puskesmas {name}") for name in (place.a, place.b))
    return [
        f"/tindak_lanjut?puskesmas={a}&daftar=dini", f"/tindak_lanjut?puskesmas={b}&daftar=stunting",
        "/tindak_lanjut?puskesmas=Semua+puskesmas&tampilan=Anak&daftar=t1",
        f"/anak?anak={place.child_of[place.a]}", f"/anak?anak={place.child_of[place.b]}",
        "/anak", "/anak?anak=%3Cscript%3E", f"/paparan?puskesmas_paparan={quote_plus(place.a)}",
    ]  # fmt: skip


def walk(visitor: Visitor, place: Place, account: str, pages: Iterable[str], *, files: bool) -> Listener:
    """Open everything as `account`, press every download, and return what was received.

    `files`: also those of the deep links, which are the same files of other choices.
    """
    heard = Listener(visitor)
    page = sign_in(visitor, account) if account else visitor.open("/")
    for path in pages:
        visitor.go(path)
        heard.look(path)
        heard.press(path.partition("?")[0])
        names = page.get_by_test_id("stCheckbox").get_by_text("Tampilkan nama")
        if "Lembar" in path and names.count():
            if not page.locator("[data-uji=kalimat-daftar]").count():
                names.click()
            page.locator("[data-uji=kalimat-daftar]").wait_for()
            visitor.settle()
            heard.look(f"{path} daftar")
    for path in deep_links(place):
        visitor.open(path)
        heard.look(path)
        heard.press(path.partition("?")[0], again=files)
    assert visitor.errors == []
    assert visitor.outside == []
    return heard


def without_traces(heard: Listener, place: Place) -> None:
    """No identity in an address, nor in what the server wrote down."""
    for address in heard.addresses:
        assert "CONTOH" not in address.upper().replace("AKUN+CONTOH", "")
        assert not re.search(r"(?<!\d)\d{16}(?!\d)", address)
    for file in (place.log, place.home / "audit.log"):
        text = file.read_bytes()
        assert not NAME.search(text), file.name
        assert not NIK.search(text), file.name


def offered(heard: Listener, *labels: str) -> None:
    """The walk has to press these files, or it proves nothing of them."""
    pressed = {name for _, name in heard.pressed}
    for label in labels:
        assert any(name.startswith(label) for name in pressed), (label, pressed)


@pytest.mark.parametrize("account", ["", "tpps"])
def test_roles_that_see_counts_receive_no_identity_at_all(enter, place, account):
    heard = walk(enter(), place, account, (*FIGURES, *PEOPLE), files=True)
    found = heard.identities(place.known)
    assert not found, dict(list(found.items())[:5])
    offered(heard, *OFTEN, "Unduh tabel (CSV)", "Unduh XLSX", "Unduh tabel IKU (XLSX)")
    without_traces(heard, place)


@pytest.mark.parametrize(("mine", "theirs"), [("a", "b"), ("b", "a")])
def test_a_puskesmas_receives_its_own_people_alone(enter, place, mine, theirs):
    own, other = (getattr(place, name) for name in (mine, theirs))
    pages = (*FIGURES, *PEOPLE) if mine == "a" else PEOPLE
    account = place.account(own)
    heard = walk(enter(), place, account, pages, files=True)
    found = heard.identities(place.known)
    assert set(found) & place.own[own], "the walk has to meet names, or it proves nothing"
    strange = set(found) - place.own[own]
    assert not strange, {name: found[name] for name in list(strange)[:5]}
    assert place.own[other].isdisjoint(strange)
    offered(heard, *OFTEN, "Unduh surat", "Berisi anak saya", "Templat kosong", "Cetak per posyandu", "Excel")
    without_traces(heard, place)
    lines = Store(place.home).audit()
    noted = lines[lines["who"].eq(account)]
    assert {"identitas dilihat", "identitas diekspor"} <= set(noted["action"])
    assert all(c["anak"] > 0 for c in noted.loc[noted["action"].str.startswith("identitas"), "counts"])


@pytest.mark.parametrize("account", ["dinas", "admin"])
def test_dinas_and_admin_see_both_puskesmas(enter, place, account):
    heard = walk(enter(), place, account, PEOPLE, files=False)
    found = set(heard.identities(place.known))
    assert found & place.own[place.a]
    assert found & place.own[place.b]
    assert found & set().union(*place.women.values()), "the list of pregnant women was not met"
    offered(heard, "Unduh surat", "Templat kosong", "Cetak per posyandu", "Excel")
    without_traces(heard, place)


def test_files_and_pages_of_others_are_refused_in_words(enter, place):
    visitor = enter(place.account(place.a), path=f"/anak?anak={place.child_of[place.b]}")
    page = visitor.page
    assert f"tidak ditemukan di Puskesmas {place.a}" in page.inner_text("body")
    theirs = page.inner_text(REFUSED)
    visitor.go("/anak?anak=0000000000000000")
    assert page.inner_text(REFUSED) == theirs, "who guesses learns nothing"
    visitor.go("/admin")
    assert "hanya untuk admin" in page.inner_text("body")


def test_the_address_of_a_download_is_worth_nothing_without_its_session(enter, place):
    """Streamlit serves /media/ to whoever knows the address; here the session of the maker is asked."""
    mine = enter(place.account(place.a), path="/tindak_lanjut")
    page = mine.page
    seen: list[str] = []
    mine.on("request", lambda r: seen.append(r.url))
    with page.expect_download():
        page.get_by_role("button", name="Excel").click()
    address = next(url for url in seen if url.startswith(f"{place.base}/media/") and url.endswith(".xlsx"))

    def ask(account: str | None = None) -> tuple[int, bytes]:
        """Ask with the cookie of this tab, of another account, or ("") of nobody."""
        if account is None:
            answer = mine.context.request.get(address)
            return answer.status, answer.body()
        cookie = f"{COOKIE}={token_of(account)}" if account else ""
        request = urllib.request.Request(address, headers={"cookie": cookie})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read()

    def token_of(account: str) -> str:
        found = Accounts(place.home).user(account)
        return Sessions(place.home).issue(found[0])

    status, content = ask()
    assert status == 200
    assert content.startswith(b"PK")
    assert mine.context.request.get(address).headers["cache-control"] == "private, no-store"
    assert ask(place.account(place.b))[0] == ask("")[0] == 404
    assert ask(place.account(place.a))[0] == 200
    kept = mine.context.cookies()
    page.click(".akun >> text=Keluar")
    page.wait_for_url(re.compile("/masuk"))
    status, content = ask()
    assert status == 404
    assert b"CONTOH" not in content
    # a cookie that was copied away ended with the session, on the server too
    mine.context.add_cookies(kept)
    assert ask()[0] == 404
    mine.open("/tindak_lanjut")
    assert page.locator(".akun .siapa").count() == 0
    assert "CONTOH Balita" not in page.content()
    # one that was not signed out ends with the password
    held = token_of(place.account(place.a))
    Accounts(place.home).set_password(place.account(place.a), PASSWORD)
    assert Sessions(place.home).user(held).anonymous
    assert not Sessions(place.home).user(token_of(place.account(place.a))).anonymous  # signed in again


def test_an_account_that_is_closed_sees_nothing_at_its_next_click(enter, place):
    name = f"contoh.{secrets.token_hex(4)}"
    Accounts(place.home).add(name, "puskesmas", place.a, PASSWORD, demo=True)
    visitor = enter(name, path="/tindak_lanjut")
    page = visitor.page
    page.wait_for_selector(".tl-anak")
    assert "CONTOH Balita" in page.inner_text("body")
    held = page.get_by_test_id("stDownloadButton").get_by_role("button").first
    Accounts(place.home).disable(name)
    files: list[str] = []
    visitor.on("download", lambda d: files.append(d.suggested_filename))
    held.click()  # a button that was drawn before: the file is refused
    visitor.settle()
    page.locator(".tl-baris").nth(2).click()
    visitor.settle()
    assert "CONTOH Balita" not in page.inner_text("body")
    assert files == []
    before = Store(place.home).audit()
    assert name not in set(before.loc[before["action"].eq("identitas diekspor"), "who"])
