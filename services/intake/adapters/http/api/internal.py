"""`/internal/…`: what scoring and notifier ask. Service tokens only; never published by a reverse proxy."""

import asyncio
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response

from services.intake.adapters.http.api.accepting import require
from services.intake.adapters.http.api.answers import (
    AssessmentAnswer,
    AssessmentsAnswer,
    CardsAnswer,
    ClusterCardAnswer,
    RecipientsAnswer,
    SessionAnswer,
    SignInLinkAnswer,
)
from services.intake.application.commands import (
    AskAssessments,
    AskForCards,
    AskRecipients,
    MakeSignInLink,
    ResolveSession,
)
from services.intake.application.inquiries import Inquiries
from services.intake.application.people import People, SignIn
from services.intake.application.ports import EventStore
from services.intake.application.records import AssessmentSummary, Cluster, Person, StoredEvent, Told
from services.intake.domain.access import Action
from shared.contracts.assessment import AssessmentSubmitted
from shared.http.body import read_model
from shared.http.documented import problems, takes
from shared.http.principal import Principal
from shared.http.problems import not_found
from shared.http.sessions import local_path
from shared.http.tokens import RequireBearer


def session_body(person: Person) -> dict[str, Any]:
    """Return who is behind a session: a random id, roles, clusters; the name for the page's header."""
    everywhere = any(grant.cluster is None for grant in person.grants)
    return {
        "person": person.id,
        "roles": sorted({grant.role for grant in person.grants}),
        "clusters": "*" if everywhere else sorted({grant.cluster for grant in person.grants if grant.cluster}),
        "language": person.language,
        "name": person.name,
        "grants": [{"role": grant.role, "cluster": grant.cluster} for grant in person.grants],
    }


def told_body(told: Told) -> dict[str, Any]:
    """Return whom a mail about a cluster is for, and what it says of the cluster."""
    return {
        "cluster": told.cluster,
        "names": told.known.description.names.model_dump() if told.known else None,
        "provenance": told.known.provenance if told.known else None,
        "recipients": {
            kind: [
                {"person": each.id, "address": each.address, "language": each.language, "name": each.name}
                for each in people
            ]
            for kind, people in told.people.items()
        },
    }


def summary_body(summary: AssessmentSummary) -> dict[str, Any]:
    """Return what a receipt says of an assessment."""
    return {
        "number": summary.number,
        "assessed_on": summary.assessed_on.isoformat(),
        "cluster": summary.cluster,
        "submitted_at": summary.submitted_at.isoformat().replace("+00:00", "Z"),
        "submitted_by_name": summary.submitted_by_name,
        "answered": summary.answered,
        "unknown": summary.unknown,
        "questions": summary.questions,
    }


