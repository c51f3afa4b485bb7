"""The LMS formulas on one chunk of children, written into buffers that the caller keeps.

Values are carried as hundredths of a z-score until they are rounded. Row 0 of every table is NaN.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .tables import AgeTable, Floats, sd_value

Bools = NDArray[np.bool_]
Ints = NDArray[np.intp]


def linear(x: Floats, row: Ints, table: AgeTable, c: Floats, t: Floats) -> None:
    """Put hundredths of z into `c` for an index whose L is 1 and that has no tails: (X/M − 1)/S."""
    np.take(table.slope, row, mode="clip", out=c)
    np.multiply(c, x, out=c)
    np.take(table.offset, row, mode="clip", out=t)
    np.subtract(c, t, out=c)


def box_cox(log_x: Floats, row: Ints, table: AgeTable, c: Floats, t: Floats) -> None:
    """Put hundredths of z = ((X/M)^L − 1)/(L·S) into `c`; the tails come after (`extend_tails`)."""
    np.take(table.log_m, row, mode="clip", out=c)
    np.subtract(log_x, c, out=c)
    np.take(table.l, row, mode="clip", out=t)
    np.multiply(c, t, out=c)
    np.exp(c, out=c)
    np.subtract(c, 1.0, out=c)
    np.take(table.scale, row, mode="clip", out=t)
    np.multiply(c, t, out=c)


def extend_tails(c: Floats, at: Ints, x: Floats, power: Floats, median: Floats, spread: Floats) -> None:
    """Replace hundredths `c[at]`, all beyond ±3 SD, by WHO's linear extension.

    z = ±3 + (X − SD3)/|SD3 − SD2| with SDk = M·(1 + L·S·k)^(1/L) on the side of the value.
    """
    side = np.sign(c[at])
    sd3, sd2 = sd_value(3 * side, power, median, spread), sd_value(2 * side, power, median, spread)
    c[at] = 100 * (3 * side + (x - sd3) / np.abs(sd3 - sd2))


def extend_by_age(c: Floats, log_x: Floats, row: Ints, table: AgeTable, t: Floats, b: Bools) -> None:
    """Do the same for an index by age, whose tails are in the table: z = ±3 + (X − SD3)/|SD3 − SD2|."""
    at = beyond(c, t, b)
    if at.size:
        value = c[at]
        r = row[at]
        r[value > 0] += len(table.m)
        z = np.exp(log_x[at]) - np.take(table.sd3, r)
        z *= np.take(table.per_sd, r)
        z += np.copysign(300.0, value)
        c[at] = z


def beyond(c: Floats, t: Floats, b: Bools) -> Ints:
    """Return where `c` (hundredths) lies beyond ±3 SD."""
    np.abs(c, out=t)
    np.greater(t, 300.0, out=b)
    return np.flatnonzero(b)


def finish(c: Floats, limits: tuple[float, float], b: Bools, z: Floats, flag: Bools) -> None:
    """Round to two decimals, then flag what lies outside `limits` (in hundredths, plausible themselves)."""
    np.rint(c, out=c)
    np.add(c, 0.0, out=c)  # no negative zero
    np.divide(c, 100.0, out=z)
    np.less(c, limits[0], out=flag)
    np.greater(c, limits[1], out=b)
    np.logical_or(flag, b, out=flag)


def keep_positive(x: Floats, out: Floats, b: Bools, b2: Bools) -> None:
    """Copy `x` to `out`; values that no child can have (0, negative, infinite) become NaN."""
    np.less_equal(x, 0.0, out=b)
    np.equal(x, np.inf, out=b2)
    np.logical_or(b, b2, out=b)
    np.copyto(out, x)
    np.copyto(out, np.nan, where=b)
