"""Whether documents say what they should: entries, links, anchors, pictures, labels, commands."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final
from urllib.parse import unquote

#: A link or picture of Markdown: mark, text, address.
LINK: Final = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")
_FENCE: Final = re.compile(r"^```.*?^```", re.M | re.S)
_SPAN: Final = re.compile(r"`[^`\n]*`")


def missing(text: str, names: Iterable[str]) -> list[str]:
    """Return the names that a text does not hold; between the ``…`` of a name anything may stand.

    >>> missing("Tekan **Simpan 12 baris**.", ["Simpan … baris", "Batal"])
    ['Batal']
    """
    return [n for n in names if not re.search(_pattern(n), text)]


def _pattern(name: str) -> str:
    parts = [r"\s+".join(map(re.escape, part.split())) for part in name.split("…")]
    start = r"(?<!\w)" if name[:1].isalnum() else ""
    end = r"(?!\w)" if name[-1:].isalnum() else ""
    return start + r".{0,60}?".join(parts) + end


def anchors(text: str) -> set[str]:
    """Return the anchors of a document's headings, as a viewer makes them.

    >>> sorted(anchors("# Satu, dua\\n## `NIK_SAMAR`\\n## Satu, dua\\n"))
    ['nik_samar', 'satu-dua', 'satu-dua-1']
    """
    out: set[str] = set()
    for line in re.findall(r"^#{1,6} +(.+?) *$", _FENCE.sub("", text), re.M):
        plain = LINK.sub(r"\2", line)
        slug = re.sub(r"[^\w\- ]", "", plain.replace("`", "").lower(), flags=re.UNICODE).replace(" ", "-")
        found, n = slug, 0
        while found in out:
            n += 1
            found = f"{slug}-{n}"
        out.add(found)
    return out


def links(text: str) -> list[tuple[bool, str]]:
    """Return every link of a document, ``(is a picture, address)``; those in code are none."""
    plain = _SPAN.sub(lambda m: m[0] if "](" not in m[0] else "", _FENCE.sub("", text))
    return [(bool(mark), address) for mark, _, address in LINK.findall(plain)]


def broken(files: Iterable[Path]) -> list[str]:
    """Return the relative links of documents that lead to no file or no heading."""
    out = []
    for file in files:
        text = file.read_text(encoding="utf-8")
        for _, address in links(text):
            if re.match(r"[a-z]+:", address):
                continue
            path, _, anchor = unquote(address).partition("#")
            target = (file.parent / path) if path else file
            if not target.exists():
                out.append(f"{file.name}: {address}: no file")
            elif anchor and anchor not in anchors(target.read_text(encoding="utf-8")):
                out.append(f"{file.name}: {address}: no heading")
    return out


def pictures(files: Iterable[Path]) -> set[Path]:
    """Return the pictures that documents show."""
    found = set()
    for file in files:
        for is_picture, address in links(file.read_text(encoding="utf-8")):
            if is_picture:
                found.add((file.parent / unquote(address)).resolve())
    return found


def bold(text: str) -> list[str]:
    """Return the bold words of a document: in the guide they are words of the screen.

    >>> bold("Tekan **Unduh tabel\\n(CSV)**, lalu **Tutup**.")
    ['Unduh tabel (CSV)', 'Tutup']
    """
    text = unquoted(_FENCE.sub("", text))
    return [" ".join(m.split()) for m in re.findall(r"\*\*(.+?)\*\*", text, re.S)]


def unquoted(text: str) -> str:
    """Return a document without the marks of its quotations."""
    return re.sub(r"^> ?", "", text, flags=re.M)


def cited(text: str) -> list[str]:
    """Return the commands that a document cites, in a span or a block of code.

    >>> cited("`stunting undo ID`, `data/store`\\n```\\nstunting demo --dir x\\n```")
    ['stunting demo --dir x', 'stunting undo ID']
    """
    block = [line for b in _FENCE.findall(text) for line in b.splitlines()]
    spans = [s.strip("`") for s in _SPAN.findall(_FENCE.sub("", text))]
    return [c for c in (*block, *spans) if re.match(r"stunting( --?\w| [a-z])", c)]


def wrong(command: str, known: dict[str, set[str]]) -> str:
    """Return what is wrong with a cited command, ``""`` if nothing.

    Parameters
    ----------
    known : dict
        Command in words → its options.

    >>> wrong("stunting undo X --now", {"stunting": {"--help"}, "stunting undo": set()})
    '--now'
    >>> wrong("stunting udno X", {"stunting": {"--help"}, "stunting undo": set()})
    'stunting udno'
    """
    words = command.split()
    name = max((k for k in known if words[: len(k.split())] == k.split()), key=len)
    if name == "stunting" and len(words) > 1 and words[1].islower() and words[1].isalpha():
        return " ".join(words[:2])
    said = re.findall(r"--[a-z][a-z-]*", command)
    return " ".join(o for o in said if o not in known[name] and o != "--help")
