"""Which desa first: smoothed rates, ranks with their uncertainty, hot spots, and what past lokus show.

Definitions, simulations and limits: ``docs/metode-lokus.md``.
"""

from stunting.indicators.ranking.composite import COMPONENTS, Components, components, composite
from stunting.indicators.ranking.evaluation import NOT_CAUSAL, evaluate
from stunting.indicators.ranking.lokus import Agreement, agreement, lokus
from stunting.indicators.ranking.ranks import ranks
from stunting.indicators.ranking.smooth import BetaBinomial, draws, fit, smooth
from stunting.indicators.ranking.spatial import hot_spots, situation

__all__ = [
    "COMPONENTS", "NOT_CAUSAL", "Agreement", "BetaBinomial", "Components", "agreement", "components",
    "composite", "draws", "evaluate", "fit", "hot_spots", "lokus", "ranks", "situation", "smooth",
]  # fmt: skip
