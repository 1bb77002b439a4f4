"""The result as `GET /api/v1/results/{cluster}` gives it: design 6, with sentences in the reader's language."""

from collections.abc import Sequence
from typing import Any

from services.scoring.adapters.http.lexicon import Lexicon
from services.scoring.adapters.http.words import Words
from services.scoring.application.read_results import Blocked, Found, Pending
from services.scoring.domain.comparison import Unread
from services.scoring.domain.document import to_document
from services.scoring.domain.readiness import Readiness
from shared.http.texts import Language, Text

CANNOT_BE_CALCULATED = Text(
    "blocked",
    "Rezultato apskaičiuoti nepavyksta. Duomenys išsaugoti, pakartotinai teikti nereikia. Priežastis: {reason}.",
    "The result cannot be calculated. What was sent is safe and need not be sent again. Cause: {reason}.",
)


def found_json(found: Found, lexicon: Lexicon, language: Language) -> dict[str, Any]:
    """Return a result, or why there is none, as JSON values."""
    if isinstance(found, Pending):
        return {"cluster": found.cluster, "status": "pending"}
    if isinstance(found, Blocked):
        return blocked_json(found, language)
    words = lexicon.words(found.readiness.catalogue, language)
    return result_json(found.cluster, found.readiness, words, found.unread)


def blocked_json(blocked: Blocked, language: Language) -> dict[str, Any]:
    """Return why a cluster has no result."""
    reason = CANNOT_BE_CALCULATED.render(language, {"reason": blocked.reason.rstrip(".")})
    return {"cluster": blocked.cluster, "status": "blocked", "reason": reason}


def result_json(
    cluster: str | None, readiness: Readiness, words: Words, unread: Sequence[Unread] | None = None
) -> dict[str, Any]:
    """Return the result of `cluster` (None: of an assessment that belongs to none) as JSON values.

    `unread`: it is a comparison under another version, which cannot read these answers.
    """
    document = to_document(readiness)
    for level, written in zip(readiness.levels, document["levels"], strict=True):
        for requirement, entry in zip(level.requirements, written["requirements"], strict=True):
            entry["text"] = words.requirement(requirement)
    marked = {} if unread is None else {"comparison": True, "unread": [each._asdict() for each in unread]}
    return {"cluster": cluster, **document, **marked}
