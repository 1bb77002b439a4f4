"""The criteria as intake judges by them: installed or published, and never guessed while they are not read yet."""

from collections.abc import Callable, Sequence

from shared.catalogue.library import Library
from shared.catalogue.model import Catalogue
from shared.catalogue.wording import Wording
from shared.errors import TransientError


class PublishedCatalogues:
    """The versions of a library. `loaded` says whether what was published before this start is among them.

    Until it is, a version that is missing may be known to everybody else: then nothing is refused for it.
    """

    def __init__(self, library: Library, loaded: Callable[[], bool] = lambda: True) -> None:
        self._library, self._loaded = library, loaded

    def find(self, catalogue: str) -> Catalogue | None:
        """Return the catalogue `name@version`; raises `TransientError` while not loaded."""
        self._check()
        return self._library.find(catalogue)

    def known(self) -> Sequence[Catalogue]:
        """Return all catalogues; raises `TransientError` while not loaded."""
        self._check()
        return self._library.known()

    def wording(self, catalogue: str) -> Wording:
        """Return the sentences of the catalogue `name@version`; raises `UnknownCatalogueError`."""
        return self._library.wording(catalogue)

    def _check(self) -> None:
        if not self._loaded():
            raise TransientError("the published criteria are not read yet")
