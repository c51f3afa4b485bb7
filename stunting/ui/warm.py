"""What the pages need at their first view, made beside the visitors instead of before them.

At the server's start, and again whenever the data have changed (a stored or withdrawn upload, a decision).
"""

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
    target_data,
    trend_view,
    views,
)
from stunting.ui.filters import Choice
from stunting.ui.trend_controls import Asked

_LOG = logging.getLogger(__name__)


def steps() -> Iterator[Callable[[], object]]:
    """Yield what takes long at a first view, the page that is opened most often first."""
    months, years = data.months(), data.years()
    if not months:
        return
    month, kab = months[0], data.kab()
    choice = Choice(kab, kab, years[0] if years else month, "eppgbm", "stunting")
    yield data.warm_up
    yield lambda: views.overview(choice)
    yield lambda: data.rates("desa", choice.period, choice.rule, choice.indicator)
    yield board.board
    for level in ("kabupaten", "kecamatan"):
        yield partial(follow_up_counts.counts, month, level, public=True)
    yield lambda: follow_up_data.places(month)
    yield lambda: follow_up_data.reporting(month)
    yield lambda: posyandu_data.board(choice, "kecamatan", "ds", public=True)
    yield lambda: target_data.rungs(choice, public=True)
    yield lambda: target_data.iku_table(choice)
    if determinan_data.months():
        yield lambda: determinan_data.study(choice, ())
        yield lambda: determinan_data.parts(choice, (), "kecamatan")
    if len(years) > 1:
        asked = Asked("kecamatan", "tahun", years[1], years[0])
        yield lambda: trend_view.view(choice, asked, public=True)


def rest() -> None:
    """Make all of it; what fails here fails, and says so, at the page that needs it."""
    if not data.has_data():
        return
    for step in steps():
        try:
            step()
        except Exception:  # a page's trouble is that page's
            _LOG.warning("not warmed up", exc_info=True)
    gc.unfreeze()  # what the figures of an earlier version left behind
    gc.collect()
    gc.freeze()


class _State:
    """Of this server: the version that was warmed up last, and the thread that does it."""

    lock = threading.Lock()
    version = ""
    thread: threading.Thread | None = None


def beside() -> threading.Thread:
    """Start `rest` in a thread that gives way to the visitors, and return it.

    Where the data change meanwhile it begins anew, so that one thread is enough for many uploads.
    """

    def run() -> None:
        with contextlib.suppress(OSError, AttributeError):  # on Linux the priority is the thread's own
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)
        while _State.version != (now := data.version()):
            _State.version = now
            rest()

    _State.version = ""
    _State.thread = threading.Thread(target=run, name="hangat", daemon=True)
    _State.thread.start()
    return _State.thread


def follow() -> threading.Thread | None:
    """Warm up again where the data changed since; None where there is nothing to do.

    Called in every run of the script: costs a look at the version. Nothing happens in a process that never
    called `beside` (a test, a command), or while the thread is at work.
    """
    with _State.lock:
        if _State.thread is None or _State.thread.is_alive() or _State.version == data.version():
            return None
        return beside()
