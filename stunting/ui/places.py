"""Areas and their geometry for the screens: labels, parents, paths and their addresses."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

import pandas as pd
import streamlit as st

from stunting import regions
from stunting.settings import settings

MAP_LEVELS: Final = ("kecamatan", "desa")
LEVELS: Final = ("kabupaten", "kecamatan", "desa")

resource = st.cache_resource(show_spinner=False, max_entries=32)


@lru_cache(maxsize=8)
def areas(code: str) -> pd.DataFrame:
    """Return ``code, name, level, parent`` of every area of the kabupaten, plus ``label`` (unique)."""
    frame = regions.areas(code).copy()
    names = dict(zip(frame["code"], frame["name"], strict=True))
    full = [regions.area_label(c) for c in frame["code"]]
    inside = [
        f"{text} · {names.get(parent, '')}" if level == "desa" else text
        for text, parent, level in zip(full, frame["parent"], frame["level"], strict=True)
    ]
    frame["label"] = inside
    again = frame["label"].duplicated(keep=False)
    frame.loc[again, "label"] = frame.loc[again, "label"] + " (" + frame.loc[again, "code"] + ")"
    return frame


@lru_cache(maxsize=8)
def names(code: str) -> dict[str, str]:
    """Return area key → display name."""
    frame = areas(code)
    return dict(zip(frame["code"], frame["name"], strict=True))


def names_of(code: str, keys: Iterable[str]) -> dict[str, str]:
    """Return the names of `names`, and of the `keys` that stand in no list ("?DESA WEST": Desa West).

    >>> names_of("63.11", ["63.11.05?DESA WEST", "?"])["63.11.05?DESA WEST"]
    'Desa West'
    """
    known = names(code)
    return known | {k: regions.area_name(k) for k in map(str, keys) if k not in known}


@lru_cache(maxsize=8)
def labels(code: str) -> dict[str, str]:
    """Return area key → unique label ("Kecamatan Halong", "Desa Uren · Halong")."""
    frame = areas(code)
    return dict(zip(frame["code"], frame["label"], strict=True))


def label_of(code: str, area: str) -> str:
    """Return the label of an area, also of one that stands in no list ("?NAME": not recognised).

    >>> label_of("63.11", "63.11.05?DESA WEST")
    'Desa West'
    """
    return labels(code).get(area) or regions.area_label(area)


def level_of(area: str) -> str:
    """Return the level of an area key.

    >>> level_of("63.11"), level_of("63.11.05"), level_of("63.11.05.2019")
    ('kabupaten', 'kecamatan', 'desa')
    """
    return LEVELS[min(max(area.count(".") - 1, 0), 2)]


def parent_of(area: str) -> str | None:
    """Return the area above, or None for a kabupaten.

    >>> parent_of("63.11.05.2019"), parent_of("63.11")
    ('63.11.05', None)
    """
    return area.rpartition(".")[0] if area.count(".") > 1 else None


def _boundaries_stamp() -> str:
    folder = settings().home / "boundaries"
    files = sorted(folder.rglob("*")) if folder.exists() else []
    return "|".join(f"{f.name}:{f.stat().st_mtime_ns}" for f in files if f.is_file())


@resource
def _layer(code: str, level: str, stamp: str) -> dict[str, Any]:
    return regions.svg_layer(code, level, settings().home)


def layer(code: str, level: str) -> dict[str, Any]:
    """Return the SVG paths of a level."""
    return _layer(code, level, _boundaries_stamp())


@resource
def _layer_version(code: str, level: str, stamp: str) -> str:
    text = json.dumps(_layer(code, level, stamp), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def layer_version(code: str, level: str) -> str:
    """Return the version of the geometry: its content, so that a browser keeps it until it changes."""
    return _layer_version(code, level, _boundaries_stamp())


def layer_url(code: str, level: str) -> str:
    """Return the address of the geometry."""
    return f"/aset/peta/{code}-{level}-{layer_version(code, level)}.json"
