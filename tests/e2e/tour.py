"""Save a picture of every page at every size: ``python -m tests.e2e.tour OUTDIR [STORE]``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.e2e.browser import PAGES, SIZES, Visitor, browser, served

EXTRA = {
    "ringkasan-kecamatan": "/?wilayah=Kecamatan+Halong",
    "peta-kecamatan": "/peta?wilayah=Kecamatan+Halong",
    "peta-jumlah": "/peta?ukuran=Jumlah+anak&tingkat=Kecamatan",
    "ringkasan-wasting-who": "/?indikator=Wasting&aturan=Hitung+ulang+WHO",
}


def tour(out: Path, home: Path) -> list[Path]:
    """Write the pictures and return their paths."""
    out.mkdir(parents=True, exist_ok=True)
    written = []
    with served(home, out / "server.log") as base, browser() as chromium:
        for size in SIZES:
            visitor = Visitor(chromium, base, size)
            for name, path in {**PAGES, **EXTRA}.items():
                page = visitor.open(path)
                page.wait_for_timeout(600)
                if size == "ponsel":
                    high = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
                    page.set_viewport_size({"width": SIZES[size][0], "height": min(high, 4000)})
                    page.wait_for_timeout(600)
                file = out / f"{name}-{size}.png"
                page.screenshot(path=str(file))
                page.set_viewport_size(dict(zip(("width", "height"), SIZES[size], strict=True)))
                written.append(file)
            for error in visitor.errors + visitor.outside:
                print("!", size, error, file=sys.stderr)
            visitor.close()
    return written


def main() -> None:
    """Make a small synthetic district unless a store is given, then photograph it."""
    out = Path(sys.argv[1])
    if len(sys.argv) > 2:
        home = Path(sys.argv[2])
    else:
        from stunting.demo.make import make

        home = Path(tempfile.mkdtemp()) / "store"
        make(home, children=900, months=26)
    for file in tour(out, home):
        print(file)


if __name__ == "__main__":
    main()
