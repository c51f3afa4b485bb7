"""Desa, posyandu and the desa a puskesmas serves. Names are real; posyandu and service areas are invented."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from stunting.demo.plan import Plan, puskesmas_habits
from stunting.regions import areas

POSYANDU = ("Melati", "Mawar", "Anggrek", "Kenanga", "Dahlia", "Teratai", "Cempaka", "Kamboja", "Flamboyan")


@dataclass(frozen=True)
class Places:
    """Posyandu of the demo and their latent level.

    Attributes
    ----------
    posyandu : pandas.DataFrame
        ``name, desa, desa_name, kec, kec_name, puskesmas, weight, effect, day, heap``: one row a posyandu;
        `effect` is the desa's shift of height-for-age (SD), `day` the day of month it opens.
    puskesmas : pandas.DataFrame
        Habits of each puskesmas, in the order of the codes in ``posyandu.puskesmas`` (int).
    """

    posyandu: pd.DataFrame
    puskesmas: pd.DataFrame


def make_places(plan: Plan, rng: np.random.Generator) -> Places:
    """Invent the posyandu of every desa and its puskesmas (the nearest centre in the kecamatan).

    Parameters
    ----------
    plan : Plan
    rng : numpy.random.Generator
    """
    area = areas(plan.kab)
    desa = area[area["level"] == "desa"].sort_values("code").reset_index(drop=True)
    habits = puskesmas_habits()
    xy = np.column_stack([desa["lon"], desa["lat"]]).astype(float) * 111.2  # km, near the equator
    at = {code: i for i, code in enumerate(desa["code"])}
    kec = desa["parent"].to_numpy()
    centre = xy[[at[code] for code in habits["desa_pusat"]]]
    far = np.hypot(*(xy[:, None, :] - centre[None, :, :]).transpose(2, 0, 1))
    far[kec[:, None] != habits["kec"].to_numpy()[None, :]] = np.inf
    serves = far.argmin(axis=1)

    size = rng.lognormal(0.0, 0.45, len(desa))
    size[desa["code"].str.split(".").str[-1].str.startswith("1")] *= 2.2  # kelurahan are towns
    target = plan.targets[plan.targets["year"] == plan.years[-1]].set_index("kec")["measured"]
    total = pd.Series(size).groupby(kec).transform("sum").to_numpy()
    expected = size / total * target.reindex(kec).to_numpy()
    per = plan.rates["posyandu_anak"] * max(1.0, target.sum() / plan.rates["balita_acuan"])
    count = np.clip(np.rint(expected / per), 1, 3).astype(int)

    # neighbours resemble one another: white noise smoothed over the distance between the desa
    gap = np.hypot(*(xy[:, None, :] - xy[None, :, :]).transpose(2, 0, 1))
    kernel = np.exp(-0.5 * (gap / plan.rates["desa_jangkauan"]) ** 2)
    smooth = kernel @ rng.standard_normal(len(desa)) / np.sqrt((kernel**2).sum(axis=1))
    effect = plan.rates["haz_sd_desa"] * (0.75 * smooth + 0.66 * rng.standard_normal(len(desa)))

    of = np.repeat(np.arange(len(desa)), count)
    nth = np.arange(len(of)) - np.repeat(np.cumsum(count) - count, count) + 1
    flower = rng.integers(0, len(POSYANDU), len(desa))[of]
    kec_names = area[area["level"] == "kecamatan"].set_index("code")["name"]
    posyandu = pd.DataFrame(
        {
            "name": [
                f"{POSYANDU[f]} {n}" if many > 1 else POSYANDU[f]
                for f, n, many in zip(flower, nth, count[of], strict=True)
            ],
            "desa": desa["code"].to_numpy()[of],
            "desa_name": desa["name"].to_numpy()[of],
            "kec": kec[of],
            "kec_name": kec_names.reindex(kec[of]).to_numpy(),
            "puskesmas": serves[of],
            "weight": (expected / count)[of],
            "effect": effect[of],
            "day": rng.integers(3, 23, len(of)),
            "heap": rng.gamma(4.0, 0.25, len(of)),  # some posyandu round far more than others
        }
    )
    return Places(posyandu, habits)
