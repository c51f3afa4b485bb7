"""What a puskesmas may see of a child that other puskesmas have rows of, too.

A child that moved is seen whole where it is now. That it moved is established when a row of this
puskesmas and one of another say the same NIK, the birth date and nearly the same name, or the same name,
birth date, sex and mother: whoever wrote it knows the child. Else a puskesmas sees of a child what it said
itself, and nothing of what others said.
"""

from __future__ import annotations

import pandas as pd

from stunting.store.known import one_name


def own(said: pd.DataFrame, puskesmas: str) -> pd.DataFrame:
    """Return the rows of `said` (``Vault._said``) that a puskesmas may see."""
    return said[whole(said, puskesmas) | _here(said, puskesmas)]


def whole(said: pd.DataFrame, puskesmas: str) -> pd.Series:
    """Return, for each row, whether the puskesmas may see all that was said of its child."""
    here = _here(said, puskesmas)
    foreign = (~here).groupby(said["child_id"]).transform("any")
    mixed = said[foreign]
    open_ = {
        child_id
        for child_id, lines in mixed.groupby("child_id")
        if _established(lines[here[lines.index]], lines[~here[lines.index]])
    }
    return ~foreign | said["child_id"].isin(open_)


def _here(said: pd.DataFrame, puskesmas: str) -> pd.Series:
    return (
        said["health"].astype("object").map(lambda health: health.partition("|")[2] == puskesmas).astype(bool)
    )


def _established(mine: pd.DataFrame, others: pd.DataFrame) -> bool:
    if set(mine["member"]) - set(others["member"]):  # decided to be one child by somebody who saw both
        return True
    columns = ["nik", "name_key", "mother_key", "birth_date"]
    theirs = others[columns].fillna("").drop_duplicates().to_numpy().tolist()
    for nik, key, mother, birth in mine[columns].fillna("").drop_duplicates().to_numpy().tolist():
        name, born = key.partition("|")[0], birth or key.partition("|")[2].partition("|")[0]
        for other_nik, other_key, other_mother, _ in theirs:
            if nik and nik == other_nik and born and one_name(name, other_key.partition("|")[0]):
                return True
            if key and born and key == other_key and mother and mother == other_mother:
                return True
    return False
