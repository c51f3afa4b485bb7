"""Capaian: how far a target was reached, by the formulas of the performance reports (LKIP)."""

from __future__ import annotations

import math

from stunting.indicators.format_id import round_half_up


def capaian(actual: float, target: float, *, lower_is_better: bool) -> float:
    """Return the percentage of the target that was reached.

    Higher is better: ``actual / target * 100``. Lower is better: ``(2 target - actual) / target * 100``,
    which is 100 on target, above 100 when better, and negative when the actual exceeds twice the target.

    Parameters
    ----------
    actual, target : float
        In the same unit (percent, per mille).

    Returns
    -------
    float
        Percent, not rounded; NaN where something is missing or the target is 0.

    Examples
    --------
    >>> round_capaian(capaian(14.58, 11.6, lower_is_better=True))
    74.3
    >>> round_capaian(capaian(80.24, 95, lower_is_better=False))
    84.5
    """
    if any(x is None or math.isnan(x) for x in (actual, target)) or target == 0:
        return math.nan
    reached = 2 * target - actual if lower_is_better else actual
    return reached / target * 100


def round_capaian(value: float, decimals: int = 1) -> float:
    """Return `value` rounded half up as the reports print it (17.75 becomes 17.8, 13.75 becomes 13.8)."""
    return value if math.isnan(value) else float(round_half_up(value, decimals))
