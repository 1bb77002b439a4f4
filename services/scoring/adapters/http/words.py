"""Names and sentences of one catalogue for one reader."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from services.scoring.domain.readiness import HeldLabel, LevelResult, RequirementResult
from shared.catalogue.model import AnswerField, Catalogue, Indicator, LevelId
from shared.catalogue.typography import as_sentence
from shared.catalogue.wording import Argument, Wording
from shared.http.texts import Language


@dataclass(frozen=True)
class Words:
    """Says a result in the reader's language. Raises `WordingError` for a name that the catalogue lacks."""

    wording: Wording
    language: Language

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue whose words these are."""
        return self.wording.catalogue

    @cached_property
    def _names(self) -> dict[str, str]:
        levels = (level for level in self.catalogue.levels)
        return {each.id: getattr(each.name, self.language) for level in levels for each in level.requirements}

    def requirement(self, result: RequirementResult) -> str:
        """Return the sentence that says why a requirement is met, not met or open."""
        return as_sentence(self._clause(result))

    def below_its_name(self, result: RequirementResult) -> str:
        """Return the same sentence for a place where the indicator's number and name stand above it."""
        clause = self._clause(result)
        if result.item.indicator is not None:
            clause = clause.removeprefix(f"{self.wording.indicator(result.item.indicator, self.language)}: ")
        return as_sentence(clause)

    def _clause(self, result: RequirementResult) -> str:
        return self.wording.requirement(
            result.message,
            result.outcome.arguments,
            self.language,
            assumed=result.outcome.assumed,
            indicator=result.item.indicator,
        )

    def say(self, name: str, arguments: Mapping[str, Argument] | None = None) -> str:
        """Return the sentence `name` of the criteria."""
        return as_sentence(self.wording.say(name, self.language, arguments))

    def what_follows(self, level: LevelResult) -> str:
        """Return what comes once an expert can be contacted about a label."""
        renewal = level.purpose == "renewal"
        return as_sentence(self.wording.what_follows(level.level, self.language, renewal=renewal))

    def unmet(self, unmet: int, known: int) -> str:
        """Return how many of the known conditions are not met."""
        return as_sentence(self.wording.unmet(unmet, known, self.language))

    def requirement_name(self, requirement: str, indicator: str | None) -> str:
        """Return a requirement's short name; those made from one rule are named by their indicator or number."""
        if requirement in self._names:
            return self._names[requirement]
        if indicator is not None and requirement.startswith("minimum."):
            return self.question_name(indicator)
        stem, _, number = requirement.rpartition(".")
        return f"{self._names[stem]} ({number})" if stem in self._names else requirement

    def question_name(self, question: str) -> str:
        """Return the name of an indicator or item without its number."""
        return str(getattr(self.catalogue.questions[question].name, self.language))

    def value(self, question: str, value: Mapping[str, bool | int | str]) -> tuple[tuple[str, bool | str], ...]:
        """Return label and value of an answer's fields, a choice by its label; yes and no stay as they are."""
        fields = self.catalogue.questions[question].by_field
        return tuple(self._field(fields[name], each) for name, each in value.items() if name in fields)

    def _field(self, field: AnswerField, value: bool | int | str) -> tuple[str, bool | str]:
        choices = {each.id: str(getattr(each.label, self.language)) for each in field.choices}
        said = value if isinstance(value, bool) else choices.get(str(value), str(value))
        return str(getattr(field.label, self.language)), said

    def is_indicator(self, question: str) -> bool:
        """Say whether `question` has a number that a reader knows, such as 4.1.6."""
        return isinstance(self.catalogue.questions.get(question), Indicator)

    def document(self, requirement: str) -> str | None:
        """Return which paper a requirement asks for, if the catalogue says so."""
        for level in self.catalogue.levels:
            for each in level.requirements:
                if each.id == requirement and each.document is not None:
                    return str(getattr(each.document, self.language))
        return None

    def level(self, level: LevelId) -> str:
        """Return the name of a label."""
        return self.wording.level(level, self.language)

    def verdict(self, level: LevelResult) -> str:
        """Return the verdict without the level's name: "too early to apply"."""
        return self.verdict_of(level.level, level.verdict)

    def verdict_of(self, level: LevelId, verdict: str) -> str:
        """Return the same for a verdict by its name."""
        return self.wording.verdict_alone(level, verdict, self.language)

    def held(self, label: HeldLabel) -> str:
        """Return the state of a held label in one sentence, without the label's name."""
        clause = self.wording.held(
            label.level,
            label.state,
            self.language,
            valid_until=_iso(label.valid_until),
            renewable_until=_iso(label.renewable_until),
            date_source=label.date_source,
            mark=label.mark,
            awarded=label.awarded,
        )
        return as_sentence(clause.removeprefix(f"{self.level(label.level)}: "))


def _iso(value: object) -> str | None:
    return None if value is None else str(value)
