"""The criteria, read from their folder once at the start: a mistake in them stops the start, with file and line."""

from collections.abc import Sequence
from pathlib import Path

from shared.catalogue.loader import bundles, load_catalogue
from shared.catalogue.model import Catalogue


class CatalogueFolder:
    """All catalogues of a folder."""

    def __init__(self, folder: Path) -> None:
        self._catalogues = {name: load_catalogue(folder, name) for name in bundles(folder)}

    def find(self, catalogue: str) -> Catalogue | None:
        """Return the catalogue `name@version`."""
        return self._catalogues.get(catalogue)

    def known(self) -> Sequence[Catalogue]:
        """Return all catalogues."""
        return list(self._catalogues.values())
