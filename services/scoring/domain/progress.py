"""Consultancy is input, never proof: it marks indicators as being worked on (`rules.md` 2)."""

from datetime import date

from services.scoring.domain.calendar import ONE_DAY, add_months
from services.scoring.domain.events import EvidenceAttached
from services.scoring.domain.history import History
from services.scoring.domain.situation import Situation

MONTHS_IN_PROGRESS = 12
"""How long a session lets an indicator count as in progress, unless evidence arrives (`rules.md` 2)."""


def in_progress(situation: Situation) -> frozenset[str]:
    """Return the indicators with a session in the last 12 months and no evidence attached since."""
    on = situation.on
    return frozenset(
        indicator
        for indicator, day in situation.history.sessions.items()
        if day <= on <= add_months(day, MONTHS_IN_PROGRESS)
        and not any(_since(piece, day) for piece in situation.evidence.named(indicator, situation.answer(indicator)))
    )


def changes(history: History) -> list[date]:
    """Return the days on which an indicator stops being in progress by itself."""
    return [add_months(day, MONTHS_IN_PROGRESS) + ONE_DAY for day in history.sessions.values()]


def _since(piece: EvidenceAttached, day: date) -> bool:
    """Evidence that arrives on the day of the session is its output, so it counts as newer."""
    return piece.day >= day
