"""A child's measurements as points of a growth chart, and what is said of them."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from stunting.growth import classify, zscores
from stunting.growth.tables import Floats
from stunting.indicators.cube import DAYS_A_MONTH
from stunting.indicators.format_id import date, number


class Words(NamedTuple):
    name: str
    x: str
    y: str
    unit: str
    value: str  # column of the child's rows


WORDS: Final = {
    "haz": Words("Panjang/tinggi menurut umur", "Umur (bulan)", "Panjang/tinggi (cm)", "cm", "height_cm"),
    "waz": Words("Berat menurut umur", "Umur (bulan)", "Berat (kg)", "kg", "weight_kg"),
    "whz": Words("Berat menurut {size}", "{Size} (cm)", "Berat (kg)", "kg", "weight_kg"),
}


def points_of(rows: pd.DataFrame, index: str) -> pd.DataFrame:
    """Return x, y, z, flag, date, age of the measurements that can be drawn."""
    age = rows["age_days"].to_numpy(dtype="float64", na_value=np.nan) / DAYS_A_MONTH
    out = pd.DataFrame(
        {
            "x": age if index != "whz" else _drawn_height(rows, age),
            "y": rows[WORDS[index].value].to_numpy(dtype="float64")
            if index != "haz"
            else _drawn_height(rows, age),
            "z": rows[index].to_numpy(dtype="float64"),
            "flag": rows[f"flag_{index}"].to_numpy(dtype=bool),
            "date": rows["measured_on"].to_numpy(),
            "age": age,
            "size": rows["height_cm"].to_numpy(dtype="float64"),
        }
    )
    return out[out["x"].notna() & out["y"].notna()].reset_index(drop=True)


def _drawn_height(rows: pd.DataFrame, age: Floats) -> Floats:
    """Return the height as the standard uses it: lying and standing differ by 0.7 cm."""
    position = rows["position"].astype("object").map({"l": 1, "h": 2}).fillna(0).to_numpy(dtype="int8")
    sex = rows["sex"].astype("object").map({"L": 1, "P": 2}).fillna(0) if "sex" in rows else 1
    found = zscores(
        np.broadcast_to(np.asarray(sex, dtype="int8"), len(rows)), age * DAYS_A_MONTH,
        rows["weight_kg"].to_numpy(dtype="float64"), rows["height_cm"].to_numpy(dtype="float64"), position,
    )  # fmt: skip
    used = np.asarray(found.height_used, dtype="float64")
    return np.where(np.isnan(used), rows["height_cm"].to_numpy(dtype="float64"), used)


def tips(points: pd.DataFrame, index: str, unit: str) -> list[str]:
    names = classify(index, points["z"].to_numpy(), points["flag"].to_numpy())
    out = []
    rows: list[Any] = list(points.itertuples(index=False))
    for row, name in zip(rows, names, strict=True):
        age = f"{number(np.floor(row.age))} bulan" if row.age == row.age else "umur tidak diketahui"
        size = f"{number(row.y, 1)} {unit}" + (f" pada {number(row.x, 1)} cm" if index == "whz" else "")
        verdict = "tidak masuk akal: ukur ulang" if row.flag else ("" if pd.isna(name) else str(name).lower())
        z = f"z {number(row.z, 2)}" if row.z == row.z else "di luar rentang standar"
        line = ", ".join(t for t in (z, verdict) if t)
        out.append(f"<b>{date(pd.Timestamp(row.date))}</b>, {age}<br>{size}<br>{line}")
    return out


def sentence(points: pd.DataFrame, index: str, words: Words) -> str:
    usable = points[~points["flag"] & points["z"].notna()]
    count = f"{number(len(points))} pengukuran"
    if usable.empty:
        return f"{words.name}: {count}, belum ada yang dapat dinilai."
    last = usable.iloc[-1]
    name = str(classify(index, [last["z"]])[0]).lower()
    text = f"{words.name}: terakhir {date(pd.Timestamp(last['date']))} z {number(last['z'], 2)}, {name}"
    if len(usable) > 1:
        step = number(last["z"] - usable["z"].iloc[0], 2, sign=True)
        text += f"; {step} sejak {date(pd.Timestamp(usable['date'].iloc[0]))}"
    odd = int(points["flag"].sum())
    return text + (f"; {count}, {number(odd)} tidak masuk akal." if odd else f"; {count}.")
