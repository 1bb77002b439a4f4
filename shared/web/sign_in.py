"""The way from a page to signing in, and back."""

from urllib.parse import quote

from starlette.requests import Request

from shared.http.sessions import COOKIE, Session, SessionClient
from shared.web.pages import Links


class SignInNeededError(Exception):
    """Nobody is signed in; the browser is sent to `location`, which leads back afterwards."""

    def __init__(self, location: str) -> None:
        super().__init__("sign in first")
        self.location = location


class RequireSession:
    """FastAPI dependency: the session of the person who asks for a page."""

    def __init__(self, sessions: SessionClient, links: Links) -> None:
        self._sessions, self._links = sessions, links

    async def __call__(self, request: Request) -> Session:
        """Return the session.

        Raises:
            SignInNeededError: not signed in, or not any more.
            PeerUnavailableError: intake does not answer.
        """
        session = await self._sessions.resolve(request.cookies.get(COOKIE))
        if session is None:
            here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            raise SignInNeededError(f"{self._links.intake}/sign-in?next={quote(here, safe='/')}")
        return session
