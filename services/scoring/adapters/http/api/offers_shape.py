"""Records that may lead to missing documents, as `GET …/evidence-offers` gives them."""

from typing import Any

from services.scoring.adapters.http.offer_words import notes, offer_text
from services.scoring.adapters.http.words import Words
from services.scoring.application.read_advice import Offered
from services.scoring.domain.offers import Lacking, Offer


def offers_json(offered: Offered, words: Words) -> dict[str, Any]:
    """Return offers as JSON values, by indicator in the catalogue's order."""
    found = offered.found
    return {
        "cluster": offered.cluster,
        "assessment": offered.assessment,
        "on": found.on.isoformat(),
        "catalogue": offered.catalogue,
        "indicators": [_indicator(each, words) for each in found.lacking],
        "notes": notes(words, found),
    }


def _indicator(lacking: Lacking, words: Words) -> dict[str, Any]:
    return {
        "indicator": lacking.indicator,
        "name": words.question_name(lacking.indicator),
        "offers": [_offer(each, words) for each in lacking.offers],
    }


def _offer(offer: Offer, words: Words) -> dict[str, Any]:
    return {
        "record": offer.record,
        "kind": offer.route.record,
        "on": offer.on.isoformat(),
        "mark": offer.route.mark,
        "source": offer.route.source,
        "text": offer_text(words, offer),
    }
