"""Make the pictures of the user guide: ``python -m tests.e2e.guide [STORE] [--only NAME,NAME]``.

They go to ``docs/gambar/panduan``; what they show is the synthetic district, and says so. Without a store a
whole demo district is made first (minutes). `tests/docs` checks that the guide and the folder agree.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NamedTuple

from stunting.access import Accounts
from stunting.settings import ROOT
from tests.e2e.browser import SIZES, Visitor, browser, served
from tests.e2e.roles import sign_in

OUT: Final = ROOT / "docs" / "gambar" / "panduan"


class Shot(NamedTuple):
    """One picture: name, who looks ("" nobody, "*" the account of a puskesmas), where, size, what to do."""

    name: str
    who: str
    path: str
    size: str = "laptop"
    act: Callable[[Visitor, Path], None] | None = None


def _briefing_menu(visitor: Visitor, home: Path) -> None:
    page = visitor.page
    button = page.locator(".st-key-kaki").get_by_role("button", name="Paparan")
    button.scroll_into_view_if_needed()
    button.click()
    page.get_by_text("Tayangkan layar penuh").wait_for()
    visitor.settle()


def _quiet(visitor: Visitor, home: Path) -> None:
    visitor.page.mouse.move(0, 0)
    visitor.page.wait_for_selector(".pp.diam")  # the controls have gone


def _drop(visitor: Visitor, home: Path) -> None:
    name = visitor.page.inner_text(".akun .siapa b")
    file = next((home / "ekspor").glob(f"SINTETIS_eppgbm_*_{name}.*"))
    visitor.page.set_input_files("input[type=file]", str(file))
    visitor.page.wait_for_selector("[data-uji=putusan]", timeout=120_000)
    visitor.settle()


def _first_child(visitor: Visitor, home: Path) -> None:
    visitor.page.locator(".tl-anak a").first.click()
    visitor.page.wait_for_url("**/anak?anak=*")
    visitor.settle()


SHOTS: Final = (
    Shot("ringkasan", "", "/"),
    Shot("peta", "", "/peta"),
    Shot("ponsel-ringkasan", "", "/", "ponsel"),
    Shot("ponsel-peta", "", "/peta", "ponsel"),
    Shot("tren", "tpps", "/tren"),
    Shot("target", "tpps", "/target"),
    Shot("posyandu", "tpps", "/posyandu"),
    Shot("lokus", "tpps", "/lokus"),
    Shot("determinan", "tpps", "/determinan"),
    Shot("ibu-hamil", "tpps", "/bumil"),
    Shot("paparan-menu", "tpps", "/", act=_briefing_menu),
    Shot("paparan-layar", "tpps", "/paparan", act=_quiet),
    Shot("unggah", "*", "/unggah", act=_drop),
    Shot("tindak-lanjut", "*", "/tindak_lanjut"),
    Shot("anak", "*", "/tindak_lanjut", act=_first_child),
    Shot("kelengkapan", "dinas", "/papan"),
    Shot("admin", "admin", "/admin"),
)


def webp(picture: bytes) -> bytes:
    """Return a picture without loss, smaller than PNG; a phone's in the size it has on the page."""
    from PIL import Image

    image = Image.open(io.BytesIO(picture)).convert("RGB")
    if image.height > SIZES["laptop"][1]:
        image = image.resize((image.width // 2, image.height // 2), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    image.save(out, "WEBP", lossless=True, method=6)
    return out.getvalue()


def photograph(home: Path, wanted: set[str]) -> list[Path]:
    """Write the pictures and return their paths; one tab a role and size."""
    OUT.mkdir(parents=True, exist_ok=True)
    accounts = Accounts(home).list()
    puskesmas = str(accounts.loc[accounts["role"] == "puskesmas", "name"].sort_values().iloc[0])
    written = []
    log = Path(tempfile.mkdtemp()) / "server.log"
    with served(home, log) as base, browser() as tabs:
        opened: dict[tuple[str, str], Visitor] = {}
        for shot in SHOTS:
            if wanted and shot.name not in wanted:
                continue
            who = puskesmas if shot.who == "*" else shot.who
            visitor = opened.get((who, shot.size)) or _enter(tabs, base, shot.size, who)
            opened[who, shot.size] = visitor
            visitor.open(shot.path)
            if shot.act:
                shot.act(visitor, home)
            written.append(OUT / f"{shot.name}.webp")
            written[-1].write_bytes(webp(visitor.page.screenshot()))
            for error in visitor.errors + visitor.outside:
                print("!", shot.name, error, file=sys.stderr)
    return written


def _enter(tabs: Any, base: str, size: str, who: str) -> Visitor:
    visitor = Visitor(tabs, base, size)
    if who:
        sign_in(visitor, who)
    return visitor


def main() -> None:
    """Photograph the store of the command line, or a district made for it."""
    arguments = sys.argv[1:]
    wanted: set[str] = set()
    if "--only" in arguments:
        at = arguments.index("--only")
        wanted = set(arguments[at + 1].split(","))
        del arguments[at : at + 2]
    if arguments:
        home = Path(arguments[0])
    else:
        from stunting.demo.make import make

        home = Path(tempfile.mkdtemp()) / "store"
        make(home)
    for file in photograph(home, wanted):
        print(f"{file.name} {file.stat().st_size // 1024} kB", flush=True)


if __name__ == "__main__":
    main()
