"""Results, letters and the notifier's neighbours, for its tests."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from services.notifier.adapters.wording import CatalogueWording
from services.notifier.application.ports import About, AssessmentFacts, ClusterFacts, Recipient
from services.notifier.application.take_notices import to_notice
from services.notifier.domain.delivery import Accepted, Outcome
from services.notifier.domain.message import Alarm, Content, Message, Step, message_id
from services.notifier.domain.notice import Language, Notice
from shared.catalogue.wording import Wording
from shared.contracts.envelope import Event, business_time
from shared.contracts.readiness import (
    Gap,
    HeldLabel,
    LevelResult,
    Points,
    Range,
    ReadinessAssessed,
    RequirementResult,
    RestsOn,
)
from shared.contracts.registry import new_event
from shared.errors import TransientError

NOW = datetime(2026, 11, 20, 12, 5, tzinfo=UTC)
ON = date(2026, 11, 20)
CLUSTER = str(UUID(int=0xA))
ASSESSMENT = str(UUID(int=0xB))
_NAMESPACE = UUID(int=7)


ECEI = Wording.load(Path(__file__).parents[2] / "catalogues", "ecei@1")


def requirement(name: str, state: str = "met", **fields: Any) -> RequirementResult:
    """Return one requirement."""
    defaults = {"id": name, "kind": "gate", "state": state, "message": "met"}
    return RequirementResult(**{**defaults, **fields})


BRONZE_NOT_YET = (
    requirement("bronze.interview", "unknown", kind="interview", awaits="interview", message="interview_awaited"),
    requirement("eligibility.initiative"),
    requirement("eligibility.members", "not_met", arguments={"required": 15, "committed": 13}, message="members_below"),
    requirement("eligibility.private"),
    requirement("eccp.listed", "not_met", message="listed_not_met"),
    requirement("eligibility.legal_form", "unknown", awaits="scheme", advisory=True, message="legal_form_ask"),
)
SILVER_NOT_YET = (
    requirement(
        "silver.first",
        "not_met",
        kind="window",
        from_=date(2028, 5, 20),
        arguments={"earliest": "2028-05-20"},
        message="first_missing",
    ),
    requirement(
        "minimum.4.1.6",
        "unknown",
        kind="minimum",
        awaits="document",
        indicator="4.1.6",
        assumed=True,
        message="minimum_unproven",
    ),
)


def level(name: str, verdict: str, requirements: Sequence[RequirementResult] = (), **fields: Any) -> LevelResult:
    """Return one level's result."""
    defaults = {"level": name, "verdict": verdict, "purpose": "first", "rests_on": RestsOn()}
    return LevelResult(**{**defaults, "requirements": tuple(requirements), **fields})


def result(
    bronze: str = "not_yet", silver: str = "not_yet", *, revision: tuple[int, int, int, str] | int = 1, **fields: Any
) -> ReadinessAssessed:
    """Return a result of `ASSESSMENT`; a number as revision counts events."""
    if isinstance(revision, int):
        revision = (1, 0, revision, ON.isoformat())
    defaults: dict[str, Any] = {
        "revision": revision,
        "assessment": ASSESSMENT,
        "on": ON,
        "catalogue": "ecei@1",
        "cause": "submission",
        "levels": (
            level("bronze", bronze, BRONZE_NOT_YET, gaps=(Gap(requirement="eligibility.members", points=0, effort=1),)),
            level("silver", silver, SILVER_NOT_YET),
        ),
        "points": Points(declared=Range(low=90, high=90), backed=Range(low=60, high=90), max=150, floor=120),
        "substance": "0" * 64,
    }
    return ReadinessAssessed(**{**defaults, **fields})


def result_event(data: ReadinessAssessed | None = None, *, cluster: str = CLUSTER, **attributes: Any) -> Event:
    """Return the event of a result; its id follows from cluster, assessment and revision, as scoring's does."""
    data = data or result()
    name = f"{cluster}{data.assessment}{data.revision}"
    defaults: dict[str, Any] = {
        "id": str(uuid5(_NAMESPACE, name)),
        "source": "branda-scoring",
        "subject": cluster,
        "time": business_time(data.on),
        "recorded": NOW,
        "sequence": 1,
        "actor": "scoring",
        "actorrole": "service",
    }
    return new_event(data, **{**defaults, **attributes})


def notice(data: ReadinessAssessed | None = None, *, cluster: str = CLUSTER, **attributes: Any) -> Notice:
    """Return the notice of a result."""
    event = result_event(data, cluster=cluster, **attributes)
    return to_notice(event, event.encode())


HELD_BRONZE = HeldLabel(
    level="bronze", state="valid", awarded="2025-04", valid_until=date(2027, 4, 30), date_source="certificate"
)


def message(number: int = 1, *, created: datetime = NOW, **fields: Any) -> Message:
    """Return a message that waits to be sent."""
    defaults: dict[str, Any] = {
        "id": message_id(f"event {number}", "verdict", "person"),
        "notice": f"event {number}",
        "cluster": CLUSTER,
        "assessment": ASSESSMENT,
        "kind": "verdict",
        "person": "person",
        "language": "lt",
        "state": "waiting",
        "created": created,
        "due": created,
        "content": Content("ona@klasteris.example", "Ona", "Tema", "Tekstas ąžuolas\n.\n", "<p>Tekstas</p>", created),
        "history": (Step(created, "waiting"),),
    }
    return Message(**{**defaults, **fields})


