"""A list of desa lokus from a file: what is certain, and each line that a person decides about."""

from __future__ import annotations

from html import escape
from typing import Final

import streamlit as st

from stunting.indicators.format_id import number
from stunting.ingest import IngestError
from stunting.ingest.area_list import AreaList, Doubt
from stunting.settings import settings
from stunting.ui import downloads, lokus_entry
from stunting.ui.lokus_entry import Entry

READ: Final = "_lokus_berkas"
SKIP: Final = "lewati"


def show(kab: str, year: int, decree: str, labels: dict[str, str], turn: int) -> Entry | None:
    """Show the upload; return the list once nothing in it is undecided, else None."""
    downloads.button(
        "Unduh templat (XLSX)", lambda: lokus_entry.template(kab, year), f"templat-desa-lokus-{year}.xlsx",
        key="lokus_templat",
    )  # fmt: skip
    file = st.file_uploader(
        "Berkas .xlsx, .xls atau .csv dengan kolom Kecamatan dan Desa", type=["xlsx", "xls", "csv"],
        key=f"lokus_unggah_{year}_{turn}", max_upload_size=settings().max_file_mb,
    )  # fmt: skip
    if file is None:
        st.session_state.pop(READ, None)
        return None
    found = _read(file.file_id, file.getvalue())
    if isinstance(found, str):
        st.html(f'<p class="pesan perlu" role="alert" data-uji="temuan">{escape(found)}</p>')
        return None
    repeated = [d for d in found.doubts if not d.proposals and d.why.startswith("desa ini sudah")]
    open_doubts = [d for d in found.doubts if d not in repeated]
    st.html(
        f'<p class="sebut" data-uji="terbaca"><b>{number(found.rows_read)} baris dibaca</b>: '
        f"{number(len(found.areas))} desa dikenal, {number(len(open_doubts))} perlu Anda putuskan"
        f"{f', {number(len(repeated))} ganda (dihitung sekali)' if repeated else ''}.</p>"
    )
    decided = [_decide(d, labels, found, turn) for d in open_doubts]
    if any(d is None for d in decided):
        st.html('<p class="catatan">Putuskan setiap baris itu; sesudah itu daftar dapat disimpan.</p>')
        return None
    areas = dict.fromkeys([*found.areas, *(d for d in decided if d and d != SKIP)])
    return Entry(year, decree, tuple(areas), original=file.getvalue(), filename=file.name)


def _read(file_id: str, content: bytes) -> AreaList | str:
    """Read a file once: the reader runs in a process of its own."""
    known = st.session_state.get(READ)
    if known is None or known[0] != file_id:
        found: AreaList | str
        try:
            found = lokus_entry.read(content)
        except IngestError as error:
            found = error.message
        st.session_state[READ] = known = (file_id, found)
    answer: AreaList | str = known[1]
    return answer


def _decide(doubt: Doubt, labels: dict[str, str], found: AreaList, turn: int) -> str | None:
    rest = sorted((c for c in labels if c not in doubt.proposals), key=labels.__getitem__)
    options = [*doubt.proposals, SKIP, *rest]
    words = {SKIP: "Lewati baris ini", **labels}
    picked = st.selectbox(
        f"Baris {doubt.row}: {doubt.typed} – {doubt.why}", options, index=None,
        format_func=words.__getitem__, key=f"lokus_putus_{turn}_{doubt.row}", placeholder="Desa mana?",
    )  # fmt: skip
    if picked in found.areas:
        st.html('<p class="catatan">Desa itu sudah ada pada daftar; dihitung sekali.</p>')
    return None if picked is None else str(picked)
