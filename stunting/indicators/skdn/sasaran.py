"""S from an uploaded sasaran file: the target children of each area and month, summed where complete."""

from __future__ import annotations

from typing import Final

import pandas as pd

from stunting.indicators.participation import MONTH_LENGTH
from stunting.indicators.sums import codes

#: Columns of the register: ``level``, ``area`` (key), ``period`` (month, or year for all its months), ``s``.
COLUMNS: Final = ("level", "area", "period", "s")
SOURCE: Final = "berkas sasaran"


def sasaran(register: pd.DataFrame | None, cube: pd.DataFrame, level: str) -> pd.DataFrame:
    """Return S of every area of one level and month of the cube, for ``ratios(sasaran=…)``.

    Parameters
    ----------
    register : DataFrame or None
        Columns `COLUMNS`. A month has precedence over its year.
    cube : DataFrame
        Of `stunting.indicators.skdn.build`: it knows which posyandu and desa an area has.
    level : str
        As in `stunting.indicators.skdn.counts`.

    Returns
    -------
    DataFrame
        ``area, period, s, source``. An area that the file does not name is the sum of the areas below it,
        only where every one of them has a figure (posyandu → desa → puskesmas, kecamatan → kabupaten);
        else it is absent, and S is that of the registered rows.
    """
    empty = pd.DataFrame({"area": [], "period": [], "s": [], "source": []})
    months = sorted({p for p in cube["period"].astype("str") if len(p) == MONTH_LENGTH})
    if register is None or register.empty or not months:
        return empty
    wide = _levels(register, months)
    tree = _tree(cube)
    desa = _sum_up(wide["desa"], wide["posyandu"], tree["posyandu"])
    kec = _sum_up(wide["kecamatan"], desa, tree["desa_kec"])
    found = {
        "posyandu": wide["posyandu"], "desa": desa, "kecamatan": kec,
        "puskesmas": _sum_up(wide["puskesmas"], desa, tree["desa_puskesmas"]),
        "kabupaten": _sum_up(wide["kabupaten"], kec, tree["kec"]),
    }[level]  # fmt: skip
    long = found.rename_axis(index="area", columns="period").reset_index()
    long = long.melt(id_vars="area", var_name="period", value_name="s").dropna(subset=["s"])
    return long.assign(source=SOURCE).reset_index(drop=True) if len(long) else empty


def _levels(register: pd.DataFrame, months: list[str]) -> dict[str, pd.DataFrame]:
    """Return, by level, a table area × month of what the file says itself."""
    out = {}
    for level in ("posyandu", "desa", "puskesmas", "kecamatan", "kabupaten"):
        own = register[register["level"] == level]
        table = own.pivot_table(index="area", columns="period", values="s", aggfunc="last")
        columns = {m: _month(table, m) for m in months}
        out[level] = pd.DataFrame(columns, index=table.index).astype("float64")
    return out


def _month(table: pd.DataFrame, month: str) -> pd.Series:
    none = pd.Series(float("nan"), index=table.index)
    year = table.get(month[:4], none)
    return table.get(month, none).fillna(year)


def _tree(cube: pd.DataFrame) -> dict[str, pd.Series]:
    """Return child → parent of the areas in the cube."""
    code, labels = codes(cube, "posyandu")
    posyandu = pd.Series([labels[c] for c in code], dtype="str")
    text = {c: cube[c].astype("str").reset_index(drop=True) for c in ("desa", "kec", "kab", "puskesmas")}
    served = pd.DataFrame({"desa": text["desa"], "puskesmas": text["puskesmas"]}).drop_duplicates()
    return {
        "posyandu": _parents(posyandu, text["desa"]),
        "desa_kec": _parents(text["desa"], text["kec"]),
        "kec": _parents(text["kec"], text["kab"]),
        # a desa that two puskesmas serve cannot be given to either: its sums stay incomplete
        "desa_puskesmas": pd.Series(served["puskesmas"].to_numpy(), index=served["desa"].where(
            ~served["desa"].duplicated(keep=False), served["desa"] + "|?"
        )),
    }  # fmt: skip


def _parents(child: pd.Series, parent: pd.Series) -> pd.Series:
    pairs = pd.DataFrame({"child": child, "parent": parent}).drop_duplicates("child")
    return pd.Series(pairs["parent"].to_numpy(), index=pairs["child"])


def _sum_up(own: pd.DataFrame, below: pd.DataFrame, parent: pd.Series) -> pd.DataFrame:
    """Return `own`, completed by sums of `below` where every child of the parent has a figure."""
    parts = below.reindex(parent.index)
    key = parent.to_numpy()
    sums = parts.groupby(key).sum().where(parts.notna().groupby(key).all())
    return own.combine_first(sums)
