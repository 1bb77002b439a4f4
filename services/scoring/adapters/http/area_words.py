"""Says which areas of improvement might be named, in the reader's language; sentences are the catalogue's."""

from collections.abc import Iterator

from services.scoring.adapters.http.words import Words
from services.scoring.domain.proposals import Proposal, Proposals
from services.scoring.domain.readiness import Range
from services.scoring.domain.requirements.areas import YARDSTICK
from shared.catalogue.wording import Argument


def proposal_text(words: Words, proposal: Proposal) -> str:
    """Return one proposal in two sentences: what has changed, and the yardstick."""
    return f"{improvement(words, proposal)} {yardstick(words, proposal)}"


def improvement(words: Words, proposal: Proposal) -> str:
    """Return the points before and after; where they are not shown yet, which documents would do."""
    names = ", ".join(words.wording.indicator(name, words.language) for name in proposal.indicators)
    before: dict[str, Argument] = {"names": names, "before": _range(proposal.before)}
    if proposal.certainty == "sure":
        return words.say("area_sure", before | {"after": _range(proposal.after)})
    papers = (getattr(words.catalogue.questions[name].evidence, words.language) for name in proposal.indicators)
    points: dict[str, Argument] = {
        "declared": proposal.after.high,
        "backed": proposal.after.low,
        "evidence": "; ".join(papers),
    }
    return words.say("area_possible", before | points)


def yardstick(words: Words, proposal: Proposal) -> str:
    """Return how the proposal stands by the Gold criteria; the word *assumed* is in it."""
    assumed = words.wording.say("area_assumed", words.language, {"least": YARDSTICK})
    return words.say(f"area_{proposal.yardstick}", {"assumed": f" ({assumed})"})


def notes(words: Words, found: Proposals) -> list[str]:
    """Return why there is nothing, or who names the areas; the disclaimer last."""
    return [*_notes(words, found), words.say("disclaimer")]


def _notes(words: Words, found: Proposals) -> Iterator[str]:
    if found.nothing is not None:
        yield words.say(f"area_{found.nothing}")
    if found.proposals:
        yield words.say("area_yours")


def _range(points: Range) -> str:
    return str(points.low) if points.low == points.high else f"{points.low}–{points.high}"
