"""The fold: events of one cluster, a catalogue and a date give a result (design 1)."""

from datetime import date

from services.scoring.domain.answers import check
from services.scoring.domain.errors import UnknownAssessmentError
from services.scoring.domain.events import AssessmentSubmitted
from services.scoring.domain.evidence import Evidence
from services.scoring.domain.heads import NOTHING_CONFIRMED, Confirmed, revision
from services.scoring.domain.history import History
from services.scoring.domain.horizon import next_change
from services.scoring.domain.labels import chains, held
from services.scoring.domain.levels import judge
from services.scoring.domain.plan import Plan, plan_for
from services.scoring.domain.points import total
from services.scoring.domain.progress import in_progress
from services.scoring.domain.readiness import AddonPoints, IndicatorResult, Passport, Points, Range, Readiness
from services.scoring.domain.requirements.interviews import pending
from services.scoring.domain.reviews import reviewed
from services.scoring.domain.settling import reviewed_points, under_review
from services.scoring.domain.situation import Situation, score
from services.scoring.domain.substance import substance
from shared.catalogue.model import Catalogue


def assess(
    history: History,
    catalogue: Catalogue,
    on: date,
    assessment: str | None,
    *,
    confirmed: Confirmed = NOTHING_CONFIRMED,
) -> Readiness:
    """Return the result of one assessment (None: of the cluster without one) as of the end of the day `on`.

    Only facts of business date up to `on` count (`rules.md` 7). Revision and passport are of the whole `history`, so
    that a head only ever gives way to a fold of more events. `confirmed`: what was known of confirmations; those that
    count are in `catalogue` already (`confirmations.confirm`).

    Raises:
        UnknownAssessmentError: no such assessment, or withdrawn by then.
        UnusableEventError: the assessment's own catalogue cannot read its answers.
        UnusableCatalogueError: the catalogue's requirements contradict each other.
    """
    plan = plan_for(catalogue)
    situation = situate(history, plan, on, assessment)
    terms = chains(situation.history, catalogue.validity)
    labels = held(situation.history, terms, catalogue.validity, on)
    judged = judge(plan.clauses, situation, regime_of(situation))
    levels = tuple([level.result(judged, labels) for level in plan.levels])
    indicators = _indicators(situation)
    points = _points(plan, indicators)
    addons = _addons(plan, indicators)
    return Readiness(
        assessment=assessment,
        on=on,
        revision=revision(history, on, confirmed.number),
        catalogue=catalogue.id,
        held=labels,
        levels=levels,
        points=points,
        indicators=indicators,
        next_change=None if _superseded(situation) else next_change(history, plan, situation, terms),
        passport=Passport(
            events=len(history.events),
            events_sha256=history.sha256,
            catalogue_sha256=catalogue.sha256,
            substance=substance(assessment, labels, levels, points, indicators),
            confirmations_sha256=confirmed.sha256,
        ),
        addons=addons,
        reviews=situation.reviewed.reviews,
    )


def situate(history: History, plan: Plan, on: date, assessment: str | None) -> Situation:
    """Return what requirements look at. Raises as `assess` does."""
    until = history.as_of(on)
    judged = _judged(until, assessment)
    forms = plan.forms if judged is not None and judged.catalogue == plan.catalogue.id else None
    if judged is not None and forms is not None:
        check(judged, forms)
    evidence = Evidence(until, on)
    situation = Situation(
        on=on,
        history=until,
        questions=plan.questions,
        scales=plan.scales,
        evidence=evidence,
        assessment=judged,
        scores=score(plan.scales.values(), judged, evidence),
    )
    return under_review(situation, reviewed(until, judged, plan.questions, forms, evidence))


def _judged(history: History, assessment: str | None) -> AssessmentSubmitted | None:
    if assessment is None:
        return None
    for known in history.assessments:
        if known.id == assessment:
            return known
    raise UnknownAssessmentError(assessment)


def regime_of(situation: Situation) -> date:
    """Return the day whose eligibility rules apply: of an interview without an award yet, else `on` (`rules.md` 4)."""
    interview = pending(situation.history)
    return situation.on if interview is None else min(situation.on, interview.days.last)


def _superseded(situation: Situation) -> bool:
    """A frozen head is not refolded by the calendar (`rules.md` 7); its date is that of its successor."""
    return situation.history.current is not situation.assessment


def _indicators(situation: Situation) -> tuple[IndicatorResult, ...]:
    busy = in_progress(situation)
    scores = situation.scores.values()
    results = tuple([each._replace(in_progress=True) if each.id in busy else each for each in scores])
    return reviewed_points(situation, results) if situation.reviewed.findings else results


def _points(plan: Plan, indicators: tuple[IndicatorResult, ...]) -> Points:
    own = [result for result in indicators if result.set is None]
    return Points(
        declared=total([result.declared for result in own]),
        backed=total([result.backed for result in own]),
        max=plan.catalogue.max_points,
        floor=plan.catalogue.floor_points,
        reviewed=_reviewed_total(own),
    )


def _addons(plan: Plan, indicators: tuple[IndicatorResult, ...]) -> tuple[AddonPoints, ...]:
    found = []
    for chosen in plan.catalogue.addons:
        own = [result for result in indicators if result.set == chosen.id]
        declared, backed = total([each.declared for each in own]), total([each.backed for each in own])
        found.append(AddonPoints(chosen.id, declared, backed, chosen.max_points))
    return tuple(found)


def _reviewed_total(indicators: list[IndicatorResult]) -> Range | None:
    if all(result.reviewed is None for result in indicators):
        return None
    return total([result.reviewed or result.backed for result in indicators])
