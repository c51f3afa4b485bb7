"""The guide and the reference have an entry for all there is, and nothing in the documents leads nowhere."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from pathlib import Path

from stunting.settings import ROOT
from tests.docs import check, figures, lists, registry, rujukan

DOCS = sorted((ROOT / "docs").glob("*.md"))
ALL = [*DOCS, *(ROOT / n for n in ("README.md", "CHANGELOG.md", "NOTICE.md"))]
GUIDE = (ROOT / "docs" / "panduan.md").read_text(encoding="utf-8")
REFERENCE = rujukan.FILE.read_text(encoding="utf-8")
PICTURES = ROOT / "docs" / "gambar"
AGAIN = "run: python -m tests.docs.rujukan"


def test_the_reference_is_current():
    assert rujukan.text() == REFERENCE, AGAIN


def test_every_page_and_part_is_in_the_guide():
    said = set(check.bold(GUIDE))
    pages = {p.title for p in registry.pages()}
    parts = {name for names in lists.parts().values() for name in names}
    assert len(pages) == 14
    assert not (pages | parts) - said, "pages and parts without a word in docs/panduan.md"


def test_every_role_has_its_chapter():
    chapters = set(re.findall(r"^## (.+)$", GUIDE, re.M))
    roles = {"Publik", "TPPS", "Petugas gizi puskesmas", "Dinas", "Kantor bupati", "Admin"}
    assert chapters == roles | {"Mulai"}


def test_every_command_and_option_has_its_entry():
    found = registry.commands()
    assert len(found) >= 15
    for command in found:
        _, _, rest = REFERENCE.partition(f"### `{command.words}`\n")
        assert rest, command.words
        chapter = rest.partition("\n#")[0]
        assert not check.missing(chapter, [name.replace("|", "\\|") for name, _ in command.options])
        for name, said in command.options:
            assert said, f"{command.words} {name} has no help"


def test_every_setting_has_its_entry():
    assert not check.missing(REFERENCE, [f"| `{name}` |" for name in registry.settings()])


def test_every_code_has_its_entry_and_a_refusal_its_line():
    chapter = REFERENCE.partition("## Kode temuan")[2].partition("\n## ")[0]
    assert len(lists.codes()) >= 60
    assert not check.missing(chapter, [f"`{code}`" for code in lists.codes()])


def test_every_figure_on_a_screen_has_its_entry():
    shown = registry.headings()
    new, gone = shown - set(figures.FIGURES), set(figures.FIGURES) - shown - figures.COMPUTED
    assert not new, f"headings without an entry in tests/docs/figures.py; then {AGAIN}"
    assert not gone, f"entries of tests/docs/figures.py without a heading; then {AGAIN}"
    assert not figures.COMPUTED - set(figures.FIGURES)
    titles = {p.title for p in registry.pages()}
    for figure in figures.FIGURES.values():
        assert set(figure.page.split(", ")) <= titles
        assert figure.says


def test_every_list_of_data_is_in_the_reference():
    found = lists.sections()
    assert len(found) >= 12
    for title, _, _, rows in found:
        chapter = REFERENCE.partition(f"## {title}\n")[2].partition("\n## ")[0]
        assert rows, title
        assert not check.missing(chapter, [row[0] for row in rows]), title


def test_registers_are_those_of_the_code():
    from stunting.indicators import iku_edit, own_indicators, target_edit
    from stunting.ui import lokus_data, posyandu_data
    from tests.docs import words

    known = {
        iku_edit.NAME, target_edit.NAME, own_indicators.REGISTER, lokus_data.REGISTER, posyandu_data.SASARAN,
    }  # fmt: skip
    assert known == set(words.REGISTERS)


def test_every_button_is_told():
    told = check.unquoted(GUIDE) + REFERENCE
    untold = check.missing(told, [*sorted(registry.buttons()), *lists.downloads()])
    assert not untold, "buttons that docs/panduan.md does not tell"


def test_bold_words_of_the_guide_stand_on_the_screen():
    strange = [b for b in dict.fromkeys(check.bold(GUIDE)) if not _on_screen(b)]
    assert not strange, "bold words of docs/panduan.md that no screen has"


@lru_cache(maxsize=1)
def _words() -> str:
    """Return every literal text of the package, its parts between fields, and the lists of ``data/``."""
    out: set[str] = set()
    for file in (ROOT / "stunting").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                out.add(" ".join(re.sub(r"<[^>]*>|\*\*", " ", node.value).split()))
    for file in [*(ROOT / "data").glob("*.csv"), *(ROOT / "static").glob("*.js")]:
        out |= set(re.split(r"[,\n<>\"]", file.read_text(encoding="utf-8")))
    return "\n".join(sorted(out))


def _on_screen(label: str) -> bool:
    parts = [part.strip() for part in label.split("…") if part.strip()]
    return all(re.search(rf"(?<!\w){re.escape(part)}(?!\w)", _words()) for part in parts)


def test_links_and_anchors_lead_somewhere():
    assert check.broken(ALL) == []


def test_pictures_are_shown_and_those_shown_exist():
    shown = check.pictures(ALL)
    there = {p.resolve() for p in PICTURES.rglob("*") if p.is_file()}
    assert shown == there
    own = list((PICTURES / "panduan").iterdir())
    assert sum(p.stat().st_size for p in own) < 1_500_000


def test_the_script_makes_the_pictures_of_the_guide():
    from tests.e2e.guide import SHOTS

    assert {f"{s.name}.webp" for s in SHOTS} == {p.name for p in (PICTURES / "panduan").iterdir()}


def test_commands_that_documents_cite_exist():
    known = {c.words: {n.split()[0] for n, _ in c.options} for c in registry.commands()}
    known |= {"stunting": {"--version", "--help"}, "stunting users": set(), "stunting boundaries": set()}
    bad = [f"{f.name}: {c}" for f in ALL for c in check.cited(f.read_text(encoding="utf-8"))
           if check.wrong(c, known)]  # fmt: skip
    assert not bad


# the checker itself: it must be able to fail


def test_a_missing_entry_is_seen():
    names = [f"| `{n}` |" for n in registry.settings()]
    text = REFERENCE.replace("STUNTING_PUBLIC_ACCESS", "STUNTING_PUBLIC")
    assert check.missing(text, names) == ["| `STUNTING_PUBLIC_ACCESS` |"]
    assert check.missing("halaman Peta", ["Peta", "Pet", "Tren"]) == ["Pet", "Tren"]


def test_broken_links_headings_and_pictures_are_seen(tmp_path: Path):
    file = tmp_path / "a.md"
    file.write_text("# Satu\n[x](#satu) [y](#dua) [z](b.md) ![p](p.webp) [luar](https://contoh.invalid)\n")
    assert check.broken([file]) == [
        "a.md: #dua: no heading", "a.md: b.md: no file", "a.md: p.webp: no file",
    ]  # fmt: skip
    assert check.pictures([file]) == {(tmp_path / "p.webp").resolve()}


def test_a_label_that_no_screen_has_is_seen():
    assert _on_screen("Unduh tabel (CSV)")
    assert _on_screen("Simpan … desa")
    assert not _on_screen("Tekan saya sekarang")


def test_a_new_heading_and_button_are_found():
    tree = ast.parse('pieces.title(f"Angka baru tiap {unit}")')
    call = next(n for n in ast.walk(tree) if isinstance(n, ast.Call))
    assert registry.text_of(call.args[0]) == "Angka baru tiap …"
    assert "Angka baru tiap …" not in figures.FIGURES
