"""Fixtures that every room's tests may use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest

from stunting.settings import ROOT, settings

# A slow machine is no defect: examples are limited by number, not by the clock.
hypothesis.settings.register_profile("project", deadline=None, print_blob=True)
hypothesis.settings.load_profile("project")

SHARED = ROOT.parent / "shared" / "data"


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
