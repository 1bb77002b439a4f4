"""The criteria that a process knows: those it is installed with, and what has been published and confirmed since."""

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

from shared.catalogue.announcing import identity
from shared.catalogue.archive import named_files, unpacked
from shared.catalogue.completing import completed
from shared.catalogue.confirmable import Part, refusal
from shared.catalogue.figures import show
from shared.catalogue.loader import bundles, load_catalogue, load_messages
from shared.catalogue.model import Catalogue
from shared.catalogue.problems import CatalogueError, Problem
from shared.catalogue.wording import Wording
from shared.contracts.catalogue import CatalogueConfirmed, CataloguePublished
from shared.contracts.envelope import Event

SPOILT = (ValueError, LookupError, TypeError, ArithmeticError, RecursionError)
"""What a text that nobody foresaw may do to a library that reads it: still a fault of the text, not of the server."""


class FrozenCatalogueError(CatalogueError):
    """A version is known with other content; what is known stays (`rules.md` 3: other numbers are a new version)."""


class UnknownCatalogueError(KeyError):
    """This version is not known here, yet or at all."""

    def __init__(self, bundle: str) -> None:
        super().__init__(bundle)
        self.bundle = bundle

    def __str__(self) -> str:
        return f"catalogue {self.bundle} is not known here"


@dataclass(frozen=True, slots=True)
class Confirmed:
    """One value of a version is confirmed as it stands, from `day` on.

    `recorded` is when that was stored, `digest` the SHA-256 of the event's bytes.
    """

    id: str
    catalogue: str
    part: Part
    item: str
    by: str
    source: str
    day: date
    recorded: datetime
    digest: str


@dataclass(frozen=True)
class _Shelf:
    """What is known at one moment. `waiting`: confirmations of versions that are not known yet; they do not count."""

    donor: Wording | None = None
    """The newest that is installed: it has every sentence that this software asks for."""
    wordings: Mapping[str, Wording] = field(default_factory=dict)
    confirmed: Mapping[str, Confirmed] = field(default_factory=dict)
    waiting: Mapping[str, Confirmed] = field(default_factory=dict)


class Library:
    """The criteria by version, with what is confirmed of them; safe to read while another thread feeds it.

    Raises `CatalogueError` at once if what it is installed with is not in order, with every problem found.
    """

    def __init__(self, folder: Path) -> None:
        self._feeding = threading.Lock()
        installed = _installed(folder)
        newest = max(installed.values(), key=lambda each: each.catalogue.in_force_from, default=None)
        self._shelf = _Shelf(donor=newest, wordings=installed)
        show(self.known())
        self.fingerprint = _fingerprint(self._shelf)
        self.confirmations: tuple[Confirmed, ...] = ()

    def take(self, events: Iterable[Event]) -> None:
        """Take up publications and confirmations, in any order and as often as they come; may take a second each.

        Raises:
            FrozenCatalogueError: the only refused event publishes a known version with other content.
            CatalogueError: some events cannot be used, for these reasons; the others are taken up.
        """
        refused: list[CatalogueError] = []
        with self._feeding:
            shelf = self._shelf
            for event in events:
                try:
                    shelf = _with(shelf, event)
                except CatalogueError as error:
                    refused.append(error)
                except SPOILT as error:
                    what = f"it cannot be read ({type(error).__name__}: {str(error)[:200]})"
                    refused.append(_refused(event.subject, what, "correct the files and publish them anew"))
            self._show(shelf)
        if len(refused) == 1:
            raise refused[0]
        if refused:
            raise CatalogueError(problem for error in refused for problem in error.problems)

    def find(self, bundle: str) -> Catalogue | None:
        """Return the version `ecei@2`, as its files say it, without confirmations."""
        wording = self._shelf.wordings.get(bundle)
        return None if wording is None else wording.catalogue

    def known(self) -> Sequence[Catalogue]:
        """Return all versions."""
        return [wording.catalogue for wording in self._shelf.wordings.values()]

    def wording(self, bundle: str) -> Wording:
        """Return the sentences of a version; raises `UnknownCatalogueError`."""
        wording = self._shelf.wordings.get(bundle)
        if wording is None:
            raise UnknownCatalogueError(bundle)
        return wording

    def _show(self, shelf: _Shelf) -> None:
        if shelf is self._shelf:
            return
        self._shelf = shelf
        show(self.known())
        self.confirmations = tuple(sorted(shelf.confirmed.values(), key=lambda each: (each.recorded, each.id)))
        self.fingerprint = _fingerprint(shelf)


