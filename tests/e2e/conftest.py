"""One small synthetic district and one server for all browser tests; skipped where Chromium is missing."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.browser import CHROMIUM, Tabs, Visitor, browser, served
from tests.e2e.roles import sign_in


@pytest.hookimpl(tryfirst=True)  # before `tests/conftest.py` puts every file into one group
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the browser tests; the walks of the roles are long, and each may go to another worker."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)
            if item.path.stem == "test_roles":
                item.add_marker(pytest.mark.xdist_group(item.name))


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
def server_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("log") / "server.log"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Tabs]:
    if not CHROMIUM.exists():
        pytest.skip("no Chromium on this machine")
    pytest.importorskip("playwright.sync_api")
    with browser() as found:
        yield found


@pytest.fixture(scope="session")
def first_request(demo_home: Path, chromium: Tabs, server_log: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """A server, and what its very first visitor saw, who came by a deep link."""
    with served(demo_home, server_log) as address:
        visitor = Visitor(chromium, address)
        page = visitor.open("/peta")
        seen = {
            "title": page.title(),
            "filters": page.locator(".st-key-saring").is_visible(),
            "sheet": page.locator(".lembar").is_visible(),
            "links": page.get_by_test_id("stTopNavLink").count(),
            "errors": visitor.errors,
        }
        visitor.close()
        yield address, seen


@pytest.fixture(scope="session")
def base(first_request: tuple[str, dict[str, Any]]) -> str:
    return first_request[0]


@pytest.fixture
def enter(chromium: Tabs, base: str) -> Iterator[Callable[..., Visitor]]:
    """Open a tab, signed in as an account if one is named; it is given back after the test."""
    opened: list[Visitor] = []

    def new(account: str = "", size: str = "laptop", path: str = "/") -> Visitor:
        opened.append(Visitor(chromium, base, size))
        if account:
            sign_in(opened[-1], account, path)
        return opened[-1]

    yield new
    for visitor in opened:
        visitor.close()


@pytest.fixture
def visit(enter: Callable[..., Visitor]) -> Callable[..., Visitor]:
    return lambda size="laptop": enter(size=size)
