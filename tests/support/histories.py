"""Builds histories of one cluster: an event a line, ids and digests by themselves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5

from services.scoring.domain.events import (
    Answer,
    AssessmentSubmitted,
    AssessmentWithdrawn,
    BenchmarkingCorrected,
    BenchmarkingRecorded,
    ClusterRegistered,
    ConsultancyCorrected,
    ConsultancyRecorded,
    Event,
    EvidenceAttached,
    EvidenceWithdrawn,
    Fact,
    LabelCorrected,
    LabelId,
    LabellingProgressed,
    LabelRecorded,
    MembershipChanged,
    Precision,
    RecordWithdrawn,
    SilverArea,
    Step,
    Strength,
    Value,
)
from services.scoring.domain.history import History
from tests.support.criteria import ALL, BANDS, CATALOGUE_ID, TYPES

SPACE = UUID("00000000-0000-5000-8000-000000000000")
RECORDED = datetime(2026, 11, 16, 9, tzinfo=UTC)


def said(**values: Value) -> Answer:
    """Return an answer with these fields."""
    return Answer(value=values)


UNKNOWN = Answer(unknown=True)
NOT_APPLICABLE = Answer(not_applicable=True)


@dataclass
class Story:
    """What happened to a cluster, told in any order. Each method returns the id of its event."""

    events: list[Event] = field(default_factory=list)
    name: str = ""

    @property
    def history(self) -> History:
        """The set of everything told so far."""
        return History.of(self.events)

    def registered(self, on: date = date(2016, 1, 4), sector: str | None = None, **facts: int | str) -> str:
        known = {name: Fact(value, "https://register.example") for name, value in facts.items()}
        return self._add(ClusterRegistered, on, sector=sector, facts=known)

    def assessed(
        self,
        on: date,
        answers: Mapping[str, Answer] | None = None,
        areas: Iterable[Iterable[str]] = (),
        catalogue: str = CATALOGUE_ID,
    ) -> str:
        named = tuple(SilverArea(tuple(area)) for area in areas)
        return self._add(
            AssessmentSubmitted, on, assessed_on=on, catalogue=catalogue, answers=answers or {}, silver_areas=named
        )

    def withdrew_assessment(self, on: date, assessment: str) -> str:
        return self._add(AssessmentWithdrawn, on, assessment=assessment)

    def benchmarked(self, on: date, precision: Precision = "day", snapshot: str | None = None) -> str:
        return self._add(BenchmarkingRecorded, on, interview_on=on, precision=precision, snapshot=snapshot)

    def advised(self, on: date, *indicators: str, category: str = "strategy") -> str:
        return self._add(ConsultancyRecorded, on, session_on=on, category=category, indicators=indicators)

    def attached(
        self,
        on: date,
        *indicators: str,
        dated: date | None = None,
        strength: Strength = "documented",
        supports: Mapping[str, int] | None = None,
    ) -> str:
        return self._add(
            EvidenceAttached,
            on,
            indicators=indicators,
            kind="link",
            dated=dated or on,
            strength=strength,
            supports=supports,
        )

    def withdrew_evidence(self, on: date, evidence: str) -> str:
        return self._add(EvidenceWithdrawn, on, evidence=evidence)

    def labelled(
        self,
        level: LabelId,
        awarded: date | None,
        precision: Precision = "day",
        valid_until: date | None = None,
        seen_on: date = date(2016, 6, 1),
    ) -> str:
        return self._add(
            LabelRecorded,
            awarded or seen_on,
            level=level,
            awarded=awarded,
            precision=precision,
            valid_until=valid_until,
        )

    def joined(self, programme: str, on: date, joined: date | None = None, left: date | None = None) -> str:
        return self._add(MembershipChanged, on, programme=programme, joined=joined, left=left)

    def corrected_benchmarking(
        self, record: str, on: date, precision: Precision = "day", snapshot: str | None = None, **told: Any
    ) -> str:
        return self._add(
            BenchmarkingCorrected, on, record=record, interview_on=on, precision=precision, snapshot=snapshot, **told
        )

    def corrected_label(
        self, record: str, level: LabelId, awarded: date, precision: Precision = "day", **told: Any
    ) -> str:
        return self._add(
            LabelCorrected, awarded, record=record, level=level, awarded=awarded, precision=precision, **told
        )

    def corrected_session(self, record: str, on: date, *indicators: str, **told: Any) -> str:
        return self._add(
            ConsultancyCorrected, on, record=record, session_on=on, category="legal", indicators=indicators, **told
        )

    def took_back(self, on: date, record: str, **told: Any) -> str:
        return self._add(RecordWithdrawn, on, record=record, **told)

    def stepped(self, level: LabelId, step: Step, on: date, planned_on: date | None = None, **told: Any) -> str:
        return self._add(LabellingProgressed, on, level=level, step=step, on=on, planned_on=planned_on, **told)

    def _add(
        self,
        event: type[Event],
        day: date,
        *,
        recorded: datetime | None = None,
        source: str = "branda.intake",
        sequence: int | None = None,
        **fields: Any,
    ) -> str:
        """Tell an event of `day`; `told` of the methods above: when, by whom and as which number it was recorded."""
        number = len(self.events) + 1
        event_id = str(uuid5(SPACE, f"{self.name}{event.__name__} {number}"))
        self.events.append(
            event(
                id=event_id,
                source=source,
                sequence=number if sequence is None else sequence,
                day=day,
                recorded=recorded or datetime.combine(day, time(9), UTC),
                digest=sha256(repr((number, day, fields)).encode()).hexdigest(),
                **fields,
            )
        )
        return event_id


def strong_answers(points: int = 5, **changes: Answer) -> dict[str, Answer]:
    """Return answers to everything, each indicator at `points` (0, 2 or 5); `changes` by id with `_` for the dot."""
    answers = {name: _at(name, points) for name in ALL}
    answers["eligibility.initiative"] = said(kind="sectoral")
    answers["eccp.listed"] = said(listed="yes")
    return answers | {name.strip("_").replace("_", "."): answer for name, answer in changes.items()}


def _at(name: str, points: int) -> Answer:
    if name == "1.1.0":
        return said(all_signed=points > 0)
    if name == "1.1.1":
        return said(**dict(zip(TYPES, (4, 12, 2, 1, 0), strict=True)), level=points)
    if name in BANDS:
        value = BANDS[name][{0: 1, 2: 2, 5: 3}[points]]
        return said(committed=value) if name == "1.1.2" else said(value=value)
    return said(level=points)