def internal_routes(bearer: RequireBearer, store: EventStore, people: People, inquiries: Inquiries) -> APIRouter:
    """Return the routes about clusters and assessments."""
    router = APIRouter(prefix="/internal", tags=["internal"], responses=problems(403, 404))
    caller = Depends(bearer)

    @router.get("/clusters/{cluster}", responses={200: {"model": ClusterCardAnswer}})
    async def cluster(cluster: str, principal: Annotated[Principal, caller]) -> dict[str, Any]:
        """Return what a page or a mail says of a cluster."""
        require(principal, Action.ASK_INTERNALLY)
        found = await store.find_cluster(cluster)
        if found is None:
            raise not_found()
        return _cluster_card(found)

    @router.post(
        "/recipients",
        responses={200: {"model": RecipientsAnswer}},
        openapi_extra=takes(AskRecipients, key=False),
    )
    async def recipients(request: Request, principal: Annotated[Principal, caller]) -> dict[str, Any]:
        """Return who is told about each of many clusters, where, and in which language; of an unknown one, nobody."""
        require(principal, Action.ASK_INTERNALLY)
        command = await read_model(request, AskRecipients)
        return {"clusters": [told_body(each) for each in await people.recipients(command.clusters, command.kinds)]}

    @router.get("/assessments/{assessment}", responses={200: {"model": AssessmentAnswer}})
    async def assessment(assessment: str, principal: Annotated[Principal, caller]) -> dict[str, Any]:
        """Return what a receipt says of an assessment."""
        require(principal, Action.ASK_INTERNALLY)
        return summary_body(await inquiries.summarize(assessment))

    @router.post(
        "/assessments",
        responses={200: {"model": AssessmentsAnswer}},
        openapi_extra=takes(AskAssessments, key=False),
    )
    async def assessments(request: Request, principal: Annotated[Principal, caller]) -> dict[str, Any]:
        """Return what receipts say of many assessments."""
        require(principal, Action.ASK_INTERNALLY)
        command = await read_model(request, AskAssessments)
        found = await inquiries.summarize_all(command.assessments)
        told = {each: summary_body(found[each]) if each in found else None for each in command.assessments}
        return {"assessments": told}

    @router.post("/cards", responses={200: {"model": CardsAnswer}}, openapi_extra=takes(AskForCards, key=False))
    async def cards(request: Request, principal: Annotated[Principal, caller]) -> dict[str, Any]:
        """Return what a list says of clusters and assessments; one that is not known is left out."""
        require(principal, Action.ASK_INTERNALLY)
        command = await read_model(request, AskForCards)
        clusters, assessments = await asyncio.gather(
            store.list_clusters(command.clusters), store.find_everywhere(AssessmentSubmitted.TYPE, command.assessments)
        )
        return {
            "clusters": [_cluster_card(each) for each in clusters],
            "assessments": [
                _assessment_card(stored, stored.event.data)
                for stored in assessments
                if isinstance(stored.event.data, AssessmentSubmitted)
            ],
        }

    return router


def _cluster_card(cluster: Cluster) -> dict[str, Any]:
    described = cluster.description
    return {
        "id": cluster.id,
        "slug": cluster.slug,
        "names": described.names.model_dump(),
        "provenance": cluster.provenance,
        "target": described.target,
    }


def _assessment_card(stored: StoredEvent, data: AssessmentSubmitted) -> dict[str, Any]:
    event = stored.event
    return {
        "id": event.id,
        "cluster": event.subject,
        "number": stored.number,
        "assessed_on": data.assessed_on.isoformat(),
        "submitted_at": event.recordedtime.isoformat().replace("+00:00", "Z"),
    }


def session_routes(bearer: RequireBearer, sign_in: SignIn, public_url: str) -> APIRouter:
    """Return the routes about sessions and one-time links."""
    router = APIRouter(prefix="/internal", tags=["internal"], responses=problems(403, 404))
    caller = Depends(bearer)

    @router.post(
        "/sessions/resolve",
        responses={200: {"model": SessionAnswer}},
        openapi_extra=takes(ResolveSession, key=False),
    )
    async def resolve(request: Request, principal: Annotated[Principal, caller]) -> dict[str, Any]:
        """Say who is behind a session cookie; 404: nobody, or not any more."""
        require(principal, Action.ASK_INTERNALLY)
        command = await read_model(request, ResolveSession)
        person = await sign_in.resolve(command.token)
        if person is None:
            raise not_found()
        return session_body(person)

    @router.post(
        "/sign-in-links",
        status_code=201,
        responses={201: {"model": SignInLinkAnswer}},
        openapi_extra=takes(MakeSignInLink, key=False),
    )
    async def make_link(request: Request, principal: Annotated[Principal, caller]) -> Response:
        """Return a one-time link for a person, good for 15 minutes; it is shown once and kept as a hash."""
        require(principal, Action.MAKE_SIGN_IN_LINK)
        command = await read_model(request, MakeSignInLink)
        target = local_path(command.next) if command.next else None
        token, link = await sign_in.make_link(command.person, target)
        url = f"{public_url}/sign-in?{urlencode({'token': token})}"
        body = {"url": url, "expires": link.expires.isoformat()}
        return JSONResponse(body, 201, {"Cache-Control": "no-store"})

    return router
