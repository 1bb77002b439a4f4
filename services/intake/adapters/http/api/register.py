"""The register over HTTP: clusters, memberships, people, receipts."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response

from services.intake.adapters.http.api.accepting import accept, accepted_answer, receipt_body
from services.intake.adapters.http.api.answers import (
    AcceptedAnswer,
    ClustersAnswer,
    PersonAnswer,
    ReceiptAnswer,
    RegisteredAnswer,
)
from services.intake.application.clusters import Clusters, cluster_id
from services.intake.application.commands import (
    ChangeMembership,
    DescribeCluster,
    GrantRole,
    RegisterCluster,
    RegisterPerson,
)
from services.intake.application.people import People
from services.intake.application.ports import EventStore
from services.intake.application.records import Cluster, Person
from services.intake.domain.access import Action
from shared.http.documented import problems, takes
from shared.http.principal import Principal
from shared.http.problems import language_of, not_found
from shared.http.tokens import RequireBearer


def cluster_body(cluster: Cluster) -> dict[str, Any]:
    """Return a cluster as the register shows it."""
    return {
        "id": cluster.id,
        "slug": cluster.slug,
        **cluster.description.model_dump(mode="json"),
        "provenance": cluster.provenance,
        "memberships": [membership.model_dump(mode="json") for membership in cluster.memberships],
    }


def person_body(person: Person) -> dict[str, Any]:
    """Return a person without the address: who may write needs the id, nobody needs the address back."""
    roles = [{"role": grant.role, "cluster": grant.cluster} for grant in person.grants]
    return {"id": person.id, "name": person.name, "language": person.language, "roles": roles}


def register_routes(bearer: RequireBearer, clusters: Clusters) -> APIRouter:
    """Return the routes of clusters and memberships."""
    router = APIRouter(prefix="/api/v1/clusters", tags=["register"])
    caller = Depends(bearer)
    written = {202: {"model": AcceptedAnswer}, **problems(403, 404)}

    @router.post(
        "",
        status_code=202,
        responses={202: {"model": RegisteredAnswer}, **problems(403)},
        openapi_extra=takes(RegisterCluster),
    )
    async def register(request: Request, principal: Annotated[Principal, caller]) -> Response:
        """Enter a cluster; the answer names its id in `cluster`."""
        accepted = await accept(request, principal, Action.KEEP_REGISTER)
        submission = accepted.submission(cluster_id(principal.id, accepted.key))
        receipt = await clusters.register(submission, accepted.command(RegisterCluster))
        return accepted_answer(request, receipt, cluster=receipt.cluster)

    @router.get("", responses={200: {"model": ClustersAnswer}})
    async def visible(principal: Annotated[Principal, caller]) -> dict[str, Any]:
        """List the clusters that the caller may see, by their readable names."""
        return {"clusters": [cluster_body(cluster) for cluster in await clusters.visible(principal)]}

    @router.put("/{cluster}", status_code=202, responses=written, openapi_extra=takes(DescribeCluster))
    async def update(request: Request, cluster: str, principal: Annotated[Principal, caller]) -> Response:
        """Replace the description of a cluster."""
        accepted = await accept(request, principal, Action.KEEP_REGISTER, cluster)
        receipt = await clusters.update(accepted.submission(cluster), accepted.command(DescribeCluster))
        return accepted_answer(request, receipt)

    @router.post("/{cluster}/memberships", status_code=202, responses=written, openapi_extra=takes(ChangeMembership))
    async def change_membership(request: Request, cluster: str, principal: Annotated[Principal, caller]) -> Response:
        """Record that a cluster joined or left a programme."""
        accepted = await accept(request, principal, Action.KEEP_REGISTER, cluster)
        receipt = await clusters.change_membership(accepted.submission(cluster), accepted.command(ChangeMembership))
        return accepted_answer(request, receipt)

    return router


def people_routes(bearer: RequireBearer, people: People) -> APIRouter:
    """Return the routes of people and their roles."""
    router = APIRouter(prefix="/api/v1/people", tags=["people"])
    caller = Depends(bearer)

    @router.post(
        "",
        status_code=201,
        responses={201: {"model": PersonAnswer}, **problems(403, 404, 409)},
        openapi_extra=takes(RegisterPerson),
    )
    async def register(request: Request, principal: Annotated[Principal, caller]) -> Response:
        """Enter a person with name, address, language and roles."""
        accepted = await accept(request, principal, Action.KEEP_REGISTER)
        person = await people.register(accepted.submission("people"), accepted.command(RegisterPerson))
        return JSONResponse(person_body(person), 201)

    @router.post(
        "/{person}/roles",
        responses={200: {"model": PersonAnswer}, **problems(403, 404)},
        openapi_extra=takes(GrantRole),
    )
    async def grant(request: Request, person: str, principal: Annotated[Principal, caller]) -> Response:
        """Give a person a role; doing it again changes nothing."""
        accepted = await accept(request, principal, Action.KEEP_REGISTER)
        return JSONResponse(person_body(await people.grant(person, accepted.command(GrantRole))))

    return router


def receipt_routes(bearer: RequireBearer, store: EventStore) -> APIRouter:
    """Return the route of receipts."""
    router = APIRouter(prefix="/api/v1/submissions", tags=["receipts"])

    @router.get("/{submission}", responses={200: {"model": ReceiptAnswer}, **problems(404)})
    async def receipt(request: Request, submission: str, principal: Annotated[Principal, Depends(bearer)]) -> Response:
        """Say what became of a submission: received (safe, in the queue) or published."""
        stored = await store.find_event(submission)
        if stored is None or not principal.may_see(stored.event.subject):
            raise not_found()
        return JSONResponse(receipt_body(stored.receipt, language_of(request)), headers={"Cache-Control": "no-store"})

    return router
