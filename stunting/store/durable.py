"""Files that survive: written beside, synced, renamed; and the one lock of a store."""

from __future__ import annotations

import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

LOCK_NAME = ".lock"
_FOLDERS = ("measurements", "recap", "uploads", "cubes", "boundaries", "registers", "tambahan")


class StoreError(Exception):
    """Something the store refuses to do; the message is an Indonesian sentence for the user."""


class ConflictError(StoreError):
    """Another writer changed the state of the same upload first; look again and decide anew."""


def fsync_path(path: Path) -> None:
    """Flush a file, or the entries of a folder, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(path: Path, mode: int = 0o750) -> None:
    """Create `path` with its parents; their entries are on the disk when this returns."""
    if path.is_dir():
        return
    make_folder(path.parent)
    path.mkdir(mode=mode, exist_ok=True)
    fsync_path(path.parent)


def write_file(path: Path, data: bytes, mode: int = 0o640, *, sync_folder: bool = True) -> None:
    """Replace `path` as a whole: a reader sees the old content or all of the new, also after a crash.

    Parameters
    ----------
    path : Path
        In a folder that exists.
    data : bytes
    mode : int
        Permissions from the first byte on (the umask may take some away, never add).
    sync_folder : bool
        False where the caller syncs the folder itself, after several files.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    if sync_folder:
        fsync_path(path.parent)


def close_to_others(home: Path) -> None:
    """Take a home away from other accounts, with what it holds; one stat call where that is done already.

    What the table library writes later has the mode of the umask: the closed home guards it.
    """
    if not home.stat().st_mode & 0o007:
        return
    _close(home / LOCK_NAME)
    for name in _FOLDERS:
        for folder, _, files in os.walk(home / name):
            for path in (Path(folder), *(Path(folder, file) for file in files)):
                _close(path)
    _close(home)  # last: a killed run starts over


def _close(path: Path) -> None:
    # somebody else's file cannot be changed, and a reader's temporary one may be gone
    with suppress(PermissionError, FileNotFoundError):
        if not path.is_symlink():
            path.chmod(stat.S_IMODE(path.stat().st_mode) & ~0o007)


@contextmanager
def locked(home: Path, *, wait: bool = True) -> Iterator[None]:
    """Hold the store's write lock (between processes and between threads); readers never need it.

    The lock goes with the process that holds it, so a killed one leaves none behind. Without `wait`,
    ``BlockingIOError`` where somebody else has it.
    """
    make_folder(home)
    descriptor = os.open(home / LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o640)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        close_to_others(home)
        yield
    finally:
        os.close(descriptor)
