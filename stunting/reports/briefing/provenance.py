"""Where the figures of a briefing come from: the line at the foot of every page, and its badge."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from stunting.indicators.format_id import date, number, period_name

#: On every page of what was made without disclosure control, and in the names of its files.
INTERNAL: Final = "Tanpa penyamaran: untuk dalam"
INTERNAL_NAME: Final = "internal"


@dataclass(frozen=True)
class Origin:
    """Whose figures one page shows. What is None is that of the headline.

    Attributes
    ----------
    label, when, rule_words, source : str, optional
        Area, period, rule and source in words; "" leaves a part out.
    n : str, optional
        How many, with its ``n =``.
    pulled : bool
        The source is pulled from the store, so that the day is told.
    """

    label: str | None = None
    when: str | None = None
    n: str | None = None
    rule_words: str | None = None
    source: str | None = None
    pulled: bool = True


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
    internal: bool = False  # made without disclosure control

    def line(self, origin: Origin | None = None) -> str:
        """Return the line at the foot of a page: of the headline, or of a page with figures of its own.

        >>> from datetime import date
        >>> about = Provenance("63.11", "Kabupaten Contoh", "kabupaten", "2024-08", "stunting", "eppgbm",
        ...     "menurut e-PPGBM", "e-PPGBM", date(2024, 9, 1), date(2024, 9, 2), 9230, "")
        >>> about.line()
        'Sumber: e-PPGBM, ditarik 1 Sep 2024 · menurut e-PPGBM · Kabupaten Contoh · Agustus 2024 · n = 9.230 ·
        dicetak 2 Sep 2024'
        >>> about.line(Origin(when="Tahun 2024", n="", rule_words="", source="dokumen", pulled=False))
        'Sumber: dokumen · Kabupaten Contoh · Tahun 2024 · dicetak 2 Sep 2024'
        """
        own = origin or Origin()
        pulled = f", ditarik {date(self.pulled_on)}" if self.pulled_on and own.pulled else ""
        n = f"n = {number(self.n)}" if self.n is not None else ""
        parts = [
            f"Sumber: {_or(own.source, self.source)}{pulled}", _or(own.rule_words, self.rule_words),
            self.place(own), self.time(own), _or(own.n, n), self.partial if own.n is None else "",
            f"dicetak {date(self.printed_on)}",
        ]  # fmt: skip
        return " · ".join(part for part in parts if part)

    def own(self, origin: Origin) -> str:
        """Return what a page has of its own, for a sheet whose foot is that of the headline.

        >>> from datetime import date
        >>> about = Provenance("63.11", "Kabupaten Contoh", "kabupaten", "2024-08", "stunting", "eppgbm",
        ...     "menurut e-PPGBM", "e-PPGBM", date(2024, 9, 1), date(2024, 9, 2), 9230, "")
        >>> about.own(Origin(when="Tahun 2024", n="n = 2.702")), about.own(Origin())
        ('Tahun 2024 · n = 2.702', '')
        """
        source = f"Sumber: {origin.source}" if origin.source else ""
        rule = origin.rule_words if origin.rule_words != self.rule_words else ""
        return " · ".join(part for part in (source, rule, origin.label, origin.when, origin.n) if part)

    def place(self, origin: Origin) -> str:
        """Return the area of a page."""
        return _or(origin.label, self.label)

    def time(self, origin: Origin) -> str:
        """Return the period of a page."""
        return _or(origin.when, self.when)

    @property
    def when(self) -> str:
        """The period in words."""
        return when_words(self.period)

    @property
    def badge(self) -> str:
        """What must be seen on every page: made-up data, and figures that are not for everybody."""
        return " · ".join(part for part in (self.mark, INTERNAL if self.internal else "") if part)


def when_words(period: str) -> str:
    """Return a month or a year in words.

    >>> when_words("2024-08"), when_words("2024")
    ('Agustus 2024', 'Tahun 2024')
    """
    return period_name(period) if len(period) == len("2024-08") else f"Tahun {period}"


def _or(own: str | None, usual: str) -> str:
    return usual if own is None else own
