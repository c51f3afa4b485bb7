"""Every column of every template has its line in the documentation, with its example."""

from __future__ import annotations

import pytest

from stunting.ingest.templates import questions, templates
from stunting.settings import ROOT


@pytest.mark.parametrize("template", templates())
def test_every_column_is_documented(template: str) -> None:
    text = (ROOT / "docs" / "berkas.md").read_text(encoding="utf-8")
    chapter = text.partition(f"(`{template}`)")[2].partition("\n#")[0]
    lines = {line.split("|")[1].strip(): line for line in chapter.splitlines() if line.startswith("| ")}
    for question in questions(template):
        line = lines.pop(question.header + (" *" if question.required else ""))
        assert question.help in line
        assert not question.example or f"| {question.example} |" in line
    assert set(lines) <= {"kolom"}
