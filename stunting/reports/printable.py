"""The follow-up lists to print: A4, one posyandu a page, typeset by typst."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import pandas as pd

from stunting.indicators.follow_up import title_of
from stunting.indicators.follow_up.catalogue import catalogue
from stunting.indicators.follow_up.words import kg
from stunting.indicators.format_id import date, number
from stunting.reports.follow_up_frame import (
    MILESTONES,
    About,
    Posyandu,
    Row,
    actions,
    posyandu,
    tally,
    text,
)
from stunting.settings import settings

_TEMPLATE: Final = Path(__file__).with_name("lists.typ")


def printable(found: pd.DataFrame, about: About) -> bytes:
    """Return the lists as PDF: searchable, fonts embedded.

    Parameters
    ----------
    found : DataFrame
        From ``follow_up.lists``; with ``name``, ``parent``, ``rt``, ``rw`` where the reader may see them.
    about : About

    Returns
    -------
    bytes
        Every posyandu begins a page. Without children one page that says so.
    """
    out: bytes = _compile(found, about, format="pdf")
    return out


def printable_png(found: pd.DataFrame, about: About, *, ppi: float = 110) -> list[bytes]:
    """Return the same pages as PNG."""
    pages = _compile(found, about, format="png", ppi=ppi)
    return list(pages) if isinstance(pages, list) else [pages]


def _compile(found: pd.DataFrame, about: About, **options: Any) -> Any:
    import typst  # 30 MB of compiled code: only when something is printed

    # What is written in a cell reaches typst as data, never as markup.
    data = json.dumps(_content(found, about), ensure_ascii=False)
    return typst.compile(
        _TEMPLATE.read_bytes(), font_paths=[str(_fonts())], ignore_system_fonts=True,
        sys_inputs={"data": data}, **options,
    )  # fmt: skip


@lru_cache(maxsize=1)
def _fonts() -> Path:
    return settings().static_dir / "huruf"


def _content(found: pd.DataFrame, about: About) -> dict[str, Any]:
    named = "name" in found
    return {
        "bulan": about.month,
        "cetak": date(about.printed),
        "sumber": about.source,
        "sintetis": about.mark,
        "rahasia": named,
        "judul": about.title,
        "arti": about.note
        or " · ".join(f"{code} {title.lower()}" for code, title in catalogue("prioritas")["title"].items()),
        "posyandu": [_page(place, about) for place in posyandu(found)],
    }


def _page(place: Posyandu, about: About) -> dict[str, Any]:
    marks = []
    for code in MILESTONES:
        who = [_who(row) for row in place.milestones if row["lists"] == code]
        if who:
            marks.append({"judul": title_of(code), "anak": who, "tindakan": actions(code)})
    return {
        "nama": place.name,
        "tempat": f"{about.label(place.desa)}, {about.label(place.kec)}",
        "puskesmas": place.puskesmas,
        "kalimat": tally(place),
        "anak": [_child(row) for row in place.visits],
        "tonggak": marks,
    }


def _who(row: Row) -> str:
    age = number(row["age_months"])
    return f"{text(row.get('name')) or 'ID ' + str(row['child_id'])[:8]} ({age} bln)"


def _child(row: Row) -> dict[str, Any]:
    rt, rw = text(row.get("rt")), text(row.get("rw"))
    home = " / ".join(t for t in (f"RT {rt}" if rt else "", f"RW {rw}" if rw else "") if t)
    sizes = [
        f"{kg(row['weight_kg'])} kg" if row["weight_kg"] > 0 else "",
        f"{number(row['height_cm'], 1)} cm" if row["height_cm"] > 0 else "",
    ]
    day = date(row["measured_on"])
    then = "saat itu" if day in row["reason"] else f"terakhir {day}"
    return {
        "prioritas": text(row.get("band")) or text(row["priority"]),
        "nama": text(row.get("name")) or f"ID {str(row['child_id'])[:8]}",
        "ortu": text(row.get("parent")),
        "rumah": home,
        "jk": text(row["sex"]) or "?",
        "umur": f"{number(row['age_months'])} bln" if row["age_months"] == row["age_months"] else "umur ?",
        "ukur": f"Ukuran {then}: {', '.join(s for s in sizes if s)}" if any(sizes) else "",
        "alasan": [part[:1].upper() + part[1:] for part in row["reason"].split("; ")],
        "tindakan": actions(row["lists"], row["priority"]),
    }
