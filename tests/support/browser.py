"""A real Chromium for tests: found, or installed; never skipped.

Order: $CHROMIUM, /usr/bin/chromium, Debian's package (as root), npm's @sparticuz/chromium unpacked into a cache. Which
one it is, is printed. Pages are looked at through `open_page`, which notes every violation of the content policy.
"""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright
from starlette.applications import Starlette

AXE = Path(__file__).parents[1] / "data" / "axe" / "axe.min.js"
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "branda" / "chromium"
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class NoBrowserError(RuntimeError):
    """No Chromium was found and none could be installed; a test that needs one fails, it is not skipped."""


@cache
def chromium() -> Path:
    """Return the executable of a Chromium that starts; installs one if there is none. Raises `NoBrowserError`."""
    with _alone():
        for find in (_named, _system, _debian, _npm):
            path = find()
            if path is not None:
                print(f"Chromium for tests: {path} ({find.__name__.strip('_')})", file=sys.stderr)
                return path
    raise NoBrowserError("install chromium (Debian: apt-get install chromium) or set CHROMIUM to its executable")


@contextmanager
def _alone() -> Iterator[None]:
    """Two runs beside each other look and install in turn: a half installed Chromium is there and does not start."""
    with (Path(tempfile.gettempdir()) / "branda-chromium.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _named() -> Path | None:
    named = os.environ.get("CHROMIUM")
    if not named:
        return None
    if not Path(named).is_file():
        raise NoBrowserError(f"CHROMIUM names {named}, which is not there")
    return Path(named)


def _system() -> Path | None:
    path = Path("/usr/bin/chromium")
    return path if path.is_file() else None


def _debian() -> Path | None:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return None
    install = "apt-get update -q && apt-get install -y -q --no-install-recommends chromium"
    subprocess.run(["/bin/sh", "-c", install], capture_output=True, timeout=240, check=False)
    return _system()


def _npm() -> Path | None:
    executable = CACHE / "chromium"
    if executable.is_file():
        return executable
    if shutil.which("npm") is None:
        return None
    CACHE.mkdir(parents=True, exist_ok=True)
    script = (
        "npm install --silent --no-audit --no-fund --prefix . @sparticuz/chromium && "
        "node --input-type=module -e \"import c from './node_modules/@sparticuz/chromium/build/esm/index.js';"
        "import {copyFileSync} from 'node:fs'; copyFileSync(await c.executablePath(), './chromium')\" && "
        "chmod +x chromium"
    )
    subprocess.run(["/bin/sh", "-c", script], cwd=CACHE, capture_output=True, timeout=240, check=False)
    return executable if executable.is_file() else None


@contextmanager
def launched() -> Iterator[Browser]:
    """Yield a running Chromium. It must be used in a thread without a running event loop (`asyncio.to_thread`)."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def served(app: Starlette) -> Iterator[str]:
    """Serve an application on a port of its own, in a thread; yield its address."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@dataclass
class Sight:
    """An open page, and what the browser complained about: content policy, failed requests, errors."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def violations(self) -> list[str]:
        """Return what axe-core finds against WCAG 2.2 AA, one line each, with the place."""
        if not self.page.evaluate("typeof window.axe === 'object'"):
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        options = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
        found: dict[str, Any] = self.page.evaluate("options => axe.run(document, options)", options)
        return [f"{rule['id']}: {node['html'][:160]}" for rule in found["violations"] for node in rule["nodes"]]

    def unfold(self) -> None:
        """Open everything that is folded."""
        self.page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")

    def scrolls_sideways(self, width: int) -> bool:
        """Say whether the page is wider than a window of `width` pixels."""
        self.page.set_viewport_size({"width": width, "height": 900})
        return bool(self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))

    def picture(self, name: str) -> bytes:
        """Return the whole page as a PNG; it is kept as `name`.png in the folder that $PICTURES names, if any."""
        folder = os.environ.get("PICTURES")
        path = Path(folder) / f"{name}.png" if folder else None
        return self.page.screenshot(full_page=True, path=path)

    def focus_order(self, presses: int) -> list[str]:
        """Press Tab so many times and return what has the focus each time: its text or name."""
        describe = "document.activeElement.getAttribute('aria-label') || document.activeElement.innerText || ''"
        order = []
        for _ in range(presses):
            self.page.keyboard.press("Tab")
            order.append(" ".join(str(self.page.evaluate(describe)).split()))
        return order


def _failure(request: Request) -> list[str]:
    """Say what failed; a request that the browser took back itself, because the page was left, has not."""
    return [] if request.failure == "net::ERR_ABORTED" else [f"failed: {request.url}: {request.failure}"]


@contextmanager
def open_page(
    browser: Browser,
    url: str,
    *,
    width: int = 1280,
    scheme: Literal["light", "dark"] = "light",
    cookies: dict[str, str] | None = None,
    language: str = "lt",
    script: bool = True,
) -> Iterator[Sight]:
    """Open `url` in a window of its own; `language` is what the browser asks for."""
    context: BrowserContext = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, locale=language, java_script_enabled=script
    )
    try:
        if cookies:
            context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items()])
        page = context.new_page()
        sight = Sight(page)
        page.on("console", lambda message: sight.complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: sight.complaints.append(str(error)))
        page.on("requestfailed", lambda request: sight.complaints.extend(_failure(request)))
        page.goto(url)
        page.evaluate("document.fonts.ready.then(() => true)") if script else None
        yield sight
    finally:
        context.close()
