"""The page Posyandu as HTML: ratios against their targets, the table of areas."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from html import escape
from typing import Any, Final

import pandas as pd

from stunting.indicators.format_id import listing, number, percent
from stunting.indicators.intervals import SMALL_DENOMINATOR
from stunting.indicators.skdn import NOT_RECORDED, PART, RATIOS, REGISTERED
from stunting.ui.texts import HIDDEN, whole

#: Columns of the table: key → heading and what it says.
LETTERS: Final = {
    "s": ("S", "semua balita (terdaftar atau sasaran)"), "k": ("K", "punya buku KIA/KMS"),
    "d": ("D", "ditimbang"), "n": ("N", "naik berat badannya"), "t": ("T", "tidak naik"),
    "o": ("O", "tidak ditimbang bulan lalu"), "b": ("B", "pertama kali ditimbang"),
    "undecided": ("?", "ditimbang, tetapi naik tidaknya tidak dapat dinilai"),
    "bgm": ("BGM", "di bawah garis merah (BB/U < −3)"), "two_t": ("2T", "tidak naik dua kali berturut-turut"),
}  # fmt: skip
NO_TARGET: Final = "tidak ada target"
#: A letter that nobody knows: without last month's weights, or of nobody else.
UNDECIDED: Final = "belum dapat dinilai"
#: Rows that a table on screen has; the download has all.
MOST: Final = 60

Names = Callable[[str], str]


def tiles(shares: pd.DataFrame) -> str:
    """Return the five ratios, each with its counts and its target."""
    cells = []
    for row in shares.to_dict("records"):
        value, note = _tile(row)
        cells.append(
            f'<div data-uji="rasio-{row["indicator"]}"><h3>{escape(str(row["title"]))}</h3>'
            f'<div class="nilai">{value}</div><p>{whole(note)}</p></div>'
        )
    for row in shares[shares["indicator"] == "ds"].to_dict("records"):
        note = (
            "balita di bawah 60 bulan pada berkas bulan itu"
            if row["s_from"] == REGISTERED
            else "diunggah dinas"
        )
        cells.append(
            f'<div data-uji="asal"><h3>Asal S</h3><div class="nilai"><span class="pos-kata">'
            f"{escape(row['s_from'])}</span></div><p>{note}</p></div>"
        )
    return f'<div class="ubin pos-ubin">{"".join(cells)}</div>'


def _tile(row: dict[Hashable, Any]) -> tuple[str, str]:
    if row["suppressed"]:
        return f'<span class="pos-kata">{HIDDEN}</span>', "jumlah kecil di bawah kecamatan"
    if str(row["note"]).startswith(PART):
        word = f"{number(row['numerator'])} dari {number(row['denominator'])}"
        return f'<span class="pos-kata">{word}</span>', escape(str(row["note"]))
    if pd.isna(row["value"]):
        word = row["note"] or ("belum dapat dinilai" if row["indicator"] != "ds" else "belum ada data")
        return f'<span class="pos-kata">{escape(word)}</span>', _why(row)
    counts = f"{number(row['numerator'])} dari {number(row['denominator'])}"
    if pd.isna(row["target"]):
        aim = NO_TARGET
    else:
        state = "tercapai" if row["reached"] == "ya" else "belum tercapai"
        aim = f"target {percent(row['target'], 1, trim=True)}: {state}"
    if row["denominator"] < SMALL_DENOMINATOR:
        return counts, f"kurang dari {SMALL_DENOMINATOR}: belum pasti · {aim}"
    note = f" · {escape(row['note'])}" if row["note"] else ""
    return percent(row["value"]), f"{counts} · {aim}{note}"


def _why(row: dict[Hashable, Any]) -> str:
    if row["indicator"] == "ks":
        return "kolom KIA tidak ada atau kosong pada berkas"
    if row["undecided"]:
        return "berat bulan sebelumnya tidak ada"
    return "tak seorang pun ditimbang"


def letters(row: pd.Series) -> str:
    """Return T, O, B, BGM, 2T and those that cannot be judged, as one quiet line each."""
    if pd.isna(row["undecided"]):
        return f'<p class="catatan">N, T, O, B, BGM, dan 2T di bawah kecamatan {HIDDEN} untuk umum.</p>'
    words = {
        "t": "tidak naik (T)", "o": "tidak ditimbang bulan lalu (O)", "b": "baru pertama ditimbang (B)",
        "undecided": "tidak dapat dinilai", "bgm": "di bawah garis merah (BGM)",
        "two_t": "tidak naik dua kali (2T)",
    }  # fmt: skip
    known = {key: said for key, said in words.items() if not pd.isna(row[key])}
    parts = [
        f'<span data-uji="huruf-{key}"><b>{number(row[key])}</b> {said}</span>' for key, said in known.items()
    ]
    if gaps := blind(row.to_dict()):
        parts.append(f'<span data-uji="huruf-belum">{listing(gaps)}: {UNDECIDED}</span>')
    return f'<p class="pos-huruf">{"".join(parts)}</p>'


def table(wide: pd.DataFrame, name: Names, *, kia: bool) -> str:
    """Return the table of areas: every letter and ratio of one month, in the order given.

    Parameters
    ----------
    wide : DataFrame
        Of `stunting.ui.posyandu_table.wide`.
    kia : bool
        Whether K is recorded anywhere (else its columns are left out and a note says so).
    """
    # what is hidden in every row is said once below the table, not in columns of marks
    shown = [k for k in LETTERS if (kia or k != "k") and (k in ("s", "k", "d") or wide[k].notna().any())]
    rates = [k for k in RATIOS if (kia or k != "ks") and not wide[f"{k}_suppressed"].eq(True).all()]
    # the ratios first: a phone shows the first columns
    head = "".join(f'<th scope="col">{RATIOS[k].title}</th>' for k in rates)
    head += "".join(
        f'<th scope="col"><abbr title="{escape(LETTERS[k][1])}">{LETTERS[k][0]}</abbr></th>' for k in shown
    )
    body = []
    for row in wide.to_dict("records"):
        cells = "".join(f"<td{_look(row, k)}>{_rate(row, k)}</td>" for k in rates)
        cells += "".join(f"<td>{_count(row, key)}</td>" for key in shown)
        body.append(f'<tr><th scope="row">{escape(name(str(row["area"])))}</th>{cells}</tr>')
    return (
        '<div class="pos-gulir gulir" tabindex="0" role="region" aria-label="SKDN tiap wilayah">'
        '<table class="tabel pos-tabel" data-uji="tabel-skdn">'
        f'<thead><tr><th scope="col">Wilayah</th>{head}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table></div>"
    )


def _count(row: dict[Hashable, Any], key: str) -> str:
    if not pd.isna(row[key]):
        return number(row[key])
    if row["suppressed"] or (key != "k" and pd.isna(row["undecided"])):
        return f'<span class="pos-tiada" title="{HIDDEN}">◦</span>'
    if key == "k":
        return f'<span class="pos-tiada">{NOT_RECORDED}</span>'
    return f'<span class="pos-tiada" title="{UNDECIDED}">tak dinilai</span>'


def blind(row: Mapping[Hashable, Any]) -> list[str]:
    """Return the letters of a row of counts of which nothing can be said; hidden ones are another matter."""
    if pd.isna(row["undecided"]):
        return []
    return [LETTERS[key][0] for key in ("n", "t", "o", "b", "two_t") if pd.isna(row[key])]


def _rate(row: dict[Hashable, Any], key: str) -> str:
    if row[f"{key}_suppressed"]:
        return f'<span class="pos-tiada" title="{HIDDEN}">◦</span>'
    value = row[f"{key}_value"]
    if pd.isna(value):
        part = str(row[f"{key}_note"]).startswith(PART)
        text = f"{number(row['k'])} dari {number(row['ks_denominator'])}" if part else NOT_RECORDED
        why = f' title="{escape(str(row["ks_note"]))}"' if part else ""
        return f'<span class="pos-tiada"{why}>{text if key == "ks" else "tak dinilai"}</span>'
    few = "*" * (row[f"{key}_denominator"] < SMALL_DENOMINATOR)
    above = f'<i title="{escape(row[f"{key}_note"])}"> !</i>' if row[f"{key}_note"] else ""
    return f"{percent(value).removesuffix(' %')}{few}{above}"


def _look(row: dict[Hashable, Any], key: str) -> str:
    zone = row[f"{key}_zone"]
    return f' class="pos-{zone}"' if zone else ""
