"""Indicators: pure functions from tidy frames to tidy result frames (see ``results``)."""

from stunting.indicators.prevalence import prevalence

__all__ = ["prevalence"]
