"""What is wrong, or worth saying, about what somebody sent: a place and a message id, no sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class InputMessage(StrEnum):
    """What can be wrong with an assessment, wherever it is sent; the sentences are in `shared/http/findings.py`."""

    UNKNOWN_QUESTION = "unknown-question"
    ONE_KIND_OF_ANSWER = "one-kind-of-answer"
    REASON_NEEDED = "reason-needed"
    ALWAYS_APPLICABLE = "always-applicable"
    UNKNOWN_VALUE_FIELD = "unknown-value-field"
    HALF_FILLED = "half-filled"
    NEEDS_INTEGER = "needs-integer"
    NEEDS_DECIMAL = "needs-decimal"
    NEEDS_YES_OR_NO = "needs-yes-or-no"
    NEEDS_CHOICE = "needs-choice"
    NEEDS_DATE = "needs-date"
    AT_LEAST = "at-least"
    AT_MOST = "at-most"
    UNKNOWN_INDICATOR = "unknown-indicator"
    NOT_THE_LABELS = "not-the-labels"
    REPEATED = "repeated"
    UNKNOWN_CATALOGUE = "unknown-catalogue"
    CATALOGUE_NOT_IN_FORCE = "catalogue-not-in-force"
    IN_THE_FUTURE = "in-the-future"
    UNKNOWN_EVIDENCE = "unknown-evidence"
    CONTROL_CHARACTER = "control-character"


@dataclass(frozen=True)
class Finding:
    """One message about the field at `pointer` (JSON Pointer into the body)."""

    pointer: str
    message: StrEnum
    arguments: Mapping[str, str | int] = field(default_factory=dict)


class RefusedError(Exception):
    """What was submitted breaks rules; nothing was stored."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(", ".join(f"{finding.pointer} {finding.message}" for finding in findings))
        self.findings = tuple(findings)


def refuse(findings: Sequence[Finding]) -> None:
    """Raise `RefusedError` if there is anything to refuse."""
    if findings:
        raise RefusedError(findings)
