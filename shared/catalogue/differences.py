"""What changes from one version of the criteria to the next, in words, for the officer who publishes it."""

from collections.abc import Iterator, Mapping
from typing import Any

from shared.catalogue.model import Catalogue, Indicator, Model
from shared.catalogue.wording import Wording

Values = Mapping[str, str]
"""The values of one thing by where they stand: `scoring.baseline` → `15`."""

WORDS = {
    "audited_for_silver": "audited for Silver",
    "baseline": "baseline (2 points)",
    "excellent": "excellent (5 points)",
    "none": "stated none (0 points)",
    "between": "level",
    "applies_from": "applies from",
    "at_least": "at least",
    "in_force_from": "in force from",
    "months": "months",
    "more_than_percent": "more than per cent",
    "not_applicable": "not applicable",
    "percent": "per cent",
    "shelf_life": "shelf life",
    "lt": "in Lithuanian",
    "en": "in English",
}
"""Keys of the files whose own word does not explain itself."""

PARTS = ("indicators", "addons", "item_sets", "validity", "evidence_map", "benchmark", "levels")
"""What of a catalogue is compared part by part."""

NAMES = ("name", "id", "level", "record")
"""Keys by which an entry of a list is known, so that a moved entry is no change."""


def differences(before: Wording, after: Wording) -> list[str]:
    """Return one line for each value that is other, new or gone; the names and hashes of the files do not count.

    Everything that a catalogue holds is compared: indicators, bands, minima, check lists, requirements, levels, the
    floor, terms of labels, routes of evidence, sentences, and the marks and sources of all of them.
    """
    old, new = _things(before), _things(after)
    lines: list[str] = []
    for thing in dict.fromkeys((*old, *new)):
        if thing not in new:
            lines.append(f"{thing}: no longer there")
        elif thing not in old:
            lines.append(f"{thing}: new")
        else:
            lines.extend(f"{thing}: {change}" for change in _changes(old[thing], new[thing]))
    return lines


def _changes(old: Values, new: Values) -> Iterator[str]:
    for place in dict.fromkeys((*old, *new)):
        was, becomes = old.get(place), new.get(place)
        if was == becomes:
            continue
        if was is None:
            yield f"{_in_words(place)} {_quoted(becomes)} is added"
        elif becomes is None:
            yield f"{_in_words(place)} {_quoted(was)} is gone"
        else:
            yield f"{_in_words(place)} {_quoted(was)} becomes {_quoted(becomes)}"


def _things(wording: Wording) -> dict[str, Values]:
    catalogue = wording.catalogue
    things = {"the catalogue": _part(catalogue, *PARTS)}
    for chosen in (catalogue.indicators, *catalogue.addons):
        things[f"set {chosen.name}"] = _part(chosen, "indicators")
    for items in catalogue.item_sets:
        things[f"set {items.name}"] = _part(items, "items")
    things |= {_called(catalogue, id_): _values(question) for id_, question in catalogue.questions.items()}
    for level in catalogue.levels:
        things[f"level {level.level}"] = _values(level, "requirements")
        things |= {f"requirement {each.id} of {level.level}": _values(each) for each in level.requirements}
    things["validity of labels"] = _part(catalogue.validity)
    things["evidence map"] = _part(catalogue.evidence_map)
    things["benchmarking"] = _part(catalogue.benchmark)
    things["sentences in Lithuanian"] = wording.texts("lt")
    things["sentences in English"] = wording.texts("en")
    return things


def _called(catalogue: Catalogue, id_: str) -> str:
    return f"{'indicator' if isinstance(catalogue.questions[id_], Indicator) else 'item'} {id_}"


def _part(model: Model, *elsewhere: str) -> Values:
    """Return what a file holds, but its name and version, and what is compared `elsewhere`."""
    return _values(model, "name", "version", "sha256", *elsewhere)


def _values(model: Model, *elsewhere: str) -> Values:
    return dict(_flat(model.model_dump(mode="json", exclude=set(elsewhere), exclude_none=True), ""))


def _flat(value: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _flat(each, f"{place}.{key}" if place else key)
    elif isinstance(value, list) and all(isinstance(each, dict) for each in value):
        for number, each in enumerate(value, start=1):
            name = next((str(each[key]) for key in NAMES if isinstance(each.get(key), str)), str(number))
            yield from _flat(each, f"{place}.{name}")
    elif isinstance(value, list):
        yield place, ", ".join(map(str, value))
    else:
        yield place, str(value)


def _in_words(place: str) -> str:
    return ", ".join(WORDS.get(step, step) for step in place.split("."))


def _quoted(text: str | None) -> str:
    return f"“{text}”"
