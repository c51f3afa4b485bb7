"""Rows per second from the bytes of a file to its findings, against merely reading it with pandas, in a run.

    python benchmarks/ingest.py [--rows 10000]

The peer is ``pandas.read_excel`` (openpyxl) of the same workbook: no header search, no dates, no checks, no
z-scores. CPU time includes the child process that opens the file.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from stunting.growth import classify
from stunting.ingest import read_file
from tests.ingest.conftest import as_csv, as_html, as_xls, as_xlsx, children, grid

GOAL = 4
#: Columns that a real export fills and no check needs.
_FILLED = {
    "RW": "002", "KPSP": "Sesuai", "KIA": "Ya", "Kelas Ibu Balita": "Tidak",
    "MBG": "Tidak", "Detail": "Lihat",
}  # fmt: skip
TODAY = date(2024, 12, 31)


def table(rows: int) -> list[list[str]]:
    """Invent a file of 36 columns: every child another NIK, name and mother; a dirty cell in one of fifty."""
    known = children(min(rows, 2000))
    out = []
    for n in range(rows):
        child = dict(known[n % len(known)])
        child |= {
            "No": str(n + 1),
            "NIK": f"{child['NIK'][:6]}{int(child['NIK'][6:12]) + n // 10000:06d}{n % 10000:04d}",
            "Nama": f"CONTOH ANAK {n + 1}",
            "Nama Ortu": f"CONTOH AYAH {n + 1} / CONTOH IBU {n + 1}",
            **_FILLED,
            "LiLA": f"{13 + n % 40 / 10:.1f}",
        }
        for index in ("BB/U", "TB/U", "BB/TB"):
            if child[f"ZS {index}"]:
                child[index] = str(classify(index, [float(child[f"ZS {index}"])])[0])
        if n % 50 == 7:
            child["Berat"] = "8888"
        if n % 50 == 23:
            child["LiLA"] = "081234567890"
        out.append(child)
    return grid(out)


def cpu() -> float:
    """Return the CPU-seconds of this process and the children it has waited for."""
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def peak_mb(who: int) -> float:
    """Return the largest resident size so far, in MB (Linux counts in kB)."""
    return resource.getrusage(who).ru_maxrss / 1024


def measure(action: Callable[[], object], runs: int) -> tuple[float, float]:
    """Return the least wall and CPU seconds of `runs` runs."""
    walls, cpus = [], []
    for _ in range(runs):
        wall, used = time.perf_counter(), cpu()
        action()
        walls.append(time.perf_counter() - wall)
        cpus.append(cpu() - used)
    return min(walls), min(cpus)


def main() -> int:
    """Print the figures; 0 when the goal is met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    cells = table(options.rows)
    limit = min(options.rows, 65_000)  # what a sheet of .xls holds
    files = {
        "xlsx": (as_xlsx(cells), options.rows),
        "xls": (as_xls(cells[: limit + 1]), limit),
        "csv": (as_csv(cells, ";", comma=True), options.rows),
        "html": (as_html(cells), options.rows),
    }
    print(f"{'file':22} {'MB':>5} {'rows/s wall':>12} {'rows/s CPU':>11} {'wall s':>7} {'CPU s':>6}")
    times = {}
    for name, (data, rows) in files.items():
        parsed = read_file(data, name, kab="63.11", today=TODAY)  # warms up, and is checked
        assert parsed.rows_read == len(parsed.rows) == rows
        assert len(parsed.findings) >= rows // 25
        times[name] = measure(
            lambda data=data: read_file(data, "x", kab="63.11", today=TODAY),  # type: ignore[misc]
            options.runs,
        )
        line(name, data, rows, times[name])
    # only now, because the peer's memory would hide ours
    own, child = peak_mb(resource.RUSAGE_SELF), peak_mb(resource.RUSAGE_CHILDREN)
    data, rows = files["xlsx"]
    peers, again = [], [times["xlsx"]]
    for _ in range(3):  # in turn, because the machine's speed drifts
        peers.append(measure(lambda: pd.read_excel(BytesIO(data), engine="openpyxl", dtype=str), 1))
        again.append(measure(lambda: read_file(data, "x", kab="63.11", today=TODAY), 2))
    peer, times["xlsx"] = tuple(map(min, zip(*peers, strict=True))), tuple(map(min, zip(*again, strict=True)))
    line("pandas.read_excel xlsx", data, rows, peer)
    wall, used = (there / here for there, here in zip(peer, times["xlsx"], strict=True))
    print(f"xlsx to findings against pandas merely reading: {wall:.1f}x wall, {used:.1f}x CPU (goal {GOAL}x)")
    print(f"peak memory: {own:.0f} MB this process (the test files included), {child:.0f} MB largest child")
    return int(used < GOAL)  # wall time is that of whoever else uses the machine


def line(name: str, data: bytes, rows: int, seconds: tuple[float, float]) -> None:
    """Print one file's figures."""
    wall, used = seconds
    print(
        f"{name:22} {len(data) / 1e6:5.1f} {rows / wall:12,.0f} {rows / used:11,.0f} {wall:7.2f} {used:6.2f}"
    )


if __name__ == "__main__":
    sys.exit(main())
