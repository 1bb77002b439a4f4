"""Self-assessments: submitted and withdrawn."""

from services.intake.application.commands import SubmitAssessment, Withdraw
from services.intake.application.ports import Catalogues, EventStore, PeopleStore
from services.intake.application.records import Draft, Receipt, Submission
from services.intake.application.references import check_evidence, is_withdrawn
from services.intake.application.texts import TextKeeper
from services.intake.application.write import AlreadyWithdrawnError, EventWriter, NotVisibleError, check_origin
from services.intake.domain.findings import Message
from shared.catalogue.assessments import check_assessment
from shared.catalogue.findings import Finding, RefusedError, refuse
from shared.contracts.assessment import AssessmentSubmitted, AssessmentWithdrawn


class Assessments:
    """What can be done with assessments."""

    def __init__(self, store: EventStore, people: PeopleStore, writer: EventWriter, catalogues: Catalogues) -> None:
        self._store, self._people, self._writer, self._catalogues = store, people, writer, catalogues

    async def submit(self, submission: Submission, command: SubmitAssessment) -> Receipt:
        """Record an assessment; the same key and body get the first answer again.

        Nobody looks first whether the key is known: the insert says so, and nearly no request is
        a retry. A retry uses up a sequence and a number.

        Raises:
            RefusedError: what does not fit, field by field.
            NotAllowedError, NotVisibleError, KeyReusedError: see `write`.
        """
        check_origin(submission, command)
        try:
            await self._check(submission.cluster, command)
        except RefusedError:  # what a retry names may be withdrawn since
            first = await self._writer.first_answer(submission, AssessmentSubmitted)
            if first is None:
                raise
            return first
        return await self._writer.record(submission, _draft(command), numbered=True)

    async def _check(self, cluster: str, command: SubmitAssessment) -> None:
        findings = check_assessment(
            command, self._catalogues.known(), self._writer.today(), archive=command.origin == "import"
        )
        refuse(findings + await self._check_person(cluster, command.on_behalf_of))
        refuse(await check_evidence(self._store, cluster, command.named_evidence))

    async def _check_person(self, cluster: str, person: str | None) -> list[Finding]:
        if person is None:
            return []
        known = await self._people.find_person(person)
        if known is not None and any(grant.cluster == cluster for grant in known.grants):
            return []
        return [Finding("/on_behalf_of", Message.UNKNOWN_PERSON, {"id": person})]

    async def withdraw(self, submission: Submission, assessment: str, command: Withdraw) -> Receipt:
        """Take an assessment back.

        Raises:
            NotVisibleError: it is missing or another cluster's.
            AlreadyWithdrawnError: another request took it back before.
        """
        first = await self._writer.first_answer(submission, AssessmentWithdrawn)
        if first is not None:
            return first
        if not await self._store.find_events(submission.cluster, AssessmentSubmitted.TYPE, [assessment]):
            raise NotVisibleError
        if await is_withdrawn(self._store, submission.cluster, assessment):
            raise AlreadyWithdrawnError
        texts = TextKeeper()
        texts.hold("/reason", command.reason)
        draft = Draft(AssessmentWithdrawn(assessment=assessment), self._writer.today(), texts.held)
        return await self._writer.record(submission, draft)


def _draft(command: SubmitAssessment) -> Draft:
    """Return the draft; one validation of the whole checks the same as one of each answer, and takes less time."""
    texts = TextKeeper()
    answers = {
        key: {
            "value": answer.value,
            "unknown": answer.unknown,
            "not_applicable": texts.hold(f"/answers/{key}/not_applicable", answer.not_applicable),
            "comment": texts.hold(f"/answers/{key}/comment", answer.comment),
            "evidence": answer.evidence,
        }
        for key, answer in command.answers.items()
    }
    areas = [
        {"indicators": area.indicators, "effect": texts.hold(f"/silver_areas/{number}/effect", area.effect)}
        for number, area in enumerate(command.silver_areas)
    ]
    data = AssessmentSubmitted.model_validate(
        {
            "catalogue": command.catalogue,
            "assessed_on": command.assessed_on,
            "language": command.language,
            "round": command.round,
            "answers": answers,
            "silver_areas": areas,
        }
    )
    return Draft(data, command.assessed_on, texts.held, command.origin, command.provenance, command.on_behalf_of)
