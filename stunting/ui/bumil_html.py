"""Tables and the flow of the page Ibu hamil as HTML, and the table as CSV."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any, Final

import pandas as pd

from stunting.indicators.determinants.pregnancy import ANAEMIA, KEK
from stunting.indicators.determinants.pregnancy_words import CALLED, FEW
from stunting.indicators.format_id import date, interval, number, percent, period_name
from stunting.reports.safe import safe_csv

#: State of the flow → how it is drawn: went well, still open, went badly.
LOOKS: Final = {
    "hamil_normal": "baik", "lahir_normal": "baik", "dipantau": "buka", "lahir_bblr": "berat",
    "keguguran": "berat", "lahir_mati": "berat", "pindah": "lain",
}  # fmt: skip


def flow(found: pd.DataFrame) -> str:
    """Return the outcome flow: the whole as a bar of its parts, each part a line below."""
    shown = found[found["numerator"] > 0]
    whole = float(found["denominator"].iloc[0])
    bar = "".join(
        f'<i class="{LOOKS[str(r["state"])]}" style="flex-grow:{r["numerator"]:.0f}">'
        f"<b>{number(r['numerator'])}</b></i>"
        for r in shown.to_dict("records")
    )
    lines = "".join(
        f'<li><i class="{LOOKS[str(r["state"])]}"></i><span>{escape(str(r["name"]))}</span>'
        f"<b>{number(r['numerator'])}</b><em>{percent(r['value'], 0)}</em></li>"
        for r in shown.to_dict("records")
    )
    return (
        f'<div class="bum-alur" data-uji="alur"><p><b>{number(whole)}</b> ibu pernah KEK</p>'
        f'<div class="bum-balok" aria-hidden="true">{bar}</div><ul class="bum-bagian">{lines}</ul></div>'
    )


def areas(found: pd.DataFrame, names: Mapping[str, str], title: str) -> str:
    """Return the table of areas, highest first; hidden ones last, each state in its own word."""
    body = "".join(_line(r, names) for r in ordered(found).to_dict("records"))
    what = CALLED[str(found["indicator"].iloc[0])] if len(found) else ""
    what = what[0].upper() + what[1:]
    return (
        '<div class="bum-gulir gulir"><table class="tabel bum-tabel" data-uji="wilayah"><thead><tr>'
        f"<th>{escape(title)}</th><th>{what}</th><th>Selang 95 %</th><th>Ibu</th><th>Tidak diukur</th></tr>"
        f"</thead><tbody>{body}</tbody></table></div>"
    )


def ordered(found: pd.DataFrame) -> pd.DataFrame:
    """Return areas highest first, those without a figure last."""
    return found.sort_values(
        ["value", "area"], ascending=[False, True], na_position="last", ignore_index=True
    )


def _line(row: dict[Any, Any], names: Mapping[str, str]) -> str:
    name = escape(names.get(str(row["area"]), str(row["area"])))
    if row["suppressed"]:
        return f'<tr><th scope="row">{name}</th><td colspan="4">disamarkan</td></tr>'
    if not row["denominator"]:
        said = "tidak diukur" if row["women"] else "belum ada data"
        rest = number(row["unknown"]) if row["women"] else "–"
        return f'<tr><th scope="row">{name}</th><td colspan="3">{said}</td><td>{rest}</td></tr>'
    star = "*" if row["denominator"] < FEW else ""
    unknown = number(row["unknown"]) if row["unknown"] == row["unknown"] else "–"
    return (
        f'<tr><th scope="row">{name}</th><td class="kuat">{percent(row["value"], 1)}{star}</td>'
        f"<td>{interval(row['low'], row['high'])}</td>"
        f"<td>{number(row['numerator'])} dari {number(row['denominator'])}</td><td>{unknown}</td></tr>"
    )


def women(frame: pd.DataFrame, names: Mapping[str, str]) -> str:
    """Return the list with names, for who may see them."""
    body = "".join(
        f'<tr><th scope="row">{escape(str(r["name"]))}</th>'
        f"<td>{escape(names.get(str(r['desa']), str(r['desa'])))}{_post(r)}</td><td>{_state(r)}</td>"
        f"<td>{_size(r['lila'], 'cm')}</td><td>{_size(r['hb'], 'g/dL')}</td><td>{_count(r['weeks'])}</td>"
        f"<td>{_count(r['ttd'])}</td><td>{_count(r['anc'])}</td><td>{date(r['noted_on'])}</td></tr>"
        for r in frame.to_dict("records")
    )
    return (
        '<div class="bum-gulir gulir"><table class="tabel bum-ibu" data-uji="daftar-ibu"><thead><tr>'
        "<th>Ibu</th><th>Desa · posyandu</th><th>Keadaan</th><th>LiLA</th><th>Hb</th><th>Minggu</th>"
        f"<th>TTD</th><th>ANC</th><th>Kunjungan terakhir</th></tr></thead><tbody>{body}</tbody></table></div>"
    )


def _post(row: dict[Any, Any]) -> str:
    post = row["posyandu"]
    return "" if post is None or post != post else f" · {escape(str(post))}"


def _state(row: dict[Any, Any]) -> str:
    said = [CALLED[key] for key in (KEK, ANAEMIA) if row[key] is True or row[key] == True]  # noqa: E712
    return " dan ".join(said) or "–"


def _size(value: float, unit: str) -> str:
    return "tidak diukur" if value != value else f"{number(value, 1)} {unit}"


def _count(value: float) -> str:
    return "–" if value != value else number(value)


def counts(frame: pd.DataFrame) -> str:
    """Return how many women to look after each puskesmas has, without a name."""
    body = "".join(
        f'<tr><th scope="row">{escape(str(r["area"]))}</th><td>{number(r["women"])}</td>'
        f"<td>{number(r[KEK])}</td><td>{number(r[ANAEMIA])}</td><td>{number(r['both'])}</td></tr>"
        for r in frame.to_dict("records")
    )
    return (
        '<table class="tabel" data-uji="jumlah-ibu"><thead><tr><th>Puskesmas</th><th>Masih hamil</th>'
        f"<th>KEK</th><th>Anemia</th><th>Keduanya</th></tr></thead><tbody>{body}</tbody></table>"
    )


def table_csv(found: pd.DataFrame, names: Mapping[str, str]) -> bytes:
    """Return the areas as they stand on screen, with rule and source (UTF-8 with BOM, ``;``)."""
    rows = ordered(found)
    shown = rows["value"].notna()
    out = pd.DataFrame(
        {
            "kode": [a if "." in str(a) and "?" not in str(a) else "" for a in rows["area"]],
            "wilayah": [names.get(str(a), str(a)) for a in rows["area"]],
            "tingkat": rows["level"],
            "indikator": rows["indicator"].map(CALLED),
            "periode": [period_name(p) for p in rows["period"]],
            "persen": (100 * rows["value"].astype("float64")).round(2),
            "persen_bawah": (100 * rows["low"].astype("float64")).round(2),
            "persen_atas": (100 * rows["high"].astype("float64")).round(2),
            "pembilang": rows["numerator"].where(shown).astype("Float64").astype("Int64"),
            "penyebut": rows["denominator"].astype("Float64").astype("Int64"),
            "keadaan": _states(rows),
            "aturan": rows["cutoff"],
            "sumber": rows["source"],
        }
    )
    return safe_csv(out, sep=";", decimal=",").encode("utf-8-sig")


def _states(rows: pd.DataFrame) -> list[str]:
    return [
        "disamarkan" if hidden else "" if value == value else "tidak diukur" if seen else "belum ada data"
        for hidden, value, seen in zip(
            rows["suppressed"], rows["value"], rows["women"].fillna(0) > 0, strict=True
        )
    ]
