"""Self-assessments: submitted and withdrawn."""

from services.intake.application.commands import AnswerCommand, SubmitAssessment, Withdraw
from services.intake.application.ports import Catalogues, EventStore, PeopleStore
from services.intake.application.records import Draft, Receipt, Submission
from services.intake.application.references import check_evidence, is_withdrawn
from services.intake.application.texts import TextKeeper
from services.intake.application.write import AlreadyWithdrawnError, EventWriter, NotVisibleError, check_origin
from services.intake.domain.answers import GivenAnswer, check_answers
from services.intake.domain.catalogues import check_catalogue
from services.intake.domain.days import not_future
from services.intake.domain.findings import Finding, Message, refuse
from services.intake.domain.indicators import check_indicators
from shared.catalogue.model import Catalogue
from shared.contracts.assessment import Answer, AssessmentSubmitted, AssessmentWithdrawn, SilverArea


class Assessments:
    """What can be done with assessments."""

    def __init__(self, store: EventStore, people: PeopleStore, writer: EventWriter, catalogues: Catalogues) -> None:
        self._store, self._people, self._writer, self._catalogues = store, people, writer, catalogues

    async def submit(self, submission: Submission, command: SubmitAssessment) -> Receipt:
        """Record an assessment; the same key and body get the first answer again.

        Raises:
            RefusedError: what does not fit, field by field.
            NotAllowedError, NotVisibleError, KeyReusedError: see `write`.
        """
        check_origin(submission, command)
        first = await self._writer.first_answer(submission, AssessmentSubmitted)
        if first is not None:
            return first
        refuse(self._check(command) + await self._check_person(submission.cluster, command.on_behalf_of))
        refuse(await check_evidence(self._store, submission.cluster, _named_evidence(command)))
        return await self._writer.record(submission, _draft(command), numbered=True)

    def _check(self, command: SubmitAssessment) -> list[Finding]:
        findings = not_future("/assessed_on", command.assessed_on, self._writer.today())
        named = self._catalogues.find(command.catalogue)
        archive = command.origin == "import"
        findings += check_catalogue(command.catalogue, named, self._catalogues.known(), command.assessed_on, archive)
        if named is not None:
            findings += check_answers({key: _given(answer) for key, answer in command.answers.items()}, named)
            findings += _check_repeated(command)
            findings += _check_areas(command, named)
        return findings

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


def _given(answer: AnswerCommand) -> GivenAnswer:
    return GivenAnswer(answer.value, answer.unknown, answer.not_applicable)


def _check_repeated(command: SubmitAssessment) -> list[Finding]:
    return [
        Finding(f"/answers/{key}/evidence/{number}", Message.REPEATED, {"value": evidence})
        for key, answer in command.answers.items()
        for number, evidence in enumerate(answer.evidence)
        if evidence in answer.evidence[:number]
    ]


def _check_areas(command: SubmitAssessment, catalogue: Catalogue) -> list[Finding]:
    return [
        finding
        for number, area in enumerate(command.silver_areas)
        for finding in check_indicators(f"/silver_areas/{number}/indicators", area.indicators, catalogue)
    ]


def _named_evidence(command: SubmitAssessment) -> dict[str, str]:
    return {
        f"/answers/{key}/evidence/{number}": evidence
        for key, answer in command.answers.items()
        for number, evidence in enumerate(answer.evidence)
    }


def _draft(command: SubmitAssessment) -> Draft:
    texts = TextKeeper()
    answers = {
        key: Answer(
            value=answer.value,
            unknown=answer.unknown,
            not_applicable=texts.hold(f"/answers/{key}/not_applicable", answer.not_applicable),
            comment=texts.hold(f"/answers/{key}/comment", answer.comment),
            evidence=tuple(answer.evidence),
        )
        for key, answer in command.answers.items()
    }
    areas = tuple(
        SilverArea(indicators=tuple(area.indicators), effect=texts.hold(f"/silver_areas/{number}/effect", area.effect))
        for number, area in enumerate(command.silver_areas)
    )
    data = AssessmentSubmitted(
        catalogue=command.catalogue,
        assessed_on=command.assessed_on,
        language=command.language,
        round=command.round,
        answers=answers,
        silver_areas=areas,
    )
    return Draft(data, command.assessed_on, texts.held, command.origin, command.provenance, command.on_behalf_of)
