"""Folding one cluster: from its set of events to the heads it must have."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from services.scoring.application.announce import announce
from services.scoring.application.ports import Catalogues, Head, KeptEvent, Recounted, Replacement
from services.scoring.domain.assess import assess
from services.scoring.domain.heads import Head as Place
from services.scoring.domain.heads import Revision, heads, inputs, revision
from services.scoring.domain.history import History
from services.scoring.domain.readiness import Readiness
from shared.catalogue.model import Catalogue


def fold(
    cluster: str, events: Sequence[KeptEvent], before: Sequence[Head], catalogues: Catalogues, today: date
) -> list[Replacement]:
    """Return the heads that must change, each with the state it replaces.

    Raises:
        DomainError: the cluster cannot be folded with these events and criteria.
    """
    history = History.of(kept.event for kept in events)
    ids = {catalogue.id for catalogue in catalogues.known()}
    known = {head.assessment: head for head in before}
    news = [kept for kept in events if not kept.announced]
    wanted: dict[str | None, tuple[Head, Readiness | Recounted | None]] = {
        place.assessment: _folded(cluster, history, catalogues, place, known.get(place.assessment))
        for place in heads(history, today)
    }
    # A result without its assessment would never be corrected again: its place gets a revision, too.
    for head in before:
        if head.assessment not in wanted and not head.gone:
            now = revision(history, today, catalogues.confirmed.number)
            gone = replace(head, revision=now, current=False, gone=True, catalogue=None, inputs=None)
            wanted[head.assessment] = (gone, None)
    return [
        Replacement(announce(head, result, known.get(assessment), news, events), result, known.get(assessment))
        for assessment, (head, result) in wanted.items()
        if _gives_way(known.get(assessment), head, ids)
    ]


def _folded(
    cluster: str, history: History, catalogues: Catalogues, place: Place, before: Head | None
) -> tuple[Head, Readiness | Recounted]:
    """Judge a place, unless its head is frozen and was judged by the very same."""
    catalogue, confirmed = criteria(history, catalogues, place), catalogues.confirmed
    seen = inputs(history, place, catalogue.sha256, confirmed)
    now = revision(history, place.on, confirmed.number)
    if before is not None and seen is not None and _is_frozen(before, seen, now):
        return replace(before, revision=now), Recounted(history.sha256)
    result = assess(history, catalogue, place.on, place.assessment, confirmed=confirmed)
    return Head(cluster, place.assessment, now, place.current, catalogue=catalogue.id, inputs=seen), result


def _is_frozen(before: Head, seen: str, now: Revision) -> bool:
    """Say whether a head stays as it is, whatever else has happened: same inputs, engine, confirmations and day."""
    engine, confirmations, _, on = before.revision
    same = before.inputs == seen and (engine, confirmations, on) == (*now[:2], now[3])
    return same and not before.current and not before.gone


def _gives_way(before: Head | None, head: Head, known: Collection[str]) -> bool:
    """Only to a greater revision; or, on the day on which a version is published, to the one that is in force now.

    Who does not know the version of the kept head yet leaves it alone.
    """
    if before is None or before.revision < head.revision:
        return True
    return before.revision == head.revision and before.catalogue != head.catalogue and before.catalogue in known


def results(history: History, catalogues: Catalogues, today: date) -> list[tuple[Place, Readiness]]:
    """Return every result a cluster has on a date, the current one last; the fold that anybody can repeat offline."""
    found = []
    for head in heads(history, today):
        found.append((head, judge(history, catalogues, head)))
    return found


def judge(history: History, catalogues: Catalogues, head: Place) -> Readiness:
    """Return one result, by the criteria as they count on its date; raises as `assess` does."""
    catalogue = criteria(history, catalogues, head)
    return assess(history, catalogue, head.on, head.assessment, confirmed=catalogues.confirmed)


def criteria(history: History, catalogues: Catalogues, head: Place) -> Catalogue:
    """Return the catalogue of the head's assessment as confirmed by then; without one, that in force (`rules.md` 4)."""
    if head.assessment is None:
        catalogue = catalogues.in_force(head.on)
    else:
        catalogue = catalogues.named(history.snapshots[head.assessment].catalogue)
    return catalogues.as_confirmed(catalogue, head.on)
