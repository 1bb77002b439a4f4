"""Which role may do what (design 5). Seeing a cluster is asked first: what may not be seen does not exist."""

from enum import Enum, auto
from typing import Literal

Role = Literal["manager", "editor", "coordinator", "consultant", "expert", "agency", "operator", "service"]


class Action(Enum):
    """What can be done at intake."""

    SUBMIT_ASSESSMENT = auto()
    RECORD_BENCHMARKING = auto()
    RECORD_LABEL = auto()
    RECORD_CONSULTANCY = auto()
    RECORD_STEP = auto()
    HANDLE_EVIDENCE = auto()
    KEEP_REGISTER = auto()
    ASK_INTERNALLY = auto()
    MAKE_SIGN_IN_LINK = auto()


_REVIEWERS: frozenset[Role] = frozenset({"consultant", "expert", "agency"})
_TEAM: frozenset[Role] = frozenset({"manager", "editor", "agency"})

_ROLES: dict[Action, frozenset[Role]] = {
    Action.SUBMIT_ASSESSMENT: _TEAM,
    Action.RECORD_BENCHMARKING: _REVIEWERS,
    Action.RECORD_LABEL: _REVIEWERS,
    Action.RECORD_CONSULTANCY: frozenset({"consultant", "agency"}),
    Action.RECORD_STEP: _TEAM | _REVIEWERS,
    Action.HANDLE_EVIDENCE: _TEAM | _REVIEWERS,
    Action.KEEP_REGISTER: frozenset({"agency"}),
    Action.ASK_INTERNALLY: frozenset({"service"}),
    Action.MAKE_SIGN_IN_LINK: frozenset({"service", "operator"}),
}


def may(role: Role, action: Action) -> bool:
    """Say whether `role` may do `action` in a cluster that it sees."""
    return role in _ROLES[action]


def is_reviewer(role: Role) -> bool:
    """Say whether the role may vouch for papers: sighted documents, verified strength (`rules.md` 2)."""
    return role in _REVIEWERS


def holds_for_all(role: Role) -> bool:
    """Say whether the role, held by a person, may be given without naming a cluster."""
    return role in ("agency", "expert", "operator")
