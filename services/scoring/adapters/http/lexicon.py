"""Words of every catalogue in use, by catalogue and language."""

from pathlib import Path

from services.scoring.adapters.http.words import Words
from shared.catalogue.loader import bundles
from shared.catalogue.wording import Wording
from shared.http.texts import Language


class Lexicon:
    """Loads the wording of every bundle once; raises `CatalogueError` at once if one is not in order."""

    def __init__(self, folder: Path) -> None:
        self._wordings = {bundle: Wording.load(folder, bundle) for bundle in bundles(folder)}

    def words(self, catalogue: str, language: Language) -> Words:
        """Return the words of `ecei@1` in `language`."""
        return Words(self._wordings[catalogue], language)
