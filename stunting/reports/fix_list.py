"""The list of rows to repair in e-PPGBM: as a table, and as a sheet of the officer's workbook."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from stunting.ingest import CODES, Parsed
from stunting.regions import area_name
from stunting.reports.safe import write_cell

SEVERITIES: Final = {
    "rejected": ("Ditolak", "#F4C7BC"),
    "nulled": ("Dikosongkan", "#FBE0B8"),
    "warning": ("Peringatan", "#FFF6CC"),
    "repaired": ("Diperbaiki otomatis", "#D9EBE9"),
}
WORST: Final = list(SEVERITIES)
FIX_COLUMNS: Final = (
    "baris", "nik", "nama", "tanggal_lahir", "desa", "posyandu", "kolom", "isi", "temuan",
    "apa_yang_dilakukan", "tingkat",
)  # fmt: skip


def fix_list(parsed: Parsed | None, findings: pd.DataFrame) -> pd.DataFrame:
    """Return the findings that lost or doubt something, a line each, with the child they are about.

    Parameters
    ----------
    parsed : Parsed or None
        The file, for names; None leaves them blank.
    findings : DataFrame
        ``FINDING_DTYPES``. Repaired values need nobody and are left out.

    Returns
    -------
    DataFrame
        `FIX_COLUMNS`, worst first, then by row.
    """
    found = findings[findings["severity"] != "repaired"].copy()
    found["order"] = found["severity"].map(WORST.index)
    found = found.sort_values(["order", "row"], kind="stable")
    people = pd.DataFrame(columns=["row", "nik", "name", "birth_date", "desa", "posyandu"])
    if parsed is not None and parsed.kind != "recap":
        people = parsed.table[list(people.columns)].drop_duplicates("row")
    found = found.merge(people, on="row", how="left")
    born = pd.to_datetime(found["birth_date"])
    texts = {
        "nik": found["nik"],
        "nama": found["name"],
        "tanggal_lahir": born.dt.strftime("%d/%m/%Y"),
        "desa": found["desa"].map(area_name, na_action="ignore"),
        "posyandu": found["posyandu"],
        "kolom": found["column"],
        "isi": found["value"],
        "temuan": [CODES[c].title if c in CODES else c for c in found["code"]],
        "apa_yang_dilakukan": found["message"],
        "tingkat": [SEVERITIES[s][0] for s in found["severity"]],
    }
    out = pd.DataFrame({"baris": found["row"].where(found["row"] > 0).astype("Int64")})
    for name, column in texts.items():
        out[name] = pd.Series(column, index=out.index).astype("object").where(lambda c: c.notna(), "")
    return out[list(FIX_COLUMNS)]


def fix_sheet(sheet: Any, frame: pd.DataFrame, head: Any, wrap: Any) -> None:
    """Write `frame` (of `fix_list`) to a sheet."""
    for place, (name, width) in enumerate(
        zip(FIX_COLUMNS, (7, 18, 26, 13, 18, 18, 20, 18, 28, 70, 14), strict=True)
    ):
        sheet.write_string(0, place, name.replace("_", " ").capitalize().replace("Nik", "NIK"), head)
        sheet.set_column(place, place, width, wrap)
    for n, line in enumerate(frame.itertuples(index=False), start=1):
        for place, value in enumerate(line):
            write_cell(sheet, n, place, value, wrap)
    sheet.freeze_panes(1, 0)
    if len(frame):
        sheet.autofilter(0, 0, len(frame), len(FIX_COLUMNS) - 1)
