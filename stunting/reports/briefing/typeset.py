"""A briefing as PDF and PNG, typeset by typst: searchable text, embedded fonts, no browser."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal

import pandas as pd

from stunting import regions
from stunting.charts.classes import FEW
from stunting.indicators import iku
from stunting.indicators.format_id import MISSING, number
from stunting.indicators.words import INDICATOR_WORDS
from stunting.reports.briefing import plot_map, plot_trend, plots
from stunting.reports.briefing.content import (
    ACTIONS,
    AREAS,
    CAUSES,
    IKU,
    MAP,
    TREND,
    YEARS,
    Briefing,
    Page,
    message,
)
from stunting.settings import settings

Layout = Literal["deck", "sheet", "phone"]
_COMMON: Final = "common.typ"
_TEMPLATES: Final[dict[Layout, str]] = {"deck": "deck.typ", "sheet": "sheet.typ", "phone": "phone.typ"}
#: Height of the trend on the sheet, whose full width it takes, as a share of it.
_LONG: Final = 0.21
#: Pixels an inch: a slide of 960 points becomes 1920 pixels wide, a phone's card of 540 points 1080.
PPI: Final = 144.0


def pdf(briefing: Briefing, layout: Layout = "deck") -> bytes:
    """Return the slides, or the one-page sheet (A4), as PDF."""
    return bytes(_compile(briefing, layout, format="pdf"))


def png(briefing: Briefing, layout: Layout = "deck", *, ppi: float = PPI) -> list[bytes]:
    """Return one PNG a page (1920 × 1080; of a phone 1080 × 1920)."""
    pages = _compile(briefing, layout, format="png", ppi=ppi)
    return list(pages) if isinstance(pages, list) else [pages]


def _compile(briefing: Briefing, layout: Layout, **options: Any) -> Any:
    import typst  # 30 MB of compiled code: only when something is printed

    template = b"\n".join(
        Path(__file__).with_name(name).read_bytes() for name in (_COMMON, _TEMPLATES[layout])
    )
    return typst.compile(
        template,
        font_paths=[str(_fonts())],
        ignore_system_fonts=True,
        sys_inputs={"data": _json(briefing)},
        **options,
    )


#: What was typeset last: a set of files asks four times for the same.
_last: tuple[Briefing, str] | None = None


def _json(briefing: Briefing) -> str:
    global _last
    kept = _last
    if kept is None or kept[0] is not briefing:
        kept = _last = (briefing, json.dumps(unbroken(content(briefing)), ensure_ascii=False))
    return kept[1]


@lru_cache(maxsize=1)
def _fonts() -> Path:
    return settings().static_dir / "huruf"


def content(briefing: Briefing) -> dict[str, Any]:
    """Return what the templates read: texts and drawings, nothing to be computed there."""
    about = briefing.provenance
    return {
        "tahun": int(about.period[:4]), "judul": briefing.title,
        "indikator": INDICATOR_WORDS[about.indicator].title,
        "tempat": f"{about.label}, {about.when}", "angka": briefing.figure, "kalimat": briefing.sentence,
        "kaki": about.line(), "sintetis": about.badge,
        "ubin": [{"judul": t, "nilai": v, "catatan": n} for t, v, n in briefing.tiles],
        "halaman": [_page(briefing, page) for page in briefing.pages],
    }  # fmt: skip


def iku_rows(table: pd.DataFrame) -> list[dict[str, str]]:
    """Return the rows of the table of key indicators as text.

    Returns
    -------
    list of dict
        ``name, unit, before, target, actual, capaian, end``; what is missing says so. ``met``: whether the
        target was reached, in a word.
    """
    out = []
    for row, met in zip(table.to_dict("records"), iku.reached(table), strict=True):
        shown = {c: number(row[c], 2, trim=True) for c in ("before", "target", "actual", "end_target")}
        out.append({
            "name": str(row["name"]), "unit": str(row["unit"]), "before": shown["before"],
            "target": shown["target"], "actual": shown["actual"], "end": shown["end_target"],
            "capaian": f"{number(row['capaian'], 1)} %" if row["capaian"] == row["capaian"] else MISSING,
            "met": met,
        })  # fmt: skip
    return out


def unbroken(data: Any) -> Any:
    """Return the same with no line break between a number and its percent sign.

    >>> unbroken({"a": ["15,5 %"]})
    {'a': ['15,5\\xa0%']}
    """
    if isinstance(data, str):
        return data.replace(" %", "\u00a0%").replace("n = ", "n\u00a0=\u00a0")
    if isinstance(data, dict):
        return {key: value if key == "svg" else unbroken(value) for key, value in data.items()}
    return [unbroken(value) for value in data] if isinstance(data, list) else data


def over(briefing: Briefing, page: Page) -> str:
    """Return what stands small above the message of a page: what it is about, each thing once."""
    about = briefing.provenance
    if page.key == YEARS:  # its title names indicator and periods
        return f"{page.title} · {about.label}"
    if page.key == IKU:
        return f"{page.title} · {briefing.about(page)}"
    what = f"{INDICATOR_WORDS[about.indicator].title}, {briefing.about(page)}"
    return f"{page.title} · {what}" if page.takeaway else what


def own_area(briefing: Briefing) -> str:
    """Return the desa that a briefing is about, which its map outlines among its neighbours."""
    return briefing.provenance.area if briefing.provenance.level == "desa" else ""


def caption(briefing: Briefing, page: Page, layer: Mapping[str, Any]) -> str:
    """Return the small print of the map: what its outlines are, and whose."""
    about, parts = briefing.provenance, page.frames["parts"]
    said = str(layer["caption"])
    said = said[:1].upper() + said[1:] + ("" if said.endswith(".") else ".")
    if own_area(briefing) in layer["areas"]:
        said += f" Garis tebal: {about.label}."
    if "lokus" in parts and parts.loc[parts["area"].isin(layer["areas"]), "lokus"].any():
        said += f" Garis gelap: desa lokus {about.period[:4]}."
    return said


def _page(briefing: Briefing, page: Page) -> dict[str, Any]:
    said, rest = message(page.takeaway)
    out: dict[str, Any] = {
        "jenis": page.key,
        "judul": page.title,
        "atas": over(briefing, page),
        "kalimat": said,
        "lain": rest,
        "catatan": page.note,
        "kaki": briefing.foot(page),
        "asal": briefing.provenance.own(page.origin),
    }
    what = INDICATOR_WORDS[briefing.provenance.indicator].title.lower()
    if page.key == MAP:
        parts = page.frames["parts"]
        level = str(parts["level"].iloc[0])
        layer = regions.svg_layer(briefing.provenance.kab, level, settings().home)
        figure, legend = plot_map.area_map(parts, layer, briefing.names, own=own_area(briefing))
        figure.alt = page.takeaway
        out |= {"gambar": figure.to_dict(), "legenda": legend, "legenda_judul": f"Prevalensi {what}"}
        out["catatan"] = caption(briefing, page, layer)
    elif page.key == TREND:
        frames = page.frames
        shown = (frames["series"], frames["targets"], frames["published"])
        figure, wide = plot_trend.trend(*shown), plot_trend.trend(*shown, ratio=_LONG)
        figure.alt = wide.alt = page.takeaway
        marks = (
            ["Pita: selang 95 %.", "Garis putus: target."]
            if len(frames["targets"])
            else ["Pita: selang 95 %."]
        )
        marks += ["Wajik: survei, seri lain."] if frames["published"]["rule"].eq("survei").any() else []
        gaps = plot_trend.gap_note(frames["series"])
        marks += [gaps] if gaps else []
        out |= {
            "gambar": figure.to_dict(), "lebar": wide.to_dict(), "catatan": " ".join(marks), "celah": gaps,
        }  # fmt: skip
    elif page.key == AREAS:
        rows, ticks = plots.sides(page.frames["parts"], page.frames["before"], briefing.names)
        notes = ["Titik: angka; garis tebal: selang 95 %."]
        notes += ["Lingkaran: setahun sebelumnya."] if any(r["then"] is not None for r in rows) else []
        notes += [f"* kurang dari {FEW} diukur: tidak diperingkat."] if any(r["few"] for r in rows) else []
        out |= {"baris": rows, "sumbu": ticks, "catatan": " ".join(notes)}
    elif page.key == YEARS:
        figure = plots.years(page.frames["parts"], page.frames["before"], briefing.names)
        figure.alt = page.takeaway
        out |= {"gambar": figure.to_dict(), "catatan": "Angka di atas batang: persen. –: tidak ada angka."}
    elif page.key == IKU:
        out["baris"] = iku_rows(page.frames["iku"])
    elif page.key == CAUSES:
        out["baris"], out["sumbu"] = plots.spans(page.frames["causes"])
    elif page.key == ACTIONS:
        out["langkah"] = [{"judul": a.title, "alasan": a.why} for a in briefing.actions]
    return out
