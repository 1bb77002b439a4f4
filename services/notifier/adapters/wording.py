"""The catalogue's sentences, of every version that is known."""

from datetime import date

from services.notifier.application.ports import NotKnownYetError
from services.notifier.domain.notice import Language
from shared.catalogue.library import Library, UnknownCatalogueError
from shared.catalogue.typography import as_sentence
from shared.catalogue.wording import Wording
from shared.contracts.common import Level
from shared.contracts.readiness import HeldLabel, RequirementResult


class CatalogueWording:
    """Says requirements in the words of one bundle."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def requirement(self, requirement: RequirementResult, language: Language) -> str:
        """Return the clause; raises `WordingError` for a message that the bundle does not have."""
        return self._wording.requirement(
            requirement.message, requirement.arguments, language, requirement.assumed, requirement.indicator
        )

    def level(self, level: str, language: Language) -> str:
        """Return the name of a label."""
        return self._wording.level(level, language)

    def verdict(self, level: str, verdict: str, language: Language, to_confirm: int | None = None) -> str:
        """Return the verdict as the pages say it, without the level's name."""
        return self._wording.verdict_alone(level, verdict, language, to_confirm)

    def held(self, label: HeldLabel, language: Language) -> str:
        """Return the state of a held label as one sentence."""
        clause = self._wording.held(
            label.level,
            label.state,
            language,
            valid_until=_iso(label.valid_until),
            renewable_until=_iso(label.renewable_until),
            date_source=label.date_source,
            mark=label.mark,
            awarded=label.awarded,
        )
        return as_sentence(clause)

    def what_follows(self, level: Level, language: Language, *, renewal: bool = False) -> str:
        """Return the sentences of what comes after `ready_to_contact`."""
        return self._wording.what_follows(level, language, renewal=renewal)


class Catalogues:
    """The versions of a library."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def wording(self, bundle: str) -> CatalogueWording:
        """Return the wording of `bundle` (`ecei@2`); raises `NotKnownYetError`."""
        try:
            return CatalogueWording(self._library.wording(bundle))
        except UnknownCatalogueError as error:
            raise NotKnownYetError(str(error)) from error


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
