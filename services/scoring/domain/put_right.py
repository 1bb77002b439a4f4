"""Records as they stand: put right by later events, or taken back (design 3).

A record's id is that of its first event. A correction replaces all that was said before, a withdrawal ends the record
whatever else arrives. Each needs the record itself, of its own kind: while that has not arrived, it says nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, TypeVar, cast

from services.scoring.domain.events import (
    BenchmarkingCorrected,
    BenchmarkingRecorded,
    ConsultancyCorrected,
    ConsultancyRecorded,
    Event,
    LabelCorrected,
    LabelRecorded,
    RecordWithdrawn,
)

Record = TypeVar("Record", BenchmarkingRecorded, ConsultancyRecorded, LabelRecorded)
Correction = BenchmarkingCorrected | ConsultancyCorrected | LabelCorrected
ByKind = Mapping[type[Event], list[Any]]

KINDS: Mapping[type[Event], type[Event]] = MappingProxyType(
    {
        BenchmarkingRecorded: BenchmarkingCorrected,
        ConsultancyRecorded: ConsultancyCorrected,
        LabelRecorded: LabelCorrected,
    }
)
"""Each kind of record with its correction."""


@dataclass(frozen=True, slots=True)
class PutRight:
    """What became of the records of one cluster: the last correction of each, and which were taken back.

    `days`: by event id, from when an event counts where that is not its own business date. A record and all its
    corrections: from the date that the last of them says. A withdrawal: always, for what it ends never was.
    """

    corrections: Mapping[str, Correction]
    withdrawn: frozenset[str]
    days: Mapping[str, date]

    @classmethod
    def of(cls, events: ByKind) -> "PutRight":
        """Return what the events of a cluster say, in whatever order and number they came."""
        ends = events.get(RecordWithdrawn, ())
        found: dict[str, list[Correction]] = {}
        for kind, corrected in KINDS.items():
            known = {event.id for event in events.get(kind, ())} if corrected in events else ()
            for event in events.get(corrected, ()):
                if event.record in known:
                    found.setdefault(event.record, []).append(event)
        if not found and not ends:
            return _UNTOUCHED
        last = {record: _last(each) for record, each in found.items()}
        days = {record: correction.day for record, correction in last.items()}
        days |= {event.id: last[record].day for record, each in found.items() for event in each}
        days |= {event.id: date.min for event in ends}
        return cls(last, frozenset(event.record for event in ends), days)

    def standing(self, records: Iterable[Record]) -> list[Record]:
        """Return those of `records` that were not taken back, each as it was last put right, under its own id."""
        if self is _UNTOUCHED:
            return list(records)
        return [self._as_it_is(record) for record in records if record.id not in self.withdrawn]

    def _as_it_is(self, record: Record) -> Record:
        correction = self.corrections.get(record.id)
        return record if correction is None else cast("Record", replace(correction, id=record.id))


_UNTOUCHED = PutRight({}, frozenset(), {})
"""Nothing was ever put right: by far the most histories."""


def _last(corrections: Iterable[Correction]) -> Correction:
    """Return the correction that holds: the last of each source, and of those the last recorded.

    Sequences of two sources are never compared (design 3).
    """
    of_source: dict[str, Correction] = {}
    for correction in corrections:
        known = of_source.get(correction.source)
        if known is None or _in_source(correction) > _in_source(known):
            of_source[correction.source] = correction
    return max(of_source.values(), key=lambda correction: (correction.recorded, correction.id))


def _in_source(correction: Correction) -> tuple[int, datetime, str]:
    return correction.sequence, correction.recorded, correction.id
