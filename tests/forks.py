"""One server that has imported everything, from which tests fork workers: fast, and no thread is forked.

Python keeps one such server for a process, and the first to ask decides what it has imported: so every test
asks here.
"""

from __future__ import annotations

import multiprocessing

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.store.frames", "tests.corpus.warm", "stunting.cli"])
