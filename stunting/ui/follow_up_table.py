"""Tables of the follow-up screen: children for those who may see them, areas for everybody."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd

from stunting.indicators.format_id import date, number, percent
from stunting.ui.follow_up import area_label, title_of
from stunting.ui.follow_up_html import button
from stunting.ui.follow_up_view import PAGE_SIZE, Board, Sheet


def children(sheet: Sheet, *, one_place: bool) -> str:
    """Return the table of children: one link each, to the page of the child."""
    rows = "".join(_child(row, one_place) for row in sheet.rows.to_dict("records"))
    first = "Risiko" if "band" in sheet.rows else "Prioritas"
    head = f"<th>{first}</th><th>Anak</th><th>Mengapa, dan apa yang dilakukan</th><th>Diukur</th>"
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
    back = button(f"hal:{sheet.page - 1}", "‹ Sebelumnya", "tl-hal", False) if sheet.page > 1 else ""
    on = button(f"hal:{sheet.page + 1}", "Berikutnya ›", "tl-hal", False) if sheet.page < sheet.pages else ""
    return f'<div class="tl-halaman"><span>{where}</span>{back}{on}</div>'


def areas(board: Board) -> str:
    """Return the table of the areas inside: counts, never children."""
    level = board.inside
    most = max([v for v in board.parts["value"].tolist() if v == v], default=0.0) or 1.0
    rows = "".join(_area(row, level, most) for row in board.parts.to_dict("records"))
    head = f"<th>{level.capitalize()}</th><th>Jumlah</th><th>Bagian</th>"
    return f'<table class="tl-wilayah"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def _area(row: dict[Any, Any], level: str, most: float) -> str:
    area = str(row["area"])
    name = escape(
        area_label(level, area).partition(", ")[0] if level == "posyandu" else area_label(level, area)
    )
    value = escape(f"wilayah:{level}|{area}", quote=True)
    label = f'<button type="button" class="tl-tautan" data-pilih="{value}">{name}</button>'
    if not row["denominator"]:
        return f'<tr><td>{label}</td><td class="tl-redup">–</td><td class="tl-redup">belum ada data</td></tr>'
    width = f"calc((100% - 64px) * {float(row['value']) / most:.3f})"
    return (
        f"<tr><td>{label}</td><td>{number(row['numerator'])} dari {number(row['denominator'])}</td>"
        f'<td class="tl-batang"><i style="width:{width}"></i>'
        f"<span>{percent(row['value'], 1)}</span></td></tr>"
    )
