"""Mail and result page send a cluster to the same person: an expert for Bronze, an auditor for Silver, two experts."""

from itertools import product

import pytest

from services.notifier.adapters.letters.renderer import JinjaLetters
from services.notifier.application.compose_letter import ComposeLetter
from services.notifier.application.ports import AssessmentFacts, ClusterFacts
from services.notifier.domain.decision import Mail
from services.notifier.domain.notice import Language
from services.scoring.adapters.http.words import Words
from shared.contracts.common import Level
from shared.contracts.readiness import HeldLabel
from tests.support.notifier import ECEI, NOW, FixedWording, level, notice, requirement, result

LETTERS = JinjaLetters()
FACTS = AssessmentFacts("BR-2026-0147", NOW.date(), NOW, None, 31, 0, 31)
LEVELS: tuple[Level, ...] = ("bronze", "silver", "gold")
VERDICTS = ("not_yet", "cannot_tell", "ready_if_confirmed", "ready_to_contact")
UNPROVEN = requirement("eligibility.members", "unknown", awaits="document", message="members_unproven")
WHOM = {  # rules.md 4; catalogues/ecei@1
    "bronze": {"lt": "kreiptis į ekspertą", "en": "contact an expert"},
    "silver": {"lt": "kreiptis į auditorių", "en": "contact an auditor"},
    "gold": {"lt": "kreiptis į ekspertus", "en": "contact the experts"},
}


def held(below: str) -> tuple[HeldLabel, ...]:
    """Every level below it, valid: then the mail's subject speaks of `below`."""
    return tuple(HeldLabel(level=each, state="valid") for each in LEVELS[: LEVELS.index(below)])


def unbroken(text: str) -> str:
    """The text in one line, with plain spaces."""
    return " ".join(text.split())


@pytest.mark.parametrize(("name", "verdict", "language"), list(product(LEVELS, VERDICTS, ("lt", "en"))))
def test_subject_and_both_parts_say_the_verdict_in_the_words_of_the_page(
    name: Level, verdict: str, language: Language
) -> None:
    levels = tuple(level(each, verdict, [UNPROVEN]) for each in LEVELS)
    compose = ComposeLetter(lambda _: FixedWording(), LETTERS, lambda cluster: cluster)
    data = result(cause="evidence", levels=levels, held=held(name))
    facts = ClusterFacts("Pavyzdinis klasteris A", "Example Cluster A", synthetic=False)
    mail = LETTERS.render(compose.letter(notice(data), Mail(False, None), facts, FACTS, language))
    page = Words(ECEI, language).verdict_of(name, verdict)

    said = unbroken(ECEI.verdict_alone(name, verdict, language, 1))  # a mail counts what is to be confirmed
    assert [said in unbroken(text) for text in (mail.subject, mail.text, mail.html)] == [True] * 3
    if verdict.startswith("ready"):
        assert [WHOM[name][language] in text for text in (said, page)] == [True] * 2
    else:
        assert said == page


@pytest.mark.parametrize("language", ["lt", "en"])
def test_the_verdict_of_the_last_mail_names_the_right_person_too(language: Language) -> None:
    data = result(cause="review", levels=(level("silver", "not_yet", [UNPROVEN]),), held=held("silver"))
    compose = ComposeLetter(lambda _: FixedWording(), LETTERS, lambda cluster: cluster)
    facts = ClusterFacts("Pavyzdinis klasteris A", "Example Cluster A", synthetic=False)
    last = Mail(False, {"silver": "ready_to_contact"})
    text = LETTERS.render(compose.letter(notice(data), last, facts, FACTS, language)).text
    assert WHOM["silver"][language] in " ".join(text.split())
