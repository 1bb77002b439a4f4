"""The criteria, read from files once at the start."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path

from services.scoring.domain.errors import UnknownCatalogueError
from services.scoring.domain.heads import ENGINE
from shared.catalogue.in_force import in_force
from shared.catalogue.loader import bundles, load_catalogue
from shared.catalogue.model import Catalogue


class FileCatalogues:
    """Every bundle of a folder; raises `CatalogueError` at once if one is not in order.

    `fingerprint` changes with the engine and with every byte of the criteria.
    """

    def __init__(self, folder: Path) -> None:
        self._by_id = {bundle: load_catalogue(folder, bundle) for bundle in bundles(folder)}
        digests = "".join(f"{bundle} {self._by_id[bundle].sha256}\n" for bundle in sorted(self._by_id))
        self.fingerprint = f"{ENGINE}/{sha256(digests.encode()).hexdigest()[:16]}"

    def named(self, bundle: str) -> Catalogue:
        """Return `ecei@1`; raises `UnknownCatalogueError`."""
        if bundle not in self._by_id:
            raise UnknownCatalogueError(f"catalogue {bundle} is not loaded")
        return self._by_id[bundle]

    def in_force(self, day: date) -> Catalogue:
        """Return the latest catalogue in force on `day`; raises `UnknownCatalogueError` if none was."""
        catalogue = in_force(self.known(), day)
        if catalogue is None:
            raise UnknownCatalogueError(f"no catalogue was in force on {day}")
        return catalogue

    def known(self) -> Sequence[Catalogue]:
        """Return all catalogues."""
        return list(self._by_id.values())
