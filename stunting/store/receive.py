"""From a parsed file to what is stored of it: content hash, children, counts, what it replaces."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd
import pyarrow as pa

from stunting.ingest.parsed import Parsed
from stunting.ingest.schema import FINDING_DTYPES, conform
from stunting.store.codes import finding
from stunting.store.live import Live
from stunting.store.manifest import Manifest, groups_of
from stunting.store.people import Vault
from stunting.store.report import count_findings
from stunting.store.schema import MEASUREMENTS, RECAP, to_arrow


@dataclass(frozen=True)
class Prepared:
    """All that is written of an upload."""

    manifest: Manifest
    findings: pd.DataFrame
    table: pa.Table


def content_of(parsed: Parsed, original: bytes | None) -> str:
    """Return the SHA-256 that tells whether the same was uploaded before.

    Of the original file; where there is none (made-up history), of the canonical rows.
    """
    if original is not None:
        return hashlib.sha256(original).hexdigest()
    frame = parsed.rows if parsed.kind == "rows" else parsed.recap
    digest = hashlib.sha256(",".join(frame.columns).encode())
    digest.update(pd.util.hash_pandas_object(frame, index=False, categorize=False).to_numpy().tobytes())
    return digest.hexdigest()


def prepare(
    parsed: Parsed,
    live: Live,
    vault: Vault,
    *,
    upload_id: str,
    at: datetime,
    sha256: str,
    by: str,
    partial: bool,
    original: bool,
    write: bool,
) -> Prepared:
    """Return the upload as it will be stored; with `write` its people are in the vault afterwards."""
    frame = parsed.rows if parsed.kind == "rows" else parsed.recap
    facts: dict[str, Any] = {
        "upload_id": upload_id,
        "kind": parsed.kind,
        "uploaded_at": at,
        "filename": parsed.filename,
        "by": by,
        "sha256": sha256,
        "original": original,
        "variant": parsed.variant,
        "container": parsed.container,
        "synthetic": bool(parsed.synthetic),
        "partial": partial,
        "rows_read": int(parsed.rows_read),
        "rows_stored": len(frame),
        "rows_rejected": int(parsed.rows_rejected),
        "periods": sorted(frame["period"].dropna().unique().tolist()) or sorted(parsed.periods),
    }
    findings = parsed.findings
    if parsed.kind == "recap":
        table = to_arrow(frame, RECAP, upload_id, at)
        return Prepared(Manifest(**facts, findings=count_findings(findings)), findings, table)

    resolved = vault.resolve(frame, upload_id, sha256, write=write)
    groups = groups_of(frame, partial=partial)
    replaces, missing, added = live.replaced_by(groups, partial)
    own = [
        *(finding("PERNAH_DIHAPUS", row=row, column="nik") for row in resolved.returned),
        *(finding("IDENTITAS_AMBIGU", why, row=row, column="nik") for row, why in resolved.ambiguous),
        *(finding("GANTI_POSYANDU_HILANG", column="posyandu", value=m["posyandu"], **m) for m in missing),
        *(finding("GANTI_SEBAGIAN", column="puskesmas", value=m["puskesmas"], **m) for m in added),
    ]
    if own:
        more = conform(pd.DataFrame(own), FINDING_DTYPES)
        findings = pd.concat([findings, more], ignore_index=True) if len(findings) else more
    child = pd.Series(resolved.child_ids, index=frame.index, dtype="str")
    children, measured = child.nunique(), child[frame["measured"].to_numpy()].nunique()
    manifest = Manifest(
        **facts,
        children=children,
        measured=measured,
        registered_not_measured=children - measured,
        children_new=resolved.new,
        children_known=resolved.known,
        findings=count_findings(findings),
        replaces=replaces,
        groups=groups,
    )
    return Prepared(manifest, findings, to_arrow(frame.assign(child_id=child), MEASUREMENTS, upload_id, at))
