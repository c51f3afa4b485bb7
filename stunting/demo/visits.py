"""Who lives here in which month, and who comes to the posyandu: as many a year as the target says."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stunting.demo.children import LAST_DAY, Children
from stunting.demo.places import Places
from stunting.demo.plan import VITAMIN_MONTHS, Plan


@dataclass(frozen=True)
class Visits:
    """Calendar of children × months, arrays of shape (C, M).

    Attributes
    ----------
    date : ndarray of datetime64[D]
        Day the child's posyandu is open (whether or not the child comes).
    age : ndarray of int32
        Age in days on that day; may lie outside 0–60 months.
    listed : ndarray of bool
        Under five and living here: one row of the file (part of S).
    came : ndarray of bool
        Measured (part of D).
    """

    date: np.ndarray
    age: np.ndarray
    listed: np.ndarray
    came: np.ndarray


def make_visits(plan: Plan, places: Places, children: Children, rng: np.random.Generator) -> Visits:
    """Draw attendance, then make the number of children seen in each kecamatan and year exact.

    A child that would be seen for the first time in the last month is only listed there: so the number of
    children of the last year is the same before and after that month's files are uploaded.

    Parameters
    ----------
    plan : Plan
    places : Places
    children : Children
    rng : numpy.random.Generator
    """
    n, span = len(children), len(plan.months)
    first = plan.months.to_timestamp().to_numpy().astype("datetime64[D]")
    opens = np.clip(places.posyandu["day"].to_numpy()[:, None] + rng.integers(-2, 3, (1, span)), 1, 26)
    date = first[None, :] + (opens[children.posyandu] - 1)
    # some children are seen at the puskesmas a day or two later
    date = date + np.where(rng.random((n, span)) < 0.08, rng.integers(1, 3, (n, span)), 0)
    age = (date - children.birth[:, None]).astype(np.int32)
    month = np.arange(span)[None, :]
    here = (month >= children.arrive[:, None]) & (month <= children.leave[:, None])
    listed = here & (age >= 0) & (age <= LAST_DAY)
    may = listed & (age >= 10)

    p = plan.rates
    season = np.isin(plan.months.month, VITAMIN_MONTHS) * p["partisipasi_vitamin_a"]
    season = season + (plan.months.year == 2021) * p["partisipasi_2021"]
    base = np.log(p["partisipasi"] / (1 - p["partisipasi"])) * 1.08
    near = rng.normal(0, 0.3, len(places.posyandu))  # some posyandu are better attended
    own = rng.normal(0, p["partisipasi_ragam"], n) + near[children.posyandu]
    logit = base + own[:, None] + season[None, :] + rng.normal(0, 0.12, span)[None, :]
    older = np.clip(age / 365.25 - 2, 0, 3) * 0.15  # the older the child, the rarer the visit
    came = may & (rng.random((n, span)) < 1 / (1 + np.exp(-(logit - older))))

    kecs, measured = plan.table("measured")
    for i, year in enumerate(plan.years):
        columns = np.flatnonzero(plan.months.year == year)
        last = year == plan.years[-1]
        counted = columns[:-1] if last else columns
        able = may[:, counted].any(axis=1)
        came[np.ix_(~able, columns)] = False
        keen = came[:, counted].sum(axis=1) + rng.random(n) / 2
        for k in range(len(kecs)):
            mine = np.flatnonzero(able & (children.kec == k))
            order = mine[np.argsort(keen[mine])]
            never = order[: max(0, len(order) - int(measured[k, i]))]
            came[np.ix_(never, columns)] = False
            once = order[len(never) :]
            once = once[~came[np.ix_(once, counted)].any(axis=1)]
            for c in once:
                came[c, rng.choice(counted[may[c, counted]])] = True
    return Visits(date, age, listed, came)


def last_visit(came: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Return the last column of `columns` in which each child came, −1 for never.

    Parameters
    ----------
    came : ndarray of bool, shape (C, M)
    columns : ndarray of int
        Ascending.

    Examples
    --------
    >>> came = np.array([[True, False, True, False], [False, False, False, True]])
    >>> last_visit(came, np.array([0, 1, 2]))
    array([ 2, -1])
    """
    part = came[:, columns]
    if not len(columns):
        return np.full(len(came), -1)
    found = columns[len(columns) - 1 - part[:, ::-1].argmax(axis=1)]
    return np.where(part.any(axis=1), found, -1)
