"""Loads a catalogue from its files, or says everything that is wrong with them (`design.md` 6).

A folder `catalogues/` holds one folder per bundle and per set, called `name@version`. A bundle pins its sets by hash,
so that nobody changes criteria under a finished assessment unnoticed.
"""

from datetime import date
from pathlib import Path

from shared.catalogue.checks import check
from shared.catalogue.digest import folder_sha256
from shared.catalogue.files import BundleFile
from shared.catalogue.messages import Messages, read_messages
from shared.catalogue.model import Catalogue, IndicatorSet, ItemSet, Level
from shared.catalogue.problems import CatalogueError, Problem
from shared.catalogue.sources import IndicatorSetSource, Sources, read_sources
from shared.catalogue.validation import validate
from shared.catalogue.yaml_text import read_document


def load_catalogue(folder: Path, bundle: str, *, published: bool = False) -> Catalogue:
    """Return the bundle `bundle` (`ecei@1`) of the catalogues in `folder`; `published`: as `checks.check` says.

    Raises `CatalogueError` with every problem found, each with file, line and remedy.
    """
    sources = checked_sources(folder, bundle, published)
    assert sources.head is not None
    head = sources.head.value
    return Catalogue(
        name=head.name,
        version=head.version,
        title=head.title,
        in_force_from=head.in_force_from,
        sha256=folder_sha256(folder / bundle),
        floor=head.floor,
        indicators=_indicator_set(sources.of_role("label")[0]),
        addons=tuple(map(_indicator_set, sources.of_role("addon"))),
        item_sets=_item_sets(sources),
        validity=sources.validity[0].value,
        evidence_map=sources.evidence_maps[0].value,
        benchmark=sources.benchmarks[0].value,
        levels=_levels(sources),
    )


def checked_sources(folder: Path, bundle: str, published: bool = False) -> Sources:
    """Return the parts of a bundle without problems, or raise `CatalogueError`."""
    sources = read_sources(folder, bundle)
    problems = [*sources.problems, *check(sources, published)]
    if problems:
        raise CatalogueError(problems)
    return sources


def load_messages(folder: Path, bundle: str) -> dict[str, Messages]:
    """Return the sentences of a bundle by language; raises `CatalogueError` if a file is not in order."""
    found: dict[str, Messages] = {}
    problems: list[Problem] = []
    for language in ("lt", "en"):
        file = f"{bundle}/messages.{language}.po"
        messages, mistakes = read_messages(folder / file, file)
        problems.extend(mistakes)
        if messages is not None:
            found[language] = messages
    if problems:
        raise CatalogueError(problems)
    return found


def bundles(folder: Path, only: str = "*@*") -> dict[str, BundleFile]:
    """Return the head of every bundle in `folder` by id, `name@version`, or of one."""
    found: dict[str, BundleFile] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob(f"{only}/bundle.yaml")):
        document = read_document(path, f"{path.parent.name}/bundle.yaml")
        head = validate(BundleFile, document, problems)
        if head is not None:
            found[path.parent.name] = head.value
    if problems:
        raise CatalogueError(problems)
    return found


def load_in_force(folder: Path, on: date) -> Catalogue:
    """Return the catalogue in force on `on`: of the bundles that began by then, the latest to begin."""
    fitting = [name for begins, name in _by_beginning(folder) if begins <= on]
    if not fitting:
        remedy = "add a bundle whose in_force_from is not later"
        raise CatalogueError([Problem(".", 1, f"no catalogue is in force on {on.isoformat()}", remedy)])
    return load_catalogue(folder, fitting[-1])


def newest(folder: Path) -> str:
    """Return the id of the bundle that comes into force last, whether it has begun or not."""
    names = [name for _, name in _by_beginning(folder)]
    if not names:
        raise CatalogueError([Problem(".", 1, "there is no bundle", "add a folder `name@version` with bundle.yaml")])
    return names[-1]


def _by_beginning(folder: Path) -> list[tuple[date, str]]:
    heads = bundles(folder).items()
    begun = sorted((head.in_force_from, head.version, name) for name, head in heads)
    return [(begins, name) for begins, _, name in begun]


def _indicator_set(source: IndicatorSetSource) -> IndicatorSet:
    head = source.head.value
    order = {dimension.id: place for place, dimension in enumerate(head.dimensions)}
    indicators = sorted((each.value for each in source.indicators), key=lambda each: order[each.dimension])
    return IndicatorSet(
        role=head.role,
        name=head.name,
        version=head.version,
        title=head.title,
        note=head.note,
        origins=head.origins,
        dimensions=head.dimensions,
        indicators=tuple(indicators),
    )


def _item_sets(sources: Sources) -> tuple[ItemSet, ...]:
    return tuple(
        ItemSet(
            name=each.head.value.name,
            version=each.head.value.version,
            title=each.head.value.title,
            note=each.head.value.note,
            origins=each.head.value.origins,
            items=tuple(item.value for item in each.items),
        )
        for each in sources.item_sets
    )


def _levels(sources: Sources) -> tuple[Level, ...]:
    return tuple(
        Level(
            level=each.head.value.level,
            name=each.head.value.name,
            subtitle=each.head.value.subtitle,
            requirements=tuple(requirement.value for requirement in each.requirements),
            process=each.head.value.process,
        )
        for each in sources.levels
    )
