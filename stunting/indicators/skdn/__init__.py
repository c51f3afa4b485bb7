"""SKDN: who is on the list, came, gained, by posyandu and month; and the attendance card.

Definitions and limits: ``docs/metode-skdn.md``.
"""

from stunting.indicators.skdn.build import COUNTS, NAME, RUNS, build
from stunting.indicators.skdn.counts import REGISTERED, counts
from stunting.indicators.skdn.kalita import NOT_YET, before_after, rewards, streaks
from stunting.indicators.skdn.program import program
from stunting.indicators.skdn.ratios import ABOVE_S, NOT_RECORDED, PART, RATIOS, ratios
from stunting.indicators.skdn.reach import gaps, gaps_words
from stunting.indicators.skdn.sasaran import sasaran
from stunting.indicators.skdn.targets import target, targets
from stunting.indicators.skdn.zones import zone_of, zones

__all__ = [
    "ABOVE_S", "COUNTS", "NAME", "NOT_RECORDED", "NOT_YET", "PART", "RATIOS", "REGISTERED", "RUNS",
    "before_after", "build", "counts", "gaps", "gaps_words", "program", "ratios", "rewards", "sasaran",
    "streaks", "target", "targets", "zone_of", "zones",
]  # fmt: skip
