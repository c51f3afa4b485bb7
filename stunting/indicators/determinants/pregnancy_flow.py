"""What became of the women who had KEK, from their visits and as published."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from stunting.indicators.determinants.factors import areas_of, rules
from stunting.indicators.determinants.pregnancy import RULE, count
from stunting.indicators.facts import facts, number
from stunting.indicators.intervals import proportion_interval
from stunting.indicators.results import check_result

FLOW: Final = "alur_kek"
#: Answer of the template → state of the flow; a pregnant woman is in one of the first and last state.
STATES: Final = {
    "hamil_normal": "Masih hamil dan normal",
    "lahir_normal": "Melahirkan dan normal",
    "lahir_bblr": "Melahirkan, BBLR",
    "keguguran": "Keguguran",
    "lahir_mati": "Lahir mati",
    "pindah": "Pindah",
    "dipantau": "Masih dipantau",
}
OUTCOMES: Final = {
    "Melahirkan, berat lahir normal": "lahir_normal",
    "Melahirkan, BBLR": "lahir_bblr",
    "Keguguran": "keguguran",
    "Lahir mati": "lahir_mati",
    "Pindah": "pindah",
}


def outcomes(
    frame: pd.DataFrame, *, level: str = "kabupaten", until: str | None = None, source: str = ""
) -> pd.DataFrame:
    """Return what became of the women who ever had KEK: a flow whose parts add up to the whole.

    Parameters
    ----------
    frame : DataFrame
        As `pregnancy`.
    until : str, optional
        Month or year; later visits do not count.

    Returns
    -------
    DataFrame
        Result frame, one row an area and state: ``level, area, indicator`` ("alur_kek"), ``state, name,
        value`` (share of the targets), ``low, high, numerator, denominator`` (targets), ``rule, source,
        period``. A woman is a target when any LiLA was below the limit. Still pregnant and the last LiLA not
        below it: "hamil_normal"; otherwise "dipantau". An area stands where it has targets. One pregnancy a
        woman: visits of an earlier one are to be left out.
    """
    seen = frame.sort_values("noted_on", kind="stable")
    month = seen["noted_on"].dt.strftime("%Y-%m")
    if until is not None:
        seen, month = (x[(month.str[: len(until)] <= until).to_numpy(dtype=bool)] for x in (seen, month))
    limit = rules()["lila_kek"]
    targets = seen.loc[(seen["lila"] < limit).fillna(False).to_numpy(dtype=bool), "mother_id"].unique()
    seen = seen[seen["mother_id"].isin(targets)]
    last = seen.drop_duplicates("mother_id", keep="last").set_index("mother_id")
    lila = seen[seen["lila"].notna()].drop_duplicates("mother_id", keep="last").set_index("mother_id")["lila"]
    told = (
        seen[seen["hasil"].notna()].drop_duplicates("mother_id", keep="last").set_index("mother_id")["hasil"]
    )
    ended = told.astype("object").map(OUTCOMES).reindex(last.index)
    grown = (lila.reindex(last.index).to_numpy("float64") >= limit) if len(last) else np.zeros(0, dtype=bool)
    still = pd.Series(np.where(grown, "hamil_normal", "dipantau"), last.index, dtype="object")
    state = ended.where(ended.notna(), still)
    areas = [name for name, _ in areas_of(last, level)]
    whole = count(last, level, areas)
    out = []
    for key, name in STATES.items():
        n = count(last[(state == key).to_numpy(dtype=bool)], level, areas)
        limits = proportion_interval(n, whole)
        out.append(pd.DataFrame({
            "area": pd.Series(areas, dtype="str"), "state": key, "name": name, "value": n / whole,
            "low": limits.low, "high": limits.high, "numerator": n, "denominator": whole,
        }))  # fmt: skip
    found = pd.concat(out, ignore_index=True)
    assert found["numerator"].sum() == whole.sum()
    span = until or (str(month.max()) if len(month) else "")
    extra = {"level": level, "indicator": FLOW, "rule": RULE, "source": source, "period": span}
    return check_result(found.assign(**extra))


def published_flow(kab: str) -> pd.DataFrame:
    """Return the published outcome flow of ``data/alur_bumil.csv``, in the columns of `outcomes`.

    Raises
    ------
    ValueError
        If the printed parts do not add up to the printed whole.
    """
    table = facts("alur_bumil")
    table = table[table["wilayah"] == kab]
    printed = number(table["jumlah"])
    whole, parts = table["hasil"].isna(), table["hasil"].notna()
    if float(printed[whole].sum()) != float(printed[parts].sum()):
        raise ValueError("the parts of the flow do not add up to the whole")
    rows = table[parts]
    total = float(printed[whole].sum())
    return check_result(pd.DataFrame({
        "level": "kabupaten", "area": rows["wilayah"], "indicator": FLOW, "state": rows["hasil"],
        "name": rows["nama"], "value": printed[parts] / total, "low": np.nan, "high": np.nan,
        "numerator": printed[parts], "denominator": total, "rule": "terbit", "source": rows["sumber"],
        "period": rows["periode"], "note": "; ".join(table["catatan"].dropna().unique()),
    }).reset_index(drop=True))  # fmt: skip
