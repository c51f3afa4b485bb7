"""What the page Determinan shows of one choice, put together from the results."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from stunting.indicators import determinants as det
from stunting.ui import determinan_data, kept, places
from stunting.ui.determinan_controls import Chosen
from stunting.ui.filters import Choice


@dataclass(frozen=True, slots=True)
class Factors:
    """One area and its factors.

    Attributes
    ----------
    area, level, label : str
        Of the analysis: a desa's kecamatan, where a desa is chosen.
    shares, crude, adjusted, ranking : DataFrame
        Result frames; ``adjusted`` and ``crude`` of the chosen measure. Their reasons say no counts to
        the public.
    ratios : DataFrame
        Adjusted prevalence ratios, whatever measure is shown.
    reach : str
        How many were asked.
    """

    choice: Choice
    public: bool
    chosen: Chosen
    area: str
    level: str
    label: str
    shares: pd.DataFrame
    crude: pd.DataFrame
    adjusted: pd.DataFrame
    ranking: pd.DataFrame
    ratios: pd.DataFrame
    reach: str

    @property
    def asked(self) -> Chosen:
        """What is chosen on the page."""
        return self.chosen

    @property
    def headline(self) -> det.Headline:
        """What stands out."""
        return det.headline(self.ranking, self.ratios)


def factors(choice: Choice, chosen: Chosen, *, public: bool) -> Factors:
    """Load the analysis of the chosen area (shared: nobody may change it)."""
    seen = kept.Seen(choice, public)
    return kept.of(lambda *_: _factors(choice, chosen, public=public), seen, chosen)


def _factors(choice: Choice, chosen: Chosen, *, public: bool) -> Factors:
    area, level = determinan_data.place(choice)
    found = determinan_data.study(choice, chosen.factors)
    rough, fine = found.crude, found.adjusted
    if chosen.measure == "or":
        rough, fine = determinan_data.odds(choice, chosen.factors)
    rank, ratios = found.ranking, found.adjusted
    if public:
        rough, fine, rank, ratios = (det.without_counts(f) for f in (rough, fine, rank, ratios))
    return Factors(
        choice, public, chosen, area, level, places.label_of(choice.kab, area), found.shares, rough, fine,
        rank, ratios, det.reach(determinan_data.children(choice)),
    )  # fmt: skip


def parts(choice: Choice, level: str, *, public: bool) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return shares, adjusted prevalence ratios and ranking of the areas of a level inside.

    Raises
    ------
    ValueError
        For the public below the kecamatan.
    """
    if public and level != "kecamatan":
        raise ValueError("not for the public")
    found = determinan_data.parts(choice, (), level)
    fine, rank = found.adjusted, found.ranking
    if public:
        fine, rank = det.without_counts(fine), det.without_counts(rank)
    return found.shares, fine, rank


def asked(choice: Choice) -> pd.DataFrame:
    """Return the factors that families of the kabupaten were ever asked about, no parts of another."""
    return kept.of(_asked, kept.Seen(choice, True))


def _asked(view: kept.Chosen) -> pd.DataFrame:
    found = determinan_data.joined(view.choice)
    table = found.table
    return table[table["key"].isin(found.frame.columns) & table["parent"].isna()].reset_index(drop=True)
