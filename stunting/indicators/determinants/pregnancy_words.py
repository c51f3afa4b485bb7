"""Sentences about pregnant women: figure, trend, areas, list. They never say more than the figures do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pandas as pd

from stunting.indicators.change import DOWN, NO_DATA, UNCLEAR, change
from stunting.indicators.compare import extreme
from stunting.indicators.determinants.pregnancy import ANAEMIA, KEK
from stunting.indicators.format_id import interval, number, percent, period_name, points
from stunting.indicators.results import is_suppressed

#: Fewer women than this: the share is told as uncertain.
FEW: Final = 30
CALLED: Final = {KEK: "KEK", ANAEMIA: "anemia"}
MEASURED: Final = {KEK: "LiLA-nya", ANAEMIA: "Hb-nya"}


def headline(found: pd.DataFrame, *, label: str) -> str:
    """Return the sentence of one area, period and indicator.

    Parameters
    ----------
    found : DataFrame
        Of `pregnancy`, one row at most; ``suppressed`` is respected.

    Examples
    --------
    >>> headline(pd.DataFrame(), label="Desa Contoh")
    'Belum ada data ibu hamil di Desa Contoh pada periode ini.'
    """
    if not len(found):
        return f"Belum ada data ibu hamil di {label} pada periode ini."
    row = found.iloc[0]
    when, what, size = (
        period_name(row["period"]),
        CALLED[str(row["indicator"])],
        MEASURED[str(row["indicator"])],
    )
    if bool(is_suppressed(found).iloc[0]):
        return (
            f"Angka ibu hamil {what} di {label}, {when}, disamarkan: jumlahnya kecil atau dapat disimpulkan."
        )
    if not row["women"]:
        return f"Belum ada data ibu hamil di {label}, {when}."
    if not row["denominator"]:
        return f"{number(row['women'])} ibu hamil di {label}, {when}; {size} belum diukur."
    few = f" Kurang dari {FEW} ibu: belum pasti." if row["denominator"] < FEW else ""
    return (
        f"{percent(row['value'], 1)} ibu hamil di {label} mengalami {what}, {when}: "
        f"{number(row['numerator'])} dari {number(row['denominator'])} yang {size} diukur "
        f"(selang 95 % {interval(row['low'], row['high'])}).{few}"
    )


def trend_takeaway(series: pd.DataFrame) -> str:
    """Return what the months of one area and indicator say, first against last."""
    if is_suppressed(series).any():
        return "Angka bulanan wilayah sekecil ini tidak ditampilkan untuk umum."
    seen = series[series["value"].notna()].sort_values("period")
    if not len(seen):
        return "Belum ada bulan yang berdata."
    what = CALLED[str(seen["indicator"].iloc[0])]
    if len(seen) == 1:
        row = seen.iloc[0]
        ends = f"selang 95 % {interval(row['low'], row['high'])}"
        said = f"{percent(row['value'], 1)} {what} ({ends})"
        return f"Baru satu bulan berdata: {period_name(row['period'])}, {said}."
    first, last = seen.iloc[[0]], seen.iloc[[-1]]
    row = change(first, last).iloc[0]
    span = f"{period_name(row['period_a'])} ke {period_name(row['period'])}"
    said = f"{percent(row['value_a'], 1)} menjadi {percent(row['value_b'], 1)} {what} dari {span}"
    if row["verdict"] in (UNCLEAR, NO_DATA):
        return f"{said}: perubahannya belum dapat dibedakan dari kebetulan."
    way = "turun" if row["verdict"] == DOWN else "naik"
    return f"{said}: {way} {points(abs(row['value']), 1)}."


def areas_takeaway(found: pd.DataFrame, *, label: Callable[[str], str]) -> str:
    """Return which area has the highest share, where enough women were measured to say so."""
    hidden = int(is_suppressed(found).sum())
    seen = found[found["value"].notna()]
    if not len(seen):
        return (
            "Semua wilayah yang berdata disamarkan: ibunya sedikit."
            if hidden
            else "Belum ada wilayah yang berdata."
        )
    what = CALLED[str(seen["indicator"].iloc[0])]
    sure = seen[seen["denominator"] >= FEW].sort_values(["value", "area"], ascending=[False, True])
    if not len(sure):
        return f"Di setiap wilayah kurang dari {FEW} ibu diukur: urutannya belum pasti."
    top = sure.iloc[0]
    told = (
        f"{percent(top['value'], 1)}, selang 95 % {interval(top['low'], top['high'])}, "
        f"{number(top['numerator'])} dari {number(top['denominator'])}"
    )
    if len(sure) == 1 and len(seen) == 1:
        return f"Baru satu wilayah berdata: {label(str(top['area']))} ({told})."
    among = "" if len(sure) == len(seen) else f", di antara {len(sure)} wilayah dengan {FEW} ibu atau lebih"
    among = f", di antara {len(seen)} wilayah yang ditampilkan" if hidden and not among else among
    rest = f" {number(hidden)} wilayah disamarkan." if hidden else ""
    standing = extreme(seen)  # the rule that a briefing has for areas
    doubt = "" if standing is None or standing.distinct else ": belum dapat dibedakan dari wilayah lain"
    return f"{what[0].upper()}{what[1:]} tertinggi di {label(str(top['area']))} ({told}){among}{doubt}.{rest}"


def list_takeaway(women: pd.DataFrame) -> str:
    """Return how many of the women of `followed` have KEK, anaemia, or both."""
    if not len(women):
        return "Tidak ada ibu yang masih hamil pada data ini."
    kek, low = (women[c].fillna(False).to_numpy(dtype=bool) for c in (KEK, ANAEMIA))
    if not (kek | low).any():
        return f"{number(len(women))} ibu masih hamil; tidak ada yang tercatat KEK atau anemia."
    return (
        f"{number(len(women))} ibu masih hamil: {number(kek.sum())} KEK, {number(low.sum())} anemia, "
        f"{number((kek & low).sum())} keduanya."
    )
