"""From wire events about reviews to the domain's own."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from services.scoring.domain import events as domain
from services.scoring.domain import review_events
from shared.contracts import reviews
from shared.contracts.envelope import Data

Envelope = Mapping[str, Any]


def _decided(data: reviews.ReviewDecided, envelope: Envelope) -> domain.Event:
    return review_events.ReviewDecided(
        **envelope,
        assessment=data.assessment,
        decision=data.decision,
        independent=data.independence == "independent",
        due=data.due,
        indicators={
            name: review_events.Judgement(each.digest, each.evidence, each.value)
            for name, each in data.indicators.items()
        },
    )


def _reopened(data: reviews.ReviewReopened, envelope: Envelope) -> domain.Event:
    return review_events.ReviewReopened(**envelope, assessment=data.assessment, indicators=data.indicators)


def _disputed(data: reviews.ReviewDisputed, envelope: Envelope) -> domain.Event:
    return review_events.ReviewDisputed(**envelope, assessment=data.assessment, indicators=data.indicators)


TRANSLATORS = cast(
    "Mapping[type[Data], Callable[[Data, Envelope], domain.Event]]",
    {
        reviews.ReviewDecided: _decided,
        reviews.ReviewReopened: _reopened,
        reviews.ReviewDisputed: _disputed,
    },
)
