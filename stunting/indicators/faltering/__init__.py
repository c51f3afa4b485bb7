"""Early warning of growth faltering: a child's risk of being stunted at 24 months.

Derived from one cohort outside Indonesia and not validated locally; every row of `risk` says so. Methods,
measured discrimination and limits: ``docs/metode-faltering.md``.
"""

from stunting.indicators.faltering.score import BANDS, CAVEAT, COLUMNS, risk

__all__ = ["BANDS", "CAVEAT", "COLUMNS", "risk"]
