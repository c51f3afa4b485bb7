"""Every stored row of one child: those that count and those that later ones took the place of."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa

from stunting.store.live import Live
from stunting.store.read import read_children, replaced_in, to_frame
from stunting.store.resolve import resolve
from stunting.store.schema import MEASUREMENT_DTYPES

CURRENT, SUPERSEDED = "berlaku", "digantikan"


def versions(live: Live, kab: str, child_id: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """Return the rows of a child in live uploads (see ``Store.versions``)."""
    wanted = list(MEASUREMENT_DTYPES) if columns is None else list(dict.fromkeys(columns))
    wanted = list(dict.fromkeys([*wanted, "upload_id", "uploaded_at", "row"]))
    table = live.aliases.apply(read_children(live, kab, live.aliases.members(child_id), wanted), kab)
    kept = set(resolve(table, live.order, replaced_in(live, kab)).tolist())
    uploads = table["upload_id"].to_pylist()
    stored = [n for n, upload in enumerate(uploads) if upload in live.order]
    lines = table["row"].to_pylist()
    stored.sort(key=lambda n: (live.order[uploads[n]], lines[n]))
    at = pa.array(np.array(stored, np.int64))
    frame = to_frame(table.take(at), wanted, kab, MEASUREMENT_DTYPES, table["period"].take(at))
    frame["filename"] = pd.Series([live.manifests[uploads[n]].filename for n in stored], dtype="str")
    frame["state"] = pd.Series([CURRENT if n in kept else SUPERSEDED for n in stored], dtype="str")
    return frame
