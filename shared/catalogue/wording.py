"""Says results in words: message ids and arguments become sentences in the reader's language.

Pages and mails take every sentence about the domain from here, so that both say the same. Results hold no sentences
(design 1). Clauses begin small and have no full stop; `as_sentence` of `typography` closes them.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from shared.catalogue.loader import load_catalogue, load_messages
from shared.catalogue.messages import PLACEHOLDER, Messages
from shared.catalogue.model import Catalogue, Indicator, LabelId, LevelId, Mark, YesNoGate
from shared.catalogue.process import Fee, Process
from shared.catalogue.typography import bind, grouped, long_date
from shared.catalogue.values import Sourced

Language = Literal["lt", "en"]
Argument = bool | int | str | tuple[str, ...] | list[str]


class WordingError(LookupError):
    """A result names a sentence, an argument or an indicator that the catalogue does not have."""


class Wording:
    """The sentences of one catalogue. Every method raises `WordingError` for a name that the catalogue lacks."""

    def __init__(self, catalogue: Catalogue, messages: Mapping[str, Messages]) -> None:
        self.catalogue = catalogue
        self._messages = messages

    @classmethod
    def load(cls, folder: Path, bundle: str) -> "Wording":
        """Load the wording of a bundle (`ecei@1`); raises `CatalogueError` if its files are not in order."""
        return cls(load_catalogue(folder, bundle), load_messages(folder, bundle))

    def requirement(
        self,
        message: str,
        arguments: Mapping[str, Argument],
        language: Language,
        assumed: bool = False,
        indicator: str | None = None,
    ) -> str:
        """Return a requirement's clause: "at least 15 committed members are required, 13 commitments are signed".

        `indicator` is the one that the requirement is about, if any; its number, name and expected evidence may be part
        of the clause. If `assumed`, the word is in it (`rules.md` 3).
        """
        known = dict(arguments)
        if indicator is not None:
            known |= self._about(indicator, language)
        refined = f"{message}_{known['answer']}" if isinstance(known.get("answer"), str) else message
        clause = self.say(refined if refined in self._of(language).sentences else message, language, known)
        if not assumed or self.say("assumed_word", language) in clause.casefold():
            return clause
        return self.say("assumed_added", language, {"clause": clause})

    def verdict(self, level: LevelId, verdict: str, language: Language, open_points: int | None = None) -> str:
        """Return a level's verdict: "Bronze: too early to apply". `open_points` counts what is to be confirmed."""
        name = f"verdict_{level}_{verdict}"
        if open_points is not None and verdict == "ready_if_confirmed":
            return self.say(f"{name}_counted", language, {"open": open_points})
        return self.say(name, language)

    def verdict_alone(self, level: LevelId, verdict: str, language: Language, open_points: int | None = None) -> str:
        """Return the verdict without the level's name, for beside it: "too early to apply"."""
        return self.verdict(level, verdict, language, open_points).removeprefix(f"{self.level(level, language)}: ")

    def unmet(self, unmet: int, known: int, language: Language) -> str:
        """Return how many of the known conditions are not met: "2 of 5 known conditions are not met"."""
        return self.say("unmet_some" if unmet else "unmet_none", language, {"unmet": unmet, "known": known})

    def level(self, level: LevelId, language: Language) -> str:
        """Return the name of a label: "Bronze", „Bronzinė žyma“."""
        return self.say(f"level_{level}", language)

    def held(
        self,
        level: LabelId,
        state: str,
        language: Language,
        valid_until: str | None = None,
        renewable_until: str | None = None,
        date_source: str | None = None,
        mark: Mark = "stated",
        awarded: str | None = None,
    ) -> str:
        """Return the state of a held label with its dates (ISO texts), and where the date of expiry is from.

        A state may be certain although its days are not: an award known to the year has lapsed some day.
        """
        known = {"level": self.level(level, language), "until": valid_until, "renewable": renewable_until}
        name = f"held_{state}"
        if state == "unknown":
            name += "_dated" if awarded is not None else ""
        elif valid_until is None or (state == "expired_renewable" and renewable_until is None):
            name += "_undated"
        clause = self.say(name, language, {name: value for name, value in known.items() if value is not None})
        if date_source is None or valid_until is None:
            return clause
        source = "date_certificate" if date_source == "certificate" else f"date_computed_{mark}"
        return f"{clause} ({self.say(source, language)})"

    def dated(
        self,
        message: str,
        arguments: Mapping[str, Argument],
        level: LevelId | None,
        source: str,
        mark: Mark,
        language: Language,
    ) -> str:
        """Return an entry of a label calendar, and where its date is from; *assumed* is in it if it is (`rules.md` 3).

        `source` is `certificate`, `computed`, `recorded` or `proposal`.
        """
        named = {} if level is None else {"level": self.level(level, language)}
        clause = self.say(message, language, {**arguments, **named})
        if source in ("certificate", "computed"):
            origin = "date_certificate" if source == "certificate" else f"date_computed_{mark}"
            return f"{clause} ({self.say(origin, language)})"
        return self.say("assumed_added", language, {"clause": clause}) if mark == "assumed" else clause

    def what_follows(self, level: LevelId, language: Language, *, renewal: bool = False) -> str:
        """Return what comes after `ready_to_contact`; its figures are those of the level's `process`.

        `renewal`: the verdict is one of renewal, whose visit may take another time (`domain.md` 1.4).
        """
        process = next((each.process for each in self.catalogue.levels if each.level == level), None)
        return self.say(f"next_{level}", language, {} if process is None else self._way(process, language, renewal))

    def awaits(self, awaits: str, language: Language) -> str:
        """Return what a requirement awaits, and who settles it (`rules.md` 3)."""
        return self.say(f"awaits_{awaits}", language)

    def state(self, state: str, language: Language) -> str:
        """Return the name of a requirement's state."""
        return self.say(f"state_{state}", language)

    def mark(self, mark: Mark, language: Language) -> str:
        """Return how surely a value is known, in words."""
        return self.say(f"mark_{mark}", language)

    def indicator(self, indicator: str, language: Language) -> str:
        """Return the number and name of an indicator or item: "4.1.6 Monitoring of management performance"."""
        question = self.catalogue.questions.get(indicator)
        if question is None:
            raise WordingError(f"{self.catalogue.id} has no indicator or item {indicator}")
        name: str = getattr(question.name, language)
        if not isinstance(question, Indicator):
            return name
        return self.say("indicator_named", language, {"id": indicator, "name": name})

    @property
    def messages(self) -> Mapping[str, Messages]:
        """Everything it says, by language."""
        return self._messages

    def texts(self, language: Language) -> dict[str, str]:
        """Return every sentence by its id, and the forms of every counted noun, as they are written."""
        messages = self._of(language)
        nouns = {f"count:{noun}": " / ".join(forms) for noun, forms in messages.nouns.items()}
        return {**messages.sentences, **nouns}

    def say(self, name: str, language: Language, arguments: Mapping[str, Argument] | None = None) -> str:
        """Return the sentence `name` with its placeholders filled."""
        messages = self._of(language)
        if name not in messages.sentences:
            raise WordingError(f"{messages.file} has no sentence {name}")
        return bind(self._fill(messages.sentences[name], name, language, arguments or {}))

    def _fill(self, text: str, name: str, language: Language, arguments: Mapping[str, Argument]) -> str:
        pieces: list[str] = []
        end = 0
        for found in PLACEHOLDER.finditer(text):
            if found[1] not in arguments:
                raise WordingError(f"the sentence {name} lacks the argument {found[1]}")
            pieces += text[end : found.start()], self._write(arguments[found[1]], found[2], language)
            end = found.end()
        return "".join((*pieces, text[end:]))

    def _write(self, value: Argument, how: str | None, language: Language) -> str:
        if how == "date":
            return long_date(str(value), language)
        if isinstance(value, (tuple, list)):
            named = (self.indicator(each, language) if how == "indicators" else each for each in value)
            return ", ".join(named)
        if how == "range":
            return str(value).replace("-", "–")
        if how is None or not isinstance(value, int):
            return str(value)
        messages = self._of(language)
        form = messages.nouns[how][messages.plural(abs(value))]
        return form.replace("{n}", str(value))

    def _way(self, process: Process, language: Language, renewal: bool) -> Mapping[str, Argument]:
        """Return the figures of the way to a label; whatever is assumed says so (`rules.md` 3)."""
        visit, who = (renewal and process.renewal_visit) or process.visit, process.experts
        told: dict[str, tuple[Sourced, str]] = {
            "who": (who, getattr(who.who, language)),
            "visit": (visit, getattr(visit, language)),
            "weeks": (process.report, process.report.span),
        }
        if process.preparation is not None:
            told["months"] = (process.preparation, process.preparation.span)
        fees = ", ".join(self._marked(fee, self._fee(fee, language), language) for fee in process.fees)
        return {name: self._marked(*each, language) for name, each in told.items()} | {"fees": fees}

    def _fee(self, fee: Fee, language: Language) -> str:
        about = {"euro": grouped(fee.euro, language), "what": getattr(fee.what, language)}
        return self.say("fee_named", language, about)

    def _marked(self, value: Sourced, clause: str, language: Language) -> str:
        return self.say("assumed_added", language, {"clause": clause}) if value.mark == "assumed" else clause

    def _of(self, language: Language) -> Messages:
        return self._messages[language]

    def _about(self, indicator: str, language: Language) -> dict[str, str]:
        about = {"indicator": self.indicator(indicator, language)}
        question = self.catalogue.questions[indicator]
        about["evidence"] = getattr(question.evidence, language)
        if isinstance(question, Indicator) and isinstance(question.scoring, YesNoGate):
            about["condition"] = getattr(question.scoring.text, language)
        return about
