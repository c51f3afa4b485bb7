"""The pieces of the follow-up screen, in the order in which they stand on it."""

from __future__ import annotations

from html import escape

import streamlit as st

from stunting.access import User
from stunting.indicators.format_id import number, period_name
from stunting.settings import settings
from stunting.ui import follow_up_data, follow_up_html, follow_up_table, pieces
from stunting.ui import follow_up_texts as texts
from stunting.ui.follow_up import SHOW, chosen_page, keep, picked, title_of
from stunting.ui.follow_up_click import clickable
from stunting.ui.follow_up_view import Board, sheet

_TABLE = ".tl-kepala"


def headline(board: Board) -> None:
    """Show how many children need something, in one sentence, and what is missing."""
    row = texts.one(board, follow_up_data.ALL)
    figure = "–" if row is None else number(row["numerator"])
    st.html(
        '<h1 class="hanya-dibaca">Tindak lanjut</h1>'
        f'<div class="pokok tl-pokok"><div class="angka">{figure}</div><p>{texts.headline(board)}</p></div>'
    )
    silent = texts.missing_reports(board)
    if silent:
        st.html(f'<p class="tl-ingat" role="note">{escape(silent)}</p>')


def tiles(board: Board) -> None:
    """Show the priorities."""
    clickable(follow_up_html.tiles(board), key="tl_ubin", on_pick=picked, scroll=_TABLE)


def checklist(board: Board) -> None:
    """Show every list with its count."""
    clickable(follow_up_html.checklist(board), key="tl_daftar", on_pick=picked, scroll=_TABLE)


def title(board: Board) -> None:
    """Show which list of which place the table is."""
    st.html(f'<h2 class="judul tl-kepala">{escape(title_of(board.code))} <small>{_where(board)}</small></h2>')


def table(user: User, board: Board) -> None:
    """Show the children of the chosen list, or the areas where the user sees counts alone."""
    with st.container(key="tl_tabel", gap="small"):
        named = board.by_child and _by_child(board)
        if said := texts.caution(board):
            st.html(f'<p class="tl-ingat" role="note">{escape(said)}</p>')
        if named:
            _children(user, board)
        else:
            _areas(user, board)


def _by_child(board: Board) -> bool:
    """A place of one puskesmas opens with its children, the whole kabupaten with its puskesmas."""
    if board.scope.puskesmas:
        return True
    show = st.segmented_control(
        "Tampilan", ["Wilayah", "Anak"], default="Wilayah", key=SHOW, bind="query-params",
        label_visibility="collapsed", required=True,
    )  # fmt: skip
    return show == "Anak"


def _where(board: Board) -> str:
    row = texts.one(board, board.code)
    base = f" {row['base']}" if row is not None else ""
    return escape(f"{board.scope.label}, {period_name(board.scope.month)}: {texts.count_text(row)}{base}")


def _children(user: User, board: Board) -> None:
    found = sheet(user, board.scope, board.code, chosen_page(), st.session_state)
    if not found.total:
        st.html(f'<p class="tl-kosong">{escape(texts.empty_list(board))}</p>')
    else:
        html = follow_up_table.children(found, one_place=bool(board.scope.posyandu))
        value = clickable(html, key="tl_anak", on_pick=picked)
        if value and value.startswith("anak:"):
            keep()
            st.switch_page(
                settings().pages_dir.resolve() / "anak.py", query_params={"anak": value.removeprefix("anak:")}
            )
    if found.elsewhere:
        st.html(
            f'<p class="catatan">{number(found.elsewhere)} anak kini terdaftar di puskesmas lain dan tidak '
            "ditampilkan.</p>"
        )


def _areas(user: User, board: Board) -> None:
    unasked = board.code in texts.NEEDS_HOUSEHOLDS and not texts.households(board)
    if board.parts.empty or unasked:
        st.html(f'<p class="tl-kosong">{escape(texts.empty_list(board))}</p>')
    else:
        clickable(follow_up_table.areas(board), key="tl_wilayah", on_pick=picked)
    if user.role == "puskesmas":
        why = f"Nama anak hanya dilihat petugas puskesmasnya. Daftar Anda: pilih Puskesmas {user.puskesmas}."
    elif user.sees_identities:
        why = "Pilih satu puskesmas untuk daftar anak dan unduhannya."
    elif board.public:
        why = texts.PUBLIC_WHY
    else:
        why = "Peran Anda melihat jumlah saja; nama anak hanya dilihat petugas puskesmas dan dinas."
    st.html(f'<p class="catatan">{escape(why)}</p>')


def footer(board: Board) -> None:
    """Show source, period and the synthetic mark."""
    source = f"{pieces.source()} · hitung ulang WHO"
    mark = pieces.synthetic_mark()
    st.html(
        f'<p class="kaki"><span>{source}</span><span>{escape(board.scope.label)} · '
        f"{period_name(board.scope.month)}</span><span>{mark}</span></p>"
    )
