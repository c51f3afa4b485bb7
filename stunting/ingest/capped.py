"""Run a reader of `stunting.ingest.child` in a process with capped memory and time."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from threading import Event, Timer
from typing import IO, Any

import numpy as np

from stunting.ingest.child.workbook import MARK
from stunting.ingest.errors import IngestError
from stunting.ingest.grid import Grid
from stunting.settings import Settings

_CHILD = Path(__file__).with_name("child")
_MEMORY_MB = 1536
_CPU_S = 60
_WALL_S = 120


@lru_cache(maxsize=1)
def _site() -> str:
    spec = find_spec("python_calamine")
    if spec is None or spec.origin is None:
        raise RuntimeError("python-calamine is not installed")
    return str(Path(spec.origin).parent.parent)


def run(
    feed: Callable[[IO[bytes]], object],
    kind: str,
    limits: Settings,
    said: dict[str, str],
    *,
    wall_s: float = _WALL_S,
) -> dict[str, Any]:
    """Return the answer of the reader of `kind`: ``rows`` or ``cells``, and what else it found.

    Parameters
    ----------
    feed : callable
        Writes the file (UTF-8 for HTML) to the pipe it is given. The reader starts when it has returned;
        what it raises ends the reader.
    kind : {"html", "xls", "xlsx"}
        As sniffed.
    said : dict
        Sentences of this container, by code; ``RUSAK`` and ``TERLALU_BESAR`` must be among them.
    wall_s : float
        Seconds after which the process is ended.

    Raises
    ------
    IngestError
        If the reader refuses, or is stopped by a cap.
    """
    numbers = (
        limits.max_rows, limits.max_columns, limits.max_sheets, limits.max_expanded_mb, _MEMORY_MB, _CPU_S,
    )  # fmt: skip
    command = [sys.executable, "-I", "-S", str(_CHILD), _site(), kind, *map(str, numbers)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL) as process:  # noqa: S603
        late = Event()

        def stop() -> None:
            late.set()
            process.kill()

        clock = Timer(wall_s, stop)
        clock.start()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            with suppress(BrokenPipeError):  # it has ended: its code says why
                feed(process.stdin)
                process.stdin.close()
            told = process.stdout.read()
            code = process.wait()
        finally:
            clock.cancel()
            process.kill()  # nothing is left behind; one that has ended is not touched
            with suppress(BrokenPipeError):
                process.stdin.close()
    if code != 0:  # killed by a cap, or the reader aborted
        raise _refuse("RUSAK" if kind == "xls" and not late.is_set() else "TERLALU_BESAR", said, limits)
    head, _, body = told.partition(b"\n")
    answer: dict[str, Any] = json.loads(head)
    if "error" in answer:
        raise _refuse(answer["error"], said, limits)
    answer["cells"] = _columns(memoryview(body), answer["columns"])
    return answer


def _columns(body: memoryview, sizes: list[list[int]]) -> Grid:
    """Return the columns that follow the first line, each with as many codes as `sizes` says."""
    grid, at = Grid([], []), 0
    for rows, length in sizes:
        codes = np.frombuffer(body, np.int32, rows, at)
        at += codes.nbytes
        texts = str(body[at : at + length], "utf-8").split(MARK)
        at += length
        if rows and not 0 <= codes.min() <= codes.max() < len(texts):
            raise ValueError("a code without its text")
        grid.codes.append(codes)
        grid.texts.append(texts)
    return grid


def _refuse(code: str, said: dict[str, str], limits: Settings) -> IngestError:
    code = code if code in said else "RUSAK"
    rows = f"{limits.max_rows:,}".replace(",", ".")
    return IngestError(
        code, said[code].format(rows=rows, columns=limits.max_columns, sheets=limits.max_sheets)
    )
