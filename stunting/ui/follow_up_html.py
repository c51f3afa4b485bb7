"""HTML of the follow-up screen: tiles of priorities, the checklist, the table of children or of areas."""

from __future__ import annotations

from html import escape
from typing import Any, Final

import pandas as pd

from stunting.indicators import follow_up
from stunting.indicators.format_id import date, number, percent
from stunting.ui import follow_up_data
from stunting.ui import follow_up_texts as texts
from stunting.ui.follow_up import area_label, title_of
from stunting.ui.follow_up_view import PAGE_SIZE, Board, Sheet

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
    "kartu_5": "Hadiah KALITA bulan depan",
    "kartu_6": "Hadiah kartu KALITA",
    follow_up_data.EARLY: "Peringatan dini (risiko stunting)",
}
_GOOD: Final = ("lulus_60", "kartu_6", "kartu_5")  # nothing is wrong with these children


def _button(value: str, inner: str, css: str, chosen: bool) -> str:
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
            hidden = row is not None and bool(row["suppressed"])
            value = "–" if row is None or hidden else number(row["numerator"])
            note = (
                texts.HIDDEN if hidden else "" if row is None else f"dari {number(row['denominator'])} balita"
            )
        inner = (
            f'<span class="tl-p {code.lower()}">{code}</span>'
            f'<span class="tl-judul">{escape(title_of(code))}</span>'
            f"<b>{value}</b><small>{note}</small>"
        )
        cells.append(_button(f"daftar:{code}", inner, "tl-ubin", board.code == code))
    return f'<div class="tl-prioritas" role="group" aria-label="Prioritas">{"".join(cells)}</div>'


def checklist(board: Board) -> str:
    """Return every list with its count; each can be picked."""
    known = texts.households(board)
    parts = [_line(board, follow_up_data.ALL, True, "tl-baris tl-semua")]
    for title, codes in GROUPS:
        lines = "".join(_line(board, code, known) for code in codes)
        parts.append(f'<div class="tl-kelompok"><h3>{title}</h3>{lines}</div>')
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
    elif row is None or bool(row["suppressed"]) or not row["denominator"]:
        count = f"<small>{texts.count_text(row)}</small>"
    elif row["numerator"] == 0 and code not in _GOOD:
        count = f'<span class="tl-nol">✓ tidak ada</span><small>dari {number(row["denominator"])}</small>'
    else:
        count = f"<b>{number(row['numerator'])}</b><small>dari {number(row['denominator'])}</small>"
    inner = f'<span class="tl-nama">{name}</span><span class="tl-hitung">{count}</span>'
    return _button(f"daftar:{code}", inner, css, board.code == code)


def children(sheet: Sheet, *, one_place: bool) -> str:
    """Return the table of children: one link each, to the page of the child."""
    rows = "".join(_child(row, one_place) for row in sheet.rows.to_dict("records"))
    head = "<th>Prioritas</th><th>Anak</th><th>Mengapa, dan apa yang dilakukan</th><th>Diukur</th>"
    return (
        f'<table class="tl-anak"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{_pages(sheet)}'
    )


