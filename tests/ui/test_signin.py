"""Signing in and out at the web server, and the closed door of an installation without public access."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from argon2 import PasswordHasher
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route

from stunting import audit
from stunting.access import COOKIE, Accounts
from stunting.settings import settings
from stunting.ui import signin
from tests.ui.asgi import Answer, get, request, run

PASSWORD = "kata sandi contoh"


@pytest.fixture
def app(home: Path) -> Starlette:
    cheap = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    Accounts(home, cheap).add("ani", "puskesmas", "Uren", PASSWORD)
    rest = Mount("/", app=PlainTextResponse("isi"))
    return Starlette(
        routes=[*signin.routes(), Route("/aset/masuk.css", PlainTextResponse("css")), rest],
        middleware=[Middleware(signin.Door)],
    )


@pytest.fixture
def closed(app: Starlette, monkeypatch: pytest.MonkeyPatch) -> Starlette:
    monkeypatch.setenv("STUNTING_PUBLIC_ACCESS", "false")
    settings.cache_clear()
    return app


def send(app: Any, name: str, password: str, target: str = "/", **headers: str) -> Answer:
    body = urlencode({"nama": name, "sandi": password, "ke": target}).encode()
    head = {"content-type": "application/x-www-form-urlencoded", "content-length": str(len(body)), **headers}
    return request(app, "POST", "/masuk", head, body)


def cookie_of(answer: Answer) -> str:
    return answer.headers["set-cookie"].split(";")[0].removeprefix(f"{COOKIE}=")


def test_the_form_is_indonesian_and_keeps_where_to_go(app: Starlette) -> None:
    page = get(app, "/masuk?ke=/peta%3Fwilayah%3D63.11.05")
    assert page.status_code == 200
    assert 'lang="id"' in page.text
    assert 'value="/peta?wilayah=63.11.05"' in page.text
    assert page.headers["cache-control"] == "no-store"


def test_right_password_gives_a_cookie_no_script_can_read(app: Starlette, home: Path) -> None:
    answer = send(app, "Ani", PASSWORD, "/peta")
    assert (answer.status_code, answer.headers["location"]) == (303, "/peta")
    flags = answer.headers["set-cookie"].lower()
    assert "httponly" in flags
    assert "samesite=lax" in flags
    assert "max-age=28800" in flags
    assert "secure" not in flags
    assert (
        "secure" in send(app, "ani", PASSWORD, **{"x-forwarded-proto": "https"}).headers["set-cookie"].lower()
    )
    assert audit.read(home)["action"].tolist() == ["akun ditambah", "masuk", "masuk"]


@pytest.mark.parametrize(
    ("name", "password"), [("ani", "salah sekali"), ("<b>x</b>", "salah sekali"), ("", "")]
)
def test_wrong_password_is_told_and_logged_without_what_was_typed(
    app: Starlette, home: Path, name: str, password: str
) -> None:
    answer = send(app, name, password)
    assert answer.status_code == 401
    assert "Nama atau kata sandi salah" in answer.text
    assert "<b>x</b>" not in answer.text
    assert "set-cookie" not in answer.headers
    log = (home / "audit.log").read_text()
    assert "masuk_gagal" in log
    assert password == "" or password not in log


@pytest.mark.parametrize("target", ["https://jahat.example/", "//jahat.example", "/\\jahat.example", "masuk"])
def test_no_way_out_to_another_site(app: Starlette, target: str) -> None:
    assert send(app, "ani", PASSWORD, target).headers["location"] == "/"


def test_a_form_of_another_site_is_refused(app: Starlette) -> None:
    answer = send(app, "ani", PASSWORD, origin="https://jahat.example")
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert send(app, "ani", PASSWORD, origin="http://localhost").status_code == 303


def test_leaving_takes_the_cookie_away(app: Starlette, home: Path) -> None:
    token = cookie_of(send(app, "ani", PASSWORD))
    answer = get(app, "/keluar", {"cookie": f"{COOKIE}={token}"})
    assert answer.status_code == 303
    assert "max-age=0" in answer.headers["set-cookie"].lower()
    assert audit.read(home)["action"].tolist() == ["akun ditambah", "masuk", "keluar"]


def test_a_copied_cookie_ends_with_the_sign_out(closed: Starlette) -> None:
    token, other = (cookie_of(send(closed, "ani", PASSWORD)) for _ in range(2))
    get(closed, "/keluar", {"cookie": f"{COOKIE}={token}"})
    assert get(closed, "/peta", {"cookie": f"{COOKIE}={token}"}).status_code == 303
    assert get(closed, "/peta", {"cookie": f"{COOKIE}={other}"}).text == "isi"  # her other computer


def test_the_public_door_is_open_by_default(app: Starlette) -> None:
    assert get(app, "/peta").text == "isi"


def test_the_closed_door(closed: Starlette) -> None:
    away = get(closed, "/peta?wilayah=Kecamatan+Halong")
    assert away.status_code == 303
    assert away.headers["location"] == "/masuk?ke=%2Fpeta%3Fwilayah%3DKecamatan%2BHalong"
    assert get(closed, "/aset/peta/63.11-desa-x.json").status_code == 303
    assert get(closed, "/aset/masuk.css").text == "css"
    assert "tanpa masuk" not in get(closed, "/masuk").text
    token = cookie_of(send(closed, "ani", PASSWORD))
    assert get(closed, "/peta", {"cookie": f"{COOKIE}={token}"}).text == "isi"
    assert get(closed, "/peta", {"cookie": f"{COOKIE}={token}x"}).status_code == 303


def test_the_websocket_is_refused_without_a_session(closed: Starlette) -> None:
    sent: list[dict[str, Any]] = []
    scope = {"type": "websocket", "path": "/_stcore/stream", "query_string": b"", "headers": []}

    async def out(message: Any) -> None:
        sent.append(message)

    async def nothing() -> dict[str, Any]:
        return {"type": "websocket.connect"}

    run(signin.Door(closed)(scope, nothing, out))
    assert [(m["type"], m["code"]) for m in sent] == [("websocket.close", 1008)]
