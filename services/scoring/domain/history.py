"""The set of events of one cluster, and what it says: order and duplicates are irrelevant (`rules.md` 8)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any, TypeVar

from services.scoring.domain.calendar import Span, span, text
from services.scoring.domain.derived import derived
from services.scoring.domain.errors import UnusableEventError
from services.scoring.domain.events import (
    AssessmentSubmitted,
    AssessmentWithdrawn,
    BenchmarkingRecorded,
    ClusterDescribed,
    ClusterRegistered,
    ClusterUpdated,
    ConsultancyRecorded,
    Event,
    EvidenceAttached,
    EvidenceWithdrawn,
    LabellingProgressed,
    LabelRecorded,
)
from services.scoring.domain.put_right import PutRight
from services.scoring.domain.review_events import ReviewDecided, ReviewDisputed, ReviewEvent, ReviewReopened

E = TypeVar("E", bound=Event)


@dataclass(frozen=True, slots=True)
class Interview:
    """One expert's interview.

    `days` on which it may have been, `text`: its date as precise as it is known, `snapshot`: the assessment that the
    expert had before him, if it is known.
    """

    days: Span
    text: str
    snapshot: str | None


@dataclass(frozen=True)
class History:
    """The events of one cluster, one per id, in the order of their ids."""

    events: tuple[Event, ...]

    @classmethod
    def of(cls, events: Iterable[Event]) -> "History":
        """Return the set of `events`.

        Raises:
            UnusableEventError: two events have one id and different bytes.
        """
        by_id: dict[str, Event] = {}
        for event in events:
            if by_id.setdefault(event.id, event).digest != event.digest:
                raise UnusableEventError(event.id, "another event has the same id and other bytes")
        return cls(tuple(by_id[event_id] for event_id in sorted(by_id)))

    def as_of(self, day: date) -> "History":
        """Return what had happened by the end of `day` (business time, `rules.md` 7).

        A record that was put right happened when its last correction says: the past is seen corrected, and one that was
        taken back never happened. What was believed before is what `known_at` shows.
        """
        if self.last_day is None or self.last_day <= day:
            return self
        days = self._put_right.days
        return History(tuple(event for event in self.events if days.get(event.id, event.day) <= day))

    def known_at(self, moment: datetime) -> "History":
        """Return what was stored by `moment` (recorded time, `rules.md` 7)."""
        return History(tuple(event for event in self.events if event.recorded <= moment))

    @derived
    def last_day(self) -> date | None:
        """The business date of the latest fact."""
        return max([event.day for event in self.events], default=None)

    @derived
    def sha256(self) -> str:
        """Digest over ids and original bytes: equal for equal sets (design 1)."""
        lines = "".join(f"{event.id} {event.digest}\n" for event in self.events)
        return sha256(lines.encode()).hexdigest()

    @derived
    def snapshots(self) -> Mapping[str, AssessmentSubmitted]:
        """Every assessment by id, withdrawn ones too: a benchmarking's snapshot stays frozen (design 3)."""
        return {event.id: event for event in self._all(AssessmentSubmitted)}

    @derived
    def assessments(self) -> tuple[AssessmentSubmitted, ...]:
        """The assessments that are not withdrawn, the current one last."""
        withdrawn = {event.assessment for event in self._all(AssessmentWithdrawn)}
        kept = (event for event in self.snapshots.values() if event.id not in withdrawn)
        return tuple(sorted(kept, key=lambda event: (event.assessed_on, event.sequence, event.id)))

    @property
    def current(self) -> AssessmentSubmitted | None:
        """`cur` of `rules.md` 4: the greatest (assessed_on, sequence) not withdrawn."""
        return self.assessments[-1] if self.assessments else None

    @derived
    def interviews(self) -> tuple[Interview, ...]:
        """The benchmarkings by date; two records of one day are one interview, the later record's words count."""
        standing = self._put_right.standing(self._all(BenchmarkingRecorded))
        records = sorted(standing, key=lambda event: (event.recorded, event.id))
        by_day: dict[date, Interview] = {}
        for record in records:
            earlier = by_day.get(record.interview_on)
            snapshot = record.snapshot or (earlier.snapshot if earlier else None)
            on, precision = record.interview_on, record.precision
            by_day[on] = Interview(span(on, precision), text(on, precision), snapshot)
        return tuple(sorted(by_day.values(), key=lambda interview: interview.days))

    @derived
    def labels(self) -> tuple[LabelRecorded, ...]:
        """The recorded labels that stand, as they were last put right."""
        return tuple(self._put_right.standing(self._all(LabelRecorded)))

    @derived
    def steps(self) -> tuple[LabellingProgressed, ...]:
        """The recorded steps on the way to a label, in the order of their ids."""
        return tuple(self._all(LabellingProgressed))

    @derived
    def evidence(self) -> Mapping[str, EvidenceAttached]:
        """The evidence that is not withdrawn, by id."""
        withdrawn = {event.evidence for event in self._all(EvidenceWithdrawn)}
        return {event.id: event for event in self._all(EvidenceAttached) if event.id not in withdrawn}

    @derived
    def consultancies(self) -> tuple[ConsultancyRecorded, ...]:
        """The sessions of consultancy that stand, as they were last put right, the latest first."""
        standing = self._put_right.standing(self._all(ConsultancyRecorded))
        return tuple(sorted(standing, key=lambda session: (session.session_on, session.id), reverse=True))

    @derived
    def sessions(self) -> Mapping[str, date]:
        """The day of the latest session of consultancy per indicator."""
        latest: dict[str, date] = {}
        for session in self._put_right.standing(self._all(ConsultancyRecorded)):
            for indicator in session.indicators:
                latest[indicator] = max(session.session_on, latest.get(indicator, session.session_on))
        return latest

    @derived
    def reviews(self) -> tuple[ReviewEvent, ...]:
        """What was said in reviews, in order: by business date, then by the sequence of its source."""
        said: list[ReviewEvent] = [*self._all(ReviewDecided), *self._all(ReviewReopened), *self._all(ReviewDisputed)]
        return tuple(sorted(said, key=lambda event: (event.day, event.source, event.sequence, event.id)))

    @derived
    def cluster(self) -> ClusterDescribed | None:
        """The register's latest description; None if no registration has arrived."""
        described = (*self._all(ClusterRegistered), *self._all(ClusterUpdated))
        return max(described, key=lambda event: (event.sequence, event.id), default=None)

    @derived
    def _put_right(self) -> PutRight:
        return PutRight.of(self._by_kind)

    @derived
    def _by_kind(self) -> Mapping[type[Event], list[Any]]:
        kinds: defaultdict[type[Event], list[Any]] = defaultdict(list)
        for event in self.events:
            kinds[type(event)].append(event)
        return kinds

    def _all(self, kind: type[E]) -> list[E]:
        return self._by_kind.get(kind, [])
