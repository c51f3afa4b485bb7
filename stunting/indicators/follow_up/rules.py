"""Which child is on which list: one rule a list, each documented in docs/metode-tindak-lanjut.md."""

from __future__ import annotations

import numpy as np
import pandas as pd

from stunting.indicators.follow_up.catalogue import LISTS, PRIORITIES, limit, priority_of
from stunting.indicators.follow_up.timeline import Bools


def severe_wasting(people: pd.DataFrame) -> Bools:
    """Return where the last measurement shows gizi buruk.

    Weight-for-height below −3; or the arm is thinner than 11.5 cm from 6 months on; or the weight is
    below the red line and no plausible weight-for-height can exclude it.
    """
    thin = (people["lila_cm"] < limit("lila_gizi_buruk")) & (people["age_at"] >= limit("lila_umur_mulai"))
    unsure = (people["waz_class"] == 0) & (people["whz_class"] < 0)
    return ((people["whz_class"] == 0) | thin | unsure).to_numpy()


def _between(codes: pd.Series, low: int, high: int) -> Bools:
    return ((codes >= low) & (codes <= high)).to_numpy()


def memberships(people: pd.DataFrame, at_risk: pd.DataFrame | None = None) -> dict[str, Bools]:
    """Return code of list → which of `people` are on it.

    Parameters
    ----------
    people : DataFrame
        From ``people``.
    at_risk : DataFrame, optional
        ``child_id`` of children of poor or at-risk families.
    """
    p = people
    under, listed = p["under_five"].to_numpy(dtype=bool), p["listed"].to_numpy(dtype=bool)
    now = p["measured"].to_numpy(dtype=bool) & under
    weighed = p["weighed"].to_numpy(dtype=bool)
    known = p["reported"].to_numpy(dtype=bool)
    stunted = _between(p["haz_class"], 0, 1)
    # -2 itself is not stunted: the class of the earlier value would say the same
    earlier = p["haz_before"].to_numpy()
    gone = np.where(np.isnan(p["months_ago"]), p["known_months"], p["months_ago"])
    twice = weighed & (p["gain"] == "T").to_numpy() & (p["gain_before"] == "T").to_numpy()
    card, streak = int(limit("kartu_bulan")), p["streak"].to_numpy()
    families = set() if at_risk is None else set(at_risk["child_id"].astype("str"))
    flagged = p[["flag_waz", "flag_haz", "flag_whz"]].to_numpy(dtype=bool).any(axis=1)
    out = {
        "gizi_buruk": now & severe_wasting(p),
        "bgm": now & weighed & (p["waz_class"] == 0).to_numpy(),
        "stunting_wasting": now & stunted & _between(p["whz_class"], 0, 1),
        "baru_stunting": now & stunted & (earlier >= stunted_below()),
        "stunting": now & stunted,
        "t2": under & twice,
        "t1": under & weighed & (p["gain"] == "T").to_numpy() & ~twice,
        "ulang_ukur": now & flagged,
        "tiga_bulan": known & under & (gone >= limit("bulan_tak_terlihat")),
        "tidak_ditimbang": listed & under & ~weighed,
        "tidak_tercatat": known & under & ~listed,
        "keluarga_rentan": listed & under & p["child_id"].astype("str").isin(families).to_numpy(),
        "lulus_60": known & p["turns_60"].to_numpy(dtype=bool),
        "kartu_6": listed & (streak >= card),
        "kartu_5": listed & under & ~p["turns_60"].to_numpy(dtype=bool) & (streak == card - 1),
    }
    return {code: out[code] for code in LISTS}


def stunted_below() -> float:
    """Return the height-for-age below which a child is stunted: where the class "Normal" begins."""
    from stunting.growth import scale

    return scale("haz").steps[1][0]


def priorities(people: pd.DataFrame, members: dict[str, Bools]) -> np.ndarray:
    """Return the highest priority of every child ("P1" to "P4", None).

    Gizi buruk and stunting count from the last measurement, also where the child did not come this
    month: such a child is to be sought first.
    """
    last = {"P1": severe_wasting(people), "P2": _between(people["haz_class"], 0, 1)}
    out = np.full(len(people), None, dtype=object)
    for name in reversed(PRIORITIES):
        for code in LISTS:
            if priority_of(code) == name:
                out[members[code]] = name
        if name in last:
            out[last[name]] = name
    return out
