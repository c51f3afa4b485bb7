"""What the rows of an upload tell where its manifest is damaged, or of a version that noted less."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from stunting.store.manifest import Manifest, groups_of

_Read = Callable[[str], pa.Table]


def grouped(manifest: Manifest, rows: _Read) -> Manifest:
    """Return the manifest of a template with whose answers it holds: earlier versions did not note it."""
    if manifest.kind != "tambahan" or manifest.groups or not manifest.rows_stored:
        return manifest
    try:
        frame = rows(manifest.upload_id).to_pandas()
    except (OSError, ValueError):
        return manifest
    return replace(manifest, groups=groups_of(frame, partial=True))


def from_rows(upload_id: str, rows: _Read) -> Manifest:
    """Return as much of a damaged manifest as the rows beside it (`rows` reads them) tell."""
    at = datetime.strptime(upload_id[:15], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    try:
        table = rows(upload_id)
    except (OSError, ValueError):
        return Manifest(upload_id, "rows", at, filename="(manifes rusak)")
    frame = table.to_pandas()
    names = table.column_names
    kind = "tambahan" if "answers" in names else "rows" if "child_id" in names else "recap"
    if len(frame):
        at = frame["uploaded_at"].iloc[0].to_pydatetime()
    stored = Manifest(
        upload_id,
        kind,
        at,
        filename="(manifes rusak)",
        rows_read=len(frame),
        rows_stored=len(frame),
        periods=sorted(frame["period"].dropna().unique().tolist()),
    )
    if kind != "rows":
        return grouped(stored, rows)
    children, measured = frame["child_id"].nunique(), frame.loc[frame["measured"], "child_id"].nunique()
    fields: dict[str, Any] = {
        **stored.__dict__,
        "children": children,
        "measured": measured,
        "registered_not_measured": children - measured,
        "groups": groups_of(frame),
    }
    return Manifest(**fields)
