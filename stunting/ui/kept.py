"""What a screen makes of a choice (figures, sentences), kept until the data or a register change.

Building a Plotly figure or a sentence about many areas takes longer than everything else on a page.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

import streamlit as st

from stunting.indicators import target_edit
from stunting.ui import data
from stunting.ui.filters import Choice

R = TypeVar("R")

_resource = st.cache_resource(show_spinner=False, max_entries=400)


class Chosen(Protocol):
    """What is shown: of a choice, and for whom."""

    @property
    def choice(self) -> Choice:
        """What is chosen in the filter row."""

    @property
    def public(self) -> bool:
        """Whether disclosure control applies."""


def stamp() -> str:
    """Return a text that changes whenever a figure or a target may."""
    return f"{data.version()} {data.store().registers.stamp(target_edit.NAME)}"


@_resource
def _kept(stamp: str, name: str, choice: Choice, public: bool, more: tuple[Any, ...], _make: Any) -> Any:
    return _make()


def of(make: Callable[..., R], view: Chosen, *more: Any) -> R:
    """Return ``make(view, *more)``, made once for a choice; shared: nobody may change it.

    `make` must depend on nothing but the choice, the role, the data and `more`.
    """
    name = f"{make.__module__}.{make.__qualname__}"
    made: R = _kept(stamp(), name, view.choice, view.public, more, lambda: make(view, *more))
    return made
