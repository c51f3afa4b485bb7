"""Downloads: one button, and names that say what a file holds without being opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from stunting.reports.briefing.files import slug
from stunting.ui import data

_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
#: Types by the end of a name; anything else is the reader's own file, given back as it came.
MIME: Final = {
    "csv": "text/csv",
    "pdf": "application/pdf",
    "png": "image/png",
    "pptx": f"{_OFFICE}presentationml.presentation",
    "xlsx": f"{_OFFICE}spreadsheetml.sheet",
    "zip": "application/zip",
}


def button(
    label: str, make: Callable[[], bytes | str], name: str, *, key: str, kind: str = "tertiary"
) -> None:
    """Show a download; the file is made when it is asked for, and the page does not run again.

    Parameters
    ----------
    label : str
        Words of the button.
    make : callable
        Returns the content; runs after the click and checks the reader's role again where it must.
    name : str
        Name of the file; its end tells the type.
    key : str
        Key of the widget.
    kind : {"tertiary", "secondary"}
        A quiet button, or one with a frame.
    """
    end = name.rpartition(".")[2].lower()
    st.download_button(
        label, data=make, file_name=name, mime=MIME.get(end, "application/octet-stream"), type=kind,  # type: ignore[arg-type]
        on_click="ignore", key=key,
    )  # fmt: skip


def figures(end: str, *parts: str) -> str:
    """Return the name of a file of figures: its parts, and whether they are synthetic, since files travel.

    `end` is what comes last, as ``csv`` or ``paparan.pdf`` (then with a hyphen before it).
    """
    stem = slug(" ".join(part for part in (*parts, "sintetis" if data.synthetic() else "") if part))
    return f"{stem}{'-' if '.' in end else '.'}{end}"
