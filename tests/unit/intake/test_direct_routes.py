"""Routes that skip the framework's resolution keep what holds for every request."""

import pytest
from fastapi import APIRouter, Request, Response

from services.intake.adapters.http.api.direct import direct_route
from shared.http.keys import FixedKeys
from shared.http.principal import Principal
from shared.http.tokens import RequireBearer, TokenValidator
from tests.support.intake_app import IntakeApp, assessment

BEARER = RequireBearer(TokenValidator(FixedKeys({}), issuer="nobody"))


@pytest.mark.parametrize("path", ["assessments", "labels/2f0f3f0e-5a0b-5b6e-8d5b-0e6f3d7a9c21/withdrawal"])
async def test_repeated_parameters_are_refused_before_anything_is_looked_at(intake: IntakeApp, path: str) -> None:
    cluster = await intake.register()
    where = f"/api/v1/clusters/{cluster}/{path}"
    for query in ("a=1&a=2", "a[]=1"):
        assert (await intake.post(f"{where}?{query}", assessment(), {})).status_code == 400
    assert (await intake.post(where, assessment(), {})).status_code == 401
    assert len(intake.events.events) == 1


async def test_an_endpoint_that_asks_for_more_is_noticed_at_the_start() -> None:
    async def curious(request: Request, principal: Principal, cluster: str, page: int) -> Response:
        raise AssertionError("never called")

    router = APIRouter(route_class=direct_route(BEARER))
    with pytest.raises(AssertionError):
        router.add_api_route("/{cluster}", curious, methods=["POST"])


async def test_what_the_path_names_is_documented(intake: IntakeApp) -> None:
    document = intake.app.openapi()
    route = document["paths"]["/api/v1/clusters/{cluster}/labels/{record}/withdrawal"]["post"]
    assert {each["name"] for each in route["parameters"] if each["in"] == "path"} == {"cluster", "record"}
