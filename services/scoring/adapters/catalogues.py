"""The criteria: those of the files, and what was published and confirmed since."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from services.scoring.domain.confirmations import Confirmation, confirm
from services.scoring.domain.errors import UnknownCatalogueError, UnknownConfirmationError
from services.scoring.domain.heads import ENGINE, NOTHING_CONFIRMED
from services.scoring.domain.heads import Confirmed as Tally
from shared.catalogue.confirmable import refusal
from shared.catalogue.in_force import in_force
from shared.catalogue.library import Confirmed
from shared.catalogue.loader import bundles, load_catalogue
from shared.catalogue.model import Catalogue
from shared.errors import TransientError

KEPT_CONFIRMED = 64
"""Confirmed catalogues kept, one for each set of confirmations in use: each costs some 15 KB and a millisecond."""


class Shelf(Protocol):
    """What a process knows of criteria; `shared.catalogue.library.Library` is one."""

    @property
    def fingerprint(self) -> str:
        """Changes with whatever is known."""
        ...

    @property
    def confirmations(self) -> Sequence[Confirmed]:
        """All of them, in the order in which they are counted."""
        ...

    def known(self) -> Sequence[Catalogue]:
        """Return all versions."""
        ...


class _ConfirmedCatalogues:
    """Catalogues with their confirmed marks. A plan is laid out per object, so the same one must come back."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, tuple[str, ...]], Catalogue] = {}

    def of(self, catalogue: Catalogue, confirmations: Sequence[Confirmed]) -> Catalogue:
        usable = [each for each in confirmations if refusal(catalogue, each.part, each.item) is None]
        if not usable:
            return catalogue
        key = (catalogue.sha256, tuple(each.id for each in usable))
        found = self._kept.pop(key, None) or confirm(catalogue, map(_confirmation, usable))
        while len(self._kept) >= KEPT_CONFIRMED:
            self._kept.pop(next(iter(self._kept)))
        self._kept[key] = found
        return found


class KnownCatalogues:
    """The criteria as they are known at one moment; a value. `confirmations` in the order in which they are counted."""

    def __init__(
        self,
        catalogues: Iterable[Catalogue],
        confirmations: Sequence[Confirmed] = (),
        kept: _ConfirmedCatalogues | None = None,
    ) -> None:
        self._by_id = {catalogue.id: catalogue for catalogue in catalogues}
        self._confirmations = tuple(confirmations)
        self._kept = kept or _ConfirmedCatalogues()
        self._at_hand: dict[tuple[str, int], Catalogue] = {}

    @cached_property
    def fingerprint(self) -> str:
        """Changes with the engine, with every byte of the criteria, and with every confirmation."""
        lines = [f"{bundle} {self._by_id[bundle].sha256}\n" for bundle in sorted(self._by_id)]
        lines += [f"{each.id}\n" for each in self._confirmations]
        return f"{ENGINE}/{sha256(''.join(lines).encode()).hexdigest()[:16]}"

    @cached_property
    def confirmed(self) -> Tally:
        """How many confirmations are known, and the digest of their bytes."""
        if not self._confirmations:
            return NOTHING_CONFIRMED
        lines = "".join(f"{each.id} {each.digest}\n" for each in self._confirmations)
        return Tally(len(self._confirmations), sha256(lines.encode()).hexdigest())

    def named(self, bundle: str) -> Catalogue:
        """Return `ecei@1` as its files say it; raises `UnknownCatalogueError`."""
        if bundle not in self._by_id:
            raise UnknownCatalogueError(f"catalogue {bundle} is not published")
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

    def as_confirmed(self, catalogue: Catalogue, on: date) -> Catalogue:
        """Return a catalogue, a known one or a draft of it, with the marks of what counts as confirmed on a day."""
        days, of_it = self._of.get(catalogue.id, ((), ()))
        count = bisect_right(days, on)
        if count == 0:
            return catalogue
        key = (catalogue.sha256, count)
        if key not in self._at_hand:
            self._at_hand[key] = self._kept.of(catalogue, of_it[:count])
        return self._at_hand[key]

    def first(self, confirmations: int) -> "KnownCatalogues":
        """Return the criteria when so many confirmations were known; raises `UnknownConfirmationError`."""
        known = len(self._confirmations)
        if confirmations == known:
            return self
        if not 0 <= confirmations < known:
            raise UnknownConfirmationError(f"it rests on {confirmations} confirmations of criteria; {known} are known")
        return KnownCatalogues(self.known(), self._confirmations[:confirmations], self._kept)

    def as_known(self, at: datetime | None = None) -> "KnownCatalogues":
        """Return the criteria with what was confirmed by a moment; `None`: with everything."""
        if at is None:
            return self
        return self.first(sum(each.recorded <= at for each in self._confirmations))

    @cached_property
    def _of(self) -> Mapping[str, tuple[Sequence[date], Sequence[Confirmed]]]:
        """The confirmations of each catalogue by the day from which they count, with these days."""
        found: dict[str, list[Confirmed]] = {}
        for each in sorted(self._confirmations, key=lambda each: (each.day, each.id)):
            found.setdefault(each.catalogue, []).append(each)
        return {catalogue: ([each.day for each in of_it], of_it) for catalogue, of_it in found.items()}


class FileCatalogues(KnownCatalogues):
    """Every bundle of a folder, nothing confirmed; raises `CatalogueError` at once if one is not in order."""

    def __init__(self, folder: Path) -> None:
        super().__init__(load_catalogue(folder, bundle) for bundle in bundles(folder))


class ShelvedCatalogues:
    """The criteria of a running process; what it takes up is seen by the next who asks.

    `loaded` says whether what was published before its start is among them: until then nothing is judged by half.
    """

    def __init__(self, shelf: Shelf, loaded: Callable[[], bool] = lambda: True) -> None:
        self._shelf, self._loaded = shelf, loaded
        self._kept = _ConfirmedCatalogues()
        self._seen: tuple[str, KnownCatalogues] | None = None

    def as_known(self, at: datetime | None = None) -> KnownCatalogues:
        """Return them as they are known now, with what was confirmed by a moment; `None`: with everything.

        Raises:
            TransientError: what was published is not read yet.
        """
        if not self._loaded():
            raise TransientError("the published criteria are not read yet")
        fingerprint = self._shelf.fingerprint
        if self._seen is None or self._seen[0] != fingerprint:
            # Another thread may feed the shelf meanwhile: what is read then is seen whole at the next look.
            known = KnownCatalogues(self._shelf.known(), self._shelf.confirmations, self._kept)
            self._seen = (fingerprint, known)
        return self._seen[1].as_known(at)


def _confirmation(confirmed: Confirmed) -> Confirmation:
    return Confirmation(confirmed.item, confirmed.part, confirmed.by, confirmed.source, confirmed.day)
