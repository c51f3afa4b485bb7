"""What the code knows: pages, commands, settings, figures, buttons. The guide has an entry for each."""

from __future__ import annotations

import argparse
import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from stunting.settings import ROOT, Settings

UI: Final = ROOT / "stunting" / "ui"
#: A field of a sentence: what a reader sees there differs from time to time.
FIELD: Final = "…"
#: Calls of Streamlit that put a label on something to press.
PRESSED: Final = (
    "button", "download_button", "form_submit_button", "popover", "toggle", "checkbox", "expander",
)  # fmt: skip


class Page(NamedTuple):
    """One page of the menu; no roles: everybody's."""

    path: str
    title: str
    heading: str
    roles: tuple[str, ...]


class Command(NamedTuple):
    """One command with its options and arguments, each ``(spelling, help)``."""

    words: str
    help: str
    options: tuple[tuple[str, str], ...]


def text_of(node: ast.expr) -> str | None:
    """Return a literal text, ``…`` for each field of an f-string; None for anything computed.

    >>> text_of(ast.parse('f"SKDN tiap {unit}"', mode="eval").body)
    'SKDN tiap …'
    """
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(text_of(part) or FIELD for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = text_of(node.left), text_of(node.right)
        return None if left is None or right is None else left + right
    return None


@lru_cache(maxsize=1)
def _trees() -> tuple[tuple[str, ast.Module], ...]:
    files = sorted(UI.glob("*.py"))
    return tuple((f.name, ast.parse(f.read_text(encoding="utf-8"))) for f in files)


def _calls() -> Iterator[tuple[str, ast.Call]]:
    for name, tree in _trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield name, node


def _named(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def pages() -> list[Page]:
    """Return the pages that ``ui/main.py`` registers; read, not run: the module draws when it is imported."""
    tree = ast.parse((UI / "main.py").read_text(encoding="utf-8"))
    table = next(n.value for n in tree.body if isinstance(n, ast.Assign) and _is(n, "PAGES"))
    assert isinstance(table, ast.Dict)
    out = []
    for key, entries in zip(table.keys, table.values, strict=True):
        assert isinstance(key, ast.Constant)
        assert isinstance(entries, ast.Tuple)
        for entry in entries.elts:
            assert isinstance(entry, ast.Call)
            _, title, path = (ast.literal_eval(a) for a in entry.args[:3])
            roles = _roles(entry.args[3]) if len(entry.args) > 3 else ()
            out.append(Page(path, title, str(key.value), roles))
    return out


def _is(node: ast.Assign, name: str) -> bool:
    return any(isinstance(t, ast.Name) and t.id == name for t in node.targets)


def _roles(node: ast.expr) -> tuple[str, ...]:
    from stunting.ui.account import STAFF

    return tuple(eval(ast.unparse(node), {"STAFF": STAFF}))


def commands() -> list[Command]:
    """Return every command and subcommand of ``stunting``."""
    from stunting.cli import full_parser

    return [c for c in _commands(full_parser(), "stunting") if c.options or c.words.count(" ")]


def _commands(parser: argparse.ArgumentParser, words: str, said: str = "") -> Iterator[Command]:
    options, inner = [], []
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            helps = {c.dest: c.help or "" for c in action._choices_actions}
            inner += [(f"{words} {n}", helps[n], p) for n, p in action.choices.items()]
        elif not isinstance(action, argparse._HelpAction):
            name = ", ".join(action.option_strings) or str(action.metavar or action.dest)
            if action.choices:
                name += f" {'|'.join(map(str, action.choices))}"
            options.append((name, action.help or ""))
    if not inner or options:
        yield Command(words, said, tuple(options))
    for deeper, text, sub in inner:
        yield from _commands(sub, deeper, text)


def settings() -> dict[str, str]:
    """Return every setting as its environment variable, and its default."""
    out = {}
    for name, field in Settings.model_fields.items():
        value = field.default
        text = str(value).replace(f"{ROOT}/", "") if not isinstance(value, bool) else str(value).lower()
        out[f"STUNTING_{name.upper()}"] = text or "kosong"
    return out


def headings() -> set[str]:
    """Return the heading of every figure, table and part of a screen."""
    found = set()
    for _, call in _calls():
        if _named(call) == "title" and call.args and (text := text_of(call.args[0])):
            found.add(text)
    for _, tree in _trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant | ast.JoinedStr) and (text := text_of(node)):
                found |= {m.strip() for m in re.findall(r'class="judul"[^>]*>([^<]+)', text)}
    return {_plain(text) for text in found if _plain(text).strip(f"{FIELD} ,:()")}


def _plain(text: str) -> str:
    return " ".join(text.replace(f"{FIELD}{FIELD}", FIELD).split()).rstrip(f" {FIELD}")


def buttons() -> set[str]:
    """Return the label of everything that can be pressed, as far as it is fixed."""
    out = set()
    for _, call in _calls():
        if _named(call) in PRESSED and call.args and (text := text_of(call.args[0])):
            label = re.sub(r"^[…\s‹›\d:,()]+|[…\s‹›\d:,(]+$", "", text.replace("*", ""))
            if isinstance(call.func, ast.Attribute) and re.search(r"[A-Za-z]{4}", label):
                out.add(" ".join(label.split()))
    return out
