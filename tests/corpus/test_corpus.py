"""Every bad or odd file ends in stored rows with findings, or in one clear Indonesian sentence."""

from __future__ import annotations

import re

import pytest

from stunting.ingest import CODES, IngestError, Parsed, read_file
from tests.corpus.build import cases
from tests.corpus.case import TODAY, Case

CASES = cases()
#: Words that only an English message, or a message of a library, would hold.
ENGLISH = re.compile(
    r"\b(the|is|not|file|error|invalid|failed|cannot|expected|found|traceback|exception|none|row|column)\b",
    re.I,
)
ADVICE = re.compile(
    r"(unduh|simpan|unggah|salin|bagi|hapus|sebutkan|tulis|dibutuhkan|buka|periksa)", re.IGNORECASE
)


def test_the_corpus_is_large_and_its_names_are_unique() -> None:
    assert len(CASES) >= 120
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_outcome(case: Case) -> None:
    data = case.make()
    if case.error:
        with pytest.raises(IngestError) as refused:
            read_file(data, case.name, kab="63.11", period=case.period, today=TODAY)
        assert refused.value.code == case.error, refused.value.message
        check_sentence(refused.value.message)
        return
    parsed = read_file(data, case.name, kab="63.11", period=case.period, today=TODAY)
    check_invariants(parsed)
    assert not parsed.findings["message"].str.contains("{", regex=False).any()
    table = parsed.table
    seen = parsed.findings["code"].value_counts().to_dict()
    assert (len(table), parsed.rows_rejected) == (case.rows, case.rejected), parsed.findings.to_string()
    if "*" not in case.codes:
        counted = {code: -1 if case.codes.get(code) == -1 else count for code, count in seen.items()}
        due = case.codes | ({"ZS_KOLOM_TIDAK_ADA": 1} if states_no_z(parsed) else {})
        assert counted == due, parsed.findings.to_string()


def states_no_z(parsed: Parsed) -> bool:
    """Children are measured, and the file gives none of them a z-score."""
    rows = parsed.rows[parsed.rows["measured"]] if parsed.kind == "rows" else parsed.rows[:0]
    return len(rows) > 0 and bool(rows[["file_waz", "file_haz", "file_whz"]].isna().all(axis=None))


def check_sentence(message: str) -> None:
    """The message is Indonesian, has no braces left, ends properly and says what to do."""
    assert message[0].isupper()
    assert message.endswith(".")
    assert len(message) < 400
    assert "{" not in message
    assert "\n" not in message
    assert not ENGLISH.search(message), message
    assert ADVICE.search(message), message


def check_invariants(parsed: Parsed) -> None:
    """Nothing is dropped silently, whatever the file."""
    table = parsed.table
    assert parsed.rows_read == len(table) + parsed.rows_rejected
    findings = parsed.findings
    rejected = findings.loc[findings["severity"] == "rejected", "row"]
    assert rejected.nunique() == parsed.rows_rejected
    assert set(rejected).isdisjoint(table["row"])
    assert table["row"].is_unique
    assert table["period"].notna().all()
    assert set(findings["code"]) <= set(CODES)
    for message in findings["message"].unique()[:200]:
        assert message[-1] == ".", message
