"""Where the labels of a map stand: inside their own area, else a number that a key explains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from stunting.reports.briefing.draw import Label, Placed, polygons

#: Widths of a drawing, in letters (em) of its labels, for which labels are placed: templates take the
#: largest that is not wider than their room.
WIDTHS: Final = (12, 16, 20, 24, 28, 33, 39, 46, 55)
_LEVELS: Final = 48
#: Letters (em) that a line of a label is high.
_LINE: Final = 0.95
_NARROW: Final = frozenset("ijlftrI.,-()' \u00a0")
_WIDE: Final = frozenset("mwMW%@")


@dataclass(frozen=True)
class Spot:
    """What an area wants to have said on it; `wanted`: by number, where its name does not fit."""

    name: str
    said: str
    path: str
    x: float
    y: float
    wanted: bool
    color: str
    plate: str


def text_width(text: str) -> float:
    """Return about how many letters (em) wide a text is in the bold face.

    >>> round(text_width("Juai"), 2), text_width("")
    (1.94, 0)
    """
    return sum(0.3 if c in _NARROW else 0.82 if c in _WIDE else 0.6 if c.isupper() else 0.52 for c in text)


def place(
    spots: Sequence[Spot], frame: tuple[float, float, float, float], widths: Sequence[float] = WIDTHS
) -> list[Placed]:
    """Return the labels of a map at several sizes.

    Parameters
    ----------
    spots : sequence of Spot
        In the order in which numbers are given.
    frame : tuple of float
        Left, top, width and height of the drawing, in the units of the paths.
    widths : sequence of float
        Widths of the drawing in letters.

    Returns
    -------
    list of Placed
        One a width. No label reaches beyond its area, so none covers another; a number may, in an area
        smaller than itself.
    """
    inside = [_inside(spot.path) for spot in spots]
    return [_placed(spots, inside, frame, em) for em in widths]


def _placed(spots: Sequence[Spot], inside: list[Any], frame: Any, em: float) -> Placed:
    left, top, wide, high = frame
    letter = wide / em
    out = Placed(em, [], [])
    for spot, room in zip(spots, inside, strict=True):
        name, said = spot.name, spot.said
        found = _fit(room, spot, [text_width(name) * letter, text_width(said) * letter], _LINE * letter)
        if found is None and spot.wanted:
            name, said = str(len(out.key) + 1), ""
            out.key.append({"number": name, "name": spot.name, "said": spot.said})
            found = _fit(room, spot, [text_width(name) * letter], _LINE * letter) or (spot.x, spot.y)
        if found is not None:
            x, y = (found[0] - left) / wide, (found[1] - top) / high
            out.labels.append(Label(x, y, name, bold=True, color=spot.color, second=said, plate=spot.plate))
    return out


def _inside(path: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return levels (y) of an area, and at each the ends of its widest stretch."""
    rings = [np.array(ring) for ring in polygons(path) if len(ring) > 2]
    start = np.concatenate(rings)
    end = np.concatenate([np.roll(ring, -1, axis=0) for ring in rings])
    y = np.linspace(start[:, 1].min(), start[:, 1].max(), _LEVELS + 2)[1:-1]
    low, high = np.full(_LEVELS, np.inf), np.full(_LEVELS, -np.inf)
    for at, level in enumerate(y):
        cut = (start[:, 1] <= level) != (end[:, 1] <= level)
        a, b = start[cut], end[cut]
        x = np.sort(a[:, 0] + (level - a[:, 1]) * (b[:, 0] - a[:, 0]) / (b[:, 1] - a[:, 1]))
        if len(x) >= 2:
            widest = int(np.argmax(x[1::2] - x[::2]))
            low[at], high[at] = x[2 * widest], x[2 * widest + 1]
    return y, low, high


def _fit(room: Any, spot: Spot, wide: Sequence[float], high: float) -> tuple[float, float] | None:
    """Return the middle of centred lines inside the area, as near as can be to its label point.

    Parameters
    ----------
    wide : sequence of float
        Width of each line.
    high : float
        Height of a line.

    Returns
    -------
    tuple of float or None
        None where there is no room.
    """
    y, left, right = room
    some = int(np.ceil(high / (y[1] - y[0])))
    if some * len(wide) > len(y):
        return None
    windows = np.lib.stride_tricks.sliding_window_view
    tops = len(y) - some * len(wide) + 1
    low, high_x = np.full(tops, -np.inf), np.full(tops, np.inf)
    for at, width in enumerate(wide):
        line = slice(at * some, at * some + tops)
        low = np.maximum(low, windows(left, some).max(axis=1)[line] + width / 2)
        high_x = np.minimum(high_x, windows(right, some).min(axis=1)[line] - width / 2)
    free = np.flatnonzero(low <= high_x)
    if not free.size:
        return None
    middle = windows(y, some * len(wide)).mean(axis=1)[free]
    x = np.clip(spot.x, low[free], high_x[free])
    best = int(np.argmin(np.hypot(x - spot.x, middle - spot.y)))
    return float(x[best]), float(middle[best])
