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
        results: list[RequirementResult] = []
        for clause in self.clauses:
            if clause.applies_from is None or clause.applies_from <= regime:
                results.extend(clause.judge(situation))
        rests_on = dict.fromkeys(MARKS, 0)
        for result in results:
            rests_on[result.item.mark] += 1
        return LevelResult(
            level=self.level,
            verdict=verdict(results),
            purpose=_purpose(self.level, held),
            rests_on=rests_on,
            requirements=tuple(results),
            gaps=gaps(results),
        )


def verdict(results: Iterable[RequirementResult]) -> Verdict:
    """Return the first verdict that fits; advisory requirements take no part."""
    awaited = set()
    for item, outcome in results:
        if item.advisory:
            continue
        if outcome.state == "not_met":
            return "not_yet"
        awaited.add(outcome.awaits)
    if "answer" in awaited:
        return "cannot_tell"
    return "ready_to_contact" if awaited.isdisjoint(("document", "review", "threshold")) else "ready_if_confirmed"


def _purpose(level: LevelId, held: Iterable[HeldLabel]) -> Purpose:
    """A held label makes it a renewal: valid, or expired and still renewable (`rules.md` 4 and 5)."""
    renewable = any(label.level == level and label.state in ("valid", "expired_renewable") for label in held)
    return "renewal" if renewable else "first"
