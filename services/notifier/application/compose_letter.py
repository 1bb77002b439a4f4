"""From a result and the register's facts to one message per person, in words."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from services.notifier.application.ports import (
    AssessmentFacts,
    ClusterFacts,
    Letters,
    Recipient,
    Wording,
)
from services.notifier.application.take_notices import told
from services.notifier.domain.decision import Mail
from services.notifier.domain.letter import CONFIRMATIONS, FirstStep, HeldPart, Letter, LevelPart, Point, Receipt
from services.notifier.domain.message import Content, Message, Step, message_id
from services.notifier.domain.notice import Language, Notice
from shared.contracts.envelope import VILNIUS
from shared.contracts.readiness import LevelResult, ReadinessAssessed, RequirementResult
from shared.contracts.registry import parse_event


class ComposeLetter:
    """Writes the verdict mail. `wording` returns the sentences of a catalogue (`ecei@1`), `link` a cluster's page."""

    def __init__(self, wording: Callable[[str], Wording], letters: Letters, link: Callable[[str], str]) -> None:
        self._wording, self._letters, self._link = wording, letters, link

    def __call__(
        self,
        notice: Notice,
        decision: Mail,
        cluster: ClusterFacts,
        assessment: AssessmentFacts,
        recipients: Iterable[Recipient],
        now: datetime,
    ) -> list[Message]:
        """Return the messages, waiting to be sent at once; each person gets one, in the language of that person."""
        people = {recipient.person: recipient for recipient in recipients}
        letters = {
            language: self._letters.render(self.letter(notice, decision, cluster, assessment, language))
            for language in sorted({recipient.language for recipient in people.values()})
        }
        messages = []
        for recipient in people.values():
            rendered = letters[recipient.language]
            content = Content(
                recipient.address, recipient.name, rendered.subject, rendered.text, rendered.html, dated=now
            )
            messages.append(_message(notice, recipient, content, now))
        return messages

    def letter(
        self, notice: Notice, decision: Mail, cluster: ClusterFacts, assessment: AssessmentFacts, language: Language
    ) -> Letter:
        """Return what the mail says to a reader of `language`."""
        data = parse_event(notice.payload).data
        if not isinstance(data, ReadinessAssessed):
            raise TypeError(f"no letter about {data.TYPE}")
        wording = self._wording(data.catalogue)
        return Letter(
            language=language,
            cluster=cluster.name(language),
            number=assessment.number,
            assessed_on=assessment.assessed_on,
            levels=tuple(_level(level, decision, wording, language) for level in told(data)),
            held=tuple(HeldPart(label.level, label.state, wording.held(label, language)) for label in data.held),
            link=self._link(notice.cluster),
            preliminary=data.points.reviewed is None,
            synthetic=cluster.synthetic,
            unchanged=decision.unchanged,
            receipt=_receipt(assessment) if notice.cause == "submission" else None,
        )


def _message(notice: Notice, recipient: Recipient, content: Content, now: datetime) -> Message:
    return Message(
        id=message_id(notice.event, "verdict", recipient.person),
        notice=notice.event,
        cluster=notice.cluster,
        assessment=notice.assessment,
        kind="verdict",
        person=recipient.person,
        language=recipient.language,
        state="waiting",
        created=now,
        due=now,
        content=content,
        history=(Step(now, "waiting"),),
        traceparent=notice.traceparent,
    )


def _receipt(assessment: AssessmentFacts) -> Receipt:
    return Receipt(
        assessment.submitted_at.astimezone(VILNIUS),
        assessment.submitted_by,
        assessment.answered,
        assessment.unknown,
        assessment.questions,
    )


def _level(level: LevelResult, decision: Mail, wording: Wording, language: Language) -> LevelPart:
    requirements = _best_first(level)
    previous = (decision.previous or {}).get(level.level)
    to_confirm = sum(each.awaits in CONFIRMATIONS for each in requirements if not each.advisory)
    return LevelPart(
        level=level.level,
        name=wording.level(level.level, language),
        verdict=level.verdict,
        said=wording.verdict(level.level, level.verdict, language, to_confirm),
        purpose=level.purpose,
        total=sum(not requirement.advisory for requirement in level.requirements),
        points=tuple(_point(each, wording, language) for each in requirements if each.state != "met"),
        first_step=_first_step(requirements),
        previously=wording.verdict(level.level, previous, language)
        if previous is not None and previous != level.verdict
        else None,
        what_follows=_what_follows(level, wording, language),
    )


def _what_follows(level: LevelResult, wording: Wording, language: Language) -> str | None:
    if level.verdict != "ready_to_contact":
        return None
    return wording.what_follows(level.level, language, renewal=level.purpose == "renewal")


def _point(requirement: RequirementResult, wording: Wording, language: Language) -> Point:
    return Point(
        clause=wording.requirement(requirement, language),
        awaits=requirement.awaits,
        advisory=requirement.advisory,
        not_before=requirement.from_,
    )


def _best_first(level: LevelResult) -> list[RequirementResult]:
    """Order the requirements as the result orders the gaps: gates first, then what gains most for the effort."""
    rank = {gap.requirement: place for place, gap in reversed(list(enumerate(level.gaps)))}
    return sorted(level.requirements, key=lambda requirement: rank.get(requirement.id, len(rank)))


def _first_step(requirements: Sequence[RequirementResult]) -> FirstStep | None:
    unmet = [each for each in requirements if each.state == "not_met" and not each.advisory]
    first = next((each for each in unmet if each.from_ is None), None)
    if first is None:
        return None
    required, committed = first.arguments.get("required"), first.arguments.get("committed")
    if first.id == "eligibility.members" and isinstance(required, int) and isinstance(committed, int):
        return FirstStep("members", required - committed)
    if first.id == "eccp.listed":
        return FirstStep("listing")
    return FirstStep("point", unmet.index(first) + 1) if len(unmet) > 1 else None
