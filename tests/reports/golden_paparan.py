"""Small pictures of hand-made briefings; renew them with ``python -m tests.reports.golden_paparan``."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

from PIL import Image

from stunting.reports.briefing import collect
from stunting.reports.briefing.content import Causes
from stunting.reports.briefing.typeset import png
from tests.reports.figures import KEC, Made, district, frame

FOLDER = Path(__file__).parents[1] / "golden" / "paparan"
TODAY = dt.date(2024, 9, 2)
#: 480 × 270 pixels a slide.
PPI = 36


def briefings() -> dict[str, object]:
    """Return the briefings that are drawn, by name."""
    whole = district([60, 70, 65, 80, 75, 66, 71, 90], [40, 41, 42, 39, 40, 38, 44, 30])
    causes = frame("kabupaten", {("63.11", "2024"): (120, 577)}).assign(title="Tanpa jamban sehat")
    whole._causes = Causes(causes, "Tanpa jamban sehat paling besar.", "Bukan bukti sebab.")
    desa = {
        (f"63.11.05.20{i:02d}", p): (c, 40) for i, c in enumerate([2, 7, 19, 23], 1) for p in ("2024", "2023")
    }
    part = Made({"desa": desa, "kecamatan": {("63.11.05", p): (51, 160) for p in ("2024", "2023")}})
    return {
        "kabupaten": collect(whole, "63.11", "2024", today=TODAY),
        "kecamatan": collect(part, KEC[4], "2024", today=TODAY),
        "kosong": collect(Made({}), "63.11", "2024", today=TODAY),
    }


def pictures() -> dict[str, bytes]:
    """Return file name → PNG."""
    out: dict[str, bytes] = {}
    for name, briefing in briefings().items():
        pages = briefing.pages
        for page, data in zip(pages, png(briefing, ppi=PPI), strict=True):
            out[f"{name}-{page.key}.png"] = data
        out[f"{name}-lembar.png"] = png(briefing, "sheet", ppi=PPI)[0]
        out[f"{name}-ponsel.png"] = png(briefing, "phone", ppi=PPI)[0]
    return out


def small(data: bytes) -> bytes:
    """Return a picture of few colours: kept in the repository."""
    out = io.BytesIO()
    Image.open(io.BytesIO(data)).convert("RGB").quantize(64, dither=Image.Dither.NONE).save(
        out, "PNG", optimize=True
    )
    return out.getvalue()


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    for name, data in pictures().items():
        (FOLDER / name).write_bytes(small(data))
