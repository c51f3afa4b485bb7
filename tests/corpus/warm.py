"""Preloaded by servers that fork workers: what the first file of a process costs is paid once."""

from __future__ import annotations

from stunting.ingest import read_file
from stunting.settings import settings
from tests.corpus.case import TODAY
from tests.corpus.driver import KAB, small_file

read_file(small_file(0), "0.csv", kab=KAB, today=TODAY)
settings.cache_clear()  # a worker has its own environment, not that of the test that first forked
