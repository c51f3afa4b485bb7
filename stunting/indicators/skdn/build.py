"""The SKDN cube: counts of one posyandu and month, from which every SKDN figure is a sum."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stunting.growth import not_gained_twice, scale
from stunting.indicators.cube import AGE_LIMIT_DAYS, AREA_KEYS, UNKNOWN
from stunting.indicators.follow_up.catalogue import limit
from stunting.indicators.follow_up.timeline import Bools, Ints, Timeline, month_text, timeline
from stunting.indicators.follow_up.verdicts import verdicts

#: Under this name the store keeps the cube; change it whenever `build` changes a count.
NAME: Final = "skdn-3"
KEYS: Final = (*AREA_KEYS, "period")
COUNTS: Final = (
    "s", "k", "k_recorded", "measured", "d", "n", "t", "o", "b", "undecided", "no_month_before",
    "bgm", "bgm_judged", "two_t", "two_t_unknown", "over_60", "card_full", "card_again", "card_held",
    "card_short",
    "run_0", "run_1", "run_2", "run_3", "run_4", "run_5", "run_6",
)  # fmt: skip
#: Months attended in a row up to which `build` counts apart; the last stands for itself and more.
RUNS: Final = 6
#: Optional boolean column of the rows: the child has a KIA book (KMS).
KIA: Final = "kia"


def build(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the SKDN counts of every posyandu and month.

    Parameters
    ----------
    rows : DataFrame
        Resolved canonical rows with ``child_id``; optionally a nullable boolean column ``kia``.

    Returns
    -------
    DataFrame
        Keys ``kab, kec, puskesmas, desa, posyandu, period`` (categoricals, months only) and int64 `COUNTS`,
        children under 60 months (or of unknown age), each once a month, at the place of its last measurement:

        - ``s`` with a row; ``k`` of them with a KIA book, among ``k_recorded`` where that is written down;
        - ``measured`` weight or height; ``d`` weighed;
        - ``n + t + o + b + undecided == d``. Undecided: an implausible weight or unknown age, or no file of
          the puskesmas in the month before (``no_month_before``), so that nobody can tell N, T, O and B;
        - ``bgm`` below the red line, among ``bgm_judged`` with a plausible weight-for-age;
        - ``two_t`` not gained in two months running; ``two_t_unknown`` not gained in this one, and nobody can
          tell whether in the last;
        - ``card_full``: attended 6 months running with this one; ``card_again``: 12, 18, …;
          ``card_held``: 6 or more; ``card_short``: one month short of 6;
        - ``run_0`` … ``run_6``: came so many months running, ending with this one (``run_6``: 6 or more);
          together they are ``s``;
        - ``over_60``: children of 60 months and more with a row; in none of the other counts.

    References
    ----------
    Kementerian Kesehatan RI (2023). Buku Kesehatan Ibu dan Anak: Kartu Menuju Sehat.
    """
    time = timeline(rows)
    if not len(time.at):
        return _empty()
    measured = rows["measured"].to_numpy(dtype=bool)[time.at]
    place, child, month = _last_of_month(time, measured)
    at = time.at[place]
    under = ~(_age_days(rows, at, month) >= AGE_LIMIT_DAYS)
    came = measured[place]
    keys, cell = _cells(rows, at, month)
    puskesmas = rows["puskesmas"].astype("category").cat.codes.to_numpy()[at].astype("int64")

    judged = verdicts(rows, time=time)
    width = int(month.max()) + 2
    key = child * width + month
    found = np.searchsorted(key, judged["child"].to_numpy() * width + judged["month"].to_numpy())
    weighed, gain = np.zeros(len(at), bool), np.full(len(at), "", dtype="<U1")
    weighed[found] = True
    gain[found] = judged["gain"].to_numpy(dtype="<U1")
    blind = ~np.isin(puskesmas * width + month - 1, np.unique(puskesmas * width + month))
    # Without last month's file "O" and "B" would only say that a file is missing.
    gap = weighed & blind & np.isin(gain, ("O", "B"))
    gain[gap] = ""

    two_t, doubt = _not_twice(judged, gain[found])
    line = at[found]
    waz = rows["waz"].to_numpy("float64")[judged["at"]]
    plausible = ~rows["flag_waz"].to_numpy(dtype=bool)[judged["at"]] & ~np.isnan(waz)
    red = np.zeros(len(at), bool)
    known = np.zeros(len(at), bool)
    known[found] = plausible
    red[found] = plausible & (waz < scale("waz").steps[0][0])
    assert len(line) == len(judged)

    twice, perhaps = np.zeros(len(at), bool), np.zeros(len(at), bool)
    twice[found], perhaps[found] = two_t, doubt
    run = _streaks(child, month, came)
    card = int(limit("kartu_bulan"))
    recorded, book = _kia(rows, at)
    masks: dict[str, Bools] = {
        "s": under, "k": under & book, "k_recorded": under & recorded, "measured": under & came,
        "d": under & weighed, **{v.lower(): under & (gain == v) for v in "NTOB"},
        "undecided": under & weighed & (gain == ""), "no_month_before": under & gap,
        "bgm": under & red, "bgm_judged": under & known, "two_t": under & twice,
        "two_t_unknown": under & perhaps, "over_60": ~under, "card_full": under & (run == card),
        "card_again": under & (run > card) & (run % card == 0), "card_held": under & (run >= card),
        "card_short": under & (run == card - 1),
        **{f"run_{n}": under & (np.minimum(run, RUNS) == n) for n in range(RUNS + 1)},
    }  # fmt: skip
    sums = {name: np.bincount(cell[masks[name]], minlength=len(keys)) for name in COUNTS}
    return keys.assign(**sums)


