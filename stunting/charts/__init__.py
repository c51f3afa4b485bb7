"""Indicator results to figures: one theme, one number format; a frame without its denominators is refused."""

from stunting.charts.bars import bars
from stunting.charts.dots import dots
from stunting.charts.trend import trend

__all__ = ["bars", "dots", "trend"]
