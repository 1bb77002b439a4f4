"""When a page that waits for something looks again: soon at first, then ever more rarely, and not for ever."""

from dataclasses import dataclass

from starlette.requests import Request

ASKED = "Branda-Asked"
"""Request header: how often this page was asked for already. It comes from a browser and may hold anything."""

FIRST_SECONDS = 2
LONGEST_SECONDS = 60
MOST = 24
"""Looks by itself: about 20 minutes. Whoever comes back later to a forgotten window reloads it."""


@dataclass(frozen=True)
class Again:
    """How often the page was asked for, and in how many seconds to ask for `address` again; None: not by itself."""

    address: str
    asked: int
    seconds: int | None


def looks_again(request: Request) -> Again:
    """Return when the page of `request` is to be asked for again."""
    said = request.headers.get(ASKED, "")
    asked = min(int(said), MOST) if said.isascii() and said.isdigit() and len(said) <= 3 else 0
    address = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return Again(address, asked, None if asked >= MOST else min(FIRST_SECONDS << min(asked, 9), LONGEST_SECONDS))


def is_swap(request: Request) -> bool:
    """Say whether only a part of the answer will replace one of a page that is shown already (htmx)."""
    return request.headers.get("HX-Request") == "true"
