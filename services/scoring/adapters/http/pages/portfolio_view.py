"""The programme as its page shows it: awards counted by a stated rule, and apart from them what we estimate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.scoring.adapters.http.lexicon import Lexicon
from services.scoring.adapters.http.pages.overview_view import alphabetical, held_views_of, verdict_views_of
from services.scoring.adapters.http.pages.result_view import HeldView, VerdictView
from services.scoring.adapters.http.words import Words
from services.scoring.application.portfolio import Member, Portfolio
from services.scoring.application.read_results import Blocked, ClusterCard
from services.scoring.application.read_rows import Row
from services.scoring.domain.programme.count import Doubt, Line
from services.scoring.domain.programme.target import CountingRule, Programme
from shared.catalogue.model import Mark
from shared.catalogue.typography import as_sentence
from shared.http.texts import Language


@dataclass(frozen=True)
class NameView:
    """A cluster behind a number; with a doubt it counts only possibly."""

    id: str
    name: str
    doubt: Doubt | None


@dataclass(frozen=True)
class GoalView:
    """One number of a line."""

    level: str
    name: str
    at_least: int | None
    low: int
    high: int
    members: int
    reached: bool | None
    sure: tuple[NameView, ...]
    possible: tuple[NameView, ...]


@dataclass(frozen=True)
class TargetView:
    """One line with its rule, which the page says in words."""

    id: str
    title: str
    rule: CountingRule
    deadline: date | None
    deadline_mark: Mark
    goals: tuple[GoalView, ...]

    @property
    def is_promise(self) -> bool:
        """Whether the line has a number to reach."""
        return any(goal.at_least is not None for goal in self.goals)


@dataclass(frozen=True)
class MemberView:
    """One cluster of the programme."""

    id: str
    name: str
    provenance: Literal["public", "synthetic"] | None
    joined: date | None
    left: date | None
    held: tuple[HeldView, ...]
    levels: tuple[VerdictView, ...]
    blocked: bool


DayKind = Literal["signed", "deadline", "notable", "remark"]


@dataclass(frozen=True)
class DayView:
    """A day of the programme that is worth a look; a notable one has a name of its own."""

    day: date
    kind: DayKind
    name: str | None = None


@dataclass(frozen=True)
class PortfolioView:
    """The whole page. `days`: the programme's known days up to the present one."""

    on: date
    days: tuple[DayView, ...]
    title: str
    promise: str
    promise_mark: Mark
    signed_on: date
    targets: tuple[TargetView, ...]
    members: tuple[MemberView, ...]
    remarks: tuple[tuple[date, str], ...]


def portfolio_view(
    found: Portfolio, cards: Sequence[ClusterCard], lexicon: Lexicon, language: Language, today: date
) -> PortfolioView:
    """Return what the page shows; names in Lithuanian alphabetical order."""
    by_id = {card.id: card for card in cards}
    words = lexicon.words(found.catalogue, language)
    programme = found.programme
    return PortfolioView(
        on=found.on,
        days=_days(programme, language, today),
        title=getattr(programme.title, language),
        promise=getattr(programme.promise, language),
        promise_mark=programme.promise.mark,
        signed_on=programme.signed_on,
        targets=tuple(
            TargetView(
                target.id,
                getattr(target.title, language),
                target.rule,
                target.deadline,
                target.deadline_mark,
                tuple(_goal(line, by_id, words) for line in lines),
            )
            for target, lines in found.lines
        ),
        members=tuple(
            sorted(
                (_member(member, by_id, lexicon, language) for member in found.members),
                key=lambda member: alphabetical(member.name),
            )
        ),
        remarks=tuple((remark.on, as_sentence(getattr(remark, language))) for remark in found.remarks),
    )


def _days(programme: Programme, language: Language, today: date) -> tuple[DayView, ...]:
    """Return each day once, by what says most about it."""
    days = {remark.on: DayView(remark.on, "remark") for remark in programme.remarks}
    days |= {each.on: DayView(each.on, "notable", getattr(each, language)) for each in programme.notable}
    days |= {each.deadline: DayView(each.deadline, "deadline") for each in programme.targets if each.deadline}
    days[programme.signed_on] = DayView(programme.signed_on, "signed")
    return tuple(days[day] for day in sorted(days) if day <= today)


def _goal(line: Line, cards: Mapping[str, ClusterCard], words: Words) -> GoalView:
    names = sorted(
        (NameView(each.cluster, _name(each.cluster, cards, words.language), each.doubt) for each in line.counted),
        key=lambda each: alphabetical(each.name),
    )
    return GoalView(
        level=line.goal.level,
        name=words.level(line.goal.level),
        at_least=line.goal.at_least,
        low=line.low,
        high=line.high,
        members=line.members,
        reached=line.reached,
        sure=tuple(each for each in names if each.doubt is None),
        possible=tuple(each for each in names if each.doubt is not None),
    )


def _name(cluster: str, cards: Mapping[str, ClusterCard], language: Language) -> str:
    return cards[cluster].name(language) if cluster in cards else cluster


def _member(member: Member, cards: Mapping[str, ClusterCard], lexicon: Lexicon, language: Language) -> MemberView:
    card, row = cards.get(member.cluster), member.row
    return MemberView(
        id=member.cluster,
        name=_name(member.cluster, cards, language),
        provenance=card.provenance if card else None,
        joined=member.joined,
        left=member.left,
        held=held_views_of(row, lexicon, language) if isinstance(row, Row) else (),
        levels=verdict_views_of(row, lexicon, language) if isinstance(row, Row) else (),
        blocked=isinstance(row, Blocked),
    )
