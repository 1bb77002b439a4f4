"""Gathers the parts of one bundle from its files; what cannot be read becomes a problem, the rest is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from shared.catalogue.digest import SUFFIXES, folder_sha256
from shared.catalogue.files import BundleFile, DimensionFile, IndicatorSetFile, ItemSetFile, LevelFile, PinnedSet
from shared.catalogue.messages import Messages, read_messages
from shared.catalogue.model import (
    Benchmark,
    EvidenceMap,
    Indicator,
    LabelsValidity,
    Question,
    Requirement,
    Role,
)
from shared.catalogue.problems import CatalogueError, Problem
from shared.catalogue.validation import Located, Part, validate
from shared.catalogue.yaml_text import Document, Where, read_document

WHOLE_SETS: Mapping[str, type[BaseModel]] = {
    "labels_validity": LabelsValidity,
    "evidence_map": EvidenceMap,
    "benchmark": Benchmark,
}
"""Sets that are one file with one model."""


@dataclass
class LevelSource:
    """One level's file and its requirements."""

    head: Located[LevelFile]
    requirements: list[Located[Requirement]] = field(default_factory=list)


@dataclass
class IndicatorSetSource:
    """One set of indicators: its head, the files of its dimensions, and its indicators."""

    head: Located[IndicatorSetFile]
    dimensions: list[Located[DimensionFile]] = field(default_factory=list)
    indicators: list[Located[Indicator]] = field(default_factory=list)


@dataclass
class ItemSetSource:
    """One check list and its items."""

    head: Located[ItemSetFile]
    items: list[Located[Question]] = field(default_factory=list)


@dataclass
class Sources:
    """Everything of a bundle that could be read; `ids` are all ids written, also of questions with mistakes."""

    folder: Path
    bundle: str
    problems: list[Problem] = field(default_factory=list)
    head: Located[BundleFile] | None = None
    indicator_sets: list[IndicatorSetSource] = field(default_factory=list)
    item_sets: list[ItemSetSource] = field(default_factory=list)
    validity: list[Located[LabelsValidity]] = field(default_factory=list)
    evidence_maps: list[Located[EvidenceMap]] = field(default_factory=list)
    benchmarks: list[Located[Benchmark]] = field(default_factory=list)
    levels: list[LevelSource] = field(default_factory=list)
    ids: list[tuple[str, Document, Where]] = field(default_factory=list)
    messages: dict[str, Messages] = field(default_factory=dict)
    unread: bool = False
    """Some file could not be read, so that what seems to be missing may be in it."""

    @property
    def indicators(self) -> list[Located[Indicator]]:
        """Every indicator that could be read, whatever its set."""
        return [each for indicator_set in self.indicator_sets for each in indicator_set.indicators]

    def of_role(self, role: Role) -> list[IndicatorSetSource]:
        """Return the sets of indicators with that role, as they are pinned."""
        return [each for each in self.indicator_sets if each.head.value.role == role]

    def may_exist(self, name: str) -> bool:
        """Say whether an indicator or item of that id is written, or could be in a file that was not read."""
        return self.unread or any(name == known for known, _, _ in self.ids)

    def questions(self) -> list[Located[Question]]:
        """Return every question that could be read."""
        found: list[Located[Question]] = [Located(each.value, each.document, each.where) for each in self.indicators]
        for item_set in self.item_sets:
            found.extend(item_set.items)
        return found


def read_sources(folder: Path, bundle: str) -> Sources:
    """Read the bundle and every set it pins from `folder`. Problems are in the result; only a missing bundle raises."""
    if not (folder / bundle / "bundle.yaml").is_file():
        raise CatalogueError([Problem(f"{bundle}/bundle.yaml", 1, "there is no such bundle", "check the name")])
    sources = Sources(folder, bundle)
    document = _document(sources, f"{bundle}/bundle.yaml")
    if document is None:
        return sources
    sources.head = validate(BundleFile, document, sources.problems)
    if sources.head is None:
        return sources
    expected = {f"levels/{level}.yaml" for level in sources.head.value.levels}
    for level in sources.head.value.levels:
        _read_level(sources, f"{bundle}/levels/{level}.yaml")
    for language in ("lt", "en"):
        messages, problems = read_messages(
            folder / bundle / f"messages.{language}.po", f"{bundle}/messages.{language}.po"
        )
        sources.problems.extend(problems)
        if messages is not None:
            sources.messages[language] = messages
    _refuse_strangers(sources, bundle, {"bundle.yaml", "messages.lt.po", "messages.en.po", *expected})
    for number, pinned in enumerate(sources.head.value.sets):
        _read_set(sources, sources.head, number, pinned)
    return sources


