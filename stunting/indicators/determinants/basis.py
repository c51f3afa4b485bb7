"""What a ranking and its ratios rest on, in words: how many children, which of them, and how clear it is."""

from __future__ import annotations

import pandas as pd

from stunting.indicators.determinants.factors import JOINT
from stunting.indicators.determinants.paf import EXCESS
from stunting.indicators.format_id import number, percent


def unclear_largest(found: pd.DataFrame) -> str:
    """Return that a larger fraction stands above the first clear one, which its interval does not bear out.

    "" where the largest fraction of `rank.ranking` (one area) is a clear one, or none is.
    """
    single = found[(found["factor"] != JOINT) & (found["refusal"] == "")].sort_values("rank")
    if single.empty or single["verdict"].iloc[0] == EXCESS or not (single["verdict"] == EXCESS).any():
        return ""
    row = single.iloc[0]
    return f"Perkiraan terbesar {row['name']} ({percent(row['value'])}), selangnya memuat nol."


def model_words(found: pd.DataFrame) -> str:
    """Return how many children the model of one area rests on, of how many asked; "" without a model.

    Parameters
    ----------
    found : DataFrame
        Of `paf.paf` or `rank.ranking`, one area.

    Examples
    --------
    >>> row = {"refusal": "", "fitted": 2702, "denominator": 401, "asked": 8752, "cases": 1277}
    >>> model_words(pd.DataFrame([row]))
    'model: 2.702 anak dengan jawaban lengkap (401 stunting) dari 8.752 yang didata (1.277 stunting)'
    >>> model_words(pd.DataFrame([row | {"refusal": "SATU_SISI"}]))
    ''
    """
    given = found[found["refusal"] == ""]
    if given.empty:
        return ""
    row = given.iloc[0]
    return (
        f"model: {number(row['fitted'])} anak dengan jawaban lengkap ({number(row['denominator'])} stunting) "
        f"dari {number(row['asked'])} yang didata ({number(row['cases'])} stunting)"
    )


def own_crude_words(crude: pd.DataFrame, adjusted: pd.DataFrame) -> str:
    """Return how to read two crude ratios of a factor; "" where all children are in the model.

    Parameters
    ----------
    crude, adjusted : DataFrame
        Of `ratios.crude` and `ratios.adjusted`, one area.
    """
    both = crude[["factor", "value"]].merge(adjusted[["factor", "own_crude"]], on="factor").dropna()
    if not any(number(a, 2) != number(b, 2) for a, b in zip(both["value"], both["own_crude"], strict=True)):
        return ""
    return (
        "Rasio kasar: semua anak yang jawabannya diketahui. Anak model: rasio kasar pada anak yang sama "
        "dengan rasio disesuaikan; hanya beda dari situ yang berasal dari penyesuaian."
    )
