"""Answers of a template: choices, numbers, texts; what cannot be used is nulled with a finding."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from stunting.ingest.batch import Batch
from stunting.ingest.cells.column import Column
from stunting.ingest.cells.number import parse_count, parse_number
from stunting.ingest.columns import normalise
from stunting.ingest.findings import masked, number, sentence
from stunting.ingest.templates.definitions import ABSENT, NO, YES, Question

_YES = frozenset(("ya", "y", "iya", "ada", "sudah", "1", "true", "benar"))
_NO = frozenset(("tidak", "t", "tdk", "tidakada", "belum", "0", "false", "n"))
_UNKNOWN = frozenset(("tidaktahu", "tt", "tdktahu", "lupa", "88", "99"))
#: Longest text that is kept; a name of a source, not a story.
_LONGEST = 120


def read_choice(text: str, question: Question) -> str | None:
    """Return the answer as it is stored, or None where it is none of the choices.

    >>> from stunting.ingest.templates.definitions import questions
    >>> smoke = next(q for q in questions("anak") if q.key == "merokok_di_rumah")
    >>> [read_choice(t, smoke) for t in ("YA", "tdk", "Tidak tahu", "mungkin")]
    ['ya', 'tidak', 'tidak tahu', None]
    """
    plain = normalise(text)
    if question.kind == "ya_tidak":
        sets = ((_YES, YES), (_NO, NO), (_UNKNOWN, ABSENT))
        return next((answer for words, answer in sets if plain in words), None)
    return next((choice for choice in question.choices if normalise(choice) == plain), None)


def read_answer(text: str, question: Question) -> tuple[Any, str]:
    """Return the value of a cell that is not blank, and the code of what is wrong with it ("": nothing)."""
    if question.kind in ("ya_tidak", "pilihan"):
        answer = read_choice(text, question)
        return (None, "JAWABAN_TAK_DIKENAL") if answer is None else (answer, "")
    if question.kind == "teks":
        return " ".join(text.split())[:_LONGEST], ""
    value = parse_count(text) if question.kind == "bilangan" else parse_number(text)
    if value is None or (question.kind == "bilangan" and value != int(value)):
        return None, "ANGKA_SALAH"
    if not (np.isnan(question.low) or question.low <= value <= question.high):
        return None, "ANGKA_LUAR_RENTANG"
    return (int(value) if question.kind == "bilangan" else value), ""


def read_answers(batch: Batch, questions: Sequence[Question]) -> list[dict[str, Any]]:
    """Return the answers of each row, blanks left out; odd ones are reported to the batch."""
    out: list[dict[str, Any]] = [{} for _ in range(len(batch))]
    for question in questions:
        column = batch[question.key]
        read = [read_answer(text, question) for text in column.distinct]
        for code in sorted({code for _, code in read if code}):
            flagged = [at for at, (_, seen) in enumerate(read) if seen == code]
            batch.report(code, column, flagged, _says(column, question, code))
        for at, code in enumerate(column.codes.tolist()):
            if code >= 0 and read[code][0] is not None:
                out[at][question.key] = read[code][0]
    return out


def _says(column: Column, question: Question, code: str) -> Any:
    span = "" if np.isnan(question.low) else (
        f"{number(question.low)}–{number(question.high)} {question.unit}".strip()
    )  # fmt: skip
    choices = ", ".join(question.choices)

    def says(at: int) -> str:
        value = masked(column.distinct[at])
        return sentence(code, kolom=column.title, nilai=value, rentang=span, pilihan=choices)

    return says


def to_text(answers: dict[str, Any]) -> str:
    """Return the answers of one row as they are stored.

    >>> to_text({"jamban": "ya", "umur_ibu": 27.0})
    '{"jamban":"ya","umur_ibu":27.0}'
    """
    return json.dumps(answers, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
