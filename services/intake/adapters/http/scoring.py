"""What we ask scoring, by its public API, with a token of our own that sees no more clusters than the person does."""

from collections.abc import Collection, Sequence
from typing import Annotated, TypeVar
from urllib.parse import quote

from pydantic import BaseModel, Field, ValidationError

from services.intake.adapters.own_tokens import OwnTokens
from services.intake.application.readiness import CalendarAnswer, ProgrammeAnswer, ResultAnswer
from shared.errors import TransientError
from shared.http.clients import PeerUnavailableError, ServiceClient

PAGE = 200
MOST_PAGES = 5
"""A thousand clusters: more than the country has twenty times; the first screen then says that it is not all."""

Shape = TypeVar("Shape", bound=BaseModel)


class RowsAnswer(BaseModel):
    """A part of the list of results; `next`: the cursor of the next part."""

    results: tuple[ResultAnswer, ...]
    next: Annotated[str | None, Field(max_length=200)] = None


class HttpScoring:
    """`Readiness` over scoring's API."""

    def __init__(self, client: ServiceClient, tokens: OwnTokens) -> None:
        self._client, self._tokens = client, tokens

    async def result(self, cluster: str) -> ResultAnswer:
        """Return the current result of a cluster."""
        return await self._get(f"/api/v1/results/{quote(cluster, safe='')}", ResultAnswer, (cluster,))

    async def calendar(self, cluster: str) -> CalendarAnswer:
        """Return the dates of a cluster's labels."""
        return await self._get(f"/api/v1/results/{quote(cluster, safe='')}/calendar", CalendarAnswer, (cluster,))

    async def rows(self, among: Collection[str] | None) -> tuple[Sequence[ResultAnswer], bool]:
        """Return the results of clusters in one line each, and whether that is all."""
        found: list[ResultAnswer] = []
        query = {"limit": str(PAGE)}
        for _ in range(MOST_PAGES):
            part = await self._get("/api/v1/results", RowsAnswer, among, **query)
            found += part.results
            if part.next is None:
                return found, True
            query["cursor"] = part.next
        return found, False

    async def programme(self) -> ProgrammeAnswer:
        """Return the programme today."""
        return await self._get("/api/v1/portfolio", ProgrammeAnswer, None)

    async def _get(self, path: str, shape: type[Shape], among: Collection[str] | None, **query: str) -> Shape:
        """A refusal of our token, or an answer of another shape, is mended by a deployment: until then it is away."""

        async def authorization() -> str:
            return await self._tokens.authorization() if among is None else self._tokens.only_for(among)

        try:
            answer = await self._client.authorized(authorization).get(path, **query)
            if answer.status != 200:
                raise TransientError(f"scoring answers {answer.status} to {path}")
            return shape.model_validate_json(answer.content)
        except PeerUnavailableError as error:
            raise TransientError(f"scoring: {error}") from error
        except ValidationError as error:
            where = error.errors(include_url=False, include_input=False)[0]["loc"]
            raise TransientError(f"scoring answers {path} in another shape, at {where}") from error
