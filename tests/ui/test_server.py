"""Headers, language, compression and the geometry route, without a browser."""

from __future__ import annotations

import gzip

import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route

from stunting.ui import data, places, server
from tests.ui.asgi import get

INDEX = '<!DOCTYPE html><html lang="en"><head><title>Streamlit</title></head><body></body></html>'
CALLS = {"bundle": 0}


async def index(_):
    return HTMLResponse(INDEX)


async def bundle(_):
    CALLS["bundle"] += 1
    return PlainTextResponse("const x = 1;\n" * 2000, media_type="text/javascript")


async def missing(_):
    return PlainTextResponse("no", status_code=404)


@pytest.fixture
def client(home):
    app = Starlette(
        routes=[
            *server.routes(),
            Route("/", index),
            Route("/static/js/a.js", bundle),
            Route("/static/js/gone.js", missing),
        ],
        middleware=server.middleware(),
    )
    CALLS["bundle"] = 0
    return lambda path, headers=None: get(app, path, headers)


def test_the_index_page_is_indonesian_with_our_styles(client):
    answer = client("/")
    assert '<html lang="id">' in answer.text
    assert "/aset/gaya.css" in answer.text
    assert "Streamlit" not in answer.text
    assert int(answer.headers["content-length"]) == len(answer.raw)


def test_nothing_may_come_from_elsewhere(client):
    headers = client("/").headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert not any("http" in sources or "*" in sources for sources in policy.values())
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_bundles_are_compressed_once(client):
    first, again = client("/static/js/a.js"), client("/static/js/a.js")
    assert first.text == again.text == "const x = 1;\n" * 2000
    assert first.headers["content-encoding"] == "gzip"
    assert int(first.headers["content-length"]) < 2000
    assert CALLS["bundle"] == 1


def test_a_browser_without_gzip_gets_the_plain_file(client):
    answer = client("/static/js/a.js", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in answer.headers
    assert len(answer.content) == len("const x = 1;\n") * 2000


def test_a_missing_bundle_is_not_kept(client):
    assert client("/static/js/gone.js").status_code == 404
    assert client("/static/js/gone.js").status_code == 404


def test_own_files_are_revalidated(client):
    answer = client("/aset/gaya.css")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-cache"
    assert client("/aset/gaya.css", headers={"if-none-match": answer.headers["etag"]}).status_code == 304


def test_geometry_is_kept_for_a_year_under_its_version(client):
    kab = data.kab()
    url = places.layer_url(kab, "kecamatan")
    answer = client(url)
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]
    layer = answer.json()
    assert set(layer["areas"]) == {c for c in places.names(kab) if c.count(".") == 2}
    old = url.replace(places.layer_version(kab, "kecamatan"), "0000000000")
    assert client(old).headers["cache-control"] == "no-store"


@pytest.mark.parametrize("name", ["11.01-desa-x", "63.11-dusun-x", "..-desa-x"])
def test_only_the_watched_kabupaten_has_a_map(client, name):
    assert client(f"/aset/peta/{name}.json").status_code == 404


def test_localise_leaves_gzip_alone():
    packed = gzip.compress(INDEX.encode())
    assert server.localise(packed) == packed
