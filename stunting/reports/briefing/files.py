"""A briefing as files in a folder: one name, one set."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from stunting.reports.briefing import slides, tables, typeset
from stunting.reports.briefing.content import Briefing
from stunting.reports.briefing.provenance import INTERNAL_NAME

FORMATS: Final = ("pdf", "png", "pptx", "xlsx", "csv")


def contents(briefing: Briefing, formats: Iterable[str] = FORMATS) -> dict[str, bytes]:
    """Return file name → content.

    ``pdf``: slides and the one-page A4; ``png``: every slide (1920 × 1080) and the card for a phone
    (1080 × 1920); ``csv``: a ZIP with a data dictionary.

    Raises
    ------
    ValueError
        If a format is unknown.
    """
    wanted = list(dict.fromkeys(formats))
    if unknown := [f for f in wanted if f not in FORMATS]:
        raise ValueError(f"unknown formats: {', '.join(unknown)}; known are {', '.join(FORMATS)}")
    stem = name_of(briefing)
    out: dict[str, bytes] = {}
    if "pdf" in wanted:
        out[f"{stem}-paparan.pdf"] = typeset.pdf(briefing)
        out[f"{stem}-satu-lembar.pdf"] = typeset.pdf(briefing, "sheet")
    if "png" in wanted:
        for number, page in enumerate(typeset.png(briefing), 1):
            out[f"{stem}-paparan-{number}.png"] = page
        out[f"{stem}-ponsel.png"] = typeset.png(briefing, "phone")[0]
    if "pptx" in wanted:
        out[f"{stem}-paparan.pptx"] = slides.pptx(briefing)
    if "xlsx" in wanted:
        out[f"{stem}-angka.xlsx"] = tables.workbook(briefing)
    if "csv" in wanted:
        out[f"{stem}-angka-csv.zip"] = tables.csv_archive(briefing)
    return out


def name_of(briefing: Briefing) -> str:
    """Return the common beginning of the names: indicator, area, period; letters, digits and hyphens."""
    about = briefing.provenance
    text = f"{about.indicator} {about.label} {about.period}".lower()
    text += f" {INTERNAL_NAME}" if about.internal else ""
    if about.mark:
        text += " sintetis"
    return slug(text)


def slug(text: str) -> str:
    """Return a text as the name of a file.

    >>> slug("Stunting Desa Contoh (2024-08)")
    'stunting-desa-contoh-2024-08'
    """
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def write(briefing: Briefing, folder: Path, formats: Iterable[str] = FORMATS) -> list[Path]:
    """Write the files into `folder` (made where it is missing) and return their paths."""
    made = contents(briefing, formats)
    folder.mkdir(parents=True, exist_ok=True)
    out = []
    for name, data in made.items():
        path = folder / name
        path.write_bytes(data)
        out.append(path)
    return out
