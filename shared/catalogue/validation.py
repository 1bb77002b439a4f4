"""Validates parts of documents one by one, so that one mistake does not hide the next."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from shared.catalogue.problems import Problem
from shared.catalogue.yaml_text import Document, Where

Part = TypeVar("Part", bound=BaseModel)
LANGUAGES = {"lt": "Lithuanian", "en": "English"}
KEY = "[key]"
"""The last step of a mistake in a key, as pydantic writes it."""


@dataclass(frozen=True)
class Located(Generic[Part]):
    """A validated part, and where it stands."""

    value: Part
    document: Document
    where: Where = ()

    def problem(self, what: str, remedy: str, *steps: str | int) -> Problem:
        """Return a problem at `steps` below this part."""
        return self.document.problem((*self.where, *steps), what, remedy)


def validate(
    model: type[Part], document: Document, problems: list[Problem], where: Where = (), data: Any = None
) -> Located[Part] | None:
    """Return `data` (or the whole document) as a `model`; None, and problems added, if it is not one."""
    raw = document.data if data is None else data
    try:
        return Located(model.model_validate(raw), document, where)
    except ValidationError as error:
        problems.extend(_problems(error, document, where))
        return None


def _problems(error: ValidationError, document: Document, where: Where) -> Iterator[Problem]:
    for detail in error.errors(include_url=False):
        steps = (*where, *detail["loc"])
        yield document.problem(steps, *_say(detail, steps))


def _say(detail: ErrorDetails, steps: Where) -> tuple[str, str]:
    """Return what is wrong, and the remedy, in words for an officer."""
    key = str(steps[-1]) if steps else "the file"
    kind = detail["type"]
    context = detail.get("ctx", {})
    if key in LANGUAGES and kind in ("missing", "string_too_short", "string_type"):
        return f"the {LANGUAGES[key]} text is missing", f"write it under `{key}:`"
    if kind == "missing":
        return f"the key `{key}` is missing", f"add `{key}:` here"
    if kind == "extra_forbidden":
        return f"the key `{key}` is unknown", "correct its spelling or remove it; the head of the file lists the keys"
    if kind in ("literal_error", "union_tag_invalid"):
        expected = context.get("expected") or context.get("expected_tags")
        if key == KEY:
            return f"the key `{steps[-2]}` is unknown", f"write one of {expected}"
        return f"`{key}` is {detail['input']!r}", f"write one of {expected}"
    if kind == "string_pattern_mismatch":
        return f"`{key}` is {detail['input']!r}", f"write it in the form {context.get('pattern')}"
    return f"`{key}` is {_short(detail['input'])}", detail["msg"][0].lower() + detail["msg"][1:]


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
