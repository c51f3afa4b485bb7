"""The registry of findings, its documentation, and the facts it rests on."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from stunting.ingest import CODES
from stunting.ingest.columns import aliases, normalise
from stunting.ingest.schema import SEVERITIES
from stunting.settings import ROOT
from stunting.store.codes import STORE_CODES

DOC = (ROOT / "docs" / "temuan.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^### `(\w+)`\n(.*?)(?=^##|\Z)", DOC, re.M | re.S))
WORDS = {"rejected": "ditolak", "nulled": "dikosongkan", "repaired": "diperbaiki", "warning": "peringatan"}


def test_registry_and_documentation_agree():
    assert list(SECTIONS) == list(CODES)


@pytest.mark.parametrize("code", CODES)
def test_each_code_is_explained(code):
    entry = CODES[code]
    assert entry.severity in SEVERITIES
    assert entry.title
    assert entry.advice.endswith(".")
    text = SECTIONS[code]
    assert f"**{WORDS[entry.severity]}**" in text
    for part in ("Aturan:", "Benar:", "Salah:", "Tindakan:"):
        assert part in text


def test_every_refusal_is_documented():
    said = set()
    for path in (ROOT / "stunting" / "ingest").rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        said |= set(re.findall(r"IngestError\(\s*\"(\w+)\"", source))
        said |= set(re.findall(r"\"error\": \"(\w+)\"", source))
    documented = set(
        re.findall(r"^\| `(\w+)` \|", (ROOT / "docs" / "berkas.md").read_text(encoding="utf-8"), re.M)
    )
    assert said == documented


def test_columns_have_sources_and_no_alias_means_two_things():
    facts = pd.read_csv(ROOT / "data" / "kolom_eppgbm.csv", dtype=str, keep_default_na=False)
    assert (facts["sumber"] != "").all()
    for kind in ("anak", "rekap"):
        part = facts[facts["jenis"] == kind]
        names = part.assign(norm=part["alias"].map(normalise)).groupby("norm")["kolom"].nunique()
        assert (names == 1).all(), names[names > 1]
        assert len(aliases(kind)) == len(names)


def test_ranges_have_sources():
    ranges = pd.read_csv(ROOT / "data" / "rentang.csv", dtype=str, keep_default_na=False)
    assert (ranges["sumber"] != "").all()
    assert (ranges["min"].astype(float) < ranges["maks"].astype(float)).all()


def test_no_advice_speaks_of_an_upload_that_a_preview_has_not_got():
    """The same sentence stands in a preview, where nothing is stored, and in the history."""
    for code in (*CODES.values(), *STORE_CODES.values()):
        assert "unggahan ini" not in code.advice, code.code
        if "batalkan" in code.advice.lower():
            assert re.search("sudah tersimpan|unggahan lamanya", code.advice), code.code
    assert "“Hanya sebagian: tambahkan, jangan menggantikan”" in STORE_CODES["GANTI_POSYANDU_HILANG"].advice
