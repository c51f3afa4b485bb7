"""One sentence for a ratio, a ranking, a sheet, an association, a flow; none claims a cause."""

from __future__ import annotations

import pandas as pd

from stunting.indicators.change import DOWN, UP
from stunting.indicators.determinants.association import SPEARMAN
from stunting.indicators.determinants.basis import unclear_largest
from stunting.indicators.determinants.factors import JOINT, factors
from stunting.indicators.determinants.paf import DEFICIT, EXCESS
from stunting.indicators.determinants.words import ADJUSTED, LESS, MEASURES, MORE, REFUSED
from stunting.indicators.format_id import interval, listing, number, percent
from stunting.indicators.results import check_result

_NAMED_AT_MOST = 3


def ratio_sentence(row: pd.Series, table: pd.DataFrame | None = None) -> str:
    """Return the sentence of one row of `ratios.adjusted` or `ratios.crude`."""
    name = str(row["name"])
    if row["refusal"]:
        return f"{name}: {row['reason']}"
    known = (factors() if table is None else table).set_index("key")["exposed_text"].dropna()
    who = f"anak yang {known[row['factor']]}" if row["factor"] in known else f"anak dengan {name}"
    size = f"{number(row['value'], 2)} kali (selang 95 % {number(row['low'], 2)}–{number(row['high'], 2)})"
    what = "Stunting" if row["measure"] == "pr" else "Odds stunting"
    how = " setelah disesuaikan" if row["model"] == ADJUSTED else ", belum disesuaikan"
    if row["verdict"] in (MORE, LESS):
        words = (
            ("lebih sering", "lebih jarang") if row["measure"] == "pr" else ("lebih tinggi", "lebih rendah")
        )
        word = words[row["verdict"] == LESS]
        return f"{what} {word} pada {who}: {size}{how}."
    return f"{what} pada {who} belum dapat dibedakan dari anak lain: {size}{how}."


def ratios_takeaway(found: pd.DataFrame) -> str:
    """Return the sentence of a forest plot of one area."""
    check_result(found)
    if found.empty:
        return "Belum ada faktor yang dipilih."
    given = found[found["refusal"] == ""]
    refused = len(found) - len(given)
    tail = f" {number(refused)} faktor tidak dihitung." if refused else ""
    if given.empty:
        reasons = list(dict.fromkeys(found["reason"]))
        return (
            f"Tidak dihitung. {reasons[0]}" if len(reasons) == 1 else "Tidak satu faktor pun dapat dihitung."
        )
    word = MEASURES[str(given["measure"].iloc[0])].lower()
    more = given[given["verdict"] == MORE].sort_values("value", ascending=False)
    if more.empty:
        return f"Tidak satu pun dari {number(len(given))} faktor punya {word} yang jelas di atas 1.{tail}"
    named = [f"{r['name']} ({number(r['value'], 2)})" for r in more.head(_NAMED_AT_MOST).to_dict("records")]
    rest = len(more) - len(named)
    named = [*named, f"{number(rest)} faktor lain"] if rest > 0 else named
    count = f"{number(len(more))} dari {number(len(given))} faktor"
    return f"{word.capitalize()} jelas di atas 1 pada {count}: {listing(named)}.{tail}"


def paf_sentence(row: pd.Series) -> str:
    """Return the sentence of one row of `paf.paf` (or `rank.ranking`)."""
    name = str(row["name"])
    if row["refusal"]:
        return f"{name}: {row['reason']}"
    size = f"{percent(row['value'])} kasus stunting (selang 95 % {interval(row['low'], row['high'])})"
    children = f"sekitar {number(abs(row['children']))} dari {number(row['cases'])} anak"
    if row["verdict"] == EXCESS:
        these = "faktor-faktor ini" if row["factor"] == JOINT else "faktor ini"
        return f"{name}: {size} terkait dengan {these}, {children}, bila hubungannya sebab-akibat."
    if row["verdict"] == DEFICIT:
        return f"{name}: stunting justru lebih jarang pada anak yang terpapar ({size})."
    return f"{name}: belum dapat dibedakan dari nol: {size}."


