"""Uploading on behalf of a user: read, preview, save. The role is checked here, at the data.

Nothing of Streamlit's: a `Draft` is what one file would do, and lives in the session of whoever dropped it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

import pandas as pd

from stunting.access import AccessError, User
from stunting.ingest import IngestError, Parsed, read_file
from stunting.ingest.templates import KIND
from stunting.store import StoreError, UploadReport
from stunting.ui import data, upload_figures, upload_templates


@dataclass(frozen=True)
class Draft:
    """One file as it would be stored.

    Attributes
    ----------
    filename, content, sha256
        The file itself.
    refused : str
        Why nothing of it can be stored (one clear sentence); empty where it can.
    code : str
        Reason of a file that cannot be read (`IngestError.code`).
    parsed, report, findings, unmatched
        As ``ingest`` and ``Store.preview`` give them.
    puskesmas : tuple of str
        Whose data it holds, as decided aliases have it.
    areas_matched, duplicates_in_file, duplicates_in_store : int
    elsewhere : int
        Rows that name another kabupaten.
    effect : DataFrame
        Figures before and after (`upload_figures.effect`).
    """

    filename: str
    content: bytes = field(repr=False)
    sha256: str
    refused: str = ""
    code: str = ""
    parsed: Parsed | None = field(default=None, repr=False)
    report: UploadReport | None = None
    findings: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False)
    unmatched: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False)
    effect: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False)
    puskesmas: tuple[str, ...] = ()
    areas_matched: int = 0
    duplicates_in_file: int = 0
    duplicates_in_store: int = 0
    elsewhere: int = 0
    partial: bool = False

    @property
    def already(self) -> bool:
        """Whether the same content is stored already."""
        return self.report is not None and self.report.already_uploaded

    @property
    def ready(self) -> bool:
        """Whether it can be stored."""
        return self.report is not None and not self.already and not self.refused


def read(
    user: User, content: bytes, filename: str, *, partial: bool = False, period: str | None = None
) -> Draft:
    """Return what storing this file would do; writes nothing.

    `period` is the month of a file that tells none itself.
    A file that cannot be read, or that this user may not store, comes back with ``refused``.

    Raises
    ------
    AccessError
        If the role may not upload at all.
    """
    user.require_upload()
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        parsed = read_file(content, filename, kab=data.kab(), period=period)
        upload_templates.require_filled(parsed)
        names = require_file(user, parsed)
    except IngestError as error:
        return Draft(filename, content, sha256, refused=error.message, code=error.code)
    except AccessError as error:
        return Draft(filename, content, sha256, refused=str(error))
    seen = data.store().preview(parsed, partial=partial, original=content, columns=upload_figures.COLUMNS)
    places = parsed.table["kab"]
    return Draft(
        filename,
        content,
        sha256,
        parsed=parsed,
        report=seen.report,
        findings=seen.findings,
        unmatched=seen.unmatched,
        effect=upload_figures.effect(seen.rows_before, seen.rows_after, names, seen.months),
        puskesmas=names,
        areas_matched=seen.areas_matched or upload_templates.areas_known(parsed),
        duplicates_in_file=seen.duplicates_in_file,
        duplicates_in_store=seen.duplicates_in_store,
        elsewhere=int((places.notna() & places.ne(data.kab())).sum()),
        partial=partial,
    )


def require_file(user: User, parsed: Parsed) -> tuple[str, ...]:
    """Return the puskesmas of a file, or raise `AccessError` unless the user may store all of it.

    An account of a puskesmas stores files that name its own puskesmas and no other; a file that names
    none, a recap above the puskesmas, and indicators of areas are for the dinas.
    """
    user.require_upload()
    frame = parsed.table
    if parsed.kind == KIND and parsed.variant == "wilayah":
        if user.scope() is not None:
            raise AccessError(
                "Indikator wilayah hanya disimpan oleh dinas atau admin. Kirim berkasnya ke dinas."
            )
        return ()
    aliases = _puskesmas_aliases()
    named = [aliases.get(name, name) for name in sorted(frame["puskesmas"].dropna().unique().tolist())]
    names = tuple(dict.fromkeys(named))
    for name in names:
        user.require_upload(name)
    own = user.scope()
    above = parsed.kind == "recap" and bool(frame["level"].isin(["kabupaten", "kecamatan"]).any())
    if own is not None and (own not in names or above):
        what = "rekap di atas tingkat puskesmas" if above else "tidak menyebut nama puskesmas"
        raise AccessError(
            f"Berkas ini {what}, sehingga hanya dinas yang dapat menyimpannya. "
            f"Akun Anda menyimpan berkas yang menyebut Puskesmas {own}."
        )
    return names


def _puskesmas_aliases() -> dict[str, str]:
    known = data.store().decisions()
    known = known[(known["kind"] == "puskesmas") & (known["state"] == "berlaku")]
    names = [key.partition("|")[2] for key in known["key"]]
    return dict(zip(names, known["target"], strict=True))


def save(user: User, draft: Draft) -> UploadReport:
    """Store a draft.

    Raises
    ------
    AccessError
        If this user may not (asked again: the session may have changed since the preview).
    """
    if draft.parsed is None:
        raise StoreError(draft.refused or "Berkas ini tidak terbaca.")
    require_file(user, draft.parsed)
    return data.store().add(draft.parsed, draft.content, by=user.name, partial=draft.partial)
