"""Downloads of the follow-up screen: A4 to print, a workbook, and the counts for everybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

import pandas as pd
import streamlit as st

from stunting.access import User
from stunting.indicators import follow_up
from stunting.indicators.format_id import date, number, percent, period_name
from stunting.indicators.results import source_text
from stunting.reports.lists import About, printable, workbook
from stunting.reports.safe import safe_csv
from stunting.ui import data, downloads, follow_up_data, people
from stunting.ui.follow_up import Scope, area_label, title_of
from stunting.ui.follow_up_texts import early_caveat
from stunting.ui.follow_up_view import Board, inside, may_see, warned

Kind = Literal["pdf", "xlsx"]
BUTTONS: tuple[tuple[Kind, str], ...] = (("pdf", "Cetak per posyandu"), ("xlsx", "Excel"))


def _about(scope: Scope, code: str) -> About:
    pulled = data.pulled_on()
    source = f"e-PPGBM{f', ditarik {date(pulled)}' if pulled else ''}"
    about = About(scope.month, source, synthetic=data.made_up(), label=lambda key: area_label("desa", key))
    if code == follow_up_data.EARLY:
        return replace(about, title="Peringatan dini", note=early_caveat(scope.month))
    return about


def found_of(scope: Scope, code: str) -> pd.DataFrame:
    """Return the rows of the lists that a download holds: those of the place and the chosen list."""
    if code == follow_up_data.EARLY:
        return warned(scope)
    found = inside(follow_up_data.lists(scope.month), scope)
    if code in follow_up.PRIORITIES:
        return found[found["priority"].eq(code)]
    return found if code == follow_up_data.ALL else found[found["list"].eq(code)]


def build(user: User, scope: Scope, code: str, kind: Kind) -> bytes:
    """Return the file, with the names that the user may see; noted in the audit log.

    Raises
    ------
    AccessError
        If the role sees no names, or not those of this place.
    """
    found = found_of(scope, code)
    if not may_see(user, scope):
        user.scope()  # says why, for roles that see no names
        found = found.head(0)
    subject = f"tindak_lanjut:{scope.month}:{scope.area}:{kind}".translate({124: "/"})[:120]
    names = people.exported(user, found["child_id"], subject)
    found = found[found["child_id"].isin(set(names["child_id"]))].merge(names, on="child_id", how="left")
    about = _about(scope, code)
    return printable(found, about) if kind == "pdf" else workbook(found, about)


def file_name(scope: Scope, kind: str, code: str = "") -> str:
    """Return the name of a file: list, place and month, never a child."""
    what = "peringatan-dini" if code == follow_up_data.EARLY else "tindak-lanjut"
    return downloads.figures(kind, what, scope.label, scope.month)


def counts_csv(board: Board) -> bytes:
    """Return the counts as they stand on screen (UTF-8 with BOM, ``;``)."""
    here = board.counts.reset_index().assign(level=board.scope.level)
    whole = pd.concat([here, board.parts.assign(level=board.inside)], ignore_index=True)
    out = pd.DataFrame(
        {
            "tingkat": whole["level"],
            "wilayah": [area_label(le, a) for le, a in zip(whole["level"], whole["area"], strict=True)],
            "bulan": period_name(board.scope.month),
            "daftar": [title_of(code) for code in whole["list"]],
            "jumlah": [number(v) if v == v else "" for v in whole["numerator"]],
            "dari": [number(v) if v == v else "" for v in whole["denominator"]],
            "penyebut": whole["base"],
            "persen": [percent(v, 1) if v == v else "" for v in whole["value"]],
            "sumber": source_text("e-PPGBM", data.pulled_on(), synthetic=data.made_up()),
        }
    ).drop_duplicates(["tingkat", "wilayah", "daftar"])
    return safe_csv(out, sep=";").encode("utf-8-sig")


def _later(user: User, scope: Scope, code: str, kind: Kind) -> Callable[[], bytes]:
    held = people.token()
    return lambda: build(people.still(user, held), scope, code, kind)


def buttons(user: User, board: Board) -> None:
    """Show what this user may download."""
    scope, code = board.scope, board.code
    with st.container(key="unduhan", horizontal=True, gap="small", vertical_alignment="center"):
        if board.by_child and scope.puskesmas:
            for kind, label in BUTTONS:
                downloads.button(
                    label, _later(user, scope, code, kind), file_name(scope, kind, code),
                    key=f"unduh_{kind}", kind="secondary",
                )  # fmt: skip
        downloads.button(
            "Hitungan (CSV)", lambda: counts_csv(board), file_name(scope, "csv"), key="unduh_csv"
        )
