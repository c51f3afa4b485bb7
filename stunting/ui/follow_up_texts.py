"""Sentences of the follow-up screen."""

from __future__ import annotations

from html import escape

import pandas as pd

from stunting.indicators import follow_up
from stunting.indicators.faltering import CAVEAT
from stunting.indicators.format_id import listing, number, period_name
from stunting.ui import follow_up_data
from stunting.ui.follow_up import KEC, title_of
from stunting.ui.follow_up_view import Board

#: Why the public sees kecamatan alone.
PUBLIC_WHY = (
    "Untuk umum jumlahnya per kecamatan saja: di puskesmas dan desa banyak yang di bawah 5 balita atau dapat "
    "dihitung dari angka halaman lain. Nama anak hanya dilihat petugas puskesmas dan dinas."
)
NO_HOUSEHOLDS = "belum ada data rumah tangga"
#: Lists that need data which may not be there.
NEEDS_HOUSEHOLDS = ("keluarga_rentan", "P4")


def count_text(row: pd.Series | None) -> str:
    """Return "16 dari 20", or why there is no figure."""
    if row is None or not row["denominator"]:
        return "belum ada data"
    return f"{number(row['numerator'])} dari {number(row['denominator'])}"


def one(board: Board, code: str) -> pd.Series | None:
    """Return the counts of a list, None where the place has no child."""
    if code not in board.counts.index:
        return None
    return board.counts.iloc[board.counts.index.tolist().index(code)]


def households(board: Board) -> bool:
    """Whether any family was asked: none at risk is an answer then."""
    return follow_up_data.asked(board.scope.month)


def headline(board: Board) -> str:
    """Return the sentence that opens the screen, as HTML."""
    where, when = escape(board.scope.label), period_name(board.scope.month)
    everything = one(board, follow_up_data.ALL)
    if everything is None:
        return f"{where}, {when}: belum ada balita yang tercatat, atau unggahan bulan ini belum masuk."
    parts, rest = [], everything["numerator"]
    for code in follow_up.PRIORITIES:
        row = one(board, code)
        if row is not None and row["numerator"] > 0:
            parts.append(f"<b>{number(row['numerator'])}</b> {title_of(code).lower()} ({code})")
            rest -= row["numerator"]
    if parts and rest > 0:
        parts.append(f"<b>{number(rest)}</b> lainnya (tidak hadir atau perlu diukur ulang)")
    text = f"balita di {where} perlu ditindaklanjuti, {when}"
    text += f": {listing(parts)}." if parts else "."
    weighed = one(board, "tidak_ditimbang")
    if weighed is not None:
        done = weighed["denominator"] - weighed["numerator"]
        text += f" Ditimbang {number(done)} dari {number(weighed['denominator'])} yang terdaftar."
    return text


def missing_reports(board: Board) -> str:
    """Return which puskesmas of the place have not reported, "" where all have."""
    frame = board.reporting
    silent = frame.loc[~frame["reported"], "puskesmas"].tolist()
    if board.scope.kec:
        known = follow_up_data.places(board.scope.month)
        silent = [n for n in silent if n in set(known.loc[known[KEC].eq(board.scope.kec), "puskesmas"])]
    if board.scope.puskesmas:
        silent = [name for name in silent if name == board.scope.puskesmas]
    if not silent:
        return ""
    when = period_name(board.scope.month)
    return (
        f"Belum mengunggah {when}: {listing(['Puskesmas ' + name for name in silent])}. "
        "Daftarnya kosong karena datanya belum ada, bukan karena semua balita baik."
    )


def early_caveat(month: str) -> str:
    """Return what the early warning is and is not; the words come with the score."""
    scored = follow_up_data.risk(month)
    said = str(scored["caveat"].iloc[0]) if len(scored) else CAVEAT
    return (
        f"Peringatan dini: skor ini {said}. Skor memilih anak untuk diukur ulang lebih dulu, "
        "bukan diagnosis dan bukan perkiraan prevalensi."
    )


#: Priorities that look at the last measurement, whenever it was.
LAST_SEEN = ("P1", "P2")


def caution(board: Board) -> str:
    """Return what one must know to read the chosen list, "" where its title says all."""
    if board.code == follow_up_data.EARLY:
        return early_caveat(board.scope.month)
    if board.code not in follow_up.PRIORITIES:
        return ""
    when, title = period_name(board.scope.month), title_of(board.code)
    once = "Setiap anak dihitung sekali, pada prioritas tertingginya"
    if board.code in LAST_SEEN:
        return (
            f"{once}, menurut pengukuran terakhirnya, juga bila {when} tidak diukur. Daftar “{title}” memuat "
            f"anak yang diukur {when}, sehingga jumlahnya berbeda."
        )
    return f"{once}. Daftar di samping memuat semua yang memenuhi, sehingga jumlahnya berbeda."


def empty_list(board: Board) -> str:
    """Return why a list is empty."""
    if board.code in NEEDS_HOUSEHOLDS and not households(board):
        return (
            "Data rumah tangga (kemiskinan, keluarga berisiko) belum ada, "
            "sehingga daftar ini belum dapat diisi."
        )
    if missing_reports(board) and board.scope.puskesmas:
        return missing_reports(board)
    return f"Tidak ada balita pada daftar “{title_of(board.code)}” di {board.scope.label}."
