"""The verdict of a level (`rules.md` 3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from services.scoring.domain.gaps import gaps
from services.scoring.domain.marks import MARKS
from services.scoring.domain.readiness import HeldLabel, LevelResult, Purpose, RequirementResult, Verdict
from services.scoring.domain.situation import Judge, Situation
from shared.catalogue.model import LevelId


class Clause(NamedTuple):
    """One requirement of the catalogue with its judge, and the first day of its regime."""

    applies_from: date | None
    judge: Judge


@dataclass(frozen=True, slots=True)
class LevelPlan:
    """One level, laid out for the fold."""

    level: LevelId
    clauses: tuple[Clause, ...]

    def judge(self, situation: Situation, regime: date, held: Iterable[HeldLabel]) -> LevelResult:
        """Return the readiness for the level by the rules of `regime` (`rules.md` 4)."""
        results = tuple(
            result
            for clause in self.clauses
            if clause.applies_from is None or clause.applies_from <= regime
            for result in clause.judge(situation)
        )
        marks = [result.item.mark for result in results]
        return LevelResult(
            level=self.level,
            verdict=verdict(results),
            purpose=_purpose(self.level, held),
            rests_on={mark: marks.count(mark) for mark in MARKS},
            requirements=results,
            gaps=gaps(results),
        )


def verdict(results: Iterable[RequirementResult]) -> Verdict:
    """Return the first verdict that fits; advisory requirements take no part."""
    outcomes = [result.outcome for result in results if result.blocks]
    if any(outcome.state == "not_met" for outcome in outcomes):
        return "not_yet"
    awaited = {outcome.awaits for outcome in outcomes}
    if "answer" in awaited:
        return "cannot_tell"
    return "ready_to_contact" if awaited.isdisjoint(("document", "review", "threshold")) else "ready_if_confirmed"


def _purpose(level: LevelId, held: Iterable[HeldLabel]) -> Purpose:
    """A held label makes it a renewal: valid, or expired and still renewable (`rules.md` 4 and 5)."""
    renewable = any(label.level == level and label.state in ("valid", "expired_renewable") for label in held)
    return "renewal" if renewable else "first"
