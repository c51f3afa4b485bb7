"""What the other pages need at their first view, made beside the first visitors instead of before them."""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import threading
from collections.abc import Callable, Iterator
from functools import partial

from stunting.ui import (
    board,
    data,
    determinan_data,
    follow_up_counts,
    follow_up_data,
    posyandu_data,
    trend_data,
    views,
)
from stunting.ui.filters import Choice

_LOG = logging.getLogger(__name__)


def steps() -> Iterator[Callable[[], object]]:
    """Yield what takes long at a first view, the page that is opened most often first."""
    months, years = data.months(), data.years()
    if not months:
        return
    month, kab = months[0], data.kab()
    choice = Choice(kab, kab, years[0] if years else month, "eppgbm", "stunting")
    yield lambda: views.overview(choice)
    yield lambda: data.rates("desa", choice.period, choice.rule, choice.indicator)
    yield board.board
    for level in ("kabupaten", "puskesmas"):
        yield partial(follow_up_counts.counts, month, level, public=True)
    yield lambda: follow_up_data.places(month)
    yield lambda: follow_up_data.reporting(month)
    yield posyandu_data.cube
    if determinan_data.months():
        yield lambda: determinan_data.study(choice, ())
        yield lambda: determinan_data.parts(choice, (), "kecamatan")
    if len(years) > 1:
        yield lambda: trend_data.followed(choice, years[1], years[0], public=True)


def rest() -> None:
    """Make all of it; what fails here fails, and says so, at the page that needs it."""
    if not data.has_data():
        return
    for step in steps():
        try:
            step()
        except Exception:  # a page's trouble is that page's
            _LOG.warning("not warmed up", exc_info=True)
    gc.collect()
    gc.freeze()


def beside() -> threading.Thread:
    """Start `rest` in a thread that gives way to the visitors, and return it."""

    def run() -> None:
        with contextlib.suppress(OSError, AttributeError):  # on Linux the priority is the thread's own
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)
        rest()

    thread = threading.Thread(target=run, name="hangat", daemon=True)
    thread.start()
    return thread
