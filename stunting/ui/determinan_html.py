"""Tables of the page Determinan as HTML: the two rankings, every factor, areas."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd

from stunting.indicators.determinants import EVERYONE, JOINT, OTHERS, STUNTED
from stunting.indicators.determinants.words import LESS, MORE, REFUSED
from stunting.indicators.format_id import interval, number, percent, period_name

#: Marks of verdicts: never by colour alone.
MARKS = {MORE: "▲ ", LESS: "▼ "}
SAME = "sama"
Row = Mapping[str, Any]


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows."""
    return [{str(k): v for k, v in r.items()} for r in frame.to_dict("records")]


def table_html(test: str, css: str, titles: list[str], body: list[str], label: str) -> str:
    """Return a table with a head that stays, in a box that scrolls."""
    head = "".join(f'<th scope="col">{t}</th>' for t in titles)
    return (
        f'<div class="dt-luar gulir" tabindex="0" role="region" aria-label="{escape(label)}">'
        f'<table class="tabel {css}" data-uji="{test}"><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table></div>"
    )


def fraction(row: Row) -> str:
    """Return an attributable fraction with its interval."""
    if row["refusal"] or pd.isna(row["value"]):
        return f'<span class="dt-tanpa">{REFUSED}</span>'
    said = percent(row["value"]) if row["value"] > 0 else "tidak ada"  # the exposed have fewer cases
    return f"{said} <small>{interval(row['low'], row['high'])}</small>"


def ratio(row: Row | None) -> str:
    """Return a ratio with its interval and mark, or that there is none."""
    if row is None or row["refusal"] or pd.isna(row["value"]):
        return f'<span class="dt-tanpa">{REFUSED}</span>'
    mark = MARKS.get(str(row["verdict"]), "")
    size = f"{number(row['low'], 2)}–{number(row['high'], 2)}"
    return f"{mark}{number(row['value'], 2)}<small>{size}</small>"


def crude_ratio(row: Row | None, own: Row | None) -> str:
    """Return a crude ratio, and below it that of the children of the model, where another is printed."""
    shown = ratio(row)
    alone = None if own is None else own["own_crude"]
    if row is None or alone is None or pd.isna(alone) or number(alone, 2) == number(row["value"], 2):
        return shown
    return f'{shown}<small class="dt-model">anak model {number(alone, 2)}</small>'


def share(row: Row | None) -> str:
    """Return a share with its counts, or why there is none."""
    if row is None or not row["denominator"] > 0:
        return '<span class="dt-tanpa">belum ada data</span>'
    return (
        f"{percent(row['value'])}<small>{number(row['numerator'])} dari {number(row['denominator'])}</small>"
    )


def rank_text(value: Any) -> str:
    return "–" if pd.isna(value) else number(int(value))


def printed(row: Row) -> str:
    """Return a published figure as it was printed; "?" where the print does not say whom it counts."""
    if pd.isna(row["published"]):
        return '<span class="dt-tanpa">–</span>'
    text = percent(row["published"], 2)
    if row["published_direction"] != SAME:
        return f'{text} <abbr title="arah tidak jelas">?</abbr>'
    return f"{text} <small>no {rank_text(row['published_rank'])}</small>"


def ranking_table(ranking: pd.DataFrame) -> str:
    """Return the factors by what their removal could change, beside their frequency and the print."""
    single = ranking[ranking["factor"] != JOINT]
    lines = []
    for row in records(single):
        lines.append(
            f'<tr data-faktor="{escape(str(row["factor"]))}"><td class="dt-no">{rank_text(row["rank"])}</td>'
            f'<th scope="row">{escape(str(row["name"]))}</th>'
            f'<td data-kolom="Terkait kasus">{fraction(row)}</td>'
            f'<td data-kolom="Peringkat sering">{rank_text(row["rank_frequency"])}</td>'
            f'<td data-kolom="Sering">{percent(row["frequency"])}</td>'
            f'<td data-kolom="Terbit">{printed(row)}</td></tr>'
        )
    titles = [
        "No",
        "Faktor",
        "Kasus yang terkait (PAF)",
        "No sering",
        "Anak stunting",
        "Terbit, seperti tercetak",
    ]
    return table_html("urut", "dt-urut", titles, lines, "Peringkat faktor")


def published_note(ranking: pd.DataFrame) -> str:
    """Return where the published figures come from, and what "?" means; "" where there is none."""
    rows = ranking[ranking["published"].notna()]
    if rows.empty:
        return ""
    row = rows.iloc[0]
    when = period_name(str(row["published_period"]))
    unclear = (
        " ? Cetakannya tidak menyebut apakah menghitung yang punya atau yang tidak: ditampilkan, tidak "
        "diperingkat, tidak dibalik."
        if (rows["published_direction"] != SAME).any()
        else ""
    )
    return f"Angka terbit: {row['published_source']}, {when}, seluruh kabupaten.{unclear}"


def factor_table(
    shares: pd.DataFrame, crude: pd.DataFrame, adjusted: pd.DataFrame, ranking: pd.DataFrame
) -> str:
    """Return every factor with shares, ratios and fractions; the joint fraction below."""
    by = {w: {str(r["factor"]): r for r in records(shares[shares["among"] == w])}
          for w in (STUNTED, OTHERS, EVERYONE)}  # fmt: skip
    rough, fine = ({str(r["factor"]): r for r in records(f)} for f in (crude, adjusted))
    body = []
    for row in records(ranking):
        key = str(row["factor"])
        if key == JOINT:
            body.append(_joint(row))
            continue
        every = by[EVERYONE].get(key)
        unknown = percent(every["unknown_share"], 0) if every is not None else "–"
        own = fine.get(key)
        why = str(own["reason"]) if own is not None and own["refusal"] else str(row["reason"] or "")
        why = f'<small class="dt-alasan">{escape(why)}</small>' if why else ""
        children = number(row["children"]) if row["children"] > 0 and not row["refusal"] else ""
        body.append(
            f'<tr data-faktor="{escape(key)}"><th scope="row">{escape(str(row["name"]))}{why}</th>'
            f'<td data-kolom="Anak stunting">{share(by[STUNTED].get(key))}</td>'
            f'<td data-kolom="Anak lain">{share(by[OTHERS].get(key))}</td>'
            f'<td data-kolom="Tidak diketahui">{unknown}</td>'
            f'<td data-kolom="Kasar">{crude_ratio(rough.get(key), own)}</td>'
            f'<td data-kolom="Disesuaikan">{ratio(own)}</td>'
            f'<td data-kolom="PAF">{fraction(row)}</td><td data-kolom="Anak">{children or "–"}</td></tr>'
        )
    titles = [
        "Faktor", "Terpapar, anak stunting", "Terpapar, anak lain", "Tidak diketahui, dari yang didata",
        "Rasio kasar", "Rasio disesuaikan", "PAF", "Anak terkait",
    ]  # fmt: skip
    return table_html("faktor", "dt-faktor", titles, body, "Setiap faktor")


def _joint(row: Row) -> str:
    why = f'<small class="dt-alasan">{escape(str(row["reason"]))}</small>' if row["refusal"] else ""
    children = "–" if row["refusal"] else number(row["children"])
    return (
        f'<tr class="utama" data-faktor="{JOINT}"><th scope="row">{escape(str(row["name"]))}{why}</th>'
        f'<td colspan="5" class="dt-sepi"></td><td data-kolom="PAF">{fraction(row)}</td>'
        f'<td data-kolom="Anak">{children}</td></tr>'
    )
