"""Classes of a change on the map: a diverging scale whose middle says that nothing can be told.

The colours run from blue (fall) to orange-brown (rise): the pair that protanopes, deuteranopes and
tritanopes tell apart, equally dark on both sides at equal size [1]_.

References
----------
.. [1] Brewer C.A. (1999). Color use guidelines for data representation. Proc. Section on Statistical
   Graphics, American Statistical Association, 55-60.
"""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from stunting.charts.classes import FEW
from stunting.indicators.change import UNCLEAR
from stunting.indicators.change_areas import change_band_of, change_bands

#: In the order of `change_bands`; the middle is the lightest.
DIVERGING: Final = ("#1C4E80", "#5F94C3", "#B9D4EA", "#FAF7EF", "#F7CB94", "#DB8433", "#8C3B12")


def change_classes(found: pd.DataFrame) -> pd.DataFrame:
    """Return for each row of ``change_of_areas`` how the map draws it.

    Returns
    -------
    pandas.DataFrame
        Columns ``area``, ``k`` (row of `change_bands`, -1 no data or hidden), ``uncertain`` (a direction,
        but fewer than 30 measured on a side).
    """
    k = change_band_of(found["value"], found["verdict"])
    told = found["verdict"].ne(UNCLEAR).to_numpy() & (k >= 0)
    return pd.DataFrame(
        {
            "area": found["area"].astype("str").to_numpy(),
            "k": k,
            "uncertain": found["few"].to_numpy(dtype="bool") & told,
        }
    )


def change_legend(drawn: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the legend of `drawn`: from the largest rise to the largest fall, then the other states."""
    rows: list[dict[str, Any]] = []
    for k, band in change_bands()[::-1].iterrows():
        # the name says direction and size; where there is neither, why
        words = "selang selisih memuat 0" if band["direction"] == UNCLEAR else ""
        n = int((drawn["k"] == k).sum())
        rows.append(
            {
                "kind": "kelas", "k": int(str(k)), "range": str(band["name"]), "words": words,
                "color": DIVERGING[int(str(k))], "n": n,
            }
        )  # fmt: skip
    few = int(drawn["uncertain"].sum())
    if few:
        rows.append({"kind": "ragu", "range": f"n < {FEW}", "words": "belum pasti", "n": few})
    none = int((drawn["k"] < 0).sum())
    rows.append(
        {"kind": "tiada", "k": None, "range": "tidak ada data", "words": "di salah satu periode", "n": none}
    )
    return rows
