"""SKDN: who is on the list, came, gained, by posyandu and month; and the attendance card.

Definitions and limits: ``docs/metode-skdn.md``.
"""

from stunting.indicators.skdn.build import COUNTS, NAME, build
from stunting.indicators.skdn.kalita import before_after, rewards
from stunting.indicators.skdn.ratios import RATIOS, counts, ratios
from stunting.indicators.skdn.targets import target, targets

__all__ = [
    "COUNTS", "NAME", "RATIOS", "before_after", "build", "counts", "ratios", "rewards", "target", "targets",
]  # fmt: skip
