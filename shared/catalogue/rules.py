"""The kinds of rules a level may list, as data. What they mean is the readiness engine's business (`rules.md` 4).

Outcomes name messages: requirement `message: members` with outcome `below` is the message id `members_below`.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class RuleModel(BaseModel):
    """Base of the rules: immutable, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class InterviewRule(RuleModel):
    """A benchmarking without a later award of the level. Outcomes: met(on), awaited."""

    kind: Literal["interview"] = "interview"


class ChoiceRule(RuleModel):
    """A choice field must have one of `met`. Outcomes: met(answer), not_met(answer), unanswered, by_register(fact)."""

    kind: Literal["choice"] = "choice"
    item: str
    field: str
    met: tuple[str, ...]
    fact: str | None = None
    """Attribute or fact of the register whose presence settles a missing answer (the sector)."""


class CountRule(RuleModel):
    """A count must reach `at_least`, and be proven.

    Outcomes, each with `required` and the field's own name as arguments: met, below, unproven (also `proven`,
    `missing`), unanswered, below_by_register (also `source`).
    """

    kind: Literal["count"] = "count"
    indicator: str
    field: str
    at_least: int
    fact: str | None = None
    """Fact that may show it cannot be met, never that it is."""


class ShareRule(RuleModel):
    """The sum of `part` must be more than `more_than_percent` of the sum of `whole`, as declared.

    Outcomes: met(part, whole), not_met(part, whole), unanswered.
    """

    kind: Literal["share"] = "share"
    indicator: str
    part: tuple[str, ...]
    whole: tuple[str, ...]
    more_than_percent: int


class FirstBenchmarkingRule(RuleModel):
    """An earlier Bronze benchmarking. Outcomes: met(on), unanswered (label without one), missing(earliest)."""

    kind: Literal["first_benchmarking"] = "first_benchmarking"


class WindowRule(RuleModel):
    """A second benchmarking within a window of months after the first, bounds inclusive.

    Outcomes: met(first, second), late(first, second, until), early(first, second, earliest), not_open(first, earliest,
    until), open(first, until), past(first, until), no_first(earliest), unsure(first, earliest, until, and second where
    there is one): a date known to the month or year only does not tell, the exact day is asked for.
    """

    kind: Literal["window"] = "window"
    from_months: int
    to_months: int


class AreasRule(RuleModel):
    """Improvement areas the applicant names. Becomes one requirement, and one more for each named area.

    Outcomes of the requirement: unnamed(named, required), named(named). Of `<id>.<n>`: no_snapshot, not_improved,
    improved, unproven, unanswered (an open answer decides); each with `indicators`, and `before`, `after` (texts like
    "3-5") where known.
    """

    kind: Literal["areas"] = "areas"
    count: int


Sets = Annotated[tuple[str, ...], Field(min_length=1)]
"""Names of pinned sets of indicators, without version. Only a level of one's own may name an add-on (ADR 0011)."""


class MinimaRule(RuleModel):
    """Every indicator's Baseline minimum; becomes one requirement each, `minimum.<indicator>`.

    `sets`: whose indicators; None: the label's own.

    Outcomes: unanswered, not_applicable, below, met, unproven, assumed; arguments `required`, `low`, `high`. For a
    yes/no gate: gate_unanswered, gate_no, gate_unproven, gate_met. Of an advisory one: ask.
    """

    kind: Literal["minima"] = "minima"
    sets: Sets | None = None


class ScoreFloorRule(RuleModel):
    """Backed points must reach a share of the maximum, rounded up; `percent` None: the bundle's floor.

    `sets`: over whose indicators the points and their maximum are summed; None: the label's own.

    Outcomes, each with `required`, `max`, `low`, `high` (backed points) and `percent`: met, assumed (reached, while a
    threshold it rests on is assumed), unproven (declared points would do), unanswered (open answers decide), short.
    """

    kind: Literal["score_floor"] = "score_floor"
    percent: Annotated[int, Field(ge=1, le=100)] | None = None
    sets: Sets | None = None


class AskRule(RuleModel):
    """Nobody here knows the rule: ask the expert. Outcome: ask."""

    kind: Literal["ask"] = "ask"


Rule = Annotated[
    InterviewRule
    | ChoiceRule
    | CountRule
    | ShareRule
    | FirstBenchmarkingRule
    | WindowRule
    | AreasRule
    | MinimaRule
    | ScoreFloorRule
    | AskRule,
    Field(discriminator="kind"),
]
