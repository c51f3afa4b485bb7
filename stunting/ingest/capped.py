"""Run a reader of `stunting.ingest.child` in a process with capped memory and time."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from stunting.ingest.errors import IngestError
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
    data: bytes, kind: str, limits: Settings, said: dict[str, str], *, wall_s: float = _WALL_S
) -> dict[str, Any]:
    """Return the answer of the reader of `kind`: ``rows`` and what else it found.

    Parameters
    ----------
    data : bytes
        The file; UTF-8 for HTML.
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
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=wall_s, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise _refuse("TERLALU_BESAR", said, limits) from error
    if done.returncode != 0:  # killed by a cap, or the reader aborted
        raise _refuse("RUSAK" if kind == "xls" else "TERLALU_BESAR", said, limits)
    answer: dict[str, Any] = json.loads(done.stdout)
    if "error" in answer:
        raise _refuse(answer["error"], said, limits)
    return answer


def _refuse(code: str, said: dict[str, str], limits: Settings) -> IngestError:
    code = code if code in said else "RUSAK"
    rows = f"{limits.max_rows:,}".replace(",", ".")
    return IngestError(
        code, said[code].format(rows=rows, columns=limits.max_columns, sheets=limits.max_sheets)
    )
