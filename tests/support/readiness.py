"""What scoring answers to the first screen: away, or the real API over the cases of the result pages."""

from collections.abc import Collection, Sequence
from typing import TypeVar

from pydantic import BaseModel

from services.intake.adapters.http.scoring import RowsAnswer
from services.intake.application.readiness import CalendarAnswer, ProgrammeAnswer, ResultAnswer
from shared.errors import TransientError
from tests.support.result_cases import cluster_id
from tests.support.result_site import Site, ask

Shape = TypeVar("Shape", bound=BaseModel)


class AwayReadiness:
    """Does not answer."""

    async def result(self, cluster: str) -> ResultAnswer:
        raise TransientError(f"scoring is away; asked for {cluster}")

    async def calendar(self, cluster: str) -> CalendarAnswer:
        raise TransientError(f"scoring is away; asked for {cluster}")

    async def rows(self, among: Collection[str] | None) -> tuple[Sequence[ResultAnswer], bool]:
        raise TransientError(f"scoring is away; asked for {among}")

    async def programme(self) -> ProgrammeAnswer:
        raise TransientError("scoring is away")


class SiteReadiness:
    """The answers of `site`, with the ids that intake gave to the same clusters."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._ours: dict[str, str] = {}

    def same(self, case: str, cluster: str) -> None:
        """Say that the case is intake's `cluster`."""
        self._ours = {theirs: ours for theirs, ours in self._ours.items() if ours != cluster}
        self._ours[cluster_id(case)] = cluster

    async def result(self, cluster: str) -> ResultAnswer:
        return await self._get(f"/api/v1/results/{self._theirs(cluster)}", ResultAnswer)

    async def calendar(self, cluster: str) -> CalendarAnswer:
        return await self._get(f"/api/v1/results/{self._theirs(cluster)}/calendar", CalendarAnswer)

    async def rows(self, among: Collection[str] | None) -> tuple[Sequence[ResultAnswer], bool]:
        found = (await self._get("/api/v1/results?limit=200", RowsAnswer)).results
        return [row for row in found if among is None or row.cluster in among], True

    async def programme(self) -> ProgrammeAnswer:
        return await self._get("/api/v1/portfolio", ProgrammeAnswer)

    def _theirs(self, cluster: str) -> str:
        return next((theirs for theirs, ours in self._ours.items() if ours == cluster), cluster)

    async def _get(self, path: str, shape: type[Shape]) -> Shape:
        text = (await ask(self._site, path, token="service *")).text
        for theirs, ours in self._ours.items():
            text = text.replace(theirs, ours)
        return shape.model_validate_json(text)
