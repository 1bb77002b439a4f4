"""The catalogue's sentences, of every version that is known."""

from services.notifier.application.ports import NotKnownYetError
from services.notifier.domain.notice import Language
from shared.catalogue.library import Library, UnknownCatalogueError
from shared.catalogue.wording import Wording
from shared.contracts.common import Level
from shared.contracts.readiness import RequirementResult


class CatalogueWording:
    """Says requirements in the words of one bundle."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def requirement(self, requirement: RequirementResult, language: Language) -> str:
        """Return the clause; raises `WordingError` for a message that the bundle does not have."""
        return self._wording.requirement(
            requirement.message, requirement.arguments, language, requirement.assumed, requirement.indicator
        )

    def what_follows(self, level: Level, language: Language) -> str:
        """Return the sentences of what comes after `ready_to_contact`."""
        return self._wording.what_follows(level, language)


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
