"""Discrimination and calibration of the faltering score on the reference cohort, children split, not rows.

Run ``python benchmarks/faltering.py`` (about half a minute). Reads ``../shared/data``; writes nothing.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np

from stunting.indicators.faltering.coefficients import Coefficients, shipped
from stunting.indicators.faltering.evaluate import (
    Comparison,
    Held,
    average,
    compare,
    cross_validate,
    implied_auc,
)
from stunting.indicators.faltering.fit import MONTH, cohort, pairs
from stunting.indicators.faltering.model import Panel, panel
from stunting.settings import ROOT

PATH = ROOT.parent / "shared" / "data" / "longitudinal" / "per_content.csv"
LANDMARKS = (3, 6, 9, 12, 15)
HORIZONS = (3, 6, 9)
HEAD = (
    f"{'tanda+ramal':>16} {'n':>4} {'anak':>4} {'kej':>4} | {'AUC skor [95 %]':>22}"
    f" {'AUC PB/U saja [95 %]':>22} {'selisih [95 %]':>24} | {'Brier':>6} {'batas':>6} {'harap':>6}"
    f" {'a':>6} {'b':>6}"
)


def _text(value: float, digits: int = 3) -> str:
    return "–" if not np.isfinite(value) else f"{value:.{digits}f}".replace(".", ",").replace("-", "−")


def _line(name: str, x: Comparison) -> str:
    def span(value: float, ends: tuple[float, float]) -> str:
        return f"{_text(value)} [{_text(ends[0])}; {_text(ends[1])}]"

    return (
        f"{name:>16} {x.n:>4} {x.children:>4} {x.events:>4} | {span(x.score, x.score_interval):>22}"
        f" {span(x.baseline, x.baseline_interval):>22} {span(x.score - x.baseline, x.difference):>24} |"
        f" {_text(x.brier):>6} {_text(x.brier_cutoff):>6} {_text(x.expected, 1):>6}"
        f" {_text(x.intercept, 2):>6} {_text(x.slope, 2):>6}"
    )


def table(held: list[Held], cut: float, *, unstunted: bool = False, outcome: np.ndarray | None = None) -> str:
    """One line a landmark and horizon, then each horizon over all landmarks."""
    q = held[0].pairs
    risk, truth = average(held, cut), q.outcome if outcome is None else outcome
    lines = [HEAD]
    for horizon in HORIZONS:
        for landmark in (*LANDMARKS, None):
            use = q.horizon == horizon
            use &= True if landmark is None else q.landmark == landmark
            use &= (q.attained >= cut) | (not unstunted)
            if not 0 < (truth[use] < cut).sum() < use.sum():
                continue
            x = compare(risk[use], q.attained[use], truth[use], q.row[use], cut)
            lines.append(_line(f"{'semua' if landmark is None else landmark} + {horizon} bln", x))
    return "\n".join(lines)


def bands(held: list[Held], cut: float) -> str:
    """What the shipped 24-month risk catches 3-9 months later among those not yet stunted."""
    q = held[0].pairs
    new = q.attained >= cut
    event = (q.outcome < cut) & new
    lines = [f"pasangan {new.sum()}, kejadian {event.sum()} pada {len(np.unique(q.row[event]))} anak"]
    for threshold in (0.05, 0.1, 0.15, 0.2, 0.3):
        # Each repeat on its own: with five children, averaging the risks first would hide how far they move.
        marks = [(h.shipped_risk >= threshold) & new for h in held]
        found = [[100 * m[event].mean(), 100 * event[m].mean(), 100 * m[new].mean()] for m in marks]
        middle, low, high = np.mean(found, axis=0), np.min(found, axis=0), np.max(found, axis=0)
        words = [
            f"{name} {_text(middle[k], 0)} % ({_text(low[k], 0)}-{_text(high[k], 0)})"
            for k, name in enumerate(("sensitivitas", "PPV", "ditandai"))
        ]
        lines.append(f"  risiko >= {_text(threshold, 2)}: {', '.join(words)}")
    return "\n".join(lines)


def forecasts(held: list[Held]) -> str:
    """Error of the forecast z against carrying the last one forward, and coverage of its intervals."""
    q, lines = held[0].pairs, []
    mean, sd = (np.mean([x[i] for x in (h.forecast for h in held)], axis=0) for i in (0, 1))
    for horizon in HORIZONS:
        use = q.horizon == horizon
        error, carried = (q.outcome - mean)[use], (q.outcome - q.attained)[use]
        inside = [np.mean(np.abs(error) < k * sd[use]) for k in (1.28155, 1.95996)]
        lines.append(
            f"  {horizon} bulan: RMSE {_text(np.sqrt(np.mean(error**2)))} z (nilai terakhir "
            f"{_text(np.sqrt(np.mean(carried**2)))}); selang 80 % memuat {_text(100 * inside[0], 0)} %, "
            f"selang 95 % memuat {_text(100 * inside[1], 0)} %"
        )
    return "\n".join(lines)


def coarse(p: Panel, c: Coefficients, sd: float = 0.5) -> tuple[list[Held], np.ndarray]:
    """Cross-validate on visits with added error; the outcome stays as the cohort measured it."""
    truth = pairs(p, c, LANDMARKS, HORIZONS).outcome
    rng = np.random.default_rng(63)
    noisy = Panel(p.child, p.age, p.haz + sd * rng.standard_normal(p.haz.shape),
                  p.waz + 0.2 * rng.standard_normal(p.waz.shape))  # fmt: skip
    return cross_validate(noisy, c, LANDMARKS, HORIZONS, repeats=2), truth


def main(path: Path = PATH) -> int:
    """Print every table."""
    if not path.exists():
        print(f"data acuan tidak ada: {path}", file=sys.stderr)
        return 1
    start, c = time.perf_counter(), shipped()
    p, cut = panel(cohort(path), c), c.stunting_cut
    seen = np.isfinite(p.haz)
    far = seen & (p.age >= 21 * MONTH) & (p.age < 27 * MONTH)
    stunted = (far & (p.haz < cut)).any(axis=1).sum()
    print(f"Anak {len(p.child)}, pengukuran {seen.sum()}, umur terakhir {np.nanmax(p.age):.0f} hari.")
    print(f"24 bulan (jendela 21-27): anak {far.any(axis=1).sum()}, stunting {stunted}")
    print("  -> AUC dan kalibrasi pada 24 bulan TIDAK DAPAT diukur dengan berkas ini.")
    held = cross_validate(p, c, LANDMARKS, HORIZONS)
    print(
        "\nValidasi silang 5 lipat x 5, anak yang dibagi, bukan barisnya. kej = kejadian; batas = Brier bila"
    )
    print("PB/U sekarang < batas dipakai sebagai ramalan; harap = kejadian yang diharapkan; a, b = kalibrasi")
    print("(ideal 0 dan 1). Selang selisih: bootstrap anak. – = tidak dapat ditaksir (kejadian < 5 anak).")
    print(f"\nA. Stunting (PB/U < {_text(cut, 0)}) 3, 6, 9 bulan sesudah tanda umur\n{table(held, cut)}")
    print(f"\nB. Hanya anak yang belum stunting pada tanda umur\n{table(held, cut, unstunted=True)}")
    print(f"\nC. Pendukung: PB/U < −1 (kejadian lebih banyak, selang lebih sempit)\n{table(held, -1.0)}")
    print(f"\nD. Ramalan z PB/U\n{forecasts(held)}")
    print("\nE. Batas kelompok: risiko 24 bulan pada anak yang belum stunting, stunting 3-9 bulan kemudian")
    print(bands(held, cut))
    noisy, truth = coarse(p, c)
    print("\nF. Galat ukur ditambah 0,5 z (pengukuran rutin kasar), PB/U < −1")
    print(table(noisy, -1.0, outcome=truth))
    print("\nG. AUC pada 24 bulan menurut model sendiri (SIMULASI, bukan pengukuran): skor / PB/U saja")
    for landmark in LANDMARKS:
        print(f"  dari {landmark:>2} bulan: " + " / ".join(_text(x) for x in implied_auc(c, landmark)))
    print(f"\n{_text(time.perf_counter() - start, 0)} detik")
    return 0


if __name__ == "__main__":
    sys.exit(main())