def _child(row: dict[Any, Any], one_place: bool) -> str:
    child = escape(str(row["child_id"]), quote=True)
    name = row.get("name")
    shown = escape(str(name)) if isinstance(name, str) and name else f"ID {child[:8]}"
    age = f"{number(row['age_months'])} bln" if row["age_months"] == row["age_months"] else "umur ?"
    sex = {"L": "L", "P": "P"}.get(str(row["sex"]), "?")
    home = [f"RT {escape(str(row[k]))}" if k == "rt" else f"RW {escape(str(row[k]))}"
            for k in ("rt", "rw") if isinstance(row.get(k), str)]  # fmt: skip
    parent = escape(str(row["parent"])) if isinstance(row.get("parent"), str) else ""
    post = "" if one_place else f"Posyandu {escape(_text(row['posyandu']))}, {escape(_desa(row['desa']))}"
    more = " · ".join(
        t for t in (parent, f'<span class="tl-utuh">{"/".join(home)}</span>' if home else "") if t
    )
    badge = _badge(row)
    seen = row["measured_on"]
    when = date(seen) if pd.notna(seen) else "belum pernah"
    reason = str(row["reason"])
    return (
        f'<tr data-pilih="anak:{child}"><td>{badge}</td>'
        f'<td><a href="/anak?anak={child}" data-pilih="anak:{child}">{shown}</a>'
        f'<span class="tl-kecil">{sex}, {age}{" · " + post if post else ""}</span>'
        f"{f'<span class=tl-kecil>{more}</span>' if more else ''}</td>"
        f'<td><span class="tl-alasan">{escape(reason[:1].upper() + reason[1:])}</span>'
        f'<span class="tl-aksi">{escape(str(row["action"]))}</span></td>'
        f'<td class="tl-tanggal"><span class="tl-ponsel">diukur </span>{when}</td></tr>'
    )


def _badge(row: dict[Any, Any]) -> str:
    if isinstance(row.get("band"), str):
        band = escape(row["band"])
        return f'<span class="tl-p dini-{band}">{band}</span>'
    priority = row.get("priority")
    if not isinstance(priority, str):
        return '<span class="tl-p lain">lain</span>'
    return f'<span class="tl-p {priority.lower()}" title="{escape(title_of(priority))}">{priority}</span>'


def _text(value: object) -> str:
    return str(value) if isinstance(value, str) and value else "tidak tercatat"


def _desa(value: object) -> str:
    return area_label("desa", value) if isinstance(value, str) else "desa tidak tercatat"


def _pages(sheet: Sheet) -> str:
    first = (sheet.page - 1) * PAGE_SIZE + 1
    last = min(sheet.page * PAGE_SIZE, sheet.total)
    where = f"{number(first)}–{number(last)} dari {number(sheet.total)} anak"
    back = _button(f"hal:{sheet.page - 1}", "‹ Sebelumnya", "tl-hal", False) if sheet.page > 1 else ""
    on = _button(f"hal:{sheet.page + 1}", "Berikutnya ›", "tl-hal", False) if sheet.page < sheet.pages else ""
    return f'<div class="tl-halaman"><span>{where}</span>{back}{on}</div>'


def areas(board: Board) -> str:
    """Return the table of the areas inside: counts, never children."""
    level = board.scope.parts
    most = max([v for v in board.parts["value"].tolist() if v == v], default=0.0) or 1.0
    rows = "".join(_area(row, level, most, board) for row in board.parts.to_dict("records"))
    head = f"<th>{level.capitalize()}</th><th>Jumlah</th><th>Bagian</th>"
    return f'<table class="tl-wilayah"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def _area(row: dict[Any, Any], level: str, most: float, board: Board) -> str:
    area = str(row["area"])
    name = escape(
        area_label(level, area).partition(", ")[0] if level == "posyandu" else area_label(level, area)
    )
    if board.public and level == "desa":
        label = f"<span>{name}</span>"
    else:
        value = escape(f"wilayah:{level}|{area}", quote=True)
        label = f'<button type="button" class="tl-tautan" data-pilih="{value}">{name}</button>'
    if bool(row["suppressed"]):
        return _pale(label, "disamarkan", "di bawah 5 balita")
    if not row["denominator"]:
        return _pale(label, "–", "belum ada data")
    width = f"calc((100% - 64px) * {float(row['value']) / most:.3f})"
    return (
        f"<tr><td>{label}</td><td>{number(row['numerator'])} dari {number(row['denominator'])}</td>"
        f'<td class="tl-batang"><i style="width:{width}"></i>'
        f"<span>{percent(row['value'], 1)}</span></td></tr>"
    )


def _pale(label: str, value: str, why: str) -> str:
    return f'<tr><td>{label}</td><td class="tl-redup">{value}</td><td class="tl-redup">{why}</td></tr>'
