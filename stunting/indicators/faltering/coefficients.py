"""The numbers of the score, read from ``data/skor_faltering.csv`` (`stunting.indicators.faltering.fit`)."""

from __future__ import annotations

import csv
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

from stunting.settings import settings

FILE = "skor_faltering.csv"


@dataclass(frozen=True, slots=True)
class Coefficients:
    """Everything the score needs; z in SD, ages in days.

    Attributes
    ----------
    mean, variance : float
        Stationary mean and variance of true length-for-age z.
    measurement_sd : float
        SD of one measurement of length-for-age z around the truth.
    log_age_scale, age_shift : float
        Correlation between ages s and t is ``exp(-|ln(s + age_shift) - ln(t + age_shift)| / log_age_scale)``.
    weight_effect, weight_centre, weight_scale : float
        The forecast moves by ``weight_effect * (change of weight-for-age z - weight_centre)`` forecast SD,
        and its SD shrinks by `weight_scale`, where the change of weight-for-age z is known.
    weight_low, weight_high : float
        The change is clipped to the range seen in the cohort.
    recent_days, earlier_from, earlier_to : float
        Change = mean z of the last `recent_days` minus that of `earlier_from`-`earlier_to` days back.
    band_high, band_medium : float
        Risks from which a child is ``tinggi`` and ``sedang``.
    target_age, stunting_cut, haz_min, haz_max, waz_min, waz_max, low_birth_weight : float
        Definitions of the field (24 months, stunting, implausible z, low birth weight in kg).
    """

    mean: float
    variance: float
    measurement_sd: float
    log_age_scale: float
    age_shift: float
    weight_effect: float
    weight_centre: float
    weight_scale: float
    weight_low: float
    weight_high: float
    recent_days: float
    earlier_from: float
    earlier_to: float
    band_high: float
    band_medium: float
    target_age: float
    stunting_cut: float
    haz_min: float
    haz_max: float
    waz_min: float
    waz_max: float
    low_birth_weight: float


@lru_cache(maxsize=4)
def read(path: Path) -> Coefficients:
    """Read a coefficient file.

    Parameters
    ----------
    path : Path
        CSV with columns ``parameter``, ``nilai`` (and words on how each was obtained).

    Raises
    ------
    ValueError
        If a parameter is missing or is no number.
    """
    with path.open(encoding="utf-8", newline="") as file:
        found = {row["parameter"]: row["nilai"] for row in csv.DictReader(file)}
    wanted = [f.name for f in fields(Coefficients)]
    missing = [name for name in wanted if name not in found]
    if missing:
        raise ValueError(f"{path.name}: parameters missing: {', '.join(missing)}")
    return Coefficients(**{name: float(found[name]) for name in wanted})


def shipped() -> Coefficients:
    """Coefficients that come with the project."""
    return read(settings().data_dir / FILE)
