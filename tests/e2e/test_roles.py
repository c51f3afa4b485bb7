"""Every page and every download as every role: nobody receives a name that is not theirs to see."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from stunting.access import Accounts
from stunting.store import Store
from tests.e2e.browser import Visitor, served
from tests.e2e.roles import NAME, NIK, PASSWORD, Listener, make_accounts, sign_in

pytest.importorskip("pypdf", reason="pypdf reads the printed lists")
pytestmark = pytest.mark.e2e

KAB = "63.11"
REFUSED = '[data-uji="tolak"]'
PARTS = ("Akun", "Catatan+audit", "Sistem")


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

    @property
    def known(self) -> set[bytes]:
        """Every name and NIK of the district."""
        return set().union(*self.own.values())

    def account(self, puskesmas: str) -> str:
        return puskesmas.casefold().replace(" ", "_")


def identities_by_puskesmas(store: Store) -> tuple[pd.DataFrame, dict[str, set[bytes]]]:
    """Return child → puskesmas of its latest row, and each puskesmas' names and NIK."""
    rows = store.rows(KAB, ["child_id", "puskesmas", "period", "measured_on"])
    rows = rows.assign(period=rows["period"].astype("str")).sort_values(
        ["period", "measured_on"], na_position="first"
    )
    latest = rows.drop_duplicates("child_id", keep="last").set_index("child_id")["puskesmas"].astype("object")
    people = store.people()
    people["puskesmas"] = people["child_id"].map(latest.to_dict())
    own: dict[str, set[bytes]] = {}
    for place, frame in people.groupby("puskesmas"):
        text = "\n".join(
            str(v) for c in ("name", "parent", "mother", "nik") for v in frame[c].dropna()
        ).encode()
        own[str(place)] = {*NAME.findall(text), *NIK.findall(text)}
    return people, own


