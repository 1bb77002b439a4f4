"""Requests made from what `/openapi.json` says, right and wrong ones, each answer held against the same document."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.failures import FailureGroup

RIGHT, WRONG = schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE

HELD = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)


@dataclass
class Gate:
    """One service: `token` gives the bearer token for a path, `known` what exists, by a parameter's or field's name."""

    url: str
    token: Callable[[str], str]
    known: Mapping[str, Any]
    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    """How often each operation answered with each status."""

    def breaches(self, examples: int) -> Iterator[str]:
        """Send every operation `examples` right requests and as many wrong ones; yield what an answer broke, in words.

        The same document gives the same requests; only ids and dates differ from run to run.
        """
        load_all_checks()
        session = requests.Session()
        session.trust_env = False
        with_our_token = schemathesis.Config.from_dict({"generation": {"with-security-parameters": False}})
        schema = schemathesis.openapi.from_url(f"{self.url}/openapi.json", config=with_our_token)
        for result in schema.get_all_operations():
            operation = result.ok()
            for mode in (RIGHT, WRONG):
                try:
                    self._exercise(operation, mode, examples, session)
                except FailureGroup as group:
                    yield f"{operation.label}: {group}"
                except Unsatisfiable:
                    if mode is RIGHT:
                        raise
                    # it takes nothing that could be wrong

    def _exercise(
        self, operation: schemathesis.APIOperation, mode: schemathesis.GenerationMode, examples: int, session: Any
    ) -> None:
        held = CHECKS.get_by_names(HELD)

        @settings(
            max_examples=examples,
            phases=[Phase.generate],
            derandomize=True,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(operation.as_strategy(generation_mode=mode), st.integers(0, 3))
        def send(case: schemathesis.Case, chance: int) -> None:
            if chance:
                _put(case.path_parameters, self._known_for(operation.path))
                _put(case.query, self.known)
                _put(case.body, self.known)
            headers = {"Authorization": f"Bearer {self.token(operation.path)}"}
            answer = case.call(base_url=self.url, session=session, headers=headers, timeout=10)
            self.answers[operation.label, answer.status_code] += 1
            case.validate_response(answer, checks=held, headers=headers)

        send()

    def _known_for(self, path: str) -> Mapping[str, Any]:
        """A record of each kind has an id of its own: `/benchmarkings/{record}/withdrawal`."""
        kind = path.partition("/{record}")[0].rpartition("/")[2]
        return {**self.known, "record": self.known.get(kind, "")}


def _put(sent: Any, known: Mapping[str, Any]) -> None:
    """Replace what was made up by what exists, where a value of that name was sent."""
    if isinstance(sent, dict):
        sent.update({name: known[name] for name in sent if name in known})
