"""What a briefing is made of, before it has any format."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

import pandas as pd

from stunting.indicators.actions import Action
from stunting.reports.briefing.provenance import Origin, Provenance

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
    internal: bool  # without disclosure control: for the staff alone
    mark: str  # "Data sintetis", "Sebagian data sintetis" or empty
    pulled_on: dt.date | None

    def rates(self, level: str, period: str | None, indicator: str, area: str | None = None) -> pd.DataFrame:
        """Return a result frame with ``suppressed``; all periods of a year or month kind where None.

        `area` may be a puskesmas: the desa that it serves. Of desa ``lokus`` may say which are on the
        year's list of desa lokus.
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
    origin : Origin
        Whose answers, when noted, how many children.
    complete : (int, int), optional
        Children with all answers of the model, and children with answers.

    Where `frame` has no rows there is no page, and `takeaway` is the sentence why.
    """

    frame: pd.DataFrame
    takeaway: str
    note: str
    first: tuple[str, str] | None = None
    published: bool = False
    origin: Origin = field(default_factory=Origin)
    complete: tuple[int, int] | None = None


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
    origin : Origin
        Whose figures these are, where not those of the headline.
    """

    key: str
    title: str
    takeaway: str
    frames: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    note: str = ""
    origin: Origin = field(default_factory=Origin)


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
    left_out : str
        Why the page of causes is missing, where there are answers.
    """

    provenance: Provenance
    figure: str
    sentence: str
    tiles: list[tuple[str, str, str]]
    pages: list[Page]
    actions: list[Action]
    names: dict[str, str]
    left_out: str = ""

    def page(self, key: str) -> Page | None:
        """Return a page, None where it has nothing to say."""
        return next((p for p in self.pages if p.key == key), None)

    def foot(self, page: Page) -> str:
        """Return the line of origin of a page."""
        return self.provenance.line(page.origin)

    def about(self, page: Page) -> str:
        """Return what stands over a page: area and period of its figures."""
        return f"{self.provenance.place(page.origin)}, {self.provenance.time(page.origin)}"

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
