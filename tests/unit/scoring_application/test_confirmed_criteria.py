"""What the agency confirms reaches results: the word *assumed* goes from exactly the sentences that it touches."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import cache

import pytest

from services.scoring.adapters.catalogues import KnownCatalogues, ShelvedCatalogues
from services.scoring.adapters.http.api.shape import result_json
from services.scoring.adapters.http.words import Words
from services.scoring.application.compare import under
from services.scoring.application.fold import results
from services.scoring.domain.document import canonical_bytes
from services.scoring.domain.errors import UnknownConfirmationError
from services.scoring.domain.heads import heads
from services.scoring.domain.readiness import Readiness
from shared.catalogue.library import Library
from shared.catalogue.wording import Language
from shared.contracts.envelope import Event
from tests.support.histories import Story, said
from tests.support.published import confirmation
from tests.support.result_cases import CATALOGUES, answers
from tests.support.scoring import catalogues

ON = date(2026, 11, 22)
EARLIER = date(2026, 11, 20)
WHOLE = ("minimum", "scoring")
ASSUMED = {"lt": "prielaid", "en": "assum"}
Texts = dict[tuple[str, str], str]


def known(*events: Event) -> KnownCatalogues:
    library = Library(CATALOGUES)
    library.take(events)
    return ShelvedCatalogues(library).as_known()


@cache
def words(language: Language) -> Words:
    return Words(Library(CATALOGUES).wording("ecei@1"), language)


def story() -> Story:
    """Tell of a cluster with proof of everything, but for one stated none."""
    told = Story()
    told.assessed(date(2026, 11, 1), answers(catalogues(), 5, **{"4_1_6": said(level=0)}), catalogue="ecei@1")
    told.attached(date(2026, 11, 1), *(name for name in catalogues().named("ecei@1").questions if name[0].isdigit()))
    return told


def fold(criteria: KnownCatalogues, on: date = ON) -> Readiness:
    return results(story().history, criteria, on)[-1][1]


def texts(readiness: Readiness, language: Language) -> Texts:
    written = result_json("c", readiness, words(language))["levels"]
    return {(level["level"], each["id"]): each["text"] for level in written for each in level["requirements"]}


def confirmations(*items: str, on: date = ON) -> Sequence[Event]:
    return [confirmation(item, part, "ecei@1", on=on) for item in items for part in WHOLE]  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["lt", "en"])
def test_assumed_goes_from_exactly_the_sentences_that_are_touched(language: Language) -> None:
    before, after = fold(known()), fold(known(*confirmations("4.1.2", "4.1.6")))
    old, new = texts(before, language), texts(after, language)
    changed = {place for place in old if old[place] != new[place]}
    assert changed == {(level, f"minimum.{item}") for level in ("silver", "gold") for item in ("4.1.2", "4.1.6")}
    for place in changed:
        assert ASSUMED[language] in old[place]
        assert ASSUMED[language] not in new[place]


def test_a_requirement_that_only_awaited_it_becomes_met_and_what_is_not_met_stays_so() -> None:
    found = {
        each.item.id: (each.outcome.state, each.outcome.assumed)
        for level in fold(known(*confirmations("4.1.2", "4.1.6"))).levels
        if level.level == "silver"
        for each in level.requirements
    }
    assert found["minimum.4.1.2"] == ("met", False)
    assert found["minimum.4.1.6"] == ("not_met", False)
    assert found["minimum.4.1.3"] == ("unknown", True)


def test_without_confirmations_the_bytes_are_those_of_the_files_alone() -> None:
    assert canonical_bytes(fold(known())) == canonical_bytes(fold(catalogues()))
    assert b"confirmations_sha256" not in canonical_bytes(fold(known()))


def test_it_counts_from_its_day_on_and_is_counted_as_soon_as_it_is_known() -> None:
    criteria = known(*confirmations("4.1.2", on=EARLIER))
    on_time, too_early = fold(criteria, EARLIER), fold(criteria, date(2026, 11, 19))
    assert (on_time.revision[1], too_early.revision[1]) == (2, 2)
    plain = fold(catalogues(), date(2026, 11, 19))
    assert (too_early.levels, too_early.passport.substance) == (plain.levels, plain.passport.substance)
    assert on_time.passport.substance != fold(catalogues(), EARLIER).passport.substance


def test_known_at_sees_what_was_recorded_by_then() -> None:
    early, late = datetime(2026, 11, 20, 9, tzinfo=UTC), datetime(2026, 11, 21, 9, tzinfo=UTC)
    first = confirmation("4.1.2", "minimum", "ecei@1", on=EARLIER, recorded=early)
    second = confirmation("4.1.2", "scoring", "ecei@1", on=EARLIER, recorded=late)
    criteria = known(second, first)
    assert fold(criteria.as_known(datetime(2026, 11, 19, tzinfo=UTC))) == fold(catalogues())
    assert fold(criteria.as_known(early)) == fold(known(first))
    assert fold(criteria.as_known(late)) == fold(criteria)
    assert fold(criteria.first(1)) == fold(known(first))
    assert len({fold(each).passport.confirmations_sha256 for each in (criteria, known(first), catalogues())}) == 3


def test_a_result_that_rests_on_more_than_is_known_cannot_be_made_again() -> None:
    for number in (3, -1):
        with pytest.raises(UnknownConfirmationError):
            known(*confirmations("4.1.2")).first(number)


def test_one_state_of_the_criteria_is_one_object_so_that_its_plan_is_laid_out_once() -> None:
    criteria = known(*confirmations("4.1.2", on=EARLIER), *confirmations("4.1.6"))
    named = criteria.named("ecei@1")
    assert criteria.as_confirmed(named, ON) is criteria.as_confirmed(named, date(2030, 1, 1))
    assert criteria.as_confirmed(named, EARLIER) is criteria.first(4).as_confirmed(named, EARLIER)
    assert criteria.as_confirmed(named, date(2026, 1, 1)) is named


def test_compared_with_its_own_version_a_result_is_the_same_confirmations_and_all() -> None:
    criteria = known(*confirmations("4.1.2"))
    history = story().history
    *_, head = heads(history, ON)
    readiness, unread = under(history, criteria, criteria.named("ecei@1"), head)
    assert (readiness, unread) == (fold(criteria), ())
    assert readiness.passport.substance != fold(catalogues()).passport.substance


def test_a_process_sees_what_its_library_takes_up() -> None:
    library = Library(CATALOGUES)
    criteria = ShelvedCatalogues(library)
    before = criteria.as_known()
    assert criteria.as_known() is before
    library.take(confirmations("4.1.2"))
    after = criteria.as_known()
    assert (before.confirmed.number, after.confirmed.number) == (0, 2)
    assert before.fingerprint != after.fingerprint
