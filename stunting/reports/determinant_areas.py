"""Tables to take away from Determinan's other sections: areas with two figures, and the parameter sheet."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from stunting.indicators.determinants import ECOLOGICAL
from stunting.indicators.results import Synthetic, synthetic_words


def areas(
    found: pd.DataFrame, rows: pd.DataFrame, name: Callable[[str], str], *, mark: Synthetic = False
) -> pd.DataFrame:
    """Return one row an area: stunting with its interval, and the indicator beside it.

    Parameters
    ----------
    found : DataFrame
        ``areas`` of `stunting.indicators.determinants.area_association`, with ``suppressed, against, unit``.
        Figures of suppressed areas are left out, those of both sides: one would give the other away.
    rows : DataFrame
        The indicator's rows (``area, period, source``).
    name : callable
        Area key → display name.
    mark : bool or "sebagian"
        As `stunting.indicators.results.synthetic_words`.

    Returns
    -------
    DataFrame
        ``wilayah, kode, indikator, nilai_indikator, satuan, periode_indikator, sumber_indikator, stunting
        (persen), batas_bawah, batas_atas, pembilang, penyebut, periode, aturan, sumber, status, peringatan``.
    """
    about = rows.drop_duplicates("area").set_index("area")
    seen = ~found["suppressed"].to_numpy(dtype="bool")
    area = found["area"].astype("str")

    def shown(column: str, scale: float = 1.0) -> np.ndarray:
        return np.where(seen, found[column].to_numpy("float64", na_value=np.nan) * scale, np.nan)

    return pd.DataFrame({
        "wilayah": [name(a) for a in area], "kode": area, "indikator": found["against"],
        "nilai_indikator": shown("x"), "satuan": found["unit"],
        "periode_indikator": area.map(about["period"]), "sumber_indikator": area.map(about["source"]),
        "stunting_persen": shown("value", 100), "batas_bawah": shown("low", 100),
        "batas_atas": shown("high", 100), "pembilang": shown("numerator"), "penyebut": shown("denominator"),
        "periode": found["period"], "aturan": found["rule"], "sumber": found["source"],
        "status": np.where(seen, "", "disamarkan"), "peringatan": ECOLOGICAL,
        "data": synthetic_words(mark),
    })  # fmt: skip


def sheet(frames: list[pd.DataFrame], target: str, name: Callable[[str], str]) -> pd.DataFrame:
    """Return the parameter sheet, one row an area and parameter.

    Parameters
    ----------
    frames : list of DataFrame
        Of ``determinants.parameter_sheet`` with ``suppressed``, of the area and of those inside.
    target : str
        Which children the sheet is about.
    name : callable
        Area key → display name.
    """
    made = pd.concat([f for f in frames if len(f)] or frames[:1], ignore_index=True)
    seen = ~made["suppressed"].to_numpy(dtype="bool")

    def shown(column: str, scale: float = 1.0) -> np.ndarray:
        return np.where(seen, made[column].to_numpy("float64", na_value=np.nan) * scale, np.nan)

    return pd.DataFrame({
        "tingkat": made["level"], "wilayah": [name(a) for a in made["area"].astype("str")],
        "kode": made["area"], "sasaran": target, "parameter": made["name"], "kelompok": made["group"],
        "persen": shown("value", 100), "batas_bawah": shown("low", 100), "batas_atas": shown("high", 100),
        "pembilang": shown("numerator"), "penyebut": shown("denominator"),
        "tidak_diketahui": shown("unknown"), "anak_sasaran": shown("children"),
        "merah": np.where(seen & made["red"].fillna(False).astype("bool"), "ya", ""),
        "perubahan_poin": shown("diff", 100), "sejak": made["period_before"], "periode": made["period"],
        "sumber": made["source"], "status": np.where(seen, "", "disamarkan"),
    })  # fmt: skip
