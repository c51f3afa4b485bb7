"""HTML of the follow-up screen: tiles of priorities, and the checklist (tables: `follow_up_table`)."""

from __future__ import annotations

from html import escape
from typing import Final

from stunting.indicators import follow_up
from stunting.indicators.format_id import number
from stunting.ui import follow_up_data
from stunting.ui import follow_up_texts as texts
from stunting.ui.follow_up import title_of
from stunting.ui.follow_up_view import Board

#: Lists in the order of an officer's day: whom to see, what to repeat, who was missed, whom to praise.
GROUPS: Final = (
    ("Gizi", ("gizi_buruk", "bgm", "stunting_wasting", "baru_stunting", "stunting")),
    ("Berat tidak naik", ("t2", "t1")),
    ("Kehadiran", ("tidak_ditimbang", "tiga_bulan", "tidak_tercatat")),
    ("Pengukuran", ("ulang_ukur",)),
    ("Di bawah 24 bulan", (follow_up_data.EARLY,)),
    ("Keluarga", ("keluarga_rentan",)),
    ("Selesai dan hadiah", ("lulus_60", "kartu_6", "kartu_5")),
)
_SHORT: Final = {
    "ulang_ukur": "Ukur ulang: tidak masuk akal",
    "tidak_tercatat": "Tidak ada di unggahan bulan ini",
    "tiga_bulan": "Tidak terlihat ≥ 3 bulan",
    "kartu_5": "Kartu penuh bulan depan",
    "kartu_6": "Kartu KALITA penuh",
    follow_up_data.EARLY: "Peringatan dini (risiko stunting)",
}
_GOOD: Final = ("lulus_60", "kartu_6", "kartu_5")  # nothing is wrong with these children


def button(value: str, inner: str, css: str, chosen: bool) -> str:
    """Return a part that can be picked."""
    state = ' aria-pressed="true"' if chosen else ' aria-pressed="false"'
    pick = escape(value, quote=True)
    return f'<button type="button" class="{css}" data-pilih="{pick}"{state}>{inner}</button>'


def tiles(board: Board) -> str:
    """Return the four priorities as tiles."""
    known = texts.households(board)
    cells = []
    for code in follow_up.PRIORITIES:
        row = texts.one(board, code)
        value, note = "–", texts.NO_HOUSEHOLDS
        if code not in texts.NEEDS_HOUSEHOLDS or known:
            value = "–" if row is None else number(row["numerator"])
            note = "" if row is None else f"dari {number(row['denominator'])} balita"
        inner = (
            f'<span class="tl-p {code.lower()}">{code}</span>'
            f'<span class="tl-judul">{escape(title_of(code))}</span>'
            f"<b>{value}</b><small>{note}</small>"
        )
        cells.append(button(f"daftar:{code}", inner, "tl-ubin", board.code == code))
    return f'<div class="tl-prioritas" role="group" aria-label="Prioritas">{"".join(cells)}</div>'


def checklist(board: Board) -> str:
    """Return every list with its count; each can be picked."""
    known = texts.households(board)
    parts = [_line(board, follow_up_data.ALL, True, "tl-baris tl-semua")]
    for title, codes in GROUPS:
        lines = "".join(_line(board, code, known) for code in codes)
        parts.append(f'<div class="tl-kelompok"><h2>{title}</h2>{lines}</div>')
    now = escape(_SHORT.get(board.code, title_of(board.code)))
    return (
        f'<details class="tl-daftar" data-ponsel open><summary><span>Daftar:</span> <b>{now}</b></summary>'
        f'<div class="tl-isi">{"".join(parts)}</div></details>'
    )


def _line(board: Board, code: str, households: bool, css: str = "tl-baris") -> str:
    row = texts.one(board, code)
    name = escape(_SHORT.get(code, title_of(code)))
    if code in texts.NEEDS_HOUSEHOLDS and not households:
        count = f"<small>{texts.NO_HOUSEHOLDS}</small>"
    elif row is None or not row["denominator"]:
        count = f"<small>{texts.count_text(row)}</small>"
    elif row["numerator"] == 0 and code not in _GOOD:
        count = f'<span class="tl-nol">✓ tidak ada</span><small>dari {number(row["denominator"])}</small>'
    else:
        count = f"<b>{number(row['numerator'])}</b><small>dari {number(row['denominator'])}</small>"
    inner = f'<span class="tl-nama">{name}</span><span class="tl-hitung">{count}</span>'
    return button(f"daftar:{code}", inner, css, board.code == code)
