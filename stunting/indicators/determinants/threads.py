"""One thread for linear algebra of narrow matrices."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator


@contextlib.contextmanager
def one_thread() -> Iterator[None]:
    """Keep linear algebra to one thread: these matrices are narrow, more threads only wait for each other.

    Without the package that can do it nothing changes: slower where cores are few, never wrong.
    """
    try:
        from threadpoolctl import threadpool_limits
    except ImportError:
        yield
        return
    with threadpool_limits(limits=1):
        yield
