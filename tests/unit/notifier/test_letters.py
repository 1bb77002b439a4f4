"""Mails in words. `BRANDA_REFRESH=1 pytest tests/unit/notifier/test_letters.py` writes tests/data/mails anew."""

import os
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from services.notifier.adapters.letters.renderer import BANNER, JinjaLetters
from services.notifier.adapters.letters.typography import plural
from services.notifier.application.compose_letter import ComposeLetter
from services.notifier.application.ports import AssessmentFacts, ClusterFacts
from services.notifier.domain.decision import Mail
from services.notifier.domain.letter import Letter
from services.notifier.domain.notice import Language
from shared.contracts.readiness import HeldLabel, Points, Range, ReadinessAssessed
from tests.support.notifier import (
    BRONZE_NOT_YET,
    HELD_BRONZE,
    NOW,
    SILVER_NOT_YET,
    FixedWording,
    level,
    notice,
    requirement,
    result,
)

MAILS = Path(__file__).parents[2] / "data" / "mails"
LETTERS = JinjaLetters()
CLUSTER_FACTS = ClusterFacts("Pavyzdinis klasteris A", "Example Cluster A", synthetic=False)
FACTS = AssessmentFacts("BR-2026-0147", date(2026, 11, 16), NOW, "Vardenė Pavardenė", 31, 4, 31)
INTERVIEW, INITIATIVE, MEMBERS, PRIVATE, LISTED, LEGAL_FORM = BRONZE_NOT_YET
MEMBERS_MET, LISTED_MET = requirement("eligibility.members"), requirement("eccp.listed")
MEMBERS_UNPROVEN = requirement("eligibility.members", "unknown", awaits="document", message="members_unproven")
PRIVATE_UNANSWERED = requirement("eligibility.private", "unknown", awaits="answer", message="private_unanswered")
LISTED_REVIEW = requirement("eccp.listed", "unknown", awaits="review", message="listed_review")
THRESHOLD = requirement(
    "minimum.4.1.6", "unknown", kind="minimum", awaits="threshold", assumed=True, message="minimum_assumed"
)


def bronze(verdict: str, *requirements: Any, **fields: Any) -> Any:
    return level("bronze", verdict, requirements, **fields)


SILVER = level("silver", "not_yet", SILVER_NOT_YET)
REVIEWED = Points(
    declared=Range(low=1, high=2), backed=Range(low=1, high=2), reviewed=Range(low=1, high=2), max=150, floor=120
)
EXPIRED = HeldLabel(
    level="bronze",
    state="expired_renewable",
    valid_until=date(2026, 4, 30),
    renewable_until=date(2027, 4, 30),
    date_source="computed",
)
CASES: dict[str, tuple[ReadinessAssessed, Mail, ClusterFacts]] = {
    "receipt-not-yet": (result(), Mail(False, None), replace(CLUSTER_FACTS, synthetic=True)),
    "unchanged": (result(), Mail(True, {"bronze": "not_yet", "silver": "not_yet"}), CLUSTER_FACTS),
    "cannot-tell": (
        result(
            cause="evidence",
            levels=(
                bronze("cannot_tell", INTERVIEW, INITIATIVE, MEMBERS_UNPROVEN, PRIVATE_UNANSWERED, LISTED_MET),
                SILVER,
            ),
        ),
        Mail(False, {"bronze": "not_yet", "silver": "not_yet"}),
        CLUSTER_FACTS,
    ),
    "ready-if-confirmed": (
        result(
            cause="evidence",
            levels=(
                bronze(
                    "ready_if_confirmed", INTERVIEW, INITIATIVE, MEMBERS_UNPROVEN, PRIVATE, LISTED_REVIEW, LEGAL_FORM
                ),
                SILVER,
            ),
        ),
        Mail(False, {"bronze": "cannot_tell", "silver": "not_yet"}),
        CLUSTER_FACTS,
    ),
    "only-thresholds": (
        result(
            cause="benchmarking",
            levels=(
                bronze("ready_to_contact", INITIATIVE, purpose="renewal"),
                level("silver", "ready_if_confirmed", [THRESHOLD]),
            ),
            held=(HELD_BRONZE,),
            points=REVIEWED,
        ),
        Mail(False, None),
        CLUSTER_FACTS,
    ),
    "ready-to-contact": (
        result(
            cause="review",
            levels=(
                bronze(
                    "ready_to_contact",
                    INTERVIEW,
                    INITIATIVE,
                    MEMBERS_MET,
                    PRIVATE,
                    LISTED_MET,
                    LEGAL_FORM,
                    purpose="renewal",
                ),
                SILVER,
            ),
            held=(EXPIRED,),
            points=REVIEWED,
        ),
        Mail(False, {"bronze": "ready_if_confirmed", "silver": "not_yet"}),
        CLUSTER_FACTS,
    ),
}


def letter(case: str, language: Language) -> Letter:
    data, decision, cluster = CASES[case]
    compose = ComposeLetter(
        lambda _: FixedWording(), LETTERS, lambda cluster: f"https://branda.example/results/{cluster}"
    )
    return compose.letter(notice(data), decision, cluster, FACTS, language)


