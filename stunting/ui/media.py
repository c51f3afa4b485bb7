"""Files that Streamlit serves under ``/media/``: only for whom their address was sent to.

Streamlit gives a file to anybody who knows its address, with no question for a session, as long as the
file is held in memory. A download may hold names of children. Its address reaches a browser through one
websocket alone, so that is where this door looks: an address that was sent to a connection may be fetched
with the identity of that connection, while that identity still holds. After signing out, with a closed
account, or from another browser the address leads to nothing. Nothing of Streamlit's own bookkeeping is
relied on: should an upgrade send addresses in another way, downloads stop instead of standing open.
"""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict
from http.cookies import CookieError, SimpleCookie
from typing import Final

import anyio
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from stunting.access import COOKIE
from stunting.ui import data

PREFIX: Final = "/media/"
#: Cookie (and its numbered parts) of `st.login`.
OIDC_COOKIE: Final = "_streamlit_user"
#: Addresses that are remembered; the oldest are forgotten, and fetched no more.
MOST: Final = 20_000
PUBLIC: Final = ""
REFUSED: Final = "Berkas ini tidak ada lagi, atau bukan untuk Anda. Unduh lagi dari halamannya."

_ADDRESS: Final = re.compile(rb"/media/([0-9A-Za-z_-]{8,128})")


def identity(scope: Scope) -> str:
    """Return who a connection belongs to, as of now: an account, a session of the provider, or `PUBLIC`.

    A session that ended, and an account that was closed, are the public.
    """
    cookies: SimpleCookie = SimpleCookie()
    try:
        cookies.load(Headers(scope=scope).get("cookie", ""))
    except CookieError:
        return PUBLIC
    token = cookies[COOKIE].value if COOKIE in cookies else None
    user = data.sessions().user(token, demo_open=data.only_synthetic())
    if not user.anonymous:
        return f"akun:{user.name}"
    parts = sorted((k, m.value) for k, m in cookies.items() if k.startswith(OIDC_COOKIE))
    return f"sso:{hashlib.sha256(repr(parts).encode()).hexdigest()}" if parts else PUBLIC


class Media:
    """Middleware that remembers who was told the address of a file, and gives it to nobody else."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.told: OrderedDict[str, set[str]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._listen(scope, receive, send)
        elif scope["type"] == "http" and scope["path"].startswith(PREFIX):
            await self._serve(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _listen(self, scope: Scope, receive: Receive, send: Send) -> None:
        who = await anyio.to_thread.run_sync(identity, scope)

        async def out(message: Message) -> None:
            if message["type"] == "websocket.send":
                content = message.get("bytes") or (message.get("text") or "").encode()
                # a session that began or ended meanwhile: nobody knows for whom the file was made
                if PREFIX.encode() in content and who == await anyio.to_thread.run_sync(identity, scope):
                    self.note(content, who)
            await send(message)

        await self.app(scope, receive, out)

    def note(self, content: bytes, who: str) -> None:
        """Remember the addresses of files in what is sent to `who`."""
        for found in _ADDRESS.findall(content):
            name = found.decode()
            self.told.setdefault(name, set()).add(who)
            self.told.move_to_end(name)
        while len(self.told) > MOST:
            self.told.popitem(last=False)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        name = scope["path"].removeprefix(PREFIX).partition(".")[0]
        told = self.told.get(name, set())
        # what an anonymous visitor was shown holds nothing that is not for everybody
        allowed = PUBLIC in told or (
            bool(told) and await anyio.to_thread.run_sync(identity, scope) in told - {PUBLIC}
        )
        if not allowed:
            refused = PlainTextResponse(REFUSED, status_code=404, headers={"cache-control": "no-store"})
            await refused(scope, receive, send)
            return

        async def out(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["cache-control"] = "private, no-store"
            await send(message)

        await self.app(scope, receive, out)
