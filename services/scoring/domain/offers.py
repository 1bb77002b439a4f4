"""Which records may lead to a missing document: an offer to look there, never proof (`rules.md` 2, `domain.md` 5.2)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from services.scoring.domain.answers import value_of
from services.scoring.domain.assess import situate
from services.scoring.domain.calendar import add_months
from services.scoring.domain.events import ConsultancyRecorded
from services.scoring.domain.history import History
from services.scoring.domain.plan import plan_for
from services.scoring.domain.points import Scale
from services.scoring.domain.situation import Situation
from shared.catalogue.model import Catalogue, EvidenceRoute

MOST = 3
"""Records offered for one indicator, the latest first: older ones only repeat where to look."""
CONSULTANCY = "consultancy"
"""First part of the evidence map's kinds that are sessions, `consultancy.<category>`; no other kind is recorded yet."""


class Offer(NamedTuple):
    """One record of the history. `route`: the entry of the evidence map by which it may support the indicator."""

    record: str
    category: str
    on: date
    route: EvidenceRoute


class Lacking(NamedTuple):
    """One indicator whose answer is stated and not shown as far as stated, with the records that may help."""

    indicator: str
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Offers:
    """What is offered on a date; `lacking` lists only indicators for which there is an offer."""

    on: date
    lacking: tuple[Lacking, ...]


def evidence_offers(history: History, catalogue: Catalogue, on: date, assessment: str | None) -> Offers:
    """Return the records that may support indicators which lack a document, in the catalogue's order.

    A record is offered for an indicator if the catalogue's evidence map says that its kind may support it, the record
    itself, where it names indicators, names this one, and a document of its day would not be too old by now. Changes
    nothing about points or verdicts.

    Raises:
        DomainError: as `assess` does.
    """
    plan = plan_for(catalogue)
    situation = situate(history, plan, on, assessment)
    routes = catalogue.evidence_map.routes
    found = []
    for scale in plan.scales.values():
        offers = tuple(_offers(scale, situation, routes)) if _lacks_document(scale, situation) else ()
        if offers:
            found.append(Lacking(scale.id, offers[:MOST]))
    return Offers(on, tuple(found))


def _lacks_document(scale: Scale, situation: Situation) -> bool:
    if scale.scored:
        score = situation.scores[scale.id]
        return score.backed.low < score.declared.low
    stated = value_of(situation.answer(scale.id), scale.field) is True
    return stated and not situation.is_proven(scale.id, scale.field)


def _offers(scale: Scale, situation: Situation, routes: tuple[EvidenceRoute, ...]) -> Iterator[Offer]:
    months = scale.indicator.shelf_life.months
    for session in situation.history.consultancies:
        route = _route(session, scale.id, routes)
        fresh = months is None or add_months(session.session_on, months) >= situation.on
        if route is not None and fresh:
            yield Offer(session.id, session.category, session.session_on, route)


def _route(session: ConsultancyRecorded, indicator: str, routes: tuple[EvidenceRoute, ...]) -> EvidenceRoute | None:
    if session.indicators and indicator not in session.indicators:
        return None
    kind = f"{CONSULTANCY}.{session.category}"
    return next((route for route in routes if route.record == kind and indicator in route.indicators), None)
