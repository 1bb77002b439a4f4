"""What a reader of results is told when there is none."""

from collections.abc import Callable, Mapping

from services.scoring.application.compare_results import UnknownVersionError
from services.scoring.application.read_results import UnknownRecordError
from services.scoring.domain.errors import UnknownCatalogueError, UnknownLevelError
from shared.catalogue import library
from shared.catalogue.findings import RefusedError
from shared.errors import TransientError
from shared.http.clients import PeerUnavailableError
from shared.http.findings import field_errors
from shared.http.problems import ProblemError, invalid, not_found
from shared.http.texts import FieldError, Text

RETRY_SECONDS = "2"

READ_LATER = Text(
    "read-later",
    "Rezultatai laikinai nepasiekiami. Pakartokite po kelių sekundžių.",
    "Results cannot be reached for a moment. Repeat in a few seconds.",
)
NO_CRITERIA = Text(
    "no-criteria",
    "Tą dieną kriterijai dar negaliojo: nurodykite vėlesnę datą.",
    "No criteria were in force on that day: name a later date.",
)
NOT_A_DAY = Text(
    "not-a-day",
    "Reikia datos, ne vėlesnės nei šiandien, pvz., 2026-11-20.",
    "A date is expected, not later than today, such as 2026-11-20.",
)
A_DAY = Text("a-day", "Reikia datos, pvz., 2026-11-20.", "A date is expected, such as 2026-11-20.")
NOT_A_CHOICE = Text("not-a-choice", "Tokio pasirinkimo čia nėra.", "There is no such choice here.")
NOT_A_MOMENT = Text(
    "not-a-moment",
    "Reikia datos ir laiko su laiko juosta, ne vėlesnių nei dabar, pvz., 2026-11-20T14:05:00Z.",
    "A date and time with its zone is expected, not later than now, such as 2026-11-20T14:05:00Z.",
)
NOT_A_LEVEL = Text(
    "not-a-level",
    "Reikia žymos, kurią aprašo klasterio kriterijai: bronze, silver arba gold.",
    "A level that the cluster's criteria describe is expected: bronze, silver or gold.",
)
UNKNOWN_VERSION = Text(
    "unknown-version",
    "Tokios kriterijų versijos nėra arba ji dar nepaskelbta; nurodykite, pvz., ecei@1.",
    "There is no such version of the criteria, or it is not published yet; name one such as ecei@1.",
)
UNKNOWN_PARAMETER = Text(
    "unknown-parameter",
    "Parametro „{name}“ čia nėra.",
    'There is no parameter "{name}" here.',
)


def away() -> ProblemError:
    """Return the 503 for a store or a service that does not answer."""
    return ProblemError(503, READ_LATER, headers={"Retry-After": RETRY_SECONDS})


def _refused(error: Exception) -> ProblemError:
    assert isinstance(error, RefusedError)
    return invalid(field_errors(error.findings))


TRANSLATIONS: Mapping[type[Exception], ProblemError] = {
    UnknownRecordError: not_found(),
    UnknownVersionError: invalid([FieldError("/catalogue", UNKNOWN_VERSION)]),
    UnknownLevelError: invalid([FieldError("/level", NOT_A_LEVEL)]),
    UnknownCatalogueError: ProblemError(422, NO_CRITERIA),
    library.UnknownCatalogueError: away(),
    TransientError: away(),
    PeerUnavailableError: away(),
}

API_TRANSLATIONS: Mapping[type[Exception], ProblemError | Callable[[Exception], ProblemError]] = {
    **TRANSLATIONS,
    RefusedError: _refused,
}
"""No page has anything to refuse field by field."""
