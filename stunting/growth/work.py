"""What the indices share for one chunk of children: rows of the tables, position, logarithms.

Every step writes into a buffer that stays in the cache of the processor, and masks are folded into row
numbers (row 0 of every table is NaN): no temporary arrays, no ``np.where``.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from .lms import Bools, beyond, extend_tails, keep_positive
from .tables import DAYS, SIZE_HIGH, SIZE_LOW, SIZES, Floats, Tables

CHUNK: Final = 16384  # the buffers of a chunk fill a second-level cache
MONTH: Final = 30.4375  # days
AGE_END: Final = 60 * MONTH  # valid below, on the age as given (not rounded)
STANDS_FROM: Final = 9 * MONTH  # younger children do not stand: the record is ignored
HEIGHT_FROM: Final = 731  # day from which the height tables are used
LYING: Final = 1
STANDING: Final = 2
LENGTH_TO_HEIGHT: Final = 0.7  # cm
HEIGHT_WITHOUT_AGE: Final = 87.0  # cm; from here on a child of unknown age and position is taken as standing
LOG_CM2: Final = float(np.log(1e4))  # kg/cm² to kg/m²
EPSILON: Final = 1e-6  # of 0.1 cm: 103.1 - 0.7 must find row 102.4


class Work:
    """The buffers of one run, and the quantities that the indices share.

    Attributes
    ----------
    row : ndarray of intp
        Row in the tables by age (0: no z-score).
    tall : ndarray of bool
        Day 731 or later: height, not length.
    """

    def __init__(self, tables: Tables, size: int) -> None:
        self.tables = tables
        self.size = size
        floats = np.empty((8, size))
        self.day, self.c, self.t, self.log_w, self.log_h, self.w, self.frac, self.up = floats
        self.row, self.low, self.high = np.empty((3, size), dtype=np.intp)
        bools = np.empty((7, size), dtype=bool)
        self.valid, self.tall, self.short, self.b, self.girl, self.sexed, self.stands = bools

    def cut(self, n: int) -> Work:
        """Return buffers of exactly `n` rows: these, or new ones for the last chunk."""
        return self if n == self.size else Work(self.tables, n)

    def set_rows(self, sex: NDArray[np.int8], age: Floats) -> None:
        """Find the row of the age tables: half-up days; valid below 1826.25 days as given."""
        np.equal(sex, 2, out=self.girl)
        np.equal(sex, 1, out=self.sexed)
        np.logical_or(self.sexed, self.girl, out=self.sexed)
        np.greater_equal(age, 0.0, out=self.valid)
        np.less(age, AGE_END, out=self.b)
        np.logical_and(self.valid, self.b, out=self.valid)
        np.logical_and(self.valid, self.sexed, out=self.b)
        np.add(age, 0.5, out=self.day)
        np.floor(self.day, out=self.day)
        np.greater_equal(self.day, HEIGHT_FROM, out=self.tall)
        np.fmin(np.fmax(self.day, -1.0, out=self.t), DAYS, out=self.t)
        np.add(self.t, 1.0, out=self.t)
        np.multiply(self.girl, float(DAYS), out=self.c, dtype=np.float64)
        np.add(self.t, self.c, out=self.t)
        np.copyto(self.t, 0.0, where=np.logical_not(self.b, out=self.b))
        np.copyto(self.row, self.t, casting="unsafe")

    def set_weight(self, weight: Floats, oedema: Bools | None) -> None:
        """Take the weights that may have a z-score (above 0, finite, no oedema) and their logarithm."""
        keep_positive(weight, self.w, self.b, self.stands)
        if oedema is not None:
            np.copyto(self.w, np.nan, where=oedema)
        np.log(self.w, out=self.log_w)

    def set_height(
        self,
        height: Floats,
        age: Floats,
        position: NDArray[np.int8],
        used: Floats,
        assumed: Bools,
        ignored: Bools,
    ) -> None:
        """Convert between length and height into `used`, and mark positions that the record does not give."""
        stands, b, t = self.stands, self.b, self.t
        np.equal(position, STANDING, out=stands)
        np.less(age, STANDS_FROM, out=ignored)
        np.logical_and(ignored, stands, out=ignored)  # standing under nine months
        np.equal(position, LYING, out=assumed)
        np.less(stands, assumed == stands, out=b)  # neither lying nor standing
        np.logical_and(assumed, self.tall, out=assumed)  # lying, height table: -0.7
        np.greater(stands, ignored, out=stands)
        np.less(self.day, HEIGHT_FROM, out=self.short)  # not the inverse of `tall`: age may be missing
        np.logical_and(stands, self.short, out=stands)  # standing, nine months or more, length table: +0.7
        np.subtract(stands.view(np.int8), assumed.view(np.int8), out=stands.view(np.int8))
        np.multiply(stands.view(np.int8), LENGTH_TO_HEIGHT, out=t, dtype=np.float64)
        np.logical_or(b, ignored, out=stands)
        keep_positive(height, used, b, self.short)
        np.log(np.add(used, t, out=used), out=self.log_h)
        np.equal(used, used, out=assumed)
        np.logical_and(assumed, stands, out=assumed)

    def set_bmi(self) -> None:
        """Put the logarithm of kg/m² into `up`."""
        np.multiply(self.log_h, 2.0, out=self.up)
        np.subtract(self.log_w, self.up, out=self.up)
        np.add(self.up, LOG_CM2, out=self.up)

    def set_sizes(self, age: Floats, position: NDArray[np.int8], used: Floats) -> None:
        """Find the two rows of the size tables between which `used` lies, and how far between."""
        missing = np.flatnonzero(np.isnan(age))
        if missing.size:  # judged by position, or by size where that is unknown too
            p = position[missing]
            unknown = (p != LYING) & (p != STANDING)
            self.tall[missing] = (p == STANDING) | (unknown & (used[missing] >= HEIGHT_WITHOUT_AGE))
            self.valid[missing] = True
        np.logical_and(self.valid, self.sexed, out=self.valid)
        # first row of the block of this sex and table
        block = self.b.view(np.int8)
        np.left_shift(self.girl.view(np.int8), 1, out=block)
        np.add(block, self.tall.view(np.int8), out=block)
        np.multiply(block, float(SIZES), out=self.c, dtype=np.float64)
        np.add(self.c, 1.0 - SIZE_LOW, out=self.c)
        np.multiply(used, 10.0, out=self.frac)
        np.copyto(self.frac, 0.0, where=np.logical_not(self.valid, out=self.valid))  # a row of NaN
        np.fmax(np.fmin(self.frac, SIZE_HIGH, out=self.frac), SIZE_LOW, out=self.frac)
        np.add(self.frac, EPSILON, out=self.t)
        np.floor(self.t, out=self.t)
        np.subtract(self.frac, EPSILON, out=self.up)
        np.ceil(self.up, out=self.up)
        np.subtract(self.frac, self.t, out=self.frac)
        for rows, at in ((self.low, self.t), (self.high, self.up)):
            np.add(at, self.c, out=at)
            np.copyto(rows, at, casting="unsafe")

    def weight_for_size(self) -> None:
        """Put hundredths of weight-for-length/height into `c`; L, M, S between the 0.1 cm rows.

        L is the same in every row of a sex (a test holds the tables to that), so it needs no second look-up.
        """
        table, c, t, m = self.tables.size, self.c, self.t, self.up
        frac = self.frac
        np.take(table.m, self.low, mode="clip", out=m)
        np.take(table.m, self.high, mode="clip", out=t)
        np.subtract(t, m, out=t)
        np.multiply(t, frac, out=t)
        np.add(m, t, out=m)
        s = self.day  # no longer needed
        np.take(table.s_100, self.low, mode="clip", out=s)
        np.take(table.s_100, self.high, mode="clip", out=t)
        np.subtract(t, s, out=t)
        np.multiply(t, frac, out=t)
        np.add(s, t, out=s)
        np.log(m, out=c)
        np.subtract(self.log_w, c, out=c)
        np.take(table.l, self.low, mode="clip", out=t)
        np.multiply(c, t, out=c)
        np.exp(c, out=c)
        np.subtract(c, 1.0, out=c)
        np.multiply(t, s, out=t)
        np.divide(c, t, out=c)
        at = beyond(c, t, self.b)
        if at.size:
            extend_tails(c, at, self.w[at], table.l[self.low[at]], m[at], s[at] * 100)
