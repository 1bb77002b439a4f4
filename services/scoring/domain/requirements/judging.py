"""What the judges of all kinds of requirements share."""

from collections.abc import Callable, Sequence

from services.scoring.domain.readiness import Item, Kind, Outcome, RequirementResult
from services.scoring.domain.situation import Judge, Situation
from shared.catalogue.model import Requirement


def item_of(requirement: Requirement, kind: Kind = "gate", indicator: str | None = None) -> Item:
    """Return what a requirement of the catalogue asks."""
    return Item(
        id=requirement.id,
        kind=kind,
        stem=requirement.message,
        mark=requirement.mark,
        indicator=indicator,
        advisory=requirement.advisory,
        consultancy=requirement.consultancy,
        effort=requirement.effort,
    )


def always(item: Item, outcome: Outcome) -> Judge:
    """Return the judge of a requirement that nothing here can settle."""
    result = (RequirementResult(item, outcome),)
    return lambda _: result


def single(item: Item, decide: Callable[[Situation], Outcome], *known: Outcome) -> Judge:
    """Return the judge of a requirement that stays one requirement in the result.

    `known`: outcomes that `decide` returns again and again; what becomes of them is laid out once.
    """
    laid_out = {id(outcome): (RequirementResult(item, outcome),) for outcome in known}

    def judge(situation: Situation) -> Sequence[RequirementResult]:
        outcome = decide(situation)
        return laid_out.get(id(outcome)) or (RequirementResult(item, outcome),)

    return judge
