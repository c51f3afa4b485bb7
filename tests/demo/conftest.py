"""One full-size district in memory, and one small demo in a store, for all tests of the demo."""

from __future__ import annotations

from pathlib import Path

import pytest

from stunting.demo import DemoResult, make
from stunting.demo.plan import make_plan
from stunting.demo.world import World, make_world


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "penuh: the whole demo command (20-60 s); run once in CI")


@pytest.fixture(scope="session")
def world() -> World:
    return make_world(make_plan(9230, 48, 2024))


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> DemoResult:
    return make(tmp_path_factory.mktemp("demo") / "store", children=600, months=4)


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> DemoResult:
    return make(tmp_path_factory.mktemp("demo") / "store", children=60, months=3)


@pytest.fixture(scope="session")
def full_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("penuh") / "store"
    make(home)
    return home
