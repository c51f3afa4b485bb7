"""Indicator results to figures: one theme, one number format; a frame without its denominators is refused."""

from stunting.charts.attendance import with_attendance
from stunting.charts.bars import bars
from stunting.charts.dots import dots
from stunting.charts.slope import slope
from stunting.charts.small import small
from stunting.charts.trend import trend
from stunting.charts.weighing import weighing

__all__ = ["bars", "dots", "slope", "small", "trend", "weighing", "with_attendance"]
