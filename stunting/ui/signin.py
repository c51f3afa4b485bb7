"""Sign-in and sign-out: plain pages of the web server, a signed HttpOnly cookie, and the closed door.

The script that draws the screens never sees a password; it reads the cookie of the connection, and the
session behind it is checked again at every run (`stunting.ui.gate`).
"""

from __future__ import annotations

from html import escape
from http.cookies import SimpleCookie
from typing import Final
from urllib.parse import quote, urlsplit

import anyio
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from stunting import audit, regions
from stunting.access import COOKIE, DEMO_PASSWORD, MAX_AGE_SECONDS, SignInError, User
from stunting.settings import settings
from stunting.ui import data, sso

#: What a visitor without a session may always fetch.
OPEN_PATHS: Final = ("/masuk", "/keluar", "/aset/", "/_stcore/health", "/static/", "/favicon")

PAGE: Final = """<!doctype html>
<html lang="id"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="google" content="notranslate"><title>Masuk · Pantau Stunting</title>
<link rel="icon" href="/aset/ikon.svg" type="image/svg+xml"><link rel="stylesheet" href="/aset/masuk.css">
</head><body><main><p class="merek"><img src="/aset/merek.svg" alt="" height="32"> Pantau Stunting</p>
<h1>Masuk</h1><p class="tempat">{place}</p>{message}
<form method="post" action="/masuk"><input type="hidden" name="ke" value="{target}">
<label for="nama">Nama akun</label>
<input id="nama" name="nama" autocomplete="username" autocapitalize="none" required autofocus value="{name}">
<label for="sandi">Kata sandi</label>
<input id="sandi" name="sandi" type="password" autocomplete="current-password" required>
<button type="submit">Masuk</button></form>{office}{public}{hint}</main></body></html>"""


def local_path(target: str | None) -> str:
    """Return `target` if it is a path of this site, else the first page.

    >>> local_path("/peta?wilayah=63.11.05"), local_path("//jahat.example"), local_path("https://jahat.example")
    ('/peta?wilayah=63.11.05', '/', '/')
    """
    target = target or "/"
    parts = urlsplit(target)
    safe = target.startswith("/") and not target.startswith(("//", "/\\")) and not parts.netloc
    return target if safe and "\\" not in target and target.isprintable() else "/"


def _page(message: str = "", name: str = "", target: str = "/", status: int = 200) -> HTMLResponse:
    public = (
        f'<p><a href="{escape(target)}">Lihat angka tanpa masuk</a></p>' if settings().public_access else ""
    )
    office = f'<p><a href="{sso.SIGN_IN}">Masuk dengan akun kantor</a></p>' if sso.configured() else ""
    hint = ""
    if data.only_synthetic():
        hint = _demo_hint()
    text = PAGE.format(
        place=escape(regions.area_label(data.kab())) if data.kab() else "",
        message=f'<p class="salah" role="alert">{escape(message)}</p>' if message else "",
        name=escape(name, quote=True),
        target=escape(target, quote=True),
        office=office,
        public=public,
        hint=hint,
    )
    return HTMLResponse(text, status_code=status, headers={"cache-control": "no-store"})


def _demo_hint() -> str:
    """Return which accounts the demo made: one of each role, two puskesmas."""
    accounts = data.sessions().accounts.list()
    accounts = accounts[accounts["demo"] & ~accounts["disabled"]]
    shown = accounts.groupby("role", sort=False)["name"].head(2)
    if not len(shown):
        return ""
    names = ", ".join(f"<code>{escape(name)}</code>" for name in shown)
    return (
        f'<p class="contoh"><b>Data sintetis.</b> Akun contoh: {names}; kata sandi '
        f"<code>{DEMO_PASSWORD}</code>.</p>"
    )


def _same_origin(request: Request) -> bool:
    """Whether a form was sent from our own page (the cookie is SameSite=Lax as well)."""
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def _check(name: str, password: str) -> tuple[User, str]:
    sessions = data.sessions()
    user = sessions.accounts.check(name, password, demo_open=data.only_synthetic())
    return user, sessions.issue(user)


async def sign_in(request: Request) -> Response:
    """``/masuk``: the form, and what it sends."""
    if request.method == "GET":
        return _page(target=local_path(request.query_params.get("ke")))
    if not _same_origin(request):
        return _page("Formulir ini dikirim dari situs lain. Isi lagi di sini.", status=403)
    form = await request.form(max_files=0, max_fields=10, max_part_size=2000)
    name, target = str(form.get("nama", ""))[:100], local_path(str(form.get("ke", "/")))
    try:
        user, token = await anyio.to_thread.run_sync(_check, name, str(form.get("sandi", ""))[:300])
    except SignInError as error:
        # what was typed is not logged: people type their password into the wrong field
        audit.record(settings().home, "-", "masuk_gagal", "-")
        return _page(str(error), name, target, status=401)
    audit.record(settings().home, user.name, "masuk", user.role)
    response = RedirectResponse(target, status_code=303)
    secure = request.url.scheme == "https" or request.headers.get("x-forwarded-proto") == "https"
    response.set_cookie(
        COOKIE, token, max_age=MAX_AGE_SECONDS, httponly=True, samesite="lax", secure=secure, path="/"
    )
    return response


async def sign_out(request: Request) -> Response:
    """``/keluar``: end the session of this browser, on the server too: a copied cookie is worth nothing."""
    token = request.cookies.get(COOKIE)
    user = await anyio.to_thread.run_sync(data.sessions().user, token)
    if not user.anonymous:
        await anyio.to_thread.run_sync(data.sessions().end, token)
        audit.record(settings().home, user.name, "keluar", user.role)
    response = RedirectResponse("/masuk", status_code=303)
    response.delete_cookie(COOKIE, path="/")
    return response


def routes() -> list[BaseRoute]:
    """Routes of this module."""
    return [Route("/masuk", sign_in, methods=["GET", "POST"]), Route("/keluar", sign_out)]


class Door:
    """Where the public has no access: pages lead to the form, the websocket is refused."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # with OIDC only the script knows who is there: `gate.admit` keeps the door then
        if scope["type"] not in ("http", "websocket") or settings().public_access or sso.configured():
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        if path.startswith(OPEN_PATHS) and not path.startswith("/aset/peta/"):
            await self.app(scope, receive, send)
            return
        cookie = SimpleCookie(Headers(scope=scope).get("cookie", ""))
        token = cookie[COOKIE].value if COOKIE in cookie else None
        user = await anyio.to_thread.run_sync(data.sessions().user, token)
        if not user.anonymous:
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": "masuk dahulu"})
        else:
            query = scope.get("query_string", b"").decode("latin-1")
            target = quote(path + ("?" + query if query else ""), safe="")
            await RedirectResponse(f"/masuk?ke={target}", status_code=303)(scope, receive, send)
