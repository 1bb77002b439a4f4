"""Records that may lead to missing documents, as the result page shows them below the next steps."""

from dataclasses import dataclass

from services.scoring.adapters.http.offer_words import notes, offer_text
from services.scoring.adapters.http.words import Words
from services.scoring.application.read_advice import Offered
from services.scoring.domain.readiness import Readiness


@dataclass(frozen=True)
class LackingView:
    """One indicator that lacks a document, and where one may be found."""

    id: str
    name: str
    offers: tuple[str, ...]


@dataclass(frozen=True)
class OffersView:
    """What stands below the next steps. `note`: that an offer is no proof."""

    indicators: tuple[LackingView, ...]
    note: str


def lacks_documents(readiness: Readiness) -> bool:
    """Say whether any requirement waits for a document."""
    return any(each.outcome.awaits == "document" for level in readiness.levels for each in level.requirements)


def offers_view(offered: Offered, words: Words) -> OffersView | None:
    """Return what to show; None where there is no offer."""
    found = offered.found
    if not found.lacking:
        return None
    return OffersView(
        indicators=tuple(
            LackingView(
                each.indicator,
                words.question_name(each.indicator),
                tuple(offer_text(words, offer) for offer in each.offers),
            )
            for each in found.lacking
        ),
        note=notes(words, found)[0],
    )
