"""Benchmarkings, consultancy sessions and labels: what others did, recorded."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from services.intake.application.commands import RecordBenchmarking, RecordConsultancy, RecordLabel, Write
from services.intake.application.drafts import Drafts, label_warnings
from services.intake.application.records import Draft, Receipt, Submission
from services.intake.application.write import EventWriter, check_origin
from shared.contracts.envelope import Data
from shared.contracts.records import BenchmarkingRecorded, ConsultancyRecorded, Label, LabelRecorded

Command = TypeVar("Command", bound=Write)


class History:
    """What can be recorded of the past. Every method raises as `write` says, and `RefusedError`."""

    def __init__(self, writer: EventWriter, drafts: Drafts) -> None:
        self._writer, self._drafts = writer, drafts

    async def record_benchmarking(self, submission: Submission, command: RecordBenchmarking) -> Receipt:
        """Record an expert's interview."""
        return await self._record(submission, command, BenchmarkingRecorded, self._drafts.benchmarking)

    async def record_consultancy(self, submission: Submission, command: RecordConsultancy) -> Receipt:
        """Record a session with an adviser."""
        return await self._record(submission, command, ConsultancyRecorded, self._drafts.consultancy)

    async def record_label(self, submission: Submission, command: RecordLabel) -> Receipt:
        """Record an award; without a date its state stays unknown."""
        return await self._record(submission, command, LabelRecorded, self._drafts.label)

    async def _record(
        self,
        submission: Submission,
        command: Command,
        kind: type[Data],
        drafted: Callable[[str, Command], Awaitable[Draft]],
    ) -> Receipt:
        check_origin(submission, command)
        first = await self._writer.first_answer(submission, kind)
        if first is not None:
            return first
        return await record(self._writer, submission, await drafted(submission.cluster, command))


async def record(writer: EventWriter, submission: Submission, draft: Draft) -> Receipt:
    """Store the draft; a label's receipt says what is worth a look. Raises as `EventWriter.record`."""
    data = draft.data
    if isinstance(data, Label):
        return await writer.record(submission, draft, warn=lambda cluster: label_warnings(data, cluster))
    return await writer.record(submission, draft)