class FixedClock:
    """Stands still until it is moved."""

    def __init__(self, now: datetime = NOW) -> None:
        self.time = now

    def now(self) -> datetime:
        return self.time

    def pass_by(self, **length: float) -> None:
        self.time += timedelta(**length)


class HeardAlarms:
    """Remembers what was sounded."""

    def __init__(self) -> None:
        self.heard: list[Alarm] = []
        self.facts: list[dict[str, str]] = []

    def sound(self, alarm: Alarm, **facts: str) -> None:
        self.heard.append(alarm)
        self.facts.append(facts)


ONA = Recipient("person-ona", "ona@klasteris.example", "lt", "Ona Onaitė")
JOHN = Recipient("person-john", "john@cluster.example", "en", "John Smith")


@dataclass
class FakeIntake:
    """Answers what it is told to; `away` makes it silent, `unreadable` leaves clusters and assessments out."""

    people: list[Recipient] = field(default_factory=lambda: [ONA, JOHN])
    facts: ClusterFacts | None = field(
        default_factory=lambda: ClusterFacts("Pavyzdinis klasteris A", "Example Cluster A", synthetic=True)
    )
    away: bool = False
    unreadable: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)
    asked: list[list[str]] = field(default_factory=list)

    async def about(self, clusters: Collection[str]) -> dict[str, About]:
        return {each: About(self.facts, self.people) for each in self._answered(clusters)}

    async def assessments(self, assessments: Collection[str]) -> dict[str, AssessmentFacts | None]:
        facts = AssessmentFacts("BR-2026-0147", date(2026, 11, 16), NOW, "Vardenė Pavardenė", 31, 4, 31)
        return {each: None if each in self.unknown else facts for each in self._answered(assessments)}

    def _answered(self, about: Collection[str]) -> list[str]:
        self.asked.append(list(about))
        if self.away:
            raise TransientError("intake is away")
        return [each for each in about if each not in self.unreadable]


CLAUSES: dict[str, dict[Language, str]] = {
    "interview_awaited": {
        "lt": "dar neįvyko eksperto interviu (lyginamoji analizė)",
        "en": "an expert's interview (benchmarking) has not taken place yet",
    },
    "members_below": {
        "lt": "reikia ne mažiau kaip 15 įsipareigojusių narių, o pasirašyta 13 įsipareigojimų",
        "en": "at least 15 committed members are required, 13 commitments are signed",
    },
    "listed_not_met": {
        "lt": "klasteris neįtrauktas į Europos klasterių bendradarbiavimo platformą (ECCP)",
        "en": "the cluster is not listed on the European Cluster Collaboration Platform (ECCP)",
    },
    "legal_form_ask": {
        "lt": "nežinome, kokios teisinės formos tinka",
        "en": "we do not know which legal forms qualify",
    },
    "first_missing": {
        "lt": "lyginamoji analizė neįrašyta; sidabrinė žyma – ne anksčiau kaip 2028 m. gegužės 20 d.",
        "en": "no benchmarking is recorded; Silver not before 20 May 2028",
    },
    "minimum_unproven": {
        "lt": "4.1.6 „Valdymo rezultatų stebėsena“: nepridėta dokumento (prielaida)",
        "en": "4.1.6 Monitoring of management performance: no document (assumed)",
    },
    "members_unproven": {
        "lt": "nurodyta 18 įsipareigojusių narių, dokumentais pagrįsta 14; reikia ne mažiau kaip 15",
        "en": "18 committed members are stated, 14 of them shown by documents; at least 15 are required",
    },
    "listed_review": {
        "lt": "nurodyta, kad klasteris įtrauktas į platformą (ECCP)",
        "en": "the cluster is stated to be listed on the platform (ECCP)",
    },
    "minimum_assumed": {
        "lt": "4.1.6 „Valdymo rezultatų stebėsena“: minimali reikšmė – prielaida",
        "en": "4.1.6 Monitoring of management performance: the minimum is assumed",
    },
    "private_unanswered": {
        "lt": "neatsakyta, kiek klasteryje kiekvieno tipo narių",
        "en": "not answered: how many members of each type there are",
    },
}


class FixedWording(CatalogueWording):
    """A few clauses in the manner of the catalogue's; labels and verdicts in its own words."""

    def __init__(self) -> None:
        super().__init__(ECEI)

    def requirement(self, requirement: RequirementResult, language: Language) -> str:
        return CLAUSES[requirement.message][language]

    def what_follows(self, level: str, language: Language, *, renewal: bool = False) -> str:  # noqa: ARG002 - of both alike
        assert level in ("bronze", "silver", "gold")
        return {
            "lt": "Kreipkitės į ESCA / EUCLES ekspertą. Interviu su vienu ekspertu trunka apie 3 valandas.",
            "en": "Contact an ESCA / EUCLES expert. The interview with one expert takes about 3 hours.",
        }[language]


class FakeSender:
    """Answers each attempt with the next outcome; 250 when there is none. Awaits `before_dot` like the real one."""

    def __init__(self, *outcomes: Outcome) -> None:
        self.outcomes = list(outcomes)
        self.sent: list[Message] = []
        self.gate: asyncio.Event | None = None

    async def send(self, message: Message, before_dot: Callable[[], Awaitable[None]]) -> Outcome:
        if self.gate is not None:
            await self.gate.wait()
        await before_dot()
        self.sent.append(message)
        return self.outcomes.pop(0) if self.outcomes else Accepted("250 ok")


def without_content(message: Message) -> Message:
    """Return the message as a suppressed one would be."""
    return replace(message, content=None, person=None, language=None)
