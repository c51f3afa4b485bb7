"""Whose answers the page of causes rests on: which area, how many children, and when they were asked."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from stunting.indicators.format_id import number, period_name
from stunting.indicators.results import RULES
from stunting.reports.briefing.content import Causes
from stunting.reports.briefing.provenance import Origin

SOURCE = "pendataan keluarga dan e-PPGBM"


class Asked(NamedTuple):
    """Whose answers.

    Attributes
    ----------
    label : str
        The area in words.
    period : str
        Of the briefing; its year decides which measurement counts.
    rule : str
        Of the status.
    noted : Series
        Days on which the answers were noted.
    """

    label: str
    period: str
    rule: str
    noted: pd.Series

    @property
    def later(self) -> bool:
        """Whether nobody had been asked by the end of the period's year."""
        days = pd.to_datetime(self.noted).dropna()
        return bool(len(days)) and int(days.min().year) > int(self.period[:4])

    def origin(self, n: str) -> Origin:
        """Return the origin of figures that rest on `n`."""
        told = span(self.noted)
        when = f"Tahun {self.period[:4]}{f', didata {told}' if told else ''}"
        return Origin(self.label, when, n, RULES[self.rule], SOURCE)

    def not_yet(self) -> Causes:
        """Return that there is no page, and why."""
        told, year = span(self.noted), self.period[:4]
        said = f"Halaman penyebab tidak dibuat: jawaban keluarga baru dicatat {told}, sesudah {year}."
        return Causes(pd.DataFrame(), said, "")


def asked_of(answers: pd.DataFrame, children: pd.Series, label: str, period: str, rule: str) -> Asked:
    """Return whose answers those of `children` (ids) are."""
    return Asked(label, period, rule, answers.loc[answers["child_id"].isin(set(children)), "noted_on"])


def children_words(complete: float, cases: float) -> str:
    """Return the n of a model.

    >>> children_words(2702, 401)
    'n = 2.702 (401 stunting)'
    """
    return f"n = {number(complete)} ({number(cases)} stunting)"


def span(days: pd.Series) -> str:
    """Return the months from the first to the last day.

    >>> span(pd.Series(["2024-01-02", "2024-11-24"])), span(pd.Series(["2024-01-02"])), span(pd.Series([]))
    ('Januari–November 2024', 'Januari 2024', '')
    >>> span(pd.Series(["2023-11-02", "2024-01-24"]))
    'November 2023–Januari 2024'
    """
    known = pd.to_datetime(days).dropna()
    if known.empty:
        return ""
    first, last = (f"{day.year:04d}-{day.month:02d}" for day in (known.min(), known.max()))
    if first == last:
        return period_name(first)
    start = period_name(first).removesuffix(f" {last[:4]}")
    return f"{start}–{period_name(last)}"
