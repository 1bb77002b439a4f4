"""Asks the engine, and finds things in its results."""

from datetime import date

from services.scoring.domain.assess import assess
from services.scoring.domain.history import History
from services.scoring.domain.readiness import LevelResult, Outcome, Readiness, RequirementResult
from shared.catalogue.model import Catalogue
from tests.support.criteria import full
from tests.support.histories import Story


def readiness_of(story: Story | History, on: date, catalogue: Catalogue | None = None) -> Readiness:
    """Return the result of the current assessment on a date."""
    history = story if isinstance(story, History) else story.history
    current = history.as_of(on).current
    return assess(history, catalogue or full(), on, current.id if current else None)


def level_of(readiness: Readiness, name: str) -> LevelResult:
    """Return the result of one level."""
    return next(level for level in readiness.levels if level.level == name)


def verdicts(readiness: Readiness) -> dict[str, str]:
    """Return the verdict of each level."""
    return {level.level: level.verdict for level in readiness.levels}


def find(readiness: Readiness, name: str, level: str | None = None) -> RequirementResult | None:
    """Return one requirement of a level, by default the first that has it; None if there is none."""
    for each in readiness.levels:
        for result in each.requirements:
            if result.item.id == name and level in (None, each.level):
                return result
    return None


def outcome(readiness: Readiness, name: str, level: str | None = None) -> Outcome:
    """Return what became of one requirement."""
    found = find(readiness, name, level)
    assert found is not None, f"no requirement {name}"
    return found.outcome


def said_of(readiness: Readiness, name: str, level: str | None = None) -> tuple[str, str, str | None]:
    """Return name, state and what is awaited of one requirement."""
    result = outcome(readiness, name, level)
    return result.name, result.state, result.awaits
