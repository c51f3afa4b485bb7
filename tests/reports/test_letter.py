"""The feedback letter says what the figures can bear, and what they cannot."""

from __future__ import annotations

import datetime as dt
import io

import pandas as pd
import pypdf
import pytest

from stunting.reports.letter import content, letter
from tests.reports.figures import Made

TODAY = dt.date(2024, 9, 2)
DESA = [f"63.11.02.20{i:02d}" for i in range(1, 5)]
NONE = pd.DataFrame({"code": [], "severity": []})


class Puskesmas(Made):
    """Figures of one puskesmas that serves all desa."""

    def rates(self, level, period, indicator, area=None):
        inside = None if level == "desa" else area
        return super().rates(level, period, indicator, inside)


def figures(now=(60, 240), month=(58, 240), year=(90, 240), desa=((20, 60),) * 4):
    cells = {("Contoh", p): c for p, c in (("2024-08", now), ("2024-07", month), ("2023-08", year)) if c}
    parts = {(d, "2024-08"): c for d, c in zip(DESA, desa, strict=True)}
    return Puskesmas({"puskesmas": cells, "desa": parts}, public=False)


def words(data: bytes) -> str:
    return " ".join(" ".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(data)).pages).split())


def test_it_greets_the_head_and_carries_month_mark_and_date():
    found = pd.DataFrame(
        {"code": ["NIK_DUMMY"] * 3 + ["SATUAN_GRAM"], "severity": ["nulled"] * 3 + ["repaired"]}
    )
    made = letter(figures(), "Contoh", "2024-08", found, today=TODAY)
    text = words(made)
    for part in ("Yth. Kepala Puskesmas Contoh", "Agustus 2024", "Data sintetis", "2 Sep 2024", "60 dari 240",
                 "Hormat kami", "ditarik 1 Sep 2024", "(3)"):  # fmt: skip
        assert part in text
    assert "nan" not in text.lower().split()
    reader = pypdf.PdfReader(io.BytesIO(made))
    assert len(reader.pages) == 1
    assert reader.metadata.title == "Umpan balik data gizi balita Puskesmas Contoh, Agustus 2024"


@pytest.mark.parametrize(
    ("now", "year", "says"),
    [
        ((60, 240), (120, 240), "turun"), ((120, 240), (60, 240), "naik"),
        ((60, 240), (61, 240), "belum dapat dibedakan"), ((60, 240), None, "tidak dapat dibandingkan"),
        ((3, 12), (6, 12), "terlalu sedikit balita"), ((0, 240), (0, 240), "belum dapat dibedakan"),
    ],
    ids=["falling", "rising", "undecided", "missing", "tiny", "none"],
)  # fmt: skip
def test_change_is_claimed_only_where_it_can_be_told(now, year, says):
    rows = content(figures(now=now, year=year), "Contoh", "2024-08", NONE, today=TODAY)["baris"]
    assert rows[0][-1] == says
    if now[1] < 30:
        assert rows[0][3] == "3 dari 12"


def test_what_is_unknown_is_said():
    told = content(
        figures(desa=((20, 60), (0, 0), (3, 12), (20, 60))), "Contoh", "2024-08", NONE, today=TODAY
    )
    said = " ".join(told["belum"])
    assert "48 balita yang terdaftar tetapi tidak ditimbang" in said
    assert "tanpa pengukuran bulan ini" in said
    assert "1 desa dengan kurang dari 30" in said
    assert told["mutu"] == []


def test_nothing_at_all_is_a_letter_too():
    text = words(letter(Puskesmas({}, public=False), "Contoh", "2024-08", NONE, today=TODAY))
    assert "belum ada" in text
    assert "None" not in text


def test_a_year_is_refused():
    with pytest.raises(ValueError, match="one month"):
        content(figures(), "Contoh", "2024", NONE)
