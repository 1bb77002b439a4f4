"""Recomputing stored results from the original bytes of the events: every number has a passport (design 1)."""

from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import sha256

from services.scoring.application.fold import judge
from services.scoring.application.ports import Catalogues
from services.scoring.application.translate import to_domain
from services.scoring.domain.document import canonical_bytes
from services.scoring.domain.errors import DomainError
from services.scoring.domain.heads import Head, heads
from services.scoring.domain.history import History
from services.scoring.domain.readiness import Readiness
from shared.contracts.registry import parse_event


def history_of(raw: Iterable[bytes]) -> History:
    """Return the history that these events make; raises `NotAnEventError` and `UnusableEventError`."""
    return History.of(to_domain(parse_event(body), sha256(body).hexdigest()) for body in raw)


def differences(raw: Sequence[bytes], stored: Sequence[Readiness], catalogues: Catalogues, today: date) -> list[str]:
    """Return in words how the stored results of one cluster differ from a fold of its events; empty: they are equal.

    The current result may be of an earlier day on which nothing was due yet; it is recomputed as of its own date.
    """
    history = history_of(raw)
    found = [f"{_name(result)}: {fault}" for result in stored if (fault := _fault(history, result, catalogues))]
    kept = {result.assessment for result in stored}
    wanted = {head.assessment for head in heads(history, today)}
    found += [f"{assessment or 'without assessment'}: no result is stored" for assessment in wanted - kept]
    found += [f"{assessment or 'without assessment'}: a result that should be gone" for assessment in kept - wanted]
    return found


def _fault(history: History, result: Readiness, catalogues: Catalogues) -> str | None:
    try:
        known_then = catalogues.first(result.revision[1])
        again = judge(history, known_then, Head(result.assessment, result.on, True))
    except (DomainError, KeyError) as error:
        return f"cannot be recomputed: {error}"
    return None if canonical_bytes(again) == canonical_bytes(result) else "recomputing gives another result"


def _name(result: Readiness) -> str:
    return f"{result.assessment or 'without assessment'} on {result.on}"
