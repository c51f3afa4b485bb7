"""The pieces of the page Target: opening sentence, controls, path, ladder, footer."""

from __future__ import annotations

import re
from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from stunting import regions
from stunting.indicators import ladder_words
from stunting.indicators.format_id import number, percent, period_name, points
from stunting.indicators.ladder import COMPARED, FEW, HIDDEN, NO_FIGURE, OTHER_RULE, QUOTED
from stunting.indicators.path import words
from stunting.ui import kept, target_data, target_html, target_path, texts
from stunting.ui.filters import Choice
from stunting.ui.target_path import Aim, Way

PARTS: Final = ("Target dan jalur", "Andaian", "Tabel IKU", "Perbandingan", "Kelola")
_WITH_AIM: Final = PARTS[:2]


def controls(choice: Choice) -> tuple[str, Aim | None, int]:
    """Show which part of the page is open and which target the path leads to; return both and the year."""
    aims, year = kept.of(_aims, kept.Seen(choice, True))
    with st.container(key="kendali_target", horizontal=True, gap="small", vertical_alignment="center"):
        part = st.segmented_control(
            "Bagian", PARTS, default=PARTS[0], key="bagian_target", bind="query-params", required=True,
            label_visibility="collapsed",
        )  # fmt: skip
        part = str(part or PARTS[0])
        aim = next(iter(aims.values())) if aims else None
        if part in _WITH_AIM and aim is not None:
            label = st.selectbox(
                "Target yang dituju", list(aims), key="tuju", bind="query-params", required=True,
                label_visibility="collapsed", width=330,
            )  # fmt: skip
            aim = aims.get(str(label), aim)
            if aim.year is None:
                last = target_data.year_of(choice)
                years = [str(y) for y in range(last + 1, last + 1 + target_path.AHEAD)]
                chosen = st.selectbox(
                    "Tahun yang dituju", years, index=years.index(str(year)), key="tahun_tuju",
                    bind="query-params", required=True, label_visibility="collapsed", width=110,
                )  # fmt: skip
                year = int(str(chosen))
    return part, aim, (aim.year if aim is not None and aim.year is not None else year)


def _aims(view: kept.Chosen) -> tuple[dict[str, Aim], int]:
    """Return the targets by their label, and the year that one without a year is first tried for."""
    aims = {a.label: a for a in target_path.path_aims(view.choice)}
    return aims, target_path.horizon(view.choice)


def owner(choice: Choice) -> str:
    """Return the name of the kabupaten where the chosen area is smaller, else nothing."""
    return "" if choice.level == "kabupaten" else regions.area_label(choice.kab)


def headline(
    choice: Choice, rungs: pd.DataFrame, ways: list[Way], aim: Aim | None, year: int, *, public: bool
) -> None:
    """Show the gap in large type, the sentence about it, and two quiet tiles."""
    view = kept.Seen(choice, public)
    few = target_data.unfinished(choice, public=public)
    said, tiles = kept.of(lambda *_: _headline(choice, rungs, ways, aim, year, few), view, aim, year)
    left, right = st.columns([60, 40], gap="medium")
    with left:
        st.html(said)
    with right:
        st.html(tiles)


def _headline(
    choice: Choice, rungs: pd.DataFrame, ways: list[Way], aim: Aim | None, year: int, few: str
) -> tuple[str, str]:
    """Return the sentence with its figure, and the tiles, as HTML."""
    now = ladder_words.this_year(rungs, target_data.year_of(choice))
    first = now if now is not None else ladder_words.final(rungs)
    said = texts.whole(
        escape(ladder_words.headline(rungs, target_data.year_of(choice), owner=owner(choice)), quote=False)
    )
    said = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", said)
    where = f"{escape(choice.label)}, {escape(period_name(choice.period))}"
    cells = "".join(
        f'<div><h3>{escape(t)}</h3><div class="nilai">{escape(v)}</div><p>{texts.whole(escape(n))}</p></div>'
        for t, v, n in (_reached(first), _chance(ways, aim, year))
    )
    return (
        f'<div class="pokok" data-uji="kalimat">{_figure(first)}<p><span class="tg-di">{where}</span> '
        f"{said}</p></div>{_few(few)}",
        f'<div class="ubin">{cells}</div>',
    )


def _few(few: str) -> str:
    """Return on how little the figure rests, as a line of small print."""
    said = f'<b data-uji="baru">{few.capitalize()}</b>: angka dan capaian sementara'
    return f'<p class="catatan">{said}</p>' if few else ""


_NONE: Final = {
    NO_FIGURE: "belum ada angka", HIDDEN: "disamarkan", FEW: "terlalu sedikit",
    OTHER_RULE: "tidak dibandingkan", QUOTED: "kutipan",
}  # fmt: skip


def _figure(row: pd.Series | None) -> str:
    if row is None or row["state"] not in COMPARED:
        return f'<div class="angka kosong">{"belum ada target" if row is None else _NONE[row["state"]]}</div>'
    if row["met"]:
        return '<div class="angka kosong">Tercapai</div>'
    return f'<div class="angka">{points(row["gap"]).removesuffix(" poin")}<small>poin</small></div>'


def _reached(row: pd.Series | None) -> tuple[str, str, str]:
    if row is None:
        return "Capaian", "–", "Belum ada target."
    title = (
        f"{ladder_words.capaian_words(row)} {target_html.when(row)} ({percent(row['target'], 2, trim=True)})"
    )
    if pd.isna(row["capaian"]):
        why = (
            "Dihitung hanya untuk pemilik target (kabupaten)." if row["state"] in COMPARED
            else ladder_words.rung(row)
        )  # fmt: skip
        return title, "–", why
    figures = f"({percent(row['value'], 2)})"
    return title, f"{number(row['capaian'], 1)} %", f"Rumus laporan kinerja, dari angka tercetak {figures}."


def _chance(ways: list[Way], aim: Aim | None, year: int) -> tuple[str, str, str]:
    if aim is None:
        return "Peluang mencapai target", "–", "Tidak ada target yang dapat dituju."
    title = f"Peluang mencapai {percent(aim.value, 2, trim=True)} pada {year}"
    rows = [w.outlook for w in ways if w.outlook is not None]
    stated = sorted(float(r["probability"]) for r in rows if words.stated(r))
    if not stated:
        return title, "–", "Perlu paling sedikit tiga tahun data sebelum tahun target."
    shown = [words.chance(p).partition(" (") for p in (stated[0], stated[-1])]
    if shown[0] == shown[1]:
        word = shown[0][2].rstrip(")").capitalize()
        return title, shown[0][0], f"{word} menurut {_who(ways)}; bila perubahan seperti selama ini."
    low, high = (s[0].removesuffix(" %") for s in shown)
    said = " sampai ".join(dict.fromkeys(s[2].rstrip(")") for s in shown)).capitalize()
    return title, f"{low}–{high} %", f"{said} menurut dua deret; bila perubahan seperti selama ini."


def _who(ways: list[Way]) -> str:
    """Return which series state a probability: the one with its years, or that there are two."""
    stating = [w for w in ways if w.outlook is not None and words.stated(w.outlook)]
    return "dua deret" if len(stating) > 1 else f"{stating[0].name} {words.years_of(stating[0].figures)}"
