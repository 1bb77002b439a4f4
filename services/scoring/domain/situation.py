"""All that a requirement may look at: one cluster's history, its answers and their points, on one date."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from services.scoring.domain.events import Answer, AssessmentSubmitted, Fact, SilverArea
from services.scoring.domain.evidence import Evidence, Number, proven, way
from services.scoring.domain.history import History
from services.scoring.domain.points import Scale
from services.scoring.domain.readiness import IndicatorResult, RequirementResult
from services.scoring.domain.reviews import NOTHING, Reviewed
from shared.catalogue.model import Question


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known on a date. `history` ends with it; `scores` are those of the assessment that is judged.

    `found`: the same with what reviewers found instead of what was answered, `disputed`: with what the cluster does not
    agree with, too. None: there is nothing of the kind.
    """

    on: date
    history: History
    questions: Mapping[str, Question]
    scales: Mapping[str, Scale]
    evidence: Evidence
    assessment: AssessmentSubmitted | None
    scores: Mapping[str, IndicatorResult]
    reviewed: Reviewed = NOTHING
    found: "Situation | None" = None
    disputed: "Situation | None" = None

    @property
    def areas(self) -> tuple[SilverArea, ...]:
        """The improvement areas that the applicant names."""
        return self.assessment.silver_areas if self.assessment else ()

    def answer(self, question: str) -> Answer | None:
        """Return the answer to a question; None: missing."""
        assessment = self.assessment
        return None if assessment is None else assessment.answers.get(question)

    def proven(self, question: str, field: str, value: Number) -> Number:
        """Return how much of a declared number is proven."""
        asked = self.questions[question]
        proof = self.evidence.proof(asked, self.answer(question), field)
        return proven(proof, value, way(asked.by_field[field])) or 0

    def is_proven(self, question: str, field: str) -> bool:
        """Whether anything proves a yes/no answer."""
        proof = self.evidence.proof(self.questions[question], self.answer(question), field)
        return proof.whole or any(proof.amounts)

    def fact(self, name: str) -> Fact | None:
        """Return a fact of the register; the sector, an attribute there, is one too."""
        cluster = self.history.cluster
        if cluster is None:
            return None
        if name == "sector" and cluster.sector:
            return Fact(cluster.sector, cluster.source)
        return cluster.facts.get(name)

    def answered(self, answers: Mapping[str, Answer], scores: Mapping[str, IndicatorResult]) -> "Situation":
        """Return the situation with other answers in the assessment that is judged."""
        assert self.assessment is not None
        return replace(self, assessment=replace(self.assessment, answers=answers), scores=scores)

    def scores_of(self, assessment: AssessmentSubmitted, scales: Iterable[Scale]) -> Mapping[str, IndicatorResult]:
        """Return the points of any assessment; those of the one that is judged are known, reviews included."""
        if self.assessment is not None and assessment.id == self.assessment.id:
            return self.scores
        return score(scales, assessment, self.evidence)

    def snapshot(self, assessment: str | None) -> AssessmentSubmitted | None:
        """Return the assessment a benchmarking was based on, withdrawn or not; None: not known."""
        return self.history.snapshots.get(assessment) if assessment else None


Judge = Callable[[Situation], Sequence[RequirementResult]]
"""Judges one requirement of the catalogue; it may become several in the result."""


def score(
    scales: Iterable[Scale], assessment: AssessmentSubmitted | None, evidence: Evidence
) -> dict[str, IndicatorResult]:
    """Return the points of an assessment per indicator; without one, all are open."""
    answers: Mapping[str, Answer] = assessment.answers if assessment else {}
    return {scale.id: scale.measure(answers.get(scale.id), evidence) for scale in scales}
