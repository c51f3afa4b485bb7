"""What the web server adds around the script: compression, headers, language, static files, geometry."""

from __future__ import annotations

import gc
import gzip
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import lru_cache
from typing import Any, Final

import anyio
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from stunting.settings import settings
from stunting.ui import data, media, places, signin, warm

#: Nothing may come from elsewhere. Inline styles are how Streamlit's widgets are styled; the one inline
#: script of its index page and the ``blob:`` modules of st.components.v2 are Streamlit's own.
CSP: Final = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
HEADERS: Final = {
    "content-security-policy": CSP,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
#: Goes into the head of the index page, so that styles are there before the first element is drawn.
HEAD: Final = (
    '<meta name="google" content="notranslate" />'
    '<link rel="icon" href="/aset/ikon.svg" type="image/svg+xml" />'
    "{styles}"
    '<script src="/aset/bahasa.js" defer></script><script src="/aset/bingkai.js" defer></script></head>'
)
STATIC_PREFIX: Final = "/static/"


class Page:
    """Indonesian index page and security headers.

    Streamlit has no setting for ``lang``; with ``lang="en"`` Chrome offers to translate an Indonesian page.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start: Message = {}
        body = bytearray()
        html = False

        async def out(message: Message) -> None:
            nonlocal html, start
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                html = headers.get("content-type", "").startswith("text/html") and not headers.get(
                    "content-encoding"
                )
                start = message
                if not html:
                    await send(message)
            elif not html:
                await send(message)
            else:
                body.extend(message.get("body", b""))
                if not message.get("more_body"):
                    page = localise(bytes(body))
                    MutableHeaders(scope=start)["content-length"] = str(len(page))
                    await send(start)
                    await send({"type": "http.response.body", "body": page})

        # compressed by us, outside: here the page has to be readable
        headers = [(k, v) for k, v in scope["headers"] if k.lower() != b"accept-encoding"]
        await self.app(dict(scope, headers=headers), receive, out)


def localise(html: bytes) -> bytes:
    """Return Streamlit's index page as an Indonesian one with this project's styles.

    >>> localise(b'<html lang="en"><head></head>')[:23]
    b'<html lang="id"><head><'
    """
    html = html.replace(b'<html lang="en">', b'<html lang="id">', 1)
    html = html.replace(b"<title>Streamlit</title>", b"<title>Pantau Stunting</title>", 1)
    return html.replace(b"</head>", HEAD.format(styles=_styles()).encode(), 1)


@lru_cache(maxsize=1)
def _styles() -> str:
    """Return the links to the style sheets: the house's own first, then one of each page that has one."""
    names = sorted(p.name for p in settings().static_dir.glob("gaya*.css"))  # "gaya-" sorts before "gaya."
    names.sort(key=lambda name: name != "gaya.css")
    return "".join(f'<link rel="stylesheet" href="/aset/{name}" />' for name in names)


class Compressed:
    """Streamlit's own bundles (7.6 MB a first visit, sent plain) compressed once and kept."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.kept: dict[str, tuple[list[tuple[bytes, bytes]], bytes]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if (
            scope["type"] != "http"
            or scope["method"] != "GET"
            or not path.startswith(STATIC_PREFIX)
            or not path.endswith((".js", ".css"))
            or "gzip" not in Headers(scope=scope).get("accept-encoding", "")
        ):
            await self.app(scope, receive, send)
            return
        if path not in self.kept and not await self.keep(path, scope, receive):
            await self.app(scope, receive, send)
            return
        headers, body = self.kept[path]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def keep(self, path: str, scope: Scope, receive: Receive) -> bool:
        """Ask the inner app for `path`, compress it beside the event loop and remember it."""
        parts: list[bytes] = []
        start: dict[str, Any] = {}
        drop = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range")
        plain = dict(scope, headers=[(k, v) for k, v in scope["headers"] if k.lower() not in drop])

        async def collect(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            else:
                parts.append(message.get("body", b""))

        await self.app(plain, receive, collect)
        if start.get("status") != 200:
            return False
        body = await anyio.to_thread.run_sync(gzip.compress, b"".join(parts), 6)
        skip = (b"content-length", b"content-encoding", b"vary")
        headers = [(k, v) for k, v in start["headers"] if k.lower() not in skip]
        headers += [
            (b"content-encoding", b"gzip"),
            (b"vary", b"Accept-Encoding"),
            (b"content-length", str(len(body)).encode()),
        ]
        self.kept[path] = (headers, body)
        return True


class Assets(StaticFiles):
    """Files of `static/`, revalidated by the browser at each visit (304, a few bytes)."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["cache-control"] = "no-cache"
        return response


async def geometry(request: Request) -> Response:
    """``/aset/peta/<kab>-<level>-<version>.json``: paths of the areas, kept by the browser for a year."""
    kab, level, version = (request.path_params[k] for k in ("kab", "level", "version"))
    if kab not in data.known_kabupaten() or level not in places.MAP_LEVELS:
        return PlainTextResponse("Peta ini tidak ada.", status_code=404)
    layer = await anyio.to_thread.run_sync(places.layer, kab, level)
    fresh = version == places.layer_version(kab, level)
    cache = "public, max-age=31536000, immutable" if fresh else "no-store"
    body = json.dumps(layer, ensure_ascii=False, separators=(",", ":"))
    return Response(body, media_type="application/json", headers={"cache-control": cache})


def routes() -> list[BaseRoute]:
    """Routes beside Streamlit's own."""
    return [
        *signin.routes(),
        Route("/aset/peta/{kab:str}-{level:str}-{version:str}.json", geometry),
        Mount("/aset", Assets(directory=settings().static_dir)),
    ]


def middleware() -> list[Middleware]:
    """Outermost first."""
    return [
        Middleware(Compressed),
        Middleware(GZipMiddleware, minimum_size=1000),
        Middleware(Page),
        Middleware(signin.Door),
        Middleware(media.Media),
    ]


@asynccontextmanager
async def lifespan(_: Any) -> AsyncIterator[dict[str, Any]]:
    """Load what the first page needs, then take it out of the garbage collector's rounds.

    Streamlit forces a full collection after every run of a script, 72 % of a rerun's time if the frames,
    polygons and modules that never die have to be walked each time.
    """
    await anyio.to_thread.run_sync(data.warm_up)
    gc.collect()
    gc.freeze()
    warm.beside()
    yield {"siap": True}
