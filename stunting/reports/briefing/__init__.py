"""Briefings: six messages about an area and a period, the same in every format.

The way: `Figures` (whoever may see what) → `collect` → `Briefing` → PDF, PNG, PPTX, XLSX, CSV.
"""

from stunting.reports.briefing.collect import collect
from stunting.reports.briefing.content import Briefing, Figures, Page
from stunting.reports.briefing.provenance import Origin, Provenance

__all__ = ["Briefing", "Figures", "Origin", "Page", "Provenance", "collect"]
