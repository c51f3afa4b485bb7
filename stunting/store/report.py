"""What the person who uploads is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from stunting.store.manifest import Manifest

_JSON = (
    "upload_id", "rows_read", "rows_stored", "rows_rejected", "children", "measured",
    "registered_not_measured", "periods", "findings",
)  # fmt: skip


@dataclass(frozen=True)
class UploadReport:
    """Counts of one upload.

    Attributes
    ----------
    upload_id : str or None
        None on a dry run of new content.
    rows_read, rows_stored, rows_rejected : int
        Data rows of the file; ``rows_read == rows_stored + rows_rejected``.
    children, measured, registered_not_measured : int
        Children of the file; those with a measurement in it; the others. The two add up.
    children_new, children_known : int
        Children seen for the first time, and those the store already knew.
    periods : list of str
    findings : list of dict
        ``{"code", "severity", "count"}``, sorted by severity, then code.
    already_uploaded : bool
        The same content is live: nothing was stored again, and the counts are those of the first time.
    replaces : list of (puskesmas, period, rows)
        Earlier rows that no longer count because of this upload.
    """

    upload_id: str | None
    rows_read: int
    rows_stored: int
    rows_rejected: int
    children: int
    measured: int
    registered_not_measured: int
    periods: list[str]
    findings: list[dict[str, Any]]
    already_uploaded: bool = False
    replaces: list[tuple[str, str, int]] = field(default_factory=list)
    filename: str = ""
    kind: str = "rows"
    synthetic: bool = False
    dry_run: bool = False
    children_new: int = 0
    children_known: int = 0

    def to_json_dict(self) -> dict[str, Any]:
        """Return the object that ``stunting ingest --json`` prints (stable keys)."""
        return {name: getattr(self, name) for name in _JSON}


def report_of(manifest: Manifest, *, already_uploaded: bool = False, dry_run: bool = False) -> UploadReport:
    """Return the report of an upload from its manifest."""
    same = {
        name: getattr(manifest, name) for name in UploadReport.__dataclass_fields__ if hasattr(manifest, name)
    }
    if dry_run and not already_uploaded:
        same["upload_id"] = None
    return UploadReport(**same, already_uploaded=already_uploaded, dry_run=dry_run)


def count_findings(findings: pd.DataFrame) -> list[dict[str, Any]]:
    """Return findings counted by code and severity.

    >>> count_findings(pd.DataFrame({"code": ["B", "A", "B"], "severity": ["warning"] * 3}))
    [{'code': 'A', 'severity': 'warning', 'count': 1}, {'code': 'B', 'severity': 'warning', 'count': 2}]
    """
    counted = findings.groupby(["severity", "code"], sort=True).size().reset_index(name="count")
    return [
        {"code": code, "severity": severity, "count": int(number)}
        for code, severity, number in zip(counted["code"], counted["severity"], counted["count"], strict=True)
    ]
