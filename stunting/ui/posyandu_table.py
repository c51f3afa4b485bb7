"""The table of areas of one month: counts and ratios side by side, its order, its download."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pandas as pd

from stunting.indicators.format_id import number, period_name
from stunting.indicators.skdn import PART, RATIOS, zone_of
from stunting.reports.safe import safe_csv
from stunting.ui.posyandu_html import LETTERS, UNDECIDED, blind
from stunting.ui.texts import HIDDEN

#: What the table can be ordered by.
ORDERS: Final = {
    "rasio": "rasio terpilih",
    "wilayah": "nama",
    **{key: ratio.title for key, ratio in RATIOS.items()},
    **{key: title for key, (title, _) in LETTERS.items() if key != "undecided"},
}
_PARTS: Final = ("value", "low", "high", "denominator", "suppressed", "note")


def wide(counts: pd.DataFrame, ratios: pd.DataFrame) -> pd.DataFrame:
    """Return one row an area: its counts, and ``<ratio>_value``, ``_low``, …, ``_zone`` of every ratio."""
    out = counts.set_index("area")
    for key in RATIOS:
        own = ratios[ratios["indicator"] == key].set_index("area")
        own = own.assign(zone=zone_of(own["value"], own["target"]))
        for part in (*_PARTS, "zone"):
            out[f"{key}_{part}"] = own[part].reindex(out.index)
    return out.reset_index()


def ordered(frame: pd.DataFrame, by: str, name: Callable[[str], str], *, down: bool) -> pd.DataFrame:
    """Return the rows in order; those without a figure come last, equal ones by name."""
    names = frame["area"].map(name)
    if by == "wilayah":
        return frame.iloc[names.argsort(kind="stable")][:: -1 if down else 1].reset_index(drop=True)
    column = f"{by}_value" if by in RATIOS else by
    keyed = frame.assign(_key=frame[column].astype("float64"), _name=names)
    keyed = keyed.sort_values(
        ["_key", "_name"], ascending=[not down, True], kind="stable", na_position="last"
    )
    return keyed.drop(columns=["_key", "_name"]).reset_index(drop=True)


def table_csv(frame: pd.DataFrame, name: Callable[[str], str], source: str) -> bytes:
    """Return the whole table as CSV (UTF-8 with BOM, ``;``)."""
    out: dict[str, object] = {
        "wilayah": [name(str(a)) for a in frame["area"]],
        "kode": ["" if "?" in str(a) else str(a) for a in frame["area"]],
        "tingkat": frame["level"],
        "bulan": [period_name(str(p)) for p in frame["period"]],
    }
    for key, (title, _) in LETTERS.items():
        label = {"?": "tidak_dapat_dinilai"}.get(title, title)
        out[label] = ["" if pd.isna(v) else number(v).replace(".", "") for v in frame[key]]
    for key, ratio in RATIOS.items():
        for part, word in (("value", ""), ("low", "_batas_bawah"), ("high", "_batas_atas")):
            column = [number(100 * v, 2) for v in frame[f"{key}_{part}"].astype("float64")]
            out[f"{ratio.title}{word}"] = ["" if v == "–" else v for v in column]
    out["asal_S"] = frame["s_from"]
    gaps = [", ".join(blind(row)) for row in frame.to_dict("records")]
    books = [
        f"K/S: {number(k)} dari {number(of)} {note}" if str(note).startswith(PART) else ""
        for k, of, note in zip(frame["k"], frame["ks_denominator"], frame["ks_note"], strict=True)
    ]
    hidden = frame["suppressed"] | frame["ks_suppressed"].fillna(False).astype(bool)
    out["keterangan"] = [
        "; ".join(filter(None, [HIDDEN if h else "", n, k, g and f"{g}: {UNDECIDED}"]))
        for h, n, k, g in zip(hidden, frame["ds_note"], books, gaps, strict=True)
    ]
    out["sumber"] = source
    return safe_csv(pd.DataFrame(out), sep=";").encode("utf-8-sig")
