"""Write ``docs/rujukan.md`` from what the code knows: ``python -m tests.docs.rujukan``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from stunting.settings import ROOT
from tests.docs import lists, registry, words
from tests.docs.figures import FIGURES

FILE: Final = ROOT / "docs" / "rujukan.md"
HEAD: Final = """# Rujukan

Daftar lengkap: halaman, perintah, pengaturan, temuan, dan angka. Berkas ini dibuat dari kode dengan
`python -m tests.docs.rujukan`; jangan diubah dengan tangan. Cara memakainya: [panduan.md](panduan.md).
"""


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    r"""Return a Markdown table; a ``|`` in a cell is escaped.

    >>> print(table(["a", "b"], [["1", "2|3"]]))
    | a | b |
    |---|---|
    | 1 | 2\|3 |
    """
    cells = list(head)
    lines = [cells, ["---"] * len(cells), *(list(r) for r in rows)]
    said = ["| " + " | ".join(c.replace("|", "\\|") for c in line) + " |" for line in lines]
    said[1] = "|" + "---|" * len(cells)
    return "\n".join(said)


def pages() -> str:
    """Return the pages of the menu, with the parts of each."""
    rows = []
    for page in registry.pages():
        place = f"{page.heading} → {page.title}" if page.heading else page.title
        address = "/" if page.path == "ringkasan" else f"/{page.path}"
        who = ", ".join(r for r in page.roles if r != "-") or ("petugas" if page.roles else "semua")
        parts = ", ".join(lists.parts().get(page.path, ())) or "–"
        rows.append((f"**{place}**", f"`{address}`", who, words.PAGES[page.path], parts))
    rows.append(("**Masuk**", "`/masuk`", "semua", words.SIGN_IN, "–"))
    return table(("halaman", "alamat", "siapa", "menjawab", "bagian"), rows)


def roles() -> str:
    """Return the roles."""
    from stunting.access import ROLES

    return table(("peran", "kode", "siapa"), [(ROLES[r], f"`{r}`", words.ROLES[r]) for r in ROLES])


def commands() -> str:
    """Return every command with its options."""
    out = []
    for command in registry.commands():
        out.append(f"### `{command.words}`\n")
        if command.help:
            out.append(f"{command.help[0].upper()}{command.help[1:]}.\n")
        if command.options:
            out.append(table(("pilihan", "arti"), [(f"`{n}`", h or "–") for n, h in command.options]) + "\n")
    return "\n".join(out).rstrip()


def settings() -> str:
    """Return every setting."""
    rows = [(f"`{n}`", f"`{v}`", words.SETTINGS[n]) for n, v in registry.settings().items()]
    return table(("pengaturan", "bawaan", "arti"), rows)


def findings() -> str:
    """Return every code with what to do."""
    rows = []
    for code, known in lists.codes().items():
        where = f"[`{code}`](temuan.md#{code.lower()})" if lists.explained(code) else f"`{code}`"
        rows.append((where, lists.SEVERITIES[known.severity], known.title, known.advice))
    return table(("kode", "tingkat", "judul", "tindakan"), rows)


def figures() -> str:
    """Return every figure of every page."""
    rows = [
        (f"**{f.name}**", f.page, f.says, f"[{f.method}]({f.method})") for f in FIGURES.values()
    ]  # fmt: skip
    return table(("angka atau gambar", "halaman", "arti", "metode"), rows)


def text() -> str:
    """Return the whole document."""
    out = [HEAD, "## Halaman\n", pages(), "\n## Peran\n", roles()]
    out += ["\n## Perintah\n", words.HELP, commands()]
    out += ["\n## Pengaturan\n", words.HOW_TO_SET, settings()]
    out += ["\n## Kode temuan\n", words.ABOUT_CODES, findings()]
    out += ["\n## Angka dan gambar\n", figures()]
    for title, about, head, rows in lists.sections():
        out += [f"\n## {title}\n", f"{about}\n", table(head, rows)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(out)) + "\n"


def main() -> None:
    """Write the file."""
    FILE.write_text(text(), encoding="utf-8")
    print(FILE.relative_to(ROOT))


if __name__ == "__main__":
    main()
