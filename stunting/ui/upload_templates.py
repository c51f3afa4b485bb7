"""Filled-in templates before they are stored: what was answered; and templates to fill in.

Nothing of Streamlit's. The role is checked here, at the data.
"""

from __future__ import annotations

import json
from collections import Counter

import pandas as pd

from stunting.access import AccessError, User
from stunting.indicators.format_id import number
from stunting.ingest import IngestError, Parsed
from stunting.ingest.templates import ABSENT, KIND, questions, templates
from stunting.regions import area_name
from stunting.reports.template import template_workbook
from stunting.store import UploadReport
from stunting.ui import data, follow_up_data, people

KEEPS = (
    "Tidak menghapus apa pun: dari tiap pertanyaan jawaban terbaru yang dipakai, dan jawaban lama "
    "kembali bila unggahan ini dibatalkan."
)
#: Columns of `answers`.
FIELDS = ("key", "title", "count", "unknown", "blank", "asked")


def answers(parsed: Parsed) -> pd.DataFrame:
    """Return how often each question of a template was answered.

    Returns
    -------
    DataFrame
        `FIELDS`, in the order of the template: ``count`` (answered, "tidak tahu" not among them),
        ``unknown``, ``blank``; ``asked``: whether "tidak tahu" is a choice at all.
    """
    given: Counter[str] = Counter()
    unknown: Counter[str] = Counter()
    for text in parsed.supplement["answers"]:
        for key, value in json.loads(text).items():
            (unknown if value == ABSENT else given)[key] += 1
    rows = len(parsed.supplement)
    lines = [
        (q.key, q.title, given[q.key], unknown[q.key], rows - given[q.key] - unknown[q.key],
         q.kind == "ya_tidak")
        for q in questions(parsed.variant)
        if q.is_answer
    ]  # fmt: skip
    return pd.DataFrame(lines, columns=list(FIELDS))


def require_filled(parsed: Parsed) -> None:
    """Raise `IngestError` for a template whose only row is the example."""
    nothing = parsed.kind == KIND and not len(parsed.supplement)
    if nothing and set(parsed.findings["code"]) == {"BARIS_CONTOH"}:
        raise IngestError(
            "TANPA_BARIS",
            "Templat ini belum diisi: hanya ada baris contoh. Isi di bawahnya, lalu unggah lagi.",
        )


def came_in(report: UploadReport, parsed: Parsed, span: str) -> list[tuple[int, str, str]]:
    """Return how many rows, of whom, and how many answers a template has, as (number, label, note)."""
    out = [(report.rows_read, f"baris templat {templates()[parsed.variant]}", span)]
    if parsed.variant != "wilayah":
        who = "anak" if parsed.variant == "anak" else "ibu hamil"
        note = f"{number(report.children_new)} baru, {number(report.children_known)} sudah dikenal"
        out.append((report.children, who, note))
    given = answers(parsed)
    return [*out, (int(given["count"].sum()), "jawaban", f"pada {len(given)} pertanyaan")]


def areas_known(parsed: Parsed) -> int:
    """Return how many desa of a template are known; 0 for another file."""
    if parsed.kind != KIND:
        return 0
    desa = parsed.supplement["desa"].dropna().astype("str").unique()
    return sum("?" not in code for code in desa)


def may_have(user: User, template: str) -> bool:
    """Return whether a template can be uploaded by this user: areas are for dinas and admin."""
    return user.uploads and (template != "wilayah" or user.scope() is None)


def empty(user: User, template: str) -> bytes:
    """Return a template to fill in.

    Raises
    ------
    AccessError
        If the user could not upload it.
    """
    _require(user, template)
    return template_workbook(template, data.kab())


def own_children(user: User) -> bytes:
    """Return the template ``"anak"`` with the children that the user's puskesmas has now.

    They are those under five listed in the newest month, by desa, posyandu and name. It holds identities:
    every call is noted in the audit log.

    Raises
    ------
    AccessError
        If the account belongs to no puskesmas.
    """
    _require(user, "anak")
    own = user.scope()
    if own is None:
        raise AccessError("Templat berisi anak hanya untuk akun puskesmas. Masuk dengan akun puskesmas.")
    now = follow_up_data.known(data.months()[0])
    mine = now[now["listed"] & now["under_five"] & (now["puskesmas"].astype("str") == own)]
    columns = ("nik", "name", "birth_date", "sex", "mother")
    named = people.exported(user, mine["child_id"].astype("str"), "templat_anak", columns=columns)
    places = mine[["child_id", "kec", "desa", "puskesmas", "posyandu"]].astype("str")
    frame = named.merge(places, on="child_id").sort_values(["desa", "posyandu", "name"])
    for level in ("kec", "desa"):
        frame[level] = [area_name(code) for code in frame[level]]
    frame["birth_date"] = pd.to_datetime(frame["birth_date"])
    return template_workbook("anak", data.kab(), people=frame.reset_index(drop=True))


def _require(user: User, template: str) -> None:
    user.require_upload()
    if not may_have(user, template):
        raise AccessError(f"Templat {templates()[template]} hanya untuk dinas atau admin.")
