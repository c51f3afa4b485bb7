"""Reading the fact files of ``data/``: text as text, each file once."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from stunting.settings import settings


@lru_cache(maxsize=64)
def facts(name: str) -> pd.DataFrame:
    """Return ``data/<name>.csv`` as text columns (missing stays missing); callers convert and copy.

    Raises
    ------
    ValueError
        If a row has no ``sumber``: a fact without its source is not a fact.
    """
    frame = pd.read_csv(settings().data_dir / f"{name}.csv", dtype="str", keep_default_na=False)
    frame = frame.mask(frame == "")
    if "sumber" not in frame or frame["sumber"].isna().any():
        raise ValueError(f"{name}.csv: every row needs a sumber")
    return frame


def number(column: pd.Series) -> pd.Series:
    """Return a text column of a fact file as float64, missing as NaN."""
    return pd.to_numeric(column).astype("float64")
