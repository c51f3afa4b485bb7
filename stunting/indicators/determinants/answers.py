"""Which answers of the template of families count as exposed, and the factors that come from them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from stunting.indicators.determinants.factors import composites, factors
from stunting.indicators.facts import facts
from stunting.ingest.templates import ABSENT, Question, questions

_LIMIT: Final = re.compile(r"([<>]=?)\s*(-?\d+(?:\.\d+)?)")


def exposed(values: pd.Series, question: Question) -> pd.Series:
    """Return which answers count as exposed (boolean; "tidak tahu" and missing are NA).

    Parameters
    ----------
    values : Series of object
        Answers as the store gives them.
    question : Question
        Its ``risk``: one or more answers ("tidak", "SD|SMP") or limits ("<20|>35").

    Examples
    --------
    >>> asked = {q.key: q for q in questions("anak")}
    >>> exposed(pd.Series(["ya", "tidak", "tidak tahu", None]), asked["jamban"]).tolist()
    [False, True, <NA>, <NA>]
    >>> exposed(pd.Series([19, 20, 35, "36", "lupa"]), asked["umur_ibu"]).tolist()
    [True, False, False, True, <NA>]
    """
    parts = [p.strip() for p in question.risk.split("|") if p.strip()]
    limits = [_LIMIT.fullmatch(p) for p in parts]
    if parts and all(limits):
        number = pd.to_numeric(values, errors="coerce").to_numpy("float64", na_value=np.nan)
        hit = np.zeros(len(values), dtype=bool)
        for limit in limits:
            assert limit is not None
            sign, edge = limit.group(1), float(limit.group(2))
            below = number < edge if sign[0] == "<" else number > edge
            hit |= below | ((number == edge) & sign.endswith("="))
        return pd.Series(hit, values.index, dtype="boolean").mask(~np.isfinite(number))
    text = values.astype("str").str.strip().str.casefold()
    unknown = values.isna() | text.isin([ABSENT, ""])
    return text.isin([p.casefold() for p in parts]).astype("boolean").mask(unknown)


def factor_table(asked: Sequence[Question] | None = None) -> pd.DataFrame:
    """Return the factors, and one for each question of the district's own that says what is a risk."""
    asked = questions("anak") if asked is None else asked
    known = set(facts("determinan")["key"])
    own = [
        {
            "key": q.key, "nama": q.title, "definisi": q.help, "kelompok": "lain", "tabel": "anak",
            "intervensi": "sensitif", "urutan": str(1000 + i), "sumber": q.source or "templat kabupaten",
        }
        for i, q in enumerate(asked)
        if q.risk and q.key not in known
    ]  # fmt: skip
    return factors(pd.DataFrame(own)) if own else factors()


def exposures(answers: pd.DataFrame, asked: Sequence[Question] | None = None) -> pd.DataFrame:
    """Return ``child_id`` and a boolean column for each factor that was ever asked, composites too.

    Parameters
    ----------
    answers : DataFrame
        Of ``Store.supplement(kab, "anak")``: one row a child.
    asked : sequence of Question, optional
        Default: the template.
    """
    asked = questions("anak") if asked is None else asked
    made = {q.key: exposed(answers[q.key], q) for q in asked if q.risk and q.key in answers}
    ids = answers["child_id"].astype("str") if "child_id" in answers else pd.Series(dtype="str")
    return composites(pd.DataFrame({"child_id": ids, **made}), factor_table(asked))
