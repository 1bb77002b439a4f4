"""One cluster on the first screen of whoever answers for it (`words.md`, First screens)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.intake.application.home import OwnCluster
from services.intake.application.readiness import DateAnswer, LevelAnswer, ResultAnswer
from services.intake.application.records import Cluster
from services.intake.domain.first_screen import Submitted
from shared.catalogue.typography import as_sentence
from shared.catalogue.wording import Wording
from shared.contracts.readiness import HeldLabel, Verdict
from shared.http.texts import Language

Wordings = Callable[[str], Wording]
"""The sentences of a catalogue; raises `LookupError` for one that is not known here."""

LABELS = ("bronze", "silver", "gold")

CardState = Literal["result", "pending", "blocked", "away", "unworded"]


@dataclass(frozen=True)
class GoalView:
    """The label that the cluster is after. `named`: by the cluster itself; otherwise the next one is shown.

    `name` and `said` are label and verdict in words. `next` None: somebody is to be contacted, or it is others' turn.
    """

    level: str
    name: str
    named: bool
    verdict: Verdict
    said: str
    unmet: str
    next: str | None
    document: str | None


@dataclass(frozen=True)
class CardView:
    """One cluster of one's own. `held`: level and sentence of each label on record; `coming`: its next date."""

    id: str
    name: str
    demo: bool
    state: CardState
    held: tuple[tuple[str, str], ...]
    goal: GoalView | None
    coming: str | None
    submitted: Submitted | None
    number: str | None


def card_view(own: OwnCluster, today: date, wordings: Wordings, language: Language) -> CardView:
    """Return the card of a cluster."""
    held: tuple[tuple[str, str], ...] = ()
    goal: GoalView | None = None
    coming: str | None = None
    state: CardState = "away"
    if own.result is not None:
        state = own.result.status or "result"
        if state == "result":
            try:
                wording = wordings(own.result.catalogue)
                held = tuple((label.level, _held(label, wording, language)) for label in own.result.held)
                goal = _goal(own.cluster, own.result, wording, language)
                coming = coming_said(own.coming(today), wording, language)
            except LookupError:  # criteria, or a sentence of theirs, that this process does not know yet
                state = "unworded"
    found = own.assessment
    return CardView(
        id=own.cluster.id,
        name=cluster_name(own.cluster, language),
        demo=own.cluster.provenance == "synthetic",
        state=state,
        held=held,
        goal=goal,
        coming=coming,
        submitted=found.submitted if found else None,
        number=found.number if found else None,
    )


def _held(label: HeldLabel, wording: Wording, language: Language) -> str:
    clause = wording.held(
        label.level,
        label.state,
        language,
        valid_until=_iso(label.valid_until),
        renewable_until=_iso(label.renewable_until),
        date_source=label.date_source,
        mark=label.mark,
        awarded=label.awarded,
    )
    return as_sentence(clause)


def coming_said(entry: DateAnswer | None, wording: Wording, language: Language) -> str | None:
    """Return a date of a label calendar as a sentence; raises `LookupError` for one that nobody wrote."""
    if entry is None:
        return None
    clause = wording.dated(entry.message, entry.arguments, entry.level, entry.source, entry.mark, language)
    return as_sentence(clause)


def _goal(cluster: Cluster, result: ResultAnswer, wording: Wording, language: Language) -> GoalView | None:
    named = cluster.description.target
    valid = {label.level for label in result.held if label.state == "valid"}
    highest = max((LABELS.index(each) for each in valid), default=-1)
    wanted = named or LABELS[min(highest + 1, len(LABELS) - 1)]
    level = next((each for each in result.levels if each.level == wanted), None)
    if level is None:
        return None
    blocking = [each for each in level.requirements if not each.advisory]
    awaited = [each.awaits for each in blocking if each.awaits]
    to_confirm = sum(each in ("document", "review", "threshold") for each in awaited)
    return GoalView(
        level=level.level,
        name=wording.level(level.level, language),
        named=named is not None,
        verdict=level.verdict,
        said=as_sentence(wording.verdict_alone(level.level, level.verdict, language, to_confirm)),
        unmet=as_sentence(wording.unmet(sum(each.state == "not_met" for each in blocking), len(blocking), language)),
        next=_next(level, set(awaited), wording, language),
        document=_document(level, wording, language),
    )


def _next(level: LevelAnswer, awaited: set[str], wording: Wording, language: Language) -> str | None:
    """Return the first thing that the cluster can settle, or why there is nothing; None: others settle the rest."""
    if level.gaps:
        first = next((each for each in level.requirements if each.id == level.gaps[0].requirement), None)
        if first is not None:
            clause = wording.requirement(first.message, first.arguments, language, first.assumed, first.indicator)
            return as_sentence(clause)
    if "threshold" in awaited and "review" not in awaited:
        return as_sentence(wording.say("only_thresholds", language))
    return None


def _document(level: LevelAnswer, wording: Wording, language: Language) -> str | None:
    if not level.gaps:
        return None
    for each in (item for known in wording.catalogue.levels for item in known.requirements):
        if each.id == level.gaps[0].requirement and each.document is not None:
            return str(getattr(each.document, language))
    return None


def cluster_name(cluster: Cluster, language: Language) -> str:
    """Return the name of a cluster in the reader's language."""
    return str(getattr(cluster.description.names, language))


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
