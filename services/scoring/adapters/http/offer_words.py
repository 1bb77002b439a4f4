"""Says which records may lead to a missing document, in the reader's language; what to attach is the catalogue's."""

from services.scoring.adapters.http.words import Words
from services.scoring.domain.offers import Offer, Offers
from shared.catalogue.criteria_words import CONSULTANCIES
from shared.catalogue.typography import as_sentence, bind, long_date
from shared.http.texts import Text

OFFER = Text(
    "offer",
    "{day} konsultacijos ({category}) dokumentai, kuriuos būtų galima pridėti: {attach}",
    "papers of the consultancy of {day} ({category}) that might be attached: {attach}",
)
NO_PROOF = Text(
    "offer-no-proof",
    "Pati konsultacija nieko neįrodo: įskaitomas tik prie rodiklio pridėtas dokumentas. Kuriuos rodiklius jis gali "
    "pagrįsti, nurodyta kriterijų kataloge.",
    "A consultancy proves nothing by itself: only a document attached to the indicator counts. Which indicators it may "
    "support is said in the criteria.",
)
NOTHING = Text(
    "offer-nothing",
    "Įrašų, kurių dokumentais būtų galima pagrįsti dar nepagrįstus rodiklius, nėra.",
    "There are no records whose papers might support an indicator that lacks a document.",
)


def offer_text(words: Words, offer: Offer) -> str:
    """Return one offer as a sentence; the word *assumed* is in it if the route is assumed."""
    known = {name: text for name, text in CONSULTANCIES.items() if name == offer.category}
    category = next((getattr(text, words.language) for text in known.values()), offer.category)
    attach = getattr(offer.route.attach, words.language)
    about = {"day": long_date(offer.on, words.language), "category": category, "attach": attach}
    clause = OFFER.render(words.language, about)
    if offer.route.mark == "assumed":
        clause = words.wording.say("assumed_added", words.language, {"clause": clause})
    return as_sentence(bind(clause))


def notes(words: Words, offers: Offers) -> list[str]:
    """Return what a reader must know: that an offer is no proof, or that there is none."""
    return [(NO_PROOF if offers.lacking else NOTHING).render(words.language, {})]
