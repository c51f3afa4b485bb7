"""Fixtures that every room's tests may use."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import hypothesis
import pytest
from argon2 import PasswordHasher

from stunting.access import accounts
from stunting.settings import ROOT, settings

# A slow machine is no defect: examples are limited by number, not by the clock.
hypothesis.settings.register_profile("project", deadline=None, print_blob=True)
hypothesis.settings.load_profile("project")

# A hash that is dear on purpose is made some hundred times; what is tested is not its price. Servers of the
# browser tests are processes of their own, with the real one.
accounts.PasswordHasher = partial(PasswordHasher, time_cost=1, memory_cost=64, parallelism=1)  # type: ignore[misc]

# Nothing that a test forgets to give a store of its own may reach the one that a district keeps here.
_NOWHERE = tempfile.TemporaryDirectory(prefix="stunting-uji-")
os.environ["STUNTING_HOME"] = _NOWHERE.name

#: Folders whose tests share one worker, and the beginnings of the files that take longest.
TOGETHER = ("demo/",)
LONGEST = ("e2e/test_roles", "demo/", "e2e/", "corpus/", "cli/", "access/", "ingest/", "ui/", "indicators/")
SHARED = ROOT.parent / "shared" / "data"


@pytest.hookimpl(tryfirst=True)  # before the groups are read
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker runs a file of tests (a folder where its tests share what is dear to make).

    With `--no-loadscope-reorder` the files go out in this order: the longest first, so that what ends last
    is short.
    """
    here = Path(__file__).parent
    order = {}
    for item in items:
        path = item.path.relative_to(here).as_posix() if here in item.path.parents else ""
        if item.get_closest_marker("xdist_group") is None:
            group = next((f for f in TOGETHER if path.startswith(f)), item.nodeid.partition("::")[0])
            item.add_marker(pytest.mark.xdist_group(group))
        order[item] = next((n for n, start in enumerate(LONGEST) if path.startswith(start)), len(LONGEST))
    items.sort(key=order.__getitem__)


_MAIN = sys.modules["__main__"]


@pytest.fixture(autouse=True)
def own_main() -> Iterator[None]:
    """Give the process its own main module back: a script that Streamlit ran takes its place.

    A process that a later test starts would run that script.
    """
    sys.modules["__main__"] = _MAIN
    yield
    sys.modules["__main__"] = _MAIN


@pytest.fixture(scope="session")
def shared_data() -> Callable[[str], Path]:
    """Return the path of a reference file that is not part of the project, or skip with the reason."""

    def find(relative: str) -> Path:
        path = SHARED / relative
        if not path.exists():
            pytest.skip(f"reference data not on this machine: ../shared/data/{relative}")
        return path

    return find


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty ``STUNTING_HOME`` of this test alone."""
    path = tmp_path / "store"
    monkeypatch.setenv("STUNTING_HOME", str(path))
    settings.cache_clear()
    yield path
    settings.cache_clear()
