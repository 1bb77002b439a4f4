"""Where a local path lives: one address serves all in production; on one machine each service has its port."""

from shared.http.sessions import local_path
from shared.web.pages import Links

_SCORING = ("/results", "/reviews", "/portfolio", "/criteria")
_NOTIFIER = ("/mail",)


def place(target: str | None, links: Links) -> str:
    """Return the full address of a local path; whatever is no local path becomes the start page."""
    path = local_path(target)
    if path.startswith(_SCORING):
        return links.scoring + path
    return (links.notifier if path.startswith(_NOTIFIER) else links.intake) + path
