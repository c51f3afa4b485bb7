"""Files under /media/: only for whom their address was sent to, and only while that session holds."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute

from stunting.access import COOKIE, Accounts, User
from stunting.ui import data, media
from tests.ui.asgi import get, run

NAME = "0123456789abcdef0123456789abcdef"
URL = f"/media/{NAME}.xlsx"
FRAME = b"\x12\x05url\x1a\x30" + URL.encode() + b"\x22\x04more"


@pytest.fixture
def who(home, monkeypatch):
    """Two accounts with a session each, and the store that holds their files."""
    monkeypatch.setattr(data, "only_synthetic", lambda: False)
    data._sessions.clear()
    accounts = Accounts(home)
    for name in ("ani", "budi"):
        accounts.add(name, "dinas", None, "sandi-yang-panjang")
    sessions = data.sessions()
    yield {n: f"{COOKIE}={sessions.issue(User(n, 'dinas'))}" for n in ("ani", "budi")}
    data._sessions.clear()


@pytest.fixture
def app(who):
    async def file(_):
        return PlainTextResponse("CONTOH ANAK")

    async def talk(socket):
        await socket.accept()
        await socket.send_bytes(FRAME)
        await socket.close()

    return Starlette(
        routes=[Route("/media/{name}", file), WebSocketRoute("/_stcore/stream", talk)],
        middleware=[Middleware(media.Media)],
    )


def listen(app, cookie: str = "") -> None:
    """Open a websocket with a cookie and hear the address."""
    headers = [(b"cookie", cookie.encode())] if cookie else []
    scope = {
        "type": "websocket", "path": "/_stcore/stream", "raw_path": b"/_stcore/stream", "query_string": b"",
        "headers": headers, "root_path": "", "scheme": "ws", "subprotocols": [], "http_version": "1.1",
        "server": ("localhost", 80), "client": ("localhost", 1), "asgi": {"version": "3.0"},
    }  # fmt: skip
    heard = []

    async def receive():
        return {"type": "websocket.connect"}

    async def send(message):
        heard.append(message)

    run(app(scope, receive, send))
    assert any(m.get("bytes") == FRAME for m in heard), "what is sent stays as it is"


def ask(app, cookie: str = "", url: str = URL):
    return get(app, url, {"cookie": cookie} if cookie else None)


def test_only_who_was_told_the_address_gets_the_file(app, who):
    assert ask(app, who["ani"]).status_code == 404, "nobody was told yet"
    listen(app, who["ani"])
    assert ask(app, who["ani"]).text == "CONTOH ANAK"
    for cookie in ("", who["budi"], f"{COOKIE}=palsu"):
        answer = ask(app, cookie)
        assert answer.status_code == 404
        assert answer.text == media.REFUSED
        assert answer.headers["cache-control"] == "no-store"


def test_nothing_is_kept_by_the_browser_or_a_proxy(app, who):
    listen(app, who["ani"])
    assert ask(app, who["ani"]).headers["cache-control"] == "private, no-store"


def test_an_account_that_is_closed_gets_nothing_any_more(app, who, home):
    listen(app, who["ani"])
    Accounts(home).disable("ani")
    assert ask(app, who["ani"]).status_code == 404


def test_a_new_session_of_the_same_account_still_gets_its_file(app, who):
    listen(app, who["ani"])
    again = f"{COOKIE}={data.sessions().issue(User('ani', 'dinas'))}"
    assert ask(app, again).status_code == 200


def test_what_the_public_was_shown_is_for_everybody(app, who):
    listen(app)
    for cookie in ("", who["ani"]):
        assert ask(app, cookie).status_code == 200


def test_a_session_of_the_provider_is_known_by_its_cookie(app):
    mine = f"{media.OIDC_COOKIE}=abc; {media.OIDC_COOKIE}__1=def"
    listen(app, mine)
    assert ask(app, mine).status_code == 200
    assert ask(app, f"{media.OIDC_COOKIE}=abc").status_code == 404
    assert ask(app).status_code == 404


@pytest.mark.parametrize("url", ["/media/", "/media/x", f"/media/{NAME}", f"/media/../media/{NAME}.pdf"])
def test_other_addresses_lead_nowhere_without_being_told(app, who, url):
    assert ask(app, who["ani"], url).status_code == 404


def test_the_oldest_addresses_are_forgotten(app, monkeypatch):
    monkeypatch.setattr(media, "MOST", 2)
    door = media.Media(app)
    for n in range(3):
        door.note(f"/media/{n:032d}.csv".encode(), "akun:ani")
    assert list(door.told) == [f"{n:032d}" for n in (1, 2)]
    door.note(b"no address here", "akun:ani")
    assert len(door.told) == 2
