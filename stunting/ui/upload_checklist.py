"""The checklist of one file: what came in, what is fine, what needs somebody, what it changes."""

from __future__ import annotations

from html import escape

import streamlit as st

from stunting.indicators.format_id import number
from stunting.ui import upload_findings, upload_templates, upload_texts
from stunting.ui.upload import Draft


def checklist(draft: Draft) -> None:
    """Show what came in, what is fine, what needs somebody."""
    with st.container(key="daftar_periksa"):
        one, two, three = st.columns([30, 32, 38], gap="medium")
        with one:
            st.html(_items_html("Yang masuk", upload_texts.came_in(draft)))
        with two:
            st.html(_items_html("Sudah beres", upload_texts.is_fine(draft), "Tidak ada yang perlu disebut."))
        with three:
            _todo(draft)


def _items_html(title: str, items: list[upload_texts.Item], none: str = "") -> str:
    body = "".join(
        f"<li><b>{number(i.number)}</b><span>{escape(i.label)}"
        f"{f' <i>{escape(i.note)}</i>' if i.note else ''}</span></li>"
        for i in items
    )
    return f'<h3 class="judul">{title}</h3><ul class="hal">{body}</ul>' + (
        f'<p class="catatan">{none}</p>' if not items else ""
    )


def _todo(draft: Draft) -> None:
    found = upload_texts.todo(draft)
    count = upload_texts.left(draft)
    st.html(
        f'<h3 class="judul">Perlu Anda periksa{" <small>klik untuk melihatnya</small>" if count else ""}</h3>'
    )
    if not count:
        st.html('<p class="beres-semua" data-uji="beres">✓ Tidak ada yang perlu diperbaiki.</p>')
        return
    with st.container(key="perlu_anda", gap=None):
        for line in found.to_dict("records"):
            st.button(
                f"**{number(line['count'])}**  {upload_texts.title_of(line['code'])}",
                key=f"perlu_{draft.sha256[:8]}_{line['code']}",
                type="tertiary",
                on_click=upload_findings.choose,
                args=(draft.sha256[:8], line["code"]),
                width="stretch",
            )
        if len(draft.unmatched):
            st.button(
                f"**{number(len(draft.unmatched))}**  wilayah belum dikenal", key="perlu_wilayah",
                type="tertiary", width="stretch",
            )  # fmt: skip
        if draft.elsewhere:
            st.html(f'<p class="catatan">{number(draft.elsewhere)} baris menyebut kabupaten lain.</p>')


def effect_html(draft: Draft) -> str:
    effect = draft.effect.head(8).to_dict("records")
    lines = [(*upload_texts.change(line), upload_texts.ds_change(line)) for line in effect]
    body = "".join(
        f'<tr><th scope="row">{escape(w)}</th><td>{escape(b)}</td><td class="kuat">{escape(a)}</td>'
        f"<td>{escape(d)}</td>"
        f"<td>{escape(ds)}</td></tr>"
        for w, b, a, d, ds in lines
    )
    table = (
        '<table class="tabel ubah" data-uji="ubah"><thead><tr><th>Stunting menurut e-PPGBM</th>'
        "<th>Sekarang</th>"
        f"<th>Sesudah disimpan</th><th>Beda</th><th>D/S</th></tr></thead><tbody>{body}</tbody></table>"
        if lines
        else '<p class="catatan">Angka puskesmas tidak berubah.</p>'
    )
    return (
        '<h3 class="judul">Akibatnya pada angka puskesmas</h3>'
        f'{table}<p class="catatan" data-uji="ganti">{escape(upload_texts.replaces(draft))}</p>'
    )


def answers_html(draft: Draft) -> str:
    """Return how often each question was answered; no figure of measurements."""
    assert draft.parsed is not None
    given = upload_templates.answers(draft.parsed)
    body = "".join(
        f'<tr><th scope="row">{escape(line["title"])}</th><td>{number(line["count"])}</td>'
        f"<td>{number(line['unknown']) if line['asked'] else '–'}</td><td>{number(line['blank'])}</td></tr>"
        for line in given.to_dict("records")
    )
    return (
        '<h3 class="judul">Jawaban per pertanyaan</h3><table class="tabel jawaban" data-uji="jawaban">'
        "<thead><tr><th>Pertanyaan</th><th>Terjawab</th><th>Tidak tahu</th><th>Kosong</th></tr></thead>"
        f'<tbody>{body}</tbody></table><p class="catatan" data-uji="ganti">'
        f"{escape(upload_texts.replaces(draft))}</p>"
    )
