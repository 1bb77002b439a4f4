"""The first screen in words: sentences of the criteria from their catalogue, the rest in the template (`words.md`)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.intake.application.home import Advised, Ending, Home, Overseen, OwnCluster
from services.intake.application.readiness import LevelAnswer, LineAnswer, ResultAnswer
from services.intake.application.records import Cluster
from services.intake.domain.first_screen import Session, Submitted
from shared.catalogue.typography import as_sentence
from shared.catalogue.wording import Wording
from shared.contracts.readiness import HeldLabel
from shared.http.texts import Language

Wordings = Callable[[str], Wording]
"""The sentences of a catalogue; raises `LookupError` for one that is not known here."""

LABELS = ("bronze", "silver", "gold")
SHOWN = 10
"""Names in a list; the page that the list leads to has them all."""

CardState = Literal["result", "pending", "blocked", "away", "unworded"]


@dataclass(frozen=True)
class GoalView:
    """The label that the cluster is after. `named`: by the cluster itself; otherwise the next one is shown.

    `next` None: an expert is to be contacted, or it is others' turn.
    """

    level: str
    named: bool
    contact: bool
    verdict: str
    unmet: str
    next: str | None
    document: str | None


@dataclass(frozen=True)
class CardView:
    """One cluster of one's own. `held`: level and sentence of each label on record."""

    id: str
    name: str
    demo: bool
    state: CardState
    held: tuple[tuple[str, str], ...]
    goal: GoalView | None
    submitted: Submitted | None
    number: str | None


@dataclass(frozen=True)
class NamedView:
    """A cluster in a list, and what is said of it: a day, a label, a session's provider."""

    id: str
    name: str
    on: date | None = None
    level: str | None = None
    note: str = ""


@dataclass(frozen=True)
class ListView:
    """A number and the first names behind it."""

    count: int
    shown: tuple[NamedView, ...]

    @property
    def more(self) -> int:
        """How many are counted and not named."""
        return self.count - len(self.shown)


@dataclass(frozen=True)
class AdvisedView:
    """What a consultant or an expert looks after; None: scoring did not answer. `oldest`: days of waiting."""

    waiting: ListView | None
    oldest: int
    ending: ListView | None
    sessions: ListView


@dataclass(frozen=True)
class TargetView:
    """One line of the programme. Each number has its level, its line and the names of who counts only possibly."""

    title: str
    lines: tuple[tuple[LineAnswer, tuple[str, ...]], ...]


@dataclass(frozen=True)
class OverseenView:
    """What the agency sees; `on` None: the programme did not come. `attention` None: the results did not come."""

    clusters: int
    on: date | None
    targets: tuple[TargetView, ...]
    attention: tuple[ListView, ListView, ListView] | None
    complete: bool


@dataclass(frozen=True)
class HomeView:
    """The whole page."""

    cards: tuple[CardView, ...]
    more: int
    advised: AdvisedView | None
    overseen: OverseenView | None
    away: bool


def home_view(home: Home, wordings: Wordings, language: Language) -> HomeView:
    """Return what the page shows to its reader."""
    return HomeView(
        cards=tuple(_card(own, wordings, language) for own in home.own),
        more=home.more,
        advised=_advised(home.advised, home.today, language) if home.advised else None,
        overseen=_overseen(home.overseen, language) if home.overseen else None,
        away=home.away,
    )


def _card(own: OwnCluster, wordings: Wordings, language: Language) -> CardView:
    held: tuple[tuple[str, str], ...] = ()
    goal: GoalView | None = None
    state: CardState = "away"
    if own.result is not None:
        state = own.result.status or "result"
        if state == "result":
            try:
                wording = wordings(own.result.catalogue)
                held = tuple((label.level, _held(label, wording, language)) for label in own.result.held)
                goal = _goal(own.cluster, own.result, wording, language)
            except LookupError:  # criteria, or a sentence of theirs, that this process does not know yet
                state = "unworded"
    found = own.assessment
    return CardView(
        id=own.cluster.id,
        name=_name(own.cluster, language),
        demo=own.cluster.provenance == "synthetic",
        state=state,
        held=held,
        goal=goal,
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
        named=named is not None,
        contact=level.verdict == "ready_to_contact",
        verdict=as_sentence(wording.verdict(level.level, level.verdict, language, to_confirm)),
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


def _advised(found: Advised, today: date, language: Language) -> AdvisedView:
    waiting = None
    if found.waiting is not None:
        waiting = _list(
            [NamedView(each.cluster.id, _name(each.cluster, language), each.since) for each in found.waiting]
        )
    return AdvisedView(
        waiting=waiting,
        oldest=(today - found.waiting[0].since).days if found.waiting else 0,
        ending=None if found.ending is None else _list([_ends(each, language) for each in found.ending]),
        sessions=_list([_session(cluster, session, language) for cluster, session in found.sessions]),
    )


def _overseen(found: Overseen, language: Language) -> OverseenView:
    def possibly(line: LineAnswer) -> tuple[str, ...]:
        doubtful = (each.cluster for each in line.clusters if each.doubt is not None)
        return tuple(_name(found.names[each], language) for each in doubtful if each in found.names)

    programme = found.programme
    attention = (
        _list([NamedView(each.id, _name(each, language)) for each in found.blocked]),
        _list([_ends(each, language) for each in found.ending]),
        _list([_ends(each, language) for each in found.expired]),
    )
    return OverseenView(
        clusters=found.clusters,
        on=programme.on if programme else None,
        targets=tuple(
            TargetView(target.title[language], tuple((line, possibly(line)) for line in target.lines))
            for target in (programme.targets if programme else ())
        ),
        attention=None if found.complete is None else attention,
        complete=bool(found.complete),
    )


def _ends(each: Ending, language: Language) -> NamedView:
    on = each.label.renewable_until if each.label.state == "expired_renewable" else each.label.valid_until
    return NamedView(each.cluster.id, _name(each.cluster, language), on, each.label.level)


def _session(cluster: Cluster, session: Session, language: Language) -> NamedView:
    return NamedView(cluster.id, _name(cluster, language), session.on, note=session.provider)


def _list(names: list[NamedView]) -> ListView:
    return ListView(len(names), tuple(names[:SHOWN]))


def _name(cluster: Cluster, language: Language) -> str:
    return str(getattr(cluster.description.names, language))


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
