"""The history as uploads: which files came when, read by the same ingest as any upload."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace

import numpy as np

from stunting.demo.headers import history_variant
from stunting.demo.plan import Plan
from stunting.demo.sheets import TITLE, Sheets
from stunting.ingest import Parsed, parse_table

Delivery = tuple[int, int | None]
_FIRST_ROW = 3  # title, header, then the children
_WORTH = 50_000  # lines from which a second process pays
_AHEAD = 6  # files read before they are stored

_sheets: Sheets | None = None  # what a forked reader sees


def deliveries(plan: Plan, puskesmas: int) -> list[Delivery]:
    """Return (month, puskesmas) in the order of delivery; None stands for the whole district in one file.

    Older months came as one merged file a month, newer ones from each puskesmas, and some of those a
    month late. The last month is not among them.

    Parameters
    ----------
    plan : Plan
    puskesmas : int
        Number of puskesmas.
    """
    last = len(plan.months) - 1
    single = last - int(plan.rates["bulan_per_puskesmas"])
    rng = np.random.default_rng([plan.seed, 77])
    order: list[tuple[int, int, int | None]] = []
    for month in range(plan.first, last):
        if month < single:
            order.append((month, month, None))
            continue
        late = rng.random(puskesmas) < plan.rates["terlambat"]
        order += [(month + int(late[p]), month, p) for p in range(puskesmas)]
    order.sort(key=lambda item: (item[0], -item[1]))  # stable: puskesmas stay in order, latecomers last
    return [(month, p) for _, month, p in order]


def read(sheets: Sheets, month: int, puskesmas: int | None) -> Parsed | None:
    """Return one delivery as ingest reads it, None where there is no child to list."""
    plan = sheets.world.plan
    period = plan.months[month]
    table = sheets.table(month, puskesmas, history_variant(period.year))
    if not table.num_rows:
        return None
    name = "kabupaten" if puskesmas is None else sheets.puskesmas[puskesmas].lower().replace(" ", "_")
    parsed = parse_table(table, kab=plan.kab, first_row=_FIRST_ROW, period=str(period), title=TITLE)
    return replace(parsed, filename=f"SINTETIS_eppgbm_{period}_{name}.xls", container="html")


def read_all(sheets: Sheets, files: list[Delivery]) -> Iterator[Parsed | None]:
    """Yield the deliveries in order; of a large demo, a second process reads ahead of the storing.

    Parameters
    ----------
    sheets : Sheets
    files : list of (month, puskesmas)
    """
    can_fork = "fork" in multiprocessing.get_all_start_methods() and (os.cpu_count() or 1) > 1
    if not can_fork or len(sheets.world.book) < _WORTH:
        for month, puskesmas in files:
            yield read(sheets, month, puskesmas)
        return
    global _sheets
    _sheets = sheets
    for year in sheets.world.plan.years:
        sheets.table(sheets.world.plan.first, None, history_variant(year))  # columns are made before the fork
    fork = multiprocessing.get_context("fork")
    try:
        with ProcessPoolExecutor(1, mp_context=fork) as pool:
            waiting: deque[Future[Parsed | None]] = deque()
            for delivery in files:
                waiting.append(pool.submit(_read_forked, delivery))
                if len(waiting) > _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
    finally:
        _sheets = None


def _read_forked(delivery: Delivery) -> Parsed | None:
    assert _sheets is not None
    return read(_sheets, *delivery)


@contextmanager
def calm_collector() -> Iterator[None]:
    """Keep the garbage collector from walking the whole district at every upload (a fifth of the time)."""
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 50, 1000)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
