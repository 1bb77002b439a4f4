"""The catalogue's sentences, loaded once per bundle."""

from functools import cache
from pathlib import Path

from services.notifier.domain.notice import Language
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
        return self._wording.say(f"next_{level}", language)


class Catalogues:
    """The bundles of a folder, read when a result first names them."""

    def __init__(self, folder: Path) -> None:
        self._load = cache(lambda bundle: CatalogueWording(Wording.load(folder, bundle)))

    def wording(self, bundle: str) -> CatalogueWording:
        """Return the wording of `bundle` (`ecei@1`); raises `CatalogueError` if its files are not in order."""
        return self._load(bundle)
