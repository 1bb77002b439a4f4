"""Intake's refusals as problems."""

from collections.abc import Callable, Mapping

from services.intake.adapters.http.messages import TEXTS
from services.intake.application.ports import AddressTakenError
from services.intake.application.write import (
    AlreadyWithdrawnError,
    KeyReusedError,
    NotAllowedError,
    NotVisibleError,
)
from shared.catalogue.findings import RefusedError
from shared.errors import TransientError
from shared.http.findings import field_errors
from shared.http.problems import ProblemError, invalid, not_found, unavailable
from shared.http.texts import Text

KEY_REUSED = Text(
    "key-reused",
    "Su šiuo Idempotency-Key jau pateikti kiti duomenys. Naujiems duomenims naudokite naują raktą.",
    "Other data came with this Idempotency-Key before. Use a new key for new data.",
)
ALREADY_WITHDRAWN = Text("already-withdrawn", "Įrašas jau atsiimtas.", "The record was withdrawn already.")
ADDRESS_TAKEN = Text(
    "address-taken",
    "Asmuo su tokiu el. pašto adresu jau yra.",
    "There is a person with this e-mail address already.",
)


def _refused(error: Exception) -> ProblemError:
    assert isinstance(error, RefusedError)
    return invalid(field_errors(error.findings, TEXTS))


def _not_allowed(error: Exception) -> ProblemError:
    assert isinstance(error, NotAllowedError)
    return ProblemError(403, errors=field_errors(error.findings, TEXTS))


TRANSLATIONS: Mapping[type[Exception], ProblemError | Callable[[Exception], ProblemError]] = {
    RefusedError: _refused,
    NotAllowedError: _not_allowed,
    NotVisibleError: not_found(),
    KeyReusedError: ProblemError(422, KEY_REUSED),
    AlreadyWithdrawnError: ProblemError(409, ALREADY_WITHDRAWN),
    AddressTakenError: ProblemError(409, ADDRESS_TAKEN),
    TransientError: unavailable(),
}
