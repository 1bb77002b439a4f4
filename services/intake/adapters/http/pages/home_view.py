"""The first screen in words: sentences of the criteria from their catalogue, the rest in the template (`words.md`)."""

from dataclasses import dataclass
from datetime import date

from services.intake.adapters.http.pages.home_card import CardView, Wordings, card_view, cluster_name, coming_said
from services.intake.application.home import Advised, Dated, Ending, Home, Overseen
from services.intake.application.readiness import LineAnswer
from services.intake.application.records import Cluster
from services.intake.domain.first_screen import Session
from shared.http.texts import Language
from shared.working_days import working_days

SHOWN = 10
"""Names in a list; the page that the list leads to has them all."""


@dataclass(frozen=True)
class NamedView:
    """A cluster in a list, and what is said of it: a day, a label, a provider.

    `days`: working days for which its self-assessment waits; `came_today`: it has only just come.
    """

    id: str
    name: str
    on: date | None = None
    level: str | None = None
    note: str = ""
    days: int | None = None
    came_today: bool = False


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
    """What a consultant or an expert looks after; None: scoring did not answer. `oldest`: working days."""

    waiting: ListView | None
    oldest: int
    ending: ListView | None
    sessions: ListView
    dates: tuple[NamedView, ...]


@dataclass(frozen=True)
class TargetView:
    """One line of the programme. Each number has its level, its line and the names of who counts only possibly."""

    title: str
    lines: tuple[tuple[LineAnswer, tuple[str, ...]], ...]

    @property
    def promised(self) -> bool:
        """Whether each number has one to reach."""
        return all(line.at_least is not None for line, _ in self.lines)


@dataclass(frozen=True)
class OverseenView:
    """What the agency sees; `on` None: the programme did not come. `attention` None: the results did not come.

    `promised` are the targets with a number to reach, `counted` the others.
    """

    clusters: int
    on: date | None
    promised: tuple[TargetView, ...]
    counted: tuple[TargetView, ...]
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
        cards=tuple(card_view(own, home.today, wordings, language) for own in home.own),
        more=home.more,
        advised=_advised(home.advised, home.today, wordings, language) if home.advised else None,
        overseen=_overseen(home.overseen, language) if home.overseen else None,
        away=home.away,
    )


def _advised(found: Advised, today: date, wordings: Wordings, language: Language) -> AdvisedView:
    waiting = None
    if found.waiting is not None:
        waiting = _list(
            [
                NamedView(
                    each.cluster.id,
                    cluster_name(each.cluster, language),
                    days=working_days(each.since, today),
                    came_today=each.since >= today,
                )
                for each in found.waiting
            ]
        )
    return AdvisedView(
        waiting=waiting,
        oldest=working_days(found.waiting[0].since, today) if found.waiting else 0,
        ending=None if found.ending is None else _list([_ends(each, language) for each in found.ending]),
        sessions=_list([_session(cluster, session, language) for cluster, session in found.sessions]),
        dates=tuple(_dated(each, wordings, language) for each in found.dates or ()),
    )


def _dated(each: Dated, wordings: Wordings, language: Language) -> NamedView:
    """Criteria, or a sentence of theirs, that this process does not know yet leave the bare day."""
    try:
        said = coming_said(each.entry, wordings(each.catalogue), language) or ""
    except LookupError:
        said = ""
    return NamedView(each.cluster.id, cluster_name(each.cluster, language), each.entry.date, note=said)


def _overseen(found: Overseen, language: Language) -> OverseenView:
    def possibly(line: LineAnswer) -> tuple[str, ...]:
        doubtful = (each.cluster for each in line.clusters if each.doubt is not None)
        return tuple(cluster_name(found.names[each], language) for each in doubtful if each in found.names)

    programme = found.programme
    attention = (
        _list([NamedView(each.id, cluster_name(each, language)) for each in found.blocked]),
        _list([_ends(each, language) for each in found.ending]),
        _list([_ends(each, language) for each in found.expired]),
    )
    targets = [
        TargetView(target.title[language], tuple((line, possibly(line)) for line in target.lines))
        for target in (programme.targets if programme else ())
    ]
    return OverseenView(
        clusters=found.clusters,
        on=programme.on if programme else None,
        promised=tuple(each for each in targets if each.promised),
        counted=tuple(each for each in targets if not each.promised),
        attention=None if found.complete is None else attention,
        complete=bool(found.complete),
    )


def _ends(each: Ending, language: Language) -> NamedView:
    on = each.label.renewable_until if each.label.state == "expired_renewable" else each.label.valid_until
    return NamedView(each.cluster.id, cluster_name(each.cluster, language), on, each.label.level)


def _session(cluster: Cluster, session: Session, language: Language) -> NamedView:
    return NamedView(cluster.id, cluster_name(cluster, language), session.on, note=session.provider)


def _list(names: list[NamedView]) -> ListView:
    return ListView(len(names), tuple(names[:SHOWN]))
