"""How far a figure is from its target, as printed: what a tile shows and what a sentence says."""

from __future__ import annotations

from typing import Final, NamedTuple

import pandas as pd

from stunting.indicators.format_id import number, percent, round_half_up
from stunting.indicators.results import SAME_SERIES
from stunting.indicators.targets import ROUTINE, ROUTINE_KINDS

_DECIMALS: Final = 2


class TargetGap(NamedTuple):
    """A figure beside its target, in parts: what a tile shows and what a sentence says.

    Attributes
    ----------
    name : str
        The target: "target 11,6 %", of an area inside "target kabupaten 11,6 %".
    points : float or None
        Percentage points above the target as printed; 0 where it is reached; None: not compared.
    children : int or None
        Children above the target; None unknown, 0 fewer than one.
    unsure : bool
        Its interval holds the target.
    why : str
        Why it is not compared.
    """

    name: str
    points: float | None
    children: int | None = None
    unsure: bool = False
    why: str = ""

    @property
    def size(self) -> str:
        """The distance in words, "" where there is none: ``2,83 poin``."""
        return f"{number(self.points, _DECIMALS)} poin" if self.points else ""

    @property
    def about(self) -> str:
        """How many children that is: ``sekitar 198 balita``."""
        if self.children is None or not self.points:
            return ""
        return f"sekitar {number(self.children)} balita" if self.children else "kurang dari satu balita"

    @property
    def doubt(self) -> str:
        """What the interval leaves open."""
        if not self.unsure:
            return ""
        return "belum dapat dibedakan dari target" if self.points else "selangnya masih melewati target"


def target_gap(row: pd.Series, target: pd.Series | None) -> TargetGap | None:
    """Return how far a prevalence (fewer is better) is from its target; None where there is none.

    A target is only held against figures of its own kind of data; a target of the kabupaten is called so
    where the area is smaller.
    """
    if target is None:
        return None
    aim = float(target["printed"])
    owner = "" if row["level"] == "kabupaten" else "kabupaten "
    name = f"target {owner}{percent(aim, _DECIMALS, trim=True)}"
    if target["kind"] not in ROUTINE_KINDS:
        return TargetGap(name, None, why=f"diukur dengan {target['kind']}: tidak dibandingkan")
    if row["rule"] not in {*SAME_SERIES, "terbit"}:
        return TargetGap(name, None, why=f"berlaku untuk hitungan {ROUTINE}: tidak dibandingkan")
    gap = round(printed(row["value"]) - printed(aim), _DECIMALS)
    if gap <= 0:
        return TargetGap(name, 0.0, unsure=bool(pd.notna(row["high"]) and row["high"] > aim))
    children = float(row["numerator"]) - aim * float(row["denominator"])
    whole = int(round_half_up(children)) if pd.notna(children) else None
    return TargetGap(name, gap, whole, bool(pd.notna(row["low"]) and row["low"] <= aim))


def printed(value: float) -> float:
    """Return a fraction as the percentage that is printed: two decimals."""
    return float(round_half_up(100 * float(value), _DECIMALS))
