"""Areas of improvement that might be named for Silver, as the result page shows them below that level."""

from dataclasses import dataclass

from services.scoring.adapters.http.area_words import improvement, notes, yardstick
from services.scoring.adapters.http.words import Words
from services.scoring.application.read_advice import Proposed
from services.scoring.domain.proposals import Certainty
from services.scoring.domain.readiness import Readiness


@dataclass(frozen=True)
class AreaView:
    """One proposal in words."""

    certainty: Certainty
    text: str
    yardstick: str


@dataclass(frozen=True)
class AreasView:
    """What stands below the level. `note`: who names the areas, or why there is nothing to propose."""

    level: str
    name: str
    areas: tuple[AreaView, ...]
    note: str


def asks_for_areas(readiness: Readiness) -> bool:
    """Say whether some level waits for the applicant because of its areas of improvement."""
    return any(
        each.item.kind == "improvement"
        and (each.outcome.state == "not_met" or each.outcome.awaits in ("answer", "document"))
        for level in readiness.levels
        for each in level.requirements
    )


def areas_view(proposed: Proposed, words: Words) -> AreasView | None:
    """Return what to show; None where nothing is proposed for a reason that the level itself says already."""
    found = proposed.found
    if found.level is None or not found.needed or not (found.proposals or found.nothing == "no_snapshot"):
        return None
    return AreasView(
        level=found.level,
        name=words.level(found.level),
        areas=tuple(
            AreaView(each.certainty, improvement(words, each), yardstick(words, each)) for each in found.proposals
        ),
        note=notes(words, found)[0],
    )
