"""Derived frames, kept by the version of the data they were made from: never stale, safe to delete."""

from __future__ import annotations

import io
import threading
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Final
from urllib.parse import quote

import pandas as pd

from stunting.store.durable import make_folder, write_file

_IN_MEMORY: Final = 32


class Cubes:
    """Cache under ``home/cubes`` and in this process."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "cubes"
        self._frames: OrderedDict[str, pd.DataFrame] = OrderedDict()
        self._mutex = threading.Lock()

    def get(self, name: str, kab: str, version: str, build: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        """Return the frame called `name` of a kabupaten, built only where this version is not yet there.

        Each caller gets a frame of its own (copy on write: changing it changes nobody else's).
        """
        stem = f"{quote(name, safe='')}-{quote(kab, safe='')}-"
        file = self.folder / f"{stem}{version}.parquet"
        with self._mutex:
            found = self._frames.get(file.name)
            if found is not None:
                self._frames.move_to_end(file.name)
                return found.copy(deep=False)
        found = _read(file)
        if found is None:
            stream = io.BytesIO()
            build().to_parquet(stream)
            make_folder(self.folder)
            write_file(file, stream.getvalue())
            for old in self.folder.glob(f"{stem}*.parquet"):
                if old != file and old.stem.removeprefix(stem).isalnum():
                    old.unlink(missing_ok=True)
            # Read what was written: the first caller gets the same types as every later one.
            found = pd.read_parquet(stream)
        with self._mutex:
            self._frames[file.name] = found
            while len(self._frames) > _IN_MEMORY:
                self._frames.popitem(last=False)
        return found.copy(deep=False)

    def clear(self) -> None:
        """Delete all cubes."""
        with self._mutex:
            self._frames.clear()
        for file in self.folder.glob("*") if self.folder.is_dir() else ():
            file.unlink(missing_ok=True)


def _read(file: Path) -> pd.DataFrame | None:
    try:
        return pd.read_parquet(file, partitioning=None)
    except FileNotFoundError:
        return None
    except (OSError, ValueError):  # damaged: it is derived, so make it again
        file.unlink(missing_ok=True)
        return None
