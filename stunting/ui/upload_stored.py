"""Stored uploads on behalf of a user: history, undo, redo, the file again. The role is checked here.

The name of a file may hold a child's name: it is shown to those alone whose upload it is (`may`).
"""

from __future__ import annotations

import pandas as pd

from stunting import audit
from stunting.access import AccessError, User
from stunting.ingest import IngestError, read_file
from stunting.reports.safe import safe_text
from stunting.settings import settings
from stunting.store import StoreError
from stunting.ui import data
from stunting.ui.upload import Draft


def may(user: User, puskesmas: tuple[str, ...], by: str = "") -> bool:
    """Return whether an upload with rows of `puskesmas`, sent `by` an account, is the user's to handle.

    A puskesmas' only if it holds rows of no other one, and either rows of its own or what it sent itself
    (a recap has no rows of children).
    """
    if not user.uploads:
        return False
    own = user.scope()
    return own is None or (set(puskesmas) <= {own, ""} and (own in puskesmas or by == user.name))


@data.resource
def _filenames(data_version: str) -> dict[str, tuple[str, tuple[str, ...], str]]:
    frame = data.store().uploads()
    columns = (frame["filename"], frame["puskesmas"], frame["by"])
    return dict(zip(frame["upload_id"], zip(*columns, strict=True), strict=True))


def filename(user: User, upload_id: str) -> str:
    """Return the name of the file of an upload, ``""`` where it is not this user's to see."""
    name, puskesmas, by = _filenames(data.version()).get(upload_id, ("", (), ""))
    return name if may(user, puskesmas, by) else ""


def history(user: User) -> pd.DataFrame:
    """Return the uploads this user may handle, newest first, as `Store.uploads`."""
    user.require_upload()
    frame = data.store().uploads()
    mine = [may(user, names, by) for names, by in zip(frame["puskesmas"], frame["by"], strict=True)]
    return frame[pd.Series(mine, frame.index, dtype=bool)].iloc[::-1].reset_index(drop=True)


def _require(user: User, upload_id: str) -> pd.Series:
    """Return the line of the upload, or raise `AccessError` unless all of it is this user's to handle."""
    user.require_upload()
    frame = data.store().uploads()
    found = frame[frame["upload_id"] == upload_id]
    if not len(found):
        raise StoreError("Unggahan ini tidak dikenal; lihat daftar unggahan.")
    line = found.iloc[0]
    if not may(user, line["puskesmas"], line["by"]):
        raise AccessError("Unggahan ini berisi data puskesmas lain. Minta dinas untuk mengubahnya.")
    return line


def undo(user: User, upload_id: str) -> bool:
    """Take an upload back."""
    _require(user, upload_id)
    return data.store().undo(upload_id, by=user.name)


def redo(user: User, upload_id: str) -> bool:
    """Make an undone upload count again."""
    _require(user, upload_id)
    return data.store().redo(upload_id, by=user.name)


def original(user: User, upload_id: str) -> bytes:
    """Return the file as it was uploaded, or the copy without a forgotten child; note who took it."""
    line = _require(user, upload_id)
    content = data.store().original(upload_id)
    if line["asli_disunting"]:
        content = safe_text(content)
    audit.record(settings().home, user.name, "unduh_asli", upload_id, {"bytes": len(content)})
    return content


def stored_draft(user: User, upload_id: str) -> Draft:
    """Return a stored upload as a draft: its file read again, its findings as stored.

    Raises
    ------
    StoreError
        If nothing in it can be read any more: all its rows were those of forgotten children.
    """
    line = _require(user, upload_id)
    content, months = data.store().original(upload_id), list(line["periods"])
    period = months[0] if len(months) == 1 else None  # of rows without a date
    try:
        parsed = read_file(content, line["filename"], kab=data.kab(), period=period)
    except IngestError:
        if not line["asli_disunting"]:
            raise
        raise StoreError("Semua baris berkas ini sudah dihapus atas permintaan.") from None
    return Draft(
        line["filename"], content, line["sha256"], parsed=parsed, findings=data.store().findings(upload_id),
        puskesmas=line["puskesmas"],
    )  # fmt: skip
