"""HTML of a child's page: header, where it stands now, and the table of measurements."""

from __future__ import annotations

from html import escape
from typing import Any, Final

import pandas as pd

from stunting.indicators.faltering import CAVEAT
from stunting.indicators.follow_up.words import index_name, kg
from stunting.indicators.format_id import date, number, percent, period_name
from stunting.reports.follow_up_frame import actions
from stunting.ui.child import Child
from stunting.ui.follow_up import area_label, title_of

SEX: Final = {"L": "Laki-laki", "P": "Perempuan"}
GAIN: Final = {
    "N": "N (naik)",
    "T": "T (tidak naik)",
    "O": "O (bulan lalu tidak ditimbang)",
    "B": "B (pertama kali ditimbang)",
}
POSITION: Final = {"l": "telentang", "h": "berdiri"}
INDICES: Final = (("waz", "class_bbu"), ("haz", "class_tbu"), ("whz", "class_bbtb"))
_FINE: Final = ("normal", "tinggi")  # words of the classes that ask for nothing


def _missing(value: object) -> bool:
    return value is None or value is pd.NaT or value != value


def _text(value: object) -> str:
    return "" if _missing(value) else escape(str(value))


def age_words(months: Any, birth_date: Any, period: str) -> str:
    """Return the age: when measured, else at the end of the month that lists the child.

    >>> age_words(7, None, "2024-11"), age_words(None, pd.Timestamp("2023-07-02"), "2024-11")
    ('7 bulan', '16 bulan')
    >>> age_words(None, pd.NaT, "2024-11")
    'umur tidak diketahui'
    """
    if not _missing(months):
        return f"{number(months)} bulan"
    if _missing(birth_date):
        return "umur tidak diketahui"
    born, end = pd.Timestamp(birth_date), pd.Period(period, "M").end_time
    return f"{number((end.year - born.year) * 12 + end.month - born.month - (end.day < born.day))} bulan"


def header(child: Child) -> str:
    """Return who the child is and where it lives."""
    last, names = child.last, child.names
    name = _text(names.get("name")) or f"ID {escape(child.child_id[:8])}"
    born = (
        f"lahir {date(last['birth_date'])}"
        if not _missing(last["birth_date"])
        else "tanggal lahir tidak tercatat"
    )
    age = age_words(last["age_months"], last["birth_date"], str(last["period"]))
    who = f"{SEX.get(str(last['sex']), 'Jenis kelamin tidak tercatat')}, {age} ({born})"
    house = [f"{k.upper()} {_text(names.get(k))}" for k in ("rt", "rw") if _text(names.get(k))]
    home = " ".join([*house, _text(names.get("address"))]).strip()
    parent = _text(names.get("parent"))
    desa = area_label("desa", str(last["desa"])) if not _missing(last["desa"]) else ""
    place = ", ".join(
        t for t in (f"Posyandu {_text(last['posyandu']) or 'tidak tercatat'}", escape(desa),
                    f"Puskesmas {_text(last['puskesmas'])}") if t
    )  # fmt: skip
    lines = [
        who,
        place,
        " · ".join(t for t in (f"Orang tua: {parent}" if parent else "", home) if t),
    ]
    body = "".join(f"<p>{line}</p>" for line in lines if line)
    return f'<div class="an-kepala" data-uji="anak"><h1>{name}</h1>{body}</div>'


def state(child: Child) -> str:
    """Return where the child stands: classes, weight gain, what to do, early warning."""
    last = child.measured
    cells = []
    if last is not None:
        for z, column in INDICES:
            name = index_name(z, float(last["age_months"]) if not _missing(last["age_months"]) else 60.0)
            word, css = _word(last, z, column)
            value = "–" if _missing(last[z]) else number(last[z], 2)
            cells.append(f'<div><h2>{name}</h2><b class="{css}">{word}</b><p>z {value}</p></div>')
        gain = GAIN.get(str(last["gain"]), "tidak dapat dinilai")
        cells.append(f"<div><h2>Berat badan</h2><b>{gain}</b><p>diukur {date(last['measured_on'])}</p></div>")
    found = "".join(cells) or "<div><h2>Pengukuran</h2><b>Belum pernah diukur</b></div>"
    return f'<div class="an-keadaan">{found}</div>{_task(child)}{_early(child)}'


def _word(row: Any, z: str, column: str) -> tuple[str, str]:
    if bool(row[f"flag_{z}"]):
        return "tidak masuk akal: ukur ulang", "an-perlu"
    if _missing(row[column]):
        return "tidak dapat dinilai", ""
    word = str(row[column])
    return escape(word), "" if any(fine in word.lower() for fine in _FINE) else "an-perlu"


