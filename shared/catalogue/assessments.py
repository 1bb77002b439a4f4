"""Whether an assessment that somebody sends may be used: the same answer at intake and in a preview (design 6)."""

from collections.abc import Sequence
from datetime import date

from shared.catalogue.answers import GivenAnswer, check_answers
from shared.catalogue.findings import Finding, InputMessage
from shared.catalogue.in_force import check_catalogue
from shared.catalogue.indicators import check_area
from shared.catalogue.model import Catalogue
from shared.contracts.submission import SentAnswer, SentAssessment


def check_assessment(
    sent: SentAssessment, known: Sequence[Catalogue], today: date, *, archive: bool = False
) -> list[Finding]:
    """Return everything that is wrong with `sent`; only an `archive` import may use a catalogue not in force."""
    findings: list[Finding] = []
    if sent.assessed_on > today:
        findings.append(Finding("/assessed_on", InputMessage.IN_THE_FUTURE, {"today": today.isoformat()}))
    named = next((catalogue for catalogue in known if catalogue.id == sent.catalogue), None)
    findings += check_catalogue(sent.catalogue, named, known, sent.assessed_on, archive)
    if named is not None:
        findings += check_answers({key: _given(answer) for key, answer in sent.answers.items()}, named)
        findings += _check_repeated(sent)
        for number, area in enumerate(sent.silver_areas):
            findings += check_area(f"/silver_areas/{number}/indicators", area.indicators, named)
    return findings


def _given(answer: SentAnswer) -> GivenAnswer:
    return GivenAnswer(answer.value, answer.unknown, answer.not_applicable)


def _check_repeated(sent: SentAssessment) -> list[Finding]:
    return [
        Finding(f"/answers/{key}/evidence/{number}", InputMessage.REPEATED, {"value": evidence})
        for key, answer in sent.answers.items()
        for number, evidence in enumerate(answer.evidence)
        if evidence in answer.evidence[:number]
    ]
