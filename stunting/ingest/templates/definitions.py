"""The questions of each template, as ``data/templat.csv`` has them; a district adds its own lines there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from stunting.ingest.columns import normalise
from stunting.settings import settings

#: Kind of upload (``Parsed.kind``) of every template.
KIND: Final = "tambahan"
#: Templates, and what they are called on screen.
TITLES: Final = {
    "anak": "Keluarga dan anak",
    "bumil": "Ibu hamil",
    "wilayah": "Indikator wilayah",
}
#: In the column No of the example row, which is never stored.
EXAMPLE: Final = "contoh"
YES, NO, ABSENT = "ya", "tidak", "tidak tahu"
#: Identity, place and date of a row: everything else is an answer.
FRAME: Final = frozenset(
    (
        "no",
        "nik",
        "name",
        "birth_date",
        "sex",
        "mother",
        "kec",
        "desa",
        "puskesmas",
        "posyandu",
        "noted_on",
        "tahun",
    )
)
#: A header is a template's when it has so many of its titles ...
_SHARE: Final = 0.5
#: ... and these, which no export of e-PPGBM has.
_MARKS: Final = {"anak": ("noted_on",), "bumil": ("noted_on", "lila"), "wilayah": ("indikator", "tahun")}


class Question(NamedTuple):
    """One column of a template.

    Attributes
    ----------
    template, key, title : str
        ``"anak"``, ``"bumil"`` or ``"wilayah"``; name in the data; title in the file.
    kind : str
        ``nomor nik nama tanggal jk wilayah ya_tidak pilihan angka bilangan teks``.
    required : bool
    choices : tuple of str
    low, high : float
        Limits of a number, NaN where there is none.
    unit, risk, help, example, source : str
        ``risk``: the answers that count as exposed: ``"ya"``, ``"A|B"``, or limits like ``"<20|>35"``.
    """

    template: str
    key: str
    title: str
    kind: str
    required: bool
    choices: tuple[str, ...]
    low: float
    high: float
    unit: str
    risk: str
    help: str
    example: str
    source: str

    @property
    def is_answer(self) -> bool:
        """Whether it is neither identity nor place nor date."""
        return self.key not in FRAME

    @property
    def header(self) -> str:
        """Title with unit, as the file has it.

        >>> next(q for q in questions("bumil") if q.key == "lila").header
        'LiLA (cm)'
        """
        return f"{self.title} ({self.unit})" if self.unit else self.title


@lru_cache(maxsize=1)
def _all() -> dict[str, tuple[Question, ...]]:
    path = settings().data_dir / "templat.csv"
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    out: dict[str, list[Question]] = {name: [] for name in TITLES}
    for line in frame.to_dict("records"):
        low, high = (float(line[c]) if line[c] else np.nan for c in ("min", "maks"))
        choices = line["pilihan"] or ("Ya|Tidak|Tidak tahu" if line["jenis"] == "ya_tidak" else "")
        out[line["templat"]].append(Question(
            line["templat"], line["kolom"], line["judul"], line["jenis"], line["wajib"] == "ya",
            tuple(choices.split("|")) if choices else (), low, high, line["satuan"], line["berisiko"],
            line["petunjuk"], line["contoh"], line["sumber"],
        ))  # fmt: skip
    return {name: tuple(questions) for name, questions in out.items()}


def templates() -> dict[str, str]:
    """Return template → name on screen."""
    return dict(TITLES)


def questions(template: str) -> tuple[Question, ...]:
    """Return the columns of a template, in order.

    Raises
    ------
    KeyError
        If there is no such template.
    """
    return _all()[template]


@lru_cache(maxsize=4)
def titles(template: str) -> dict[str, str]:
    """Return normalised title (with and without unit) → key."""
    found = {}
    for question in questions(template):
        found[normalise(question.title)] = question.key
        found[normalise(question.header)] = question.key
    return found


def recognise(header: Sequence[str]) -> str | None:
    """Return the template that a row of titles belongs to, or None.

    >>> recognise([q.header for q in questions("bumil")]), recognise(["No", "NIK", "Nama", "JK"])
    ('bumil', None)
    """
    names = {normalise(cell) for cell in header}
    for template, marks in _MARKS.items():
        known = titles(template)
        keys = {known[name] for name in names if name in known}
        if set(marks) <= keys and len(keys) >= _SHARE * len(questions(template)):
            return template
    return None
