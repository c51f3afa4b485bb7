"""Which desa first: smoothed rates, ranks with their uncertainty, hot spots, and what past lokus show.

Definitions, simulations and limits: ``docs/metode-lokus.md``.
"""

from stunting.indicators.ranking.composite import COMPONENTS, Components, components, composite
from stunting.indicators.ranking.evaluation import NO_MATCH, NOT_CAUSAL, evaluate
from stunting.indicators.ranking.evaluation_words import evaluation_takeaway, start_words
from stunting.indicators.ranking.list_text import agreement_words, kappa_words, list_words
from stunting.indicators.ranking.lokus import Agreement, agreement, list_sizes, lokus
from stunting.indicators.ranking.ranks import ranks
from stunting.indicators.ranking.smooth import BetaBinomial, draws, fit, smooth
from stunting.indicators.ranking.spatial import HOT, hot_spots, situation
from stunting.indicators.ranking.words import (
    gi_words,
    hot_takeaway,
    ranking_takeaway,
    situation_takeaway,
    strength,
    strong,
)

__all__ = [
    "COMPONENTS", "HOT", "NOT_CAUSAL", "NO_MATCH", "Agreement", "BetaBinomial", "Components", "agreement",
    "agreement_words", "components", "composite", "draws", "evaluate", "evaluation_takeaway", "fit",
    "gi_words", "hot_spots", "hot_takeaway", "kappa_words", "list_sizes", "list_words", "lokus",
    "ranking_takeaway", "ranks", "situation", "situation_takeaway", "smooth", "start_words", "strength",
    "strong",
]  # fmt: skip
