"""Messages of HTTP answers: an id, arguments, and one sentence per language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Language = Literal["lt", "en"]
Arguments = Mapping[str, str | int]

DEFAULT_LANGUAGE: Language = "lt"
"""The users are Lithuanian clusters; English is answered when it is asked for."""


@dataclass(frozen=True)
class Text:
    """One sentence in both languages; `{name}` stands for an argument."""

    id: str
    lt: str
    en: str

    def render(self, language: Language, arguments: Arguments) -> str:
        """Return the sentence in `language`; `arguments` must name every placeholder."""
        return (self.lt if language == "lt" else self.en).format_map(arguments)


@dataclass(frozen=True)
class FieldError:
    """What is wrong with one field: a JSON Pointer (RFC 6901) into the body, and a sentence for a person."""

    pointer: str
    text: Text
    arguments: Arguments = field(default_factory=dict)

    def render(self, language: Language) -> dict[str, str]:
        """Return the member of `errors` in a problem (RFC 9457, section 3)."""
        return {"pointer": self.pointer, "message": self.text.render(language, self.arguments)}


def preferred_language(accept_language: str | None) -> Language:
    """Return the language of an `Accept-Language` header (RFC 9110, 12.5.4); Lithuanian unless English is preferred."""
    best: Language = DEFAULT_LANGUAGE
    best_quality = 0.0
    for part in (accept_language or "").split(","):
        tag, _, parameters = part.strip().partition(";")
        primary = tag.split("-")[0].lower()
        quality = _quality(parameters)
        if primary in ("lt", "en") and quality > best_quality:
            best, best_quality = ("lt" if primary == "lt" else "en"), quality
    return best


def _quality(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
