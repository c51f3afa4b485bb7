"""Rows per second from the bytes of a file to its findings, against merely reading it with pandas, in a run.

    python benchmarks/ingest.py [--rows 10000]

The peer is ``pandas.read_excel`` (openpyxl) of the same workbook: no header search, no dates, no checks, no
z-scores. CPU time includes the child process that opens the file.
"""

from __future__ import annotations

import argparse
import re
import resource
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from io import BytesIO
from pathlib import Path
from threading import Event, Thread

import numpy as np
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


def child_mb(action: Callable[[], object]) -> float:
    """Return the largest size that a child process had while `action` ran, in MB (Linux; else 0).

    ``RUSAGE_CHILDREN`` would give ours: a child begins as a copy of its parent.
    """
    found, done = [0], Event()

    def watch() -> None:
        while not done.wait(0.005):
            for path in Path("/proc/self/task").glob("*/children"):
                with suppress(OSError):
                    for pid in path.read_text().split():
                        status = Path(f"/proc/{pid}/status").read_text()
                        if "python" in Path(f"/proc/{pid}/comm").read_text():
                            found.extend(map(int, re.findall(r"VmHWM:\s+(\d+)", status)))

    thread = Thread(target=watch)
    thread.start()
    action()
    done.set()
    thread.join()
    return max(found) / 1024


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
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # Linux counts in kB
    data, rows = files["xlsx"]
    child = child_mb(lambda: read_file(data, "x", kab="63.11", today=TODAY))
    turns = [  # in turn, because the machine's speed drifts
        (
            measure(lambda: pd.read_excel(BytesIO(data), engine="openpyxl", dtype=str), 1),
            measure(lambda: read_file(data, "x", kab="63.11", today=TODAY), 1),
        )
        for _ in range(options.runs)
    ]
    peer, ours = (tuple(map(min, zip(*each, strict=True))) for each in zip(*turns, strict=True))
    line("pandas.read_excel xlsx", data, rows, peer)
    line("xlsx, in turn with it", data, rows, ours)
    wall, used = (there / here for there, here in zip(peer, ours, strict=True))
    low, middle, high = (np.quantile([there[0] / here[0] for there, here in turns], q) for q in (0, 0.5, 1))
    print(f"xlsx to findings against pandas merely reading: {wall:.1f}x wall, {used:.1f}x CPU (goal {GOAL}x)")
    print(
        f"{options.runs} turns: {low:.1f}x at worst, {middle:.1f}x in the middle, {high:.1f}x at best (wall)"
    )
    print(
        f"peak memory: {own:.0f} MB this process (the test files included), {child:.0f} MB the reader's own"
    )
    return int(used < GOAL)  # wall time is that of whoever else uses the machine


def line(name: str, data: bytes, rows: int, seconds: tuple[float, float]) -> None:
    """Print one file's figures."""
    wall, used = seconds
    print(
        f"{name:22} {len(data) / 1e6:5.1f} {rows / wall:12,.0f} {rows / used:11,.0f} {wall:7.2f} {used:6.2f}"
    )


if __name__ == "__main__":
    sys.exit(main())
