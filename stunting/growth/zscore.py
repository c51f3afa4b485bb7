"""z-scores of the WHO Child Growth Standards (2006), 0–60 months, as WHO's own package computes them."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from . import lms
from .classes import categorical, class_codes, flag_limits
from .tables import Floats, tables
from .work import CHUNK, Work

Bools = NDArray[np.bool_]


class ZScores(NamedTuple):
    """Arrays of one shape: z-scores (two decimals, NaN where there is none), flags, and what was assumed.

    Attributes
    ----------
    haz, waz, whz, baz, hcz, acz : ndarray of float64
        Length/height, weight, BMI, head and arm circumference for age; weight for length/height (`whz`).
    flag_haz, flag_waz, flag_whz, flag_baz, flag_hcz, flag_acz : ndarray of bool
        Implausible; the z-score is kept.
    height_used : ndarray of float64
        Length or height in cm after conversion (±0.7 cm); NaN where it was missing or not above 0.
    position_assumed : ndarray of bool
        The position was not recorded, or was ignored: lying under 24 months, standing after.
    position_ignored : ndarray of bool
        Recorded as standing under nine months, and therefore ignored.
    """

    haz: Floats
    waz: Floats
    whz: Floats
    baz: Floats
    hcz: Floats
    acz: Floats
    flag_haz: Bools
    flag_waz: Bools
    flag_whz: Bools
    flag_baz: Bools
    flag_hcz: Bools
    flag_acz: Bools
    height_used: Floats
    position_assumed: Bools
    position_ignored: Bools


def zscores(
    sex: ArrayLike,
    age_days: ArrayLike,
    weight: ArrayLike | None = None,
    height: ArrayLike | None = None,
    position: ArrayLike | None = None,
    oedema: ArrayLike | None = None,
    head: ArrayLike | None = None,
    muac: ArrayLike | None = None,
) -> ZScores:
    """Compute the z-scores of the WHO Child Growth Standards from day tables.

    Parameters
    ----------
    sex : array_like of int
        1 male, 2 female; anything else is unknown and has no z-score.
    age_days : array_like of float
        Age in days as known, not rounded (months × 30.4375); NaN is missing. Rounded half-up for the
        tables; valid from 0 to below 1826.25 (60 months).
    weight : array_like of float, optional
        kg. Values ≤ 0 count as missing, as in every measurement.
    height : array_like of float, optional
        Length or height in cm.
    position : array_like of int, optional
        1 lying, 2 standing, 0 unknown.
    oedema : array_like of bool, optional
        Bilateral oedema: no weight-based z-score (in prevalence such a child counts as below −3).
    head, muac : array_like of float, optional
        Head and mid-upper arm circumference in cm.

    Returns
    -------
    ZScores
        Arrays of the common (broadcast) shape of the inputs; what was not asked for is NaN (and read-only).

    Notes
    -----
    Length table to day 730, height table from day 731. Standing before: +0.7 cm, but under nine months the
    position is ignored; lying after: −0.7 cm. Where age is missing only weight-for-length (lying, or
    unknown and below 87 cm) or weight-for-height is computed. L, M and S are interpolated between rows of
    0.1 cm, for 45–110 cm (length) and 65–120 cm (height) after conversion. Beyond ±3 SD the indices with
    weight or arm are extended linearly. Values are rounded to two decimals before they are flagged.

    References
    ----------
    WHO Multicentre Growth Reference Study Group (2006). WHO Child Growth Standards: methods and
    development. Geneva: WHO. Chapter 7.
    WHO, UNICEF (2019). Recommendations for data collection, analysis and reporting on anthropometric
    indicators in children under 5 years old. Geneva: WHO.

    Examples
    --------
    A boy of 1 year, 7.5 kg, 70 cm lying, and one of 2 years about the median:

    >>> z = zscores([1, 1], [365, 731], [7.5, 12.15], [70.0, 87.1], [1, 2])
    >>> z.haz.tolist(), z.waz.tolist(), z.whz.tolist()
    ([-2.42, -0.01], [-2.28, 0.0], [-1.44, -0.04])
    """
    given = [sex, age_days, weight, height, position, oedema, head, muac]
    arrays = [None if x is None else _array(x) for x in given]
    shape = np.broadcast_shapes(*(a.shape for a in arrays if a is not None))
    n = int(np.prod(shape, dtype=np.int64))
    flat = [None if a is None else np.broadcast_to(a, shape).reshape(n) for a in arrays]
    sexes = _codes(flat[0], n)
    ages, w, h, hc, ac = (_floats(flat[k]) for k in (1, 2, 3, 6, 7))
    assert ages is not None
    p = _codes(flat[4], n)
    wet = None if flat[5] is None else np.ascontiguousarray(flat[5] == 1)  # a missing mark is no oedema

    needs = {"haz": [h], "waz": [w], "whz": [w, h], "baz": [w, h], "hcz": [hc], "acz": [ac]}
    asked = {name: all(x is not None for x in some) for name, some in needs.items()}
    z = {name: np.empty(n) if yes else np.broadcast_to(np.nan, n) for name, yes in asked.items()}
    no = np.broadcast_to(np.False_, n)
    flag = {name: np.empty(n, dtype=bool) if yes else no for name, yes in asked.items()}
    used = np.broadcast_to(np.nan, n) if h is None else np.empty(n)
    assumed, ignored = (no if h is None else np.empty(n, dtype=bool) for _ in range(2))
    limit = {name: (100 * flag_limits(name)[0], 100 * flag_limits(name)[1]) for name in z}

    known = tables()
    work = Work(known, min(n, CHUNK))
    for start in range(0, n, CHUNK):
        part = slice(start, min(start + CHUNK, n))
        work = work.cut(part.stop - start)
        c, t, b, row = work.c, work.t, work.b, work.row
        age = ages[part]

        def done(name: str, part: slice = part, c: Floats = c, b: Bools = b) -> None:
            lms.finish(c, limit[name], b, z[name][part], flag[name][part])

        work.set_rows(sexes[part], age)
        if h is not None:
            tall = used[part]
            work.set_height(h[part], age, p[part], tall, assumed[part], ignored[part])
            lms.linear(tall, row, known.length, c, t)
            done("haz")
        if w is not None:
            work.set_weight(w[part], None if wet is None else wet[part])
            lms.box_cox(work.log_w, row, known.weight, c, t)
            lms.extend_by_age(c, work.log_w, row, known.weight, t, b)
            done("waz")
        if hc is not None:
            lms.keep_positive(hc[part], work.frac, b, work.stands)
            lms.linear(work.frac, row, known.head, c, t)
            done("hcz")
        if ac is not None:
            lms.keep_positive(ac[part], work.frac, b, work.stands)
            np.log(work.frac, out=work.up)
            lms.box_cox(work.up, row, known.arm, c, t)
            lms.extend_by_age(c, work.up, row, known.arm, t, b)
            done("acz")
        if w is not None and h is not None:
            work.set_bmi()
            lms.box_cox(work.up, row, known.bmi, c, t)
            lms.extend_by_age(c, work.up, row, known.bmi, t, b)
            done("baz")
            work.set_sizes(age, p[part], tall)
            work.weight_for_size()
            done("whz")
    out: dict[str, Any] = z | {f"flag_{name}": values for name, values in flag.items()}
    out |= {"height_used": used, "position_assumed": assumed, "position_ignored": ignored}
    return ZScores(**{name: values.reshape(shape) for name, values in out.items()})


def classes(z: ZScores) -> dict[str, pd.Categorical]:
    """Name the nutritional status of every child by Permenkes 2/2020; flagged values have none.

    Returns
    -------
    dict of str to pandas.Categorical
        ``class_tbu``, ``class_bbu``, ``class_bbtb``, ``class_imtu`` (see `stunting.growth.classify`).
    """
    return {
        f"class_{name}": categorical(name, class_codes(name, value, flag))
        for name, value, flag in (
            ("tbu", z.haz, z.flag_haz),
            ("bbu", z.waz, z.flag_waz),
            ("bbtb", z.whz, z.flag_whz),
            ("imtu", z.baz, z.flag_baz),
        )
    }


def _array(x: ArrayLike) -> NDArray[Any]:
    """Return `x` as an array; the missing values of pandas' nullable columns become NaN."""
    if isinstance(x, pd.Series | pd.Index) and isinstance(x.dtype, pd.api.extensions.ExtensionDtype):
        return x.to_numpy(np.float64, na_value=np.nan)
    return np.asarray(x)


def _floats(x: NDArray[np.generic] | None) -> Floats | None:
    return None if x is None else np.ascontiguousarray(x, dtype=np.float64)


def _codes(x: NDArray[np.generic] | None, n: int) -> NDArray[np.int8]:
    """Return `x` as int8; what is neither 1 nor 2 (NaN too) becomes 0."""
    if x is None:
        return np.zeros(n, dtype=np.int8)
    if x.dtype == np.int8:
        return np.ascontiguousarray(x)
    return (x == 1).astype(np.int8) + (x == 2).astype(np.int8) * np.int8(2)
