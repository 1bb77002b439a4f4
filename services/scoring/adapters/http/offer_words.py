"""Says which records may lead to a missing document, in the reader's language; sentences are the catalogue's."""

from services.scoring.adapters.http.words import Words
from services.scoring.domain.offers import Offer, Offers
from shared.catalogue.criteria_words import CONSULTANCIES
from shared.catalogue.typography import as_sentence


def offer_text(words: Words, offer: Offer) -> str:
    """Return one offer as a sentence; the word *assumed* is in it if the route is assumed."""
    known = {name: text for name, text in CONSULTANCIES.items() if name == offer.category}
    category = next((getattr(text, words.language) for text in known.values()), offer.category)
    attach = getattr(offer.route.attach, words.language)
    about = {"day": offer.on.isoformat(), "category": category, "attach": attach}
    clause = words.wording.say("offer", words.language, about)
    if offer.route.mark == "assumed":
        clause = words.wording.say("assumed_added", words.language, {"clause": clause})
    return as_sentence(clause)


def notes(words: Words, offers: Offers) -> list[str]:
    """Return what a reader must know: that an offer is no proof, or that there is none."""
    return [words.say("offer_no_proof" if offers.lacking else "offer_nothing")]
