"""Steps on the way to a label: contacted, booked, interviewed, … They plan and remind, and award nothing."""

from datetime import date

from services.intake.application.commands import RecordLabellingStep
from services.intake.application.records import Draft, Receipt, Submission
from services.intake.application.texts import TextKeeper
from services.intake.application.write import EventWriter, check_origin
from services.intake.domain.days import not_before, not_future
from services.intake.domain.findings import Message
from shared.catalogue.findings import Finding, refuse
from shared.contracts.labelling import LabellingProgressed


class Labelling:
    """What can be recorded of the way to a label."""

    def __init__(self, writer: EventWriter) -> None:
        self._writer = writer

    async def record_step(self, submission: Submission, command: RecordLabellingStep) -> Receipt:
        """Record a step; raises as `write` says, and `RefusedError`."""
        check_origin(submission, command)
        first = await self._writer.first_answer(submission, LabellingProgressed)
        if first is not None:
            return first
        refuse(_check(command, self._writer.today()))
        texts = TextKeeper()
        data = LabellingProgressed(
            level=command.level,
            step=command.step,
            on=command.on,
            planned_on=command.planned_on,
            organisation=command.organisation,
            note=texts.hold("/note", command.note),
        )
        draft = Draft(data, command.on, texts.held, command.origin, command.provenance)
        return await self._writer.record(submission, draft)


def _check(command: RecordLabellingStep, today: date) -> list[Finding]:
    findings = not_future("/on", command.on, today)
    if command.planned_on is not None and command.step != "booked":
        findings.append(Finding("/planned_on", Message.PLANNED_WHEN_BOOKED))
    return findings + not_before("/planned_on", command.planned_on, command.on)
