"""The pictures of a briefing look as they did when somebody looked at them."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from tests.reports.golden_paparan import FOLDER, pictures

#: Colours are kept coarsely, and edges are smoothed a little differently from machine to machine.
MEAN, FAR, FAR_SHARE = 3.0, 60, 0.012


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return pictures()


def pixels(data) -> np.ndarray:
    return np.asarray(Image.open(data).convert("RGB"), dtype="int16")


def differs(one: np.ndarray, other: np.ndarray) -> bool:
    if one.shape != other.shape:
        return True
    apart = np.abs(one - other).max(axis=2)
    return bool(apart.mean() > MEAN or (apart > FAR).mean() > FAR_SHARE)


def test_the_same_pictures_are_made(made):
    assert sorted(made) == sorted(p.name for p in FOLDER.glob("*.png"))


def test_they_look_the_same(made):
    changed = [
        name for name, data in made.items() if differs(pixels(io.BytesIO(data)), pixels(FOLDER / name))
    ]
    assert not changed, f"look at them, then: python -m tests.reports.golden_paparan ({', '.join(changed)})"


def test_the_comparison_would_see_a_change(made):
    assert differs(pixels(io.BytesIO(made["kabupaten-peta.png"])), pixels(FOLDER / "kabupaten-tren.png"))
    moved = np.roll(pixels(FOLDER / "kabupaten-pokok.png"), 6, axis=1)
    assert differs(moved, pixels(FOLDER / "kabupaten-pokok.png"))


def test_they_are_small():
    assert all(p.stat().st_size < 60_000 for p in FOLDER.glob("*.png"))
