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
from stunting.store.filenames import safe_filename
from stunting.store.live import Live
from stunting.store.manifest import Group, Manifest, groups_of
from stunting.store.people import Resolved, Vault
from stunting.store.report import count_findings
from stunting.store.schema import MEASUREMENTS, RECAP, SUPPLEMENT, to_arrow


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
    frame = parsed.table
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
    frame = parsed.table
    facts: dict[str, Any] = {
        "upload_id": upload_id,
        "kind": parsed.kind,
        "uploaded_at": at,
        "filename": safe_filename(parsed.filename),
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
    if parsed.kind == "tambahan" and parsed.variant == "wilayah":
        none = frame.assign(child_id=pd.Series(pd.NA, index=frame.index, dtype="str"))
        table = to_arrow(none, SUPPLEMENT, upload_id, at)
        manifest = Manifest(**facts, findings=count_findings(findings), groups=_holds(frame))
        return Prepared(manifest, findings, table)

    resolved = vault.resolve(
        frame, upload_id, sha256, write=write, live=live.manifests.keys(), aliases=live.aliases
    )
    if parsed.kind == "tambahan":
        return _supplement(frame, findings, facts, resolved)
    groups = groups_of(frame, partial=partial)
    replaces, missing, added = live.replaced_by(groups, partial)
    own = [
        *_of_people(resolved),
        *(finding("GANTI_POSYANDU_HILANG", column="posyandu", value=m["posyandu"], **m) for m in missing),
        *(finding("GANTI_SEBAGIAN", column="puskesmas", value=m["puskesmas"], **m) for m in added),
    ]
    findings = _with(findings, own)
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


def _supplement(
    frame: pd.DataFrame, findings: pd.DataFrame, facts: dict[str, Any], resolved: Resolved
) -> Prepared:
    """Return the answers of a template: nothing is replaced, the newest answer counts when read."""
    findings = _with(findings, _of_people(resolved))
    child = pd.Series(resolved.child_ids, index=frame.index, dtype="str")
    manifest = Manifest(
        **facts, children=child.nunique(), children_new=resolved.new, children_known=resolved.known,
        findings=count_findings(findings), groups=_holds(frame),
    )  # fmt: skip
    table = to_arrow(frame.assign(child_id=child), SUPPLEMENT, facts["upload_id"], facts["uploaded_at"])
    return Prepared(manifest, findings, table)


def _holds(frame: pd.DataFrame) -> list[Group]:
    """Return whose answers these are; they replace nothing."""
    return groups_of(frame, partial=True)


def _of_people(resolved: Resolved) -> list[dict[str, Any]]:
    return [
        *(finding("PERNAH_DIHAPUS", row=row, column="nik") for row in resolved.returned),
        *(finding("IDENTITAS_AMBIGU", why, row=row, column="nik") for row, why in resolved.ambiguous),
    ]


def _with(findings: pd.DataFrame, own: list[dict[str, Any]]) -> pd.DataFrame:
    if not own:
        return findings
    more = conform(pd.DataFrame(own), FINDING_DTYPES)
    return pd.concat([findings, more], ignore_index=True) if len(findings) else more
