"""What other services ask intake."""

from services.intake.application.ports import Catalogues, EventStore, PeopleStore
from services.intake.application.records import AssessmentSummary, StoredEvent
from services.intake.application.write import NotVisibleError
from shared.contracts.assessment import AssessmentSubmitted


class Inquiries:
    """Answers that need more than one store."""

    def __init__(self, events: EventStore, people: PeopleStore, catalogues: Catalogues) -> None:
        self._events, self._people, self._catalogues = events, people, catalogues

    async def summarize(self, assessment: str) -> AssessmentSummary:
        """Return what a mail says about an assessment; raises `NotVisibleError`."""
        stored = await self._events.find_event(assessment)
        if stored is None or not isinstance(stored.event.data, AssessmentSubmitted):
            raise NotVisibleError
        return await self._summary(stored, stored.event.data)

    async def _summary(self, stored: StoredEvent, data: AssessmentSubmitted) -> AssessmentSummary:
        event = stored.event
        catalogue = self._catalogues.find(data.catalogue)
        indicators = {item.id for item in catalogue.indicators.indicators} if catalogue else set(data.answers)
        answers = [answer for key, answer in data.answers.items() if key in indicators]
        person = await self._people.find_person(event.onbehalfof or event.actor)
        return AssessmentSummary(
            number=stored.number,
            assessed_on=data.assessed_on,
            cluster=event.subject,
            submitted_at=event.recordedtime,
            submitted_by_name=person.name if person else None,
            answered=len(answers),
            unknown=sum(answer.unknown for answer in answers),
            questions=len(indicators),
        )
