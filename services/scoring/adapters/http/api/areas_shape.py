"""Areas that might be named, as `GET …/silver-areas` and `branda score FILE --areas` give them."""

from typing import Any

from services.scoring.adapters.http.area_words import notes, proposal_text
from services.scoring.adapters.http.words import Words
from services.scoring.application.read_advice import Proposed
from services.scoring.domain.proposals import Proposal
from services.scoring.domain.readiness import Range
from services.scoring.domain.requirements.areas import YARDSTICK


def areas_json(proposed: Proposed, words: Words) -> dict[str, Any]:
    """Return proposals as JSON values.

    `needed`: the requirement waits for the applicant; `nothing`: why there are none.
    """
    found = proposed.found
    return {
        "cluster": proposed.cluster,
        "assessment": proposed.assessment,
        "on": found.on.isoformat(),
        "catalogue": proposed.catalogue,
        "level": found.level,
        "required": found.required,
        "named": found.named,
        "needed": found.needed,
        "proposals": [_proposal(each, words) for each in found.proposals],
        "nothing": found.nothing,
        "notes": notes(words, found),
    }


def _proposal(proposal: Proposal, words: Words) -> dict[str, Any]:
    return {
        "indicators": list(proposal.indicators),
        "certainty": proposal.certainty,
        "before": _range(proposal.before),
        "after": _range(proposal.after),
        "gain": proposal.gain,
        "yardstick": {"state": proposal.yardstick, "points": YARDSTICK, "mark": "assumed"},
        "text": proposal_text(words, proposal),
    }


def _range(points: Range) -> dict[str, int]:
    return {"low": points.low, "high": points.high}