def _document(sources: Sources, file: str) -> Document | None:
    path = sources.folder / file
    if not path.is_file():
        sources.problems.append(Problem(file, 1, "the file is missing", "add it, or remove what names it"))
        sources.unread = True
        return None
    try:
        return read_document(path, file)
    except CatalogueError as error:
        sources.problems.extend(error.problems)
        sources.unread = True
        return None


def _head(sources: Sources, model: type[Part], document: Document) -> Located[Part] | None:
    """Validate what a file says of itself; if that fails, its entries are not read."""
    located = validate(model, document, sources.problems)
    sources.unread = sources.unread or located is None
    return located


def _entries(
    sources: Sources, model: type[Part], document: Document, key: str, extra: Mapping[str, Any]
) -> list[Located[Part]]:
    """Validate the list under `key` one by one; `extra` is what an entry gets unless it says otherwise."""
    found: list[Located[Part]] = []
    entries = document.data.get(key)
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        where: Where = (key, index)
        if isinstance(entry, dict):
            if model is not Requirement and "id" in entry:
                sources.ids.append((str(entry["id"]), document, (*where, "id")))
            located = validate(model, document, sources.problems, where, {**extra, **entry})
            if located is not None:
                found.append(located)
    return found


def _read_level(sources: Sources, file: str) -> None:
    document = _document(sources, file)
    if document is None:
        return
    head = _head(sources, LevelFile, document)
    if head is not None:
        sources.levels.append(LevelSource(head, _entries(sources, Requirement, document, "requirements", {})))


def _read_set(sources: Sources, head: Located[BundleFile], number: int, pinned: PinnedSet) -> None:
    folder = sources.folder / pinned.id
    document = _document(sources, f"{pinned.id}/set.yaml")
    if document is None:
        return
    actual = folder_sha256(folder)
    if actual != pinned.sha256:
        what = f"{pinned.id} is not the set that was pinned: its files have the hash {actual}"
        remedy = "give a changed set that is in force a new version, or pin it again with `branda catalogue pin`"
        sources.problems.append(head.problem(what, remedy, "sets", number, "sha256"))
    if f"{document.data.get('name')}@{document.data.get('version')}" != pinned.id:
        remedy = f"write the name and version of the folder {pinned.id}"
        sources.problems.append(document.problem(("name",), "name and version are not those of the folder", remedy))
    _read_kind(sources, pinned.id, document)


def _read_kind(sources: Sources, set_id: str, document: Document) -> None:
    kind = str(document.data.get("kind"))
    if kind == "indicators":
        _read_indicators(sources, set_id, document)
        return
    _refuse_strangers(sources, set_id, {"set.yaml"})
    if kind == "items":
        items = _head(sources, ItemSetFile, document)
        if items is not None:
            entries = _entries(sources, Question, document, "items", items.value.defaults)
            sources.item_sets.append(ItemSetSource(items, entries))
    elif kind in WHOLE_SETS:
        data = {key: value for key, value in document.data.items() if key != "kind"}
        whole = validate(WHOLE_SETS[kind], document, sources.problems, (), data)
        if whole is not None:
            _keep_whole(sources, whole)
    else:
        remedy = f"write one of indicators, items, {', '.join(WHOLE_SETS)}"
        sources.problems.append(document.problem(("kind",), f"`kind` is {kind!r}", remedy))
        sources.unread = True


def _keep_whole(sources: Sources, whole: Located[BaseModel]) -> None:
    document = whole.document
    if isinstance(whole.value, LabelsValidity):
        sources.validity.append(Located(whole.value, document))
    elif isinstance(whole.value, EvidenceMap):
        sources.evidence_maps.append(Located(whole.value, document))
    elif isinstance(whole.value, Benchmark):
        sources.benchmarks.append(Located(whole.value, document))


def _read_indicators(sources: Sources, set_id: str, document: Document) -> None:
    head = _head(sources, IndicatorSetFile, document)
    if head is None:
        return
    found = IndicatorSetSource(head)
    sources.indicator_sets.append(found)
    for path in sorted((sources.folder / set_id).glob("*.yaml")):
        if path.name == "set.yaml":
            continue
        file = _document(sources, f"{set_id}/{path.name}")
        if file is None:
            continue
        dimension = _head(sources, DimensionFile, file)
        if dimension is not None:
            found.dimensions.append(dimension)
            extra = {**head.value.defaults, "dimension": dimension.value.dimension}
            found.indicators.extend(_entries(sources, Indicator, file, "indicators", extra))
    _refuse_strangers(sources, set_id, {path.name for path in (sources.folder / set_id).glob("*.yaml")})


def _refuse_strangers(sources: Sources, part: str, expected: set[str]) -> None:
    """A file that nobody reads is a mistake: perhaps a misspelt name."""
    root = sources.folder / part
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_file() and name not in expected and path.suffix in SUFFIXES:
            sources.problems.append(
                Problem(f"{part}/{name}", 1, "nothing reads this file", "correct its name, or remove it")
            )
