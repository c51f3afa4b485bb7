"""Determinants: shares, ratios, attributable fractions, the parameter sheet, areas, pregnant women.

Definitions, formulas and limits: ``docs/metode-determinan.md``. Nothing here proves a cause: every result
carries `CROSS_SECTIONAL` (or, of areas, `ECOLOGICAL`).
"""

from stunting.indicators.determinants.answers import exposures
from stunting.indicators.determinants.association import Association, area_association, terciles
from stunting.indicators.determinants.exposure import Joined, join, states
from stunting.indicators.determinants.factors import JOINT, composites, factors, rules
from stunting.indicators.determinants.headline import (
    Headline,
    areas_takeaway,
    headline,
    left_out,
    reach,
    without_counts,
)
from stunting.indicators.determinants.paf import paf
from stunting.indicators.determinants.parameters import parameters
from stunting.indicators.determinants.pregnancy import ANAEMIA, KEK, pregnancy
from stunting.indicators.determinants.pregnancy_flow import OUTCOMES, STATES, outcomes, published_flow
from stunting.indicators.determinants.rank import published_factors, ranking
from stunting.indicators.determinants.ratios import adjusted, crude
from stunting.indicators.determinants.shares import EVERYONE, OTHERS, STUNTED, shares
from stunting.indicators.determinants.study import Study, study
from stunting.indicators.determinants.words import (
    ADJUSTED,
    CROSS_SECTIONAL,
    CRUDE,
    ECOLOGICAL,
    MEASURES,
    REFUSALS,
)

__all__ = [
    "ADJUSTED", "ANAEMIA", "CROSS_SECTIONAL", "CRUDE", "ECOLOGICAL", "EVERYONE", "JOINT", "KEK", "MEASURES",
    "OTHERS", "OUTCOMES", "REFUSALS", "STATES", "STUNTED", "Association", "Headline", "Joined", "Study",
    "adjusted", "area_association", "areas_takeaway", "composites", "crude", "exposures", "factors",
    "headline", "join", "left_out", "outcomes", "paf", "parameters", "pregnancy", "published_factors",
    "published_flow", "ranking", "reach", "rules", "shares", "states", "study", "terciles", "without_counts",
]  # fmt: skip
