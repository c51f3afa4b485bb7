"""Saving a list of desa lokus: who may, what is stored, what a file says."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Final

import pandas as pd
import xlsxwriter

from stunting.access import AccessError, User
from stunting.ingest.area_list import EXAMPLE, AreaList, read_area_list
from stunting.reports.safe import write_cell
from stunting.store import StoreError
from stunting.ui import data, lokus_data, places

EDITORS: Final = ("dinas", "admin")
SOURCE: Final = "dimasukkan kabupaten"
#: Longest number of a regulation.
LONGEST: Final = 80


@dataclass(frozen=True, slots=True)
class Entry:
    """A list as it is to be saved."""

    year: int
    decree: str
    areas: tuple[str, ...]
    original: bytes | None = None
    filename: str = ""


def may_save(user: User) -> bool:
    """Return whether the user may change the lists."""
    return user.role in EDITORS


def save(user: User, entry: Entry, *, seen: str) -> int:
    """Save a list as a new version of the register and return the version.

    Parameters
    ----------
    seen : str
        `lokus_data.stamp` when the screen was drawn: a list that changed since then is not overwritten.

    Raises
    ------
    AccessError
        If the role may not.
    StoreError
        If the list is empty, names a desa of nowhere, or was changed by somebody else meanwhile.
    """
    _check(user)
    if not entry.areas:
        raise StoreError("Daftar masih kosong: pilih paling sedikit satu desa.")
    kab = data.kab()
    labels = places.labels(kab)
    if strangers := [a for a in entry.areas if a.count(".") != 3 or a not in labels]:
        raise StoreError(f"Bukan desa kabupaten ini: {', '.join(strangers[:3])}.")
    if lokus_data.stamp() != seen:
        raise StoreError("Daftar ini baru saja diubah orang lain. Muat ulang halaman, lalu periksa lagi.")
    decree = " ".join(entry.decree.split())[:LONGEST]
    rows = pd.DataFrame({"area": sorted(set(entry.areas))}, dtype="str").assign(
        year=entry.year, decree=decree, source=SOURCE
    )
    registers = data.store().registers
    kept = registers.read(lokus_data.REGISTER)
    if kept is not None:
        own = (kept["year"] == entry.year) & kept["area"].str.startswith(f"{kab}.")
        rows = pd.concat([kept[~own], rows], ignore_index=True)
    rows = rows[["year", "area", "decree", "source"]].astype({"year": "int64"})
    note = f"Daftar {entry.year}: {len(set(entry.areas))} desa" + (f", SK {decree}" if decree else "")
    return int(registers.save(lokus_data.REGISTER, rows, by=user.name, note=note, original=entry.original))


def undo(user: User) -> int | None:
    """Withdraw the newest version; the one before counts again.

    Raises
    ------
    AccessError
        If the role may not.
    """
    _check(user)
    version = data.store().registers.undo(lokus_data.REGISTER, by=user.name)
    return None if version is None else int(version)


def history() -> pd.DataFrame:
    """Return the versions, newest first."""
    return data.store().registers.history(lokus_data.REGISTER).iloc[::-1].reset_index(drop=True)


def read(content: bytes) -> AreaList:
    """Return what a file says (see `read_area_list`)."""
    return read_area_list(content, kab=data.kab())


def template(kab: str, year: int) -> bytes:
    """Return the file to fill in: kecamatan and desa of the kabupaten, a column to mark, an example."""
    frame = places.areas(kab)
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Daftar")
        head = book.add_format({"bold": True, "bg_color": "#E6EEEE", "bottom": 1})
        soft = book.add_format({"font_color": "#7F949A", "italic": True})
        for place, (title, width) in enumerate((("No", 9), ("Kecamatan", 24), ("Desa", 28))):
            sheet.write_string(0, place, title, head)
            sheet.set_column(place, place, width)
        for place, text in enumerate((EXAMPLE, "nama kecamatan", "satu desa satu baris; baris ini dilewati")):
            write_cell(sheet, 1, place, text, soft)
        sheet.freeze_panes(1, 0)
        desa = frame[frame["level"] == "desa"].sort_values("code")
        kec = frame.loc[frame["level"] == "kecamatan", "name"]
        # hidden: only the visible sheet is read back
        choices = book.add_worksheet("Nama")
        choices.hide()
        for place, listed in ((1, kec), (2, desa["name"].drop_duplicates().sort_values())):
            for n, name in enumerate(listed):
                write_cell(choices, n, place, name)
            column = "ABC"[place]
            sheet.data_validation(2, place, 400, place, {
                "validate": "list", "source": f"=Nama!${column}$1:${column}${max(len(listed), 1)}",
                "error_type": "warning", "error_title": "Nama", "ignore_blank": True,
                "error_message": "Nama ini tidak ada pada daftar resmi.",
            })  # fmt: skip
        book.set_properties({"title": f"Desa lokus {year}"})
    return out.getvalue()


def _check(user: User) -> None:
    if not may_save(user):
        raise AccessError("Hanya dinas dan admin yang dapat mengubah daftar desa lokus.")
