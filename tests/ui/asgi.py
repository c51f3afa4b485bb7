"""A client for ASGI applications in thirty lines (Starlette's own needs a package we do not)."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from starlette.datastructures import Headers


class Answer:
    """Status, headers and the body as a browser would see it."""

    def __init__(self, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
        self.status_code = status
        self.headers = Headers(raw=headers)
        self.raw = body
        packed = self.headers.get("content-encoding") == "gzip"
        self.content = gzip.decompress(body) if packed else body

    @property
    def text(self) -> str:
        return self.content.decode()

    def json(self) -> Any:
        return json.loads(self.content)


def get(app: Any, path: str, headers: dict[str, str] | None = None) -> Answer:
    """Ask `app` for `path`."""
    return request(app, "GET", path, headers)


def request(
    app: Any, method: str, target: str, headers: dict[str, str] | None = None, body: bytes = b""
) -> Answer:
    """Send one request to `app`."""
    path, _, query = target.partition("?")
    sent = {"accept-encoding": "gzip", "host": "localhost", **(headers or {})}
    scope = {
        "type": "http", "method": method, "path": path, "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(k.encode(), v.encode()) for k, v in sent.items()], "root_path": "", "scheme": "http",
        "server": ("localhost", 80), "client": ("localhost", 1), "http_version": "1.1",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
    }  # fmt: skip
    start: dict[str, Any] = {}
    parts: list[bytes] = []
    asked: list[bool] = []

    async def receive() -> dict[str, Any]:
        if asked:
            await asyncio.Event().wait()  # the browser stays connected
        asked.append(True)
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
        else:
            parts.append(message.get("body", b""))

    run(app(scope, receive, send))
    return Answer(start["status"], start["headers"], b"".join(parts))


def run(work: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine in a thread of its own: a browser test of this process leaves its loop running."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()
