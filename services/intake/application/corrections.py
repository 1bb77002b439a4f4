"""Records put right and taken back: a benchmarking, a session of consultancy, a label.

A record's id is that of its first event; a correction names it and replaces all that was said, a withdrawal names it
and ends it. Both bear the business date of the fact, not of the day on which somebody noticed: seen from any date the
past is the corrected one, and only `known_at` shows what was believed before (`rules.md` 7).
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from services.intake.application.commands import (
    RecordBenchmarking,
    RecordConsultancy,
    RecordLabel,
    Withdraw,
    Write,
)
from services.intake.application.drafts import Drafts
from services.intake.application.history import record
from services.intake.application.ports import EventStore
from services.intake.application.records import Draft, Receipt, StoredEvent, Submission
from services.intake.application.texts import TextKeeper
from services.intake.application.write import AlreadyWithdrawnError, EventWriter, NotVisibleError, check_origin
from shared.contracts import records
from shared.contracts.envelope import Data

Command = TypeVar("Command", bound=Write)


@dataclass(frozen=True)
class Kind:
    """The event types of one kind of record; `names` is the field that holds the id of the record's first event."""

    recorded: type[Data]
    corrected: type[Data]
    withdrawn: type[Data]
    names: str


BENCHMARKING = Kind(
    records.BenchmarkingRecorded, records.BenchmarkingCorrected, records.BenchmarkingWithdrawn, "benchmarking"
)
CONSULTANCY = Kind(
    records.ConsultancyRecorded, records.ConsultancyCorrected, records.ConsultancyCancelled, "consultancy"
)
LABEL = Kind(records.LabelRecorded, records.LabelCorrected, records.LabelWithdrawn, "label")


class Corrections:
    """What can be put right.

    Every method raises `NotVisibleError` for a record that is missing or another cluster's, `AlreadyWithdrawnError` for
    one that another request took back, and otherwise as recording does.
    """

    def __init__(self, store: EventStore, writer: EventWriter, drafts: Drafts) -> None:
        self._store, self._writer, self._drafts = store, writer, drafts

    async def correct_benchmarking(self, submission: Submission, of: str, command: RecordBenchmarking) -> Receipt:
        """Replace all that was recorded of an interview."""
        return await self._correct(BENCHMARKING, submission, of, command, self._drafts.benchmarking)

    async def correct_consultancy(self, submission: Submission, of: str, command: RecordConsultancy) -> Receipt:
        """Replace all that was recorded of a session."""
        return await self._correct(CONSULTANCY, submission, of, command, self._drafts.consultancy)

    async def correct_label(self, submission: Submission, of: str, command: RecordLabel) -> Receipt:
        """Replace all that was recorded of an award."""
        return await self._correct(LABEL, submission, of, command, self._drafts.label)

    async def withdraw_benchmarking(self, submission: Submission, of: str, command: Withdraw) -> Receipt:
        """Take an interview back."""
        return await self._withdraw(BENCHMARKING, submission, of, command)

    async def cancel_consultancy(self, submission: Submission, of: str, command: Withdraw) -> Receipt:
        """Take a session back."""
        return await self._withdraw(CONSULTANCY, submission, of, command)

    async def withdraw_label(self, submission: Submission, of: str, command: Withdraw) -> Receipt:
        """Take an award back."""
        return await self._withdraw(LABEL, submission, of, command)

    async def _correct(
        self,
        kind: Kind,
        submission: Submission,
        of: str,
        command: Command,
        drafted: Callable[[str, Command], Awaitable[Draft]],
    ) -> Receipt:
        check_origin(submission, command)
        first = await self._writer.first_answer(submission, kind.corrected)
        if first is not None:
            return first
        await self._standing(kind, submission.cluster, of)
        draft = await drafted(submission.cluster, command)
        data = kind.corrected.model_validate({**dict(draft.data), kind.names: of})
        return await record(self._writer, submission, replace(draft, data=data))

    async def _withdraw(self, kind: Kind, submission: Submission, of: str, command: Withdraw) -> Receipt:
        first = await self._writer.first_answer(submission, kind.withdrawn)
        if first is not None:
            return first
        known = await self._standing(kind, submission.cluster, of)
        texts = TextKeeper()
        texts.hold("/reason", command.reason)
        data = kind.withdrawn.model_validate({kind.names: of})
        return await self._writer.record(submission, Draft(data, known.event.day, texts.held))

    async def _standing(self, kind: Kind, cluster: str, of: str) -> StoredEvent:
        """Return the record's first event if the record still stands."""
        found = await self._store.find_events(cluster, kind.recorded.TYPE, [of])
        if not found:
            raise NotVisibleError
        if await self._store.find_withdrawn(cluster, kind.withdrawn.TYPE, [of]):
            raise AlreadyWithdrawnError
        return found[0]
