"""The copy that takes the place of an uploaded file once a child of it was forgotten: its rows, as a file.

It has the titles that the reader knows and every row at its old number, so that the findings of the upload
still point at their rows. Names stand in it as they came: whoever hands it out neutralises formulas.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any, Final

import pandas as pd

from stunting import regions
from stunting.ingest.columns import titles
from stunting.ingest.schema import ROW_DTYPES, SUPPLEMENT_DTYPES, conform
from stunting.ingest.templates import KIND, questions
from stunting.store.people import Vault
from stunting.store.uploads import Uploads

_WORDS: Final[dict[str, dict[Any, str]]] = {
    "position": {"l": "Terlentang", "h": "Berdiri"},
    "kia": {True: "Ya", False: "Tidak"},
}
_AREAS: Final = ("kab", "kec", "desa")
_DATES: Final = ("birth_date", "measured_on", "noted_on")
#: Columns of a copy of an export, as `stunting.ingest.schema.ROW_DTYPES` names them.
_EXPORT: Final = (
    "nik", "name", "sex", "birth_date", "birth_weight_kg", "birth_length_cm", "parent", "kab", "kec",
    "puskesmas", "desa", "posyandu", "rt", "rw", "address", "measured_on", "weight_kg", "height_cm",
    "position", "lila_cm", "file_waz", "file_haz", "file_whz", "weight_gain", "vitamin_a", "kia",
)  # fmt: skip


def copy_of(uploads: Uploads, vault: Vault, upload_id: str, child_ids: list[str]) -> bytes:
    """Return the rows of an upload as a file, without the children; the others as they were known then."""
    rows, manifest = uploads.rows(upload_id).to_pandas(), uploads.manifest(upload_id)
    if "child_id" in rows:
        rows = rows[~rows["child_id"].isin(child_ids)]
        later = {n for n in uploads.ids() if uploads.manifest(n).uploaded_at > manifest.uploaded_at}
        identities = vault.people(rows["child_id"].unique(), later).drop(columns=["sex", "birth_date"])
        dtypes = SUPPLEMENT_DTYPES if "answers" in rows else ROW_DTYPES
        rows = conform(rows.merge(identities, on="child_id", how="left"), dtypes)
    return csv_of(rows, manifest.kind, manifest.variant, synthetic=manifest.synthetic)


def csv_of(rows: pd.DataFrame, kind: str, variant: str, *, synthetic: bool = False) -> bytes:
    """Return stored rows with their identities as CSV (UTF-8, ``,``).

    Parameters
    ----------
    rows : DataFrame
        ``ROW_DTYPES``, or ``SUPPLEMENT_DTYPES`` of a template.
    kind, variant : str
        Of the upload. A recap, which holds no child, comes with the names of its columns.
    synthetic : bool
        Say so above the titles, where there is room.
    """
    if kind == KIND:
        answers = [json.loads(text) if isinstance(text, str) else {} for text in rows["answers"]]
        asked = questions(variant)
        rows = rows.assign(no=None, tahun=rows["period"])
        for question in asked:
            if question.is_answer:
                rows[question.key] = pd.Series([a.get(question.key) for a in answers], rows.index, "object")
        head = {question.key: question.header for question in asked}
    elif kind == "rows":
        known = titles(variant)
        mother_first = {"parent": known["parent_ibu"]} if variant == "V5" else {}
        head = {name: (known | mother_first)[name] for name in _EXPORT}
    else:
        return rows.to_csv(index=False).encode()
    columns = [[_written(name)(value) for value in rows[name].tolist()] for name in head]
    at: dict[int, tuple[str, ...]] = {}
    again = []  # two sheets that count from the start: below the others
    for number, line in zip(rows["row"].tolist(), zip(*columns, strict=True), strict=True):
        if number < 2 or number in at:
            again.append(line)
        else:
            at[number] = line
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    if synthetic and 2 not in at:
        writer.writerow(["DATA SINTETIS"])
        at[2] = tuple(head.values())
    else:
        writer.writerow(head.values())
    writer.writerows(at.get(number, ()) for number in range(2, max(at, default=1) + 1))
    writer.writerows(again)
    return out.getvalue().encode()


def _written(name: str) -> Callable[[Any], str]:
    """Return how a value of a column is written so that the reader gets it back."""
    words = _WORDS.get(name, {})

    def text(value: Any) -> str:
        if value is None or pd.isna(value):
            return ""
        if name in _AREAS:
            return regions.area_name(str(value))
        if name in _DATES:
            return f"{pd.Timestamp(value):%d/%m/%Y}"
        return words.get(value, str(value))

    return text
