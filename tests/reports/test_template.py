"""Templates out and back: openpyxl and LibreOffice leave what was filled in as it is."""

from __future__ import annotations

import io
import shutil
import subprocess
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from stunting.ingest import IngestError, read_file
from stunting.ingest.templates import questions, templates
from stunting.reports.template import template_workbook
from tests.ingest.test_templates import BASE, KAB, TODAY

SOFFICE = shutil.which("soffice")


def fill(template: str, rows: list[dict[str, object]]) -> bytes:
    """Fill in a downloaded template as an officer does, below the example."""
    book = openpyxl.load_workbook(io.BytesIO(template_workbook(template, KAB)))
    sheet = book["Isi"]
    keys = [q.key for q in questions(template)]
    for at, row in enumerate(rows):
        for name, value in row.items():
            sheet.cell(5 + at, keys.index(name) + 1, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def check(data: bytes, template: str, rows: int) -> None:
    parsed = read_file(data, "templat.xlsx", kab=KAB, today=TODAY)
    assert (parsed.kind, parsed.variant) == ("tambahan", template)
    assert (parsed.rows_read, parsed.rows_rejected) == (rows + 1, 1)  # the example row
    assert parsed.findings["code"].tolist() == ["BARIS_CONTOH"]
    assert len(parsed.supplement) == rows


@pytest.mark.parametrize("template", templates())
def test_what_was_filled_in_comes_back(template: str) -> None:
    typed = BASE[template] | ({} if template == "wilayah" else {"noted_on": datetime(2024, 8, 15)})
    check(fill(template, [typed] * 3), template, 3)


@pytest.mark.parametrize("template", templates())
def test_a_long_and_a_short_one_are_read_from_the_right_sheet(template: str) -> None:
    check(fill(template, [BASE[template]]), template, 1)  # fewer lines than the instructions have
    check(fill(template, [BASE[template]] * 400), template, 400)


@pytest.mark.parametrize("template", templates())
def test_an_unfilled_template_stores_nothing(template: str) -> None:
    parsed = read_file(template_workbook(template, KAB), "t.xlsx", kab=KAB, today=TODAY)
    assert (len(parsed.supplement), parsed.rows_read, parsed.rows_rejected) == (0, 1, 1)


def test_children_filled_in_beforehand_come_back_as_they_were() -> None:
    people = pd.DataFrame(
        {
            "nik": ["6311020101230001"], "name": ["=CONTOH ANAK"], "birth_date": [pd.Timestamp(2023, 1, 1)],
            "sex": ["P"], "kec": ["Halong"], "desa": ["Uren"], "puskesmas": ["Uren"],
            "noted_on": [date(2024, 8, 15)],
        }
    )  # fmt: skip
    data = template_workbook("anak", KAB, people=people)
    row = read_file(data, "t.xlsx", kab=KAB, today=TODAY).supplement.iloc[0]
    assert (row["nik"], row["sex"], row["birth_date"]) == ("6311020101230001", "P", pd.Timestamp(2023, 1, 1))
    cells = openpyxl.load_workbook(io.BytesIO(data))["Isi"]
    assert all(cell.data_type != "f" for line in cells.iter_rows() for cell in line)


@pytest.mark.parametrize("template", templates())
def test_choices_are_drop_downs(template: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(template_workbook(template, KAB)))
    lists = {
        next(iter(v.sqref.ranges)).min_col
        for v in book["Isi"].data_validations.dataValidation
        if v.type == "list"
    }
    want = {at for at, q in enumerate(questions(template), 1) if q.choices}
    assert want <= lists
    assert book["Pilihan"].sheet_state == "hidden"
    guide = " ".join(str(c.value) for line in book["Petunjuk"].iter_rows() for c in line if c.value)
    for question in questions(template):
        assert question.header in guide


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("template", templates())
def test_libreoffice_leaves_it_as_it_is(template: str, tmp_path: Path) -> None:
    source = tmp_path / "in" / "templat.xlsx"
    source.parent.mkdir()
    source.write_bytes(fill(template, [BASE[template]] * 2))
    profile = f"-env:UserInstallation=file://{tmp_path}/profil"
    command = [SOFFICE, profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"]
    subprocess.run([*command, str(tmp_path), str(source)], check=True, capture_output=True, timeout=120)
    check((tmp_path / "templat.xlsx").read_bytes(), template, 2)


def test_an_unknown_template_is_an_error() -> None:
    with pytest.raises(KeyError):
        template_workbook("lain", KAB)
    with pytest.raises(IngestError):
        read_file(b"bukan berkas", "x.xlsx", kab=KAB)