def ranking_takeaway(found: pd.DataFrame) -> str:
    """Return the sentence of the ranking of one area: first by removal, beside first by frequency."""
    check_result(found)
    single = found[(found["factor"] != JOINT) & (found["refusal"] == "")]
    clear = single[single["verdict"] == EXCESS].sort_values("rank")
    if single.empty:
        return "Tidak satu faktor pun dapat dihitung."
    often = found[found["rank_frequency"] == 1]
    first = (
        f"Paling sering: {often['name'].iloc[0]} ({percent(often['frequency'].iloc[0])})."
        if len(often)
        else ""
    )
    if clear.empty:
        return f"Belum satu faktor pun yang jelas terkait dengan kelebihan kasus. {first}".strip()
    top, larger = clear.iloc[0], unclear_largest(found)
    children = f", sekitar {number(top['children'])} anak" if pd.notna(top["children"]) else ""
    said = "Yang jelas terkait" if larger else "Paling banyak kasus terkait dengan"
    name = f"{said}: {top['name']}," if larger else f"{said} {top['name']}:"
    return (
        f"{name} {percent(top['value'])} (selang 95 % {interval(top['low'], top['high'])}){children}. "
        f"{f'{larger} ' if larger else ''}{first}"
    ).strip()


def parameters_takeaway(found: pd.DataFrame) -> str:
    """Return the sentence of a parameter sheet of one area: how many are red, what changed."""
    check_result(found)
    known = found[found["denominator"] > 0]
    if known.empty:
        return "Belum ada data parameter."
    red = known[known["red"].fillna(False).to_numpy(dtype=bool)].sort_values("value", ascending=False)
    count = f"dari {number(len(known))} parameter"
    if red.empty:
        text = f"Tidak satu pun {count} merah."
    else:
        named = [
            f"{r['name']} ({percent(r['value'], 0)})" for r in red.head(_NAMED_AT_MOST).to_dict("records")
        ]
        rest = len(red) - len(named)
        named = [*named, f"{number(rest)} lainnya"] if rest > 0 else named
        text = f"{number(len(red))} {count} merah: {listing(named)}."
    moved = {word: int((known["verdict"] == word).sum()) for word in (DOWN, UP)}
    said = [f"{number(n)} {word}" for word, n in moved.items() if n]
    return f"{text} {listing(said).capitalize()} sejak tanggal pembanding." if said else text


def association_takeaway(summary: pd.DataFrame) -> str:
    """Return the sentence of a scatter of areas."""
    row = summary[summary["measure"] == SPEARMAN].iloc[0]
    if row["verdict"] == REFUSED:
        return str(row["reason"])
    ends = f"{number(row['low'], 2)} sampai {number(row['high'], 2)}"
    size = f"korelasi peringkat {number(row['value'], 2)}, selang 95 % {ends}, {number(row['n'])} wilayah"
    name = str(row["against"]) or "indikator"
    if row["verdict"] == "belum dapat dibedakan":
        return f"Stunting dan {name} belum terlihat sejalan ({size}). {row['caveat']}."
    word = "lebih tinggi" if row["verdict"] == "naik" else "lebih rendah"
    return f"Stunting {word} di wilayah dengan {name} tinggi ({size}). {row['caveat']}."


def flow_takeaway(flow: pd.DataFrame) -> str:
    """Return the sentence of an outcome flow of one area.

    >>> from stunting.indicators.determinants.pregnancy_flow import published_flow
    >>> flow_takeaway(published_flow("63.11"))
    '65 ibu hamil KEK: 17 masih hamil dan normal, 27 melahirkan dan normal, dan 21 masih dipantau.'
    """
    check_result(flow)
    if flow.empty:
        return "Belum ada ibu hamil KEK yang tercatat."
    parts = [
        f"{number(r['numerator'])} {str(r['name'])[0].lower()}{str(r['name'])[1:]}"
        for r in flow[flow["numerator"] > 0].to_dict("records")
    ]
    return f"{number(flow['denominator'].iloc[0])} ibu hamil KEK: {listing(parts)}."
