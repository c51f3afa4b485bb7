"""Signing in as a role, and everything a browser receives while it walks about."""

from __future__ import annotations

import contextlib
import io
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from stunting.access import AccountError, Accounts
from tests.e2e.browser import Visitor

PASSWORD = "contoh-sintetis"
#: Names of the synthetic district; sixteen digits in a row, which may be a NIK.
NAME = re.compile(rb"CONTOH (?:Balita|Ibu|Ibu Hamil|Ayah) \d+")
NIK = re.compile(rb"(?<!\d)\d{16}(?!\d)")


def make_accounts(home: Path, puskesmas: Iterable[str]) -> dict[str, str]:
    """Make an account a role and puskesmas; return name → puskesmas ("" for the other roles)."""
    accounts = Accounts(home)
    wanted = {"admin": "", "dinas": "", "tpps": ""}
    wanted |= {name.casefold().replace(" ", "_"): name for name in puskesmas}
    for name, place in wanted.items():
        with contextlib.suppress(AccountError):
            accounts.add(name, "puskesmas" if place else name, place or None, PASSWORD, demo=True)
    return wanted


def sign_in(visitor: Visitor, name: str) -> None:
    """Sign in by the form."""
    page = visitor.page
    page.goto(visitor.base + "/masuk")
    page.fill("#nama", name)
    page.fill("#sandi", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url(lambda url: "/masuk" not in url)


class Listener:
    """Keeps all that reaches one browser: websocket frames, the DOM, addresses, downloaded files."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.received: list[tuple[str, bytes]] = []
        self.addresses: list[str] = []
        page = visitor.page
        page.on("websocket", self._socket)
        page.on("request", lambda r: self.addresses.append(r.url))
        page.on("framenavigated", lambda f: self.addresses.append(f.url))

    def _socket(self, socket: Any) -> None:
        self.addresses.append(socket.url)
        socket.on("framereceived", lambda data: self._keep("websocket", data))

    def _keep(self, where: str, data: str | bytes) -> None:
        self.received.append((where, data.encode() if isinstance(data, str) else data))

    def look(self, where: str) -> None:
        """Keep what the page holds now: text, attributes, title."""
        page = self.visitor.page
        self._keep(f"DOM {where}", page.content())
        self._keep(f"text {where}", page.inner_text("body"))
        self._keep(f"title {where}", page.title())

    def download(self, button: Any, where: str) -> bytes:
        """Click a download button and keep the file, unpacked."""
        with self.visitor.page.expect_download(timeout=60_000) as waiting:
            button.click()
        content = Path(waiting.value.path()).read_bytes()
        self._keep(f"file name {where}", waiting.value.suggested_filename)
        for part in parts_of(content):
            self._keep(f"file {where}", part)
        return content

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
    """Return what a file says: the members of a workbook, the text of a PDF, else the bytes."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return [book.read(name) for name in book.namelist()]
    if content.startswith(b"%PDF"):
        import pypdf

        text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
        return [content, " ".join(text.split()).encode()]
    return [content]