@pytest.mark.parametrize("language", ["lt", "en"])
@pytest.mark.parametrize("case", CASES)
def test_the_mail_reads_as_agreed(case: str, language: Language) -> None:
    rendered = LETTERS.render(letter(case, language))
    written = f"{rendered.subject}\n\n{rendered.text}"
    file = MAILS / f"{case}.{language}.txt"
    if os.environ.get("BRANDA_REFRESH"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(written, encoding="utf-8")
    assert written == file.read_text(encoding="utf-8")


def words(html: str) -> list[str]:
    body = html.split("</style>")[1]
    text = re.sub(r"<[^>]+>", " ", body).replace("&#39;", "'").replace("&amp;", "&")
    return re.findall(r"\w+", text.casefold())


@pytest.mark.parametrize("language", ["lt", "en"])
@pytest.mark.parametrize("case", CASES)
def test_both_parts_say_the_same(case: str, language: Language) -> None:
    rendered = LETTERS.render(letter(case, language))
    link = letter(case, language).link
    plain = [word for word in re.findall(r"\w+", rendered.text.replace(link, "").casefold()) if not word.isdigit()]
    assert set(plain) <= set(words(rendered.html))
    assert f'href="{link}"' in rendered.html


@pytest.mark.parametrize("language", ["lt", "en"])
@pytest.mark.parametrize("case", CASES)
def test_what_must_be_said_is_said_and_what_must_not_is_not(case: str, language: Language) -> None:
    rendered = LETTERS.render(letter(case, language))
    for text in (" ".join(rendered.text.split()), " ".join(words(rendered.html))):
        lowered = text.casefold()
        for never in ("congratulations", "unfortunately", "please be informed", "sveikiname", "deja", "informuojame"):
            assert never not in lowered
        assert not re.search(r"\bready\b", lowered)
        assert not re.search(r"\b(?:you are|is|was|been) awarded\b", lowered)
    plain = " ".join(rendered.text.split())
    must = {
        "en": "not a decision; labels are awarded only by EUCLES. Not an ESCA/EUCLES benchmarking; an estimate.",
        "lt": "o ne sprendimas: žymas suteikia tik EUCLES.",
    }
    assert must[language] in plain
    assert (BANNER in plain) == (case == "receipt-not-yet") == (BANNER in rendered.html)


@pytest.mark.parametrize(
    ("case", "en", "lt"),
    [
        ("receipt-not-yet", "action needed", "reikia Jūsų veiksmo"),
        ("unchanged", "action needed", "reikia Jūsų veiksmo"),
        ("cannot-tell", "action needed", "reikia Jūsų veiksmo"),
        ("only-thresholds", "for information", "tik susipažinti"),
        ("ready-to-contact", "action needed", "reikia Jūsų veiksmo"),
    ],
)
def test_the_subject_begins_with_the_name_and_ends_with_what_to_do(case: str, en: str, lt: str) -> None:
    english, lithuanian = LETTERS.render(letter(case, "en")).subject, LETTERS.render(letter(case, "lt")).subject
    assert english.startswith("Example Cluster A: ")
    assert english.endswith(f"; {en}")
    assert lithuanian.startswith("Pavyzdinis klasteris A: ")
    assert lithuanian.endswith(f"; {lt}")


@pytest.mark.parametrize("case", CASES)
def test_preliminary_stands_in_the_subject_until_a_review_exists(case: str) -> None:
    reviewed = CASES[case][0].points.reviewed is not None
    assert ("(preliminary)" in LETTERS.render(letter(case, "en")).subject) != reviewed
    assert ("(preliminarus įvertinimas)" in LETTERS.render(letter(case, "lt")).subject) != reviewed


def test_a_name_is_never_markup() -> None:
    named = replace(letter("receipt-not-yet", "en"), cluster='<script>alert("x")</script> & Co')
    rendered = LETTERS.render(named)
    assert "<script" not in rendered.html
    assert "&lt;script&gt;" in rendered.html
    assert '<script>alert("x")</script> & Co' in rendered.text


@pytest.mark.parametrize("number", [0, 1, 2, 9, 10, 11, 12, 19, 20, 21, 22, 101, 111])
def test_lithuanian_numbers_take_the_right_word(number: int) -> None:
    right = {
        0: "sąlygų",
        1: "sąlyga",
        2: "sąlygos",
        9: "sąlygos",
        10: "sąlygų",
        11: "sąlygų",
        12: "sąlygų",
        19: "sąlygų",
    }
    right |= {20: "sąlygų", 21: "sąlyga", 22: "sąlygos", 101: "sąlyga", 111: "sąlygų"}
    assert plural("lt")(number, "sąlyga", "sąlygos", "sąlygų") == right[number]
    assert plural("en")(number, "condition", "conditions") == ("condition" if number == 1 else "conditions")


def test_a_wrong_number_of_plural_forms_is_an_error() -> None:
    with pytest.raises(ValueError, match="3 plural forms"):
        plural("lt")(1, "sąlyga", "sąlygos")


@pytest.mark.parametrize(("held", "told"), [("bronze", ["bronze", "silver"]), ("silver", ["bronze", "silver", "gold"])])
def test_the_mail_speaks_of_gold_only_to_a_cluster_that_is_at_silver(held: str, told: list[str]) -> None:
    label = HELD_BRONZE.model_copy(update={"level": held})
    data = result(held=(label,))
    data = data.model_copy(update={"levels": (*data.levels, level("gold", "not_yet"))})
    compose = ComposeLetter(lambda _: FixedWording(), LETTERS, lambda cluster: cluster)
    written = compose.letter(notice(data), Mail(False, None), CLUSTER_FACTS, FACTS, "en")
    assert [part.level for part in written.levels] == told
