"""Secrets on disk: made once, readable by the owner alone."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path


def kept(path: Path, new: bytes | None = None) -> bytes:
    """Return the secret in `path`, making it if it is not there.

    Of several processes exactly one makes it, all return the same, and none ever sees half of it. It is on
    the disk when this returns.

    Parameters
    ----------
    path : Path
        The file; its folder is made with mode 0700.
    new : bytes, optional
        What to keep if nothing is there; default 32 random bytes.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        aside = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(secrets.token_bytes(32) if new is None else new)
                file.flush()
                os.fsync(file.fileno())
            with suppress(FileExistsError):  # whole or not at all; the first of two wins
                os.link(aside, path)
        finally:
            aside.unlink()
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    return path.read_bytes()