def _installed(folder: Path) -> dict[str, Wording]:
    found: dict[str, Wording] = {}
    problems: list[Problem] = []
    for bundle in bundles(folder):
        try:
            found[bundle] = Wording.load(folder, bundle)
        except CatalogueError as error:
            problems.extend(error.problems)
    if problems:
        raise CatalogueError(problems)
    return found


def _fingerprint(shelf: _Shelf) -> str:
    versions = [f"{bundle} {shelf.wordings[bundle].catalogue.sha256}" for bundle in sorted(shelf.wordings)]
    return sha256("\n".join([*versions, *sorted(shelf.confirmed)]).encode()).hexdigest()[:16]


def _with(shelf: _Shelf, event: Event) -> _Shelf:
    data = event.data
    if not isinstance(data, CataloguePublished | CatalogueConfirmed):
        raise _refused(event.subject, f"{event.type} says nothing about criteria", "publish what does")
    if (event.subject, event.id) != (data.subject, identity(data, event.day)):
        remedy = "publish it with `branda catalogue publish` or `confirm`"
        raise _refused(event.subject, f"its subject or id does not follow from what it says of {data.subject}", remedy)
    if isinstance(data, CatalogueConfirmed):
        return _with_confirmation(shelf, event, data)
    known = shelf.wordings.get(data.catalogue)
    if known is None:
        return _with_version(shelf, _unpacked(data, shelf))
    if known.catalogue.sha256 != data.sha256:
        what = f"{data.catalogue} is known with the hash {known.catalogue.sha256}; this one has {data.sha256}"
        remedy = "give the changed criteria a new version"
        raise FrozenCatalogueError([Problem(f"{data.catalogue}/bundle.yaml", 1, what, remedy)])
    return shelf


def _unpacked(data: CataloguePublished, shelf: _Shelf) -> Wording:
    with unpacked(data.archive) as folder:
        if not (folder / data.catalogue / "bundle.yaml").is_file():
            raise _refused("archive", f"it does not hold {data.catalogue}/bundle.yaml", "pack the version it names")
        catalogue = load_catalogue(folder, data.catalogue, published=True)
        wording = Wording(catalogue, completed(catalogue, load_messages(folder, data.catalogue), shelf.donor))
        needed = set(named_files(folder, data.catalogue))
        for path in sorted(path for path in folder.rglob("*") if path.is_file() and path not in needed):
            name = path.relative_to(folder).as_posix()
            raise _refused(name, "nothing pins this file", "pack only the bundle and the sets it pins")
    if (catalogue.sha256, catalogue.in_force_from) != (data.sha256, data.in_force_from):
        what = f"the files have the hash {catalogue.sha256} and are in force from {catalogue.in_force_from}"
        raise _refused(f"{data.catalogue}/bundle.yaml", what, f"the event says {data.sha256}, {data.in_force_from}")
    return wording


def _with_version(shelf: _Shelf, wording: Wording) -> _Shelf:
    """Put a version on the shelf, and count what waited for it; a confirmation of what it lacks never counts."""
    of_it = {id_: each for id_, each in shelf.waiting.items() if each.catalogue == wording.catalogue.id}
    usable = {id_: each for id_, each in of_it.items() if refusal(wording.catalogue, each.part, each.item) is None}
    return replace(
        shelf,
        wordings={**shelf.wordings, wording.catalogue.id: wording},
        confirmed={**shelf.confirmed, **usable},
        waiting={id_: each for id_, each in shelf.waiting.items() if id_ not in of_it},
    )


def _with_confirmation(shelf: _Shelf, event: Event, data: CatalogueConfirmed) -> _Shelf:
    if event.id in shelf.confirmed or event.id in shelf.waiting:
        return shelf
    confirmed = Confirmed(
        id=event.id,
        catalogue=data.catalogue,
        part=data.part,
        item=data.item,
        by=data.by,
        source=data.source,
        day=event.day,
        recorded=event.recordedtime,
        digest=sha256(event.encode()).hexdigest(),
    )
    wording = shelf.wordings.get(data.catalogue)
    if wording is None:
        return replace(shelf, waiting={**shelf.waiting, event.id: confirmed})
    reason = refusal(wording.catalogue, data.part, data.item)
    if reason is not None:
        raise _refused(f"{data.catalogue}/bundle.yaml", reason, "name an item of this version that is assumed")
    return replace(shelf, confirmed={**shelf.confirmed, event.id: confirmed})


def _refused(file: str, what: str, remedy: str) -> CatalogueError:
    return CatalogueError([Problem(file, 1, what, remedy)])
