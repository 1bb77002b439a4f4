"""Histories with reviewers in them: each decision names what was there on its day, as the review pages will."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.scoring.domain.events import Value
from services.scoring.domain.evidence import Evidence
from services.scoring.domain.review_events import Decision, Judgement, ReviewDecided, ReviewDisputed, ReviewReopened
from services.scoring.domain.reviews import judged
from shared.catalogue.model import Catalogue
from tests.support.criteria import full
from tests.support.histories import Story

REVIEWER = "reviewer"
SUBMITTER = ""
"""Who submits in `Story`."""

Found = Mapping[str, Mapping[str, Value] | None]


@dataclass
class ReviewedStory(Story):
    """A history with reviews. `criteria`: those by which the reviewers judge."""

    criteria: Catalogue | None = None

    def decided(
        self,
        on: date,
        assessment: str,
        found: Found,
        *,
        decision: Decision = "confirmed",
        independent: bool = True,
        actor: str = REVIEWER,
        due: date | None = None,
    ) -> str:
        """Decide about the answers to some questions as they are on a day; None: as answered."""
        return self._add(
            ReviewDecided,
            on,
            assessment=assessment,
            decision=decision,
            independent=independent,
            actor=actor,
            role="expert",
            due=due,
            indicators={question: self._judgement(on, assessment, question, found[question]) for question in found},
        )

    def reopened(self, on: date, assessment: str, *indicators: str) -> str:
        return self._add(ReviewReopened, on, assessment=assessment, indicators=indicators)

    def disputed(self, on: date, assessment: str, *indicators: str) -> str:
        return self._add(ReviewDisputed, on, assessment=assessment, indicators=indicators)

    def _judgement(self, on: date, assessment: str, question: str, value: Mapping[str, Value] | None) -> Judgement:
        history = self.history
        answer = history.snapshots[assessment].answers.get(question)
        asked = (self.criteria or full()).questions[question]
        digest, evidence = judged(asked, answer, Evidence(history.as_of(on), on))
        return Judgement(digest, evidence, value)
