"""Who is signed in, in the top bar of every page; and which pages the menu offers to whom."""

from __future__ import annotations

from html import escape
from typing import Final, NamedTuple
from urllib.parse import quote

import streamlit as st

from stunting.access import ROLES, User
from stunting.indicators.results import synthetic_words
from stunting.settings import settings
from stunting.ui import data, sso

#: Roles that work with files and children; the others see figures.
STAFF: Final = ("puskesmas", "dinas", "admin")


class Entry(NamedTuple):
    """One page: file, title, path, and the roles whose menu shows it (none: everybody's)."""

    file: str
    title: str
    path: str
    roles: tuple[str, ...] = ()


def pages(sections: dict[str, tuple[Entry, ...]], user: User) -> dict[str, list[st.Page]]:
    """Return the pages under their headings; what the role may not open is left out of the menu.

    It stays reachable: the page itself checks again and says in a sentence what the role lacks, for a link
    somebody sent should not end at "not found".
    """
    folder = settings().pages_dir.resolve()
    first = next(iter(sections.values()))[0]
    return {
        heading: [
            st.Page(
                folder / e.file,
                title=e.title,
                url_path=e.path,
                default=e is first,
                visibility="visible" if not e.roles or user.role in e.roles else "hidden",
            )
            for e in entries
            if (folder / e.file).exists()
        ]
        for heading, entries in sections.items()
    }


def role_label(user: User) -> str:
    """Return the role in words.

    >>> role_label(User("ani", "puskesmas", "Uren")), role_label(User("budi", "dinas"))
    ('Puskesmas Uren', 'Dinas Kesehatan')
    """
    return f"Puskesmas {user.puskesmas}" if user.role == "puskesmas" else ROLES[user.role]


def sign_in_link(path: str = "/") -> str:
    """Return the address of the sign-in form that leads back to `path`.

    >>> sign_in_link("/unggah?bagian=Riwayat")
    '/masuk?ke=%2Funggah%3Fbagian%3DRiwayat'
    """
    return f"/masuk?ke={quote(path, safe='')}"


def control_html(user: User, path: str = "/", out: str = "/keluar") -> str:
    """Return the sign-in link, or name, role and the way out."""
    if user.anonymous:
        link = f'<a href="{sign_in_link(path)}" target="_self">Masuk</a>'
        return f'<nav class="akun" aria-label="Akun">{link}</nav>'
    name, role = escape(user.name), escape(role_label(user))
    return (
        f'<nav class="akun" aria-label="Akun"><span class="siapa" title="Akun {name}, {role}">'
        f'<b>{name}</b><i>{role}</i></span><a href="{out}" target="_self">Keluar</a></nav>'
    )


def bar(user: User, path: str, heading: str = "") -> None:
    """Show the control in the top bar; before it `heading`, for those who hear the page, if it has none."""
    said = synthetic_words(data.made_up()).capitalize()
    mark = f'<span class="sintetis">{said}</span>' if said else ""
    out = sso.SIGN_OUT if sso.signed_in() else "/keluar"
    title = f'<h1 class="hanya-dibaca">{escape(heading)}</h1>' if heading else ""
    st.html(f'{title}<div class="pojok">{mark}{control_html(user, path, out)}</div>')


def refuse(user: User, why: str, path: str) -> None:
    """Say why the role cannot do this, with the way to another account, and stop the run."""
    asks = "Masuk dengan akun puskesmas, dinas, atau admin." if user.anonymous else "Ganti akun bila perlu."
    way = "Masuk" if user.anonymous else "Masuk dengan akun lain"
    st.html(
        f'<div class="tanpa-hak" role="alert" data-uji="tolak"><h1>{escape(why)}</h1><p>{asks}</p>'
        f'<a class="tombol" href="{sign_in_link(path)}" target="_self">{way}</a></div>'
    )
    st.stop()
