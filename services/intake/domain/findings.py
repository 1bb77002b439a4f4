"""What only intake has to say about a submission; what every service says is in `shared/catalogue/findings.py`."""

from enum import StrEnum


class Message(StrEnum):
    """Messages of intake's own rules; the sentences, in both languages, are the HTTP adapter's."""

    MORE_THAN = "more-than"
    BEFORE = "before"
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
    UNKNOWN_FIELD_SUPPORTED = "unknown-field-supported"
    JOINED_OR_LEFT = "joined-or-left"
    SLUG_TAKEN = "slug-taken"
    LABEL_BEFORE_FOUNDING = "label-before-founding"
    NO_AWARD_DATE = "no-award-date"
    PLANNED_WHEN_BOOKED = "planned-when-booked"
