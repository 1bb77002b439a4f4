"""`GET /api/v1/portfolio`: the programme on any date."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse

from services.scoring.adapters.http.api.results import as_json
from services.scoring.adapters.http.api.shape import blocked_json
from services.scoring.adapters.http.moments import Moment, moment, whole
from services.scoring.adapters.http.parameters import as_of, known_parameters
from services.scoring.application.portfolio import Member, Portfolio, ReadPortfolio
from services.scoring.application.read_results import Blocked
from services.scoring.domain.programme.count import Line
from services.scoring.domain.programme.target import Target
from shared.http.documented import problems
from shared.http.problems import language_of
from shared.http.texts import Language
from shared.http.tokens import RequireBearer


def portfolio_routes(bearer: RequireBearer, read: ReadPortfolio) -> APIRouter:
    """Return the route; a count of clusters is only right for somebody who may see them all, others get 403."""
    router = APIRouter(prefix="/api/v1", tags=["portfolio"], responses=problems(403, 422))
    looking = moment(whole(bearer), as_of)

    @router.get("/portfolio", dependencies=[Depends(known_parameters("as_of", "known_at"))])
    async def portfolio(request: Request, at: Annotated[Moment, Depends(looking)]) -> JSONResponse:
        """Return the target's lines with the names behind them, and every member's label and readiness."""
        found = await read(at.today, at.past)
        language = language_of(request)
        return as_json(portfolio_json(found, language), language)

    return router


def portfolio_json(found: Portfolio, language: Language) -> dict[str, Any]:
    """Return the programme as JSON values; texts are in both languages, problems in the reader's."""
    return {
        "programme": found.programme.name,
        "on": found.on.isoformat(),
        "promise": found.programme.promise.model_dump(mode="json"),
        "targets": [_target(target, lines) for target, lines in found.lines],
        "members": [_member(member, language) for member in found.members],
        "remarks": [remark.model_dump(mode="json") for remark in found.remarks],
    }


def _target(target: Target, lines: tuple[Line, ...]) -> dict[str, Any]:
    return {**target.model_dump(mode="json", exclude={"goals"}), "lines": list(map(_line, lines))}


def _line(line: Line) -> dict[str, Any]:
    return {
        "level": line.goal.level,
        "at_least": line.goal.at_least,
        "low": line.low,
        "high": line.high,
        "members": line.members,
        "reached": line.reached,
        "clusters": [{"cluster": each.cluster, "doubt": each.doubt} for each in line.counted],
    }


def _member(member: Member, language: Language) -> dict[str, Any]:
    dates = {
        "cluster": member.cluster,
        "joined": member.joined.isoformat() if member.joined else None,
        "left": member.left.isoformat() if member.left else None,
    }
    if member.row is None:
        return {**dates, "status": "pending"}
    if isinstance(member.row, Blocked):
        return {**dates, **blocked_json(member.row, language)}
    return {**dates, **member.row.values}
