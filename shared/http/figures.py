"""Figures of signing in, of people and programs alike."""

from prometheus_client import Counter

SIGN_IN_FAILURES = Counter(
    "branda_sign_in_failures",
    "Refused: a one-time link (used or too old), a client's secret, an access token.",
    ["kind"],
)
