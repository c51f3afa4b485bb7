"""Signing in as a role, and everything a browser receives while it walks about."""

from __future__ import annotations

import contextlib
import io
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from stunting.access import AccountError, Accounts
from tests.e2e.browser import Visitor

PASSWORD = "contoh-sintetis"
#: Names of the synthetic district; sixteen digits in a row, which may be a NIK.
NAME = re.compile(rb"CONTOH (?:Balita|Ibu|Ibu Hamil|Ayah) \d+")
NIK = re.compile(rb"(?<!\d)\d{16}(?!\d)")
#: What stands between two runs of one text in a slide or a cell.
_RUNS = re.compile(
    rb"</(?:a:)?t>\s*</(?:a:)?r>\s*<(?:a:)?r>\s*(?:<(?:a:)?rPr.*?(?:/>|</(?:a:)?rPr>))?\s*<(?:a:)?t[^>]*>"
)
#: Popovers that hold downloads, and the files that every page of figures offers.
HOLD_FILES = ("Paparan", "Surat umpan balik", "Berkas")
OFTEN = (
    "Slide (PDF)", "Satu lembar A4", "Gambar untuk ponsel", "Semua gambar slide", "PowerPoint",
    "Angka (XLSX)", "Angka (CSV)",
)  # fmt: skip


def make_accounts(home: Path, puskesmas: Iterable[str]) -> dict[str, str]:
    """Make an account a role and puskesmas; return name → puskesmas ("" for the other roles)."""
    accounts = Accounts(home)
    wanted = {"admin": "", "dinas": "", "tpps": ""}
    wanted |= {name.casefold().replace(" ", "_"): name for name in puskesmas}
    for name, place in wanted.items():
        with contextlib.suppress(AccountError):
            accounts.add(name, "puskesmas" if place else name, place or None, PASSWORD, demo=True)
    return wanted


def sign_in(visitor: Visitor, name: str, path: str = "/", password: str = PASSWORD) -> Any:
    """Sign in by the form, which leads to `path`, and wait until that page is drawn."""
    page = visitor.page
    page.goto(f"{visitor.base}/masuk?ke={quote(path, safe='')}")
    page.fill("#nama", name)
    page.fill("#sandi", password)
    page.click("button[type=submit]")
    page.wait_for_url(lambda url: "/masuk" not in url)
    visitor.settle()
    return page


class Listener:
    """Keeps all that reaches one browser: websocket frames, the DOM, addresses, downloaded files."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.received: list[tuple[str, bytes]] = []
        self.addresses: list[str] = []
        self.pressed: set[tuple[str, str]] = set()
        visitor.on("websocket", self._socket)
        visitor.on("request", lambda r: self.addresses.append(r.url))
        visitor.on("framenavigated", lambda f: self.addresses.append(f.url))

    def _socket(self, socket: Any) -> None:
        self.addresses.append(socket.url)
        socket.on("framereceived", lambda data: self._keep("websocket", data))

    def _keep(self, where: str, data: str | bytes) -> None:
        self.received.append((where, data.encode() if isinstance(data, str) else data))

    def look(self, where: str) -> None:
        """Keep what the page holds now: text, attributes, title, and its address."""
        page = self.visitor.page
        self.addresses.append(page.url)
        self._keep(f"DOM {where}", page.content())
        self._keep(f"text {where}", page.inner_text("body"))
        self._keep(f"title {where}", page.title())

    def download(self, button: Any, where: str) -> bytes:
        """Click a download button and keep the file, unpacked."""
        with self.visitor.page.expect_download() as waiting:
            button.click()
        content = Path(waiting.value.path()).read_bytes()
        self._keep(f"file name {where}", waiting.value.suggested_filename)
        for part in parts_of(content):
            self._keep(f"file {where}", part)
        return content

    def press(self, where: str, *, again: bool = False) -> None:
        """Press the downloads that stand on the page, those in its popovers too.

        A button that was pressed on the same page before is left out unless `again` is wanted: it makes the
        same file of another choice.
        """
        page = self.visitor.page
        self._press_here(where, again)
        for name in HOLD_FILES:
            held = page.get_by_test_id("stPopover").get_by_role("button", name=name, disabled=False)
            if (where, name) in self.pressed or not held.count():
                continue
            self.pressed.add((where, name))
            held.first.click()
            page.get_by_test_id("stPopoverBody").wait_for()
            self.visitor.settle()
            self._keep(f"popover {where}", page.content())
            self._press_here(where, again)
            page.keyboard.press("Escape")
            page.get_by_test_id("stPopoverBody").wait_for(state="detached")

    def _press_here(self, where: str, again: bool) -> None:
        buttons = self.visitor.page.get_by_test_id("stDownloadButton").get_by_role("button")
        found = buttons.all_inner_texts()
        for n, name in enumerate(found):
            name = f"{name} {found[:n].count(name) or ''}".strip()  # templates: three buttons of one name
            if not name.startswith(OFTEN) and (again or (where, name) not in self.pressed):
                self.pressed.add((where, name))
                self.download(buttons.nth(n), f"{where} {name}")
            # the same six files on every page: once is enough
            elif name.startswith(OFTEN) and ("", name) not in self.pressed:
                self.pressed.add(("", name))
                self.download(buttons.nth(n), f"{where} {name}")

    def identities(self, known: set[bytes]) -> dict[bytes, set[str]]:
        """Return every name, and every NIK of `known`, that was received, and where."""
        found: dict[bytes, set[str]] = {}
        for where, data in self.received:
            for pattern in (NAME, NIK):
                for match in pattern.findall(data):
                    # sixteen digits may be the decimals of a figure
                    if pattern is NAME or match in known:
                        found.setdefault(match, set()).add(where)
        return found


def parts_of(content: bytes) -> list[bytes]:
    """Return what a file says: the members of an archive, their text without tags, the text of a PDF.

    Archives in archives are opened, too; what is none of these comes back as it is.
    """
    if content.startswith(b"PK"):
        out = []
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            for name in book.namelist():
                out += [name.encode(), *parts_of(book.read(name))]
        return out
    if content.startswith(b"%PDF"):
        import pypdf

        pdf = pypdf.PdfReader(io.BytesIO(content))
        text = " ".join(page.extract_text() for page in pdf.pages)
        return [content, " ".join(text.split()).encode(), repr(pdf.metadata).encode()]
    if content.lstrip()[:5] in (b"<?xml", b"<work", b"<p:sl"):
        # a word may be cut into several runs
        return [content, _RUNS.sub(b"", content)]
    return [content]
