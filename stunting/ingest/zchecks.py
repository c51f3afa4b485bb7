"""z-scores of a file recomputed by the WHO standard, and compared with the ones it states."""

from __future__ import annotations

from typing import Any

import numpy as np

from stunting import growth
from stunting.ingest.batch import Batch
from stunting.ingest.cells.column import Column
from stunting.ingest.findings import number, sentence

#: Differences up to this are rounding of age or size (both are stated to two decimals).
TOLERANCE = 0.05

_INDICES = (("waz", "BB/U"), ("haz", "TB/U"), ("whz", "BB/TB"))


def recompute(
    batch: Batch,
    sex: Column,
    age_days: np.ndarray,
    weight: np.ndarray,
    height: np.ndarray,
    position: Column,
    stated: dict[str, np.ndarray],
) -> dict[str, np.ndarray]:
    """Return ``waz haz whz baz`` and their flags; report implausible ones and ones that differ from `stated`.

    Parameters
    ----------
    stated : dict
        The file's own z-scores, by index.
    """
    z = growth.zscores(
        sex.spread([{"L": 1, "P": 2}.get(value, 0) for value in sex.distinct], 0).astype(np.int8),
        age_days,
        weight=weight,
        height=height,
        position=position.spread([{"l": 1, "h": 2}.get(value, 0) for value in position.distinct], 0).astype(
            np.int8
        ),
    )
    out: dict[str, np.ndarray] = {}
    for name in ("waz", "haz", "whz", "baz"):
        out[name] = np.asarray(getattr(z, name), np.float64)
        out[f"flag_{name}"] = np.asarray(getattr(z, f"flag_{name}"), bool)
    _implausible(batch, out)
    _differing(batch, out, stated)
    return out


def report_absent(batch: Batch, stated: dict[str, np.ndarray], measured: np.ndarray) -> None:
    """Say once that the file states no z-score: columns absent, or void wherever a child is measured."""
    absent = not any(f"file_{name}" in batch.columns for name, _ in _INDICES)
    void = all(np.isnan(stated[name][measured]).all() for name, _ in _INDICES)
    if absent or (measured.any() and void):
        batch.findings.add("ZS_KOLOM_TIDAK_ADA", 0, ", ".join(f"ZS {label}" for _, label in _INDICES))


def _implausible(batch: Batch, z: dict[str, np.ndarray]) -> None:
    flagged = [z[f"flag_{name}"] for name, _ in _INDICES]
    says: list[str] = []
    for at in (rows := np.flatnonzero(np.logical_or.reduce(flagged))).tolist():
        parts = [f"{label} {number(z[name][at])}" for name, label in _INDICES if z[f"flag_{name}"][at]]
        says.append(", ".join(parts))
    batch.findings.add(
        "Z_TIDAK_WAJAR",
        batch.rows[rows],
        "Z-score",
        says,
        [sentence("Z_TIDAK_WAJAR", isi=part) for part in says],
    )


def _differing(batch: Batch, z: dict[str, np.ndarray], stated: dict[str, np.ndarray]) -> None:
    with np.errstate(invalid="ignore"):
        gaps = {name: np.abs(stated[name] - z[name]) > TOLERANCE + 1e-9 for name, _ in _INDICES}
    rows = np.flatnonzero(np.logical_or.reduce(list(gaps.values())))
    columns: dict[str, Any] = {name: batch[f"file_{name}"] for name, _ in _INDICES}
    by_columns: dict[str, tuple[list[int], list[str], list[str]]] = {}
    for at in rows.tolist():
        differ = [name for name, _ in _INDICES if gaps[name][at]]
        values = ", ".join(number(stated[name][at]) for name in differ)
        parts = "; ".join(
            f"{columns[name].title} di berkas {number(stated[name][at])}, "
            f"hitung ulang WHO {number(z[name][at])}"
            for name in differ
        )
        group = by_columns.setdefault(", ".join(columns[name].title for name in differ), ([], [], []))
        group[0].append(at)
        group[1].append(values)
        group[2].append(sentence("ZS_BEDA", isi=parts))
    for title, (at_rows, values_list, says) in by_columns.items():
        batch.findings.add("ZS_BEDA", batch.rows[at_rows], title, values_list, says)
