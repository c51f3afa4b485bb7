"""The upload screen: drop files, read the checklist, save or leave without a trace."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import Final

import streamlit as st

from stunting.access import AccessError, User
from stunting.indicators.format_id import number, period_name
from stunting.ingest.templates import KIND
from stunting.settings import settings
from stunting.store import StoreError, UploadReport
from stunting.ui import (
    board,
    data,
    upload,
    upload_checklist,
    upload_findings,
    upload_overview,
    upload_result,
    upload_template_files,
    upload_texts,
)
from stunting.ui.upload import Draft

MANY: Final = 12
ROUND, DRAFTS, CHOSEN, RESULT, PARTIAL, PERIOD = (
    "_unggah_putaran", "_unggah_draf", "unggah_berkas", "_unggah_hasil", "unggah_sebagian", "unggah_bulan",
)  # fmt: skip
HINT: Final = (
    "Sigizi Terpadu: <i>Laporan → Daftar Anak Berdasarkan Status Gizi</i>, sebagaimana diunduh; atau templat "
    "yang sudah diisi. "
    "Belum ada yang disimpan sebelum Anda menekan <b>Simpan</b>."
)


def show(user: User) -> None:
    """Draw the screen."""
    st.html(f'<div class="unggah-pokok"><h1>Unggah berkas</h1><p class="catatan">{HINT}</p></div>')
    limit = settings().max_file_mb
    files = st.file_uploader(
        f"Berkas .xls, .xlsx atau .csv, paling banyak {MANY} sekaligus",
        type=["xls", "xlsx", "csv", "html", "htm"],
        accept_multiple_files=True,
        key=f"unggah_{st.session_state.get(ROUND, 0)}",
        max_upload_size=limit,
    )
    if not files:
        st.session_state.pop(DRAFTS, None)
        if RESULT in st.session_state:
            upload_result.show(user, st.session_state[RESULT])
        if data.has_data():
            upload_overview.show(user)
        upload_template_files.show(user)
        return
    st.session_state.pop(RESULT, None)
    drafts = _drafts(user, files)
    if len(drafts) == 1:
        _verdict(drafts[0])
        _buttons(user, drafts)
        _file(user, drafts[0])
        return
    order = ("tolak", "perlu", "beres", "sudah")
    drafts = sorted(drafts, key=lambda d: order.index(upload_texts.status(d)[0]))
    st.html(_list_html(drafts))
    _buttons(user, drafts)
    chosen = _choose(drafts)
    _verdict(chosen)
    _file(user, chosen)


def _drafts(user: User, files: list) -> list[Draft]:
    """Read what was dropped and is not read yet; forget what was taken away."""
    known: dict[tuple[str, bool, str | None], Draft] = st.session_state.get(DRAFTS, {})
    partial, period = bool(st.session_state.get(PARTIAL, False)), st.session_state.get(PERIOD)
    wanted = [(f.file_id, partial, period) for f in files[:MANY]]
    missing = [(f, key) for f, key in zip(files, wanted, strict=False) if key not in known]
    if missing:
        note = st.progress(0.0, text="Membaca berkas …")
        for n, (file, key) in enumerate(missing):
            note.progress(n / len(missing), text=f"Membaca {n + 1} dari {len(missing)}: {file.name}")
            known[key] = upload.read(user, file.getvalue(), file.name, partial=partial, period=period)
        note.empty()
    known = {key: known[key] for key in wanted}
    st.session_state[DRAFTS] = known
    if len(files) > MANY:
        st.html(
            f'<p class="pesan perlu">Paling banyak {MANY} berkas sekaligus; {len(files) - MANY} berkas '
            "terakhir belum dibaca.</p>"
        )
    out, seen = [], set()
    for draft in known.values():
        if draft.sha256 not in seen:
            out.append(draft)
        seen.add(draft.sha256)
    return out


def _choose(drafts: list[Draft]) -> Draft:
    """Return the file that is looked at; of several, from a list with the state of each."""
    labels = {d.sha256: f"{d.filename} · {upload_texts.status(d)[1]}" for d in drafts}
    picked = st.selectbox(
        "Berkas yang dilihat", [d.sha256 for d in drafts], format_func=labels.__getitem__, key=CHOSEN
    )
    return next(d for d in drafts if d.sha256 == picked)


def _list_html(drafts: list[Draft]) -> str:
    lines = []
    for draft in drafts:
        look, word = upload_texts.status(draft)
        rows = f"{number(draft.report.rows_read)} baris" if draft.report else ""
        place = ", ".join(draft.puskesmas[:3]) or "–"
        lines.append(
            f'<li class="{look}"><b>{escape(draft.filename)}</b><span>{escape(place)}</span>'
            f"<span>{rows}</span><em>{escape(word)}</em></li>"
        )
    return f'<ul class="berkas-daftar" data-uji="berkas">{"".join(lines)}</ul>'


def _verdict(draft: Draft) -> None:
    look, _ = upload_texts.status(draft)
    st.html(
        f'<div class="putusan {look}" data-uji="putusan"><h2>{escape(upload_texts.verdict(draft))}</h2>'
        f'<p class="catatan">{escape(draft.filename)}</p></div>'
    )


def _buttons(user: User, drafts: list[Draft]) -> None:
    """Show what saves everything that can be saved, and what forgets it all."""
    ready = [d for d in drafts if d.ready]
    rows = [d for d in ready if d.parsed and d.parsed.kind == "rows"]
    with st.container(key="unggah_tombol", horizontal=True, gap="small", vertical_alignment="center"):
        if ready:
            total = sum(d.report.rows_stored for d in ready if d.report)
            what = (
                f"{len(ready)} berkas ({number(total)} baris)"
                if len(drafts) > 1
                else f"{number(total)} baris"
            )
            if st.button(f"Simpan {what}", type="primary", key="unggah_simpan"):
                _save(user, ready)
        st.button("Batal" if ready else "Tutup", key="unggah_batal", on_click=_leave)
        if any(d.partial or (d.report and d.report.replaces) for d in rows):
            st.checkbox(
                "Hanya sebagian: tambahkan, jangan menggantikan", key=PARTIAL,
                help="Untuk berkas satu posyandu atau satu desa dari bulan yang sudah pernah masuk.",
            )  # fmt: skip
    if st.session_state.get(PERIOD) or any(upload_texts.without_month(d) for d in drafts):
        months = board.last_months(f"{date.today():%Y-%m}", 60)[::-1]
        st.selectbox(
            "Bulan berkas yang tidak menyebut bulannya", months, index=None, key=PERIOD,
            format_func=period_name, placeholder="Pilih bulan", width=380,
        )  # fmt: skip


def _file(user: User, draft: Draft) -> None:
    """Show what one file holds and does."""
    if not draft.ready or draft.report is None:
        return
    upload_checklist.checklist(draft)
    if draft.report.kind == "rows":
        st.html(upload_checklist.effect_html(draft))
    elif draft.report.kind == KIND:
        st.html(upload_checklist.answers_html(draft))
    upload_findings.show(user, draft, key=draft.sha256[:8])


def _save(user: User, ready: list[Draft]) -> None:
    """Store the drafts and show the result; the uploader is emptied by its new key."""
    done: list[tuple[Draft, UploadReport | None, str]] = []
    note = st.progress(0.0, text="Menyimpan …")
    for n, draft in enumerate(ready):
        note.progress(n / len(ready), text=f"Menyimpan {n + 1} dari {len(ready)}: {draft.filename}")
        try:
            done.append((draft, upload.save(user, draft), ""))
        except (AccessError, StoreError) as error:
            done.append((draft, None, str(error)))
    _leave()
    st.session_state[RESULT] = [
        (d.filename, d.puskesmas, report, said) for d, report, said in done
    ]  # without the file itself: names of children stay in the vault
    st.rerun()


def _leave() -> None:
    """Forget everything that was dropped."""
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    for name in (DRAFTS, RESULT, PARTIAL, PERIOD, CHOSEN):
        st.session_state.pop(name, None)
