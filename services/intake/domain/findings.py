"""What is wrong, or worth saying, about what somebody submitted: a place and a message id, no sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Message(StrEnum):
    """Every message of intake's rules; the sentences, in both languages, are the HTTP adapter's."""

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
    MORE_THAN = "more-than"
    UNKNOWN_INDICATOR = "unknown-indicator"
    REPEATED = "repeated"
    UNKNOWN_CATALOGUE = "unknown-catalogue"
    CATALOGUE_NOT_IN_FORCE = "catalogue-not-in-force"
    IN_THE_FUTURE = "in-the-future"
    BEFORE = "before"
    UNKNOWN_EVIDENCE = "unknown-evidence"
    UNKNOWN_ASSESSMENT = "unknown-assessment"
    UNKNOWN_CLUSTER = "unknown-cluster"
    UNKNOWN_PERSON = "unknown-person"
    ROLE_NEEDS_CLUSTER = "role-needs-cluster"
    ROLE_WITHOUT_CLUSTER = "role-without-cluster"
    REVIEWER_ONLY = "reviewer-only"
    AGENCY_ONLY = "agency-only"
    ADDRESS_NEEDED = "address-needed"
    ADDRESS_NOT_EXPECTED = "address-not-expected"
    NOT_A_LINK = "not-a-link"
    NOT_AN_EMAIL = "not-an-email"
    CONTROL_CHARACTER = "control-character"
    UNKNOWN_FIELD_SUPPORTED = "unknown-field-supported"
    JOINED_OR_LEFT = "joined-or-left"
    SLUG_TAKEN = "slug-taken"
    LABEL_BEFORE_FOUNDING = "label-before-founding"
    NO_AWARD_DATE = "no-award-date"


@dataclass(frozen=True)
class Finding:
    """One message about the field at `pointer` (JSON Pointer into the body)."""

    pointer: str
    message: Message
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
