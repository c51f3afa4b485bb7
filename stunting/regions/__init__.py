"""Codes, names, matching; boundaries and adjacency of the areas of one kabupaten.

Names and codes load at once; geopandas only when a polygon is asked for (a file reader needs none).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from stunting.regions.health import canonical_puskesmas, puskesmas_of
from stunting.regions.match import Matcher, Suggestion
from stunting.regions.names import normalise_name, title_name
from stunting.regions.tables import LEVELS, area_label, area_name, areas, kabupaten_list, level_of

if TYPE_CHECKING:
    from stunting.regions.borders import adjacency
    from stunting.regions.boundary_files import BoundaryError
    from stunting.regions.boundary_import import import_boundaries
    from stunting.regions.boundary_report import ImportReport
    from stunting.regions.shapes import geometry, surroundings
    from stunting.regions.svg import svg_layer

_LATER = {
    "geometry": "shapes", "surroundings": "shapes", "adjacency": "borders", "svg_layer": "svg",
    "import_boundaries": "boundary_import", "ImportReport": "boundary_report",
    "BoundaryError": "boundary_files",
}  # fmt: skip

__all__ = [
    "LEVELS",
    "BoundaryError",
    "ImportReport",
    "Matcher",
    "Suggestion",
    "adjacency",
    "area_label",
    "area_name",
    "areas",
    "canonical_puskesmas",
    "geometry",
    "import_boundaries",
    "kabupaten_list",
    "level_of",
    "normalise_name",
    "puskesmas_of",
    "surroundings",
    "svg_layer",
    "title_name",
]


def __getattr__(name: str) -> Any:
    if name in _LATER:
        return getattr(import_module(f"stunting.regions.{_LATER[name]}"), name)
    raise AttributeError(name)
