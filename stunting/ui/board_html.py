"""The completeness board as HTML: a heat table, its key, and a list for a phone."""

from __future__ import annotations

from html import escape

import pandas as pd

from stunting.indicators import completeness
from stunting.indicators.completeness import DELIVERED, PARTLY
from stunting.indicators.facts import facts
from stunting.indicators.format_id import number, percent, period_name, period_short
from stunting.indicators.words import HIDDEN_WHY
from stunting.ui.texts import HIDDEN


def table(frame: pd.DataFrame, newest: str | None = None) -> str:
    """Return the heat table: a row a puskesmas, a column a month; `newest` is the month that is due."""
    months = sorted(frame["period"].unique())
    newest = newest or completeness.newest(frame)
    years = pd.Series([m[:4] for m in months])
    over = "".join(
        f'<th colspan="{n}" class="tahun" scope="colgroup">{y}</th>'
        for y, n in years.value_counts(sort=False).items()
    )
    head = "".join(
        f'<th scope="col"{" class=kini" if m == newest else ""}><abbr title="{period_name(m)}">'
        f"{period_short(m).split()[0]}</abbr></th>"
        for m in months
    )
    body = []
    for name, part in frame.groupby("puskesmas", sort=False):
        cells = "".join(
            _cell(str(name), line, newest) for line in part.sort_values("period").to_dict("records")
        )
        body.append(f'<tr><th scope="row">{escape(str(name))}</th>{cells}</tr>')
    return (
        '<div class="papan-luar gulir" tabindex="0" role="region" '
        'aria-label="Kelengkapan tiap puskesmas, 12 bulan">'
        f'<table class="papan" data-uji="papan"><thead><tr><td></td>{over}</tr>'
        f'<tr><th scope="col">Puskesmas</th>{head}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table></div>"
    )


def _cell(name: str, line: dict, newest: str | None) -> str:
    now = " kini" if line["period"] == newest else ""
    when = period_name(line["period"])
    if line["state"] not in (DELIVERED, PARTLY):
        mark = "–" if not now else "belum"
        return f'<td class="belum{now}" title="{escape(name)}, {when}: belum masuk">{mark}</td>'
    part = ", baru sebagian" if line["state"] == PARTLY else ""
    if line["suppressed"]:
        said = f"{name}, {when}: masuk{part}, angkanya {HIDDEN} untuk umum"
        return f'<td class="pos-samar{now}" title="{escape(said)}">{"½" if part else "◦"}</td>'
    rows, ds = number(line["registered"]), percent(line["ds"], 1)
    grade = line["quality"] or "?"
    said = (
        f"{name}, {when}: {rows} balita, {number(line['measured'])} diukur (D/S {ds}), "
        f"{percent(line['share'], 1)} baris bermasalah, kelas {grade}"
    )
    look = "sebagian" if part else f"kelas-{grade.lower()}"
    body = f"<b>{'½' if part else grade}</b><i>{percent(line['ds'], 1).removesuffix(' %')}</i>"
    return f'<td class="{look}{now}" title="{escape(said + part)}">{body}</td>'


def legend(frame: pd.DataFrame) -> str:
    """Return what letters and colours mean; what is hidden, where something is."""
    out = []
    for r in facts("kelas_mutu").to_dict("records"):
        most, least = r["baris_bermasalah_paling_banyak"], r["ds_paling_sedikit"]
        rule = (
            f": baris bermasalah ≤ {most} % dan D/S ≥ {least} %" if isinstance(most, str) else ": selainnya"
        )
        out.append(f'<span><i class="kelas-{r["kelas"].lower()}">{r["kelas"]}</i>{r["nama"]}{rule}</span>')
    out.append(
        '<span><i class="sebagian">½</i>baru sebagian</span><span><i class="belum">–</i>belum masuk</span>'
    )
    if frame["suppressed"].any():
        out.append(
            f'<span><i class="pos-samar">◦</i>sudah masuk, angkanya {HIDDEN} untuk umum: {HIDDEN_WHY}</span>'
        )
    return f'<div class="papan-kunci">{"".join(out)}<span>Angka di samping huruf: D/S (%)</span></div>'


def phone(frame: pd.DataFrame) -> str:
    """Return the newest month as a list: what a phone shows first."""
    newest = completeness.newest(frame)
    lines = []
    for line in frame[frame["period"] == newest].to_dict("records"):
        if line["suppressed"]:
            part = line["state"] == PARTLY
            grade, look = "½" if part else "◦", "pos-samar"
            note = f"{'baru sebagian' if part else 'sudah masuk'}, angkanya {HIDDEN}"
        elif line["state"] in (DELIVERED, PARTLY):
            grade = line["quality"] or "?"
            look = f"kelas-{grade.lower()}"
            if line["state"] == PARTLY:
                grade, look = "½", "sebagian"
            note = f"{number(line['registered'])} balita, D/S {percent(line['ds'], 1)}"
        else:
            grade, look, note = "–", "belum", "belum masuk"
        lines.append(
            f'<li><i class="{look}">{grade}</i><b>{escape(line["puskesmas"])}</b><span>{note}</span></li>'
        )
    return f'<ul class="papan-daftar">{"".join(lines)}</ul>'
