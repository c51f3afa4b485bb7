"""Downloads of the page Determinan, and the line that survives a screenshot."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from html import escape
from typing import NamedTuple

import pandas as pd

from stunting.indicators.determinants import CROSS_SECTIONAL, without_counts
from stunting.indicators.determinants.basis import model_words
from stunting.indicators.format_id import number
from stunting.indicators.results import RULES
from stunting.reports import determinants as report
from stunting.ui import determinan_data, downloads, pieces, places
from stunting.ui.determinan_view import Factors
from stunting.ui.filters import Choice


def rows(view: Factors) -> tuple[pd.DataFrame, report.About]:
    """Return the tidy rows of the area and of the kecamatan (for staff, the puskesmas too) inside."""
    choice = view.choice
    found = determinan_data.study(choice, view.chosen.factors)
    rough, fine = determinan_data.odds(choice, view.chosen.factors)
    often, ratios, ranks = [found.shares], [found.crude, found.adjusted, rough, fine], [found.ranking]
    levels = ["kecamatan"] if view.level == "kabupaten" else []
    for level in [*levels, *([] if view.public else ["puskesmas"])]:
        part = determinan_data.parts(choice, (), level)
        often.append(part.shares)
        ratios.append(part.adjusted)
        # the published figures are the kabupaten's
        ranks.append(part.ranking.assign(published=float("nan")))
    ranking = pd.concat(ranks, ignore_index=True)
    if view.public:
        ratios, ranking = [without_counts(f) for f in ratios], without_counts(ranking)
    about = report.About(
        view.label, f"Tahun {choice.period[:4]}", choice.rule, pieces.synthetic_note(), dt.date.today(),
        view.reach, model_words(view.ranking),
    )  # fmt: skip
    names = places.names(choice.kab)
    made = report.tidy(pd.concat(often, ignore_index=True), ratios, ranking, about, lambda a: names.get(a, a))
    return made, about


def csv(view: Factors) -> bytes:
    """Return the analysis as CSV."""
    return report.csv(rows(view)[0])


def xlsx(view: Factors) -> bytes:
    """Return the analysis as a workbook."""
    made, about = rows(view)
    return report.workbook(made, determinan_data.joined(view.choice).table, about)


class Part(NamedTuple):
    """What a section other than the factors tells in the last line, and its table.

    Attributes
    ----------
    name : str
        Begins the file's name.
    source, n : str
        Where the figures beside e-PPGBM come from; how many they rest on ("" where nothing is shown).
    table : callable
        Returns the tidy rows.
    """

    name: str
    source: str
    n: str
    table: Callable[[], pd.DataFrame]


def footer(choice: Choice, view: Factors | None = None, part: Part | None = None) -> None:
    """Show source, period, rule, caveat and the synthetic mark, with the analysis to take away."""
    source = pieces.source(f"{part.source if part else 'pendataan keluarga'} dan e-PPGBM")
    label = choice.label if view is None else view.label
    n = f" · {part.n}" if part and part.n else ""
    if view is not None and len(view.shares):
        known = view.shares[view.shares["among"] == "semua"]["children"]
        n = f" · n = {number(known.max())}"
        words = model_words(view.ranking).partition(" dari ")[0]
        n += f" · {words}" if words else ""
    what = f"{escape(label)} · Tahun {choice.period[:4]}{n} · {escape(RULES[choice.rule])}"
    with pieces.foot(choice, source, what, CROSS_SECTIONAL):
        if view is not None:
            _downloads(choice, view)
        if part is not None:
            table = part.table
            name = downloads.figures("csv", part.name, choice.label, choice.period[:4], choice.rule)
            downloads.button("Unduh tabel (CSV)", lambda: report.csv(table()), name, key="unduh_det")


def _downloads(choice: Choice, view: Factors) -> None:
    name = ("determinan", view.label, choice.period[:4], choice.rule)
    downloads.button("Unduh XLSX", lambda: xlsx(view), downloads.figures("xlsx", *name), key="unduh_det_xlsx")
    downloads.button("Unduh tabel (CSV)", lambda: csv(view), downloads.figures("csv", *name), key="unduh_det")
