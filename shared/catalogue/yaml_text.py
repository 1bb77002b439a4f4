"""Reads YAML as officers mean it: every scalar is text, so `no` stays "no" and `1.2` stays "1.2"; lines are kept.

Only the unquoted word `null` is special: it says that there is no value. Types come later, from the models.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from shared.catalogue.problems import CatalogueError, Problem

Step = str | int
Where = tuple[Step, ...]
LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
PLAIN_TAGS = frozenset({"tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"})
MAX_DEPTH = 20
"""Deeper nesting is an accident, not a catalogue."""

MAX_PIECES = 10_000
"""Words, lists and their ends in one file, fourteen times the longest of today; a million are a gigabyte in memory."""


@dataclass
class Document:
    """One file: its plain data, and the line on which each value and key stands."""

    file: str
    data: Any = None
    lines: dict[Where, int] = field(default_factory=dict)

    def line(self, where: Where) -> int:
        """Return the line of `where`; steps that the file does not have (a missing key) are passed over."""
        found: Where = ()
        for step in where:
            if (*found, step) in self.lines:
                found = (*found, step)
        return self.lines.get(found, 1)

    def problem(self, where: Where, what: str, remedy: str) -> Problem:
        """Return a problem at `where`."""
        return Problem(self.file, self.line(where), what, remedy)


def read_document(path: Path, file: str) -> Document:
    """Read one YAML file that is called `file` in messages.

    Raises `CatalogueError` for text that is not UTF-8 or not YAML, and for duplicate keys, references and tags.
    """
    try:
        text = path.read_bytes().decode("utf-8")
        _refuse_huge(text, file)
        root = yaml.compose(text, Loader=LOADER)
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise CatalogueError([Problem(file, line, "the text is not UTF-8", "save the file as UTF-8")]) from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        what = f"this is not readable as YAML ({error.problem})"
        raise CatalogueError([Problem(file, line, what, "check the indentation and the quotes here")]) from error
    except yaml.YAMLError as error:
        raise CatalogueError([Problem(file, 1, "the file has unreadable characters", "remove them")]) from error
    document = Document(file)
    reader = _Reader(document)
    document.data = reader.value(root, ()) if root is not None else None
    if not isinstance(document.data, dict):
        reader.problems.append(Problem(file, 1, "the file has no keys", "write `key: value` lines"))
    if reader.problems:
        raise CatalogueError(reader.problems)
    return document


def _refuse_huge(text: str, file: str) -> None:
    """Count before anything is built: the library in C composes by recursion, and deep nesting ends the process."""
    depth = 0
    for number, event in enumerate(yaml.parse(text, Loader=LOADER)):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise CatalogueError([Problem(file, line, "the nesting is too deep", "check the indentation")])
        if number > MAX_PIECES:
            raise CatalogueError([Problem(file, 1, f"the file has more than {MAX_PIECES} pieces", "divide it")])


class _Reader:
    """Turns the composed nodes into plain data and remembers their lines."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = []
        self.seen: set[int] = set()

    def value(self, node: yaml.Node, where: Where) -> Any:
        self.document.lines.setdefault(where, node.start_mark.line + 1)
        if id(node) in self.seen:
            self._refuse(where, "a reference (`*name`) is used", "write the value out")
            return None
        self.seen.add(id(node))
        if node.tag not in PLAIN_TAGS:
            self._refuse(where, f"the tag {node.tag} is used", "remove it: types are known from the key")
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, where)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*where, index)) for index, item in enumerate(node.value)]
        assert isinstance(node, yaml.ScalarNode)
        plain = node.style not in ("'", '"', "|", ">")
        return None if plain and node.value == "null" else str(node.value).strip()

    def _mapping(self, node: yaml.MappingNode, where: Where) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self.problems.append(Problem(self.document.file, line, "a key is not a word", "correct the key"))
                continue
            if key in result:
                self.problems.append(
                    Problem(self.document.file, line, f"the key `{key}` is written twice", "keep one of them")
                )
                continue
            self.document.lines[(*where, key)] = line
            result[key] = self.value(value_node, (*where, key))
        return result

    def _refuse(self, where: Where, what: str, remedy: str) -> None:
        self.problems.append(self.document.problem(where, what, remedy))
