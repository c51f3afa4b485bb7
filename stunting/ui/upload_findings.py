"""Findings of one file: filter, read what to do, take the list or one's own workbook along."""

from __future__ import annotations

from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from stunting import audit
from stunting.access import User
from stunting.indicators.format_id import number
from stunting.reports.safe import safe_csv
from stunting.reports.workbook import fix_list, officer_workbook
from stunting.settings import settings
from stunting.ui import downloads, people, upload, upload_texts
from stunting.ui.upload import Draft

ALL: Final = "semua"
#: Height of a row (px): from 65 on a cell wraps, so that the sentence on what to do is read without a click.
ROW: Final = 66


def choose(key: str, code: str) -> None:
    """Filter the table by a code (from a click in the checklist)."""
    st.session_state[f"temuan_tingkat_{key}"] = ALL
    st.session_state[f"temuan_kolom_{key}"] = ALL
    st.session_state[f"temuan_kode_{key}"] = code


def filtered(findings: pd.DataFrame, severity: str, code: str, column: str) -> pd.DataFrame:
    """Return the findings of one severity, code and column (`ALL`: any)."""
    keep = pd.Series(True, index=findings.index)
    for name, wanted in (("severity", severity), ("code", code), ("column", column)):
        if wanted != ALL:
            keep &= findings[name] == wanted
    return findings[keep]


def show(user: User, draft: Draft, *, key: str) -> None:
    """Draw the findings of a file."""
    if len(draft.unmatched):
        st.html(_areas_html(draft.unmatched))
    if not len(draft.findings):
        return
    st.html(f'<h3 class="judul">Temuan <small>{number(len(draft.findings))} pada berkas ini</small></h3>')
    chosen = _filters(draft.findings, key)
    _advice(chosen, key)
    with st.container(key="temuan"):
        st.dataframe(
            upload_texts.findings_table(chosen), lazy=True, hide_index=True,
            height=38 + ROW * min(len(chosen), 6), row_height=ROW,
            alt="Temuan pada berkas ini", key=f"temuan_tabel_{key}", placeholder="",
            column_config={
                "Baris": st.column_config.NumberColumn(width=60, format="%d"),
                "Temuan": st.column_config.TextColumn(width=200),
                "Kolom": st.column_config.TextColumn(width=110),
                "Isi": st.column_config.TextColumn(width=130),
                "Tingkat": st.column_config.TextColumn(width=120),
                "Apa yang dilakukan": st.column_config.TextColumn(width=570),
            },
        )  # fmt: skip
    take_away(user, draft, key=key)


def _filters(findings: pd.DataFrame, key: str) -> pd.DataFrame:
    counts = findings["severity"].value_counts().to_dict() | {ALL: len(findings)}
    names = {ALL: "Semua", **upload_texts.SEVERITIES}
    severities = [ALL, *[s for s in upload_texts.SEVERITIES if s in counts]]
    with st.container(key="temuan_saring", horizontal=True, gap="small", vertical_alignment="center"):
        st.session_state.setdefault(f"temuan_tingkat_{key}", ALL)
        severity = st.pills(
            "Tingkat", severities, key=f"temuan_tingkat_{key}", label_visibility="collapsed", required=True,
            wrap=True, format_func=lambda s: f"{names[s]} {number(counts[s])}",
        )  # fmt: skip
        of = findings if severity in (None, ALL) else findings[findings["severity"] == severity]
        codes = [ALL, *of["code"].value_counts().index.tolist()]
        if st.session_state.get(f"temuan_kode_{key}") not in codes:
            st.session_state[f"temuan_kode_{key}"] = ALL
        code = st.selectbox(
            "Temuan", codes, key=f"temuan_kode_{key}", label_visibility="collapsed", width=270, required=True,
            format_func=lambda c: "Semua temuan" if c == ALL else upload_texts.title_of(c),
        )  # fmt: skip
        columns = [ALL, *sorted({c for c in of["column"].dropna() if c})]
        if st.session_state.get(f"temuan_kolom_{key}") not in columns:
            st.session_state[f"temuan_kolom_{key}"] = ALL
        column = st.selectbox(
            "Kolom", columns, key=f"temuan_kolom_{key}", label_visibility="collapsed", width=210,
            required=True,
            format_func=lambda c: "Semua kolom" if c == ALL else c,
        )  # fmt: skip
    return filtered(findings, severity or ALL, code or ALL, column or ALL)


def _advice(chosen: pd.DataFrame, key: str) -> None:
    code = st.session_state.get(f"temuan_kode_{key}", ALL)
    if code == ALL:
        return
    st.html(
        f'<p class="nasihat" data-uji="nasihat"><b>{escape(upload_texts.title_of(code))}</b>, '
        f"{number(len(chosen))} temuan. {escape(upload_texts.advice_of(code))}</p>"
    )


def _areas_html(unmatched: pd.DataFrame) -> str:
    lines = "".join(
        f"<li><b>{escape(str(a['name']).title())}</b><span>{escape(a['kind'])} · {number(a['rows'])} baris, "
        f"{number(a['children'])} anak</span></li>"
        for a in unmatched.head(12).to_dict("records")
    )
    return (
        '<h3 class="judul">Wilayah yang belum dikenal</h3><p class="catatan">Barisnya tetap disimpan dan '
        "dihitung untuk kabupaten. Sesudah disimpan, padankan di bagian <b>Wilayah</b>; "
        "keputusan itu diingat.</p>"
        f'<ul class="hal wilayah-baru">{lines}</ul>'
    )


def take_away(user: User, draft: Draft, *, key: str) -> None:
    """Offer the list of repairs and the officer's own workbook, made when they are asked for."""
    name, held = draft.filename.rpartition(".")[0] or draft.filename, people.token()
    with st.container(key=f"unduh_{key}", horizontal=True, gap="small", vertical_alignment="center"):
        downloads.button(
            "Berkas saya, sel yang bermasalah ditandai (XLSX)",
            lambda: workbook(people.still(user, held), draft), f"{name} - temuan.xlsx",
            key=f"unduh_buku_{key}", kind="secondary",
        )  # fmt: skip
        downloads.button(
            "Daftar perbaikan (CSV)", lambda: repairs(people.still(user, held), draft),
            f"{name} - perbaikan.csv", key=f"unduh_daftar_{key}", kind="secondary",
        )  # fmt: skip


def workbook(user: User, draft: Draft) -> bytes:
    """Return the officer's workbook; noted in the audit log, as it holds names."""
    _note(user, draft, "unduh_buku")
    return officer_workbook(draft.content, draft.parsed, draft.findings)


def repairs(user: User, draft: Draft) -> bytes:
    """Return the list of rows to repair as CSV (UTF-8 with BOM, ``;``); noted in the audit log."""
    _note(user, draft, "unduh_perbaikan")
    return safe_csv(fix_list(draft.parsed, draft.findings), sep=";", decimal=",").encode("utf-8-sig")


def _note(user: User, draft: Draft, action: str) -> None:
    assert draft.parsed is not None
    upload.require_file(user, draft.parsed)
    counts = {"temuan": len(draft.findings)}
    audit.record(settings().home, user.name, action, f"berkas:{draft.sha256[:12]}", counts)
