"""One small synthetic district and one server for all browser tests; skipped where Chromium is missing."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.browser import CHROMIUM, Visitor, browser, served


@pytest.hookimpl(tryfirst=True)  # before the groups are read
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker runs a file of browser tests: its walks, its server and its district are made once."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not CHROMIUM.exists():
        pytest.skip("no Chromium on this machine")
    pytest.importorskip("playwright.sync_api")
    kept = os.environ.get("STUNTING_E2E_STORE")  # a ready store, while working on the tests
    if kept:
        return Path(kept)
    make = pytest.importorskip("stunting.demo.make")
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own
    with (shared / "demo.lock").open("w") as lock:  # one worker makes the district, every worker has a copy
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "demo-whole").exists():
            make.make(shared / "demo-store", children=900, months=26)
            (shared / "demo-whole").touch()
    home = tmp_path_factory.mktemp("demo") / "store"
    shutil.copytree(shared / "demo-store", home)
    return home


@pytest.fixture(scope="session")
def base(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(demo_home, tmp_path_factory.mktemp("log") / "server.log") as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    if not CHROMIUM.exists():
        pytest.skip("no Chromium on this machine")
    pytest.importorskip("playwright.sync_api")
    with browser() as found:
        yield found


@pytest.fixture
def visit(chromium: Any, base: str) -> Iterator[Callable[..., Visitor]]:
    opened: list[Visitor] = []

    def new(size: str = "laptop") -> Visitor:
        opened.append(Visitor(chromium, base, size))
        return opened[-1]

    yield new
    for visitor in opened:
        visitor.close()
