"""Recomputing a result that somebody holds in a file: no server is asked, nothing is believed (design 1)."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_args

from services.scoring.adapters.files import Exported, UnreadableFileError, read_object
from services.scoring.adapters.http.api.shape import result_json
from services.scoring.adapters.http.lexicon import Lexicon
from services.scoring.application.compare import under
from services.scoring.application.fold import judge
from services.scoring.application.ports import Catalogues
from services.scoring.domain.comparison import Unread
from services.scoring.domain.heads import Head
from services.scoring.domain.readiness import Readiness
from shared.contracts.strict_json import escape_pointer
from shared.http.texts import Language

_MISSING = object()


def differences_of_file(
    file: Path, exported: Exported, catalogues: Catalogues, lexicon: Lexicon, known_at: datetime | None = None
) -> list[str]:
    """Return where the result in `file` differs from what `exported` gives, a JSON Pointer a line; empty: equal.

    `file` holds what `GET /api/v1/results/{cluster}`, a preview or `branda score --json` answered, in either language.

    Raises:
        UnreadableFileError: `file` holds no result.
        DomainError: the events give no result of that assessment and day.
    """
    written = read_object(file)
    result, unread = _recompute(written, file, exported, catalogues, known_at)
    vocabularies = [lexicon.words(result.catalogue, language) for language in get_args(Language)]
    readings = [result_json(exported.cluster, result, words, unread) for words in vocabularies]
    return min((list(_differences(written, reading, "")) for reading in readings), key=len)


def _recompute(
    written: dict[str, Any], file: Path, exported: Exported, catalogues: Catalogues, known_at: datetime | None
) -> tuple[Readiness, tuple[Unread, ...] | None]:
    """Return the result, and if it is a comparison what its version cannot read."""
    assessment = written.get("assessment")
    if not isinstance(assessment, str | None):
        raise UnreadableFileError(f"{file}: the id of an assessment is expected")
    try:
        on = date.fromisoformat(written["on"])
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableFileError(f"{file}: a result of a day is expected") from error
    history = exported.history if known_at is None else exported.history.known_at(known_at)
    if assessment is not None and assessment not in history.snapshots:
        raise UnreadableFileError(f"{file}: the events have no assessment {assessment}")
    head, known_then = Head(assessment, on, True), catalogues.first(_confirmations(written, file))
    if written.get("comparison") is not True:
        return judge(history, known_then, head), None
    return under(history, known_then, known_then.named(str(written.get("catalogue"))), head)


def _confirmations(written: dict[str, Any], file: Path) -> int:
    """Return how many confirmations the result says it rests on."""
    match written.get("revision"):
        case [_, int(number), _, _] if not isinstance(number, bool) and number >= 0:
            return number
    raise UnreadableFileError(f"{file}: a result with its revision is expected")


def _differences(written: Any, computed: Any, pointer: str) -> Iterator[str]:
    if isinstance(written, dict) and isinstance(computed, dict):
        for name in sorted(written.keys() | computed.keys()):
            place = f"{pointer}/{escape_pointer(name)}"
            yield from _differences(written.get(name, _MISSING), computed.get(name, _MISSING), place)
    elif isinstance(written, list) and isinstance(computed, list):
        for number in range(max(len(written), len(computed))):
            yield from _differences(_item(written, number), _item(computed, number), f"{pointer}/{number}")
    elif type(written) is not type(computed) or written != computed:
        yield f"{pointer}: {_shown(written)} in the file, {_shown(computed)} recomputed"


def _item(values: list[Any], number: int) -> Any:
    return values[number] if number < len(values) else _MISSING


def _shown(value: Any) -> str:
    return "nothing" if value is _MISSING else repr(value)
