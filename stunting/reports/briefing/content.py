"""What a briefing is made of, before it has any format."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

import pandas as pd

from stunting.indicators.actions import Action
from stunting.indicators.format_id import date, number, period_name

#: Pages in the order of a briefing.
HEADLINE, MAP, TREND, AREAS, CAUSES, ACTIONS = "pokok", "peta", "tren", "wilayah", "penyebab", "tindakan"
#: Layouts of the yearly report: kecamatan in two years (its Gambar 1), and the table of key indicators.
YEARS, IKU = "dua_tahun", "iku"
PAGES: Final = (HEADLINE, MAP, TREND, AREAS, YEARS, CAUSES, IKU, ACTIONS)
#: A message of at most so many letters stands as the title of its page; the rest goes below.
TITLE_LENGTH: Final = 88


class Figures(Protocol):
    """Where the figures come from. Whoever gives them has applied disclosure control for the reader."""

    kab: str
    rule: str
    mark: str  # "Data sintetis", "Sebagian data sintetis" or empty
    pulled_on: dt.date | None

    def rates(self, level: str, period: str | None, indicator: str, area: str | None = None) -> pd.DataFrame:
        """Return a result frame with ``suppressed``; all periods of a year or month kind where None.

        `area` may be a puskesmas: the desa that it serves.
        """

    def attendance(self, level: str, period: str) -> pd.DataFrame:
        """Return D/S as a result frame."""

    def attendance_goal(self, year: str) -> float | None:
        """Return the district's target of D/S in a year, a fraction."""

    def main_target(self, indicator: str, year: str) -> pd.Series | None:
        """Return the district's target of a year."""

    def targets(self, indicator: str) -> pd.DataFrame:
        """Return the district's targets of all years (``year``, ``value``, ``printed``)."""

    def published(self, indicator: str) -> pd.DataFrame:
        """Return figures of other sources of the kabupaten."""

    def iku(self, year: int) -> pd.DataFrame | None:
        """Return the table of key indicators of the kabupaten; None where nobody keeps one."""

    def causes(self, area: str, period: str) -> Causes | None:
        """Return the determinants by what their removal could change; None without such data."""

    def partial(self, area: str, period: str) -> str:
        """Return on how many puskesmas a figure of the district or a kecamatan rests."""

    def late(self) -> tuple[str, list[str]] | None:
        """Return the newest month and the puskesmas that have not delivered it."""


@dataclass(frozen=True)
class Causes:
    """Determinants, ranked.

    Attributes
    ----------
    frame : DataFrame
        Result frame; ``title`` (name of the factor), ``value, low, high`` (population attributable fraction),
        ``numerator`` (children), or published shares where the district has no data of its own.
    takeaway, note : str
    first : tuple of str, optional
        The factor to work on, and why; for the actions.
    published : bool
        Shares as a document prints them, nothing computed here.
    """

    frame: pd.DataFrame
    takeaway: str
    note: str
    first: tuple[str, str] | None = None
    published: bool = False


@dataclass(frozen=True)
class Provenance:
    """What every page carries: so that it survives being forwarded."""

    area: str
    label: str
    level: str
    period: str
    indicator: str
    rule: str
    rule_words: str
    source: str
    pulled_on: dt.date | None
    printed_on: dt.date
    n: int | None
    mark: str
    kab: str = ""
    partial: str = ""  # on how many puskesmas the figure rests, where some are missing

    def line(self) -> str:
        """Return the line at the foot of every page.

        >>> from datetime import date
        >>> Provenance("63.11", "Kabupaten Contoh", "kabupaten", "2024-08", "stunting", "eppgbm",
        ...     "menurut e-PPGBM", "e-PPGBM", date(2024, 9, 1), date(2024, 9, 2), 9230, "").line()
        'Sumber: e-PPGBM, ditarik 1 Sep 2024 · menurut e-PPGBM · Kabupaten Contoh · Agustus 2024 · n = 9.230 ·
        dicetak 2 Sep 2024'
        """
        pulled = f", ditarik {date(self.pulled_on)}" if self.pulled_on else ""
        parts = [f"Sumber: {self.source}{pulled}", self.rule_words, self.label, self.when]
        parts += [f"n = {number(self.n)}"] if self.n is not None else []
        parts += [self.partial] if self.partial else []
        return " · ".join([*parts, f"dicetak {date(self.printed_on)}"])

    @property
    def when(self) -> str:
        """The period in words."""
        return period_name(self.period) if len(self.period) == 7 else f"Tahun {self.period}"


@dataclass(frozen=True)
class Page:
    """One message: what it says, and the frames that its figure draws.

    Attributes
    ----------
    key : str
        One of `PAGES`.
    title : str
        The message, one sentence.
    takeaway : str
        The sentence under it, which doubles as the figure's alternative text.
    frames : mapping of str to DataFrame
        Result frames by part of the figure: ``parts``, ``before``, ``series``, ``targets``, ``published``,
        ``causes``; empty where the page is of words.
    note : str
        Small print of this page alone.
    """

    key: str
    title: str
    takeaway: str
    frames: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True)
class Briefing:
    """All of it.

    Attributes
    ----------
    provenance : Provenance
    figure : str
        The figure in large type ("14,58 %", of few children "3 dari 17", or why there is none).
    sentence : str
        The headline, without markup.
    tiles : list of (title, value, note)
        Gap to the target, attendance.
    pages : list of Page
        Those of `PAGES` that have something to say; the first is always there.
    actions : list of Action
    names : dict
        Area key → display name, of all areas in the frames.
    """

    provenance: Provenance
    figure: str
    sentence: str
    tiles: list[tuple[str, str, str]]
    pages: list[Page]
    actions: list[Action]
    names: dict[str, str]

    def page(self, key: str) -> Page | None:
        """Return a page, None where it has nothing to say."""
        return next((p for p in self.pages if p.key == key), None)

    @property
    def title(self) -> str:
        """Title of the document."""
        p = self.provenance
        return f"{INDICATOR_TITLES.get(p.indicator, p.indicator)} {p.label}, {p.when}"


def message(said: str) -> tuple[str, str]:
    """Return the sentences that fit a page's title, and the rest.

    >>> message("Tertinggi Kecamatan Satu 19,2 %. Terendah Kecamatan Dua 9,7 %. Perubahan belum dibedakan.")
    ('Tertinggi Kecamatan Satu 19,2 %. Terendah Kecamatan Dua 9,7 %.', 'Perubahan belum dibedakan.')
    >>> message("")
    ('', '')
    """
    parts = [part if part.endswith(".") else f"{part}." for part in said.split(". ") if part]
    title = parts[:1]
    for part in parts[1:]:
        if len(" ".join([*title, part])) > TITLE_LENGTH:
            break
        title.append(part)
    return " ".join(title), " ".join(parts[len(title) :])


INDICATOR_TITLES: Final[dict[str, Any]] = {
    "stunting": "Stunting", "severe_stunting": "Sangat pendek", "wasting": "Wasting",
    "underweight": "Underweight", "overweight": "Gizi lebih",
}  # fmt: skip
