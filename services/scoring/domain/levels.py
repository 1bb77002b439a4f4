"""The verdict of a level (`rules.md` 3)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from services.scoring.domain.gaps import gaps
from services.scoring.domain.marks import MARKS
from services.scoring.domain.readiness import HeldLabel, LevelResult, Purpose, RequirementResult, Verdict
from services.scoring.domain.settling import contested, settled
from services.scoring.domain.situation import Judge, Situation
from shared.catalogue.model import LevelId


class Clause(NamedTuple):
    """One thing that a catalogue asks, with its judge, and the first day of its regime; levels may share it."""

    applies_from: date | None
    judge: Judge


Judged = Sequence[Sequence[RequirementResult]]
"""What became of each clause of a plan, by position; nothing of one whose regime has not begun."""


def judge(clauses: Sequence[Clause], situation: Situation, regime: date) -> Judged:
    """Put each question once, by the rules of `regime` (`rules.md` 4); once more where a reviewer found otherwise."""
    judged = _judge(clauses, situation, regime)
    if situation.found is not None:
        judged = list(map(settled, judged, _judge(clauses, situation.found, regime)))
    if situation.disputed is not None:
        judged = list(map(contested, judged, _judge(clauses, situation.disputed, regime)))
    return judged


def _judge(clauses: Sequence[Clause], situation: Situation, regime: date) -> Judged:
    return [
        clause.judge(situation) if clause.applies_from is None or clause.applies_from <= regime else ()
        for clause in clauses
    ]


@dataclass(frozen=True, slots=True)
class LevelPlan:
    """One level, laid out for the fold: which of the plan's clauses it asks, in its own order."""

    level: LevelId
    positions: tuple[int, ...]

    def requirements(self, judged: Judged) -> tuple[RequirementResult, ...]:
        """Return the requirements of this level."""
        return tuple([result for position in self.positions for result in judged[position]])

    def result(self, judged: Judged, held: Iterable[HeldLabel]) -> LevelResult:
        """Return the readiness for the level."""
        results = self.requirements(judged)
        marks = [item.mark for item, _ in results]
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
    for label in held:
        if label.level == level and label.state in ("valid", "expired_renewable"):
            return "renewal"
    return "first"
