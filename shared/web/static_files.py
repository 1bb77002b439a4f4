"""The style sheet, the fonts and the icon, read once and served from memory."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

STATIC = Path(__file__).parent / "static"
STYLE = Path(__file__).parent / "style"
PREFIX = "/static/"

STYLE_SHEET = "branda.css"
STYLE_PARTS = (
    "base",
    "frame",
    "notes",
    "marks",
    "tables",
    "charts",
    "result",
    "level",
    "lists",
    "home",
    "mailbox",
    "criteria",
    "parts",
    "wide",
    "narrow",
    "forms",
    "print",
)
"""One file each in `style/`; what comes later wins over what comes before."""

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
}

NAMED_VERSION = "public, max-age=31536000, immutable"
"""An address that names the content's digest can never mean anything else."""

UNNAMED_VERSION = "public, max-age=86400"
"""Fonts are named by the style sheet without a digest; they change with a release at most."""


@dataclass(frozen=True)
class StaticFile:
    """One file as it is sent."""

    content: bytes
    media_type: str
    digest: str


class StaticFiles:
    """All files below `static/`, and the style sheet joined of its parts; nothing else of the disk can be reached."""

    def __init__(self, folder: Path = STATIC) -> None:
        self._files = {
            path.relative_to(folder).as_posix(): _file(path.name, path.read_bytes())
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }
        self._files[STYLE_SHEET] = _file(STYLE_SHEET, style_sheet().encode())

    def url(self, name: str) -> str:
        """Return the address of `name`, which changes with its content. KeyError if there is no such file."""
        return f"{PREFIX}{name}?v={self._files[name].digest}"

    def route(self) -> Route:
        """Return the route that serves the files."""
        return Route(f"{PREFIX}{{name:path}}", self._serve, methods=["GET"], include_in_schema=False)

    async def _serve(self, request: Request) -> Response:
        file = self._files.get(request.path_params["name"])
        if file is None:
            raise HTTPException(404)
        named = request.query_params.get("v") == file.digest
        headers = {"Cache-Control": NAMED_VERSION if named else UNNAMED_VERSION, "ETag": f'"{file.digest}"'}
        if request.headers.get("if-none-match") == headers["ETag"]:
            return Response(status_code=304, headers=headers)
        return Response(file.content, media_type=file.media_type, headers=headers)


def style_sheet() -> str:
    """Return the one style sheet of every page."""
    return "\n".join((STYLE / f"{part}.css").read_text(encoding="utf-8") for part in STYLE_PARTS)


def _file(name: str, content: bytes) -> StaticFile:
    return StaticFile(content, _TYPES[Path(name).suffix], hashlib.sha256(content).hexdigest()[:12])
