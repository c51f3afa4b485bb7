"""A served dashboard and a browser that may talk to nobody else."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from stunting.settings import ROOT
from tests.e2e.quiet import QUIET_MS, READY, WATCH

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
    # Nothing but this machine has a name. A route of Playwright would refuse other hosts as well, but it
    # turns the browser's cache off, and every request would pass through Python.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]  # fmt: skip
SIZES = {"ponsel": (390, 844), "laptop": (1366, 768), "layar": (1920, 1080)}
PAGES = {"ringkasan": "/", "peta": "/peta"}
#: How long a page may take (milliseconds): long, for a slow machine is no defect.
PATIENCE_MS = 120_000


#: How many times slower the browser is made (no test may depend on speed): ``STUNTING_E2E_SLOWER=6``.
SLOWER = float(os.environ.get("STUNTING_E2E_SLOWER", "1"))


@contextmanager
def served(home: Path, log: Path) -> Iterator[str]:
    """Serve the dashboard of `home` on a free port and yield its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), "--server.port", str(port)]
    command += ["--server.headless", "true", "--server.address", "127.0.0.1"]
    with log.open("w") as out:
        server = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, "STUNTING_HOME": str(home)}, stdout=out, stderr=out
        )
        try:
            base = f"http://127.0.0.1:{port}"
            _wait(base, server, log)
            yield base
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()


def _wait(base: str, server: subprocess.Popen[Any], log: Path) -> None:
    for _ in range(240):
        if server.poll() is not None:
            raise RuntimeError(f"the server stopped: {log.read_text()[-2000:]}")
        try:
            urllib.request.urlopen(f"{base}/_stcore/health", timeout=2)
            return
        except OSError:
            time.sleep(0.25)
    raise RuntimeError(f"the server does not answer: {log.read_text()[-2000:]}")


class Tabs:
    """Open tabs of one browser, lent to visitors one after the other.

    A tab that has loaded the dashboard before has its scripts at hand: a first page takes two seconds of
    the processor in it, and seven in a new one. What a visitor could have left behind is taken away.
    """

    def __init__(self, chromium: Any) -> None:
        self.chromium = chromium
        self.idle: dict[bool, list[Any]] = {True: [], False: []}

    def take(self, size: str) -> Any:
        """Return a tab of this size with nothing in it."""
        width, height = SIZES[size]
        phone = size == "ponsel"
        view = {"width": width, "height": height}
        if self.idle[phone]:
            page = self.idle[phone].pop()
            page.set_viewport_size(view)
            return page
        context = self.chromium.new_context(
            viewport=view, has_touch=phone, is_mobile=phone, device_scale_factor=2 if phone else 1,
            locale="id-ID",
        )  # fmt: skip
        context.add_init_script(WATCH)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        if SLOWER > 1:
            slow = context.new_cdp_session(page)
            slow.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        return page

    def give(self, page: Any, phone: bool) -> None:
        """Take a tab back: without cookies, kept state and a page."""
        if not page.url.startswith("about:"):
            page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        page.goto("about:blank")
        page.context.clear_cookies()
        self.idle[phone].append(page)


@contextmanager
def browser() -> Iterator[Tabs]:
    """Yield the tabs of a Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield Tabs(chromium)
        chromium.close()


class Visitor:
    """One tab: notes errors of the page and requests to other hosts, which lead nowhere."""

    def __init__(self, tabs: Tabs, base: str, size: str = "laptop") -> None:
        self.base = base
        self.tabs, self.phone = tabs, size == "ponsel"
        self.page = tabs.take(size)
        self.context = self.page.context
        self.errors: list[str] = []
        self.outside: list[str] = []
        self._heard: list[tuple[str, Any]] = []
        self.on("request", self._request)
        self.on("console", self._console)
        self.on("pageerror", lambda e: self.errors.append(str(e)))

    def on(self, event: str, do: Any) -> None:
        """Listen to an event of the tab while this visitor has it."""
        self.page.on(event, do)
        self._heard.append((event, do))

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self.base, "blob:", "data:")):
            self.outside.append(request.url)

    def _console(self, message: Any) -> None:
        # On a deep link Streamlit itself looks for its server below the page's path first.
        probing = "/_stcore/" in (message.location or {}).get("url", "")
        if message.type == "error" and not probing:
            self.errors.append(message.text)

    def open(self, path: str = "/") -> Any:
        """Load `path` and wait until the script has run and everything is drawn."""
        self.page.goto(self.base + path)
        self.settle()
        return self.page

    def go(self, path: str) -> Any:
        """Go to another page as the menu does, without loading the frontend again; choices stay."""
        self.page.evaluate(
            "path => { history.pushState({}, '', path); dispatchEvent(new PopStateEvent('popstate')); }", path
        )
        self.settle()
        return self.page

    def settle(self) -> None:
        """Wait until the script is done, every part is drawn and nothing has moved for a moment."""
        # A click reaches the server some milliseconds later: the wait begins now, not with the last change.
        self.page.evaluate("() => { window.__moved = performance.now(); }")
        self.page.wait_for_function(READY, arg=QUIET_MS, polling=50, timeout=PATIENCE_MS)

    def close(self) -> None:
        """Give the tab back; a second time changes nothing."""
        if self.page is None:
            return
        for event, do in self._heard:
            self.page.remove_listener(event, do)
        self.tabs.give(self.page, self.phone)
        self.page = None
