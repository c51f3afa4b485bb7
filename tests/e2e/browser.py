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

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
]  # fmt: skip
SIZES = {"ponsel": (390, 844), "laptop": (1366, 768), "layar": (1920, 1080)}
PAGES = {"ringkasan": "/", "peta": "/peta"}
QUIET_MS = 300
#: Notes when the page last changed, from its first moment on.
WATCH = """
window.__moved = performance.now();
new MutationObserver(() => { window.__moved = performance.now(); }).observe(document, {
  subtree: true, childList: true, characterData: true,
  attributes: true, attributeFilter: ["data-test-script-state", "data-stale"],
});
"""
#: Whether the script has run, every part has come, maps and charts are drawn, and nothing moves any more.
READY = """
(quiet) => {
  const all = (css) => [...document.querySelectorAll(css)];
  if (!document.querySelector('.stApp[data-test-script-state="notRunning"]')) return false;
  if (document.querySelector('[data-testid="stSkeleton"]')) return false;
  const own = all('[data-testid="stBidiComponentIsolated"]').map((e) => e.shadowRoot);
  if (own.some((root) => !root?.childElementCount)) return false;
  if (own.some((root) => root.querySelector('.panggung:not([data-state="siap"])'))) return false;
  if (all('.stPlotlyChart').some((e) => !e.querySelector('.main-svg'))) return false;
  return performance.now() - window.__moved >= quiet;
}
"""


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


@contextmanager
def browser() -> Iterator[Any]:
    """Yield a Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield chromium
        chromium.close()


class Visitor:
    """One tab: notes errors of the page and requests to other hosts, which are refused."""

    def __init__(self, chromium: Any, base: str, size: str = "laptop") -> None:
        width, height = SIZES[size]
        phone = size == "ponsel"
        self.base = base
        self.context = chromium.new_context(
            viewport={"width": width, "height": height}, has_touch=phone, is_mobile=phone,
            device_scale_factor=2 if phone else 1, locale="id-ID",
        )  # fmt: skip
        self.context.add_init_script(WATCH)
        self.page = self.context.new_page()
        self.errors: list[str] = []
        self.outside: list[str] = []
        self.page.route("**/*", self._route)
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda e: self.errors.append(str(e)))

    def _route(self, route: Any) -> None:
        url = route.request.url
        if url.startswith((self.base, "blob:", "data:")):
            route.continue_()
        else:
            self.outside.append(url)
            route.abort()

    def _console(self, message: Any) -> None:
        # On a deep link Streamlit itself looks for its server below the page's path first.
        probing = "/_stcore/" in (message.location or {}).get("url", "")
        if message.type == "error" and not probing:
            self.errors.append(message.text)

    def open(self, path: str = "/") -> Any:
        """Go to `path` and wait until the script has run and the map is drawn."""
        self.page.goto(self.base + path)
        self.settle()
        return self.page

    def settle(self) -> None:
        """Wait until the script is done, every part is drawn and nothing has moved for a moment."""
        # A click reaches the server some milliseconds later: the wait begins now, not with the last change.
        self.page.evaluate("() => { window.__moved = performance.now(); }")
        self.page.wait_for_function(READY, arg=QUIET_MS, polling=50, timeout=30_000)

    def close(self) -> None:
        """Close the tab."""
        self.context.close()
