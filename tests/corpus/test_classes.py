"""The class that a file states against its own z-score."""

from __future__ import annotations

import pytest

from stunting.ingest import parse_table
from stunting.ingest.header import locate
from tests.corpus.case import TODAY, table


def codes(**cells):
    sheet = locate(table(changed=cells))
    found = parse_table(sheet.table, kab="63.11", today=TODAY).findings
    return found[found["code"] == "KELAS_BEDA"]


@pytest.mark.parametrize(
    ("said", "z", "differs"),
    [
        ("Pendek", "-2.01", False),
        ("Pendek", "-2.00", False),  # may have been -2.004 before it was rounded
        ("Pendek", "-1.98", True),
        ("Normal", "-2.01", False),
        ("Normal", "-2.02", True),
        ("SANGAT  PENDEK", "-3.40", False),
        ("Tinggi", "0.00", True),
        ("Normal", "", False),
        ("", "-4.00", False),
        ("-", "-4.00", False),
        ("Entah", "-4.00", False),
        ("Normal", "999.99", False),
    ],
)
def test_height_for_age(said, z, differs):
    assert len(codes(**{"TB/U": said, "ZS TB/U": z})) == int(differs)


def test_long_forms_and_one_finding_for_a_row():
    found = codes(
        **{
            "BB/U": "Berat Badan Normal", "ZS BB/U": "-2,50",
            "BB/TB": "Beresiko Gizi Lebih", "ZS BB/TB": "0,10",
            "TB/U": "Normal", "ZS TB/U": "0",
        }
    )  # fmt: skip
    assert found["column"].tolist() == ["BB/U, BB/TB"]
    message = found["message"].iloc[0]
    assert "BB/U tertulis 'Berat Badan Normal', padahal ZS BB/U -2,5 berarti berat badan kurang" in message
    assert "berarti gizi baik (normal)" in message
