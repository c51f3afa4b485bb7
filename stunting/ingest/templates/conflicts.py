"""Two rows of one template that say different things of the same child, visit or area."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pandas as pd

from stunting.ingest.batch import Batch
from stunting.ingest.duplicates import same_name
from stunting.ingest.findings import sentence
from stunting.ingest.templates.definitions import Question

#: The answer that tells which figure of an area a row is.
_INDICATOR = "indikator"


def report(frame: pd.DataFrame, template: str, batch: Batch, asked: Sequence[Question]) -> None:
    """Report each row that a later row of the same child, visit or area contradicts.

    Of a child, rows may complete each other: only a question with two answers is a contradiction. Of a
    visit or an area the last row counts whole, so that an answer it leaves out is lost as well.

    Parameters
    ----------
    frame : DataFrame
        ``SUPPLEMENT_DTYPES``, in the order of the rows of `batch`.
    template : {"anak", "bumil", "wilayah"}
    batch : Batch
        Collects the findings.
    asked : sequence of Question
        Questions that are answers.
    """
    answers = [json.loads(text) for text in frame["answers"]]
    same = [_same(row, said, template) for row, said in zip(_rows(frame), answers, strict=True)]
    titles = {question.key: question.title for question in asked}
    last: dict[tuple[Any, ...], int] = {key: at for at, key in enumerate(same) if key}
    found: dict[int, tuple[str, str, int]] = {}
    for at, key in enumerate(same):
        after = last.get(key, at) if key else at
        if after == at:
            continue
        odd = _odd(answers[at], answers[after], lost=template != "anak")
        if odd:
            says = ", ".join(titles.get(name, name) for name in odd)
            found[at] = (titles.get(odd[0], odd[0]), says, int(batch.rows[after]))
    for at, (title, says, row) in found.items():
        message = sentence("JAWABAN_BERBEDA", kolom=says, baris=row)
        batch.findings.add("JAWABAN_BERBEDA", batch.rows[at : at + 1], title, "", message)


def _rows(frame: pd.DataFrame) -> list[dict[Any, Any]]:
    names = ["nik", "name", "birth_date", "noted_on", "period", "kec", "desa", "puskesmas"]
    return frame[names].to_dict("records")


def _same(row: dict[Any, Any], said: dict[str, Any], template: str) -> tuple[Any, ...] | None:
    """Return what rows of the same child and day, visit, or area and year share; None where unknown."""
    if template == "wilayah":
        return (row["period"], row["kec"], row["desa"], row["puskesmas"], said.get(_INDICATOR))
    if pd.notna(row["nik"]):
        return (row["nik"], row["noted_on"])
    if pd.isna(row["name"]) or pd.isna(row["birth_date"]):
        return None
    return (same_name(str(row["name"])), row["birth_date"], row["noted_on"])


def _odd(earlier: dict[str, Any], later: dict[str, Any], *, lost: bool) -> list[str]:
    """Return the questions that the rows answer differently; with `lost` also those the later leaves out."""
    return [
        name for name, value in earlier.items() if (name in later and later[name] != value)
        or (lost and name not in later)
    ]  # fmt: skip
