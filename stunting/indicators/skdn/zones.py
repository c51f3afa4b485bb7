"""Where a ratio stands against its target: zones with a word and a mark, from ``data/zona_skdn.csv``."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from stunting.indicators.facts import facts

#: No figure, or no target to hold it against.
NONE: Final = ""


class Zone(NamedTuple):
    """Code, name and mark (shown beside the number) of a zone, and the distance in points it starts at."""

    code: str
    name: str
    mark: str
    start: float


@lru_cache(maxsize=1)
def zones() -> tuple[Zone, ...]:
    """Return the zones, best first."""
    table = facts("zona_skdn")
    return tuple(
        Zone(
            str(r["kode"]),
            str(r["nama"]),
            "" if pd.isna(r["tanda"]) else str(r["tanda"]),
            float(r["jarak_dari"]),
        )
        for r in table.to_dict("records")
    )


def zone_of(value: pd.Series, target: pd.Series) -> np.ndarray:
    """Return the code of the zone of each value (fractions), `NONE` without value or target.

    >>> zone_of(pd.Series([0.85, 0.8, 0.5, float("nan")]), pd.Series([0.85] * 4)).tolist()
    ['capai', 'kurang', 'jauh', '']
    """
    # in points, cleaned of binary noise: 0.75 - 0.85 is not quite -0.10
    gap = np.round((value.to_numpy("float64") - target.to_numpy("float64")) * 100, 8)
    out = np.full(len(gap), NONE, dtype=object)
    for zone in reversed(zones()):
        out[gap >= zone.start] = zone.code
    # exactly as far below as the border belongs to the farther zone
    for better, worse in zip(zones()[1:], zones()[2:], strict=False):
        out[gap == better.start] = worse.code
    return out