@pytest.fixture(scope="module")
def place(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("peran")
    home, log = folder / "store", folder / "server.log"
    shutil.copytree(demo_home, home)
    people, own = identities_by_puskesmas(Store(home))
    sizes = people["puskesmas"].value_counts()
    a, b = sizes.index[-1], sizes.index[-2]  # the two smallest: quick to print
    make_accounts(home, [a, b])
    child_of = {str(p): str(f["child_id"].iloc[0]) for p, f in people.groupby("puskesmas")}
    with served(home, log) as base:
        yield Place(home, base, log, str(a), str(b), child_of, own)


def paths(place: Place) -> list[str]:
    """Return all deep links that are tried, as every role."""
    a, b = (name.replace(" ", "+") for name in (place.a, place.b))
    return [
        "/", "/peta", "/paparan", "/unggah", "/papan", "/tindak_lanjut",
        f"/tindak_lanjut?puskesmas=Puskesmas+{a}", f"/tindak_lanjut?puskesmas=Puskesmas+{b}&daftar=stunting",
        "/tindak_lanjut?puskesmas=Semua+puskesmas&tampilan=Anak&daftar=t1",
        f"/tindak_lanjut?puskesmas=Puskesmas+{a}&daftar=dini",
        f"/anak?anak={place.child_of[place.a]}", f"/anak?anak={place.child_of[place.b]}",
        "/anak", "/anak?anak=%3Cscript%3E", *(f"/admin?bagian={part}" for part in PARTS),
    ]  # fmt: skip


def walk(chromium: Any, place: Place, account: str) -> Listener:
    """Open everything, press every download, and return what was received."""
    visitor = Visitor(chromium, place.base)
    heard = Listener(visitor)
    if account:
        sign_in(visitor, account)
    for path in paths(place):
        page = visitor.open(path)
        heard.look(path)
        buttons = page.get_by_test_id("stDownloadButton").get_by_role("button")
        for n in range(buttons.count()):
            heard.download(buttons.nth(n), path)
    visitor.open("/")
    links = visitor.page.get_by_test_id("stTopNavLink")
    for n in range(links.count()):
        links.nth(n).click()
        visitor.settle()
        heard.look(f"menu {n}")
        if visitor.page.locator(".st-key-paparan").count():  # no menu there
            visitor.open("/")
    assert visitor.errors == []
    assert visitor.outside == []
    visitor.close()
    return heard


@pytest.fixture(scope="module")
def heard(chromium: Any, place: Place) -> Callable[[str], Listener]:
    walks: dict[str, Listener] = {}

    def of(account: str) -> Listener:
        if account not in walks:
            walks[account] = walk(chromium, place, account)
        return walks[account]

    return of


@pytest.mark.parametrize("account", ["", "tpps"])
def test_roles_that_see_counts_receive_no_identity_at_all(heard, place, account):
    found = heard(account).identities(place.known)
    assert not found, dict(list(found.items())[:5])


@pytest.mark.parametrize(("mine", "theirs"), [("a", "b"), ("b", "a")])
def test_a_puskesmas_receives_its_own_children_alone(heard, place, mine, theirs):
    own, other = (getattr(place, name) for name in (mine, theirs))
    found = heard(place.account(own)).identities(place.known)
    assert found, "the walk has to meet names, or it proves nothing"
    strange = set(found) - place.own[own]
    assert not strange, {name: found[name] for name in list(strange)[:5]}
    assert place.own[other].isdisjoint(set(found) - place.own[own])


@pytest.mark.parametrize("account", ["dinas", "admin"])
def test_dinas_and_admin_see_both_puskesmas(heard, place, account):
    found = set(heard(account).identities(place.known))
    assert found & place.own[place.a]
    assert found & place.own[place.b]


@pytest.mark.parametrize("account", ["", "tpps", "a", "b", "dinas", "admin"])
def test_addresses_and_logs_hold_no_identity(heard, place, account):
    name = place.account(getattr(place, account)) if account in ("a", "b") else account
    for address in heard(name).addresses:
        assert "CONTOH" not in address.upper().replace("AKUN+CONTOH", "")
        assert not re.search(r"(?<!\d)\d{16}(?!\d)", address)
    for file in (place.log, place.home / "audit.log"):
        text = file.read_bytes()
        assert not NAME.search(text), file.name
        assert not NIK.search(text), file.name


def test_what_was_seen_and_exported_is_in_the_audit_log(heard, place):
    heard(place.account(place.a))
    lines = Store(place.home).audit()
    mine = lines[lines["who"].eq(place.account(place.a))]
    assert {"identitas dilihat", "identitas diekspor"} <= set(mine["action"])
    assert all(c["anak"] > 0 for c in mine.loc[mine["action"].str.startswith("identitas"), "counts"])


def test_files_and_pages_of_others_are_refused_in_words(chromium, place):
    visitor = Visitor(chromium, place.base)
    sign_in(visitor, place.account(place.a))
    page = visitor.open(f"/anak?anak={place.child_of[place.b]}")
    assert f"tidak ditemukan di Puskesmas {place.a}" in page.inner_text("body")
    unknown = visitor.open("/anak?anak=0000000000000000").inner_text(REFUSED)
    assert unknown == visitor.open(f"/anak?anak={place.child_of[place.b]}").inner_text(REFUSED)
    page = visitor.open("/admin")
    assert "hanya untuk admin" in page.inner_text("body")
    visitor.close()


def test_the_address_of_a_download_is_worth_nothing_without_its_session(chromium, place):
    """Streamlit serves /media/ to whoever knows the address; here the session of the maker is asked."""
    mine, other, nobody = (Visitor(chromium, place.base) for _ in range(3))
    sign_in(mine, place.account(place.a))
    sign_in(other, place.account(place.b))
    seen: list[str] = []
    mine.page.on("request", lambda r: seen.append(r.url))
    page = mine.open("/tindak_lanjut")
    with page.expect_download(timeout=60_000):
        page.get_by_role("button", name="Excel").click()
    address = next(url for url in seen if url.startswith(f"{place.base}/media/") and url.endswith(".xlsx"))

    def ask(visitor: Visitor) -> tuple[int, bytes]:
        answer = visitor.context.request.get(address)
        return answer.status, answer.body()

    status, content = ask(mine)
    assert status == 200
    assert content.startswith(b"PK")
    assert mine.context.request.get(address).headers["cache-control"] == "private, no-store"
    for visitor in (other, nobody):
        assert ask(visitor)[0] == 404
    kept = mine.context.cookies()
    page.click(".akun >> text=Keluar")
    page.wait_for_url(re.compile("/masuk"))
    status, content = ask(mine)
    assert status == 404
    assert b"CONTOH" not in content
    # a cookie that was copied away ends with the account
    Accounts(place.home).set_password(place.account(place.a), PASSWORD)
    nobody.context.add_cookies(kept)
    assert ask(nobody)[0] == 404
    for visitor in (mine, other, nobody):
        visitor.close()


def test_an_account_that_is_closed_sees_nothing_at_its_next_click(chromium, place):
    Accounts(place.home).add("contoh.sementara", "puskesmas", place.a, "contoh-sintetis", demo=True)
    visitor = Visitor(chromium, place.base)
    sign_in(visitor, "contoh.sementara")
    page = visitor.open("/tindak_lanjut")
    page.wait_for_selector(".tl-anak")
    assert "CONTOH Balita" in page.inner_text("body")
    held = page.get_by_test_id("stDownloadButton").get_by_role("button").first
    Accounts(place.home).disable("contoh.sementara")
    held.click()  # a button that was drawn before: the file is refused
    page.wait_for_timeout(1500)
    page.locator(".tl-baris").nth(2).click()
    visitor.settle()
    assert "CONTOH Balita" not in page.inner_text("body")
    before = Store(place.home).audit()
    assert "contoh.sementara" not in set(before.loc[before["action"].eq("identitas diekspor"), "who"])
    visitor.close()
