"""What is known before a child is forgotten: the intent, the rows that are its own, a reason fit to keep."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from stunting.store.durable import StoreError
from stunting.store.known import plain_name
from stunting.store.scan import Counts
from stunting.store.uploads import Uploads

#: Where ``stunting demo`` leaves files to upload, and how their names begin.
EXPORTS: Final = "ekspor"
SYNTHETIC: Final = "SINTETIS_"
_LONGEST_REASON = 200


@dataclass
class Intent:
    """All that is needed to finish: written before the first byte is removed."""

    child_id: str
    child_ids: list[str]
    by: str
    reason: str
    at: str
    nik: list[str]
    name: list[str]
    identity: list[str]
    uploads: dict[str, list[int]]
    originals: list[str]
    rows: int
    rebuild: bool
    before: dict[str, Counts] = field(default_factory=dict)
    family: list[str] = field(default_factory=list)
    samples: list[str] = field(default_factory=list)


def rows_of(uploads: Uploads, members: list[str]) -> tuple[dict[str, list[int]], bool]:
    """Return upload → row numbers of the children, and whether another child shares such a number."""
    found, shared, wanted = {}, False, pa.array(members, pa.string())
    for name in uploads.ids():
        path = uploads.path(name) / "rows.parquet"
        if not path.exists() or "child_id" not in pq.read_schema(path).names:
            continue
        rows = pq.read_table(path, columns=["child_id", "row"], partitioning=None)
        own = pc.is_in(rows["child_id"], value_set=wanted)
        lines = rows.filter(own)["row"].unique()
        if len(lines):
            found[name] = sorted(lines.to_pylist())
            others = rows.filter(pc.invert(own))["row"]
            shared |= bool(pc.any(pc.is_in(others, value_set=lines)).as_py())
    return found, shared


def check_reason(reason: str, named: Collection[str]) -> None:
    """Refuse a reason that would keep what is to be forgotten.

    Raises
    ------
    StoreError
        If it is long, holds sixteen digits, or one of the texts `named`.
    """
    said = plain_name(reason)
    if (
        len(reason) > _LONGEST_REASON
        or re.search(r"\d{16}", reason)
        or any(plain_name(text) and plain_name(text) in said for text in named)
    ):
        raise StoreError(f"Tulis alasan tanpa NIK dan tanpa nama (paling banyak {_LONGEST_REASON} huruf).")
