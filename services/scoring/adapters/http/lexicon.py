"""Words of every catalogue in use, by catalogue and language."""

from services.scoring.adapters.http.words import Words
from shared.catalogue.library import Library
from shared.http.texts import Language


class Lexicon:
    """The words of whatever the library knows, also of versions published after the start."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def words(self, catalogue: str, language: Language) -> Words:
        """Return the words of `ecei@1` in `language`; raises `UnknownCatalogueError`, a `KeyError`."""
        return Words(self._library.wording(catalogue), language)