def _task(child: Child) -> str:
    if child.visits.empty:
        return f'<p class="an-tugas">Tidak ada tindak lanjut untuk {period_name(child.month)}.</p>'
    row = child.visits.iloc[0]
    priority = row["priority"]
    known = isinstance(priority, str)
    badge = f'<span class="tl-p {priority.lower()}">{priority}</span> ' if known else ""
    title = f"<b>{escape(title_of(priority))}</b>: " if known else ""
    reason = str(row["reason"])
    return (
        f'<p class="an-tugas">{badge}{title}{escape(reason if known else reason[:1].upper() + reason[1:])}. '
        f'<span class="tl-aksi">{escape(actions(str(row["lists"]), priority))}</span> '
        f"<small>({period_name(child.month)})</small></p>"
    )


def _early(child: Child) -> str:
    row = child.score
    if row is None:
        return ""
    band = str(row["band"])
    if band in ("sudah stunting", "tidak dapat dihitung"):
        said = f"{band}. {escape(str(row['reason']))}."
    else:
        said = (
            f"risiko stunting pada umur 24 bulan <b>{escape(band)}</b> (skor {percent(row['risk'], 0)}). "
            f"{escape(str(row['reason']))}."
        )
    caveat = escape(str(row.get("caveat", CAVEAT)))
    return f'<p class="tl-ingat" role="note"><b>Peringatan dini</b>: {said} Skor ini {caveat}.</p>'


def measurements(child: Child) -> str:
    """Return the table of every row, newest first, with the corrections struck through.

    A file is named to those alone whose upload it is (`Child.files`): its name is free text of another
    puskesmas otherwise.
    """
    rows = "".join(_row(row, child.files) for row in child.history.iloc[::-1].to_dict("records"))
    head = (
        "<th>Diukur</th><th>Umur</th><th>Berat</th><th>Panjang/tinggi</th><th>LiLA</th><th>BB/U</th>"
        "<th>PB/U, TB/U</th><th>BB/PB, BB/TB</th><th>N/T/O/B</th><th>Asal</th>"
    )
    return (
        '<div class="an-gulir gulir" tabindex="0" role="region" aria-label="Tabel pengukuran">'
        '<table class="an-tabel">'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(row: dict[Any, Any], files: dict[str, str]) -> str:
    current = row["state"] == "berlaku"
    measured = bool(row["measured"])
    when = (
        date(row["measured_on"]) if measured and not _missing(row["measured_on"]) else _month(row["period"])
    )
    age = "" if _missing(row["age_months"]) else f"{number(row['age_months'])} bln"
    css = "" if current else ' class="an-lama"'
    sized = not (_missing(row["weight_kg"]) and _missing(row["height_cm"]))
    absent = "tanpa tanggal ukur: tidak dipakai" if sized else "tidak ditimbang"
    note = f"<small>{'' if measured else absent}</small>"
    if not current:
        note = f"<small>{escape(str(row['state']))}</small>"
    return (
        f"<tr{css}><td>{when}{note}</td><td>{age}</td><td>{_size(row['weight_kg'], 'kg')}</td>"
        f"<td>{_height(row)}</td><td>{_size(row['lila_cm'], 'cm', 1)}</td>"
        + "".join(f"<td>{_index(row, z, column, measured)}</td>" for z, column in INDICES)
        + f"<td>{_gain(row)}</td><td>{_origin(row, files)}</td></tr>"
    )


def _month(period: object) -> str:
    return "" if _missing(period) else period_name(str(period), short=True)


def _size(value: object, unit: str, decimals: int | None = None) -> str:
    if _missing(value) or not float(value) > 0:  # type: ignore[arg-type]
        return '<span class="tl-redup">–</span>'
    text = kg(float(value)) if decimals is None else number(float(value), decimals)  # type: ignore[arg-type]
    return f"{text} {unit}"


def _height(row: dict[Any, Any]) -> str:
    text = _size(row["height_cm"], "cm", 1)
    position = POSITION.get(str(row["position"]))
    return f"{text}<small>{position}</small>" if position and "–" not in text else text


def _index(row: dict[Any, Any], z: str, column: str, measured: bool) -> str:
    if not measured or _missing(row[z]):
        return '<span class="tl-redup">–</span>'
    word, css = _word(row, z, column)
    mark = f' class="{css}"' if css else ""
    return f"<span{mark}>{number(row[z], 2)}</span><small>{word}</small>"


def _gain(row: dict[Any, Any]) -> str:
    mine, theirs = str(row.get("gain") or ""), row.get("weight_gain")
    theirs = "" if _missing(theirs) else str(theirs)
    other = f"<small>berkas: {escape(theirs)}</small>" if theirs and theirs != mine else ""
    return f'<b title="{GAIN.get(mine, "tidak dapat dinilai")}">{mine or "–"}</b>{other}'


def _origin(row: dict[Any, Any], files: dict[str, str]) -> str:
    file = escape(files.get(str(row.get("upload_id")), "")) or "bukan unggahan puskesmas ini"
    line = "" if _missing(row.get("row")) else f", baris {number(row['row'])}"
    sent = "" if _missing(row.get("uploaded_at")) else f"diunggah {date(row['uploaded_at'])}"
    change = _text(row.get("change"))
    more = f'<small class="an-perlu">diperbaiki: {change}</small>' if change else ""
    return f'<span class="an-berkas">{file}{line}</span><small>{sent}</small>{more}'
