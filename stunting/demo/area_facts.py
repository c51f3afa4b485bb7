"""Invented area indicators (template ``"wilayah"``): desa with smaller children are poorer, nothing else."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from stunting.demo.world import World
from stunting.indicators.facts import facts

#: Indicator → mean, slope on the desa's level of height (SD), spread, change in a year, lowest and highest.
_DESA: Final = {
    "kemiskinan": (6.4, -6.5, 1.6, -0.3, 0.4, 30.0),
    "bblr": (7.8, -4.0, 2.4, -0.2, 0.0, 40.0),
    "odf": (82.0, 12.0, 9.0, 3.0, 20.0, 100.0),
    "nikah_dini": (1.4, -1.2, 1.0, -0.2, 0.0, 20.0),
    "ispa": (14.0, -5.0, 5.0, 0.5, 0.0, 90.0),
    "diare": (8.0, -6.0, 3.5, -0.5, 0.0, 90.0),
}
_KECAMATAN: Final = {"tb": (4.0, 0.0, 1.8, 0.2, 0.0, 30.0)}
_YEARS: Final = 2
SOURCE: Final = "CONTOH dokumen (data sintetis)"


def make_area_facts(world: World, rng: np.random.Generator) -> pd.DataFrame:
    """Return ``kec, desa, tahun, indikator, nilai, satuan, pembilang, penyebut, sumber``; text, ``""`` blank.

    Two years of each indicator at most; TB of a kecamatan has no desa.
    """
    known = facts("indikator_wilayah").set_index("indikator")
    spots = world.places.posyandu
    desa = spots.groupby(["kec_name", "desa_name"], sort=True)["effect"].mean().reset_index()
    kec = desa[["kec_name"]].drop_duplicates().assign(desa_name="", effect=0.0)
    years = [y for y in world.plan.years if (world.plan.months[world.plan.first :].year == y).any()][-_YEARS:]
    out = []
    for places, asked in ((desa, _DESA), (kec, _KECAMATAN)):
        for key, (mean, slope, sd, step, low, high) in asked.items():
            own = mean + slope * places["effect"].to_numpy() + rng.normal(0, sd, len(places))
            for nth, year in enumerate(years):
                value = np.clip(own + step * nth + rng.normal(0, sd / 6, len(places)), low, high)
                unit = str(known["satuan"][key])
                digits = 1 if unit == "%" else 0
                said = [f"{v:.{digits}f}".replace(".", ",") for v in value]
                out.append(pd.DataFrame({
                    "kec": places["kec_name"], "desa": places["desa_name"], "tahun": str(year),
                    "indikator": known["nama"][key], "nilai": said,
                    "satuan": unit, "pembilang": "", "penyebut": "", "sumber": SOURCE,
                }))  # fmt: skip
    frame = pd.concat(out, ignore_index=True)
    births = rng.integers(18, 70, len(frame))
    share = frame["nilai"].str.replace(",", ".").astype(float).to_numpy() / 100
    few = np.rint(share * births).astype(int)
    counted = (frame["indikator"] == known["nama"]["bblr"]).to_numpy()  # told as counts, not as a share
    frame["pembilang"] = np.where(counted, few.astype(str), "")
    ill = frame["indikator"].isin(known.loc[known["penyebut"] == "balita", "nama"]).to_numpy()
    frame["penyebut"] = np.where(counted, births.astype(str), np.where(ill, (5 * births).astype(str), ""))
    frame["nilai"] = np.where(
        counted, np.char.replace(np.round(100 * few / births, 1).astype(str), ".", ","), frame["nilai"]
    )
    return frame
