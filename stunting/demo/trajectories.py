"""How the invented children grow: latent z-scores through the months, turned into true cm and kg."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stunting.demo.children import Children
from stunting.demo.places import Places
from stunting.demo.plan import Plan
from stunting.demo.visits import Visits
from stunting.growth.tables import raw_tables


@dataclass(frozen=True)
class Latent:
    """Latent z-scores, arrays of shape (C, M), and sizes at birth, shape (C,)."""

    haz: np.ndarray
    whz: np.ndarray
    birth_weight: np.ndarray
    birth_length: np.ndarray


def make_latent(
    plan: Plan, places: Places, children: Children, visits: Visits, rng: np.random.Generator
) -> Latent:
    """Draw each child's course: own level, desa, age, slow drift; weight-for-height wavers by month.

    Height-for-age falls from birth to two years and stays, as growth faltering does.
    """
    p = plan.rates
    n, span = len(children), len(plan.months)
    years = np.clip(visits.age / 365.25, 0, 5)
    falter = np.clip(years / 2, 0, 1) ** 0.8
    curve = p["haz_lahir"] + (p["haz_dua_tahun"] - p["haz_lahir"]) * falter + 0.05 * np.clip(years - 2, 0, 3)
    own = rng.normal(0, p["haz_sd_anak"], n)
    drift = rng.normal(0, p["haz_sd_lintasan"], n)
    level = own + places.posyandu["effect"].to_numpy()[children.posyandu]
    haz = level[:, None] + drift[:, None] * falter + curve
    haz = np.clip(haz, -4.2, 3.2)

    rho, sd = p["whz_rho"], p["whz_sd_bulan"]
    waver = np.empty((span, n))
    waver[0] = rng.normal(0, sd, n)
    shock = rng.normal(0, sd * np.sqrt(1 - rho**2), (span, n))
    for m in range(1, span):
        waver[m] = rho * waver[m - 1] + shock[m]
    lean = np.where(np.isin(plan.months.month, (11, 12, 1)), -0.06, 0.02)  # the wet months
    whz = p["whz_rerata"] + rng.normal(0, p["whz_sd_anak"], n)[:, None] + waver.T + lean[None, :]
    whz = np.clip(whz, -3.6, 3.8)

    boy = children.sex == 1
    birth_weight = np.round(np.where(boy, 3.12, 3.03) + 0.2 * own + rng.normal(0, 0.34, n), 1)
    birth_length = np.round(np.where(boy, 48.9, 48.4) + 0.9 * own + rng.normal(0, 1.3, n))
    return Latent(haz, whz, np.clip(birth_weight, 1.4, 4.8), np.clip(birth_length, 40, 54))


def height_reference(sex: np.ndarray, age: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return M and S of the WHO length/height table (L = 1).

    Parameters
    ----------
    sex : ndarray of int, 1 boy or 2 girl
    age : ndarray of int
        Days; clipped to the table.

    Returns
    -------
    M, S : ndarray, cm and fraction
    """
    table = raw_tables()["length"]
    day = np.clip(age, 0, 1826)
    girl = np.asarray(sex) - 1
    return table[girl, 1, day], table[girl, 2, day]


def height_at(z: np.ndarray, sex: np.ndarray, age: np.ndarray) -> np.ndarray:
    """Return the length (to day 730) or height (from day 731) in cm at height-for-age `z`."""
    m, s = height_reference(sex, age)
    return m * (1 + s * z)


def weight_at(z: np.ndarray, height: np.ndarray, sex: np.ndarray, age: np.ndarray) -> np.ndarray:
    """Return the weight in kg at weight-for-length/height `z`.

    Parameters
    ----------
    z, height : ndarray
        `height` in cm, lying to day 730 and standing after; clipped to WHO's tables.
    sex, age : ndarray
    """
    raw = raw_tables()
    girl, standing = np.asarray(sex) - 1, np.asarray(age) >= 731
    out = np.empty(np.shape(height))
    for name, low, mask in (("wfl", 45.0, ~standing), ("wfh", 65.0, standing)):
        table = raw[name]
        row = np.clip(np.rint((height[mask] - low) * 10).astype(int), 0, table.shape[2] - 1)
        lms = table[girl[mask], :, row]
        scaled = np.maximum(1 + lms[:, 0] * lms[:, 2] * z[mask], 0.05)
        out[mask] = lms[:, 1] * scaled ** (1 / lms[:, 0])
    return out