def _last_of_month(time: Timeline, measured: Bools) -> tuple[Ints, Ints, Ints]:
    """Return place in the timeline, child and month of the last measured (else last) row of each month."""
    width = int(time.month.max()) + 1
    key = time.child * width + time.month
    first = np.flatnonzero(np.diff(key, prepend=-1))
    rank = np.arange(len(key)) + np.where(measured, len(key), 0)
    place = np.maximum.reduceat(rank, first) % len(key)
    return place, time.child[place], time.month[place]


def _age_days(rows: pd.DataFrame, at: Ints, month: Ints) -> NDArray[np.float64]:
    """Return the age at the measurement; of a child not measured, at the end of the month."""
    age = rows["age_days"].to_numpy(dtype="float64", na_value=np.nan)[at]
    gap = np.flatnonzero(np.isnan(age))
    if "birth_date" not in rows or not len(gap):
        return age
    born = rows["birth_date"].to_numpy()[at[gap]].astype("datetime64[D]")
    # Months since 1970 are those since year 0, less 1970 years.
    end = (month[gap] + 1 - 1970 * 12).astype("datetime64[M]").astype("datetime64[D]") - 1
    age[gap] = np.where(np.isnat(born), np.nan, (end - born) / np.timedelta64(1, "D"))
    return age


def _cells(rows: pd.DataFrame, at: Ints, month: Ints) -> tuple[pd.DataFrame, Ints]:
    """Return the keys present, sorted, and the cell of each row."""
    axes: dict[str, tuple[Ints, list[str]]] = {}
    for name in AREA_KEYS:
        values = rows[name].astype("category").cat
        codes = values.codes.to_numpy()[at].astype("int64")
        labels = [str(c) for c in values.categories]
        axes[name] = (np.where(codes < 0, len(labels), codes), [*labels, UNKNOWN])
    first = int(month.min())
    axes["period"] = (month - first, [month_text(m) for m in range(first, int(month.max()) + 1)])
    key = np.zeros(len(at), dtype="int64")
    for codes, labels in axes.values():
        key = key * len(labels) + codes
    used, cell = np.unique(key, return_inverse=True)
    out: dict[str, Any] = {}
    for name, (_, labels) in reversed(axes.items()):
        used, codes = np.divmod(used, len(labels))
        column = pd.Series(pd.array([labels[c] for c in codes], dtype="str"))
        out[name] = column.astype("category")
    return pd.DataFrame({name: out[name] for name in KEYS}), cell.astype("int64")


def _not_twice(judged: pd.DataFrame, gain: NDArray[np.str_]) -> tuple[Bools, Bools]:
    """Return of `verdicts` who did not gain twice, and of whom only the verdict before is unknown.

    `gain` is the verdict as it counts: without a file of the month before there is none.
    """
    child, month = judged["child"].to_numpy(), judged["month"].to_numpy()
    running = np.zeros(len(judged), dtype=bool)
    running[1:] = (child[1:] == child[:-1]) & (month[1:] == month[:-1] + 1)
    before = np.where(running, np.roll(gain, 1), "")
    return not_gained_twice(gain, before), (gain == "T") & (before == "")


def _streaks(child: Ints, month: Ints, came: Bools) -> Ints:
    """Return, for each child and month in order, how many months running it came, this one included."""
    new = np.ones(len(child), dtype=bool)
    new[1:] = (child[1:] != child[:-1]) | (month[1:] != month[:-1] + 1) | ~came[:-1]
    place = np.arange(len(child))
    start = np.maximum.accumulate(np.where(new, place, 0))
    return np.where(came, place - start + 1, 0)


def _kia(rows: pd.DataFrame, at: Ints) -> tuple[Bools, Bools]:
    """Return where a KIA book is recorded as there or not, and where it is there."""
    if KIA not in rows:
        nothing = np.zeros(len(at), dtype=bool)
        return nothing, nothing
    values = rows[KIA].astype("boolean").iloc[at]
    return values.notna().to_numpy(), values.fillna(False).to_numpy(dtype=bool)


def _empty() -> pd.DataFrame:
    keys = {k: pd.Categorical([], categories=pd.Index([], dtype="str")) for k in KEYS}
    return pd.DataFrame(keys | {c: np.zeros(0, dtype="int64") for c in COUNTS})
