"""What other services ask intake."""

from collections.abc import Collection

from services.intake.application.ports import Catalogues, EventStore, PeopleStore
from services.intake.application.records import AssessmentSummary, StoredEvent
from services.intake.application.write import NotVisibleError
from shared.contracts.assessment import AssessmentSubmitted
from shared.contracts.envelope import Event


class Inquiries:
    """Answers that need more than one store."""

    def __init__(self, events: EventStore, people: PeopleStore, catalogues: Catalogues) -> None:
        self._events, self._people, self._catalogues = events, people, catalogues

    async def summarize(self, assessment: str) -> AssessmentSummary:
        """Return what is said of an assessment; raises `NotVisibleError`."""
        found = await self.summarize_all([assessment])
        if assessment not in found:
            raise NotVisibleError
        return found[assessment]

    async def summarize_all(self, assessments: Collection[str]) -> dict[str, AssessmentSummary]:
        """Return what a mail says about each of those that are assessments."""
        stored = await self._events.find_everywhere(AssessmentSubmitted.TYPE, assessments)
        authors = {_author(each.event) for each in stored}
        names = {person.id: person.name for person in await self._people.find_people(authors)} if authors else {}
        return {
            each.event.id: self._summary(each, each.event.data, names.get(_author(each.event)))
            for each in stored
            if isinstance(each.event.data, AssessmentSubmitted)
        }

    def _summary(self, stored: StoredEvent, data: AssessmentSubmitted, author: str | None) -> AssessmentSummary:
        catalogue = self._catalogues.find(data.catalogue)
        indicators = {item.id for item in catalogue.indicators.indicators} if catalogue else set(data.answers)
        answers = [answer for key, answer in data.answers.items() if key in indicators]
        return AssessmentSummary(
            number=stored.number,
            assessed_on=data.assessed_on,
            cluster=stored.event.subject,
            submitted_at=stored.event.recordedtime,
            submitted_by_name=author,
            answered=len(answers),
            unknown=sum(answer.unknown for answer in answers),
            questions=len(indicators),
        )


def _author(event: Event) -> str:
    """Return the id of who submitted; a program may have done it for a person."""
    return event.onbehalfof or event.actor
