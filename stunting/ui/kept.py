"""What a screen makes of a choice (figures, sentences, HTML), kept until the data or a register change.

Building a Plotly figure or a sentence about many areas takes longer than everything else on a page.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import plotly.graph_objects as go
import streamlit as st

from stunting.indicators import target_edit
from stunting.ui import data
from stunting.ui.filters import Choice

R = TypeVar("R")

#: A page keeps up to twelve things of a choice, most of them a few kilobytes.
_MOST = 2000


class Chosen(Protocol):
    """What is shown: of a choice, and for whom; with controls of its own, a page has them as ``asked``."""

    @property
    def choice(self) -> Choice:
        """What is chosen in the filter row."""

    @property
    def public(self) -> bool:
        """Whether disclosure control applies."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A choice and for whom, where a page has no view that knows both."""

    choice: Choice
    public: bool


class Still(go.Figure):
    """A finished figure: it goes to the browser again and again without being copied, and never changes.

    A `Figure` is copied whole each time it is sent, and its thousands of objects are walked in each round of
    the garbage collector.
    """

    def __init__(self, figure: go.Figure) -> None:  # nothing of a figure's own machinery is set up
        object.__setattr__(self, "_still", figure.to_dict())

    def to_dict(self) -> dict[str, Any]:
        """Return what the browser draws; shared: nobody may change it."""
        made: dict[str, Any] = self._still
        return made

    @property
    def codes(self) -> list[Any]:
        """The areas of the traces or points, for a map that a chart answers to."""
        found: list[Any] = self._still["layout"]["meta"]["codes"]
        return found


def stamp() -> str:
    """Return a text that changes whenever a figure or a target may."""
    return f"{data.version()} {data.store().registers.stamp(target_edit.NAME)}"


@st.cache_resource(show_spinner=False)
def _held() -> tuple[dict[Any, Any], threading.Lock]:
    # one of Streamlit's own caches for each thing would cost a millisecond a look: more than most things
    return {}, threading.Lock()


def _once(make: Callable[..., Any], view: Chosen, more: tuple[Any, ...], finish: Callable[[Any], Any]) -> Any:
    # two lambdas of one function bear the same name
    what = (make.__module__, make.__qualname__, getattr(make, "__code__", None))
    key = (stamp(), what, view.choice, view.public, getattr(view, "asked", None), more)
    held, lock = _held()
    with lock:
        if key in held:
            held[key] = held.pop(key)  # used last
            return held[key]
    made = finish(make(view, *more))
    with lock:
        held[key] = made
        while len(held) > _MOST:
            del held[next(iter(held))]
    return made


def of(make: Callable[..., R], view: Chosen, *more: Any) -> R:
    """Return ``make(view, *more)``, made once for a choice; shared: nobody may change it.

    `make` must depend on nothing but the choice, the page's own controls (``view.asked``), the role, the
    data, the targets and `more`; `more` are the further arguments, or the stamp of another register.
    """
    made: R = _once(make, view, more, lambda found: found)
    return made


def figure(make: Callable[..., go.Figure], view: Chosen, *more: Any) -> Still:
    """Return the figure that ``make(view, *more)`` makes, made once for a choice (see `of`)."""
    made: Still = _once(make, view, more, Still)
    return made
