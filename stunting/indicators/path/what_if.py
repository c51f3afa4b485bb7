"""What if: a yearly model of three compartments (not stunted, stunted, out of the age group)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stunting.indicators.results import check_result

Floats = NDArray[np.float64]

DRAWS: Final = 2000
SEED: Final = 20240
SCENARIO: Final = "skenario, bukan ramalan"
NAMES: Final = ("new_cases", "recovery", "ageing_out", "entry")


class Rates(NamedTuple):
    """Yearly rates of the model, fractions.

    Attributes
    ----------
    new_cases : float
        Of the children not stunted who stay, those who become stunted within the year.
    recovery : float
        Of the stunted who stay, those who are no longer stunted a year later.
    ageing_out : float
        Of the children a year later, those who came new in the place of those who left (60 months, moved).
    entry : float
        Prevalence among the children who come new.
    counts : mapping, optional
        Rate → (numerator, denominator) where it was counted; makes the interval.
    """

    new_cases: float
    recovery: float
    ageing_out: float
    entry: float
    counts: Mapping[str, tuple[int, int]] = {}


def rates(flow: Mapping[str, Any] | pd.Series) -> Rates:
    """Return the rates that one row of `flows` shows; NaN where nobody was at risk.

    Examples
    --------
    >>> r = rates({"stayed_healthy": 90, "new_cases": 10, "recovered": 20, "stayed_stunted": 20,
    ...            "entered_healthy": 36, "entered_stunted": 4})
    >>> [round(float(x), 3) for x in r[:4]]
    [0.1, 0.5, 0.222, 0.1]
    """
    get = {
        k: int(flow[k])
        for k in ("stayed_healthy", "new_cases", "recovered", "stayed_stunted", "entered_healthy",
                  "entered_stunted")
    }  # fmt: skip
    entered = get["entered_healthy"] + get["entered_stunted"]
    stayed = sum(get.values()) - entered
    counts = {
        "new_cases": (get["new_cases"], get["new_cases"] + get["stayed_healthy"]),
        "recovery": (get["recovered"], get["recovered"] + get["stayed_stunted"]),
        # Those who left are replaced by those who came, counted in the later year: then one step of the model
        # gives the prevalence of that year.
        "ageing_out": (entered, entered + stayed),
        "entry": (get["entered_stunted"], entered),
    }
    share = {name: n / d if d else math.nan for name, (n, d) in counts.items()}
    return Rates(**share, counts=counts)


def step(p: Floats | float, r: Rates) -> Floats | float:
    """Return the prevalence a year later.

    ``p' = (1 - g) (p (1 - r) + (1 - p) i) + g e``, the number of children staying the same.
    """
    stay = p * (1 - r.recovery) + (1 - p) * r.new_cases
    return (1 - r.ageing_out) * stay + r.ageing_out * r.entry


def equilibrium(r: Rates) -> float:
    """Return where the prevalence comes to rest if the rates never change; NaN if nothing ever moves.

    Examples
    --------
    >>> round(equilibrium(Rates(0.05, 0.30, 0.2, 0.10)), 4)
    0.125
    """
    stay = 1 - r.ageing_out
    pull = 1 - stay * (1 - r.recovery - r.new_cases)
    return (stay * r.new_cases + r.ageing_out * r.entry) / pull if pull > 0 else math.nan


def what_if(
    value: float, children: float, year: int, target_year: int, base: Rates, *, area: str = "",
    level: str = "kabupaten", indicator: str = "stunting", rule: str = "eppgbm", source: str = "",
    confidence: float = 0.90, seed: int = SEED, **changed: float,
) -> pd.DataFrame:  # fmt: skip
    """Return the prevalence year by year if the rates were these.

    Parameters
    ----------
    value : float
        Prevalence of `year`, fraction.
    children : float
        Children measured, taken to stay as many.
    base : Rates
        From `rates`, or chosen.
    **changed : float
        Rates moved by the reader, of `NAMES` (fractions): they replace those of `base`, as fixed.

    Returns
    -------
    DataFrame
        Result frame, the years from `year` (as given) to `target_year`: ``value, low, high`` (only what
        the counts behind `base` leave open, Jeffreys; NaN where none is known: no scenario has an error),
        ``numerator`` (children stunted), ``denominator``, ``new`` (new cases that year), ``recovered``,
        ``left`` (children who left), ``left_stunted``, ``note``.

    Raises
    ------
    ValueError
        If a rate is unknown, missing or outside [0, 1].
    """
    unknown = [name for name in changed if name not in NAMES]
    if unknown:
        raise ValueError(f"unknown rate: {', '.join(unknown)}; known are {', '.join(NAMES)}")
    used = base._replace(**changed)  # type: ignore[arg-type]
    if not all(0 <= x <= 1 for x in (value, *used[:4])):
        raise ValueError("a prevalence or rate is missing or outside [0, 1]")
    counts = {k: nd for k, nd in base.counts.items() if k not in changed and nd[1] > 0}
    drawn = _draw(used, counts, seed)
    mean, spread = float(value), np.full(DRAWS, float(value))
    rows = []
    for t in range(year, target_year + 1):
        out = {"period": str(t), "value": mean, "low": math.nan, "high": math.nan}
        flow = dict.fromkeys(("new", "recovered", "left", "left_stunted"), math.nan)
        if t > year:
            stay = (1 - used.ageing_out) * children
            flow = {
                "new": stay * (1 - mean) * used.new_cases, "recovered": stay * mean * used.recovery,
                "left": used.ageing_out * children, "left_stunted": used.ageing_out * children * mean,
            }  # fmt: skip
            mean, spread = float(step(mean, used)), np.asarray(step(spread, drawn))
            out["value"] = mean
            if counts:
                tail = (1 - confidence) / 2
                out["low"], out["high"] = (float(x) for x in np.quantile(spread, [tail, 1 - tail]))
        rows.append(out | {"numerator": mean * children, "denominator": children} | flow)
    fixed = {"level": level, "area": area, "indicator": indicator, "rule": rule, "source": source}
    return check_result(pd.DataFrame(rows).assign(**fixed, method="skenario", note=SCENARIO))


def needed(value: float, year: int, target_year: int, base: Rates, rate: str, target: float) -> float:
    """Return what one rate would have to be, all others kept, for the prevalence to meet the target.

    Parameters
    ----------
    rate : str
        ``"new_cases"`` (less is better) or ``"recovery"`` (more is better).

    Returns
    -------
    float
        NaN where the target is met anyway, or where even 0 (new cases) or 1 (recovery) does not meet it.

    Examples
    --------
    >>> base = Rates(0.05, 0.3, 0.2, 0.1)
    >>> round(needed(0.2, 2024, 2026, base, "new_cases", 0.12), 3)
    0.025
    """

    def reached(x: float) -> float:
        p, used = float(value), base._replace(**{rate: x})  # type: ignore[arg-type]
        for _ in range(target_year - year):
            p = float(step(p, used))
        return p

    start = float(getattr(base, rate))
    best = 0.0 if rate == "new_cases" else 1.0
    if not reached(best) <= target < reached(start):
        return math.nan
    for _ in range(50):
        middle = (start + best) / 2
        start, best = (start, middle) if reached(middle) <= target else (middle, best)
    return best


def _draw(used: Rates, counts: Mapping[str, tuple[int, int]], seed: int) -> Rates:
    """Return the rates as draws, those without counts fixed."""
    rng = np.random.default_rng(seed)
    drawn: dict[str, Floats] = {}
    for name in NAMES:
        n, d = counts.get(name, (0, 0))
        fixed = np.full(DRAWS, getattr(used, name))
        drawn[name] = rng.beta(n + 0.5, d - n + 0.5, DRAWS) if name in counts else fixed
    return Rates(**drawn)  # type: ignore[arg-type]
