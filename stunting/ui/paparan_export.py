"""Briefings to take away: one popover in the footer of every analytic page."""

from __future__ import annotations

import io
import zipfile
from functools import partial
from typing import Final, NamedTuple

import streamlit as st

from stunting import audit
from stunting.access import User
from stunting.reports.briefing import files, slides, tables, typeset
from stunting.reports.briefing.provenance import INTERNAL_NAME
from stunting.settings import settings
from stunting.ui import downloads, gate, paparan_figures
from stunting.ui.filters import INDICATORS, Choice

#: What is noted in the audit log: an export without any identity.
EXPORTED: Final = "ekspor"


class Format(NamedTuple):
    """One file: what the button says, the end of its name."""

    title: str
    end: str


FORMATS: Final[dict[str, Format]] = {
    "pdf": Format("Slide (PDF)", "paparan.pdf"),
    "lembar": Format("Satu lembar A4 (PDF)", "satu-lembar.pdf"),
    "ponsel": Format("Gambar untuk ponsel (PNG)", "ponsel.png"),
    "png": Format("Semua gambar slide (PNG)", "gambar.zip"),
    "pptx": Format("PowerPoint", "paparan.pptx"),
    "xlsx": Format("Angka (XLSX)", "angka.xlsx"),
    "csv": Format("Angka (CSV)", "angka-csv.zip"),
}


def build(user: User, choice: Choice, area: str, kind: str) -> bytes:
    """Return one file of the briefing under the reader's disclosure control; noted in the audit log."""
    made = paparan_figures.briefing(choice, area, protected=user.protected)
    where = area.replace(" ", "_")
    subject = f"paparan:{kind}:{where}:{choice.period}:{choice.indicator}:{choice.rule}"[:120]
    audit.record(settings().home, user.name, EXPORTED, subject)
    if kind == "pdf":
        return typeset.pdf(made)
    if kind == "lembar":
        return typeset.pdf(made, "sheet")
    if kind == "ponsel":
        return typeset.png(made, "phone")[0]
    if kind == "pptx":
        return slides.pptx(made)
    if kind == "xlsx":
        return tables.workbook(made)
    if kind == "csv":
        return tables.csv_archive(made)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:  # pictures are compressed already
        for name, picture in files.contents(made, ["png"]).items():
            archive.writestr(name, picture)
    return out.getvalue()


def button(choice: Choice) -> None:
    """Show the popover: for whom, live or as a file. Files are made when they are asked for."""
    user = gate.user()
    with st.popover("Paparan", type="tertiary"):
        served = paparan_figures.puskesmas(choice)
        area = st.selectbox(
            "Paparan untuk", [choice.area, *served], key="paparan_untuk",
            format_func=lambda a: choice.label if a == choice.area else f"Puskesmas {a}", required=True,
            label_visibility="collapsed",
        )  # fmt: skip
        area = area if area in served else choice.area
        st.page_link(
            settings().pages_dir.resolve() / "paparan.py", label="Tayangkan layar penuh",
            query_params={} if area == choice.area else {"puskesmas_paparan": area},
        )  # fmt: skip
        for kind, form in FORMATS.items():
            downloads.button(
                form.title, partial(build, user, choice, area, kind),
                file_name(choice, area, form, internal=not user.protected), key=f"paparan_{kind}",
            )  # fmt: skip


def file_name(choice: Choice, area: str, form: Format, *, internal: bool = False) -> str:
    """Return the name of a file: indicator, place, period, rule, and whether small counts are in it."""
    place = choice.label if area == choice.area else f"Puskesmas {area}"
    mark = INTERNAL_NAME if internal else ""
    return downloads.figures(form.end, INDICATORS[choice.indicator], place, choice.period, choice.rule, mark)
