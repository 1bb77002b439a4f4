"""The catalogue's sentences as the mails use them."""

from pathlib import Path

import pytest

from services.notifier.adapters.wording import Catalogues
from services.notifier.application.ports import NotKnownYetError
from services.notifier.domain.notice import Language
from shared.catalogue.library import Library
from shared.catalogue.wording import WordingError
from shared.contracts.common import Level
from tests.support.notifier import BRONZE_NOT_YET, SILVER_NOT_YET, requirement

CATALOGUES = Catalogues(Library(Path(__file__).parents[3] / "catalogues"))


@pytest.mark.parametrize("language", ["lt", "en"])
def test_every_open_requirement_of_a_result_has_a_clause_that_fits_into_a_list(language: Language) -> None:
    wording = CATALOGUES.wording("ecei@1")
    for each in (*BRONZE_NOT_YET, *SILVER_NOT_YET):
        if each.state != "met":
            clause = wording.requirement(each, language)
            assert clause == clause.strip()
            assert "{" not in clause
            assert ("assum" in clause or "prielaid" in clause) == each.assumed


@pytest.mark.parametrize("language", ["lt", "en"])
@pytest.mark.parametrize("level", ["bronze", "silver"])
def test_what_follows_names_whom_to_contact(level: Level, language: Language) -> None:
    assert "EUCLES" in CATALOGUES.wording("ecei@1").what_follows(level, language)


def test_a_renewal_takes_the_time_of_a_renewal() -> None:
    wording = CATALOGUES.wording("ecei@1")
    first, again = (wording.what_follows("gold", "en", renewal=each) for each in (False, True))
    assert "2 days on site" in first.replace("\N{NO-BREAK SPACE}", " ")
    assert "1 day on site" in again.replace("\N{NO-BREAK SPACE}", " ")
    assert wording.what_follows("bronze", "lt", renewal=True) == wording.what_follows("bronze", "lt")


def test_a_message_that_nobody_wrote_is_an_error() -> None:
    with pytest.raises(WordingError):
        CATALOGUES.wording("ecei@1").requirement(requirement("x", "not_met", message="nobody_wrote_this"), "lt")


def test_a_version_that_has_not_arrived_is_not_known_yet() -> None:
    with pytest.raises(NotKnownYetError, match="catalogue ecei@9 is not known here"):
        CATALOGUES.wording("ecei@9")
